import Programmes
import Quantities
import Testing

/// Known answers: each row is a derived yes-no field over one record with known facts.
@Suite struct ExpressionTests {
  static func definition(_ type: String, _ expression: String) -> String {
    """
    programme: answers
    version: 1
    title: { zh: 答, en: Answers }
    records:
      sample:
        thing: { zh: 样, en: sample }
        fields:
          a: { type: integer, title: { zh: 甲, en: A } }
          b: { type: decimal, places: 2, title: { zh: 乙, en: B } }
          none: { type: integer, title: { zh: 无, en: None } }
          word: { type: text, title: { zh: 字, en: Word } }
          size: { choice: [small, large, '60-69'], title: { zh: 型, en: Size } }
          flag: { type: yes-no, title: { zh: 旗, en: Flag } }
          unset: { type: yes-no, title: { zh: 空, en: Unset } }
          birth: { type: date, level: P3, title: { zh: 生, en: Birth } }
          number: { type: identity-number, level: P3, title: { zh: 号, en: Number } }
          lines:
            type: list
            title: { zh: 行, en: Lines }
            of:
              kind: { choice: [x, y], title: { zh: 种, en: Kind } }
              amount: { type: decimal, places: 2, title: { zh: 额, en: Amount } }
              done: { type: yes-no, title: { zh: 毕, en: Done } }
          nothing: { type: list, of: { n: { type: integer, title: { zh: 数, en: N } } },
                   title: { zh: 空, en: Empties } }
        derived:
          answer: { \(type), title: { zh: 答, en: Answer }, value: "\(expression)" }
        actions:
          make:
            title: { zh: 建, en: Make }
            from: new
            to: made
            by: worker
            fields: [a, b, none, word, size, flag, unset, birth, number, lines, nothing]
    """
  }

  static let facts: [String: Value] = [
    "a": .integer(7), "b": .text("1.50"), "word": .text("abc"), "size": .text("large"),
    "flag": .truth(true), "birth": .text("2000-02-29"), "number": .text("11010519491231002X"),
    "lines": .list([
      ["kind": .text("x"), "amount": .text("1.25"), "done": .truth(true)],
      ["kind": .text("y"), "amount": .text("2"), "done": .truth(false)], ["kind": .text("x")],
    ]),
  ]

  static let truths: [(String, Bool)] = [
    ("a = 7", true), ("a != 7", false), ("a < 7.5", true), ("b = 1.5", true), ("b >= 1.51", false),
    ("a + 1 = 8", true), ("a - 1 * 2 = 5", true), ("(a - 1) * 2 = 12", true),
    ("a * b = 10.5", true),
    ("-3 < a", true), ("a = 7 and b = 2", false), ("a = 7 or b = 2", true), ("not a = 7", false),
    ("not not flag", true), ("flag", true), ("unset or unset", false), ("not unset", true),
    ("flag = yes", true), ("word = 'abc'", true), ("word < 'abd'", true), ("size = large", true),
    ("size = 'large'", true), ("size != small", true), ("large = size", true),
    ("size in [small, '60-69']", false), ("size not in [small]", true), ("a in [1, 7.0]", true),
    ("none = 0", false), ("none != 0", true), ("none < 1", false), ("none + 1 > 0", false),
    ("none is empty", true), ("a is empty", false), ("nothing is empty", true),
    ("lines is not empty", true), ("count(lines) = 3", true), ("count(nothing) = 0", true),
    ("count(lines where kind = x) = 2", true), ("count(lines where done) = 1", true),
    ("count(lines where not done) = 2", true), ("sum(lines.amount) = 3.25", true),
    ("sum(lines.amount where kind = x) = 1.25", true), ("all(lines.done)", false),
    ("any(lines.done)", true), ("all(lines.done where amount = 1.25)", true),
    ("any(lines.done where kind = y)", false),
    ("on = 2022-09-28", true), ("on - 28 = 2022-08-31", true), ("on + 3 = 2022-10-01", true),
    ("on - 2022-09-01 = 27", true), ("state = new", true), ("unit = '140213062001'", true),
    ("years(birth, 2022-02-28) = 21", true), ("years(birth, 2022-03-01) = 22", true),
    ("years(birth-date(number), on) = 72", true), ("first-known(none, a) = 7", true),
    ("largest(a, b, 9) = 9", true), ("smallest(a, b) = 1.5", true), ("largest(a, none) = 7", false),
  ]

  @Test(arguments: truths) func `known answers`(expression: String, answer: Bool) throws {
    let set = try programmes(Self.definition("type: yes-no", expression))
    let decision = try District(set).submit(
      request("answers", "sample.make", .new(id(1)), fields: Self.facts))
    let value = decision.touches[0].writes.first { $0.name == "answer" }?.value
    #expect(value == .truth(answer))
  }

  @Test func `a value too large is refused, not wrapped`() throws {
    let set = try programmes(
      Self.definition("type: integer", "a * 9223372036854775807"))
    let refused = refusal {
      try District(set).submit(request("answers", "sample.make", .new(id(1)), fields: Self.facts))
    }
    #expect(refused == .overflow("answer"))
  }

  @Test func `a chain too long or too deep is an error, not a crash`() {
    let deep = String(repeating: "(", count: 500) + "1" + String(repeating: ")", count: 500)
    let long = Array(repeating: "1", count: 900).joined(separator: " + ")
    let nots = String(repeating: "not ", count: 400) + "flag"
    for expression in [deep, long, nots, String(repeating: "a", count: 3_000)] {
      #expect(throws: DefinitionErrors.self) {
        try programmes(Self.definition("type: yes-no", expression))
      }
    }
  }
}
