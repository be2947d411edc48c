import Quantities
import Testing

@Suite struct ChineseNumeralsTests {
  @Test(arguments: [
    ("十", 10), ("十二", 12), ("二十", 20), ("一百零五", 105), ("三千二百", 3200), ("两万", 20_000),
    ("三千万", 30_000_000), ("一亿二千万", 120_000_000), ("三万亿", 3_000_000_000_000),
    ("二〇二四", 2024), ("叁佰", 300), ("百", 100), ("九", 9),
  ])
  func `whole numerals have their value`(_ text: String, _ value: Int64) {
    #expect(ChineseNumerals.integer(text.unicodeScalars.map(\.value)) == value)
  }

  @Test(arguments: ["", "三五百", "人", "三x"])
  func `malformed numerals have none`(_ text: String) {
    #expect(ChineseNumerals.integer(text.unicodeScalars.map(\.value)) == nil)
  }

  @Test func `very long numerals are refused`() {
    #expect(ChineseNumerals.integer(Array(repeating: 0x4EBF, count: 40)) == nil)
    #expect(ChineseNumerals.integer(Array(repeating: 0x4EBF, count: 5)) == nil)
  }
}
