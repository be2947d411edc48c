import Foundation
import Quantities
import Reading
import Testing

/// The text's own arithmetic: each check on a sentence that it is for, true and false.
@Suite struct FindingTests {
  private func found(_ sentence: String, section: String = "past") throws -> [String] {
    try read(sentence, section: section).findings.map {
      "\($0.kind.rawValue) \($0.verdict.rawValue)"
    }
  }

  @Test(arguments: [
    ("全区三次产业结构比为3.2:41.5:55.3。", "全区三次产业结构比为3.2:41.5:58.3。", "shares"),
    ("全年优良天数290天，优良天数比例79.5%。", "全年优良天数290天，优良天数比例81.5%。", "days"),
    ("优良天数由39天增加到91天，增长133.3%。", "优良天数由39天增加到91天，增长165.3%。", "growth"),
    ("事故起数由91起下降到39起，下降57.1%。", "事故起数由91起下降到39起，下降65.3%。", "growth"),
    ("森林覆盖率由21.6%提高到25.2%，提高3.6个百分点。", "森林覆盖率由21.6%提高到25.2%，提高4.6个百分点。", "change"),
    (
      "财政收入由2018年的5.24亿元增加到2023年的15.07亿元，年均增长23.5%。",
      "财政收入由2018年的5.24亿元增加到2023年的15.07亿元，年均增长28.5%。", "average"
    ),
    ("实施改造项目18个、水利项目7个，共25个。", "实施改造项目18个、水利项目7个，共35个。", "total"),
    (
      "进出口总额45.2亿元，其中出口总额30.1亿元、进口总额15.1亿元。",
      "进出口总额45.2亿元，其中出口总额30.1亿元、进口总额12.1亿元。", "total"
    ),
    ("受理群众诉求1200件，办结1180件，办结率98.3%。", "受理群众诉求1200件，办结1180件，办结率93.8%。", "ratio"),
    (
      "为困难职工5553人发放补助27.7650万元，人均50元。",
      "为困难职工5553人发放补助29.7650万元，人均50元。", "per-head"
    ),
  ])
  func `a check agrees where numbers fit and differs where they do not`(
    _ right: String, _ wrong: String, _ kind: String
  ) throws {
    #expect(try found(right) == ["\(kind) agrees"])
    #expect(try found(wrong) == ["\(kind) differs"])
  }

  @Test func `a part larger than its whole and a wrong direction are told`() throws {
    #expect(try found("完成投资12亿元，其中工业投资15.5亿元。") == ["part differs"])
    #expect(try found("完成投资12亿元，其中工业投资5.5亿元。").isEmpty)
    #expect(try found("床位数由450张下降到620张。") == ["direction differs"])
    #expect(try found("床位数由450张增加到620张。").isEmpty)
  }

