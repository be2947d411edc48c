// What a unit's own work moved, put together again from the projections when the unit comes to
// count for others than before.

import Indicators
import Programmes
import Quantities
import Storage

/// Something that moved a measure.
struct Movement {
  var measure: String
  let part: String
  let unit: String
  let day: Day
  var amount: Int64
  let member: RecordID?

  /// The same the other way round.
  var undone: Movement {
    var undone = self
    undone.amount = -amount
    return undone
  }

  /// The tallies that it moves by a unit's reach.
  func reach(_ reach: UnitReach?) -> TallyReach {
    TallyReach(measure: measure, part: part, unit: unit, reach: reach)
  }

  /// That it was an amendment which moved it.
  var amendment: Movement {
    Movement(
      measure: AmendmentTally.name(of: measure), part: part, unit: unit, day: day, amount: 1,
      member: nil)
  }
}

extension WorkingState {
  /// What the work of a unit moved from a day on, and its stocks on the eve of that day; with what
  /// a batch on its way moved.
  func movements(
    of unit: String, around day: Day, with batch: ProjectionBatch
  ) throws -> [Movement] {
    // Before the first of all days there is nothing.
    let eve = day.number == .min ? day : day.advanced(by: -1)
    var stocks: [TallyKey: Int64] = [:]
    var movements: [Movement] = []
    for (key, amount) in try ownTallies(of: unit, with: batch) where amount != 0 {
      guard case .day(let moved) = key.period else { continue }
      if moved >= day {
        movements.append(
          Movement(
            measure: key.measure, part: key.part, unit: unit, day: moved, amount: amount,
            member: nil))
      } else if directory.isStock(key.measure) {
        let place = TallyKey(
          measure: key.measure, part: key.part, unit: unit, period: .day(eve))
        stocks[place, default: 0] += amount
      }
    }
    for (key, amount) in stocks where amount != 0 {
      movements.append(
        Movement(
          measure: key.measure, part: key.part, unit: unit, day: eve, amount: amount, member: nil))
    }
    for measure in directory.programmes.allMeasures where measure.isDistinct {
      let rows =
        try writer.contributions(measure: measure.id, unit: unit, from: day)
        + batch.contributions.filter {
          $0.measure == measure.id && $0.unit == unit && $0.day >= day
        }
      movements += rows.map {
        Movement(
          measure: $0.measure, part: $0.part, unit: unit, day: $0.day, amount: $0.amount,
          member: $0.member)
      }
    }
    return movements
  }

  /// What the unit's own work comes to, day by day, without what units counted for one another.
  func ownTallies(
    of unit: String, with batch: ProjectionBatch
  ) throws -> [TallyKey: Int64] {
    try settle()
    var tallies: [TallyKey: Int64] = [:]
    let rows = try writer.tallies(
      unit: unit, from: .day(Day(number: .min)), to: .day(Day(number: .max)))
    for row in rows { tallies[row.key, default: 0] += row.amount }
    for (key, amount) in batch.tallies where key.unit == unit {
      guard case .day = key.period else { continue }
      tallies[key, default: 0] += amount
    }
    return tallies.filter { TransferTally.measure(of: $0.key.measure) == nil }
  }
}
