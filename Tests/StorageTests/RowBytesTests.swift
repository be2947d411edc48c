import Quantities
import Storage
import Testing

struct RowBytesTests {
  @Test(arguments: [0, 1, -1, 63, 64, -64, -65, 127, 128, .max, .min] as [Int64])
  func `signed numbers come back`(number: Int64) throws {
    var writer = RowWriter()
    writer.signed(number)
    var reader = RowReader(writer.bytes)
    #expect(try reader.signed() == number)
    #expect(reader.isAtEnd)
  }

  @Test(
    arguments: [
      [0x80], [0x05, 1, 2], [UInt8](repeating: 0xFF, count: 12), [0x01, 0x61, 0x80],
    ] as [[UInt8]]) func `bytes cut short or overlong are damage`(bytes: [UInt8])
  {
    #expect(throws: RowDamage.self) { try FactsColumn.decode(bytes) }
    #expect(throws: RowDamage.self) { try CountsColumn.decode(bytes) }
  }

  @Test(
    arguments: [
      [("a", 2), ("b", 0)], [("b", 1), ("a", 1)], [("a", 1), ("a", 1)],
    ] as [[(String, Int64)]])
  func `counts that nobody writes so are damage`(counts: [(unit: String, count: Int64)]) {
    var writer = RowWriter()
    for (unit, count) in counts {
      writer.piece(unit.utf8)
      writer.signed(count)
    }
    #expect(throws: RowDamage.self) { try CountsColumn.decode(writer.bytes) }
  }

  @Test func `counts come back in the order of their units`() throws {
    var counts: MemberCounts = ["b": 2, "乙": -1, "a": 1]
    #expect(counts.map(\.unit) == ["a", "b", "乙"])
    #expect(try CountsColumn.decode(CountsColumn.encode(counts)) == counts)
    counts["b"] = 0
    counts["c"] += 3
    #expect(counts == ["a": 1, "c": 3, "乙": -1])
    #expect(counts["b"] == 0)
    for unit in counts.map(\.unit) { counts[unit] = 0 }
    #expect(counts.isEmpty)
  }

  @Test func `a history cut short or beyond 64 bits is damage`() {
    var writer = RowWriter()
    writer.signed(.max)
    #expect(throws: RowDamage.self) { try HistoryColumn.decode(Array(writer.bytes.dropLast())) }
    writer.signed(1)
    #expect(throws: RowDamage.self) { try HistoryColumn.decode(writer.bytes) }
  }
}
