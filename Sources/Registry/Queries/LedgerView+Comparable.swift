import Indicators
import Programmes
public import Quantities
import Storage

/// A number of the past for the territory that a unit has today (同口径).
public struct ComparableValue: Sendable, Hashable {
  /// In the measure's smallest step.
  public let amount: Int64
  /// Why it cannot be compared after all: units that were one with another before they were split,
  /// so that nobody knows which part of the past was theirs, with the first day of each.
  public let undivided: [String: Day]

  /// Of these parts.
  public init(amount: Int64, undivided: [String: Day]) {
    self.amount = amount
    self.undivided = undivided
  }
}

extension LedgerView {
  /// A measure over days of the past, by the units that count for `unit` on `day`; worked out from
  /// what each unit's own work came to, since no tally is kept of it.
  public func comparable(
    measure id: String, part: String?, unit: String, on day: Day, over days: DayRange
  ) throws -> ComparableValue? {
    guard let measure = programmes.measure(id), let units else { return nil }
    let own = subtree(of: unit, on: day)
    let from = measure.isStock ? Self.beginning : days.from
    var amount: Int64 = 0
    if measure.isDistinct {
      let selection = ContributionQuery(
        measure: id, part: part, units: own, from: days.from, to: days.to)
      amount = try distinct(selection)
    } else {
      let sums = try reader.sums(
        measures: [id], units: own, from: .day(from), to: .day(days.to))
      for sum in sums where part == nil || sum.part == part { amount += sum.amount }
    }
    return ComparableValue(
      amount: amount, undivided: Self.undivided(units, own: Set(own), since: days.from))
  }

  /// How many different things a selection counts, part by part as tallies do.
  private func distinct(_ query: ContributionQuery) throws -> Int64 {
    struct Counted: Hashable {
      let part: String
      let thing: RecordID?
    }
    var counts: [Counted: Int64] = [:]
    var offset = 0
    while true {
      let rows = try contributions(query, offset: offset, limit: 10_000)
      for row in rows {
        counts[Counted(part: row.part, thing: row.member), default: 0] += row.amount
      }
      offset += rows.count
      guard rows.count == 10_000 else { break }
    }
    return Int64(counts.count { $0.value > 0 })
  }

  /// The units split off since a day whose other half is not counted here.
  private static func undivided(
    _ units: UnitTree, own: Set<String>, since day: Day
  ) -> [String: Day] {
    var undivided: [String: Day] = [:]
    for row in units.rows {
      guard let predecessor = row.predecessor, let from = row.validFrom, from > day,
        own.contains(row.code) != own.contains(predecessor)
      else { continue }
      undivided[row.code] = min(from, undivided[row.code] ?? from)
    }
    return undivided
  }
}
