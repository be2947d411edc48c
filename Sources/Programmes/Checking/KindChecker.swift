import Quantities

/// Turns a kind as read into a kind that can be decided on.
struct KindChecker {
  let draft: KindDraft
  let programme: String
  let directory: Directory
  let lookup: KindLookup
  let errors: ErrorList
  let fields: [Field]
  let names: NameTable

  init(
    _ draft: KindDraft, programme: String, directory: Directory, lookup: KindLookup,
    errors: ErrorList
  ) {
    self.draft = draft
    self.programme = programme
    self.directory = directory
    self.lookup = lookup
    self.errors = errors
    self.fields = directory.fields(of: draft)
    self.names = directory.names(of: draft, purpose: "")
  }

  func kind() -> Kind {
    checkReferences()
    checkNames()
    checkStates()
    let keys = draft.keys.compactMap(key)
    let derived = draft.derived.map { self.derived($0) }
    let checkers = draft.actions.map { ActionChecker(kind: self, draft: $0) }
    let actions = checkers.map { $0.action() }
    checkProvision()
    return Kind(
      name: draft.name, title: draft.title, programme: programme, isThing: draft.isThing,
      about: draft.about?.text, fields: fields, keys: keys,
      deadlines: checkers.compactMap { $0.deadline() },
      derived: derived.map(\.derived), actions: actions.map(\.action), states: states(),
      provides: draft.provides?.0,
      fieldIndex: Dictionary(
        fields.enumerated().map { ($0.element.name, $0.offset) },
        uniquingKeysWith: { first, _ in first }),
      referencesRead: Set(derived.flatMap(\.references) + actions.flatMap(\.references)).sorted())
  }

  private func checkReferences() {
    if let about = draft.about, let entry = lookup(about.text, at: about.position),
      !entry.kind.isThing
    {
      errors.report(
        about.position, "\"\(about.text)\" is a case, and a case is about a thing",
        "use a field of type { record: \(about.text) } instead")
    }
    for field in draft.fields {
      if let kind = field.field.type.referredKind,
        let entry = lookup(kind, at: field.position)
      {
        checkLevel(field, refersTo: entry.kind)
      }
      for item in field.field.type.itemFields ?? [] {
        if let kind = item.type.referredKind { _ = lookup(kind, at: field.position) }
      }
    }
  }

  /// The leaf shows a P0 reference as it is, beside the pseudonym that is to hide whom it is about.
  private func checkLevel(_ field: FieldDraft, refersTo kind: KindDraft) {
    guard field.field.level == .open, kind.fields.contains(where: { $0.field.level.isSealed })
    else { return }
    errors.report(
      field.position,
      "\"\(field.field.name)\" would publish which record \"\(kind.name)\" it is, and that kind "
        + "has personal fields", "give the reference level P1")
  }

  private func checkNames() {
    var seen: Set<String> = []
    if let about = draft.about {
      seen.insert(about.text)
      if Name.reserved.contains(about.text) {
        errors.report(
          about.position, "\"\(about.text)\" has a meaning of its own in expressions",
          "use a field of type { record: \(about.text) } with another name")
      }
    }
    let all =
      draft.fields.map { ($0.field.name, $0.position) }
      + draft.derived.map { ($0.field.name, $0.position) }
    for (name, position) in all where !seen.insert(name).inserted {
      errors.report(
        position, "record \"\(draft.name)\" has two fields called \"\(name)\"", "rename one of them"
      )
    }
  }

  // MARK: - States

  private func states() -> [State] {
    draft.states.map { name in
      let title = draft.stateTitles?.first { $0.name == name }?.title
      return State(name: name, title: title ?? Title(zh: name, en: name))
    }
  }

  private func checkStates() {
    let reached = reachedStates()
    for action in draft.actions {
      for outcome in action.to where !reached.contains(outcome.state.text) {
        errors.report(
          outcome.state.position, "the state \"\(outcome.state.text)\" is never reached",
          "let an action that starts from new, or from a state reached, lead towards it")
      }
      for state in action.from where state.text != "new" && state.text != "any" {
        guard !draft.states.contains(state.text) else { continue }
        errors.report(
          state.position, "no action leads to the state \"\(state.text)\"",
          Suggestion.remedy(
            for: state.text, among: draft.states, otherwise: "let an action lead to it"))
      }
    }
    if !draft.actions.isEmpty, !draft.actions.contains(where: { mayBeNew($0) }) {
      errors.report(
        draft.position, "no action begins a record \"\(draft.name)\"",
        "write from: new at one of its actions")
    }
    checkStateTitles()
  }

  private func checkStateTitles() {
    guard let titles = draft.stateTitles else { return }
    for title in titles where !draft.states.contains(title.name) {
      errors.report(
        title.position, "no action leads to the state \"\(title.name)\"",
        Suggestion.remedy(for: title.name, among: draft.states, otherwise: "leave it out"))
    }
    for state in draft.states where !titles.contains(where: { $0.name == state }) {
      errors.report(
        draft.position, "the state \"\(state)\" has no title",
        "add \(state): { zh: …, en: … } under states")
    }
  }

  private func mayBeNew(_ action: ActionDraft) -> Bool {
    action.from.contains { $0.text == "new" }
  }

  /// The states that a record can come to, from action to action.
  private func reachedStates() -> Set<String> {
    var reached: Set<String> = []
    var isGrowing = true
    while isGrowing {
      isGrowing = false
      for action in draft.actions {
        let starts = action.from.contains { from in
          from.text == "new" || reached.contains(from.text)
            || (from.text == "any" && !reached.isEmpty)
        }
        guard starts else { continue }
        for outcome in action.to where reached.insert(outcome.state.text).inserted {
          isGrowing = true
        }
      }
    }
    return reached
  }

