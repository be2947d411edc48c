import Ledger
import Programmes
import Quantities
import Testing

struct ValueCodecTests {
  /// The examples of RFC 8949 appendix A that are values, and RFC 8943's of a day.
  static let known: [(Value, String)] = [
    (.integer(0), "00"), (.integer(1), "01"), (.integer(10), "0a"), (.integer(23), "17"),
    (.integer(24), "1818"), (.integer(25), "1819"), (.integer(100), "1864"),
    (.integer(1000), "1903e8"), (.integer(1_000_000), "1a000f4240"),
    (.integer(1_000_000_000_000), "1b000000e8d4a51000"),
    (.integer(.max), "1b7fffffffffffffff"), (.integer(.min), "3b7fffffffffffffff"),
    (.integer(-1), "20"), (.integer(-10), "29"), (.integer(-100), "3863"),
    (.integer(-1000), "3903e7"), (.truth(false), "f4"), (.truth(true), "f5"),
    (.text(""), "60"), (.text("a"), "6161"), (.text("IETF"), "6449455446"),
    (.text("\"\\"), "62225c"), (.text("\u{fc}"), "62c3bc"), (.text("水"), "63e6b0b4"),
    (.text("𐅑"), "64f0908591"), (.list([]), "80"), (.list([[:]]), "81a0"),
    (.list([["a": .integer(1), "b": .list([])]]), "81a2616101616280"),
    (.decimal(Decimal64(mantissa: 27315, scale: 2)), "c48221196ab3"),
    (.decimal(Decimal64(mantissa: 460, scale: 0)), "c482001901cc"),
    (.decimal(Decimal64(mantissa: 4600, scale: 1)), "c482201911f8"),
    (.day(Day(number: -10676)), "d8643929b3"),
    (.place(latitude: 39_904_200, longitude: 116_407_400), "d867821a0260e3c81a06f03c68"),
    (
      .record(RecordID(high: 0x0102_0304_0506_0708, low: 0x090a_0b0c_0d0e_0f10)),
      "d825500102030405060708090a0b0c0d0e0f10"
    ),
  ]

  @Test(arguments: known) func `known values have known bytes`(value: Value, hex: String) throws {
    #expect(Hex.encode(try ValueCodec.encode(value)) == hex)
    let bytes = try #require(Hex.decode(hex))
    #expect(printed(try ValueCodec.decode(bytes)) == printed(value))
  }

  /// Bytes that are CBOR, or nearly, but not in the one form that is allowed.
  static let refused: [(String, CodecError.Malformation, Int)] = [
    ("", .truncated, 0), ("1800", .notShortest, 0), ("1817", .notShortest, 0),
    ("1900ff", .notShortest, 0), ("1a0000ffff", .notShortest, 0),
    ("1b00000000ffffffff", .notShortest, 0), ("1b8000000000000000", .outOfRange, 0),
    ("3b8000000000000000", .outOfRange, 0), ("18", .truncated, 0), ("1c", .unsupported, 0),
    ("0000", .trailingBytes, 1), ("7f6161ff", .unsupported, 0), ("9fff", .unsupported, 0),
    ("62c328", .notUTF8, 0), ("6161ff", .trailingBytes, 2), ("62ff", .truncated, 0),
    ("7b7fffffffffffffff00", .truncated, 0), ("9b7fffffffffffffff00", .truncated, 0),
    ("f6", .expected(.truth), 0), ("f7", .unsupported, 0), ("f93c00", .unsupported, 0),
    ("fb3ff0000000000000", .unsupported, 0), ("40", .expected(.value), 0),
    ("a0", .expected(.value), 0), ("8101", .expected(.map(nil)), 1),
    ("81a2616201616101", .order, 5), ("81a2616101616102", .order, 5),
    ("81a262616101616201", .order, 6), ("c11a514b67b0", .expected(.value), 0),
    ("c48201196ab3", .outOfRange, 2), ("c48232196ab3", .outOfRange, 2),
    ("c4832100f4", .expected(.array(2)), 1), ("d818", .expected(.value), 0),
    ("d8641a80000000", .outOfRange, 2), ("d8254101", .expected(.bytes(16)), 2),
    // "é" in two ways: different bytes, one key in Swift.
    ("81a262c3a9016365cc8101", .order, 6),
  ]

  @Test(arguments: refused) func `other forms are refused by offset`(
    hex: String, what: CodecError.Malformation, offset: Int
  ) throws {
    let bytes = try #require(Hex.decode(hex))
    #expect(throws: CodecError.malformed(what, part: .value, offset: offset)) {
      try ValueCodec.decode(bytes)
    }
  }

  @Test(arguments: 0..<200) func `encoding and decoding gives the same value`(seed: Int) throws {
    var samples = Samples(seed: UInt64(seed))
    let value = samples.value()
    let bytes = try ValueCodec.encode(value)
    let decoded = try ValueCodec.decode(bytes)
    #expect(decoded == value)
    #expect(try ValueCodec.encode(decoded) == bytes)
  }

  @Test func `lists nest four deep and no deeper`() throws {
    var value = Value.integer(1)
    for _ in 0..<4 { value = .list([["a": value]]) }
    let bytes = try ValueCodec.encode(value)
    #expect(try ValueCodec.decode(bytes) == value)
    #expect(throws: CodecError.valueTooDeep(limit: 8)) {
      try ValueCodec.encode(.list([["a": value]]))
    }
    let deeper = [0x81, 0xA1, 0x61, 0x61] + bytes
    #expect(throws: CodecError.malformed(.tooDeep, part: .value, offset: 16)) {
      try ValueCodec.decode(deeper)
    }
    let abyss = Array([[UInt8]](repeating: [0x81, 0xA1, 0x60], count: 100_000).joined())
    #expect(throws: CodecError.malformed(.tooDeep, part: .value, offset: 12)) {
      try ValueCodec.decode(abyss)
    }
  }

  @Test func `random bytes are refused or are canonical`() throws {
    var samples = Samples(seed: 1)
    for _ in 0..<20_000 {
      let bytes = (0..<samples.number(24)).map { _ in UInt8(truncatingIfNeeded: samples.integer()) }
      guard let value = try? ValueCodec.decode(bytes) else { continue }
      #expect(try ValueCodec.encode(value) == bytes)
    }
  }
}
