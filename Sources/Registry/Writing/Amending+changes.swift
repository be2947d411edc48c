import Programmes
import Quantities
import Storage

/// What a replay leaves different of the records it went through.
struct Changes<Around: AmendingSurroundings> {
  let around: Around
  let replay: Replay<Around>
  let affected: Set<RecordID>

  /// A touch of every record gone through, even if nothing of it changes: so the amendment stands
  /// in its history, where the next one finds it.
  func touches(first subject: RecordID) throws -> [Touch] {
    let others = affected.subtracting([subject]).sorted()
    return try ([subject] + others).compactMap { try touch($0) }
  }

  private func touch(_ id: RecordID) throws -> Touch? {
    let row = try around.row(id)
    let before = row?.record
    let after = replay.records[id]
    guard let kindName = before?.kind ?? after?.kind else { return nil }
    let kind = around.programmes.kind(kindName)
    let (keys, needed) = try keyChanges(kind, row: row, after: after)
    var writes: [Write] = []
    for (name, known) in after?.facts ?? [:] {
      let isSame = needed.contains(name) ? false : before.map { same(known, $0.facts[name]) }
      if isSame != true { writes.append(known.write) }
    }
    let removes = (before?.facts.keys).map { names in
      names.filter { after?.facts[$0] == nil }.sorted()
    }
    return Touch(
      record: id, kind: kindName, base: before?.version ?? 0,
      state: after?.state ?? Record.voidState, unit: after?.unit ?? before?.unit ?? "",
      writes: writes.sorted { $0.name < $1.name }, keys: keys, removes: removes ?? [])
  }

  private func same(_ known: Replayed.Known, _ fact: Fact?) -> Bool {
    guard let fact else { return false }
    switch fact.content {
    case .plain(let value): return !known.write.level.isSealed && value == known.write.value
    case .sealed: return known.write.level.isSealed && fact.seq == known.seq
    case .erased: return false
    }
  }

  // MARK: - Keys

  /// The keys given up and taken, and the facts that must be written for those over sealed fields.
  private func keyChanges(
    _ kind: Kind?, row: RecordRow?, after: Replayed?
  ) throws -> ([KeyChange], Set<String>) {
    var released: [KeyChange] = []
    var taken: [KeyChange] = []
    var needed: Set<String> = []
    for key in kind?.keys ?? [] {
      let values = after.flatMap { key.values(of: $0.record, sealed: $0.sealed) }
      if key.isBlind {
        let isHeld = row?.blindKeys[key.name] != nil
        let isSame = key.fields.allSatisfy { name in
          guard name != "unit", let known = after?.facts[name] else { return name == "unit" }
          return same(known, row?.record.facts[name])
        }
        if isHeld && isSame { continue }
        let value = KeyValue.blind(fields: key.fields)
        if isHeld { released.append(KeyChange(name: key.name, value: value, isTaken: false)) }
        guard let values, let after else { continue }
        try checkFree(key, value, values, for: after.id)
        taken.append(KeyChange(name: key.name, value: value, isTaken: true))
        needed.formUnion(key.fields)
      } else {
        let old = (row?.record).flatMap { key.text(of: $0) }
        let new = after.flatMap { key.text(of: $0.record) }
        guard old != new else { continue }
        if let old {
          released.append(KeyChange(name: key.name, value: .plain(old), isTaken: false))
        }
        guard let new, let values, let after else { continue }
        try checkFree(key, .plain(new), values, for: after.id)
        taken.append(KeyChange(name: key.name, value: .plain(new), isTaken: true))
      }
    }
    for deadline in kind?.deadlines ?? [] {
      let old = (row?.record).flatMap { deadline.text(of: $0) }
      let new = after.flatMap { deadline.text(of: $0.record) }
      guard old != new else { continue }
      for (text, isTaken) in [(old, false), (new, true)] {
        guard let text else { continue }
        let change = KeyChange(name: deadline.key, value: .plain(text), isTaken: isTaken)
        if isTaken { taken.append(change) } else { released.append(change) }
      }
    }
    return (released + taken, needed)
  }

  /// A key is free if its holder gives it up in the same amendment.
  private func checkFree(
    _ key: Key, _ value: KeyValue, _ values: [Value], for id: RecordID
  ) throws {
    for other in affected where other != id {
      guard let record = replay.records[other], record.kind == key.kind else { continue }
      if key.values(of: record.record, sealed: record.sealed) == values {
        throw Refusal.keyTaken(key: key.name, holder: other)
      }
    }
    let holder = try around.holder(ofKey: key.name, value: value, values: values)
    guard let holder, holder != id, !affected.contains(holder) else { return }
    throw Refusal.keyTaken(key: key.name, holder: holder)
  }
}

extension Key {
  /// The kind whose key it is.
  fileprivate var kind: String { String(name.prefix { $0 != "." }) }
}
