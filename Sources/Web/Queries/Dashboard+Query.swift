import Indicators
import Programmes
import Publishing
import Quantities
import Registry
import Storage

extension Dashboard {
  /// The front page of a unit for a month: a few queries for all units below together.
  init(desk: Desk, unit: String, month: Month, cutoff: Day, today: Day) throws {
    _ = try desk.unit(unit)
    let board = try desk.view.board(year: month.year, unit: unit, on: cutoff)
    let stories = try StoryMaker(
      desk: desk, unit: unit, cutoff: cutoff, targets: board.map(\.record))
    let below = desk.names.below(unit)
    let groups = MeasureGroups(desk: desk, month: month)
    self.init(
      path: desk.names.path(unit), below: below.map { desk.names.name($0) },
      belowLevel: desk.belowLevel(unit), month: month, months: Self.months(until: today),
      cutoff: cutoff, stories: Dashboard.Stories(try board.compactMap { try stories.story($0) }),
      programmes: try groups.groups(unit: unit),
      silent: below.isEmpty ? nil : try groups.silent(among: below))
  }

  /// This month and the eleven before it.
  private static func months(until today: Day) -> [Month] {
    (0..<12).map { today.month.advanced(by: -$0) }
  }
}

/// The measures of the front-line programmes, all read at once.
struct MeasureGroups {
  let desk: Desk
  let month: Month

  /// Programmes that keep the ledger itself in order; what they count is no front-line work.
  private static let housekeeping: Set<String> = [
    "accounts", "documents", "persons", "programmes", "statistics", "targets", "units",
  ]

  private var programmes: [Programme] {
    desk.view.programmes.latest.filter { !Self.housekeeping.contains($0.name) }
  }

  /// Limits are kept by measures too, but how full a session is concerns its desk only.
  private func shown(_ programme: Programme) -> [Measure] {
    programme.measures.filter { !$0.isLimited }
  }

  func groups(unit: String) throws -> [Dashboard.MeasureGroup] {
    let programmes = programmes
    let ids = programmes.flatMap { shown($0).map(\.id) }
    var values: [String: Int64] = [:]
    for sum in try desk.view.table(measures: ids, units: [unit], from: month, to: month) {
      values[sum.measure, default: 0] += sum.amount
    }
    return programmes.compactMap { programme in
      let lines = shown(programme).map { measure in
        line(measure, value: values[measure.id] ?? 0, unit: unit)
      }
      guard !lines.isEmpty else { return nil }
      return Dashboard.MeasureGroup(title: programme.title.text(in: desk.language), lines: lines)
    }
  }

  private func line(_ measure: Measure, value: Int64, unit: String) -> Dashboard.MeasureLine {
    Dashboard.MeasureLine(
      title: measure.title.text(in: desk.language),
      value: Decimal64(mantissa: value, scale: measure.decimals),
      countingUnit: measure.countingUnit, isStock: measure.isStock,
      card: .number(
        NumberQuery(
          measure: measure.id, part: nil, unit: unit, from: month.first, to: month.last)))
  }

  /// The units without a single movement in the month.
  func silent(among below: [AdministrativeUnit]) throws -> [NumberCard.UnitName] {
    let flows = programmes.flatMap { shown($0) }.filter { !$0.isStock && !$0.isDistinct }
    let sums = try desk.view.table(
      measures: flows.map(\.id), units: below.map(\.code), from: month, to: month)
    let active = Set(sums.lazy.filter { $0.amount != 0 }.map(\.unit))
    return below.filter { !active.contains($0.code) }.map { desk.names.name($0) }
  }
}
