// Small histories made without a network, sent in every order: the ledger ends up the same.

import Ledger
import Programmes
import Quantities
import Registry
import Testing

@Suite struct ArrivalOrderTests {
  /// Small histories, each of arrivals that collide, merge and wait in another way.
  private struct History: Sendable {
    var prepare: @Sendable (inout Village) throws -> Void = { _ in }
    let arrivals: @Sendable (Village) -> [Arrival]
  }

  private static let histories = [
    History { village in
      [
        village.update(1, made: 10, ["name": .text("甲")]),
        village.update(2, made: 5, ["name": .text("乙"), "gas": .text("none")]),
        village.update(3, made: 7, ["category": .text("inn"), "gas": .text("piped")]),
        village.update(4, made: 12, ["category": .text("clinic"), "lodging": .truth(true)]),
      ]
    },
    History { village in
      [
        village.update(1, made: 3, ["floor-area": .decimal(Decimal64(10))]),
        village.update(2, made: 4, after: 1, ["floor-area": .decimal(Decimal64(20))]),
        village.update(3, made: 2, ["floor-area": .decimal(Decimal64(30))]),
        village.update(4, made: 6, after: 2, ["name": .text("丁")]),
      ]
    },
    History { village in
      let shop = village.shop(1)
      let hazard: [String: Value] = [
        "kind": .text("wiring"), "grade": .text("general"), "fixed": .truth(false),
      ]
      var fixed = hazard
      fixed["fixed"] = .truth(true)
      return [
        village.inspect(
          1, shop: 1, made: 8,
          [
            "hazards": .list([hazard]), "notice": .text("inform"), "deadline": .day(Town.day(20)),
            "premises.gas": .text("bottled"),
          ]),
        village.arrival(
          2, "shop-inspection", "inspection.recheck", .existing(village.inspection(1), base: 0),
          made: 9, after: 1, ["hazards": .list([fixed])]),
        village.update(3, shop: 1, made: 7, ["gas": .text("piped")]),
        village.arrival(
          4, "premises", "premises.close", .existing(shop, base: 1), made: 20, [:]),
      ]
    },
    History { village in
      try village.book(persons: 2, capacity: 5)
      try village.follow(1, "cancel")
    } arrivals: { village in
      // Both of what was cancelled meanwhile and of what another device cancelled.
      [
        village.follow(1, 1, "check-in", made: 10, ["tube": .text("甲")]),
        village.follow(2, 1, "check-in", made: 12, ["tube": .text("乙")]),
        village.follow(3, 2, "home-visit", made: 9),
        village.follow(4, 2, "cancel", made: 7),
      ]
    },
    History { village in
      try village.book(persons: 2, capacity: 5)
      try village.follow(1, "cancel")
    } arrivals: { village in
      // What rests on what does not stand, and what is no fact between facts.
      [
        village.follow(1, 1, "exempt", made: 5, ["reason": .text("away")]),
        village.follow(2, 1, "check-in", made: 6, after: 1, ["tube": .text("甲")]),
        village.follow(3, 2, "exempt", made: 8, ["reason": .text("medical")]),
        village.follow(4, 2, "check-in", made: 7, ["tube": .text("乙")]),
      ]
    },
    History { village in
      // Two visits and an update of one shop's gas.
      [
        village.inspect(1, made: 8, ["premises.gas": .text("bottled")]),
        village.inspect(
          2, made: 9, ["premises.gas": .text("piped"), "premises.lodging": .truth(true)]),
        village.update(3, made: 7, ["gas": .text("none")]),
        village.update(4, made: 10, ["lodging": .truth(false), "name": .text("甲")]),
      ]
    },
    History { village in
      if village.round == 1 { try village.publishHall() }
    } arrivals: { village in
      // Under two versions, of which the newer has a field more and an option less.
      [
        village.update(1, made: 5, version: 2, ["category": .text("net-bar")]),
        village.update(2, made: 6, version: 3, ["category": .text("inn"), "gas": .text("none")]),
        village.update(3, made: 4, version: 3, ["hall": .truth(true)]),
        village.update(4, made: 7, after: 1, version: 2, ["name": .text("丙")]),
      ]
    },
  ]

