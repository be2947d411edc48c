// What came to light in the simulator: the inbox takes in whatever is closed, forgets nothing when
// it is cut short, and nobody collides with themselves.

import Ledger
import Programmes
import Quantities
import Registry
import Testing

@Suite struct ArrivalInboxTests {
  @Test func `arrivals are held and marked in a month that is closed already`() throws {
    var village = try Village()
    try village.book(persons: 1, capacity: 5)
    try village.follow(1, "cancel")
    // Somebody closed the month before it was over.
    try village.enter(
      "periods", "period.close", .new(village.booking(90)),
      ["year": .integer(2022), "month": .integer(1)])
    let statuses = try village.registry.receive([
      village.update(1, made: 10, ["name": .text("先写")]),
      village.update(2, made: 20, ["name": .text("后写")]),
      village.follow(3, 1, "check-in", made: 30),
    ])
    guard case .entered = statuses[0], case .conflict("period.closed", _) = statuses[2] else {
      Issue.record("\(statuses)")
      return
    }
    #expect(
      try village.conflicts() == [
        village.id(2): "arrival.collision", village.id(3): "period.closed",
      ])
    #expect(try village.value("arrivals.to-settle") == 2)
    try village.town.audit()
  }

  @Test func `one that is taken back from what was decided is in the inbox after any crash`() throws
  {
    // Cut short at the first write of what follows, at the second, and never.
    for passed in 1...3 {
      let faults = Faults()
      let village = try Village(faults: faults)
      _ = try village.registry.receive([
        village.update(1, made: 10, ["name": .text("先写")]),
        village.update(2, made: 20, ["name": .text("后写")]),
      ])
      _ = try village.settle(2, "drop", serial: 1)
      #expect(try village.conflicts().isEmpty)
      faults.fail(at: .append, after: passed)
      do {
        _ = try village.settle(2, "reopen", serial: 2)
      } catch is BrokenDisk {
        try village.registry.resumeArrivals()
      }
      #expect(try village.conflicts() == [village.id(2): "arrival.collision"], "\(passed)")
    }
  }

  @Test func `what was kept although nobody was told so is known to the next`() throws {
    let faults = Faults()
    let village = try Village(faults: faults, pace: .stepped)
    let first = village.update(1, made: 10, ["name": .text("先写")])
    // And the state cannot be taken anew at once.
    faults.fail(at: .answer)
    faults.fail(at: .project)
    #expect(throws: BrokenDisk.self) { try village.registry.receive([first]) }
    // About the same shop, so that it is kept behind the other.
    let statuses = try village.registry.receive([
      village.update(2, made: 20, ["gas": .text("none")])
    ])
    guard case .entered = statuses[0] else {
      Issue.record("\(statuses)")
      return
    }
    #expect(try village.fact("name") == .text("先写"))
    try village.town.audit()
  }

  @Test func `what is refused puts nothing on the list`() throws {
    let village = try Village()
    _ = try village.registry.receive([
      village.update(1, made: 10, ["name": .text("先写")]),
      village.update(2, made: 20, ["name": .text("后写")]),
    ])
    _ = try village.settle(2, "drop", serial: 1)
    // Without the reason that it needs.
    let record = try #require(
      try village.registry.read {
        try $0.holder(of: "arrival.entry", value: "\(village.id(2))")
      })
    let outcome = try village.registry.settle(
      Request(
        id: EntryID(high: 61, low: 9), on: Town.day(9), actor: .account(Town.worker),
        unit: Town.east1, programme: "arrivals", action: "arrival.reopen",
        subject: .existing(record, base: nil), records: [:], fields: [:]))
    guard case .refused = outcome else {
      Issue.record("\(outcome)")
      return
    }
    let listed = try village.registry.read { try $0.record(record)?.value("listed") }
    #expect(listed == .text("1 \(village.id(2))"))
    #expect(try village.state(record) == "dropped")
  }

  @Test func `nobody collides with what they sent over the network themselves`() throws {
    let village = try Village()
    let first = village.update(1, made: 10, ["name": .text("甲")])
    _ = try village.registry.submit(batch: [(at: nil, request: first.request)])
    // Made after it on the same device, which has no newer version of the shop.
    let second = try village.registry.receive([
      village.update(2, made: 11, after: 1, ["name": .text("乙")])
    ])
    guard case .entered = second[0] else {
      Issue.record("\(second)")
      return
    }
    // Somebody else on the same version does.
    let other = try village.registry.receive([village.update(3, made: 12, ["name": .text("丙")])])
    guard case .conflict("arrival.collision", _) = other[0] else {
      Issue.record("\(other)")
      return
    }
    #expect(try village.fact("name") == .text("乙"))
    try village.town.audit()
  }

  @Test func `an inspection is marked though somebody else has rechecked it`() throws {
    // The correction of the shop that it rests on loses to one made earlier, whichever comes first.
    for isLast in [true, false] {
      let village = try Village()
      let hazard: [String: Value] = [
        "kind": .text("wiring"), "grade": .text("general"), "fixed": .truth(false),
      ]
      let inspection = village.inspection(2)
      let three = [
        village.update(1, made: 10, ["name": .text("甲")]),
        village.arrival(
          2, "shop-inspection", "inspection.inspect", .new(inspection), made: 11, after: 1,
          records: ["premises": .existing(village.shop(0), base: 1)],
          [
            "outcome": .text("inspected"), "hazards": .list([hazard]), "notice": .text("inform"),
            "deadline": .day(Town.day(20)),
          ]),
        village.arrival(
          3, "shop-inspection", "inspection.recheck", .existing(inspection, base: 1), made: 12,
          ["hazards": .list([hazard.merging(["fixed": .truth(true)]) { $1 }])]),
      ]
      let earlier = village.update(4, made: 5, ["name": .text("乙")])
      for arrivals in isLast ? [three, [earlier]] : [[earlier], three] {
        _ = try village.registry.receive(arrivals)
      }
      #expect(try village.conflicts() == [village.id(1): "arrival.collision"])
      #expect(try village.marked() == [2: ["arrival.without-basis"]])
      #expect(try village.state(inspection) == "closed")
      try village.town.audit()
    }
  }

  @Test func `what stands under one that cannot be taken back stays with it`() throws {
    var village = try Village()
    try village.book(persons: 1, capacity: 5)
    try village.follow(1, "cancel")
    let leaver = RecordID(high: 62, low: 7)
    try village.enter(
      "accounts", "account.open", .new(leaver),
      [
        "login": .text("leaver"), "name": .text("演示员"),
        "roles": .list([["role": .text("worker"), "unit": .text(Town.district)]]),
      ])
    let booking = village.arrival(
      1, "test-booking", "registration.book", .existing(village.registration(1), base: 3), made: 10,
      records: ["session": .existing(village.booking(3), base: nil)], [:])
    let booked = try village.registry.receive([booking])
    // By somebody who has seen that, and leaves.
    let exempt = try village.registry.receive([
      village.follow(
        2, 1, "exempt", made: 20, base: 4, by: leaver, ["reason": .text("away")])
    ])
    guard case .entered = booked[0], case .entered = exempt[0] else {
      Issue.record("\(booked) \(exempt)")
      return
    }
    try village.enter("accounts", "account.close", .existing(leaver, base: nil))
    // It has happened between the two, and nobody can void the second for it any more.
    let status = try village.registry.receive([
      village.follow(3, 1, "check-in", made: 15, base: 3)
    ])[0]
    guard case .marked(_, ["arrival.collision", "record.wrong-state"]) = status else {
      Issue.record("\(status)")
      return
    }
    #expect(try village.conflicts().isEmpty)
    #expect(try village.registry.receive([booking]) == booked)
    #expect(try village.state(village.registration(1)) == "done")
    try village.town.audit()
  }

  @Test func `what was refused is not tried again where it would push out another`() throws {
    let village = try Village()
    let left = RecordID(high: 62, low: 7)
    let refused = village.arrival(
      1, "premises", "premises.update", .existing(village.shop(0), base: 1), made: 5, by: left,
      ["name": .text("甲")])
    let standing = village.update(2, made: 10, ["name": .text("乙")])
    let statuses = try village.registry.receive([refused, standing])
    #expect(statuses[0] == .conflict(code: "role.missing", against: ""))
    _ = try village.registry.receive([village.update(3, made: 20, ["gas": .text("none")])])
    // Registered and updated twice: nothing was voided to try, and entered again.
    let version = try village.registry.read { try $0.record(village.shop(0))?.version }
    #expect(version == 3)
    #expect(try village.registry.receive([standing])[0] == statuses[1])
    try village.town.audit()
  }

  @Test func `what was refused is not tried again at the cost of others`() throws {
    var village = try Village()
    try village.book(persons: 1, capacity: 5)
    let checkIn = village.follow(1, 1, "check-in", made: 10)
    _ = try village.registry.receive([checkIn])
    // In its place, before the check-in, the place is booked already.
    let booking = village.arrival(
      2, "test-booking", "registration.book", .existing(village.registration(1), base: 2), made: 5,
      records: ["session": .existing(village.booking(3), base: nil)], [:])
    #expect(
      try village.registry.receive([booking])[0]
        == .conflict(code: "record.wrong-state", against: ""))
    let standing = try village.registry.receive([checkIn])[0]
    for number in 3...6 as ClosedRange<UInt64> {
      _ = try village.registry.receive([
        village.follow(number, 1, "check-in", made: Int64(10 * number))
      ])
    }
    #expect(try village.registry.receive([checkIn])[0] == standing)
    #expect(try village.conflicts()[village.id(2)] == "record.wrong-state")
    try village.town.audit()
  }
}
