// Erasures: what was personal can be read by nobody any more and is found by nothing, and
// everything else, proofs and numbers above all, is as it was.

import Foundation
import Ledger
import Programmes
import Quantities
import Registry
import Simulation
import Storage
import StorageSQLite
import Synchronization
import Testing

@Suite struct ErasingTests {
  private static let number = "11010519491231002X"

  /// Keeps what it is told, and fails when told to.
  private final class Notes: AccessLog {
    let accesses = Mutex<[Access]>([])
    let isBroken = Mutex(false)

    struct Broken: Error {}

    func note(_ access: Access) throws {
      if isBroken.withLock({ $0 }) { throw Broken() }
      accesses.withLock { $0.append(access) }
    }
  }

  private func audit(_ registry: Registry, erased: Int64) throws {
    for decides in [false, true] {
      let report = try registry.read { try $0.audit(decides: decides, progress: { _ in }) }
      #expect(report.findings == [])
      if decides { #expect(report.erased == erased) }
    }
  }

  private static func id(_ number: UInt64) -> EntryID { EntryID(high: 5, low: number) }
  private static func record(_ number: UInt64) -> RecordID { RecordID(high: 6, low: number) }

  private func register(
    _ person: UInt64, on day: Day, number: String? = ErasingTests.number, id: UInt64? = nil
  ) -> Request {
    var fields: [String: Value] = [
      "name": .text("王秀英"), "phone": .text("13800138000"), "residence": .text("140213"),
    ]
    if let number { fields["identity-number"] = .text(number) }
    return Request(
      id: Self.id(id ?? person), on: day, actor: .system, unit: "140213", programme: "persons",
      action: "person.register", subject: .new(Self.record(person)), records: [:], fields: fields)
  }

  private func erase(
    _ person: RecordID, _ registry: Registry, number: UInt64, actor: Actor = .system
  ) throws -> Request {
    let erasure = ErasureRequest(
      record: person, ground: "request", reason: "本人来窗口申请", actor: actor)
    return try registry.read {
      try #require(
        try $0.request(
          erasure, on: registry.today, id: Self.id(1_000 + number),
          as: Self.record(1_000 + number)))
    }
  }

  private func outcome(_ request: Request, _ registry: Registry) throws -> Outcome {
    try registry.submit(batch: [(at: nil, request: request)])[0]
  }

  private func accepted(_ request: Request, _ registry: Registry) throws -> Acceptance {
    guard case .accepted(let acceptance) = try outcome(request, registry) else {
      throw TestFailure(what: "\(request.action) is refused: \(try outcome(request, registry))")
    }
    return acceptance
  }

  private struct TestFailure: Error {
    let what: String
  }

  private func find(_ registry: Registry) throws -> PersonSearch {
    try registry.read { try $0.find(.identityNumber(Self.number), on: registry.today) }
  }

  // MARK: What is gone

