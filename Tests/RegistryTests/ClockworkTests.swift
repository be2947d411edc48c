// Holds lapse by the clock: what is due is done once, in the order of time, and after a restart
// too.

import Foundation
import Ledger
import Programmes
import Quantities
import Registry
import Storage
import Testing

@Suite struct ClockworkTests {
  private static let district = "140213"
  private static let minute: Int64 = 60_000

  private func record(_ number: UInt64) -> RecordID { RecordID(high: 2, low: number) }

  private func request(
    _ number: UInt64, _ programme: String, _ action: String, _ subject: Subject,
    _ fields: [String: Value] = [:], records: [String: Subject] = [:]
  ) -> Request {
    Request(
      id: EntryID(high: 1, low: number), on: Fixture.firstDay, actor: .system,
      unit: Self.district, programme: programme, action: action, subject: subject,
      records: records, fields: fields)
  }

  private func submit(_ opened: Fixture.Opened, _ requests: [Request]) throws {
    for outcome in try opened.registry.submit(batch: requests.map { (at: nil, request: $0) }) {
      if case .refused(let refusal) = outcome { throw refusal }
    }
  }

  /// A round with one session of two places and three people who are due.
  private func booking(_ engine: Fixture.Engine, folder: Fixture.Folder? = nil) throws
    -> Fixture.Opened
  {
    let opened = try Fixture.open(engine, folder: folder)
    let day = Value.day(Fixture.firstDay)
    var requests = [
      request(
        1, "units", "unit.found", .new(record(1)),
        [
          "code": .text(Self.district), "name": .text("演示区"), "level": .text("district"),
          "from": day,
        ]),
      request(
        10, "test-booking", "round.plan", .new(record(10)),
        ["name": .text("第一轮"), "from": day, "to": day]),
      request(
        11, "test-booking", "site.set-up", .new(record(11)),
        ["name": .text("采样点"), "address": .text("演示路1号")]),
      request(
        12, "test-booking", "session.offer", .new(record(12)),
        [
          "round": .record(record(10)), "site": .record(record(11)), "date": day,
          "from": .integer(0), "to": .integer(3_600_000), "capacity": .integer(2),
        ]),
    ]
    for number in 0..<UInt64(3) {
      requests.append(
        request(
          100 + number, "persons", "person.register", .new(record(100 + number)),
          [
            "name": .text("演示居民"), "birth": .text("1950-03-01"),
            "residence": .text(Self.district),
          ]))
      requests.append(
        request(
          200 + number, "test-booking", "registration.list", .new(record(200 + number)),
          ["round": .record(record(10))],
          records: ["person": .existing(record(100 + number), base: nil)]))
    }
    requests.append(request(13, "test-booking", "round.open", .existing(record(10), base: nil)))
    try submit(opened, requests)
    return opened
  }

  private func hold(_ number: UInt64, as entry: UInt64) -> Request {
    request(
      entry, "test-booking", "registration.hold", .existing(record(200 + number), base: nil),
      ["session": .record(record(12))])
  }

  private func advance(_ opened: Fixture.Opened, minutes: Int64) {
    opened.clock.set(milliseconds: opened.clock.milliseconds() + minutes * Self.minute)
  }

  private func state(_ opened: Fixture.Opened, _ number: UInt64) throws -> String? {
    try opened.registry.read { try $0.record(record(200 + number))?.state }
  }

  /// The newest entry of somebody's registration.
  private func last(_ opened: Fixture.Opened, _ number: UInt64) throws -> Entry? {
    try opened.registry.read { view in
      try view.record(record(200 + number)).map { try view.history(of: $0, limit: 1) }?.first
    }
  }

  @Test(arguments: Fixture.Engine.allCases) func `a hold lapses once its time is over`(
    engine: Fixture.Engine
  ) throws {
    let opened = try booking(engine)
    try submit(opened, [hold(0, as: 300)])
    advance(opened, minutes: 5)
    try submit(opened, [hold(1, as: 301)])
    #expect(throws: Refusal.self) { try submit(opened, [hold(2, as: 302)]) }
    #expect(try opened.registry.actOnTime().doneCount == 0)
    advance(opened, minutes: 10)
    // The first is due at this very moment, the second is not.
    #expect(try opened.registry.actOnTime().doneCount == 1)
    #expect(try opened.registry.actOnTime().doneCount == 0)
    #expect(try state(opened, 0) == "due")
    #expect(try state(opened, 1) == "held")
    // What it held is free again for somebody else.
    try submit(opened, [hold(2, as: 303)])
    let lapsed = try last(opened, 0)
    #expect(lapsed?.actor == .clock)
    #expect(lapsed?.action == "registration.lapse")
    advance(opened, minutes: 60)
    #expect(try opened.registry.actOnTime().doneCount == 2)
    try audit(opened.registry)
  }

