// Between the records of the programmes `targets` and `statistics` and the values of `Indicators`.

import Indicators
import Ledger
import Programmes
import Quantities

extension TargetRecord {
  /// Reads a record of kind `target`; `nil` if it is withdrawn or no target.
  init?(_ record: Record) {
    guard record.state != "withdrawn", case .integer(let year)? = record.value("year"),
      let name = record.value("name")?.text,
      let form = record.value("form")?.text.flatMap(IndicatorForm.init),
      let words = record.value("comparator")?.text,
      let comparator = Self.comparators[words]
    else { return nil }
    let document = record.value("document")?.record
    self.init(
      id: record.id, unit: record.unit,
      target: Target(
        year: Int(year), indicator: record.value("indicator")?.text, name: name,
        kind: Self.kind(words), form: form, comparator: comparator,
        value: record.value("value")?.decimal, high: record.value("high")?.decimal,
        unit: record.value("measure-unit")?.text ?? "",
        tolerance: record.value("tolerance")?.decimal,
        places: Self.places(record, document: document)),
      document: document, seq: record.facts["name"]?.seq ?? 0)
  }

  /// The programme's words for comparators; the others name an aim without a number.
  static let comparators: [String: Comparator] = [
    "at-least": .ge, "at-most": .le, "above": .gt, "below": .lt, "exactly": .eq, "about": .about,
    "between": .between, "in-step": .eq, "assigned": .eq, "done": .eq,
  ]

  private static func kind(_ words: String) -> Target.Kind {
    switch words {
    case "between": .range
    case "in-step": .relation
    case "assigned": .reference
    case "done": .direction
    default: .number
    }
  }

  private static func places(_ record: Record, document: RecordID?) -> [TargetPlace] {
    guard case .list(let items)? = record.value("places") else { return [] }
    return items.compactMap { item in
      guard case .integer(let start)? = item["start"], case .integer(let end)? = item["end"],
        let first = Int32(exactly: start), let last = Int32(exactly: end), 0 <= first,
        first <= last
      else { return nil }
      return TargetPlace(
        document: document?.description ?? "", span: ByteSpan(start: first, end: last),
        quote: item["quote"]?.text ?? "")
    }
  }
}

extension ReturnRecord {
  /// Reads a record of kind `return`; `nil` if it is withdrawn or has no number.
  init?(_ record: Record) {
    guard record.state != "withdrawn", let indicator = record.value("indicator")?.text,
      let form = record.value("form")?.text.flatMap(IndicatorForm.init),
      let period = record.value("period")?.text.flatMap({ ReturnPeriod($0) }),
      let vintage = record.value("vintage")?.text.flatMap(Vintage.init),
      let value = record.value("value")?.decimal
    else { return nil }
    let given: Day
    if case .day(let day)? = record.value("given") { given = day } else { given = period.end }
    self.init(
      id: record.id,
      figure: StatisticsReturn(
        indicator: indicator, unit: record.unit, form: form, period: period, vintage: vintage,
        value: value, givenOn: given, source: record.value("source")?.text ?? ""),
      measureUnit: record.value("measure-unit")?.text ?? "",
      seq: record.facts["value"]?.seq ?? 0)
  }
}

extension Value {
  /// The decimal, or the integer as one.
  var decimal: Decimal64? {
    switch self {
    case .decimal(let number): number
    case .integer(let number): Decimal64(number)
    default: nil
    }
  }

  /// The reference, if it is one.
  var record: RecordID? { if case .record(let id) = self { id } else { nil } }
}