  @Test(arguments: Fixture.Engine.allCases)
  func `what is erased is read and found by nobody, and everything else stays`(
    engine: Fixture.Engine
  ) throws {
    let opened = try Fixture.played(engine).opened
    let registry = opened.registry
    let person = Self.record(1)
    let registered = try accepted(register(1, on: registry.today), registry)
    #expect(try find(registry) == .found([person]))
    let notes = Notes()
    let access = Access(
      at: 1, who: "审计员", manner: .export, why: "核查", records: [person])
    let before = try #require(try registry.disclose(access, noting: notes).first)
    #expect(before.facts.contains { $0.content == .known(.text("王秀英")) })
    let proof = try registry.read { try #require(try $0.proof(of: registered.seq)) }
    let counted = try numbers(of: registry)

    let erased = try accepted(erase(person, registry, number: 1), registry)
    #expect(try find(registry) == .found([]))
    let after = try #require(try registry.disclose(access, noting: notes).first)
    for fact in after.facts {
      let isPersonal = try #require(fact.level).isSealed
      #expect((fact.content == .erased) == isPersonal, "\(fact)")
    }
    #expect(!"\(after)".contains("王秀英") && !"\(after)".contains("13800138000"))
    #expect(after.facts.map(\.name) == before.facts.map(\.name))
    #expect(after.events.map(\.entry.seq) == [registered.seq, erased.seq])
    #expect(try numbers(of: registry) == counted)
    // The proof from before holds, and so does one made now.
    let leaf = try registry.read { try #require(try $0.stored(registered.seq)) }
    try proof.verify(leafHash: leaf.leafHash, key: registry.verifierKey)
    try registry.read { try #require(try $0.proof(of: registered.seq)) }
      .verify(leafHash: leaf.leafHash, key: registry.verifierKey)
    try audit(registry, erased: 1)
    #expect(notes.accesses.withLock { $0.count } == 2)
  }

  /// Every measure of the district in the year, but for that of erasures.
  private func numbers(of registry: Registry) throws -> [String: Int64] {
    try registry.read { view in
      var numbers: [String: Int64] = [:]
      let year = DayRange(from: Fixture.firstDay, to: Fixture.firstDay.advanced(by: 364))
      for measure in view.programmes.allMeasures where !measure.id.hasPrefix("erasures.") {
        numbers[measure.id] = try view.value(
          measure: measure.id, part: nil, unit: "140213", over: year)
      }
      return numbers
    }
  }

  @Test func `nothing of the key is left in the file, and it is gone after opening again`() throws {
    let folder = Fixture.Folder()
    let person = Self.record(1)
    var wrapped: [UInt8] = []
    do {
      let registry = try Fixture.played(.sqlite, folder: folder).opened.registry
      let seq = try accepted(register(1, on: registry.today), registry).seq
      let number = try keyNumber(seq, registry)
      wrapped = try #require(
        try SQLiteStore(auditing: folder.path).read { try $0.subjectKey(number) })
      #expect(try files(in: folder, hold: wrapped))
      _ = try accepted(erase(person, registry, number: 1), registry)
    }
    #expect(try !files(in: folder, hold: wrapped))
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path)
    where name.hasPrefix("projections") {
      try FileManager.default.removeItem(atPath: folder.path + "/" + name)
    }
    let registry = try Fixture.open(.sqlite, folder: folder).registry
    #expect(try find(registry) == .found([]))
    #expect(try registry.read { try $0.record(person)?.isErased } == true)
    try audit(registry, erased: 1)
  }

  /// The number of the key that an entry sealed something under.
  private func keyNumber(_ seq: Int64, _ registry: Registry) throws -> Int64 {
    try registry.read { try #require(try $0.entry(seq)?.sealedWrites.first).keyNumber }
  }

  private func files(in folder: Fixture.Folder, hold bytes: [UInt8]) throws -> Bool {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).contains { name in
      let data = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/" + name))
      return data.range(of: Data(bytes)) != nil
    }
  }

  @Test func `the entry says that it was done and not what there was`() throws {
    let registry = try Fixture.played(.memory).opened.registry
    let person = Self.record(1)
    _ = try accepted(register(1, on: registry.today), registry)
    let erased = try accepted(erase(person, registry, number: 1), registry)
    let (entry, stored) = try registry.read { view in
      (
        try #require(try view.entry(erased.seq)), try #require(try view.stored(erased.seq))
      )
    }
    #expect(entry.sealedWrites.isEmpty)
    #expect(entry.decision.touches.map(\.isErasure) == [false, true])
    #expect(entry.decision.touches[1].writes.isEmpty && entry.decision.touches[1].keys.isEmpty)
    let leaf = try Leaf(decoding: stored.leaf)
    #expect(leaf.fields.map(\.value) == [.text("request")])
    #expect(leaf.touches.map(\.kind) == ["erasure", "person"])
  }

  // MARK: What comes after

  @Test func `nothing personal is added to an erased record, and the number is free again`() throws
  {
    let registry = try Fixture.played(.memory).opened.registry
    let person = Self.record(1)
    _ = try accepted(register(1, on: registry.today), registry)
    // In one batch: what comes after the erasure sees it.
    let outcomes = try registry.submit(batch: [
      (at: nil, request: register(2, on: registry.today)),
      (at: nil, request: try erase(person, registry, number: 1)),
      (at: nil, request: update(person, registry.today, phone: "13900139000", number: 3)),
      (at: nil, request: register(4, on: registry.today)),
      (at: nil, request: leave(person, registry.today, number: 5)),
      (at: nil, request: try erase(person, registry, number: 2)),
    ])
    let isAccepted = outcomes.map { if case .accepted = $0 { true } else { false } }
    #expect(isAccepted == [false, true, false, true, true, false])
    #expect(try find(registry) == .found([Self.record(4)]))
    guard case .refused(.conditionFailed(let zh, _)) = outcomes[2] else {
      Issue.record("an update is refused in words")
      return
    }
    #expect(zh.contains("已按规定删除"))
    try audit(registry, erased: 1)
  }

  @Test func `a record made and erased in one batch leaves no key`() throws {
    let store = MemoryStore()
    let clock = StandingClock(milliseconds: Fixture.firstDay.startMilliseconds)
    let registry = try Fixture.registry(
      store: store, writer: store.makeWriter(), projector: store.makeProjector(), clock: clock)
    try found(registry)
    let person = Self.record(1)
    let erasure = Request(
      id: Self.id(9), on: registry.today, actor: .system, unit: "140213", programme: "erasures",
      action: "erasure.erase", subject: .new(Self.record(9)), records: [:],
      fields: [
        "erased": .text(person.description), "ground": .text("unlawful"), "reason": .text("误录"),
      ])
    let outcomes = try registry.submit(batch: [
      (at: nil, request: register(1, on: registry.today)), (at: nil, request: erasure),
    ])
    guard case .accepted(let registered) = outcomes[0], case .accepted = outcomes[1] else {
      Issue.record("\(outcomes)")
      return
    }
    let number = try keyNumber(registered.seq, registry)
    #expect(try store.read { try $0.subjectKey(number) } == nil)
    try audit(registry, erased: 1)
  }

  private func found(_ registry: Registry) throws {
    _ = try accepted(
      Request(
        id: Self.id(500), on: registry.today, actor: .system, unit: "140213", programme: "units",
        action: "unit.found", subject: .new(Self.record(500)), records: [:],
        fields: [
          "code": .text("140213"), "name": .text("平城区"), "level": .text("district"),
          "from": .day(Day(number: 0)),
        ]), registry)
  }

  private func update(
    _ person: RecordID, _ day: Day, phone: String, number: UInt64
  ) -> Request {
    Request(
      id: Self.id(number), on: day, actor: .system, unit: "140213", programme: "persons",
      action: "person.update", subject: .existing(person, base: nil), records: [:],
      fields: ["phone": .text(phone)])
  }

  private func leave(_ person: RecordID, _ day: Day, number: UInt64) -> Request {
    Request(
      id: Self.id(number), on: day, actor: .system, unit: "140213", programme: "persons",
      action: "person.leave", subject: .existing(person, base: nil), records: [:], fields: [:])
  }

  @Test func `the same request again gets its receipt, though its content cannot be told`() throws {
    let registry = try Fixture.played(.memory).opened.registry
    let request = register(1, on: registry.today)
    let first = try accepted(request, registry)
    let other = register(1, on: registry.today, number: nil)
    guard case .refused(.idReused) = try outcome(other, registry) else {
      Issue.record("another content under the id is refused while it can be told")
      return
    }
    _ = try accepted(erase(Self.record(1), registry, number: 1), registry)
    let again = try accepted(request, registry)
    #expect(again.isRepeat && again.receipt == first.receipt)
    #expect(try accepted(other, registry).receipt == first.receipt)
  }

  @Test func `with the secrets and the request nobody can test a guess of what is erased`() throws {
    let registry = try Fixture.played(.memory).opened.registry
    let request = register(1, on: registry.today)
    let seq = try accepted(request, registry).seq
    let secrets = try LedgerSecrets(root: Fixture.rootKey)
    let entry = try registry.read { try #require(try $0.entry(seq)) }
    let plain = try secrets.digest(of: request)
    #expect(entry.requestDigest != plain)
  }

  // MARK: Who and what

  @Test func `what may not be erased is refused in words`() throws {
    let registry = try Fixture.played(.memory).opened.registry
    let unit = try registry.read { try #require(try $0.records(kind: "unit").first) }
    let person = Self.record(1)
    _ = try accepted(register(1, on: registry.today), registry)
    let stranger = Actor.account(RecordID(high: 9, low: 9))
    for (request, code) in [
      (try erase(unit.id, registry, number: 1), "condition.failed"),
      (try erase(RecordID(high: 1, low: 1), registry, number: 2), "field.invalid"),
      (try erase(person, registry, number: 3, actor: stranger), "role.missing"),
    ] {
      guard case .refused(let refusal) = try outcome(request, registry) else {
        Issue.record("\(code) is expected")
        continue
      }
      #expect(refusal.code == code)
    }
    #expect(try find(registry) == .found([person]))
  }

  @Test func `what rests on erased values is not put right any more`() throws {
    let registry = try Fixture.played(.memory).opened.registry
    let person = Self.record(1)
    _ = try accepted(register(1, on: registry.today), registry)
    let left = try accepted(leave(person, registry.today, number: 5), registry)
    let voided = try registry.read { try #require(try $0.entry(left.seq)) }
    let void = Request(
      id: Self.id(6), on: voided.on, actor: .system, unit: voided.unit,
      programme: voided.programme, action: voided.action, subject: .existing(person, base: nil),
      records: [:], fields: [:],
      amends: Amendment(seq: left.seq, manner: .void, reason: "误操作"))
    _ = try accepted(void, registry)
    let again = try accepted(leave(person, registry.today, number: 7), registry)
    _ = try accepted(erase(person, registry, number: 1), registry)
    let late = Request(
      id: Self.id(8), on: voided.on, actor: .system, unit: voided.unit,
      programme: voided.programme, action: voided.action, subject: .existing(person, base: nil),
      records: [:], fields: [:],
      amends: Amendment(seq: again.seq, manner: .void, reason: "误操作"))
    guard case .refused(.notAmendable(_, let zh, _)) = try outcome(late, registry) else {
      Issue.record("what is erased cannot be decided again")
      return
    }
    #expect(zh.contains("已按规定删除"))
    // The amendment from before cannot be decided again either, and is not taken for a difference.
    try audit(registry, erased: 2)
  }

  @Test func `what was put right is erased too, though the record does not know it any more`()
    throws
  {
    let store = MemoryStore()
    let clock = StandingClock(milliseconds: Fixture.firstDay.startMilliseconds)
    let registry = try Fixture.registry(
      store: store, writer: store.makeWriter(), projector: store.makeProjector(), clock: clock)
    try found(registry)
    let (shop, unit) = (Self.record(20), "140213")
    _ = try accepted(
      Request(
        id: Self.id(20), on: registry.today, actor: .system, unit: unit, programme: "premises",
        action: "premises.register", subject: .new(shop), records: [:],
        fields: [
          "name": .text("小店"), "address": .text("某路1号"), "category": .text("shop"),
        ]), registry)
    let updating = Request(
      id: Self.id(21), on: registry.today, actor: .system, unit: unit, programme: "premises",
      action: "premises.update", subject: .existing(shop, base: nil), records: [:],
      fields: ["phone": .text("13800138000")])
    let updated = try accepted(updating, registry)
    let void = Request(
      id: Self.id(22), on: registry.today, actor: .system, unit: unit, programme: "premises",
      action: "premises.update", subject: .existing(shop, base: nil), records: [:], fields: [:],
      amends: Amendment(seq: updated.seq, manner: .void, reason: "录错店铺"))
    _ = try accepted(void, registry)
    let entry = try registry.read { try #require(try $0.entry(updated.seq)) }
    let number = try #require(entry.sealedWrites.first).keyNumber
    #expect(try !registry.read { try $0.isErased(keyNumber: number) })
    _ = try accepted(erase(shop, registry, number: 9), registry)
    #expect(try registry.read { try $0.isErased(keyNumber: number) })
    let report = try registry.read { try $0.audit(decides: true, progress: { _ in }) }
    #expect(report.findings == [])
  }

  @Test func `nothing is shown unless it could be noted`() throws {
    let registry = try Fixture.played(.memory).opened.registry
    _ = try accepted(register(1, on: registry.today), registry)
    let notes = Notes()
    notes.isBroken.withLock { $0 = true }
    let access = Access(
      at: 1, who: "某人", manner: .page, why: "无", records: [Self.record(1)])
    #expect(throws: Notes.Broken.self) { try registry.disclose(access, noting: notes) }
  }

  @Test func `a failed batch destroys nothing`() throws {
    let store = MemoryStore()
    let faults = Faults()
    let clock = StandingClock(milliseconds: Fixture.firstDay.startMilliseconds)
    let registry = try Fixture.registry(
      store: store, writer: FaultyWriter(store.makeWriter(), faults: faults),
      projector: store.makeProjector(), clock: clock)
    try found(registry)
    _ = try accepted(register(1, on: registry.today), registry)
    let request = try erase(Self.record(1), registry, number: 1)
    faults.fail(at: .append)
    #expect(throws: BrokenDisk.self) { try outcome(request, registry) }
    #expect(try find(registry) == .found([Self.record(1)]))
    _ = try accepted(
      update(Self.record(1), registry.today, phone: "13900139000", number: 3), registry)
    _ = try accepted(request, registry)
    #expect(try find(registry) == .found([]))
    try audit(registry, erased: 2)
  }
}
