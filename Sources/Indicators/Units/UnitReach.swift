public import Quantities

/// Which units the work of one unit counts for, on every day there is.
///
/// Work of a day before the unit was founded counts as on its first day, and work of a day after
/// it ended as on its last, unless another unit took over from it: then it counts as that unit's.
/// So a number is always the sum of those below it.
public struct UnitReach: Sendable, Hashable {
  /// Days on which the same units are counted for, up to the next span.
  public struct Span: Sendable, Hashable {
    /// The first day.
    public let from: Day
    /// The unit itself (or the one that took over from it) and those above it, nearest first.
    public let units: [String]
  }

  /// A day on which the units counted for change.
  public struct Turn: Sendable, Hashable {
    /// The first day on which it is otherwise.
    public let day: Day
    /// What was counted for before, nearest first.
    public let before: [String]
    /// What is counted for from that day on.
    public let after: [String]
  }

  /// In the order of days; the first begins with time.
  public let spans: [Span]

  /// The units that work of `day` counts for, nearest first.
  public func units(on day: Day) -> [String] {
    for span in spans.reversed() where span.from <= day { return span.units }
    preconditionFailure("the first span begins with time")
  }

  /// The changes after `day`; none for nearly all units.
  public func turns(after day: Day) -> [Turn] {
    guard let last = spans.last, last.from > day, spans.count > 1 else { return [] }
    return zip(spans, spans.dropFirst()).compactMap { before, after in
      after.from > day ? Turn(day: after.from, before: before.units, after: after.units) : nil
    }
  }

  /// The first day on which it counts for other units than another reach says; `nil` if none.
  func difference(to other: UnitReach) -> Day? {
    let days = (spans + other.spans).map(\.from).sorted()
    return days.first { units(on: $0) != other.units(on: $0) }
  }
}

extension UnitTree {
  /// What the work of a unit counts for; `nil` if there never was a unit of this code.
  public func reach(of code: String) -> UnitReach? { position(of: code).map { reaches[$0] } }

  /// Some days, and the units whose work on them counts for one unit.
  public struct Territory: Sendable, Hashable {
    /// The first day.
    public let from: Day
    /// The last day, included.
    public let to: Day
    /// The units in code order, that itself included.
    public let units: [String]
  }

  /// The units whose work counts for a unit on each of the days, in the order of days; one stretch
  /// unless something changed in them.
  public func territory(of code: String, from: Day, to: Day) -> [Territory] {
    guard let position = position(of: code) else { return [] }
    let counted = everCounted[position]
    var firsts: Set<Day> = [from]
    for unit in counted {
      for turn in reaches[unit].turns(after: from) where turn.day <= to { firsts.insert(turn.day) }
    }
    let days = firsts.sorted()
    var stretches: [Territory] = []
    for (index, first) in days.enumerated() {
      let last = index + 1 < days.count ? days[index + 1].advanced(by: -1) : to
      let units = counted.filter { reaches[$0].units(on: first).contains(code) }.map { codes[$0] }
      if let before = stretches.last, before.units == units {
        stretches[stretches.count - 1] = Territory(from: before.from, to: last, units: units)
      } else {
        stretches.append(Territory(from: first, to: last, units: units))
      }
    }
    return stretches
  }

  /// The units that an older tree has too and that count for others now, each with the first day.
  public func changes(since older: UnitTree) -> [(code: String, from: Day)] {
    older.codes.enumerated().compactMap { position, code in
      guard let reach = reach(of: code), reach != older.reaches[position] else { return nil }
      return reach.difference(to: older.reaches[position]).map { (code, $0) }
    }
  }

  /// The units that work in a place without belonging to it on `day`, in code order.
  public func stationed(at code: String, on day: Day) -> [AdministrativeUnit] {
    codes.compactMap { unit($0, on: day) }.filter { $0.stationedAt == code }
  }

  /// The unit that takes over from one that ended, if any does.
  public func successor(of code: String) -> String? {
    rows.last { $0.code == code }?.successor
  }

  /// The last day of a unit; `nil` if it has none.
  public func lastDay(of code: String) -> Day? {
    rows.last { $0.code == code }?.validThrough
  }
}
