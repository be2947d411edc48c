// Amendments: a ledger in which mistakes were made and put right must be the same district as one
// in which none was made.

import Foundation
import Ledger
import Programmes
import Quantities
import Registry
import Simulation
import Storage
import StorageSQLite
import Testing

@Suite struct AmendingTests {
  private func audit(_ registry: Registry) throws {
    let report = try registry.read { try $0.audit(decides: true, progress: { _ in }) }
    #expect(report.findings == [])
    #expect(report.redecided == report.entries)
  }

  // MARK: As if right from the start

  @Test(arguments: [1, 2] as [UInt64])
  func `mistakes that were put right leave everything as if they had not been made`(
    seed: UInt64
  ) throws {
    let straight = try Fixture.open(.sqlite)
    let mended = try Fixture.open(.sqlite)
    var simulator = try Fixture.small(seed: seed)
    var clumsy = Clumsy(registry: mended.registry, seed: seed)
    while let month = simulator.next() {
      for timed in month {
        straight.clock.set(milliseconds: timed.at)
        mended.clock.set(milliseconds: timed.at)
        _ = try Clumsy.accepted(timed.request, by: straight.registry)
        try clumsy.submit(timed.request)
      }
    }
    try clumsy.mendAll()
    #expect(clumsy.corrected > 50)
    #expect(clumsy.voided > 10)
    let wanted = try Portrait(straight.registry, months: 0...3)
    let found = try Portrait(mended.registry, months: 0...3)
    #expect(wanted.lines.count > 2_000)
    #expect(wanted.difference(to: found).prefix(8) == [])
    try audit(mended.registry)
  }

