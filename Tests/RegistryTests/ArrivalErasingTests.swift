// What arrivals hold about a person is shown to whom it is about, and goes with the person.

import Foundation
import Ledger
import Programmes
import Quantities
import Registry
import Storage
import StorageSQLite
import Synchronization
import Testing

@Suite struct ArrivalErasingTests {
  private static let number = "11010519491231002X"
  private static let canaries = ["金丝雀", "13800138001", "管号丝雀"]

  private struct Silent: AccessLog {
    func note(_ access: Access) {}
  }

  /// A person known by a number, and arrivals: 1 changes them, 2 registers them again, 3 only names
  /// them, and 4 is about somebody else.
  private func village(_ folder: Fixture.Folder) throws -> Village {
    var village = try Village(.sqlite, folder: folder)
    try village.book(persons: 1, capacity: 5)
    try village.enter(
      "persons", "person.update", .existing(village.person(1), base: nil),
      ["identity-number": .text(Self.number)])
    let twin: [String: Value] = [
      "name": .text("金丝雀"), "identity-number": .text(Self.number),
      "residence": .text(Town.east1),
    ]
    let statuses = try village.registry.receive([
      village.arrival(
        1, "persons", "person.update", .existing(village.person(1), base: 2), made: 10,
        ["phone": .text("13800138001")]),
      village.arrival(2, "persons", "person.register", .new(village.person(50)), made: 11, twin),
      village.arrival(
        3, "test-booking", "registration.walk-in", .new(village.registration(51)), made: 12,
        records: [
          "person": .existing(village.person(1), base: nil),
          "round": .existing(village.booking(77), base: nil),
        ], ["tube": .text("管号丝雀")]),
      village.arrival(
        4, "persons", "person.register", .new(village.person(60)), made: 13,
        ["name": .text("旁人"), "residence": .text(Town.east1)]),
    ])
    guard case .entered = statuses[0], case .conflict("key.taken", _) = statuses[1],
      case .conflict("record.unknown", _) = statuses[2], case .entered = statuses[3]
    else {
      Issue.record("\(statuses)")
      return village
    }
    return village
  }

  private func held(_ village: Village) throws -> [Record] {
    try village.registry.read { view in
      let person = try #require(try view.record(village.person(1)))
      return try view.records(heldWith: person, on: village.registry.today)
    }
  }

  @Test func `what arrivals hold about a person is shown with the rest, in its own words`() throws {
    let village = try village(Fixture.Folder())
    let held = try held(village)
    #expect(held.filter { $0.kind == "arrival" }.count == 3)
    #expect(held.contains { $0.kind == "registration" })
    let access = Access(at: 1, who: "审计员", manner: .export, why: "核查", records: held.map(\.id))
    let shown = try village.registry.disclose(access, noting: Silent()).compactMap(\.arrival)
    #expect(Set(shown.map(\.request.id.low)) == [1, 2, 3])
    #expect(shown.contains { $0.request.fields["tube"] == .text("管号丝雀") })
  }

  @Test func `what arrivals hold about a person is erased with them, and nothing of it is left`()
    throws
  {
    let folder = Fixture.Folder()
    let village = try village(folder)
    let registry = village.registry
    let arrivals = try held(village).filter { $0.kind == "arrival" }
    let keys = try arrivals.map { try wrappedKey(of: $0, registry, folder) }
    for key in keys { #expect(try files(in: folder, hold: key)) }
    var serial: UInt64 = 0
    let erasure = ErasureRequest(
      record: village.person(1), ground: "request", reason: "本人申请", actor: .system)
    let requests = try registry.read { view in
      try view.requests(erasing: erasure, isOnly: false, on: registry.today) {
        serial += 1
        return EntryID(high: 65, low: serial)
      }
    }
    for outcome in try registry.submit(
      batch: try #require(requests).map { (at: nil, request: $0.request) })
    {
      guard case .accepted = outcome else {
        Issue.record("\(outcome)")
        return
      }
    }
    try registry.settle()
    for key in keys { #expect(try !files(in: folder, hold: key)) }
    for canary in Self.canaries { #expect(try !files(in: folder, hold: Array(canary.utf8))) }
    #expect(try held(village).filter { $0.kind == "arrival" && !$0.isErased } == [])
    #expect(try village.conflicts().isEmpty)
    #expect(try village.value("arrivals.to-settle") == 0)
    // Who sends it again is told, and what is about others is as it was.
    let again = village.arrival(
      1, "persons", "person.update", .existing(village.person(1), base: 2), made: 10,
      ["phone": .text("13800138001")])
    #expect(try registry.receive([again]) == [.erased])
    try registry.resumeArrivals()
    #expect(try village.state(village.person(60)) == "registered")
    try village.town.audit()
  }

  @Test func `erasing the record alone leaves what only names it`() throws {
    let village = try village(Fixture.Folder())
    let erasure = ErasureRequest(
      record: village.person(1), ground: "request", reason: "本人申请", actor: .system)
    let requests = try village.registry.read { view in
      try view.requests(erasing: erasure, isOnly: true, on: village.registry.today) {
        EntryID(high: 65, low: .random(in: 0...UInt64.max))
      }
    }
    let kinds = requests?.filter { $0.request.programme == "erasures" }.map(\.record.kind).sorted()
    #expect(kinds == ["arrival", "arrival", "person"])
  }

  private func wrappedKey(
    of arrival: Record, _ registry: Registry, _ folder: Fixture.Folder
  ) throws -> [UInt8] {
    let kept = try registry.read { try #require(try $0.history(of: arrival, limit: 100).first) }
    let number = try #require(kept.sealedWrites.first).keyNumber
    return try #require(try SQLiteStore(auditing: folder.path).read { try $0.subjectKey(number) })
  }

  private func files(in folder: Fixture.Folder, hold bytes: [UInt8]) throws -> Bool {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).contains { name in
      let data = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/" + name))
      return data.range(of: Data(bytes)) != nil
    }
  }
}
