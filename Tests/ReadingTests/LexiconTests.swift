import Reading
import Testing

@Suite struct LexiconTests {
  private func failure(_ text: String) -> LexiconError? {
    do {
      _ = try Lexicon(parsing: Array(text.utf8), file: "words.txt")
      return nil
    } catch {
      return error
    }
  }

  @Test func `a wrong line is named with file and line`() {
    #expect(
      failure("# head\n[nouns]\n甲")?.description.hasPrefix("words.txt:2: unknown section") == true)
    #expect(failure("甲 乙")?.line == 1)
    #expect(failure("[rise\n增长")?.message.contains("]") == true)
    #expect(failure("[indicators]\ngdp | 生产总值 | 亿元")?.message.contains("6 fields") == true)
    #expect(
      failure("[indicators]\nGDP | 甲 | 元 | level | flow | floor")?.message.contains("kebab") == true
    )
    #expect(
      failure("[indicators]\na | 甲 | 元 | sum | flow | floor")?.message.contains("kind") == true)
    let twice = "a | 甲 | 元 | level | flow | floor\n"
    #expect(failure("[indicators]\n" + twice + twice)?.line == 3)
    #expect(failure("")?.message.contains("no words") == true)
  }

  @Test func `price bases are set by id and unknown ids are refused`() throws {
    let words = try corpusLexicon()
    #expect(words.indicator(id: "gdp")?.priceBasis == .constant)
    #expect(words.indicator(id: "retail-sales")?.priceBasis == .comparable)
    #expect(words.indicator(id: "general-budget-revenue")?.priceBasis == .current)
    #expect(words.indicator(id: "grain-output")?.priceBasis == PriceBasis.none)
    #expect(
      failure("[indicators]\na | 甲 | 元 | level | flow | floor\n[constant-prices]\na b")?.description
        .hasPrefix("words.txt:4: no indicator b") == true)
  }

  @Test func `the shipped lexicon knows at least sixty indicators by unique ids`() throws {
    let words = try corpusLexicon()
    #expect(words.indicators.count >= 60)
    #expect(Set(words.indicators.map(\.id)).count == words.indicators.count)
    #expect(words.indicator(named: "地区生产总值")?.id == "gdp")
    #expect(words.indicator(named: "城镇登记失业率")?.bound == .ceiling)
    #expect(words.indicator(named: "无此指标") == nil)
  }
}