  @Test func `amendments come back when the projections are deleted`() throws {
    let folder = Fixture.Folder()
    let before = try mended(in: folder)
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path)
    where name.hasPrefix("projections") {
      try FileManager.default.removeItem(atPath: folder.path + "/" + name)
    }
    let reopened = try Fixture.open(.sqlite, folder: folder)
    #expect(try Portrait(reopened.registry, months: 0...3) == before)
    // Both audits know amendments: the one in memory and the one in flat memory.
    try audit(reopened.registry)
    let silent = AuditControl(resumed: nil, progress: { _, _, _ in }, pause: { _ in })
    let report = try Registry.audit(
      SQLiteStore(auditing: folder.path), properties: Fixture.properties,
      root: Fixture.rootKey, bundled: try Fixture.programmes(), decides: false, control: silent
    ).report
    #expect(report.findings == [])
  }

  /// Two months with mistakes that were put right, in a ledger that is closed again.
  private func mended(in folder: Fixture.Folder) throws -> Portrait {
    let opened = try Fixture.open(.sqlite, folder: folder)
    var simulator = try Fixture.small()
    var clumsy = Clumsy(registry: opened.registry, seed: 5)
    for _ in 0..<2 {
      for timed in simulator.next() ?? [] {
        opened.clock.set(milliseconds: timed.at)
        try clumsy.submit(timed.request)
      }
    }
    try clumsy.mendAll()
    #expect(clumsy.corrected > 5)
    return try Portrait(opened.registry, months: 0...3)
  }

  // MARK: What may not be

  /// A played ledger, and an inspection in it that was rechecked.
  private func inspected() throws -> (registry: Registry, entries: [Entry], Fixture.Opened) {
    let opened = try Fixture.played(.memory).opened
    let entries = try opened.registry.read { view in
      for record in try view.records(kind: "inspection").reversed() {
        let entries = try view.history(of: record, limit: 9)
        if entries.map(\.action) == ["inspection.inspect", "inspection.recheck"] { return entries }
      }
      return []
    }
    try #require(!entries.isEmpty)
    return (opened.registry, entries, opened)
  }

  private func amending(
    _ entry: Entry, _ manner: Amendment.Manner, reason: String = "录入有误",
    number: UInt64 = 1, actor: Actor? = nil, fields: [String: Value] = [:]
  ) -> Request {
    Request(
      id: EntryID(high: 77, low: number), on: entry.on, actor: actor ?? entry.actor,
      unit: entry.unit, programme: entry.programme, action: entry.action,
      subject: .existing(entry.decision.touches[0].record, base: nil), records: [:],
      fields: fields,
      amends: Amendment(seq: entry.seq, manner: manner, reason: reason))
  }

  private func refusal(_ request: Request, _ registry: Registry) throws -> Refusal? {
    guard case .refused(let refusal) = try registry.submit(batch: [(at: nil, request: request)])[0]
    else { return nil }
    return refusal
  }

  @Test func `an entry that another rests on is not voided before that one`() throws {
    let (registry, entries, opened) = try inspected()
    guard case .laterEntry(let seq, _)? = try refusal(amending(entries[0], .void), registry) else {
      Issue.record("the recheck rests on the inspection")
      return
    }
    #expect(seq == entries[1].seq)
    // From the last to the first it can be done, and nothing is left of the case.
    #expect(try refusal(amending(entries[1], .void, number: 2), registry) == nil)
    #expect(try refusal(amending(entries[0], .void, number: 3), registry) == nil)
    let record = try registry.read { try $0.record(entries[0].decision.touches[0].record) }
    #expect(record?.state == Record.voidState)
    #expect(record?.facts == [:])
    try audit(registry)
    withExtendedLifetime(opened) {}
  }

  @Test func `an entry is voided once, and a correction brings it back`() throws {
    let (registry, entries, opened) = try inspected()
    let before = try Portrait(registry, months: 0...3)
    let recheck = entries[1]
    #expect(try refusal(amending(recheck, .void), registry) == nil)
    guard case .notAmendable? = try refusal(amending(recheck, .void, number: 2), registry) else {
      Issue.record("it is void already")
      return
    }
    let touch = recheck.decision.touches[0]
    let fields = touch.writes.filter { !$0.isDerived }
    let again = amending(
      recheck, .correct, number: 3,
      fields: Dictionary(uniqueKeysWithValues: fields.map { ($0.name, $0.value) }))
    #expect(try refusal(again, registry) == nil)
    #expect(try Portrait(registry, months: 0...3) == before)
    try audit(registry)
    withExtendedLifetime(opened) {}
  }

  @Test func `what cannot be put right is refused in words`() throws {
    let (registry, entries, opened) = try inspected()
    let entry = entries[1]
    #expect(try refusal(amending(entry, .void, reason: "  "), registry) == .fieldMissing("reason"))
    let stranger = Actor.account(RecordID(high: 9, low: 9))
    guard case .roleMissing? = try refusal(amending(entry, .void, actor: stranger), registry) else {
      Issue.record("a stranger may not")
      return
    }
    let nowhere = Request(
      id: EntryID(high: 78, low: 1), on: entry.on, actor: entry.actor, unit: entry.unit,
      programme: entry.programme, action: entry.action,
      subject: .existing(entry.decision.touches[0].record, base: nil), records: [:], fields: [:],
      amends: Amendment(seq: 1_000_000, manner: .void, reason: "误"))
    #expect(try refusal(nowhere, registry) == .entryUnknown(seq: 1_000_000))
    #expect(try refusal(amending(entry, .void, number: 4), registry) == nil)
    let last = try registry.read { try #require(try $0.entry(try $0.through() - 1)) }
    for (wrong, what) in [
      (amending(last, .void, number: 5), "an amendment"),
      (amending(try first("unit.found", registry), .void, number: 6), "a unit"),
      (amending(try first("premises.register", registry), .void, number: 7), "a thing's first"),
    ] {
      guard case .notAmendable(_, let zh, let en)? = try refusal(wrong, registry) else {
        Issue.record("\(what) is not amended")
        continue
      }
      #expect(!zh.isEmpty && !en.isEmpty)
    }
    try audit(registry)
    withExtendedLifetime(opened) {}
  }

  // MARK: Closed months

  private func closing(
    _ entry: Entry, number: UInt64, action: String = "close", fields: [String: Value],
    subject: Subject, actor: Actor = .system
  ) -> Request {
    Request(
      id: EntryID(high: 88, low: number), on: entry.on, actor: actor, unit: "140213",
      programme: "periods", action: "period.\(action)", subject: subject, records: [:],
      fields: fields)
  }

  @Test func `a closed month is moved by an amendment of who may close it, and says so`() throws {
    let (registry, entries, opened) = try inspected()
    let recheck = entries[1]
    let period = RecordID(high: 88, low: 1)
    let month: [String: Value] = [
      "year": .integer(Int64(recheck.on.year)), "month": .integer(Int64(recheck.on.month.ofYear)),
    ]
    let close = closing(recheck, number: 1, fields: month, subject: .new(period))
    #expect(try refusal(close, registry) == nil)
    // Work of that month comes too late, and the worker may not amend it any more.
    let late = Request(
      id: EntryID(high: 89, low: 1), on: recheck.on, actor: entries[0].actor,
      unit: entries[0].unit, programme: entries[0].programme, action: entries[0].action,
      subject: .new(RecordID(high: 89, low: 1)),
      records: ["premises": .existing(try premises(of: entries[0]), base: nil)],
      fields: ["outcome": .text("shut")])
    let closed = Refusal.periodClosed(unit: "140213", month: recheck.on.month)
    #expect(try refusal(late, registry) == closed)
    #expect(try refusal(amending(recheck, .void, number: 2), registry) == closed)
    // Reopened, it can be; the numbers show that something was put right.
    let reopen = closing(
      recheck, number: 2, action: "reopen", fields: ["reason": .text("补录")],
      subject: .existing(period, base: nil))
    #expect(try refusal(reopen, registry) == nil)
    #expect(try refusal(late, registry) == nil)
    #expect(try refusal(amending(recheck, .void, number: 2), registry) == nil)
    let (amended, untouched) = try registry.read { view in
      let days = DayRange(month: recheck.on.month)
      return (
        try view.amendments(
          measure: "shop-inspection.cases-open", part: nil, unit: "140213", over: days),
        try view.amendments(
          measure: "shop-inspection.visits", part: nil, unit: "140213", over: days)
      )
    }
    #expect(amended > 0)
    #expect(untouched == 0)
    try audit(registry)
    withExtendedLifetime(opened) {}
  }

  private func premises(of entry: Entry) throws -> RecordID {
    let value = entry.decision.touches[0].writes.first { $0.name == "premises" }?.value
    guard case .record(let id)? = value else { throw Refusal.entryUnknown(seq: entry.seq) }
    return id
  }

  private func first(_ action: String, _ registry: Registry) throws -> Entry {
    try registry.read { view in
      for seq in 0..<(try view.through()) {
        if let entry = try view.entry(seq), entry.action == action { return entry }
      }
      throw Refusal.entryUnknown(seq: -1)
    }
  }
}

