import Indicators
import Ledger
import Programmes
import Quantities
import Registry
import Storage

/// What a ledger says of its district, leaving out by which entries it came to know: two ledgers
/// with the same portrait cannot be told apart by who looks at records, keys and numbers.
struct Portrait: Equatable {
  private(set) var lines: Set<String> = []

  init(_ registry: Registry, months: ClosedRange<Int>) throws {
    try registry.read { view in
      try addNumbers(view, months: months)
      for kind in view.programmes.latest.flatMap(\.kinds) { try addRecords(of: kind, view) }
    }
  }

  private mutating func addNumbers(_ view: LedgerView, months: ClosedRange<Int>) throws {
    guard let units = view.units else { return }
    let first = Month(containing: Fixture.firstDay)
    for measure in view.programmes.allMeasures {
      for number in months {
        let month = first.advanced(by: number)
        for sum in try view.table(
          measures: [measure.id], units: units.codes, from: month, to: month)
        where sum.amount != 0 {
          lines.insert("\(sum.measure)[\(sum.part)] \(sum.unit) \(month) \(sum.amount)")
        }
      }
      let year = DayRange(from: Day(number: 18_993), to: Day(number: 18_993 + 364))
      let values = try view.values(
        measure: measure.id, part: nil, units: units.codes, over: year)
      for (unit, value) in values where value != 0 {
        lines.insert("\(measure.id) \(unit) in the year \(value)")
      }
    }
  }

  private mutating func addRecords(of kind: Kind, _ view: LedgerView) throws {
    for record in try view.records(kind: kind.name) where record.state != Record.voidState {
      let facts = record.facts.keys.sorted().map { name in
        "\(name)=\(record.value(name)?.canonicalText ?? "sealed")"
      }
      lines.insert("\(kind.name) \(record.id) \(record.state) \(record.unit) \(facts)")
      for key in kind.keys where !key.isBlind {
        guard let text = key.text(of: record) else { continue }
        let holder = try view.holder(of: key.name, value: text)
        lines.insert("\(key.name) \(text) \(holder.map { "\($0)" } ?? "free")")
      }
    }
  }

  /// What one has and the other has not, for a failing test.
  func difference(to other: Portrait) -> [String] {
    lines.subtracting(other.lines).map { "- \($0)" }.sorted()
      + other.lines.subtracting(lines).map { "+ \($0)" }.sorted()
  }
}
