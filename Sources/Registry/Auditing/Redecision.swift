// `luoshi verify --decide`: from what an entry stores, the request it answered is put together
// again and decided once more, on the state of the recount, under the version it was decided under.

import Ledger
import Programmes
import Quantities
import Storage

/// One entry decided again.
struct Redecision: Surroundings {
  let entry: Entry
  let stored: StoredEntry
  let recount: Recount
  let reader: any StoreReader
  let secrets: LedgerSecrets

  enum Result {
    case same
    /// What it sealed is erased, so its request is not known any more.
    case erased
    case differs(String)
  }

  mutating func run() throws -> Result {
    guard let touches = try openedTouches() else { return .erased }
    let set = recount.directory.programmes
    guard let version = UInt32(exactly: entry.programmeVersion),
      let programme = set.programme(entry.programme, version)
    else { return .differs("there is no \(entry.programme)@\(entry.programmeVersion)") }
    guard let request = request(touches) else {
      return .differs("the touched records do not hang together")
    }
    do {
      let decision = try decide(
        request, at: Day(milliseconds: entry.at), under: programme, in: set, given: self)
      let wanted = Decision(touches: touches, deltas: entry.decision.deltas)
      return decision == wanted ? .same : .differs(difference(decision, wanted))
    } catch let refusal as Refusal {
      return .differs("refused: \(refusal)")
    }
  }

  /// The touches with their sealed values; `nil` if one has been erased.
  private func openedTouches() throws -> [Touch]? {
    var touches: [Touch] = []
    for (index, touch) in entry.decision.touches.enumerated() {
      var writes = touch.writes
      for sealed in entry.sealedWrites where sealed.touch == index {
        guard let wrapped = try reader.subjectKey(sealed.keyNumber) else { return nil }
        let key = try secrets.unwrap(wrapped, number: sealed.keyNumber)
        let value = try EntryCodec.open(stored, touch: index, name: sealed.name, key: key)
        writes.append(
          Write(
            name: sealed.name, level: sealed.level, value: value, isDerived: sealed.isDerived))
      }
      touches.append(
        Touch(
          record: touch.record, kind: touch.kind, base: touch.base, state: touch.state,
          unit: touch.unit, writes: writes.sorted { $0.name < $1.name }, keys: touch.keys))
    }
    return touches
  }

  private func request(_ touches: [Touch]) -> Request? {
    guard let subject = touches.first else { return nil }
    var fields: [String: Value] = [:]
    var records: [String: Subject] = [:]
    for write in subject.writes where !write.isDerived { fields[write.name] = write.value }
    var known: [String: Value] = [:]
    for (name, fact) in recount.records[subject.record]?.record.facts ?? [:] {
      if case .plain(let value) = fact.content { known[name] = value }
    }
    for write in subject.writes { known[write.name] = write.value }
    for touch in touches.dropFirst() {
      let reference = known.keys.sorted().first { known[$0] == .record(touch.record) }
      guard let reference else { return nil }
      records[reference] = Self.subject(touch)
      fields[reference] = nil
      for write in touch.writes where !write.isDerived {
        fields["\(reference).\(write.name)"] = write.value
      }
    }
    return Request(
      id: entry.id, on: entry.on, actor: entry.actor, unit: entry.unit,
      programme: entry.programme, action: entry.action, subject: Self.subject(subject),
      records: records, fields: fields)
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
    return "\(found.touches.count) touches and \(found.deltas.count) deltas, stored "
      + "\(wanted.touches.count) and \(wanted.deltas.count)"
  }

  // MARK: Surroundings

  func record(_ id: RecordID) -> Record? { recount.records[id]?.record }

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