/// Somebody who makes mistakes with some entries and puts them right later.
private struct Clumsy {
  let registry: Registry
  private var draw: SeededGenerator
  /// Mistakes that stand: the entry, and what it should have been or nothing.
  private var standing: [(seq: Int64, sent: Request, right: Request?)] = []
  private(set) var corrected = 0
  private(set) var voided = 0
  private var serial: UInt64 = 0

  init(registry: Registry, seed: UInt64) {
    self.registry = registry
    self.draw = SeededGenerator(seed: seed)
  }

  static func accepted(_ request: Request, by registry: Registry) throws -> Int64 {
    switch try registry.submit(batch: [(at: nil, request: request)])[0] {
    case .accepted(let acceptance): return acceptance.receipt.seq
    case .refused(let refusal): throw refusal
    }
  }

  /// Sends a request, sometimes wrong at first or twice under another number.
  mutating func submit(_ request: Request) throws {
    let mayErr = ["premises", "shop-inspection", "test-booking", "elder-station"]
      .contains(request.programme)
    if mayErr, Int.random(in: 0..<8, using: &draw) == 0, let wrong = wrong(request) {
      if let seq = try? Self.accepted(wrong, by: registry) {
        standing.append((seq, wrong, request))
        if Bool.random(using: &draw) { try mendLast() }
        return
      }
    }
    do {
      _ = try Self.accepted(request, by: registry)
    } catch is Refusal {
      // It rests on something that is still wrong.
      try mendAll()
      _ = try Self.accepted(request, by: registry)
    }
    if mayErr, Int.random(in: 0..<12, using: &draw) == 0, let copy = copy(request),
      let seq = try? Self.accepted(copy, by: registry)
    {
      standing.append((seq, copy, nil))
      if Bool.random(using: &draw) { try mendLast() }
    }
  }

  mutating func mendAll() throws {
    while !standing.isEmpty { try mendLast() }
  }

  private mutating func mendLast() throws {
    guard let (seq, sent, right) = standing.popLast() else { return }
    serial += 1
    let content = right ?? sent
    let amends = Amendment(seq: seq, manner: right == nil ? .void : .correct, reason: "录入有误")
    let request = Request(
      id: EntryID(high: 99, low: serial), on: content.on, actor: content.actor,
      unit: content.unit, programme: content.programme, action: content.action,
      subject: .existing(content.subject.id, base: nil), records: content.records,
      fields: right == nil ? [:] : content.fields, amends: amends)
    _ = try Self.accepted(request, by: registry)
    if right == nil { voided += 1 } else { corrected += 1 }
  }

  /// The same request with one thing in it wrong.
  private mutating func wrong(_ request: Request) -> Request? {
    var on = request.on
    var fields = request.fields
    let names = fields.keys.sorted()
    if names.isEmpty || Int.random(in: 0..<3, using: &draw) == 0 {
      on = on.advanced(by: -1)
    } else {
      let name = names[Int.random(in: 0..<names.count, using: &draw)]
      switch fields[name] {
      case .integer(let number): fields[name] = .integer(number + 1)
      case .list(let items) where !items.isEmpty: fields[name] = .list(Array(items.dropLast()))
      case .text(let text) where !text.allSatisfy(\.isASCII): fields[name] = .text(text + "误")
      default: on = on.advanced(by: -1)
      }
    }
    return Request(
      id: request.id, on: on, actor: request.actor, unit: request.unit,
      programme: request.programme, action: request.action, subject: request.subject,
      records: request.records, fields: fields)
  }

  /// The same case entered once more.
  private mutating func copy(_ request: Request) -> Request? {
    guard case .new = request.subject, request.action.hasPrefix("inspection.") else { return nil }
    serial += 1
    return Request(
      id: EntryID(high: 98, low: serial), on: request.on, actor: request.actor,
      unit: request.unit, programme: request.programme, action: request.action,
      subject: .new(RecordID(high: 98, low: serial)), records: request.records,
      fields: request.fields)
  }
}
