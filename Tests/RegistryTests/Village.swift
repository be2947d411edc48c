// A town whose workers were out of reach for a while, for the tests of what they bring back.

import Ledger
import Programmes
import Quantities
import Registry
import Storage
import Testing

/// A town with two shops, and what devices made while they were out of reach.
struct Village {
  var town: Town
  /// Tells the shops and numbers of one round from those of another in the same ledger.
  private(set) var round = 0

  init(_ engine: Fixture.Engine = .memory, folder: Fixture.Folder? = nil) throws {
    try self.init(Town(engine, folder: folder))
  }

  /// One whose disk fails when told to.
  init(faults: Faults, pace: ProjectionPace = .beside) throws {
    let clock = StandingClock(milliseconds: Fixture.firstDay.startMilliseconds)
    let store = MemoryStore()
    let registry = try Fixture.registry(
      store: store, writer: FaultyWriter(store.makeWriter(), faults: faults),
      projector: FaultyProjector(store.makeProjector(), faults: faults), clock: clock, pace: pace)
    try self.init(Town(Fixture.Opened(registry: registry, clock: clock, folder: nil)))
  }

  private init(_ town: Town) throws {
    self.town = town
    try self.town.register(at: Town.east1, on: 5, count: 2)
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
    after: UInt64? = nil, version: UInt32? = nil, _ fields: [String: Value]
  ) -> Arrival {
    arrival(
      number, "premises", "premises.update", .existing(self.shop(shop), base: base), made: made,
      after: after, version: version, fields)
  }

  func arrival(
    _ number: UInt64, _ programme: String, _ action: String, _ subject: Subject, made: Int64,
    after: UInt64? = nil, version: UInt32? = nil, on day: Int = 8,
    by actor: RecordID = Town.worker, records: [String: Subject] = [:], _ fields: [String: Value]
  ) -> Arrival {
    Arrival(
      request: Request(
        id: id(number), on: Town.day(day), actor: .account(actor), unit: Town.east1,
        programme: programme, action: action, subject: subject, records: records,
        fields: fields),
      made: made, after: after.map(id), version: version)
  }

  /// An inspection of a shop by somebody who last saw it in a version.
  func inspect(
    _ number: UInt64, shop: Int = 0, base: UInt32 = 1, made: Int64, on day: Int = 8,
    version: UInt32? = nil, _ fields: [String: Value] = [:]
  ) -> Arrival {
    arrival(
      number, "shop-inspection", "inspection.inspect", .new(inspection(number)), made: made,
      version: version, on: day, records: ["premises": .existing(self.shop(shop), base: base)],
      ["outcome": .text("inspected"), "hazards": .list([])].merging(fields) { $1 })
  }

