// The one write path, case by case: what is accepted lasts, what is refused leaves nothing behind,
// and a disk that fails loses no promise.

import Foundation
import Indicators
import Ledger
import Programmes
import Quantities
import Registry
import Simulation
import Storage
import StorageSQLite
import Testing

@Suite struct WritingTests {
  private static let district = "140213"

  /// A ledger with its district founded and one round of booking open with a single place.
  private struct Booking {
    let opened: Fixture.Opened
    let round: RecordID
    let session: RecordID
    let people: [RecordID]
    let registrations: [RecordID]
  }

  private func request(
    _ number: UInt64, _ programme: String, _ action: String, _ subject: Subject,
    _ fields: [String: Value], records: [String: Subject] = [:]
  ) -> Request {
    Request(
      id: EntryID(high: 1, low: number), on: Fixture.firstDay, actor: .system,
      unit: Self.district, programme: programme, action: action, subject: subject,
      records: records, fields: fields)
  }

  private func record(_ number: UInt64) -> RecordID { RecordID(high: 2, low: number) }

  private func founding() -> Request {
    request(
      1, "units", "unit.found", .new(record(1)),
      [
        "code": .text(Self.district), "name": .text("演示区"), "level": .text("district"),
        "from": .day(Fixture.firstDay),
      ])
  }

  private func station(_ number: UInt64, name: String) -> Request {
    request(
      number, "elder-station", "station.apply", .new(record(number)),
      ["name": .text(name), "community": .text(Self.district)])
  }

  private func booking(places: Int64) async throws -> Booking {
    let opened = try Fixture.open(.sqlite)
    let submit = { (request: Request) in _ = try await opened.registry.submit(request) }
    try await submit(founding())
    let day = Value.day(Fixture.firstDay)
    try await submit(
      request(
        10, "test-booking", "round.plan", .new(record(10)),
        ["name": .text("第一轮"), "from": day, "to": day]))
    try await submit(
      request(
        11, "test-booking", "site.set-up", .new(record(11)),
        ["name": .text("采样点"), "address": .text("演示路1号")]))
    try await submit(
      request(
        12, "test-booking", "session.offer", .new(record(12)),
        [
          "round": .record(record(10)), "site": .record(record(11)), "date": day,
          "from": .integer(0), "to": .integer(3_600_000), "capacity": .integer(places),
        ]))
    var people: [RecordID] = []
    var registrations: [RecordID] = []
    for number in 0..<UInt64(20) {
      let person = record(100 + number)
      try await submit(
        request(
          100 + number, "persons", "person.register", .new(person),
          [
            "name": .text("演示居民"), "identity-number": .text(Self.identity(Int(number))),
            "residence": .text(Self.district),
          ]))
      let registration = record(200 + number)
      try await submit(
        request(
          200 + number, "test-booking", "registration.list", .new(registration),
          ["round": .record(record(10))],
          records: ["person": .existing(person, base: nil)]))
      people.append(person)
      registrations.append(registration)
    }
    try await submit(
      request(13, "test-booking", "round.open", .existing(record(10), base: nil), [:]))
    return Booking(
      opened: opened, round: record(10), session: record(12), people: people,
      registrations: registrations)
  }

  /// A made-up identity number with a right check digit (GB 11643), born on 1 January 1980.
  private static func identity(_ serial: Int) -> String {
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    let body = "14021319800101" + String(format: "%03d", serial)
    let sum = zip(body, weights).reduce(0) { $0 + ($1.0.wholeNumberValue ?? 0) * $1.1 }
    return body + String(Array("10X98765432")[sum % 11])
  }

  // MARK: Coming twice

  @Test func `the same request again gives the first receipt again`() async throws {
    let opened = try Fixture.open(.sqlite)
    _ = try await opened.registry.submit(founding())
    let first = try await opened.registry.submit(station(2, name: "一站"))
    let second = try await opened.registry.submit(station(2, name: "一站"))
    #expect(second.seq == first.seq)
    #expect(second.receipt.leafHash == first.receipt.leafHash)
    #expect(!first.isRepeat)
    #expect(second.isRepeat)
    let through = try opened.registry.read { try $0.through() }
    #expect(through == first.seq + 1)
  }

