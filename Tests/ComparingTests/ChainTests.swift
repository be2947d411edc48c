import Comparing
import Markup
import Quantities
import Reading
import Testing

@Suite struct ChainTests {
  private let comparer = Comparer(lexicon: lexicon)

  private func simple(_ year: Int) throws -> ReadDocument {
    try report(
      year, past: "全年地区生产总值增长7%。", plan: "今年的主要预期目标是：地区生产总值增长8%。")
  }

  @Test func `reports are taken in the order of their years`() throws {
    let comparison = try comparer.compare([simple(2024), simple(2022), simple(2023)])
    #expect(comparison.reports.map(\.year) == [2022, 2023, 2024])
    #expect(comparison.steps.map(\.promise.year) == [2022, 2023])
  }

  @Test func `a missing year is told and the rest is compared`() throws {
    let comparison = try comparer.compare([simple(2020), simple(2022), simple(2023)])
    #expect(comparison.gaps.map(\.before.year) == [2020])
    #expect(comparison.steps.count == 1)
  }

  @Test func `what cannot be compared is refused in words`() throws {
    let one = try simple(2023)
    #expect(throws: ComparisonError.tooFew) { try comparer.compare([one]) }
    #expect(throws: ComparisonError.sameYear(2023, "yunxi-2023.txt", "yunxi-2023.txt")) {
      try comparer.compare([one, one])
    }
    let apart = try simple(2026)
    #expect(throws: ComparisonError.self) { try comparer.compare([one, apart]) }
    let poem = try Reader(lexicon: lexicon).read(
      Array("山色空濛\n".utf8), name: "poem.txt", year: 2024)
    #expect(throws: ComparisonError.notAReport(name: "poem.txt", year: 2024)) {
      try comparer.compare([one, poem])
    }
    let undated = try Reader(lexicon: lexicon).read(
      Array("粮食产量达到3万吨。\n".utf8), name: "a.txt", year: nil)
    #expect(throws: ComparisonError.noYear(name: "a.txt")) { try comparer.compare([one, undated]) }
  }

  @Test func `a report that has no figure of the year drops nothing`() throws {
    let mute = try report(2024, past: "一年来各项工作取得进展。", plan: "今年地区生产总值增长6%。")
    let step = try #require(try comparer.compare([simple(2023), mute]).steps.first)
    #expect(step.rows.map(\.verdict) == [.unpaired])
  }

  @Test func `an estimate that a later report corrects is listed`() throws {
    let first = try report(2022, past: "预计2021年财政总收入完成20.3亿元。", plan: "今年财政总收入达到22亿元。")
    let second = try report(2023, past: "财政总收入完成21亿元。2021年财政总收入19.6亿元。", plan: "继续努力。")
    let revision = try #require(try comparer.compare([first, second]).revisions.first)
    #expect(revision.year == 2021)
    #expect(revision.first.standing == .estimated)
    #expect(revision.change?.value.description == "-0.7")
  }

  @Test func `the same number with fewer digits is no revision`() throws {
    let first = try report(2022, past: "2021年财政总收入完成19.64亿元。", plan: "今年财政总收入达到22亿元。")
    let second = try report(2023, past: "财政总收入完成21亿元。2021年财政总收入19.6亿元。", plan: "继续努力。")
    #expect(try comparer.compare([first, second]).revisions.isEmpty)
  }

  @Test func `targets for other years stand in no row and are counted`() throws {
    let first = try report(
      2022, past: "全年地区生产总值增长7%。",
      plan: "到2025年，旅游收入达到90亿元。今年地区生产总值增长8%。")
    let step = try #require(try comparer.compare([first, simple(2023)]).steps.first)
    #expect(step.rows.map(\.indicatorID) == ["gdp"])
    #expect(step.beyondCount == 1)
  }

  @Test func `the table is aligned by columns of the terminal`() throws {
    let table = try comparer.compare([simple(2022), simple(2023)]).table()
    let lines = table.split(separator: "\n").map(String.init)
    let header = try #require(lines.first { $0.contains("指标") })
    let line = try #require(lines.first { $0.contains("地区生产总值  ") })
    func column(_ text: String, _ word: String) -> Int? {
      text.firstRange(of: word).map { range in
        text[..<range.lowerBound].unicodeScalars.reduce(0) { $0 + ($1.value < 0x80 ? 1 : 2) }
      }
    }
    #expect(column(header, "判定") == column(line, "未达到"))
    #expect(column(header, "相差") == column(line, "-1个百分点"))
  }

  @Test func `csv has a byte order mark and one line for each row`() throws {
    let csv = try comparer.compare([simple(2022), simple(2023)]).csv()
    #expect(csv.starts(with: [0xEF, 0xBB, 0xBF]))
    let lines = String(decoding: csv.dropFirst(3), as: UTF8.self).split(separator: "\r\n")
    #expect(lines.count == 2)
    #expect(
      lines.last?.hasPrefix("2022,地区生产总值,gdp,growth,number,8,,%,eq,yunxi-2022.txt,6,") == true)
    #expect(
      lines.first?.split(separator: ",", omittingEmptySubsequences: false).count
        == lines.last?.split(separator: ",", omittingEmptySubsequences: false).count)
  }

  @Test func `json is stable and the page is well formed`() throws {
    let comparison = try comparer.compare([simple(2022), simple(2023)])
    let json = comparison.json()
    #expect(json == (try comparer.compare([simple(2022), simple(2023)])).json())
    let text = String(decoding: json, as: UTF8.self)
    #expect(text.contains(#""verdict": "missed""#))
    #expect(text.contains(#""value": "-1""#))
    let html = String(decoding: comparison.html(style: "td { padding: 2px }"), as: UTF8.self)
    #expect(html.contains("<td class=\"verdict\">未达到</td>"))
    #expect(html.hasSuffix("</html>\n"))
    #expect(MarkupCheck(comparison.page(style: "")).problems.isEmpty)
  }
}
