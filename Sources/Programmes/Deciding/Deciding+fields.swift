import Quantities

extension Deciding {
  /// Unknown fields first, then missing ones, then invalid ones.
  mutating func checkFields() throws {
    try checkUnknown()
    try checkMissing()
    try checkValues()
  }

  private mutating func checkUnknown() throws {
    let inputs = action.inputs
    values = Array(repeating: nil, count: inputs.count)
    // Few are given and few are asked for: looking through them is faster than hashing names.
    var found = 0
    for (path, value) in request.fields {
      guard let index = inputs.firstIndex(where: { $0.path == path }) else { continue }
      values[index] = value
      found += 1
    }
    for (path, subject) in request.records {
      guard let index = inputs.firstIndex(where: { $0.path == path }), inputs[index].isReference
      else { continue }
      if values[index] == nil { found += 1 }
      values[index] = .record(subject.id)
    }
    // If fewer were found than given, something is unknown or given twice; the first by name is
    // reported.
    guard found < request.fields.count + request.records.count else { return }
    var unknown: [String] = []
    for path in request.fields.keys where action.input(path) == nil { unknown.append(path) }
    for path in request.records.keys {
      let isReference = kind.field(path)?.type.referredKind != nil
      if !isReference || action.input(path) == nil { unknown.append(path) }
    }
    if let first = unknown.min() { throw Refusal.fieldUnknown(first) }
  }

  /// A record that begins must have everything its kind requires; the checker has made sure that
  /// the action can give it.
  private func checkMissing() throws {
    for (index, input) in action.inputs.enumerated() where values[index] == nil {
      guard let reference = input.reference else {
        let isNeeded = records[0].before == nil && input.field.isRequired
        if input.isRequired || isNeeded { throw Refusal.fieldMissing(input.path) }
        continue
      }
      guard let at = references[reference] else {
        if input.isRequired { throw Refusal.fieldMissing(reference) }
        continue
      }
      let isNeeded = records[at].before == nil && input.field.isRequired
      if isNeeded || (input.isRequired && !records[at].after.facts.has(input.field.name)) {
        throw Refusal.fieldMissing(input.path)
      }
    }
  }

  private mutating func checkValues() throws {
    let context = ValueContext(today: today)
    for (index, input) in action.inputs.enumerated() {
      guard let given = values[index] else { continue }
      let value: Value
      do throws(Fault) {
        value = try input.field.type.normalised(given, in: context)
      } catch {
        throw Refusal.fieldInvalid(input.path, reason: error.en, reasonZh: error.zh)
      }
      values[index] = value
      switch value {
      case .text(let code): if input.field.type == .unit { try checkUnit(code, input) }
      case .record(let id): try checkReference(id, input)
      case .list(let items): try checkItems(items, input)
      case .integer, .decimal, .day, .truth, .place: break
      }
    }
  }

  /// Units and records named in the items of lists exist.
  private func checkItems(_ items: [[String: Value]], _ input: Input) throws {
    guard case .list(let fields) = input.field.type else { return }
    for field in fields {
      if field.type == .unit {
        for case .text(let code)? in items.map({ $0[field.name] }) { try checkUnit(code, input) }
      }
      guard let kind = field.type.referredKind else { continue }
      for case .record(let id)? in items.map({ $0[field.name] }) {
        try checkTarget(id, kind, input)
      }
    }
  }

  private func checkTarget(_ id: RecordID, _ kind: String, _ input: Input) throws {
    guard let record = try surroundings.record(id), record.kind == kind else {
      throw Refusal.fieldInvalid(
        input.path, reason: "names a record \(id) that is no \(kind)",
        reasonZh: "所选记录不存在或类型不符，请重新选择")
    }
  }

  private func checkUnit(_ code: String, _ input: Input) throws {
    guard try !surroundings.unitExists(code, on: request.on) else { return }
    throw Refusal.fieldInvalid(
      input.path, reason: "names the unit \(code), which does not exist on \(request.on)",
      reasonZh: "单位“\(code)”在\(request.on)不存在，请核对单位代码")
  }

