// A change of the root key: everything is as it was for who has the new key, and nothing opens
// with the old one.

import Foundation
import Ledger
import Programmes
import Quantities
import Registry
import Storage
import StorageSQLite
import Testing

#if PostgreSQL
import StoragePostgreSQL
import TestServer
#endif

@Suite struct RotationTests {
  private static let number = "11010519491231002X"
  private static let roots = (1...3).map { [UInt8](repeating: UInt8($0), count: 32) }
  private static let person = RecordID(high: 6, low: 1)
  /// The engines that keep a ledger beyond its process.
  static let engines = Fixture.Engine.allCases.filter { $0 != .memory }

  /// Where a ledger lies, to be opened again and again.
  private enum Place {
    case folder(Fixture.Folder)
    #if PostgreSQL
    case database(PostgreSQLAddress)
    #endif

    init(_ engine: Fixture.Engine) throws {
      #if PostgreSQL
      if engine == .postgresql {
        self = .database(try TestServer.shared.freshLedger())
        return
      }
      #endif
      self = .folder(Fixture.Folder())
    }
  }

  private struct Silent: AccessLog {
    func note(_ access: Access) {}
  }

  private struct Refused: Error {
    let outcome: Outcome
  }

  private func open(
    _ place: Place, _ root: [UInt8], creating: Bool = false
  ) throws -> Registry {
    let made = LedgerProperties(origin: "luoshi.invalid/rotation", demoSeed: nil)
    let properties = creating ? made.stored : nil
    switch place {
    case .folder(let folder):
      let store = try SQLiteStore(folder: folder.path, properties: properties)
      return try registry(
        store, try store.makeWriter(), try store.makeProjector(), try store.properties(), root)
    #if PostgreSQL
    case .database(let address):
      let store = try PostgreSQLStore(address, properties: properties)
      return try registry(
        store, try store.makeWriter(), try store.makeProjector(), try store.properties(), root)
    #endif
    }
  }

  private func registry(
    _ store: any Store, _ writer: sending any StoreWriter, _ projector: sending any StoreProjector,
    _ properties: [String: String], _ root: [UInt8]
  ) throws -> Registry {
    try Registry(
      store: store, writer: writer, projector: projector,
      properties: LedgerProperties(stored: properties), root: root,
      bundled: try Fixture.programmes(), indicators: try Fixture.indicators(),
      clock: StandingClock(milliseconds: Fixture.firstDay.startMilliseconds))
  }

  private func rotation(
    of store: any Store, _ properties: [String: String], from old: [UInt8], to new: [UInt8]
  ) throws -> Rotation {
    var entropy = SystemRandomNumberGenerator()
    let newest = try #require(try store.read { try $0.checkpoint(upTo: .max) })
    return try Rotation(
      of: LedgerProperties(stored: properties), newest: newest, from: old, to: new,
      entropy: &entropy)
  }

  @discardableResult
  private func rotate(_ place: Place, from old: [UInt8], to new: [UInt8]) throws -> Rotation {
    var entropy = SystemRandomNumberGenerator()
    switch place {
    case .folder(let folder):
      let store = try SQLiteStore(folder: folder.path, properties: nil)
      let rotation = try rotation(of: store, store.properties(), from: old, to: new)
      try store.rotate(properties: rotation.properties.stored, checkpoint: rotation.checkpoint) {
        try rotation.rewrapped($0, entropy: &entropy)
      }
      return rotation
    #if PostgreSQL
    case .database(let address):
      let (store, rotation) = try begin(address, from: old, to: new)
      try store.finishRotating()
      return rotation
    #endif
    }
  }

  #if PostgreSQL
  /// Everything of a change but its end.
  private func begin(
    _ address: PostgreSQLAddress, from old: [UInt8], to new: [UInt8]
  ) throws -> (PostgreSQLStore, Rotation) {
    var entropy = SystemRandomNumberGenerator()
    let store = try PostgreSQLStore(rotating: address)
    let rotation = try rotation(of: store, store.properties(), from: old, to: new)
    try store.beginRotating(
      properties: rotation.properties.stored, checkpoint: rotation.checkpoint
    ) { try rotation.rewrapped($0, entropy: &entropy) }
    _ = try Registry.rebuild(
      store: store, writer: try store.makeWriter(), projector: try store.makeProjector(),
      properties: rotation.properties, root: new, bundled: try Fixture.programmes(),
      progress: { _, _ in })
    return (store, rotation)
  }
  #endif

