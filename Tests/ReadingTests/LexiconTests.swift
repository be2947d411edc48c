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
      failure("# head\n[nouns]\n甲")?.description.hasPrefix("words.txt:2:1: unknown section") == true
    )
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
        .hasPrefix("words.txt:4:1: no indicator b") == true)
  }

  @Test func `the shipped lexicon knows at least sixty indicators by unique ids`() throws {
    let words = try corpusLexicon()
    #expect(words.indicators.count >= 60)
    #expect(Set(words.indicators.map(\.id)).count == words.indicators.count)
    #expect(words.indicator(named: "地区生产总值")?.id == "gdp")
    #expect(words.indicator(named: "城镇登记失业率")?.bound == .ceiling)
    #expect(words.indicator(named: "无此指标") == nil)
  }

  @Test func `each wrong field is named at its column, with what to write`() {
    func check(_ line: String, _ column: Int, _ word: String) {
      let error = failure("[indicators]\n" + line)
      #expect(error?.line == 2, "\(line)")
      #expect(error?.column == column, "\(line)")
      #expect(error?.message.contains(word) == true, "\(line)")
    }
    check("  GDP | 甲 | 元 | level | flow | floor", 3, "kebab")
    check("a |  | 元 | level | flow | floor", 6, "name")
    check("a | 甲 |  | level | flow | floor", 10, "unit")
    check("a | 甲 | 元 | sum | flow | floor", 13, "level, growth, rate or share")
    check("a | 甲 | 元 | level | flows | floor", 21, "flow or stock")
    check("a | 甲 | 元 | level | flow | up", 28, "floor, ceiling or none")
  }

  @Test func `a second file adds words and takes the place of indicators with its ids`() throws {
    let first = "[indicators]\na | 甲 | 元 | level | flow | floor\n[rise]\n增长\n"
    let second =
      "\u{FEFF}[indicators]\na | 乙 丙 | 人 | rate | stock | none\nb | 丁 | 元 | level | flow | none"
    func lexicon(_ texts: [String]) throws -> Lexicon {
      try Lexicon(files: texts.map { LexiconFile(name: "f", bytes: Array($0.utf8)) })
    }
    let both = try lexicon([first, second])
    #expect(both.indicators.map(\.id) == ["a", "b"])
    #expect(both.indicator(named: "甲") == nil)
    #expect(both.indicator(named: "丙")?.unit == "人")
    let alone = try lexicon([first, "[replace]\n[indicators]\nb | 丁 | 元 | level | flow | none"])
    #expect(alone.indicators.map(\.id) == ["b"])
    #expect(throws: LexiconError.self) { try lexicon([first, "# nothing"]) }
  }
}