  func inspection(_ number: UInt64) -> RecordID {
    RecordID(high: 63, low: 1_000 * UInt64(round) + number)
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

  // MARK: Booking

  /// Begins a round with one session, for which persons 1 to `persons` have a place.
  mutating func book(persons: Int, capacity: Int64) throws {
    let (from, to) = (Town.day(1), Town.day(30))
    try enter(
      "test-booking", "round.plan", .new(booking(1)),
      ["name": .text("第\(round)轮"), "from": .day(from), "to": .day(to)])
    try enter(
      "test-booking", "site.set-up", .new(booking(2)),
      ["name": .text("采样点\(round)"), "address": .text("演示街")])
    let nine = Town.day(8).startMilliseconds + 9 * 3_600_000
    try enter(
      "test-booking", "session.offer", .new(booking(3)),
      [
        "date": .day(Town.day(8)), "from": .integer(nine), "to": .integer(nine + 3_600_000),
        "capacity": .integer(capacity),
      ], ["round": .existing(booking(1), base: nil), "site": .existing(booking(2), base: nil)])
    for number in 1...persons {
      try enter(
        "persons", "person.register", .new(person(number)),
        ["name": .text("演示人\(number)"), "residence": .text(Town.east1)])
      try enter(
        "test-booking", "registration.list", .new(registration(number)), [:],
        [
          "round": .existing(booking(1), base: nil),
          "person": .existing(person(number), base: nil),
        ])
    }
    try enter("test-booking", "round.open", .existing(booking(1), base: nil))
    for number in 1...persons { try book(number) }
  }

  func book(_ person: Int) throws {
    try follow(person, "book", [:], ["session": .existing(booking(3), base: nil)])
  }

  /// Does something with a person's registration over the network.
  func follow(
    _ person: Int, _ action: String, _ fields: [String: Value] = [:],
    _ records: [String: Subject] = [:]
  ) throws {
    try enter(
      "test-booking", "registration.\(action)", .existing(registration(person), base: nil),
      fields, records)
  }

  /// What a device did with a person's registration, which it saw when a place was booked.
  func follow(
    _ number: UInt64, _ person: Int, _ action: String, made: Int64, after: UInt64? = nil,
    base: UInt32 = 2, version: UInt32? = nil, on day: Int = 8, by actor: RecordID = Town.worker,
    _ fields: [String: Value] = [:]
  ) -> Arrival {
    arrival(
      number, "test-booking", "registration.\(action)",
      .existing(registration(person), base: base), made: made, after: after, version: version,
      on: day, by: actor, fields)
  }

  func booking(_ number: Int) -> RecordID {
    RecordID(high: 70, low: UInt64(1_000 * round + number))
  }

  func person(_ number: Int) -> RecordID { booking(100 + number) }
  func registration(_ number: Int) -> RecordID { booking(200 + number) }

  func state(_ record: RecordID) throws -> String? {
    try registry.read { try $0.record(record)?.state }
  }

  // MARK: Over the network

  /// Enters something by the system, on the day of the arrivals' work.
  @discardableResult
  func enter(
    _ programme: String, _ action: String, _ subject: Subject, _ fields: [String: Value] = [:],
    _ records: [String: Subject] = [:], amends: Amendment? = nil
  ) throws -> Int64 {
    let count = try registry.read { try $0.through() }
    let request = Request(
      id: EntryID(high: 60, low: UInt64(count)), on: Town.day(8), actor: .system,
      unit: Town.east1, programme: programme, action: action, subject: subject,
      records: records, fields: fields, amends: amends)
    switch try registry.submit(batch: [(at: nil, request: request)])[0] {
    case .accepted(let acceptance): return acceptance.receipt.seq
    case .refused(let refusal): throw refusal
    }
  }

  /// Publishes a version of a bundled programme that differs from it in these texts.
  func publish(
    _ name: String, _ version: Int, _ changes: [(String, String)]
  ) throws {
    var text = String(decoding: try Fixture.bytes("Packages/\(name).yaml"), as: UTF8.self)
    let head = try #require(text.firstRange(of: "version: "))
    let line = try #require(text[head.upperBound...].firstIndex(of: "\n"))
    text.replaceSubrange(head.upperBound..<line, with: "\(version)")
    for (old, new) in changes {
      let place = try #require(text.firstRange(of: old), "\(name) has no \(old)")
      text.replaceSubrange(place, with: new)
    }
    try enter(
      "programmes", "programme.publish",
      .new(RecordID(high: 64, low: UInt64(version))),
      [
        "name": .text(name), "version": .integer(Int64(version)),
        "digest": .text("\(version)"), "text": .text(text),
      ])
  }

  /// A version of `premises` with a field more, an option less and a rule more.
  func publishHall(_ more: KeyValuePairs<String, String> = [:]) throws {
    var changes: [(String, String)] = [
      (
        "      gas:\n",
        "      hall: { type: yes-no, title: { zh: 有无大厅, en: Hall } }\n      gas:\n"
      ),
      ("           lodging, gas]\n      update:", "           lodging, gas, hall]\n      update:"),
      ("           lodging, gas]\n      move:", "           lodging, gas, hall]\n      move:"),
      ("          net-bar: { zh: 小网吧, en: Small internet bar }\n", ""),
    ]
    changes += more.map { ($0.key, $0.value) }
    try publish("premises", 3, changes)
  }

  // MARK: Marks

  /// What is to be looked at, by the number of the arrival.
  func marked() throws -> [UInt64: [String]] {
    try registry.read { view in
      Dictionary(
        uniqueKeysWithValues: try view.markedArrivals().map {
          ($0.arrival.request.id.low, $0.codes)
        })
    }
  }

  func value(_ measure: String, _ unit: String = Town.district) throws -> Int64 {
    try registry.read {
      try $0.value(
        measure: measure, part: nil, unit: unit,
        over: DayRange(month: Month(containing: Town.day(8))))
    }
  }
}
