import Quantities

extension Deciding {
  /// The keys taken and given up by each record, none of them held by another.
  func changeKeys() throws -> [[KeyChange]] {
    var changes: [[KeyChange]] = []
    changes.reserveCapacity(records.count)
    for (index, record) in records.enumerated() {
      guard record.isTouched, !(record.kind.keys.isEmpty && record.kind.deadlines.isEmpty) else {
        changes.append([])
        continue
      }
      var released: [KeyChange] = []
      var taken: [KeyChange] = []
      for key in record.kind.keys {
        try change(key, of: index, &released, &taken)
      }
      for deadline in record.kind.deadlines {
        try change(deadline, of: record, &released, &taken)
      }
      changes.append(released + taken)
    }
    try checkWithin(changes)
    return changes
  }

  private func change(
    _ key: Key, of index: Int, _ released: inout [KeyChange], _ taken: inout [KeyChange]
  ) throws {
    let record = records[index]
    let isChanged =
      record.before == nil || record.before?.unit != record.after.unit
      || key.fields.contains(where: record.hasWritten)
    guard isChanged else { return }
    if key.isBlind { return try changeBlind(key, record, &released, &taken) }
    let old = record.before.flatMap { key.values(of: $0, sealed: [:]) }
    let new = key.values(of: record.after, sealed: [:])
    guard old != new else { return }
    if let old {
      released.append(KeyChange(name: key.name, value: .plain(old.joinedText), isTaken: false))
    }
    guard let new else { return }
    let value = KeyValue.plain(new.joinedText)
    try checkHolder(key, value, new, record)
    taken.append(KeyChange(name: key.name, value: value, isTaken: true))
  }

  /// A record that waits for the clock holds a key that says when.
  private func change(
    _ deadline: Deadline, of record: Working, _ released: inout [KeyChange],
    _ taken: inout [KeyChange]
  ) throws {
    let old = try record.before.flatMap { try due(deadline, of: $0) }
    let new = try due(deadline, of: record.after)
    guard old != new else { return }
    for (moment, isTaken) in [(old, false), (new, true)] {
      guard let moment else { continue }
      let value = KeyValue.plain(Deadline.text(moment, record.after.id))
      let change = KeyChange(name: deadline.key, value: value, isTaken: isTaken)
      if isTaken { taken.append(change) } else { released.append(change) }
    }
  }

  /// When the clock is to act on a record.
  func due(_ deadline: Deadline, of record: Record) throws -> Int64? {
    try checkingOverflow(deadline.key) { () throws(Overflow) in try deadline.moment(of: record) }
  }

  /// What a sealed key was before is not known here, so giving it up means whatever it was.
  private func changeBlind(
    _ key: Key, _ record: Working, _ released: inout [KeyChange], _ taken: inout [KeyChange]
  ) throws {
    let value = KeyValue.blind(fields: key.fields)
    guard let values = key.values(of: record.after, sealed: record.sealed) else {
      let lacking = key.fields.first { name in
        record.kind.field(name)?.level.isSealed == true && record.sealed[name] == nil
      }
      // The key cannot be computed without a value that is sealed already: it must be given again.
      if let lacking, record.before?.facts[lacking] != nil {
        throw Refusal.fieldMissing(lacking)
      }
      return
    }
    try checkHolder(key, value, values, record)
    let wasComplete = record.before.map { before in
      key.fields.allSatisfy { $0 == "unit" || before.facts[$0] != nil }
    }
    if wasComplete == true {
      released.append(KeyChange(name: key.name, value: value, isTaken: false))
    }
    taken.append(KeyChange(name: key.name, value: value, isTaken: true))
  }

  private func checkHolder(
    _ key: Key, _ value: KeyValue, _ values: [Value], _ record: Working
  ) throws {
    guard
      let holder = try surroundings.holder(ofKey: key.name, value: value, values: values),
      holder != record.after.id
    else { return }
    throw Refusal.keyTaken(key: key.name, holder: holder)
  }

  /// Two records of one request may not take the same key either.
  private func checkWithin(_ changes: [[KeyChange]]) throws {
    guard changes.count(where: { $0.contains(where: \.isTaken) }) > 1 else { return }
    var seen: [String: RecordID] = [:]
    for (index, list) in changes.enumerated() {
      for change in list where change.isTaken {
        let text = keyText(change, records[index])
        if let holder = seen.updateValue(records[index].after.id, forKey: text) {
          throw Refusal.keyTaken(key: change.name, holder: holder)
        }
      }
    }
  }

  private func keyText(_ change: KeyChange, _ record: Working) -> String {
    switch change.value {
    case .plain(let text): return change.name + "\u{1F}" + text
    case .blind(let fields):
      let values = fields.map { name in
        (record.sealed[name] ?? record.after.value(name))?.canonicalText ?? record.after.unit
      }
      return ([change.name] + values).joined(separator: "\u{1F}")
    }
  }
}

extension Key {
  /// What a record's plain fields give for the key, as it is looked up; `nil` if one is not known.
  public func text(of record: Record) -> String? {
    values(of: record, sealed: [:]).map { $0.joinedText }
  }

  /// The values of the key's fields in order, or `nil` if one is not known.
  public func values(of record: Record, sealed: [String: Value]) -> [Value]? {
    var values: [Value] = []
    values.reserveCapacity(fields.count)
    for name in fields {
      if name == "unit" {
        values.append(.text(record.unit))
        continue
      }
      guard let value = sealed[name] ?? record.value(name) else { return nil }
      values.append(value)
    }
    return values
  }
}

extension [Value] {
  /// The canonical texts joined by U+001F.
  fileprivate var joinedText: String {
    count == 1
      ? self[0].canonicalText : map(\.canonicalText).joined(separator: "\u{1F}")
  }
}
