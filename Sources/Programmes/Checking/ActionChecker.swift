import Quantities

/// Turns an action as read into one that can be decided on.
struct ActionChecker {
  let kind: KindChecker
  let draft: ActionDraft

  private var errors: ErrorList { kind.errors }
  private var mayBeNew: Bool { draft.from.contains { $0.text == "new" } }
  private var what: String { "action \"\(draft.name)\"" }

  /// When the clock does it: a date or moment of the record's own facts.
  func deadline() -> Deadline? {
    let isByClock = draft.by.contains { $0.text == "clock" }
    guard let due = draft.due else {
      if isByClock {
        errors.report(
          draft.position, "\(what) is done by the clock, but nothing says when",
          "add due: with a date or time field")
      }
      return nil
    }
    if !isByClock {
      errors.report(
        due.position, "\(what) has \"due\", but the clock may not do it", "add clock to its by:")
    }
    if mayBeNew {
      errors.report(
        due.position, "\(what) begins a record, and the clock begins none",
        "leave new out of its from:")
    }
    let table = kind.names.with(purpose: "\"due\" of \(what)", isStock: true)
    let checked = Checker.check(due, names: table, errors: errors)
    if ![.day, .moment, .broken].contains(checked.type) {
      errors.report(
        due.textPosition, "a date or time is needed here, but this is \(checked.type.description)",
        "name a field of type date or time")
    }
    for input in draft.inputs where input.isRequired {
      errors.report(
        input.path.position,
        "\(what) is done by the clock, which cannot give "
          + "\"\(input.path.text)\"", "leave out the !")
    }
    let isAny = draft.from.contains { $0.text == "any" }
    return Deadline(
      key: "\(kind.draft.name).\(draft.name)@due", action: draft.name,
      from: isAny ? nil : draft.from.map(\.text), due: checked.expression, reads: checked.reads)
  }

  func action() -> (action: Action, references: [String]) {
    let inputs = inputs()
    checkBeginning(inputs)
    for register in draft.registers { checkRegister(register, inputs) }
    var references: Set<String> = []
    let table = kind.names.with(purpose: "a condition of \(what)", isStock: false)
    let conditions = draft.conditions.map { condition in
      let checked = Checker.condition(condition.expression, names: table, errors: errors)
      references.formUnion(checked.references)
      return Condition(zh: condition.zh, en: condition.en, expression: checked.expression)
    }
    let cases = draft.to.map { outcome in
      let checked = outcome.condition.map {
        Checker.condition($0, names: table, errors: errors)
      }
      references.formUnion(checked?.references ?? [])
      return Outcome.Case(
        condition: checked?.expression, value: .constant(.text(outcome.state.text)))
    }
    checkHappened()
    let isAny = draft.from.contains { $0.text == "any" }
    let action = Action(
      name: draft.name, title: draft.title, mayBeNew: mayBeNew,
      from: isAny ? nil : draft.from.map(\.text).filter { $0 != "new" },
      states: draft.to.map(\.state.text), by: draft.by.map(\.text),
      isAtRecord: draft.isAtRecord, inputs: inputs, registers: draft.registers.map(\.text),
      conditions: conditions, amend: draft.amend.map(\.text), lateDays: draft.lateDays,
      rehomes: draft.rehomes, hasHappened: draft.happened != nil,
      inputIndex: Dictionary(
        inputs.enumerated().map { ($0.element.path, $0.offset) },
        uniquingKeysWith: { first, _ in first }),
      to: cases.isEmpty ? nil : Outcome(cases: cases))
    return (action, references.sorted())
  }

  /// What is done by the clock, or what the ledger itself goes by, is decided and not reported.
  private func checkHappened() {
    guard let position = draft.happened else { return }
    if draft.by.contains(where: { $0.text == "clock" }) {
      errors.report(
        position, "\(what) is done by the clock, which reports nothing", "leave happened out")
    }
    if let (provision, _) = kind.draft.provides {
      errors.report(
        position,
        "\(what) changes \(provision.rawValue), which the ledger itself goes by, and may be "
          + "refused", "leave happened out")
    }
  }

