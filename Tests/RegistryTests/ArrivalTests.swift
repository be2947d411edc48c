// Entries made without a network: what nobody else wrote merges, what collides waits for a person,
// and in whatever order they arrive the ledger ends up the same.

import Ledger
import Programmes
import Quantities
import Registry
import Testing

@Suite struct ArrivalTests {
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

  @Test func `what was accepted over the network stays, though others wrote since`() throws {
    var village = try Village()
    let arrival = village.update(1, made: 10, ["name": .text("甲")])
    _ = try village.registry.submit(batch: [(at: nil, request: arrival.request)])
    try village.town.update(0, at: Town.east1, on: 7, ["name": .text("乙")])
    let status = try village.registry.receive([arrival])[0]
    guard case .entered = status else {
      Issue.record("\(status)")
      return
    }
    #expect(try village.fact("name") == .text("乙"))
    // Another's number is not its own.
    let other = village.update(1, shop: 1, made: 11, ["gas": .text("none")])
    let reused = Arrival(request: other.request, made: 11)
    #expect(try village.registry.receive([reused]) == [status])
    let request = village.update(2, base: 3, made: 12, ["gas": .text("none")]).request
    _ = try village.registry.submit(batch: [(at: nil, request: request)])
    let late = village.update(2, shop: 1, made: 13, ["lodging": .truth(true)])
    guard case .conflict("request.id-reused", _) = try village.registry.receive([late])[0] else {
      Issue.record("it is another's number")
      return
    }
    #expect(try village.fact("lodging", shop: 1) == nil)
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

  @Test func `a record that was taken back is brought back when what it rests on is insisted on`()
    throws
  {
    var village = try Village()
    try village.book(persons: 1, capacity: 5)
    try village.enter(
      "persons", "person.register", .new(village.person(9)),
      ["name": .text("演示人9"), "residence": .text(Town.east1)])
    let unlisted = village.registration(9)
    _ = try village.registry.receive([
      village.update(1, made: 10, ["name": .text("甲")]),
      village.arrival(
        2, "test-booking", "registration.book-unlisted", .new(unlisted), made: 11, after: 1,
        records: [
          "round": .existing(village.booking(1), base: nil),
          "person": .existing(village.person(9), base: nil),
          "session": .existing(village.booking(3), base: nil),
        ], [:]),
    ])
    #expect(try village.state(unlisted) == "booked")
    _ = try village.registry.receive([village.update(3, made: 5, ["name": .text("乙")])])
    #expect(try village.state(unlisted) == Record.voidState)
    #expect(try village.value("test-booking.registered") == 1)
    _ = try village.settle(1, "insist", ["insisted": .truth(true)], serial: 1)
    #expect(try village.state(unlisted) == "booked")
    #expect(try village.value("test-booking.registered") == 2)
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
    // With nothing, itself, or one of another kind nothing is merged, and it stays on the list.
    let person = Town.worker
    for (place, wrong) in ["no id", "\(RecordID(high: 9, low: 9))", "\(two)", "\(person)"]
      .enumerated()
    {
      let outcome = try village.settle(
        2, "merge", ["into": .text(wrong)], serial: 10 + UInt64(place))
      guard case .refused(.fieldInvalid("into", _, _)) = outcome else {
        Issue.record("\(wrong): \(outcome)")
        return
      }
    }
    guard
      case .refused(.fieldInvalid("into", _, _)) = try village.settle(
        3, "merge", ["into": .text("\(one)")], serial: 20)
    else {
      Issue.record("what registers nothing was merged")
      return
    }
    #expect(try village.conflicts() == [village.id(2): "key.taken"])
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
}
