import Foundation
import Quantities
import Reading
import Testing

/// Texts of real reports that are not part of the project.
private let realTexts: [(name: String, paragraphs: [String])] = {
  guard let folder = ProcessInfo.processInfo.environment["LUOSHI_TEXTS"],
    let files = FileManager.default.enumerator(atPath: folder)
  else { return [] }
  return files.compactMap { $0 as? String }.filter { $0.hasSuffix(".txt") }.sorted()
    .compactMap { name in
      let file = URL(filePath: folder).appending(path: name)
      guard let text = try? String(contentsOf: file, encoding: .utf8) else { return nil }
      let lines = text.split(whereSeparator: \.isNewline).map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      return (name, lines.filter { !$0.isEmpty })
    }
}()

@Suite struct InterleavingTests {
  /// Invented paragraphs of a report.
  private func invented(_ count: Int, seed: UInt64) -> [String] {
    var random = SeededGenerator(seed: seed)
    let topics = ["城市建设", "民生保障", "产业发展", "生态环境", "教育卫生", "文化旅游"]
    let acts = [
      "全年完成固定资产投资#亿元，增长@%", "新建改造农村公路#公里", "新增城镇就业#人",
      "改造老旧小区#个，惠及居民#户", "新增学前教育学位#个", "完成营造林#万亩",
      "一般公共预算收入达到#亿元，增长@%", "接待游客#万人次",
      "各部门把群众的急难愁盼放在心上，把基层的减负落到实处",
      "我们坚持问题导向，深入企业走访调研，帮助解决实际困难",
      "继续推进行政审批制度改革，让数据多跑路、群众少跑腿",
    ]
    return (0..<count).map { index in
      let topic = topics.randomElement(using: &random) ?? ""
      let body = (0..<4).map { _ in acts.randomElement(using: &random) ?? "" }
      let text = "\(topic)取得新的成效。" + body.joined(separator: "。") + "。"
      return text.map { letter in
        switch letter {
        case "#": String(Int.random(in: 11...980, using: &random))
        case "@": "\(Int.random(in: 1...19, using: &random)).\(index % 10)"
        default: String(letter)
        }
      }.joined()
    }
  }

  private static let shapes: [(InterleavingTool.Form, Int, Int)] =
    InterleavingTool.Form.allCases.flatMap { form in
      [(2, 18), (2, 22), (3, 18), (3, 22)].map { (form, $0.0, $0.1) }
    }

  @Test(arguments: shapes, [true, false])
  func `invented texts in columns are read as before`(
    _ shape: (form: InterleavingTool.Form, columns: Int, width: Int), _ isIndented: Bool
  ) throws {
    var score = InterleavingScore()
    for seed in UInt64(1)...4 {
      let text = invented(16, seed: seed)
      let tool = InterleavingTool(
        form: shape.form, columns: shape.columns, width: shape.width, isIndented: isIndented)
      try score.add(tool.page(text), text)
    }
    #expect(score.found * 100 >= score.figures * 95)
    #expect(score.extra * 100 <= score.figures * 5)
    #expect(score.whole * 100 >= score.paragraphs * (isIndented ? 90 : 70))
  }

  @Test(
    .disabled(if: realTexts.isEmpty, "LUOSHI_TEXTS names no folder with reports"),
    arguments: shapes, [true, false])
  func `real texts in columns are read as before`(
    _ shape: (form: InterleavingTool.Form, columns: Int, width: Int), _ isIndented: Bool
  ) throws {
    var score = InterleavingScore()
    let texts = realTexts.filter { $0.name.contains("province") }.prefix(3)
    for text in texts {
      let paragraphs = text.paragraphs.filter { $0.unicodeScalars.count >= 60 }
      let tool = InterleavingTool(
        form: shape.form, columns: shape.columns, width: shape.width, isIndented: isIndented)
      try score.add(tool.page(paragraphs), paragraphs)
    }
    #expect(score.found * 100 >= score.figures * 95)
    #expect(score.whole * 100 >= score.paragraphs * (isIndented ? 90 : 70))
  }

  @Test(.disabled(if: realTexts.isEmpty, "LUOSHI_TEXTS names no folder with reports"))
  func `no columns are seen in real texts`() throws {
    for (name, paragraphs) in realTexts {
      let page = paragraphs.joined(separator: "\n")
      let document = try reader.read(Array(page.utf8), name: name, year: nil)
      let starts = document.articles.flatMap(\.paragraphs).compactMap { $0.first?.lowerBound }
      #expect(name.contains("pingcheng") || starts == starts.sorted(), "\(name)")
    }
  }

  @Test func `a dash begins a paragraph though the line above is full`() throws {
    let full = "我们把事情一件一件地做完，把账目一笔一笔地算清楚，大家都很满意。"
    let dash = "——道路更宽。新修农村公路120公里，改造桥梁8座，方便了沿线群众的出行和货物的运输往来。"
    let text = (0..<6).flatMap { _ in [full, dash] }
    let tool = InterleavingTool(form: .spaces, columns: 2, width: 16, isIndented: false)
    var score = InterleavingScore()
    try score.add(tool.page(text), text)
    #expect(score.whole == score.paragraphs)
  }