  private func inputs() -> [Input] {
    var inputs: [Input] = []
    // What a case is about is named whenever a case begins, so no definition has to say it.
    if mayBeNew, let about = kind.draft.about, let field = kind.names.fields[about.text],
      !draft.inputs.contains(where: { $0.path.text == about.text })
    {
      inputs.append(Input(path: about.text, reference: nil, field: field, isRequired: false))
    }
    for (path, isRequired) in draft.inputs {
      guard let (reference, field) = resolve(path) else { continue }
      if field.isDerived {
        errors.report(
          path.position, "\"\(path.text)\" is derived and cannot be given",
          "give the fields it is computed from")
        continue
      }
      inputs.append(
        Input(path: path.text, reference: reference, field: field, isRequired: isRequired))
    }
    return inputs
  }

  private func resolve(_ path: Located) -> (reference: String?, field: Field)? {
    let parts = path.text.split(separator: ".", maxSplits: 1).map(String.init)
    guard let first = parts.first, let field = kind.names.fields[first] else {
      errors.report(
        path.position, "there is no field \"\(parts.first ?? "")\"",
        Suggestion.remedy(
          for: parts.first ?? "", among: kind.fields.map(\.name),
          otherwise: "define it under fields"))
      return nil
    }
    guard parts.count == 2 else { return (nil, field) }
    guard let target = field.type.referredKind else {
      errors.report(
        path.position, "\"\(first)\" does not lead to a record", "write \"\(first)\" alone")
      return nil
    }
    guard let entry = kind.directory.entry(target) else { return nil }
    guard entry.kind.isThing else {
      errors.report(
        path.position, "\"\(first)\" is a case, whose facts are written by its own actions only",
        "leave \"\(path.text)\" out")
      return nil
    }
    let fields = kind.directory.fields(of: entry.kind)
    guard let fact = fields.first(where: { $0.name == parts[1] }) else {
      errors.report(
        path.position, "\(target) has no field \"\(parts[1])\"",
        Suggestion.remedy(for: parts[1], among: fields.map(\.name), otherwise: "define it there"))
      return nil
    }
    return (first, fact)
  }

  /// An action that begins a record must lead to a state and be able to give what is required.
  private func checkBeginning(_ inputs: [Input]) {
    guard mayBeNew else { return }
    if draft.to.isEmpty {
      errors.report(
        draft.position, "\(what) begins a record but leads to no state", "add to: with a state")
    }
    for field in kind.fields where field.isRequired && !field.isDerived {
      guard !inputs.contains(where: { $0.path == field.name }) else { continue }
      errors.report(
        draft.position,
        "\(what) begins a record but cannot give \"\(field.name)\", "
          + "which is required", "add \(field.name) to its fields")
    }
  }

  private func checkRegister(_ register: Located, _ inputs: [Input]) {
    guard let field = kind.names.fields[register.text], let target = field.type.referredKind else {
      errors.report(
        register.position, "\"\(register.text)\" is not a field that leads to a record",
        Suggestion.remedy(
          for: register.text, among: kind.names.referred.keys.sorted(),
          otherwise: "name a field of type { record: … }"))
      return
    }
    guard let entry = kind.directory.entry(target) else { return }
    guard entry.kind.isThing else {
      errors.report(
        register.position, "\"\(target)\" is a case, and only things are registered on the way",
        "begin it by its own action")
      return
    }
    for fact in kind.directory.fields(of: entry.kind) where fact.isRequired && !fact.isDerived {
      let path = "\(register.text).\(fact.name)"
      guard !inputs.contains(where: { $0.path == path }) else { continue }
      errors.report(
        register.position,
        "\(what) registers \"\(register.text)\" but cannot give \"\(path)\", "
          + "which is required", "add \(path) to its fields")
    }
  }
}