  private func wrappedKey(_ number: Int64, _ place: Place) throws -> [UInt8]? {
    switch place {
    case .folder(let folder):
      return try SQLiteStore(auditing: folder.path).read { try $0.subjectKey(number) }
    #if PostgreSQL
    case .database(let address):
      return try PostgreSQLStore(address, properties: nil).read { try $0.subjectKey(number) }
    #endif
    }
  }

  private func request(
    _ number: UInt64, _ programme: String, _ action: String, _ subject: Subject,
    _ fields: [String: Value]
  ) -> Request {
    Request(
      id: EntryID(high: 5, low: number), on: Fixture.firstDay, actor: .system, unit: "140213",
      programme: programme, action: action, subject: subject, records: [:], fields: fields)
  }

  private var founding: Request {
    request(
      1, "units", "unit.found", .new(RecordID(high: 6, low: 9)),
      [
        "code": .text("140213"), "name": .text("平城区"), "level": .text("district"),
        "from": .day(Day(number: 0)),
      ])
  }

  private var registering: Request {
    request(
      2, "persons", "person.register", .new(Self.person),
      [
        "name": .text("王秀英"), "identity-number": .text(Self.number),
        "residence": .text("140213"),
      ])
  }

  private func update(_ number: UInt64) -> Request {
    request(
      number, "persons", "person.update", .existing(Self.person, base: nil),
      ["address": .text("某路\(number)号")])
  }

  private func submit(_ request: Request, _ registry: Registry) throws -> Acceptance {
    let outcome = try registry.submit(batch: [(at: nil, request: request)])[0]
    guard case .accepted(let acceptance) = outcome else { throw Refused(outcome: outcome) }
    return acceptance
  }

  private func check(_ registry: Registry, seq: Int64) throws {
    let found = try registry.read {
      try $0.find(.identityNumber(Self.number), on: registry.today)
    }
    #expect(found == .found([Self.person]))
    let access = Access(
      at: 1, who: "审计员", manner: .export, why: "核查", records: [Self.person])
    let shown = try #require(try registry.disclose(access, noting: Silent()).first)
    #expect(shown.facts.contains { $0.content == .known(.text("王秀英")) })
    let again = try submit(registering, registry)
    #expect(again.isRepeat && again.seq == seq)
    for decides in [false, true] {
      let report = try registry.read { try $0.audit(decides: decides, progress: { _ in }) }
      #expect(report.findings == [])
      if decides { #expect(report.redecided == report.entries) }
    }
  }

  @Test(arguments: engines)
  func `after a change everything opens with the new key, and nothing with the old`(
    engine: Fixture.Engine
  ) throws {
    let place = try Place(engine)
    let (seq, wrapped, first) = try begun(place)
    var keys = [first]
    for change in 0..<2 {
      let rotation = try rotate(place, from: Self.roots[change], to: Self.roots[change + 1])
      #expect(throws: OpeningFailure.otherKey) { try open(place, Self.roots[change]) }
      let registry = try open(place, Self.roots[change + 1])
      #expect(rotation.properties == registry.properties)
      keys.append(registry.verifierKey)
      try check(registry, seq: seq)
      try follow(registry, keys, seq: seq, number: UInt64(10 + change))
    }
    #expect(Set(keys.map(\.description)).count == 3)
    #expect(try wrappedKey(wrapped.number, place) != wrapped.wrapped)
    guard case .folder(let folder) = place else { return }
    let isLeft = try FileManager.default.contentsOfDirectory(atPath: folder.path).contains {
      try Data(contentsOf: URL(fileURLWithPath: folder.path + "/" + $0))
        .range(of: Data(wrapped.wrapped)) != nil
    }
    #expect(!isLeft)
  }

  /// A ledger with a person in it: their entry, their key as it is stored, and who signs.
  private func begun(
    _ place: Place
  ) throws -> (seq: Int64, wrapped: SubjectKeyRow, key: VerifierKey) {
    let registry = try open(place, Self.roots[0], creating: true)
    _ = try submit(founding, registry)
    let seq = try submit(registering, registry).seq
    let number = try registry.read {
      try #require(try $0.entry(seq)?.sealedWrites.first).keyNumber
    }
    let wrapped = try #require(try wrappedKey(number, place))
    return (seq, SubjectKeyRow(number: number, wrapped: wrapped), registry.verifierKey)
  }

  #if PostgreSQL
  @Test(.enabled(if: TestServer.shared.address != nil))
  func `in a database a change is one transaction, its projections among it`() throws {
    let address = try TestServer.shared.freshLedger()
    let place = Place.database(address)
    let (seq, wrapped, _) = try begun(place)
    let reader = try PostgreSQLStore(address, properties: nil)
    let before = try reader.properties()
    func rows() throws -> Set<ProjectionRow> {
      try reader.read { reader in
        var rows: Set<ProjectionRow> = []
        try reader.scan { rows.insert($0) }
        return rows
      }
    }
    let rowsBefore = try rows()
    do {
      let left = try begin(address, from: Self.roots[0], to: Self.roots[1])
      #expect(try reader.properties() == before && rows() == rowsBefore)
      #expect(try wrappedKey(wrapped.number, place) == wrapped.wrapped)
      // Nobody else writes meanwhile, and nobody else changes the keys.
      #expect(throws: StorageFailure.writerElsewhere(ledger: address.shown)) {
        _ = try PostgreSQLStore(rotating: address)
      }
      withExtendedLifetime(left) {}
    }
    // Never committed, as after a kill: the old key has everything.
    try check(try open(place, Self.roots[0]), seq: seq)
    #expect(try reader.properties() == before && rows() == rowsBefore)

    let (store, rotation) = try begin(address, from: Self.roots[0], to: Self.roots[1])
    try store.finishRotating()
    #expect(try reader.properties() == rotation.properties.stored)
    // The look-up of the identity number is another; what can be read without it is as it was.
    #expect(try rows() != rowsBefore && rows().count == rowsBefore.count)
  }