  @Test func `ten thousand times apart is a slip of units`() throws {
    #expect(
      try found("为困难职工5553人发放补助277650万元，人均50元。") == ["unit-slip differs"])
  }

  @Test func `the same statement made again agrees or differs`() throws {
    func both(_ second: String) throws -> [String] {
      try found("一般公共预算收入完成15.07亿元。\n一般公共预算收入完成\(second)亿元。")
    }
    #expect(try both("15.07") == ["repeat agrees"])
    #expect(try both("15.1") == ["repeat agrees"])
    #expect(try both("17.05") == ["repeat differs"])
    #expect(try both("15.08").isEmpty)
  }

  @Test(arguments: [
    // Growth of output is at constant prices.
    "地区生产总值由2018年的162.4亿元增加到2023年的287.9亿元，年均增长8.1%。",
    "地区生产总值由162.4亿元增加到287.9亿元，增长61%。",
    // A bound is not an equality.
    "企业由80余家增加到810多家，增长5倍。",
    "完成投资近12亿元，其中工业投资12.5亿元。",
    // Part of a year.
    "1至9月优良天数260天，优良天数比例95.2%。",
    // Another whole.
    "新建道路12条，占全市的35%。",
    // Comparable basis said.
    "财政收入由12亿元增加到15亿元，同口径增长30%。",
    // A stock is no part of a flow, income per head none of a benefit.
    "各项贷款新增100亿元，其中普惠小微贷款余额达500亿元。",
    "为300人发放补贴60万元，人均可支配收入达到2万元。",
    "带动就业300人，增加收入60万元，户均增收6000元。",
    // Five years and one year.
    "一般公共预算收入完成75亿元。\n一般公共预算收入完成15亿元。",
    // More decimal places than can be shown.
    "建设甲1.000000000000000001元、乙2元，共3万亿元。",
    // Not all parts are named.
    "实施项目105个，其中工业类30个、农业类21个。",
    // A share of thirds is words, not digits.
    "三次产业结构比为5:3:2。",
  ])
  func `what need not fit is left alone`(_ sentence: String) throws {
    let alarms = try read(sentence).findings.filter { $0.verdict == .differs }
    #expect(alarms.isEmpty, "\(alarms.map(\.message))")
  }

  @Test func `consistent series never fire and perturbed ones do`() throws {
    var generator = SeededGenerator(seed: 31)
    for _ in 0..<60 {
      let items = (0..<Int.random(in: 2...5, using: &generator)).map { _ in
        Int.random(in: 10...900, using: &generator)
      }
      let total = items.reduce(0, +)
      let list = items.enumerated().map {
        "\(["学校", "医院", "公园", "道路", "桥梁"][$0.offset])\($0.element)个"
      }
      .joined(separator: "、")
      #expect(try found("新建\(list)，共\(total)个。") == ["total agrees"])
      let off = Int.random(in: 4...60, using: &generator)
      #expect(try found("新建\(list)，共\(total + off)个。") == ["total differs"])

      let days = Int.random(in: 100...364, using: &generator)
      let tenths = (days * 2000 + 365) / 730
      let rate = "\(tenths / 10).\(tenths % 10)"
      #expect(try found("全年优良天数\(days)天，优良天数比例\(rate)%。") == ["days agrees"])
      let wrong = tenths - 8
      #expect(
        try found("全年优良天数\(days)天，优良天数比例\(wrong / 10).\(wrong % 10)%。")
          == ["days differs"])

      let from = Int.random(in: 200...900, using: &generator)
      let to = from + Int.random(in: 10...900, using: &generator)
      let growth = ((to - from) * 2000 + from) / (2 * from)
      let shown = "\(growth / 10).\(growth % 10)"
      #expect(try found("床位数由\(from)张增加到\(to)张，增长\(shown)%。") == ["growth agrees"])
      let more = growth + Int.random(in: 3...50, using: &generator)
      #expect(
        try found("床位数由\(from)张增加到\(to)张，增长\(more / 10).\(more % 10)%。")
          == ["growth differs"])
    }
  }

  @Test func `messages say what was compared in both languages`() throws {
    let finding = try #require(try read("事故起数由91起下降到39起，下降65.3%。").findings.first)
    #expect(finding.expected == "-57.1")
    #expect(finding.printed == "-65.3")
    #expect(finding.chineseMessage.contains("39起 ÷ 91起 − 1 = -57.1%"))
    #expect(finding.message.contains("-65.3% is printed"))
    let json = String(decoding: try read("事故起数由91起下降到39起，下降65.3%。").json(), as: UTF8.self)
    #expect(json.contains("\"findings\":[\n{\"kind\":\"growth\",\"verdict\":\"differs\""))
  }

  private static let texts = ProcessInfo.processInfo.environment["LUOSHI_TEXTS"]

  @Test(.enabled(if: texts != nil, "LUOSHI_TEXTS names no folder of reports"))
  func `the findings of real reports are those of the list`() throws {
    let root = try #require(Self.texts)
    let list = repositoryRoot.appending(path: "Tests/Golden/reading/findings.tsv")
    let lines = try String(contentsOf: list, encoding: .utf8).split(separator: "\n")
      .filter { !$0.hasPrefix("#") }
    var expected: [String: [String]] = [:]
    for line in lines {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      try #require(fields.count >= 6)
      expected[fields[0], default: []].append(fields[1...4].joined(separator: "\t"))
    }
    var seen = 0
    for folder in ["gold", "corpus/hailar", "corpus/national", "corpus/province"] {
      let base = URL(filePath: root).appending(path: folder)
      let names = try FileManager.default.contentsOfDirectory(atPath: base.path)
      for name in names.sorted() where name.hasSuffix(".txt") {
        let bytes = [UInt8](try Data(contentsOf: base.appending(path: name)))
        let document = try reader.read(bytes, name: name, year: nil)
        let found = document.findings.map { finding in
          let last = document.figures[finding.figures.last ?? 0]
          let values = finding.figures.map {
            document.figures[$0].value + document.figures[$0].unit
          }
          let place = Place(of: Int(last.span.start), in: bytes)
          return [
            place.description, finding.kind.rawValue, finding.verdict.rawValue,
            values.joined(separator: " "),
          ].joined(separator: "\t")
        }
        #expect(found == expected["\(folder)/\(name)"] ?? [], "\(folder)/\(name)")
        seen += 1
      }
    }
    #expect(seen > 0)
  }
}
