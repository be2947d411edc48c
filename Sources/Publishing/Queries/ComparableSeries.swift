import Indicators
package import Markup
package import Programmes
package import Quantities
package import Registry

/// A measure month by month for the territory that a unit has on one day (同口径).
package struct ComparableSeries: Sendable {
  /// A month and what it comes to.
  package struct Point: Sendable, Hashable {
    package let month: Month
    /// What happened in the month; of a stock, what stood at its end.
    package let value: Decimal64
  }

  private let isDemo: Bool
  private let measure: Measure
  private let title: String
  private let part: String?
  private let unit: NumberCard.UnitName
  private let day: Day
  package let points: [Point]
  /// Units that were one with another of the territory, or out of it, before their first day.
  package let undivided: [String: Day]

  /// `nil` if the ledger has no such measure, or no unit of that code on the query's last day.
  ///
  /// `query.to` is the day of the territory, and the months are those from `query.from` on.
  package init?(
    _ query: NumberQuery, through last: Month, in view: LedgerView, language: Language,
    isDemo: Bool
  ) throws {
    guard let measure = view.programmes.measure(query.measure), let tree = view.units,
      tree.exists(query.unit, on: query.to)
    else { return nil }
    self.isDemo = isDemo
    self.measure = measure
    self.title = measure.title.text(in: language)
    self.part = query.part
    self.unit = UnitNames(tree: tree, day: query.to, language: language).name(query.unit)
    self.day = query.to
    var points: [Point] = []
    var undivided: [String: Day] = [:]
    var month = query.from.month
    while month <= last {
      let days =
        measure.isStock
        ? DayRange(from: month.last, to: month.last) : DayRange(month: month)
      guard
        let value = try view.comparable(
          measure: measure.id, part: query.part, unit: query.unit, on: query.to, over: days)
      else { return nil }
      points.append(
        Point(
          month: month, value: Decimal64(mantissa: value.amount, scale: measure.decimals)))
      undivided.merge(value.undivided) { min($0, $1) }
      month = month.last.advanced(by: 1).month
    }
    self.points = points
    self.undivided = undivided
  }

  /// The series for machines, with exact decimals as strings.
  package var json: JSON {
    [
      "demo": .bool(isDemo),
      "measure": .string(measure.id),
      "title": .string(title),
      "countingUnit": .string(measure.countingUnit),
      "part": JSON(part),
      "unit": .string(unit.code),
      "unitName": .string(unit.name),
      "on": .string(day.description),
      "months": .array(
        points.map { point in
          [
            "month": .string(point.month.description),
            "value": .string(point.value.description),
          ]
        }),
      "undivided": .array(
        undivided.sorted { $0.key < $1.key }.map { code, first in
          ["unit": .string(code), "from": .string(first.description)]
        }),
    ]
  }
}
