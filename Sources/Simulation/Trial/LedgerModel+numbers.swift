// Numbers by their definitions, added up anew each time: what was done by units on the days on
// which they counted for another, and what is held by those that count for it at the end of a
// month. It is slow, and looks nothing like the way in which the ledger keeps them.

import Programmes
import Quantities
import Storage

extension LedgerModel {
  /// A unit over time.
  struct Place: Sendable {
    /// The unit above it from each day on.
    var stands: [(from: Day, parent: String?)]
    /// The first day on which it is no more, and who took over.
    var end: (day: Day, into: String?)?
  }

  /// Takes in a change of a unit.
  mutating func note(_ request: Request, codeBefore: String?, _ unit: Thing) {
    guard let code = unit.text("code") else { return }
    let parent = unit.text("parent")
    switch Self.parts(request.action).verb {
    case "found":
      if case .day(let from)? = unit.value("from") {
        places[code] = Place(stands: [(from, parent)], end: nil)
      }
    case "move":
      if places[code]?.stands.last?.from == request.on { places[code]?.stands.removeLast() }
      places[code]?.stands.append((request.on, parent))
    case "merge": places[code]?.end = (request.on, unit.text("into"))
    case "convert":
      guard let codeBefore, codeBefore != code else { return }
      places[codeBefore]?.end = (request.on, code)
      places[code] = Place(stands: [(request.on, parent)], end: nil)
    case "close":
      if case .day(let to)? = unit.value("to") { places[code]?.end = (to.advanced(by: 1), nil) }
    default: break
    }
  }

  /// The units that have not ended.
  var standing: [String] { places.filter { $0.value.end == nil }.keys.sorted() }

  /// The unit, or who took over from it, and all above it on a day.
  func chain(_ unit: String, on day: Day) -> [String] {
    var day = day
    var here = unit
    while let end = places[here]?.end, day >= end.day {
      guard let into = end.into else {
        day = end.day.advanced(by: -1)
        break
      }
      here = into
    }
    if let first = places[here]?.stands.first?.from { day = max(day, first) }
    var chain = [here]
    while chain.count < 9, let above = parent(of: here, on: day) {
      chain.append(above)
      here = above
    }
    return chain
  }

  private func parent(of unit: String, on day: Day) -> String? {
    guard let place = places[unit],
      var parent = (place.stands.last { $0.from <= day } ?? place.stands[0]).parent
    else { return nil }
    while let end = places[parent]?.end, day >= end.day, let into = end.into { parent = into }
    return parent
  }

  /// A number over its periods.
  struct Numbers {
    var tallies: [TallyKey: Int64] = [:]
    var members: [MemberKey: [String: Int64]] = [:]

    fileprivate mutating func add(
      _ amount: Int64, _ measure: String, _ part: String, _ unit: String, _ period: TallyPeriod
    ) {
      let key = TallyKey(measure: measure, part: part, unit: unit, period: period)
      let sum = tallies[key, default: 0] + amount
      tallies[key] = sum == 0 ? nil : sum
    }
  }

  /// All numbers, by their definitions.
  func numbers() -> Numbers {
    var numbers = Numbers()
    var stocks: [StockPlace: [Movement]] = [:]
    for (seq, moved) in movements {
      for movement in moved {
        let month = TallyPeriod.month(movement.day.month)
        let units = chain(movement.unit, on: movement.day)
        if amendments.contains(seq) {
          let name = movement.measure + "#amended"
          numbers.add(1, name, movement.part, movement.unit, .day(movement.day))
          for unit in units { numbers.add(1, name, movement.part, unit, month) }
        }
        if let member = movement.member {
          count(movement, member, units, &numbers)
          continue
        }
        numbers.add(
          movement.amount, movement.measure, movement.part, movement.unit, .day(movement.day))
        if movement.isStock {
          stocks[StockPlace(measure: movement.measure, part: movement.part), default: []]
            .append(movement)
        } else {
          for unit in units {
            numbers.add(movement.amount, movement.measure, movement.part, unit, month)
          }
        }
      }
    }
    for (place, moved) in stocks { addStocks(place, moved, &numbers) }
    for (key, counts) in numbers.members {
      for (unit, count) in counts where count > 0 {
        numbers.add(1, key.measure, key.part, unit, key.period)
      }
    }
    return numbers
  }

  private struct StockPlace: Hashable {
    let measure: String
    let part: String
  }

  private func count(
    _ movement: Movement, _ member: RecordID, _ units: [String], _ numbers: inout Numbers
  ) {
    for period in [.month(movement.day.month), TallyPeriod.year(Int32(movement.day.year))] {
      let key = MemberKey(
        measure: movement.measure, part: movement.part, period: period, thing: member)
      for unit in units {
        let sum = numbers.members[key]?[unit, default: 0] ?? 0
        numbers.members[key, default: [:]][unit] =
          sum + movement.amount == 0 ? nil : sum + movement.amount
      }
      if numbers.members[key]?.isEmpty == true { numbers.members[key] = nil }
    }
  }

  /// The closing balance of each month at each unit, less that of the month before; and what units
  /// that came or went took along.
  private func addStocks(_ place: StockPlace, _ moved: [Movement], _ numbers: inout Numbers) {
    let turns = Set(
      places.values.flatMap { $0.stands.map(\.from) + [$0.end?.day].compactMap(\.self) })
    let days = moved.map(\.day) + turns
    guard let first = days.min()?.month, let last = days.max()?.month else { return }
    var before: [String: Int64] = [:]
    for number in first.number...last.number {
      let month = Month(number: number)
      let closing = balances(of: moved, through: month.last, standingOn: month.last)
      for unit in Set(before.keys).union(closing.keys) {
        numbers.add(
          closing[unit, default: 0] - before[unit, default: 0], place.measure, place.part, unit,
          .month(month))
      }
      before = closing
    }
    for day in turns {
      let eve = day.advanced(by: -1)
      let was = balances(of: moved, through: eve, standingOn: eve)
      let isNow = balances(of: moved, through: eve, standingOn: day)
      for unit in Set(was.keys).union(isNow.keys) {
        numbers.add(
          isNow[unit, default: 0] - was[unit, default: 0], place.measure + "#transferred",
          place.part, unit, .day(day))
      }
    }
  }

  private func balances(
    of moved: [Movement], through last: Day, standingOn day: Day
  ) -> [String: Int64] {
    var own: [String: Int64] = [:]
    for movement in moved where movement.day <= last {
      own[movement.unit, default: 0] += movement.amount
    }
    var balances: [String: Int64] = [:]
    for (unit, amount) in own {
      for above in chain(unit, on: day) { balances[above, default: 0] += amount }
    }
    return balances
  }
}
