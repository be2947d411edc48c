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

@Suite struct RotationTests {
  private static let number = "11010519491231002X"
  private static let roots = (1...3).map { [UInt8](repeating: UInt8($0), count: 32) }
  private static let person = RecordID(high: 6, low: 1)
  private let folder = Fixture.Folder()

  private struct Silent: AccessLog {
    func note(_ access: Access) {}
  }

  private struct Refused: Error {
    let outcome: Outcome
  }

  private func open(_ root: [UInt8], creating: Bool = false) throws -> Registry {
    let made = LedgerProperties(origin: "luoshi.invalid/rotation", demoSeed: nil)
    let store = try SQLiteStore(folder: folder.path, properties: creating ? made.stored : nil)
    return try Registry(
      store: store, writer: try store.makeWriter(), projector: try store.makeProjector(),
      properties: LedgerProperties(stored: store.properties()), root: root,
      bundled: try Fixture.programmes(), indicators: try Fixture.indicators(),
      clock: StandingClock(milliseconds: Fixture.firstDay.startMilliseconds))
  }

  private func rotate(from old: [UInt8], to new: [UInt8]) throws -> Rotation {
    let store = try SQLiteStore(folder: folder.path, properties: nil)
    var entropy = SystemRandomNumberGenerator()
    let newest = try #require(try store.read { try $0.checkpoint(upTo: .max) })
    let rotation = try Rotation(
      of: LedgerProperties(stored: store.properties()), newest: newest, from: old, to: new,
      entropy: &entropy)
    try store.rotate(properties: rotation.properties.stored, checkpoint: rotation.checkpoint) {
      try rotation.rewrapped($0, entropy: &entropy)
    }
    return rotation
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

  @Test func `after a change everything opens with the new key, and nothing with the old`() throws {
    var keys: [VerifierKey] = []
    var seq: Int64 = 0
    var wrapped: [UInt8] = []
    do {
      let registry = try open(Self.roots[0], creating: true)
      _ = try submit(founding, registry)
      seq = try submit(registering, registry).seq
      keys.append(registry.verifierKey)
      let number = try registry.read {
        try #require(try $0.entry(seq)?.sealedWrites.first).keyNumber
      }
      wrapped = try #require(
        try SQLiteStore(auditing: folder.path).read { try $0.subjectKey(number) })
    }
    for change in 0..<2 {
      let rotation = try rotate(from: Self.roots[change], to: Self.roots[change + 1])
      #expect(throws: OpeningFailure.otherKey) { try open(Self.roots[change]) }
      let registry = try open(Self.roots[change + 1])
      #expect(rotation.properties == registry.properties)
      keys.append(registry.verifierKey)
      try check(registry, seq: seq)
      try follow(registry, keys, seq: seq, number: UInt64(10 + change))
    }
    #expect(Set(keys.map(\.description)).count == 3)
    let isLeft = try FileManager.default.contentsOfDirectory(atPath: folder.path).contains {
      try Data(contentsOf: URL(fileURLWithPath: folder.path + "/" + $0)).range(of: Data(wrapped))
        != nil
    }
    #expect(!isLeft)
  }

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

  @Test func `another ledger's root key changes nothing`() throws {
    do {
      let registry = try open(Self.roots[0], creating: true)
      _ = try submit(founding, registry)
    }
    #expect(throws: OpeningFailure.otherKey) {
      try rotate(from: Self.roots[1], to: Self.roots[2])
    }
    let registry = try open(Self.roots[0])
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
