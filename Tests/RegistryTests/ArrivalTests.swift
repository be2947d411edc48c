// Entries made without a network: what nobody else wrote merges, what collides waits for a person,
// and in whatever order they arrive the ledger ends up the same.

import Ledger
import Programmes
import Quantities
import Registry
import Testing

@Suite struct ArrivalTests {
  /// A town with two shops, and what devices made while they were out of reach.
  private struct Village {
    var town: Town
    /// Tells the shops and numbers of one round from those of another in the same ledger.
    private(set) var round = 0

    init(_ engine: Fixture.Engine = .memory, folder: Fixture.Folder? = nil) throws {
      town = try Town(engine, folder: folder)
      try town.register(at: Town.east1, on: 5, count: 2)
      town.opened.clock.set(milliseconds: Town.day(9).startMilliseconds)
    }

    var registry: Registry { town.registry }

    /// Begins anew with two other shops.
    mutating func begin() throws {
      round += 1
      try town.register(at: Town.east1, on: 9, count: 2)
    }

    func shop(_ number: Int) -> RecordID { town.shops[2 * round + number] }

    func update(
      _ number: UInt64, shop: Int = 0, base: UInt32 = 1, made: Int64,
      after: UInt64? = nil, _ fields: [String: Value]
    ) -> Arrival {
      arrival(
        number, "premises", "premises.update", .existing(self.shop(shop), base: base), made: made,
        after: after, fields)
    }

    func arrival(
      _ number: UInt64, _ programme: String, _ action: String, _ subject: Subject, made: Int64,
      after: UInt64? = nil, records: [String: Subject] = [:], _ fields: [String: Value]
    ) -> Arrival {
      Arrival(
        request: Request(
          id: id(number), on: Town.day(8), actor: .account(Town.worker), unit: Town.east1,
          programme: programme, action: action, subject: subject, records: records,
          fields: fields),
        made: made, after: after.map(id))
    }

    func id(_ number: UInt64) -> EntryID {
      EntryID(high: 600 + UInt64(round), low: number)
    }

    func fact(_ name: String, shop: Int = 0) throws -> Value? {
      try registry.read { try $0.record(self.shop(shop))?.value(name) }
    }

    func conflicts() throws -> [EntryID: String] {
      try registry.read { view in
        Dictionary(
          uniqueKeysWithValues: try view.arrivalConflicts().map {
            ($0.arrival.request.id, $0.code)
          })
      }
    }