  @Test(arguments: Self.histories.indices)
  func `in whatever order small histories arrive, the ledger ends up the same`(
    number: Int
  ) throws {
    var village = try Village()
    var wanted: [String]?
    for order in Self.orders(of: 4) {
      try village.begin()
      try Self.histories[number].prepare(&village)
      let before = try numbers(village)
      let arrivals = Self.histories[number].arrivals(village)
      for index in order { _ = try village.registry.receive([arrivals[index]]) }
      let found = try told(village, arrivals, since: before)
      #expect(found == wanted ?? found, "order \(order)")
      wanted = found
    }
    #expect(wanted?.isEmpty == false)
    try village.town.audit()
  }

  /// What one round left: records, what is to be settled, and how far each number moved.
  private func told(
    _ village: Village, _ arrivals: [Arrival], since before: [String: Int64]
  ) throws -> [String] {
    var lines: [String] = []
    let subjects = arrivals.map(\.request.subject.id) + [village.shop(0), village.shop(1)]
    for (place, id) in subjects.enumerated() where !subjects[..<place].contains(id) {
      guard let record = try village.registry.read({ try $0.record(id) }),
        record.state != Record.voidState
      else { continue }
      let name =
        [village.shop(0), village.shop(1)].firstIndex(of: id).map { "shop \($0)" }
        ?? "case \(place)"
      let facts = record.facts.keys.sorted().compactMap { key -> String? in
        guard !["premises", "round", "session", "person"].contains(key),
          let value = record.value(key)
        else { return nil }
        return ["name", "keeper"].contains(key) && value.canonicalText.hasPrefix("演示店")
          ? nil : "\(key)=\(value.canonicalText)"
      }
      lines.append("\(name) \(record.state) \(facts)")
    }
    for (id, code) in try village.conflicts() where id.high == village.id(0).high {
      lines.append("conflict \(id.low) \(code)")
    }
    for marked in try village.registry.read({ try $0.markedArrivals() })
    where marked.arrival.request.id.high == village.id(0).high {
      // What begins a record keeps its place, and what it is marked with there.
      let isBeginning = if case .new = marked.arrival.request.subject { true } else { false }
      let codes = marked.codes.filter { !isBeginning || $0.hasPrefix("arrival.") }
      lines.append("marked \(marked.arrival.request.id.low) \(codes) \(marked.leftOut)")
    }
    // A number that is back at nothing need not be told of.
    let after = try numbers(village)
    for name in Set(before.keys).union(after.keys) where after[name] ?? 0 != before[name] ?? 0 {
      lines.append("\(name) \((after[name] ?? 0) - (before[name] ?? 0))")
    }
    return lines.sorted()
  }

  /// All numbers at all units, but for those of the arrivals themselves.
  private func numbers(_ village: Village) throws -> [String: Int64] {
    try village.registry.read { view in
      let days = DayRange(month: Month(containing: Town.day(9)))
      var numbers: [String: Int64] = [:]
      for measure in view.programmes.allMeasures where !measure.id.hasPrefix("arrivals.") {
        let values = try view.values(
          measure: measure.id, part: nil, units: [Town.east1, Town.east, Town.district], over: days)
        for (unit, value) in values { numbers["\(measure.id) \(unit)"] = value }
      }
      return numbers
    }
  }

  private static func orders(of count: Int) -> [[Int]] {
    guard count > 1 else { return [[0]] }
    return orders(of: count - 1).flatMap { order in
      (0..<count).map { place in
        var longer = order
        longer.insert(count - 1, at: place)
        return longer
      }
    }
  }
}
