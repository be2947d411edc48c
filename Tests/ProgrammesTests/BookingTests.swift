import Programmes
import Quantities
import Testing

/// A round of mass tests: the list is frozen, sessions fill up, nobody is counted twice.
@Suite struct BookingTests {
  let district: District

  init() throws {
    district = District(try bundled())
    try submit(
      "round.plan", .new(id(1)),
      fields: [
        "name": .text("第一轮"), "from": .day(day("2022-09-28")), "to": .day(day("2022-09-29")),
      ])
    try submit("site.set-up", .new(id(2)), fields: ["name": .text("小区南门"), "address": .text("南门")])
    try submit(
      "session.offer", .new(id(3)), records: ["round": now(1), "site": now(2)],
      fields: [
        "date": .day(day("2022-09-28")), "from": .text("2022-09-28 19:00"),
        "to": .text("2022-09-28 20:00"), "capacity": .integer(2),
      ])
    for number in 1...4 { try register(number) }
  }

  func now(_ number: Int) -> Subject { .existing(id(number), base: nil) }

  func submit(
    _ action: String, _ subject: Subject, records: [String: Subject] = [:],
    fields: [String: Value] = [:]
  ) throws {
    try district.submit(
      request("test-booking", action, subject, records: records, fields: fields))
  }

  func register(_ number: Int, birth: String = "1950-03-01", more: [String: Value] = [:]) throws {
    var fields = more
    fields["name"] = .text("居民\(number)")
    fields["birth"] = .text(birth)
    fields["residence"] = .text(number % 2 == 0 ? "140213062002" : "140213062001")
    try district.submit(
      request("persons", "person.register", .new(id(100 + number)), fields: fields))
  }

  func list(_ number: Int) throws {
    try submit(
      "registration.list", .new(id(200 + number)),
      records: ["person": now(100 + number), "round": now(1)])
  }

  func book(_ number: Int) throws {
    try submit("registration.book", now(200 + number), records: ["session": now(3)])
  }

