import Programmes
import Quantities
import Testing

/// What each type of field takes, and what it says to the rest.
@Suite struct ValueTests {
  static let definition = """
    programme: types
    version: 1
    title: { zh: 类型, en: Types }
    records:
      sample:
        thing: { zh: 样, en: sample }
        fields:
          text: { type: text, max: 5, title: { zh: 文字, en: Text } }
          long: { type: text, long: yes, title: { zh: 长文, en: Long } }
          integer: { type: integer, min: 1, max: 9, title: { zh: 整数, en: Integer } }
          decimal: { type: decimal, places: 2, min: 0, title: { zh: 小数, en: Decimal } }
          money: { type: money, min: 0, title: { zh: 金额, en: Money } }
          date: { type: date, title: { zh: 日期, en: Date } }
          time: { type: time, title: { zh: 时间, en: Time } }
          choice: { choice: { a: { zh: 甲, en: A }, b: { zh: 乙, en: B } }, title: { zh: 选, en: C } }
          truth: { type: yes-no, title: { zh: 是否, en: Truth } }
          place: { type: place, title: { zh: 位置, en: Place } }
          code: { type: unit, title: { zh: 单位, en: Unit } }
          identity: { type: identity-number, title: { zh: 身份证, en: Identity } }
          credit: { type: credit-code, title: { zh: 信用代码, en: Credit } }
          list:
            type: list
            title: { zh: 列表, en: List }
            of: { item: { type: integer, required: yes, title: { zh: 项, en: Item } } }
        actions:
          make:
            title: { zh: 建, en: Make }
            from: new
            to: made
            by: worker
            fields:
              [text, long, integer, decimal, money, date, time, choice, truth, place, code,
               identity, credit, list]
    """

  struct Row: Sendable, CustomTestStringConvertible {
    let field: String
    let given: Value
    let kept: Value?
    var english = ""

    var testDescription: String { "\(field): \(given)" }
  }

  static let rows: [Row] = [
    Row(field: "text", given: .text(" 一二 "), kept: .text("一二")),
    Row(
      field: "text", given: .text("\u{3000}"), kept: nil,
      english: "is empty; give a text or leave the field out"),
    Row(
      field: "text", given: .text("一二三四五六"), kept: nil,
      english: "is longer than 5 characters; shorten it"),
    Row(
      field: "text", given: .text("a\nb"), kept: nil,
      english: "contains line breaks or control characters; write it on one line"),
    Row(
      field: "text", given: .text("a\u{202E}b"), kept: nil,
      english: "contains line breaks or control characters; write it on one line"),
    Row(field: "text", given: .integer(1), kept: nil, english: "must be text"),
    Row(field: "long", given: .text("a\nb"), kept: .text("a\nb")),
    Row(field: "integer", given: .text("７"), kept: .integer(7)),
    Row(field: "integer", given: .decimal(Decimal64(mantissa: 70, scale: 1)), kept: .integer(7)),
    Row(field: "integer", given: .integer(0), kept: nil, english: "is below 1; give at least 1"),
    Row(field: "integer", given: .integer(10), kept: nil, english: "is above 9; give at most 9"),
    Row(
      field: "integer", given: .text("seven"), kept: nil,
      english: "must be a whole number such as 12"),
    Row(
      field: "decimal", given: .text("1.50"),
      kept: .decimal(Decimal64(mantissa: 150, scale: 2))),
    Row(
      field: "decimal", given: .text("1.505"), kept: nil,
      english: "has more than 2 decimal places; round it as the source does"),
    Row(field: "decimal", given: .text("-1"), kept: nil, english: "is below 0; give at least 0"),
    Row(field: "money", given: .text("88.5"), kept: .integer(8850)),
    Row(field: "money", given: .integer(8850), kept: .integer(8850)),
    Row(
      field: "money", given: .text("88.555"), kept: nil,
      english: "must be an amount in yuan with at most two decimals, such as 88.50"),
    Row(field: "date", given: .text("2022-02-28"), kept: .day(day("2022-02-28"))),
    Row(
      field: "date", given: .text("2022-02-30"), kept: nil,
      english: "must be a date such as 2022-07-31"),
    Row(field: "time", given: .text("1970-01-01 08:01"), kept: .integer(60_000)),
    Row(
      field: "time", given: .text("1970-01-01 24:00"), kept: nil,
      english: "must be a time such as 2022-07-31 19:00"),
    Row(field: "choice", given: .text("b"), kept: .text("b")),
    Row(field: "choice", given: .text("c"), kept: nil, english: "is not one of: a, b"),
    Row(field: "truth", given: .text("是"), kept: .truth(true)),
    Row(field: "truth", given: .text("maybe"), kept: nil, english: "must be yes or no"),
    Row(
      field: "place", given: .place(latitude: 40_076_800, longitude: 113_300_000),
      kept: .place(latitude: 40_076_800, longitude: 113_300_000)),
    Row(
      field: "place", given: .place(latitude: 113_300_000, longitude: 40_076_800), kept: nil,
      english: "must be a place: latitude within 90 and longitude within 180 degrees"),
    Row(field: "code", given: .text("140213062"), kept: .text("140213062")),
    Row(
      field: "code", given: .text("999"), kept: nil,
      english: "names the unit 999, which does not exist on 2022-09-28"),
    Row(
      field: "identity", given: .text("110105202212310026"), kept: nil,
      english: "gives a birthday in the future; check digits 7 to 14"),
    Row(
      field: "credit", given: .text("91350100M000100Y44"), kept: nil,
      english: "has a wrong check character; one of its characters is mistyped"),
    Row(field: "list", given: .list([["item": .text("3")]]), kept: .list([["item": .integer(3)]])),
    Row(field: "list", given: .list([[:]]), kept: nil, english: "item 1 lacks \"Item\"; give it"),
    Row(
      field: "list", given: .list([["item": .integer(1), "x": .integer(1)]]), kept: nil,
      english: "item 1 has no field x; leave it out"),
    Row(
      field: "list", given: .list([["item": .text("a")]]), kept: nil,
      english: "item 1: \"Item\" must be a whole number such as 12"),
    Row(
      field: "list", given: .list(Array(repeating: ["item": .integer(1)], count: 501)), kept: nil,
      english: "has more than 500 items; split the entry"),
  ]

  @Test(arguments: rows) func `a value is kept in one form or refused in words`(row: Row) throws {
    let district = District(try programmes(Self.definition))
    let attempt = request("types", "sample.make", .new(id(1)), fields: [row.field: row.given])
    guard let kept = row.kept else {
      guard
        case .fieldInvalid(row.field, let reason, let zh)? = refusal({
          try district.submit(attempt)
        })
      else {
        Issue.record("not refused")
        return
      }
      #expect(reason == row.english)
      #expect(zh.unicodeScalars.contains { $0.value >= 0x4E00 })
      return
    }
    #expect(try district.submit(attempt).touches[0].writes.map(\.value) == [kept])
  }
}
