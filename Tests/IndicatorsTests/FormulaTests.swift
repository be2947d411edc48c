import Indicators
import Quantities
import Testing

@Suite struct FormulaTests {
  @Test(arguments: [
    ("100 * shop.fixed / shop.found", "200/3"), ("1 + 2 * 3", "7"), ("(1 + 2) * 3", "9"),
    ("-shop.fixed + 0.5", "-3/2"), ("8 / 4 / 2", "1"), ("8 - 4 - 2", "2"),
    ("shop.fixed[major] * 2", "20"),
  ])
  func `formulas are exact`(text: String, expected: String) throws {
    let formula = try Formula(text)
    let value = try formula.value { name in
      switch name.description {
      case "shop.fixed": Ratio(2)
      case "shop.found": Ratio(3)
      case "shop.fixed[major]": Ratio(10)
      default: nil
      }
    }
    #expect(value.description == expected)
  }

  @Test func `measures are named once each, in order, with hyphens and parts`() throws {
    let formula = try Formula("100 * a-b.c-d / (a-b.c-d + e.f[g])")
    #expect(formula.measures.map(\.description) == ["a-b.c-d", "e.f[g]"])
  }

  @Test func `without found hazards there is no rate, and none is made up`() throws {
    let formula = try Formula("100 * a.b / c.d")
    #expect(throws: FormulaFailure.divisionByZero) { try formula.value { _ in Ratio.zero } }
    let unknown = MeasureName(measure: "a.b", part: "")
    #expect(throws: FormulaFailure.noValue(unknown)) { try formula.value { _ in nil } }
  }

  @Test func `sums past 128 bits are reported`() throws {
    let formula = try Formula("a.b * a.b * a.b")
    #expect(throws: FormulaFailure.overflow) { try formula.value { _ in Ratio(Int64.max) } }
  }

  @Test(arguments: [
    ("", 0), ("1 +", 3), ("(1 + 2", 6), ("1 2", 2), ("fixed", 0), ("1 + a.b.c", 4), ("1..2", 0),
    ("a.b[", 3), ("1 % 2", 2), ("a.b 中", 4), ("a-.b", 0),
  ])
  func `a text that is no formula is refused at its place`(text: String, offset: Int) {
    #expect(performing: { try Formula(text) }, throws: { ($0 as? FormulaError)?.offset == offset })
  }

  @Test func `nesting is bounded`() {
    let text = String(repeating: "(", count: 100) + "1" + String(repeating: ")", count: 100)
    #expect(throws: FormulaError(kind: .tooDeep, offset: 32)) { try Formula(text) }
    let minus = String(repeating: "-", count: 100) + "1"
    #expect(throws: FormulaError(kind: .tooDeep, offset: 32)) { try Formula(minus) }
  }
}

@Suite struct RatioTests {
  @Test func `fractions are in lowest terms with a positive denominator`() throws {
    let fraction = try #require(Ratio(6, -4))
    #expect(fraction.description == "-3/2")
    #expect(Ratio(1, 0) == nil)
    #expect(Ratio(.min, 1) == nil)
  }

  @Test(arguments: [
    (1, 8, 2, "0.13"), (-1, 8, 2, "-0.13"), (2, 3, 1, "0.7"), (1, 3, 3, "0.333"), (5, 1, 0, "5"),
  ])
  func `rounding is half away from zero`(
    top: Int, bottom: Int, scale: Int, expected: String
  ) throws {
    #expect(try part(top, bottom).rounded(to: UInt8(scale))?.description == expected)
  }

  @Test func `decimals come back where they are exact`() throws {
    #expect(try part(129, 50).decimal?.description == "2.58")
    #expect(try part(1, 3).decimal == nil)
    #expect(try part(-3, 1).decimal?.description == "-3")
  }

  @Test func `order and arithmetic agree with brute force`() throws {
    for a in -6...6 {
      for b in 1...5 {
        for c in -6...6 {
          for d in 1...5 {
            let left = try part(a, b)
            let right = try part(c, d)
            #expect((left < right) == (a * d < c * b))
            #expect(left.adding(right) == (try part(a * d + c * b, b * d)))
            #expect(left.subtracting(right) == (try part(a * d - c * b, b * d)))
            #expect(left.multiplied(by: right) == (try part(a * c, b * d)))
            if c != 0 { #expect(left.divided(by: right) == (try part(a * d, b * c))) }
          }
        }
      }
    }
  }
}
