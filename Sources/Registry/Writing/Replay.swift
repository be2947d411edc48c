import Ledger
import Programmes
import Quantities
import Storage

/// What an amendment is decided in: the state as it is, and the entries behind it.
protocol AmendingSurroundings: Surroundings {
  var programmes: ProgrammeSet { get }
  /// A record as it is now.
  func row(_ id: RecordID) throws -> RecordRow?
  /// An entry of the ledger; `nil` if there is none.
  func known(_ seq: Int64) throws -> KnownEntry?
}

/// A record while the entries that touched it are decided again.
struct Replayed {
  /// A fact, and the entry that its value stands in.
  struct Known {
    let write: Write
    let seq: Int64
  }

  let id: RecordID
  let kind: String
  var version: UInt32
  var state: String
  var unit: String
  var facts: [String: Known]

  /// The record as a decision sees it.
  var record: Record {
    var seen = Facts()
    for (name, known) in facts {
      seen[name] = Fact(
        content: known.write.level.isSealed ? .sealed : .plain(known.write.value), seq: known.seq)
    }
    return Record(id: id, kind: kind, version: version, state: state, unit: unit, facts: seen)
  }

  /// The values that are sealed.
  var sealed: [String: Value] {
    facts.filter { $0.value.write.level.isSealed }.mapValues(\.write.value)
  }
}

/// The state in which entries are decided again: records that an amendment may change as the replay
/// has left them, all others as they were when the entry was made.
struct Replay<Around: AmendingSurroundings>: Surroundings {
  let around: Around
  let affected: Set<RecordID>
  /// The entry being decided again.
  var seq: Int64 = 0
  /// Whether it is the one that is put right, for which units must be there as for a new one.
  var isAmended = false
  private(set) var records: [RecordID: Replayed] = [:]

  init(_ around: Around, affected: Set<RecordID>) {
    self.around = around
    self.affected = affected
  }

  /// Takes in what an entry comes to; `seq` is where its values stand.
  mutating func apply(_ touch: Touch, valuesIn seq: Int64) {
    var replayed =
      records[touch.record]
      ?? Replayed(
        id: touch.record, kind: touch.kind, version: 0, state: touch.state, unit: touch.unit,
        facts: [:])
    replayed.version += 1
    replayed.state = touch.state
    replayed.unit = touch.unit
    for write in touch.writes {
      replayed.facts[write.name] = Replayed.Known(write: write, seq: seq)
    }
    records[touch.record] = replayed
  }

  func record(_ id: RecordID) throws -> Record? {
    affected.contains(id) ? records[id]?.record : try recordThen(id)
  }

  /// A record as it was before the entry being decided again.
  private func recordThen(_ id: RecordID) throws -> Record? {
    guard let row = try around.row(id) else { return nil }
    guard let last = row.history.last, last >= seq else { return row.record }
    var record: Record?
    for seq in row.history where seq < self.seq {
      guard let entry = try around.known(seq)?.entry else { continue }
      for (index, touch) in entry.decision.touches.enumerated()
      where touch.record == id && !touch.isContent {
        let before = record.map {
          RecordRow(record: $0, keyNumber: nil, blindKeys: [:], history: [])
        }
        var after = Folding.applied(touch, to: before, seq: seq)
        for sealed in entry.sealedWrites where sealed.touch == index {
          after.facts[sealed.name] = Fact(content: .sealed, seq: seq)
        }
        if touch.isErasure { after.erase() }
        record = after
      }
    }
    return record
  }

  /// Who holds a key now says nothing about then; it is looked at in the end.
  func holder(ofKey name: String, value: KeyValue, values: [Value]) -> RecordID? { nil }

  /// Limits are looked at in the end.
  func balance(of measure: String, owner: RecordID) -> Int64 { 0 }

  func unitExists(_ code: String, on day: Day) throws -> Bool {
    // Others were accepted, and a unit may have been merged as of a day before theirs since.
    try !isAmended || around.unitExists(code, on: day)
  }

  /// Nobody is asked again whether they might.
  func roles(of actor: Actor, at unit: String) -> Set<String> { [] }
}
