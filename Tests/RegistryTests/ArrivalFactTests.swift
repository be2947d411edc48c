// What has happened is entered whatever a rule says, and marked; promises hold even so.

import Ledger
import Programmes
import Quantities
import Registry
import Testing

@Suite struct ArrivalFactTests {
  private func booked(persons: Int = 2, capacity: Int64 = 5) throws -> Village {
    var village = try Village()
    try village.book(persons: persons, capacity: capacity)
    return village
  }

  private func one(_ village: Village, _ arrival: Arrival) throws -> ArrivalStatus {
    try village.registry.receive([arrival])[0]
  }

  // MARK: Marked

  @Test func `a check-in of a cancelled booking counts, and its entry says what it went against`()
    throws
  {
    let village = try booked()
    try village.follow(1, "cancel")
    #expect(throws: Refusal.self) { try village.follow(1, "check-in") }
    let status = try one(village, village.follow(7, 1, "check-in", made: 10))
    guard case .marked(let seq, let codes) = status else {
      Issue.record("\(status)")
      return
    }
    #expect(codes == ["arrival.collision", "record.wrong-state"])
    #expect(try village.state(village.registration(1)) == "done")
    #expect(try village.value("test-booking.sampled") == 1)
    #expect(try village.marked() == [7: codes])
    #expect(try village.conflicts().isEmpty)
    let stored = try #require(try village.registry.read { try $0.stored(seq) })
    #expect(try Leaf(decoding: stored.leaf).marks == codes)
    try village.town.audit()
  }

  @Test func `one who comes before the round is open is counted, and a mark says so`() throws {
    var village = try booked()
    try village.begin()
    try village.enter(
      "test-booking", "round.plan", .new(village.booking(1)),
      [
        "name": .text("未开始"), "from": .day(Town.day(20)), "to": .day(Town.day(21)),
      ])
    try village.enter(
      "persons", "person.register", .new(village.person(1)),
      ["name": .text("演示人"), "residence": .text(Town.east1)])
    let status = try one(
      village,
      village.arrival(
        1, "test-booking", "registration.walk-in", .new(village.registration(1)), made: 10,
        records: [
          "round": .existing(village.booking(1), base: nil),
          "person": .existing(village.person(1), base: nil),
        ], [:]))
    guard case .marked(_, ["condition.failed"]) = status else {
      Issue.record("\(status)")
      return
    }
    #expect(try village.value("test-booking.sampled") == 1)
    try village.town.audit()
  }

  @Test func `a visit counts, and a fact that others changed meanwhile stays as they wrote it`()
    throws
  {
    var village = try Village()
    try village.town.update(0, at: Town.east1, on: 7, ["gas": .text("piped")])
    let status = try one(
      village,
      village.inspect(
        1, made: 10, ["premises.gas": .text("bottled"), "premises.lodging": .truth(true)]))
    guard case .marked(_, ["arrival.collision"]) = status else {
      Issue.record("\(status)")
      return
    }
    #expect(try village.fact("gas") == .text("piped"))
    #expect(try village.fact("lodging") == .truth(true))
    #expect(try village.value("shop-inspection.inspections") == 1)
    let marked = try village.registry.read { try $0.markedArrivals() }
    #expect(marked.map(\.leftOut) == [["premises.gas"]])
    #expect(marked.first?.against.hasPrefix("gas @") == true)
    // Somebody finds that the inspector was right.
    _ = try village.settle(1, "insist", ["insisted": .truth(true)], serial: 1)
    #expect(try village.fact("gas") == .text("bottled"))
    #expect(try village.value("shop-inspection.inspections") == 1)
    #expect(try village.marked().isEmpty)
    try village.town.audit()
  }

  @Test func `what was made too long ago is marked, what is of tomorrow waits`() throws {
    let village = try Village()
    village.town.opened.clock.set(milliseconds: Town.day(60).startMilliseconds)
    let statuses = try village.registry.receive([
      village.inspect(1, made: 10, on: 8), village.inspect(2, shop: 1, made: 10, on: 61),
    ])
    guard case .marked(_, ["day.out-of-range"]) = statuses[0],
      case .conflict("day.out-of-range", _) = statuses[1]
    else {
      Issue.record("\(statuses)")
      return
    }
    try village.town.audit()
  }

  @Test func `what has happened does not wait for what somebody decided against`() throws {
    let village = try booked()
    try village.follow(1, "cancel")
    let rebooked = village.follow(1, 1, "exempt", made: 9, ["reason": .text("away")])
    let checked = village.follow(2, 1, "check-in", made: 10, after: 1)
    #expect(try one(village, checked) == .waiting)
    let statuses = try village.registry.receive([rebooked, checked])
    guard case .conflict("arrival.collision", _) = statuses[0],
      case .marked(_, let codes) = statuses[1]
    else {
      Issue.record("\(statuses)")
      return
    }
    #expect(codes.contains("arrival.without-basis"))
    #expect(try village.state(village.registration(1)) == "done")
    // What is insisted on takes its place before what rests on it.
    _ = try village.settle(1, "insist", ["insisted": .truth(true)], serial: 1)
    #expect(try village.state(village.registration(1)) == "done")
    #expect(try village.marked().values.first?.contains("arrival.without-basis") == false)
    try village.town.audit()
  }

  // MARK: Looked at

