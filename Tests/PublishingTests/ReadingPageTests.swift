import Foundation
import Markup
import Programmes
import Publishing
import Quantities
import Testing

@testable import Reading

@Suite struct ReadingPageTests {
  private static let source = """
    政府工作报告
    　　一、去年工作
    　　新建30个助老服务站<试点>，城乡收入分别增长12%、10%以上。
    　　二、今年目标
    　　城镇登记失业率控制在4.5%以内。
    """

  /// Scalars and bytes of a piece of the source.
  private static func span(_ words: String) throws -> (at: Int, bytes: ByteSpan) {
    let range = try #require(source.range(of: words))
    let start = source[..<range.lowerBound].utf8.count
    return (
      source[..<range.lowerBound].unicodeScalars.count,
      ByteSpan(start..<(start + words.utf8.count))
    )
  }

  private static func figure(
    _ index: Int, _ words: String, _ indicator: String, _ value: String, _ unit: String,
    _ comparator: Reading.Comparator, _ standing: Standing
  ) throws -> Figure {
    let place = try span(words)
    return Figure(
      index: index, span: place.bytes, at: place.at, quote: words, indicator: indicator,
      indicatorID: nil, value: value, high: nil, unit: unit, form: .level, comparator: comparator,
      standing: standing, period: "2022",
      reasons: [
        Reason(
          field: .comparator, rule: .wordBehind,
          words: [Reason.Words(quote: "<以上>", at: place.at + 1)])
      ])
  }

  private static func document() throws -> ReadDocument {
    var paragraphs: [[Range<Int>]] = []
    var start = 0
    for line in source.split(separator: "\n") {
      let count = line.unicodeScalars.count
      paragraphs.append([start..<(start + count)])
      start += count + 1
    }
    return ReadDocument(
      name: "report.txt", year: 2022, bytes: Array(source.utf8),
      articles: [
        Article(
          headline: "政府工作报告", kicker: [], byline: [], paragraphs: paragraphs, cutOff: [])
      ],
      outline: try ["一、去年工作", "二、今年目标"].map { title in
        Heading(level: 1, title: title, span: try span(title).bytes)
      },
      figures: [
        try figure(0, "30个", "助老服务站", "30", "个", .eq, .actual),
        try figure(1, "12%、10%以上", "农村收入", "10", "%", .ge, .actual),
        try figure(2, "12%", "城镇收入", "12", "%", .ge, .actual),
        try figure(3, "4.5%以内", "城镇登记失业率", "4.5", "%", .le, .target),
      ], targets: [], undertakings: [], problems: [])
  }

  @Test func `figures are marked where they stand and overlapping ones share a mark`() throws {
    let document = try Self.document()
    let html = ReadingPage(document, language: .zh, styles: "p { }\n").html
    #expect(MarkupCheck(html).problems == [])
    #expect(html.markup.contains("助老服务站&lt;试点&gt;"))
    #expect(html.markup.contains("<h2>　　一、去年工作</h2>"))
    #expect(html.markup.components(separatedBy: "<mark class=").count - 1 == 3 + 4)
    #expect(html.markup.contains("title=\"农村收入：10% · 以上（含） · 实绩 · 2022\n城镇收入"))
  }

  @Test func `a target's mark leads to its progress`() throws {
    let document = try Self.document()
    let at = try Int(Self.span("4.5%以内").bytes.start)
    let text = ReadingText(
      document, language: .zh, targets: [at: Address(path: ["unit", "1"])])
    #expect(text.html.markup.contains("<a id=\"at-\(at)\"></a><mark class=\"target\""))
    #expect(text.html.markup.contains("<a class=\"target-link\" href=\"/unit/1\""))
  }

  @Test func `the text is complete, whatever is marked`() throws {
    let document = try Self.document()
    let text = ReadingText(document, language: .zh, targets: [:]).html.markup
    var plain = ""
    var isTag = false
    for character in text {
      if character == "<" { isTag = true }
      if !isTag, character != "\n" { plain.append(character) }
      if character == ">" { isTag = false }
    }
    plain = plain.replacing("&lt;", with: "<").replacing("&gt;", with: ">")
    #expect(plain == Self.source.replacing("\n", with: ""))
  }

  @Test func `each figure says which words gave which field`() throws {
    let page = ReadingPage.standalone(try Self.document(), style: "")
    #expect(page.contains("<dt>限定</dt><dd>数后的限定词 <q>&lt;以上&gt;</q></dd>"))
    let english = ReadingPage(try Self.document(), language: .en, styles: "").html.markup
    #expect(english.contains("a bounding word behind the number"))
  }
}
