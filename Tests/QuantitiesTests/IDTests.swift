import Quantities
import Testing

struct IDTests {
  private enum Tag {}
  private typealias Name = ID<Tag>

  @Test(arguments: [
    "018f2b3c-0123-7abc-8def-0123456789ab", "018F2B3C-0123-7ABC-8DEF-0123456789AB",
    "018f2b3c01237abc8def0123456789ab",
  ]) func `identifiers are read in both forms and cases`(text: String) throws {
    let id = try #require(Name(text))
    #expect(id.high == 0x018F_2B3C_0123_7ABC)
    #expect(id.low == 0x8DEF_0123_4567_89AB)
    #expect(id.description == "018f2b3c-0123-7abc-8def-0123456789ab")
  }

  @Test(arguments: [
    "", "018f2b3c", "018f2b3c-0123-7abc-8def-0123456789a", "018f2b3c-0123-7abc-8def-0123456789abc",
    "018f2b3c-01237abc8def0123456789ab", "018f2b3c-0123-7abc-8def0123456789ab",
    "018f2b3c0-123-7abc-8def-0123456789ab", "018f2b3c-0123-7abc-8def-0123456789ag",
    "{018f2b3c-0123-7abc-8def-0123456789ab}", "018f2b3c_0123_7abc_8def_0123456789ab",
    "018f2b3c-0123-7abc-8def-0123456789-b", "-18f2b3c01237abc8def0123456789ab",
    "018f2b3c-0123-7abc-8def-0123456789é",
  ]) func `other texts are no identifier`(text: String) {
    #expect(Name(text) == nil)
  }

  @Test func `only 16 bytes make an identifier`() {
    #expect(Name(bytes: [UInt8](repeating: 0, count: 15)) == nil)
    #expect(Name(bytes: [UInt8](repeating: 0, count: 17)) == nil)
    #expect(Name(bytes: []) == nil)
    #expect(Name(bytes: (0..<16).map { UInt8($0) })?.low == 0x0809_0A0B_0C0D_0E0F)
  }

  @Test(arguments: DecimalTests.seeds) func `bytes, texts and order agree`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var ids: [Name] = []
    for _ in 0..<300 {
      // Now and then the same first half, so that the second decides.
      let high = Bool.random(using: &generator) ? ids.last?.high : nil
      let id = Name(high: high ?? generator.next(), low: generator.next())
      #expect(Name(id.description) == id, "seed \(seed)")
      #expect(Name(bytes: id.bytes) == id, "seed \(seed)")
      ids.append(id)
    }
    let sorted = ids.sorted()
    let byBytes = ids.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    let byText = ids.sorted { $0.description < $1.description }
    #expect(sorted == byBytes, "seed \(seed)")
    #expect(sorted == byText, "seed \(seed)")
  }

  @Test(arguments: DecimalTests.seeds) func `version 7 has its time, version and variant`(
    seed: UInt64
  ) {
    var generator = SeededGenerator(seed: seed)
    var last: Name?
    for step in 0..<300 {
      let time = 1_640_966_400_000 + Int64(step)
      let id = Name(milliseconds: time, random: (generator.next(), generator.next()))
      #expect(Int64(id.high >> 16) == time, "seed \(seed)")
      #expect(id.high >> 12 & 0xF == 7, "seed \(seed)")
      #expect(id.low >> 62 == 0b10, "seed \(seed)")
      if let last { #expect(last < id, "seed \(seed)") }
      last = id
    }
  }

  /// RFC 9562, appendix A.6: 2022-02-22T19:22:22Z.
  @Test func `version 7 is as the standard's example`() {
    let id = Name(
      milliseconds: 0x017F_22E2_79B0, random: (0x0CC3, 0x18C4_DC0C_0C07_398F))
    #expect(id.description == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f")
  }
}