  @Test func `columns beside each other are read one after the other`() throws {
    let text = invented(6, seed: 9)
    let tool = InterleavingTool(form: .spaces, columns: 2, width: 20)
    let page = tool.page(text)
    let document = try reader.read(Array(page.utf8), name: "page", year: nil)
    let scalars = Array(page.unicodeScalars)
    let read = document.articles.flatMap(\.paragraphs).map { pieces in
      var text = String.UnicodeScalarView()
      for piece in pieces { text.append(contentsOf: scalars[piece]) }
      return String(text)
    }
    #expect(read == text)
  }

  @Test func `what stands above and below columns stays there`() throws {
    let text = invented(6, seed: 5)
    for form in InterleavingTool.Form.allCases {
      let columns = InterleavingTool(form: form, columns: 2, width: 20).page(text)
      let above = "云溪区年鉴政府工作报告摘编"
      let below = String(repeating: "编者在此说明，以上各节由各单位供稿，编辑部统一核对文字和数字。", count: 3)
      let page = "\(above)\n\n\(columns)\n\(below)\n"
      let document = try reader.read(Array(page.utf8), name: "page", year: 2024)
      let scalars = Array(page.unicodeScalars)
      let pieces = document.articles.flatMap(\.paragraphs)
      let first = try #require(pieces.first?.first)
      let last = try #require(pieces.last?.last)
      #expect(scalars[first].elementsEqual(above.unicodeScalars), "\(form)")
      #expect(scalars[last].elementsEqual(below.unicodeScalars), "\(form)")
    }
  }

  @Test func `columns of different length keep their own text`() throws {
    for form in InterleavingTool.Form.allCases {
      let left = invented(8, seed: 3)
      let right = invented(5, seed: 4)
      var score = InterleavingScore()
      let tool = InterleavingTool(form: form, columns: 2, width: 20)
      try score.add(tool.page(texts: [left, right]), left + right)
      try score.add(tool.page(texts: [right, left]), right + left)
      #expect(score.found * 100 >= score.figures * 95, "\(form): \(score)")
    }
  }

  @Test func `tables and lists are no columns`() throws {
    let table = (1...20).map { "项目\($0)\t\($0 * 7)\t\($0 * 3).\($0 % 10)%" }
    let list = (1...20).map { "\($0)．加快推进城乡建设和环境整治工程\($0 % 3 == 0 ? "" : "。")" }
    let names = (1...12).map { "张甲\($0)　　李乙\($0)　　王丙\($0)" }
    for lines in [table, list, names] {
      let page = lines.joined(separator: "\n")
      let document = try reader.read(Array(page.utf8), name: "page", year: nil)
      let starts = document.articles.flatMap(\.paragraphs).compactMap { $0.first?.lowerBound }
      #expect(starts == starts.sorted())
      #expect(document.articles.flatMap(\.paragraphs).allSatisfy { $0.count == 1 })
    }
  }

  /// Every character that is no blank is read once, whatever the lines look like.
  @Test(arguments: UInt64(1)...60) func `nothing is lost or read twice`(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let forms = InterleavingTool.Form.allCases
    let tool = InterleavingTool(
      form: forms[Int.random(in: 0..<forms.count, using: &random)],
      columns: Int.random(in: 1...4, using: &random),
      width: Int.random(in: 9...40, using: &random), isIndented: Bool.random(using: &random))
    var lines = tool.page(invented(8, seed: seed)).split(separator: "\n").map(String.init)
    for _ in 0..<Int.random(in: 0...12, using: &random) {
      let place = Int.random(in: 0..<lines.count, using: &random)
      switch Int.random(in: 0..<5, using: &random) {
      case 0: lines.insert("", at: place)
      case 1: lines.remove(at: place)
      case 2: lines[place] = "\t" + lines[place].replacingOccurrences(of: "，", with: "\t \t")
      case 3: lines[place] += "　 　" + lines[place]
      default: lines[place] = String(lines[place].prefix(3))
      }
      if lines.isEmpty { break }
    }
    let page = "题目\n" + lines.joined(separator: "\n")
    let document = try reader.read(Array(page.utf8), name: "page", year: nil)
    let scalars = Array(page.unicodeScalars)
    var seen = [Int](repeating: 0, count: scalars.count)
    for piece in document.articles.flatMap({ $0.paragraphs.flatMap { $0 } + $0.kicker }) {
      for index in piece { seen[index] += 1 }
    }
    #expect(seen.allSatisfy { $0 <= 1 })
    let blanks = Set<Unicode.Scalar>(["\n", " ", "\t", "　"])
    let lost = scalars.indices.filter { seen[$0] == 0 && !blanks.contains(scalars[$0]) }
    #expect(lost.count <= 60, "only what stands above an article may be missing: \(lost)")
    for figure in document.figures {
      #expect(figure.span.start < figure.span.end && figure.span.end <= document.bytes.count)
    }
  }
}
