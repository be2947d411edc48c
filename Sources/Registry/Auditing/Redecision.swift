// `luoshi verify --decide`: from what an entry stores, the request it answered is put together
// again and decided once more, on the state of the recount, under the version it was decided under.

import Ledger
import Programmes
import Quantities
import Storage

/// One entry decided again.
struct Redecision: AmendingSurroundings {
  let entry: Entry
  let stored: StoredEntry
  let recount: Recount
  let reader: any StoreReader
  let secrets: LedgerSecrets
  private let met = Met()

  /// Whether values that deciding again would take turned out to be erased.
  private final class Met {
    var isErased = false
  }

  init(
    entry: Entry, stored: StoredEntry, recount: Recount, reader: any StoreReader,
    secrets: LedgerSecrets
  ) {
    self.entry = entry
    self.stored = stored
    self.recount = recount
    self.reader = reader
    self.secrets = secrets
  }

  enum Result {
    case same
    /// What it sealed is erased, so its request is not known any more.
    case erased
    case differs(String)
  }

  mutating func run() throws -> Result {
    guard let known = try known(entry.seq) else { return .differs("it is not there") }
    guard let touches = known.touches else { return .erased }
    if let amends = entry.amends { return try amended(known, amends, touches) }
    let set = recount.directory.programmes
    guard let version = UInt32(exactly: entry.programmeVersion),
      let programme = set.programme(entry.programme, version)
    else { return .differs("there is no \(entry.programme)@\(entry.programmeVersion)") }
    let facts = touches.first.flatMap { recount.records[$0.record]?.record.facts }
    guard
      let request = known.request(touches, subjectFacts: facts ?? [:], naming: Self.subject)
    else {
      return .differs("the touched records do not hang together")
    }
    do {
      let decision =
        entry.decision.marks.isEmpty
        ? try decide(request, at: entry.at, under: programme, in: set, given: self)
        : try decideHappened(request, at: entry.at, under: programme, in: set, given: self)
      let wanted = wanted(touches)
      return decision == wanted ? .same : .differs(difference(decision, wanted))
    } catch let refusal as Refusal {
      return .differs("refused: \(refusal)")
    }
  }

  /// An amendment decided again.
  private func amended(
    _ known: KnownEntry, _ amendment: Amendment, _ touches: [Touch]
  ) throws -> Result {
    guard let first = touches.first else { return .differs("it touches nothing") }
    var request = Request(
      id: entry.id, on: entry.on, actor: entry.actor, unit: entry.unit,
      programme: entry.programme, action: entry.action,
      subject: .existing(first.record, base: nil), records: [:], fields: [:])
    if amendment.manner == .correct {
      let content = touches.filter(\.isContent)
      let facts = recount.records[first.record]?.record.facts ?? [:]
      guard
        let said = known.request(
          content, subjectFacts: facts,
          naming: { touch in
            touch.base == 0 ? .new(touch.record) : .existing(touch.record, base: nil)
          })
      else { return .differs("what it says does not hang together") }
      request = said
    }
    do {
      var amending = try Amending(request, amendment, seq: entry.seq, in: self)
      let decision = try amending.decided().decision
      let wanted = wanted(touches)
      return decision == wanted ? .same : .differs(difference(decision, wanted))
    } catch let refusal as Refusal {
      // What rests on erased values could be decided then, and cannot be now.
      if met.isErased { return .erased }
      return .differs("refused: \(refusal)")
    }
  }

  /// What deciding again must come to: what was found when an arrival was placed among others does
  /// not follow from its request, and stands in the entry as what the ledger says.
  private func wanted(_ touches: [Touch]) -> Decision {
    Decision(
      touches: touches, deltas: entry.decision.deltas,
      marks: entry.decision.marks.filter { !$0.hasPrefix(ArrivalCode.prefix) })
  }

  private static func subject(_ touch: Touch) -> Subject {
    touch.base == 0 ? .new(touch.record) : .existing(touch.record, base: touch.base)
  }

  private func difference(_ found: Decision, _ wanted: Decision) -> String {
    for (left, right) in zip(found.touches, wanted.touches) where left != right {
      return "\(left.kind) would be \(left.state) with \(left.writes.map(\.name)), "
        + "stored \(right.state) with \(right.writes.map(\.name))"
    }
    for (left, right) in zip(found.deltas, wanted.deltas) where left != right {
      return "\(left.measure) would move by \(left.amount), stored \(right.amount)"
    }
    if found.marks != wanted.marks { return "marked \(found.marks), stored \(wanted.marks)" }
    return "\(found.touches.count) touches and \(found.deltas.count) deltas, stored "
      + "\(wanted.touches.count) and \(wanted.deltas.count)"
  }

  // MARK: Surroundings

  var programmes: ProgrammeSet { recount.directory.programmes }
  func row(_ id: RecordID) -> RecordRow? { recount.records[id].map { RecordRow($0) } }

  func known(_ seq: Int64) throws -> KnownEntry? {
    try reader.entry(seq).map { stored in
      let known = try KnownEntry(stored) { number in
        try reader.subjectKey(number).map { try secrets.unwrap($0, number: number) }
      }
      if known.touches == nil { met.isErased = true }
      return known
    }
  }

  func record(_ id: RecordID) -> Record? { recount.records[id]?.record }

  func hasSealed(_ record: Record) -> Bool {
    !record.isErased && recount.records[record.id]?.keyNumber != nil
  }

  func holder(ofKey name: String, value: KeyValue, values: [Value]) throws -> RecordID? {
    switch value {
    case .plain(let text): recount.keys[KeyRow(name: name, value: Array(text.utf8))]
    case .blind:
      recount.keys[
        KeyRow(name: name, value: try secrets.blindIndex(key: name, values: values).bytes)]
    }
  }

  func balance(of measure: String, owner: RecordID) -> Int64 {
    recount.balances[BalanceKey(measure: measure, owner: owner)] ?? 0
  }

  func unitExists(_ code: String, on day: Day) -> Bool {
    recount.directory.unitExists(code, on: day)
  }

  func roles(of actor: Actor, at unit: String) -> Set<String> {
    recount.directory.roles(of: actor, at: unit, on: entry.on)
  }
}