  @Test(.enabled(if: TestServer.shared.address != nil))
  func `a row that does not open under the old key undoes the change`() throws {
    struct Broken: Error {}
    let address = try TestServer.shared.freshLedger()
    let place = Place.database(address)
    let (seq, _, _) = try begun(place)
    do {
      let store = try PostgreSQLStore(rotating: address)
      let rotation = try rotation(
        of: store, store.properties(), from: Self.roots[0], to: Self.roots[1])
      #expect(throws: Broken.self) {
        try store.beginRotating(
          properties: rotation.properties.stored, checkpoint: rotation.checkpoint
        ) { _ in throw Broken() }
      }
    }
    try check(try open(place, Self.roots[0]), seq: seq)
  }
  #endif

  private func follow(
    _ registry: Registry, _ keys: [VerifierKey], seq: Int64, number: UInt64
  ) throws {
    // Who has the first key follows the announcements to the one in force.
    let followed = try KeyHistory(
      trusting: keys[0], changes: Array(registry.properties.keyChanges.utf8))
    #expect(followed.current.description == registry.verifierKey.description)
    // The newest checkpoint is signed by both, so that nobody is left without one.
    let newest = try registry.read { try #require(try $0.checkpoint()) }
    let note = try SignedNote(parsing: Array(newest.note.utf8))
    for key in keys.suffix(2) { _ = try Checkpoint.verified(note, by: key) }
    // What comes after is signed by the new key alone, and so is a proof of what was before.
    _ = try submit(update(number), registry)
    let proof = try registry.read { try #require(try $0.proof(of: seq)) }
    let leaf = try registry.read { try #require(try $0.stored(seq)) }.leafHash
    try proof.verify(leafHash: leaf, key: registry.verifierKey)
    for key in keys.dropLast() {
      #expect(throws: ProofError.self) { try proof.verify(leafHash: leaf, key: key) }
    }
  }

  @Test(arguments: engines)
  func `another ledger's root key changes nothing`(engine: Fixture.Engine) throws {
    let place = try Place(engine)
    do {
      let registry = try open(place, Self.roots[0], creating: true)
      _ = try submit(founding, registry)
    }
    #expect(throws: OpeningFailure.otherKey) {
      try rotate(place, from: Self.roots[1], to: Self.roots[2])
    }
    let registry = try open(place, Self.roots[0])
    #expect(registry.properties.keyChanges.isEmpty)
  }

  @Test func `properties of another kind are refused in words`() throws {
    let stored = Fixture.properties.stored
    #expect(try LedgerProperties(stored: stored) == Fixture.properties)
    #expect(stored["digest"] == "sha-256" && stored["signature"] == "ed25519")
    var older = stored
    older["signature"] = nil
    #expect(try LedgerProperties(stored: older) == Fixture.properties)
    for (name, value) in [("digest", "sm3"), ("signature", "sm2")] {
      var other = stored
      other[name] = value
      let error = #expect(throws: LedgerPropertiesError.self) {
        try LedgerProperties(stored: other)
      }
      let words = try #require(error).description
      #expect(words.contains(value) && words.contains("use a version that knows it"))
    }
    #expect(throws: LedgerPropertiesError.missing("origin")) { try LedgerProperties(stored: [:]) }
  }
}
