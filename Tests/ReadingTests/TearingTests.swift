import Foundation
import Reading
import Testing

/// Texts of real reports that are not part of the project.
///
/// Neither the counts of `scripts/seam-counts.py` nor the weights of the evidence have seen these.
private let realTexts: [[String]] = {
  guard let folder = ProcessInfo.processInfo.environment["LUOSHI_TEXTS"] else { return [] }
  return ["浙江省", "湖北省", "湖南省", "福建省", "西藏自治区", "贵州省", "陕西省"].compactMap { name in
    let text = ["", "corpus/province/"].lazy.compactMap { part in
      let file = URL(filePath: folder).appending(path: "\(part)prov-2026-\(name).txt")
      return try? String(contentsOf: file, encoding: .utf8)
    }.first
    return text?.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
      .filter { $0.unicodeScalars.count >= 60 }
  }
}()

@Suite struct TearingTests {
  /// Invented articles, each about a trade of its own.
  private func invented(_ random: inout SeededGenerator) -> [[String]] {
    let trades = [
      ["云溪茶园", "采茶工", "制茶作坊", "春茶", "茶山步道"],
      ["青石码头", "渡船", "船老大", "货栈", "江岸灯塔"],
      ["北坡果林", "剪枝班", "冷库", "蜜桃", "果农夜校"],
      ["柳湾学堂", "乡村教师", "图书角", "操场", "课后托管"],
      ["南街医馆", "护士站", "慢病随访", "药房", "家庭病床"],
    ]
    let acts = ["翻修了", "添置了", "请来行家指点", "组织邻里照看", "逐户登记", "重新丈量"]
    let tails = ["让往来的人少走弯路", "老人们看了都点头", "账目每月贴在墙上", "年底再回头查一遍"]
    return trades.map { words in
      (0..<14).map { _ in
        (0..<6).map { _ in
          let first = words.randomElement(using: &random) ?? ""
          let second = words.randomElement(using: &random) ?? ""
          let act = acts.randomElement(using: &random) ?? ""
          let tail = tails.randomElement(using: &random) ?? ""
          return "\(words[0])的\(first)这一季\(act)\(second)，\(tail)。"
        }.joined()
      }
    }
  }

  @Test func `invented articles torn into pieces find their rests`() throws {
    var score = TearingScore()
    for seed in UInt64(1)...8 {
      var random = SeededGenerator(seed: seed)
      let texts = invented(&random)
      var tool = TearingTool(seed: seed)
      try score.add(tool.page(texts, pieces: 4))
    }
    print("invented pages: \(score)")
    #expect(score.right * 100 >= score.there * 90)
  }

  @Test(
    .disabled(if: realTexts.isEmpty, "LUOSHI_TEXTS names no folder with province reports"),
    arguments: [(3, 5, 94), (5, 6, 91), (10, 6, 88)])
  func `real articles torn into pieces find their rests`(
    _ articles: Int, _ pieces: Int, _ least: Int
  ) throws {
    var score = TearingScore()
    for seed in UInt64(1)...10 {
      var random = SeededGenerator(seed: seed)
      let all = realTexts.shuffled(using: &random)
      // More articles than texts: another part of the same report, which is the hardest case.
      let texts = (0..<articles).map { all[$0 % all.count] }
      var tool = TearingTool(seed: seed)
      try score.add(tool.page(texts, pieces: pieces))
    }
    print("\(articles)×\(pieces): \(score)")
    #expect(score.right * 100 >= score.there * least)
    #expect(score.forced == 0, "a piece whose rest is not there was given one")
  }

  @Test(.disabled(if: realTexts.isEmpty, "LUOSHI_TEXTS names no folder with province reports"))
  func `nothing is joined in reports that are not torn`() throws {
    for text in realTexts {
      let bytes = Array(text.joined(separator: "\n").utf8)
      let document = try reader.read(bytes, name: "report", year: nil)
      #expect(document.articles.count == 1)
      #expect(document.articles.flatMap(\.paragraphs).allSatisfy { $0.count == 1 })
    }
  }
}