  @Test func `another content under the same id is refused`() async throws {
    let opened = try Fixture.open(.sqlite)
    _ = try await opened.registry.submit(founding())
    let first = try await opened.registry.submit(station(2, name: "一站"))
    await #expect(throws: Refusal.idReused(seq: first.seq)) {
      try await opened.registry.submit(station(2, name: "二站"))
    }
  }

  @Test func `the same id twice in one batch makes one entry`() throws {
    let opened = try Fixture.open(.memory)
    let outcomes = try opened.registry.submit(batch: [
      (at: nil, request: founding()), (at: nil, request: station(2, name: "一站")),
      (at: nil, request: station(2, name: "一站")), (at: nil, request: station(2, name: "二站")),
    ])
    guard case .accepted(let first) = outcomes[1], case .accepted(let again) = outcomes[2],
      case .refused(let refusal) = outcomes[3]
    else {
      Issue.record("\(outcomes)")
      return
    }
    #expect(first.receipt == again.receipt)
    #expect(refusal == .idReused(seq: first.seq))
  }

  @Test func `a refusal is not remembered and leaves nothing behind`() async throws {
    let opened = try Fixture.open(.sqlite)
    _ = try await opened.registry.submit(founding())
    _ = try await opened.registry.submit(station(2, name: "一站"))
    let before = try opened.registry.read { try $0.through() }
    await #expect(throws: Refusal.self) {
      try await opened.registry.submit(station(3, name: "一站"))
    }
    // The same id with what was meant is a new request, since the refusal is forgotten.
    let accepted = try await opened.registry.submit(station(3, name: "三站"))
    #expect(accepted.seq == before)
  }

  // MARK: Ceilings and keys

  @Test func `twenty people racing for seven places get seven`() async throws {
    let booking = try await booking(places: 7)
    let registry = booking.opened.registry
    let taken = await withTaskGroup(of: Bool.self) { group in
      for (index, registration) in booking.registrations.enumerated() {
        let wanted = request(
          300 + UInt64(index), "test-booking", "registration.book",
          .existing(registration, base: nil), ["session": .record(booking.session)])
        group.addTask {
          do {
            _ = try await registry.submit(wanted)
            return true
          } catch let refusal as Refusal {
            return refusal.code != "ceiling.reached"
          } catch {
            return true
          }
        }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(taken == 7)
    try booking.opened.registry.read { view in
      let report = try view.audit(decides: true, progress: { _ in })
      #expect(report.findings == [])
      let due = try view.value(
        measure: "test-booking.due", part: nil, unit: Self.district,
        over: DayRange(from: Fixture.firstDay, to: Fixture.firstDay))
      #expect(due == 20)
    }
  }

  @Test func `a place given back can be booked again`() async throws {
    let booking = try await booking(places: 1)
    let registry = booking.opened.registry
    let book = { (number: UInt64, registration: RecordID) in
      self.request(
        number, "test-booking", "registration.book", .existing(registration, base: nil),
        ["session": .record(booking.session)])
    }
    _ = try await registry.submit(book(300, booking.registrations[0]))
    await #expect(throws: Refusal.self) {
      try await registry.submit(book(301, booking.registrations[1]))
    }
    _ = try await registry.submit(
      request(
        302, "test-booking", "registration.cancel",
        .existing(booking.registrations[0], base: nil), [:]))
    _ = try await registry.submit(book(303, booking.registrations[1]))
  }

  @Test func `one identity number is one person, and stands nowhere in the clear`() async throws {
    let booking = try await booking(places: 1)
    let number = Self.identity(3)
    await #expect(throws: Refusal.self) {
      try await booking.opened.registry.submit(
        request(
          400, "persons", "person.register", .new(record(400)),
          [
            "name": .text("另一人"), "identity-number": .text(number),
            "residence": .text(Self.district),
          ]))
    }
    let folder = try #require(booking.opened.folder)
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/" + name))
      #expect(bytes.range(of: Data(number.utf8)) == nil, "\(name)")
      #expect(bytes.range(of: Data("演示居民".utf8)) == nil, "\(name)")
    }
  }

  // MARK: Failing disks

  @Test func `nothing lasts of a batch whose entries could not be written`() async throws {
    let faults = Faults()
    let (registry, folder) = try faulty(faults)
    _ = try await registry.submit(founding())
    faults.fail(at: .append)
    await #expect(throws: BrokenDisk.self) {
      try await registry.submit(station(2, name: "一站"))
    }
    let accepted = try await registry.submit(station(2, name: "一站"))
    #expect(!accepted.isRepeat)
    try audit(registry)
    withExtendedLifetime(folder) {}
  }

  @Test func `what is acknowledged is seen, though the projections could not be written`()
    async throws
  {
    let faults = Faults()
    let (registry, folder) = try faulty(faults)
    _ = try await registry.submit(founding())
    faults.fail(at: .project)
    let accepted = try await registry.submit(station(2, name: "一站"))
    #expect(try registry.read { try $0.through() } == accepted.receipt.seq + 1)
    #expect(try registry.read { try $0.record(record(2)) } != nil)
    try audit(registry)
    _ = try await registry.submit(station(3, name: "二站"))
    try audit(registry)
    withExtendedLifetime(folder) {}
  }

  @Test func `a disk that stays full loses nothing acknowledged`() async throws {
    let faults = Faults()
    let (registry, folder) = try faulty(faults)
    _ = try await registry.submit(founding())
    // The projections fail, and so does writing them before the next batch.
    faults.fail(at: .project)
    faults.fail(at: .project)
    var next: UInt64 = 2
    var isRefused = false
    while !isRefused {
      do {
        _ = try await registry.submit(station(next, name: "\(next)站"))
        next += 1
        // While more keeps coming the projections wait for it.
        try await Task.sleep(for: .milliseconds(150))
      } catch is BrokenDisk {
        isRefused = true
      }
      #expect(next < 200, "a disk that is full must show")
    }
    for number in 2..<next {
      #expect(try registry.read { try $0.record(record(number)) } != nil)
    }
    try audit(registry)
    _ = try await registry.submit(station(next, name: "\(next)站"))
    try audit(registry)
    withExtendedLifetime(folder) {}
  }

  @Test func `readers see each unit and programme, also after a write that failed`() throws {
    let faults = Faults()
    let village = try Village(faults: faults)
    var town = village.town
    for number in 11...14 {
      faults.fail(at: .append)
      #expect(throws: BrokenDisk.self) {
        try village.registry.receive([village.update(1, made: 1, [:])])
      }
      let code = "1402130010\(number)"
      try town.found(code, .community, under: Town.east, on: 0)
      #expect(
        try village.registry.read { $0.units?.exists(code, on: Town.day(9)) } == true, "\(code)")
    }
  }

  @Test func `a root key of another ledger is refused`() throws {
    let folder = Fixture.Folder()
    _ = try Fixture.open(.sqlite, folder: folder)
    let store = try SQLiteStore(folder: folder.path, properties: nil)
    #expect(throws: OpeningFailure.otherKey) {
      _ = try Registry(
        store: store, writer: try store.makeWriter(), projector: try store.makeProjector(),
        properties: Fixture.properties,
        root: [UInt8](repeating: 8, count: 32), bundled: try Fixture.programmes(),
        indicators: try Fixture.indicators(), clock: SystemClock())
    }
  }

  @Test func `an open ledger can be audited beside its writer`() async throws {
    let folder = Fixture.Folder()
    let opened = try Fixture.open(.sqlite, folder: folder)
    let accepted = try await opened.registry.submit(founding())
    // It sees what has been projected, which is soon all there is.
    var entries: Int64 = 0
    while entries <= accepted.receipt.seq {
      let (report, _) = try Registry.audit(
        SQLiteStore(auditing: folder.path), properties: Fixture.properties,
        root: Fixture.rootKey, bundled: try Fixture.programmes(), decides: true,
        progress: { _ in })
      #expect(report.findings == [])
      entries = report.entries
    }
    #expect(entries == accepted.receipt.seq + 1)
  }

  @Test func `an action that writes no fact stands in a record's history`() async throws {
    let opened = try Fixture.open(.sqlite)
    _ = try await opened.registry.submit(founding())
    let subject = Subject.existing(record(2), base: nil)
    _ = try await opened.registry.submit(station(2, name: "一站"))
    _ = try await opened.registry.submit(
      request(
        3, "elder-station", "station.accept", subject,
        [
          "area": .decimal(Decimal64(90)), "beds": .integer(9), "meal-seats": .integer(20),
          "operator": .text("演示服务社"),
        ]))
    for (number, action) in [(4, "open"), (5, "suspend"), (6, "resume")] {
      _ = try await opened.registry.submit(
        request(
          UInt64(number), "elder-station", "station.\(action)", subject,
          action == "suspend" ? ["reason": .text("维修")] : [:]))
    }
    let actions = try opened.registry.read { view in
      try view.history(of: try #require(try view.record(record(2))), limit: 50).map(\.action)
    }
    #expect(
      actions == ["apply", "accept", "open", "suspend", "resume"].map { "station.\($0)" })
  }

  @Test func `deleted projections come back equal, with keys over sealed fields`() throws {
    let folder = Fixture.Folder()
    let before = try audited(Fixture.played(.sqlite, folder: folder).opened.registry)
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path)
    where name.hasPrefix("projections") {
      try FileManager.default.removeItem(atPath: folder.path + "/" + name)
    }
    let reopened = try Fixture.open(.sqlite, folder: folder).registry
    #expect(try audited(reopened) == before)
  }

  private func audited(_ registry: Registry) throws -> String {
    try registry.read { view in
      let report = try view.audit(decides: false, progress: { _ in })
      #expect(report.findings == [])
      return "\(report.root) \(report.rows)"
    }
  }

  private func audit(_ registry: Registry) throws {
    let findings = try registry.read { view in
      try view.audit(decides: true, progress: { _ in }).findings
    }
    #expect(findings == [])
  }

  private func faulty(_ faults: Faults) throws -> (Registry, Fixture.Folder) {
    let folder = Fixture.Folder()
    let store = try SQLiteStore(folder: folder.path, properties: Fixture.properties.stored)
    let writer = FaultyWriter(try store.makeWriter(), faults: faults)
    let projector = FaultyProjector(try store.makeProjector(), faults: faults)
    let registry = try Registry(
      store: store, writer: writer, projector: projector, properties: Fixture.properties,
      root: Fixture.rootKey,
      bundled: try Fixture.programmes(), indicators: try Fixture.indicators(),
      clock: StandingClock(milliseconds: Fixture.firstDay.startMilliseconds))
    return (registry, folder)
  }
}
