import Quantities
import Testing

@testable import Web

@Suite struct ClauseTests {
  private static func clause(_ text: String, _ words: String) throws -> String? {
    let bytes = Array(text.utf8)
    let wanted = Array(words.utf8)
    let start = try #require(
      bytes.indices.first { bytes[$0...].starts(with: wanted) })
    return Clause(around: ByteSpan(start..<(start + wanted.count)), in: bytes)?.text
  }

  @Test(arguments: [
    ("经济:地区生产总值增长不低于8%;投资", "8%", "地区生产总值增长不低于8%"),
    ("　　新建30个助老服务站，力争全覆盖。", "30个", "新建30个助老服务站"),
    ("8%", "8%", "8%"), ("上行\n 增长8%以上\n下行", "8%", "增长8%以上"),
  ])
  func `a number is quoted with its clause`(text: String, words: String, clause: String) throws {
    #expect(try Self.clause(text, words) == clause)
  }

  @Test func `a long run without stops is cut, whole characters only`() throws {
    let text = String(repeating: "增", count: 100) + "x8%" + String(repeating: "长", count: 100)
    let clause = try #require(try Self.clause(text, "8%"))
    #expect(clause.unicodeScalars.count < 90)
    #expect(!clause.unicodeScalars.contains("\u{FFFD}"))
  }

  @Test func `a span outside the text has no clause`() {
    #expect(Clause(around: ByteSpan(2..<9), in: [0x61, 0x62]) == nil)
  }
}