  // MARK: - Keys

  private func key(_ key: KeyDraft) -> Key? {
    guard !key.fields.isEmpty else {
      errors.report(
        key.position, "the key \"\(key.name)\" has no fields", "list one or more fields")
      return nil
    }
    var isBlind = false
    for located in key.fields where located.text != "unit" {
      guard let field = names.fields[located.text] else {
        errors.report(
          located.position, "there is no field \"\(located.text)\"",
          Suggestion.remedy(
            for: located.text, among: fields.map(\.name), otherwise: "define it under fields"))
        continue
      }
      if field.level.isSealed { isBlind = true }
      switch field.type {
      case .list, .place, .text(_, isLong: true):
        errors.report(
          located.position,
          "a key cannot contain \"\(field.name)\", which is a list, place or "
            + "long text", "use short fields that name the record")
      default: break
      }
    }
    return Key(
      name: "\(draft.name).\(key.name)", fields: key.fields.map(\.text), isBlind: isBlind)
  }

  // MARK: - Derived fields

  private func derived(_ draft: DerivedDraft) -> (derived: Derived, references: [String]) {
    let purpose = "derived field \"\(draft.field.name)\""
    // Derived fields read what was given, not each other, so that their order means nothing.
    let given = names.fields.filter { !$0.value.isDerived }
    let table = NameTable(
      fields: given, states: names.states, referred: names.referred, allowsSealed: true,
      allowsReferences: true, allowsDay: true, purpose: purpose)
    var reads: Set<String> = []
    var references: Set<String> = []
    var cases: [Outcome.Case] = []
    for outcome in draft.value {
      var value = Expression.constant(.text(outcome.state.text))
      if outcome.isExpression {
        let checked = Checker.check(outcome.state, names: table, errors: errors)
        value = checked.expression
        reads.formUnion(checked.reads)
        references.formUnion(checked.references)
        checkType(checked.type, of: draft.field, at: outcome.state.textPosition)
      } else {
        checkOption(outcome.state, of: draft.field)
      }
      let condition = outcome.condition.map {
        Checker.condition($0, names: table, errors: errors)
      }
      reads.formUnion(condition?.reads ?? [])
      references.formUnion(condition?.references ?? [])
      cases.append(Outcome.Case(condition: condition?.expression, value: value))
    }
    let known = self.draft.actions.map(\.name)
    for action in draft.actions where !known.contains(action.text) {
      errors.report(
        action.position, "record \"\(self.draft.name)\" has no action \"\(action.text)\"",
        Suggestion.remedy(for: action.text, among: known, otherwise: "define it"))
    }
    let derived = Derived(
      field: draft.field, value: Outcome(cases: cases), reads: reads,
      actions: draft.actions.map(\.text))
    return (derived, references.sorted())
  }

  private func checkType(_ type: ValueType, of field: Field, at position: Position) {
    let wanted = field.type.valueType
    if case .number(let places) = type, case .number(let kept) = wanted, places <= kept { return }
    if type == wanted || type == .broken || wanted == .broken { return }
    if type == .text, case .choice = wanted { return }
    if wanted == .text, case .choice = type { return }
    errors.report(
      position, "\"\(field.name)\" is \(wanted.description), but this is \(type.description)",
      "change the field's type or its value")
  }

  private func checkOption(_ option: Located, of field: Field) {
    switch field.type {
    case .choice(let choices):
      guard !choices.contains(where: { $0.name == option.text }) else { return }
      errors.report(
        option.position, "\"\(option.text)\" is not an option of \"\(field.name)\"",
        Suggestion.remedy(for: option.text, among: choices.map(\.name), otherwise: ""))
    case .text, .broken: break
    default:
      errors.report(
        option.position, "only a choice or a text can be chosen by conditions",
        "use choice: […] as the type of \"\(field.name)\"")
    }
  }

  // MARK: - What the registry reads

  private func checkProvision() {
    guard let (provision, position) = draft.provides else { return }
    let needed: [(String, String)] =
      switch provision {
      case .units:
        [
          ("code", "text"), ("name", "text"), ("level", "choice"), ("parent", "unit"),
          ("from", "date"), ("to", "date"),
        ]
      case .accounts: [("login", "text"), ("name", "text"), ("roles", "list")]
      case .periods: [("year", "integer"), ("month", "integer")]
      case .erasures: [("erased", "text")]
      }
    for (name, type) in needed where names.fields[name]?.type.simpleName != type {
      errors.report(
        position, "a record that provides \(provision.rawValue) needs a field \"\(name)\"",
        "add \(name): { type: \(type), … }")
    }
    guard provision == .accounts, let items = names.fields["roles"]?.type.itemFields else { return }
    for (name, type) in [("role", "text"), ("unit", "unit")] {
      let found = items.first { $0.name == name }?.type.simpleName
      guard found != type, !(name == "role" && found == "choice") else { continue }
      errors.report(
        position, "each of \"roles\" needs a field \"\(name)\"",
        "add \(name): { type: \(type), … }")
    }
  }
}

extension FieldType {
  /// The word for the type in a definition.
  var simpleName: String {
    switch self {
    case .text: "text"
    case .integer: "integer"
    case .decimal: "decimal"
    case .money: "money"
    case .date: "date"
    case .time: "time"
    case .choice: "choice"
    case .truth: "yes-no"
    case .list: "list"
    case .place: "place"
    case .identityNumber: "identity-number"
    case .creditCode: "credit-code"
    case .phone: "phone"
    case .unit: "unit"
    case .record: "record"
    case .broken: "broken"
    }
  }
}
