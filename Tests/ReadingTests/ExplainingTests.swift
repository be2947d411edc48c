import Foundation
import Quantities
import Testing

@testable import Reading

/// Every field of a figure says which words gave it, by which rule.
@Suite struct ExplainingTests {
  private static let report = """
    某区2023年政府工作报告

    一、2022年工作回顾

    地区生产总值预计增长6.1%，城乡收入分别达到3万元、1.5万元以上。万人发明专利拥有量居全市第一。全年净增企业12家，
    森林覆盖率达41%，其中平原占三成。2022年末常住人口近80万人。

    二、2023年重点工作

    力争新建学校5所，开工总投资4亿元的冷库项目。
    """

  private func read(explains: Bool = true) throws -> ReadDocument {
    try Reader(lexicon: corpusLexicon()).read(
      Array(Self.report.utf8), name: "report.txt", year: nil, explains: explains)
  }

  private func rules(_ quote: String) throws -> [Reason.Field: Reason] {
    let figures = try read().figures
    let figure = try #require(figures.first { $0.quote == quote })
    #expect(figure.reasons.map(\.field) == Reason.Field.allCases, "one for each field, in order")
    return Dictionary(uniqueKeysWithValues: figure.reasons.map { ($0.field, $0) })
  }

  private struct Case: CustomTestStringConvertible {
    let quote: String
    let field: Reason.Field
    let rule: Rule
    let words: [String]

    init(_ quote: String, _ field: Reason.Field, _ rule: Rule, _ words: String...) {
      self.quote = quote
      self.field = field
      self.rule = rule
      self.words = words
    }

    var testDescription: String { "\(quote) \(field)" }
  }

  private static let cases: [Case] = [
    Case("6.1%", .indicator, .nameInClause, "地区生产总值"),
    Case("6.1%", .value, .digits, "6.1%"),
    Case("6.1%", .unit, .unitStated, "%"),
    Case("6.1%", .form, .riseWord, "增长"),
    Case("6.1%", .comparator, .noBound),
    Case("6.1%", .standing, .forecastWord, "预计"),
    Case("6.1%", .period, .yearOfHeading),
    Case("3万元", .indicator, .nameDealtOut, "收入"),
    Case("3万元", .comparator, .closesSeries),
    Case("1.5万元", .comparator, .wordBehind, "以上"),
    Case("全市第一", .form, .rankNumber),
    Case("12家", .form, .netChange, "净增"),
    Case("41%", .form, .nameSaysRate),
    Case("三成", .value, .chineseNumerals, "三成"),
    Case("80万人", .comparator, .wordBefore, "近"),
    Case("80万人", .period, .timeWord, "2022年末"),
    Case("5所", .standing, .setForTheYear, "力争"),
    Case("4亿元", .standing, .projectSize),
    Case("4亿元", .period, .notDated),
  ]

  @Test(arguments: cases) private func `a field names its rule and its words`(
    each: Case
  ) throws {
    let rules = try rules(each.quote)
    let reason = try #require(rules[each.field])
    #expect(reason.rule == each.rule)
    #expect(reason.words.map(\.quote) == each.words)
  }

  @Test func `words stand where the reason says`() throws {
    let scalars = Array(Self.report.unicodeScalars)
    for reason in try read().figures.flatMap(\.reasons) {
      for words in reason.words {
        let found = String(
          String.UnicodeScalarView(scalars[words.at..<words.at + words.quote.unicodeScalars.count]))
        #expect(found == words.quote)
      }
    }
  }

  @Test func `without being asked nothing is explained, and the reading is the same`() throws {
    let plain = try read(explains: false)
    #expect(plain.figures.flatMap(\.reasons).isEmpty)
    let explained = try read()
    #expect(plain.figures.map(\.indicator) == explained.figures.map(\.indicator))
    #expect(plain.targets == explained.targets)
  }

  @Test func `every rule stands in the documentation`() throws {
    let page = try String(
      contentsOf: repositoryRoot.appending(path: "docs/reference/reading-rules.md"), encoding: .utf8
    )
    for rule in Rule.allCases { #expect(page.contains("`\(rule.rawValue)`"), "\(rule.rawValue)") }
  }
}
