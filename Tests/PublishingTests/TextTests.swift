import Programmes
import Publishing
import Quantities
import Testing

@Suite struct TextTests {
  @Test func `numbers follow the newspaper of each language`() {
    let value = Decimal64(mantissa: -1_234_567_8, scale: 1)
    #expect(Language.zh.number(value) == "\u{2212}1234567.8")
    #expect(Language.en.number(value) == "\u{2212}1,234,567.8")
    #expect(Language.en.number(Int64(1234)) == "1234")
    #expect(Language.zh.signed(Decimal64(3)) == "+3")
    #expect(Language.zh.signed(Decimal64(0)) == "0")
    #expect(Language.zh.quantity(Decimal64(8), "%") == "8%")
    #expect(Language.zh.quantity(Decimal64(8), "个") == "8\u{00A0}个")
  }

  @Test func `dates are written out`() throws {
    let day = try #require(Day("2022-07-31"))
    #expect(Language.zh.date(day) == "2022年7月31日")
    #expect(Language.en.date(day) == "31 July 2022")
    #expect(Language.zh.weekday(day) == "星期日")
    #expect(Language.en.month(day.month) == "July 2022")
  }

  @Test func `placeholders are filled in and braces without a value stay`() {
    let text = Text("{1}在{0}前 {9}", "{0}")
    #expect(Language.zh(text, "甲", "乙") == "乙在甲前 {9}")
    #expect(Language.en(text, "{1}") == "{1}")
  }
}