  private func checkReference(_ id: RecordID, _ input: Input) throws {
    guard input.reference == nil else {
      // A reference of a referred thing is written as it is, so only its target has to exist.
      guard let kind = input.field.type.referredKind else { return }
      return try checkTarget(id, kind, input)
    }
    if id == request.subject.id {
      throw Refusal.fieldInvalid(
        input.path, reason: "refers to the record itself; name another one",
        reasonZh: "不能指向自身，请选择另一条记录")
    }
    // A case stays with the thing it began on: its key and its history belong there.
    guard input.path == kind.about, let known = records[0].before?.reference(input.path),
      known != id
    else { return }
    throw Refusal.fieldInvalid(
      input.path, reason: "cannot be exchanged later; begin a new record for another one",
      reasonZh: "登记后不能更换，请另建一条记录")
  }

  /// Writes the values: all of the subject's, and of other records those that change.
  mutating func writeFields() throws {
    records[0].isTouched = true
    for (index, input) in action.inputs.enumerated() {
      guard let value = values[index] else { continue }
      guard let reference = input.reference else {
        records[0].write(input.field, value)
        continue
      }
      guard let at = references[reference] else { throw Refusal.fieldMissing(reference) }
      if records[at].after.value(input.field.name) == value { continue }
      records[at].write(input.field, value)
    }
  }

  /// Derived fields are computed at their actions, or else when a record begins and when an entry
  /// writes what they read.
  mutating func deriveFields() throws {
    for index in records.indices where records[index].isTouched {
      let derived = records[index].kind.derived
      guard !derived.isEmpty else { continue }
      let scope = try scope(of: index, withSealed: true)
      for item in derived {
        let isDue =
          if item.actions.isEmpty {
            records[index].before == nil || item.reads.contains(where: records[index].hasWritten)
          } else {
            index == 0 && item.actions.contains(action.name)
          }
        guard isDue else { continue }
        try derive(item, index, scope)
      }
    }
  }

  private mutating func derive(_ derived: Derived, _ index: Int, _ scope: Scope) throws {
    let field = derived.field
    let value = try checkingOverflow(field.name) { () throws(Overflow) in
      try derived.value.value(in: scope)
    }
    // A value outside the field's own limits stays unknown, as if it could not be computed.
    guard let value, let kept = try? field.type.normalised(value, in: ValueContext(today: today)),
      records[index].after.value(field.name) != kept
    else { return }
    records[index].write(field, kept)
  }

  mutating func checkConditions() throws {
    guard !action.conditions.isEmpty else { return }
    let scope = try scope(of: 0)
    for condition in action.conditions {
      let holds = try checkingOverflow(request.action) { () throws(Overflow) in
        try condition.expression.isTrue(in: scope)
      }
      if !holds { try pass(.conditionFailed(zh: condition.zh, en: condition.en)) }
    }
  }

  /// The subject moves as the action says; what is registered on the way begins as its kind says.
  mutating func moveStates() throws {
    for index in records.indices where records[index].isTouched {
      let to = index == 0 ? action.to : records[index].kind.firstAction?.to
      guard index == 0 || records[index].before == nil, let to else { continue }
      let scope = try scope(of: index)
      let state = try checkingOverflow(request.action) { () throws(Overflow) in
        try to.value(in: scope)
      }
      if case .text(let state)? = state { records[index].after.state = state }
    }
  }

  /// An overflow is a refusal that names what overflowed.
  func checkingOverflow<Result>(
    _ name: String, _ body: () throws(Overflow) -> Result
  ) throws -> Result {
    do throws(Overflow) {
      return try body()
    } catch {
      throw Refusal.overflow(name)
    }
  }
}

extension Outcome {
  /// The value of the first case whose condition holds.
  func value(in scope: Scope) throws(Overflow) -> Value? {
    for item in cases where try item.condition?.isTrue(in: scope) ?? true {
      return try item.value.value(in: scope)
    }
    return nil
  }
}