  @Test func `a person has seen it, or voids it as any entry`() throws {
    let village = try booked()
    try village.follow(1, "cancel")
    try village.follow(2, "cancel")
    let statuses = try village.registry.receive([
      village.follow(1, 1, "check-in", made: 10), village.follow(2, 2, "check-in", made: 11),
    ])
    #expect(try village.value("test-booking.sampled") == 2)
    _ = try village.settle(1, "seen", serial: 1)
    #expect(try Array(village.marked().keys) == [2])
    guard case .marked(let seq, _) = statuses[1] else {
      Issue.record("\(statuses)")
      return
    }
    let void = Amendment(seq: seq, manner: .void, reason: "查无此人")
    try village.enter(
      "test-booking", "registration.check-in", .existing(village.registration(2), base: nil),
      amends: void)
    #expect(try village.marked().isEmpty)
    #expect(try village.value("test-booking.sampled") == 1)
    // What was seen is not put on the list again when others come.
    let third = try village.registry.receive([village.follow(3, 1, "check-in", made: 12)])
    let now = try village.registry.read { try $0.markedArrivals() }
    #expect(now.map(\.arrival.request.id.low) == [3], "\(third) \(now)")
    try village.registry.resumeArrivals()
    #expect(try Set(village.marked().keys) == [3])
    try village.town.audit()
  }

  @Test func `what a marked entry says can be put right, and so can what was before it`() throws {
    let village = try booked()
    try village.follow(1, "cancel")
    let status = try one(
      village, village.follow(1, 1, "check-in", made: 10, ["tube": .text("甲1")]))
    guard case .marked(let seq, _) = status else {
      Issue.record("\(status)")
      return
    }
    try village.enter(
      "test-booking", "registration.check-in", .existing(village.registration(1), base: nil),
      ["tube": .text("乙2")], amends: Amendment(seq: seq, manner: .correct, reason: "管号有误"))
    let history = try village.registry.read { view in
      try view.history(of: try #require(try view.record(village.registration(1))), limit: 10)
    }
    let cancelled = try #require(history.first { $0.action == "registration.cancel" })
    try village.enter(
      "test-booking", "registration.cancel", .existing(village.registration(1), base: nil),
      amends: Amendment(seq: cancelled.seq, manner: .void, reason: "误操作"))
    #expect(try village.state(village.registration(1)) == "done")
    #expect(try village.value("test-booking.sampled") == 1)
    try village.town.audit()
  }

  // MARK: Not even so

  @Test func `a place belongs to whoever was first, even if somebody else has come`() throws {
    let village = try booked(persons: 2, capacity: 2)
    try village.follow(1, "cancel")
    try village.enter(
      "persons", "person.register", .new(village.person(3)),
      ["name": .text("演示人3"), "residence": .text(Town.east1)])
    try village.enter(
      "test-booking", "registration.book-unlisted", .new(village.registration(3)), [:],
      [
        "round": .existing(village.booking(1), base: nil),
        "person": .existing(village.person(3), base: nil),
        "session": .existing(village.booking(3), base: nil),
      ])
    let status = try one(village, village.follow(1, 1, "check-in", made: 10))
    guard case .conflict("ceiling.reached", _) = status else {
      Issue.record("\(status)")
      return
    }
    #expect(try village.value("test-booking.sampled") == 0)
    try village.enter(
      "test-booking", "session.enlarge", .existing(village.booking(3), base: nil),
      ["capacity": .integer(3)])
    _ = try village.settle(1, "insist", ["insisted": .truth(true)], serial: 1)
    #expect(try village.value("test-booking.sampled") == 1)
    #expect(try village.marked() == [1: ["record.wrong-state"]])
    try village.town.audit()
  }

  @Test func `who never was somebody, and what never was, is not entered`() throws {
    let village = try booked()
    try village.follow(1, "cancel")
    let stranger = RecordID(high: 51, low: 1)
    let statuses = try village.registry.receive([
      village.follow(1, 1, "check-in", made: 10, by: stranger),
      village.follow(2, 99, "check-in", made: 11),
      village.follow(
        3, 2, "check-in", made: 12, ["tube": .text(String(repeating: "管", count: 99))]),
      village.follow(4, 2, "check-in", made: 13, ["colour": .text("红")]),
    ])
    let codes = statuses.map { status -> String in
      if case .conflict(let code, _) = status { code } else { "\(status)" }
    }
    #expect(codes == ["role.missing", "record.unknown", "field.invalid", "field.unknown"])
    #expect(try village.value("test-booking.sampled") == 0)
    try village.town.audit()
  }

  @Test func `a month that was closed stays as it was reported`() throws {
    let village = try Village()
    village.town.opened.clock.set(milliseconds: Town.day(33).startMilliseconds)
    try village.enter(
      "periods", "period.close", .new(village.booking(90)),
      ["year": .integer(2022), "month": .integer(1)])
    let status = try one(village, village.inspect(1, made: 10))
    guard case .conflict("period.closed", _) = status else {
      Issue.record("\(status)")
      return
    }
    try village.town.audit()
  }

  @Test func `over the network nothing is passed over, and what is no fact is refused offline too`()
    throws
  {
    let village = try booked()
    try village.follow(1, "cancel")
    #expect(throws: Refusal.self) { try village.follow(1, "check-in") }
    let status = try one(
      village, village.follow(1, 1, "rebook", made: 10, ["session": .record(village.booking(3))]))
    guard case .conflict("record.wrong-state", _) = status else {
      Issue.record("\(status)")
      return
    }
    #expect(try village.state(village.registration(1)) == "due")
    #expect(try village.marked().isEmpty)
  }
}