    func settle(
      _ number: UInt64, _ action: String, _ fields: [String: Value] = [:], serial: UInt64
    ) throws -> Outcome {
      let record = try #require(
        try registry.read { view in
          try view.holder(of: "arrival.entry", value: "\(id(number))")
        })
      return try registry.settle(
        Request(
          id: EntryID(high: 61, low: serial), on: Town.day(9), actor: .account(Town.worker),
          unit: Town.east1, programme: "arrivals", action: "arrival.\(action)",
          subject: .existing(record, base: nil), records: [:],
          fields: fields.merging(["reason": .text("核实")]) { $1 }))
    }
  }

  // MARK: Merging and colliding

  @Test func `fields that nobody else wrote merge, the same value is no collision`() throws {
    let village = try Village()
    let statuses = try village.registry.receive([
      village.update(1, made: 10, ["category": .text("inn")]),
      village.update(2, made: 20, ["name": .text("新字号"), "category": .text("inn")]),
      village.update(3, made: 30, ["gas": .text("piped")]),
    ])
    for status in statuses {
      guard case .entered = status else { return #expect(Bool(false), "\(status)") }
    }
    #expect(try village.fact("category") == .text("inn"))
    #expect(try village.fact("name") == .text("新字号"))
    #expect(try village.fact("gas") == .text("piped"))
    #expect(try village.conflicts().isEmpty)
    try village.town.audit()
  }

  @Test func `of two that collide the one made earlier counts, whichever comes first`() throws {
    for order in [[0, 1], [1, 0]] {
      let village = try Village()
      let arrivals = [
        village.update(1, made: 10, ["name": .text("先写"), "gas": .text("none")]),
        village.update(2, made: 20, ["name": .text("后写"), "lodging": .truth(true)]),
      ]
      for index in order { _ = try village.registry.receive([arrivals[index]]) }
      #expect(try village.fact("name") == .text("先写"))
      #expect(try village.fact("lodging") == nil)
      #expect(try village.conflicts() == [village.id(2): "arrival.collision"])
      try village.town.audit()
    }
  }

  @Test func `what was written over the network meanwhile is not written over`() throws {
    var village = try Village()
    try village.town.update(0, at: Town.east1, on: 7, ["name": .text("联网改")])
    _ = try village.registry.receive([
      village.update(1, base: 1, made: 1, ["name": .text("离线改")]),
      village.update(2, base: 1, made: 2, ["gas": .text("piped")]),
      village.update(3, base: 2, made: 3, ["category": .text("inn"), "name": .text("见过再改")]),
    ])
    #expect(try village.fact("name") == .text("见过再改"))
    #expect(try village.fact("gas") == .text("piped"))
    #expect(try village.conflicts() == [village.id(1): "arrival.collision"])
  }

  @Test func `an entry waits for the one that it rests on, and goes along with it`() throws {
    let village = try Village()
    let first = village.update(1, made: 10, ["name": .text("甲")])
    let second = village.update(2, made: 11, after: 1, ["name": .text("乙")])
    #expect(try village.registry.receive([second]) == [.waiting])
    #expect(try village.fact("name") == .text("演示店1"))
    _ = try village.registry.receive([first])
    #expect(try village.fact("name") == .text("乙"))
    // One made before both takes their place, and both leave the ledger's numbers.
    _ = try village.registry.receive([village.update(3, made: 5, ["name": .text("丙")])])
    #expect(try village.fact("name") == .text("丙"))
    #expect(try village.conflicts() == [village.id(1): "arrival.collision"])
    #expect(try village.registry.receive([second]) == [.waiting])
    try village.town.audit()
  }

  @Test func `what was sent over the network already is not entered again`() throws {
    let village = try Village()
    let arrival = village.update(1, made: 10, ["name": .text("甲")])
    let outcome = try village.registry.submit(batch: [(at: nil, request: arrival.request)])[0]
    guard case .accepted(let acceptance) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    let wanted = ArrivalStatus.entered(seq: acceptance.receipt.seq)
    #expect(try village.registry.receive([arrival, arrival]) == [wanted, wanted])
    #expect(try village.registry.receive([arrival]) == [wanted])
    try village.town.audit()
  }

  // MARK: Settling

  @Test func `a person insists on one or drops it, and takes that back`() throws {
    let village = try Village()
    _ = try village.registry.receive([
      village.update(1, made: 10, ["name": .text("先写")]),
      village.update(2, made: 20, ["name": .text("后写")]),
    ])
    _ = try village.settle(2, "insist", ["insisted": .truth(true)], serial: 1)
    #expect(try village.fact("name") == .text("后写"))
    #expect(try village.conflicts().isEmpty)
    _ = try village.registry.receive([village.update(3, made: 30, ["name": .text("更后")])])
    _ = try village.settle(3, "drop", serial: 2)
    #expect(try village.conflicts().isEmpty)
    _ = try village.settle(3, "reopen", serial: 3)
    #expect(try village.conflicts() == [village.id(3): "arrival.collision"])
    try village.town.audit()
  }

  @Test func `a record that was taken back is brought back when somebody insists`() throws {
    let village = try Village()
    let arrivals = Self.histories[2](village)
    let inspection = arrivals[0].request.subject.id
    let state = { try village.registry.read { try $0.record(inspection)?.state } }
    _ = try village.registry.receive([arrivals[0], arrivals[1]])
    #expect(try state() == "closed")
    _ = try village.registry.receive([arrivals[2]])
    #expect(try state() == Record.voidState)
    #expect(try village.fact("gas", shop: 1) == .text("piped"))
    _ = try village.settle(1, "insist", ["insisted": .truth(true)], serial: 1)
    #expect(try state() == "closed")
    #expect(try village.conflicts().isEmpty)
    try village.town.audit()
  }

  @Test func `a shop registered by two people is found, merged and parted again`() throws {
    let village = try Village()
    let (one, two) = (RecordID(high: 62, low: 1), RecordID(high: 62, low: 2))
    let fields: [String: Value] = [
      "name": .text("同一家"), "address": .text("演示街9号"), "category": .text("shop"),
      "number": .text("A-9"),
    ]
    let statuses = try village.registry.receive([
      village.arrival(1, "premises", "premises.register", .new(one), made: 10, fields),
      village.arrival(2, "premises", "premises.register", .new(two), made: 20, fields),
      village.arrival(
        3, "premises", "premises.update", .existing(two, base: 0), made: 21, after: 2,
        ["gas": .text("bottled")]),
    ])
    guard case .conflict("key.taken", let against) = statuses[1] else {
      Issue.record("\(statuses)")
      return
    }
    #expect(against.contains("\(one)"))
    #expect(statuses[2] == .waiting)
    _ = try village.settle(2, "merge", ["into": .text("\(one)")], serial: 1)
    let gas = { try village.registry.read { try $0.record(one)?.value("gas") } }
    #expect(try gas() == .text("bottled"))
    #expect(try village.town.stock(Town.east1, on: 9) == 3)
    _ = try village.settle(2, "reopen", serial: 2)
    #expect(try gas() == nil)
    #expect(try village.conflicts() == [village.id(2): "key.taken"])
    try village.town.audit()
  }

  @Test func `arrivals are kept through a restart`() throws {
    let folder = Fixture.Folder()
    var village: Village? = try Village(.sqlite, folder: folder)
    let shops = village?.town.shops ?? []
    _ = try village?.registry.receive([
      try #require(village?.update(1, made: 10, ["keeper": .text("演示甲")])),
      try #require(village?.update(2, made: 20, ["keeper": .text("演示乙")])),
    ])
    village = nil
    let registry = try Fixture.open(.sqlite, folder: folder).registry
    try registry.resumeArrivals()
    let conflicts = try registry.read { try $0.arrivalConflicts() }
    #expect(conflicts.map(\.arrival.request.id) == [EntryID(high: 600, low: 2)])
    #expect(conflicts.first?.arrival.request.fields == ["keeper": .text("演示乙")])
    #expect(conflicts.first?.arrival.request.subject.id == shops.first)
  }

  // MARK: Every order

  /// Small histories, each of arrivals that collide, merge and wait in another way.
  private static let histories: [@Sendable (Village) -> [Arrival]] = [
    { village in
      [
        village.update(1, made: 10, ["name": .text("甲")]),
        village.update(2, made: 5, ["name": .text("乙"), "gas": .text("none")]),
        village.update(3, made: 7, ["category": .text("inn"), "gas": .text("piped")]),
        village.update(4, made: 12, ["category": .text("clinic"), "lodging": .truth(true)]),
      ]
    },
    { village in
      [
        village.update(1, made: 3, ["floor-area": .decimal(Decimal64(10))]),
        village.update(2, made: 4, after: 1, ["floor-area": .decimal(Decimal64(20))]),
        village.update(3, made: 2, ["floor-area": .decimal(Decimal64(30))]),
        village.update(4, made: 6, after: 2, ["name": .text("丁")]),
      ]
    },
    { village in
      let inspection = RecordID(high: 63, low: UInt64(village.round))
      let shop = village.shop(1)
      let hazard: [String: Value] = [
        "kind": .text("wiring"), "grade": .text("general"), "fixed": .truth(false),
      ]
      var fixed = hazard
      fixed["fixed"] = .truth(true)
      return [
        village.arrival(
          1, "shop-inspection", "inspection.inspect", .new(inspection), made: 8,
          records: ["premises": .existing(shop, base: 1)],
          [
            "outcome": .text("inspected"), "hazards": .list([hazard]), "notice": .text("inform"),
            "deadline": .day(Town.day(20)), "premises.gas": .text("bottled"),
          ]),
        village.arrival(
          2, "shop-inspection", "inspection.recheck", .existing(inspection, base: 0), made: 9,
          after: 1, ["hazards": .list([fixed])]),
        village.update(3, shop: 1, made: 7, ["gas": .text("piped")]),
        village.arrival(
          4, "premises", "premises.close", .existing(shop, base: 1), made: 20, [:]),
      ]
    },
  ]

  @Test(arguments: [0, 1, 2])
  func `in whatever order small histories arrive, the ledger ends up the same`(
    number: Int
  ) throws {
    var village = try Village()
    var wanted: [String]?
    for order in Self.orders(of: 4) {
      try village.begin()
      let before = try numbers(village)
      let arrivals = Self.histories[number](village)
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
    let subjects = Set(arrivals.map(\.request.subject.id)).union([village.shop(0), village.shop(1)])
    for id in subjects {
      guard let record = try village.registry.read({ try $0.record(id) }),
        record.state != Record.voidState
      else { continue }
      let name =
        [village.shop(0), village.shop(1)].firstIndex(of: id).map { "shop \($0)" } ?? "case"
      let facts = record.facts.keys.sorted().compactMap { key -> String? in
        guard key != "premises", let value = record.value(key) else { return nil }
        return ["name", "keeper"].contains(key) && value.canonicalText.hasPrefix("演示店")
          ? nil : "\(key)=\(value.canonicalText)"
      }
      lines.append("\(name) \(record.state) \(facts)")
    }
    for (id, code) in try village.conflicts() where id.high == village.id(0).high {
      lines.append("conflict \(id.low) \(code)")
    }
    for (name, amount) in try numbers(village) where amount != before[name] ?? 0 {
      lines.append("\(name) \(amount - (before[name] ?? 0))")
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