  @Test func `the due list is frozen when booking opens`() throws {
    try list(1)
    try list(2)
    try submit("round.open", now(1))
    #expect(
      refusal { try list(3) }
        == .conditionFailed(
          zh: "名单已经冻结，请用“名单外登记”。", en: "The list is frozen; book the person as not listed."))
    #expect(district.total("test-booking.due") == 2)
    #expect(district.total("test-booking.due", unit: "140213062002") == 1)
    #expect(district.balance(of: "test-booking.due", owner: id(1)) == 2)
  }

  private func waiting() -> [RecordID] {
    district.keys.filter { $0.key.name == "registration.lapse@due" }.map(\.value)
  }

  private func lapse(_ number: Int) throws {
    try district.submit(
      Request(
        id: EntryID(high: 9, low: UInt64(number)), on: district.today, actor: .clock,
        unit: "140213062001", programme: "test-booking", action: "registration.lapse",
        subject: now(200 + number), records: [:], fields: [:]))
  }

  @Test func `a held place counts as taken until it is confirmed or its time is over`() throws {
    for number in 1...3 { try list(number) }
    try submit("round.open", now(1))
    district.roles.insert("clock")
    district.now = day("2022-09-28").startMilliseconds + 3_600_000
    for number in 1...2 {
      try submit("registration.hold", now(200 + number), records: ["session": now(3)])
    }
    #expect(
      refusal { try book(3) }
        == .ceilingReached(measure: "test-booking.booked-in-session", limit: 2))
    #expect(Set(waiting()) == [id(201), id(202)])
    #expect(
      district.records[id(201)]?.value("held-until") == .integer(district.now + 15 * 60_000))
    try submit("registration.confirm", now(201))
    #expect(waiting() == [id(202)])
    // One millisecond before the time is not the time.
    district.now += 15 * 60_000 - 1
    #expect(refusal { try lapse(2) }?.code == "condition.failed")
    district.now += 1
    #expect(refusal { try lapse(1) }?.code == "record.wrong-state")
    try lapse(2)
    #expect(waiting().isEmpty)
    #expect(district.records[id(202)]?.state == "due")
    #expect(district.balance(of: "test-booking.booked-in-session", owner: id(3)) == 1)
    try book(3)
    #expect(district.total("test-booking.missing") == 3)
  }

  @Test func `a place held again is held for its time again`() throws {
    try list(1)
    try submit("round.open", now(1))
    try submit("session.enlarge", now(3), fields: ["capacity": .integer(2)])
    for minute: Int64 in [0, 10] {
      district.now = day("2022-09-28").startMilliseconds + minute * 60_000
      try submit("registration.hold", now(201), records: ["session": now(3)])
      #expect(
        district.keys.filter { $0.key.name == "registration.lapse@due" }.map(\.key.texts[0])
          == [Deadline.prefix(district.now + 15 * 60_000)])
      try submit("registration.cancel", now(201))
      #expect(waiting().isEmpty)
    }
  }

  @Test func `a session is never overbooked, and a cancelled place is free again`() throws {
    for number in 1...3 { try list(number) }
    try submit("round.open", now(1))
    try book(1)
    try book(2)
    #expect(
      refusal { try book(3) }
        == .ceilingReached(measure: "test-booking.booked-in-session", limit: 2))
    try submit("registration.cancel", now(201))
    try book(3)
    #expect(district.balance(of: "test-booking.booked-in-session", owner: id(3)) == 2)
    #expect(district.total("test-booking.registered") == 2)
    try submit("session.enlarge", now(3), fields: ["capacity": .integer(3)])
    try book(1)
    try submit("registration.check-in", now(201), fields: ["tube": .text("A1")])
    #expect(district.total("test-booking.sampled") == 1)
    #expect(district.total("test-booking.missing", part: "sixty") == 2)
    #expect(
      refusal { try submit("registration.check-in", now(201)) }
        == .wrongState(kind: "registration", state: "done", needed: ["booked"]))
  }

  @Test func `nobody is registered twice in a round`() throws {
    try list(1)
    #expect(
      refusal {
        try submit(
          "registration.list", .new(id(301)), records: ["person": now(101), "round": now(1)])
      } == .keyTaken(key: "registration.once", holder: id(201)))
  }

  @Test func `a proxy needs a relation and consent`() throws {
    try list(1)
    try submit("round.open", now(1))
    #expect(
      refusal {
        try submit("registration.book-proxy", now(201), records: ["session": now(3)])
      } == .fieldMissing("relation"))
    let refused = refusal {
      try submit(
        "registration.book-proxy", now(201), records: ["session": now(3)],
        fields: ["relation": .text("neighbour"), "consent": .text("否")])
    }
    #expect(refused?.code == "condition.failed")
    try submit(
      "registration.book-proxy", now(201), records: ["session": now(3)],
      fields: ["relation": .text("neighbour"), "consent": .text("是")])
    #expect(district.total("test-booking.registered-by-proxy", part: "neighbour") == 1)
  }

  @Test func `a walk-in needs no booking, an exemption needs a reason`() throws {
    try list(1)
    try submit("round.open", now(1))
    try submit(
      "registration.walk-in", .new(id(204)), records: ["person": now(104), "round": now(1)])
    #expect(district.total("test-booking.sampled", unit: "140213062002") == 1)
    #expect(
      refusal { try submit("registration.exempt", now(201)) } == .fieldMissing("reason"))
    try submit("registration.exempt", now(201), fields: ["reason": .text("away")])
    #expect(district.total("test-booking.exempt", part: "away") == 1)
    #expect(district.total("test-booking.missing") == 0)
  }

  @Test func `the age band comes from the identity number and the number stays sealed`() throws {
    try register(5, more: ["identity-number": .text("11010519491231002x")])
    let person = district.records[id(105)]
    #expect(person?.value("age-band") == .text("sixty"))
    #expect(person?.facts["identity-number"]?.content == .sealed)
    #expect(
      refusal { try register(6, more: ["identity-number": .text("11010519491231002X")]) }
        == .keyTaken(key: "person.identity-number", holder: id(105)))
  }

  @Test func `a person who moves does not change what was listed`() throws {
    try list(2)
    try district.submit(
      request(
        "persons", "person.update", now(102), fields: ["residence": .text("140213062001")]))
    #expect(district.total("persons.registered", unit: "140213062002") == 1)
    #expect(district.total("persons.registered", unit: "140213062001") == 3)
    try submit("round.open", now(1))
    try book(2)
    #expect(district.total("test-booking.registered", unit: "140213062002") == 1)
  }
}