  @Test func `a hold lapses though the unit that keeps it was merged into another`() throws {
    let opened = try booking(.memory)
    let day = Value.day(Fixture.firstDay)
    let found = { (number: UInt64, code: String) in
      self.request(
        number, "units", "unit.found", .new(self.record(number)),
        [
          "code": .text(code), "name": .text("演示社区"), "level": .text("community"),
          "parent": .text(Self.district), "from": day,
        ])
    }
    try submit(opened, [found(401, "140213001001"), found(402, "140213001002")])
    // Somebody on the list of the first community, who holds the one place there is.
    let person = request(
      403, "persons", "person.register", .new(record(403)),
      ["name": .text("演示居民"), "birth": .text("1950-03-01"), "residence": .text("140213001001")])
    let round = request(
      404, "test-booking", "round.plan", .new(record(404)),
      ["name": .text("第二轮"), "from": day, "to": day])
    let session = request(
      405, "test-booking", "session.offer", .new(record(405)),
      [
        "round": .record(record(404)), "site": .record(record(11)), "date": day,
        "from": .integer(0), "to": .integer(3_600_000), "capacity": .integer(1),
      ])
    let listed = Request(
      id: EntryID(high: 1, low: 406), on: Fixture.firstDay, actor: .system, unit: "140213001001",
      programme: "test-booking", action: "registration.list", subject: .new(record(406)),
      records: ["person": .existing(record(403), base: nil)],
      fields: ["round": .record(record(404))])
    let opening = request(407, "test-booking", "round.open", .existing(record(404), base: nil))
    let hold = request(
      408, "test-booking", "registration.hold", .existing(record(406), base: nil),
      ["session": .record(record(405))])
    let merge = Request(
      id: EntryID(high: 1, low: 409), on: Fixture.firstDay.advanced(by: 1), actor: .system,
      unit: Self.district, programme: "units", action: "unit.merge",
      subject: .existing(record(401), base: nil), records: [:],
      fields: ["into": .text("140213001002"), "reason": .text("演示")])
    try submit(opened, [person, round, session, listed, opening, hold])
    advance(opened, minutes: 1_440)
    try submit(opened, [merge])
    #expect(try opened.registry.actOnTime().doneCount == 1)
    let lapsed = try opened.registry.read { try $0.record(record(406)) }
    #expect(lapsed?.state == "due")
    #expect(lapsed?.unit == "140213001001")
    try audit(opened.registry)
  }

  @Test func `what came due while the program was down is done when it is back`() throws {
    let folder = Fixture.Folder()
    do {
      let opened = try booking(.sqlite, folder: folder)
      try submit(opened, [hold(0, as: 300), hold(1, as: 301)])
    }
    let opened = try Fixture.open(.sqlite, folder: folder)
    opened.clock.set(milliseconds: Fixture.firstDay.startMilliseconds + 16 * Self.minute)
    let first = try opened.registry.actOnTime(limit: 1)
    #expect(first.doneCount == 1)
    #expect(first.hasMore)
    #expect(try opened.registry.actOnTime(limit: 1).doneCount == 1)
    #expect(try !opened.registry.actOnTime(limit: 1).hasMore)
    #expect(try state(opened, 0) == "due")
    #expect(try state(opened, 1) == "due")
    try audit(opened.registry)
  }

  @Test func `a hold that is voided lapses no more, and one put right lapses at its own time`()
    throws
  {
    let opened = try booking(.memory)
    try submit(opened, [hold(0, as: 300), hold(1, as: 301)])
    let first = try #require(try last(opened, 0)?.seq)
    let second = try #require(try last(opened, 1)?.seq)
    advance(opened, minutes: 1)
    let voided = hold(0, as: 400)
    let corrected = hold(1, as: 401)
    try submit(
      opened,
      [
        Request(
          id: voided.id, on: voided.on, actor: voided.actor, unit: voided.unit,
          programme: voided.programme, action: voided.action, subject: voided.subject,
          records: [:], fields: [:],
          amends: Amendment(seq: first, manner: .void, reason: "点错了")),
        Request(
          id: corrected.id, on: corrected.on, actor: corrected.actor, unit: corrected.unit,
          programme: corrected.programme, action: corrected.action, subject: corrected.subject,
          records: [:], fields: corrected.fields,
          amends: Amendment(seq: second, manner: .correct, reason: "重填")),
      ])
    // Held since the first minute, as the entry that was corrected.
    advance(opened, minutes: 14)
    #expect(try opened.registry.actOnTime().doneCount == 1)
    #expect(try state(opened, 1) == "due")
    try audit(opened.registry)
  }

  @Test func `a booking that comes back needs a place that is there now`() throws {
    let opened = try booking(.memory)
    func book(_ number: UInt64, as entry: UInt64, _ amends: Amendment? = nil) -> Request {
      let isVoid = amends?.manner == .void
      return Request(
        id: EntryID(high: 1, low: entry), on: Fixture.firstDay, actor: .system,
        unit: Self.district, programme: "test-booking", action: "registration.book",
        subject: .existing(record(200 + number), base: nil), records: [:],
        fields: isVoid ? [:] : ["session": .record(record(12))], amends: amends)
    }
    func enlarge(_ capacity: Int64, as entry: UInt64) -> Request {
      request(
        entry, "test-booking", "session.enlarge", .existing(record(12), base: nil),
        ["capacity": .integer(capacity)])
    }
    try submit(opened, [book(0, as: 300)])
    let seq = try #require(try last(opened, 0)?.seq)
    let void = Amendment(seq: seq, manner: .void, reason: "点错了")
    try submit(opened, [book(0, as: 301, void), enlarge(1, as: 302), book(1, as: 303)])
    // It was one of two places; now there is one, and somebody else has it.
    let back = Amendment(seq: seq, manner: .correct, reason: "没有点错")
    #expect(
      throws: Refusal.ceilingReached(measure: "test-booking.booked-in-session", limit: 1)
    ) { try submit(opened, [book(0, as: 304, back)]) }
    try submit(opened, [enlarge(2, as: 305), book(0, as: 306, back)])
    #expect(try state(opened, 0) == "booked")
    try audit(opened.registry)
  }

  private func audit(_ registry: Registry) throws {
    let report = try registry.read { try $0.audit(decides: true, progress: { _ in }) }
    #expect(report.findings == [])
    #expect(report.redecided == report.entries)
  }
}
