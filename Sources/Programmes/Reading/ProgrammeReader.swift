import Quantities

extension ProgrammeDraft {
  /// 30: whoever was out of reach for a month has another reason to look at the new form.
  static let overlapDaysDefault: Int64 = 30

  /// Reads a definition from its tree; what is wrong is kept in the draft.
  public init(reading node: Node, sourceText: String) {
    let errors = ErrorList()
    let keys = ["programme", "version", "title", "uses", "overlap", "records", "measures"]
    guard let section = Section(node, what: "the programme", keys: keys, errors: errors) else {
      self.init(
        name: "", version: 0, position: node.position, title: Title(zh: "", en: ""), uses: [],
        overlapDays: 0, kinds: [], measures: [], sourceText: sourceText, errors: errors.errors)
      return
    }
    for key in ["programme", "version"] where !section.has(key) {
      errors.report(node.position, "the programme has no \(key)", "add \(key): … at the top")
    }
    var name = ""
    if let scalar = section.scalar("programme"),
      Name.check(scalar.text, at: scalar.position, errors: errors)
    {
      name = scalar.text
    }
    let version = section.integer("version", in: 1...1_000_000) ?? 0
    let kinds = section.named("records").compactMap { KindReader.read($0, errors: errors) }
    let measures = section.named("measures").flatMap { MeasureReader.read($0, errors: errors) }
    if kinds.isEmpty, measures.isEmpty {
      errors.report(
        node.position, "the programme defines nothing", "add records: with a thing or a case")
    }
    self.init(
      name: name, version: UInt32(version), position: node.position,
      title: section.title("title"), uses: section.scalars("uses") ?? [],
      overlapDays: Int(section.integer("overlap", in: 0...3_660) ?? Self.overlapDaysDefault),
      kinds: kinds, measures: measures, sourceText: sourceText, errors: errors.errors)
  }
}

/// Reads a kind: `inspection: { case: …, about: premises, fields: …, actions: … }`.
enum KindReader {
  private static let keys = [
    "thing", "case", "about", "fields", "keys", "derived", "actions", "states", "provides",
  ]

  static func read(_ entry: Node.Entry, errors: ErrorList) -> KindDraft? {
    let what = "record \"\(entry.key)\""
    guard let section = Section(entry.value, what: what, keys: keys, errors: errors) else {
      return nil
    }
    if section.has("thing") == section.has("case") {
      errors.report(
        entry.position, "\(what) must be either a thing or a case",
        "write one of thing: { zh: …, en: … } and case: { zh: …, en: … }")
    }
    if let position = section.keyPosition("about"), section.has("thing") {
      errors.report(
        position, "\(what) is a thing, and only a case is about something",
        "make it a case or use a field of type { record: … }")
    }
    let titleKey = section.has("case") ? "case" : "thing"
    let title = section.has(titleKey) ? section.title(titleKey) : Title(zh: "", en: "")
    let fields = section.named("fields").compactMap {
      FieldReader.read($0, in: what, errors: errors)
    }
    let actions = section.named("actions").compactMap {
      ActionReader.read($0, kind: entry.key, errors: errors)
    }
    if actions.isEmpty {
      errors.report(entry.position, "\(what) has no actions", "add actions: with one from: new")
    }
    return KindDraft(
      name: entry.key, position: entry.position, title: title, isThing: section.has("thing"),
      about: section.scalar("about"), fields: fields, keys: readKeys(section),
      derived: section.named("derived").compactMap { readDerived($0, errors: errors) },
      actions: actions, stateTitles: readStates(section), provides: readProvision(section))
  }

  private static func readKeys(_ section: Section) -> [KeyDraft] {
    section.named("keys").map { entry in
      var fields: [Located] = []
      if case .sequence(let nodes) = entry.value.content {
        fields = nodes.compactMap { $0.scalar(what: "each field of a key", errors: section.errors) }
      } else if let one = entry.value.scalar(what: "a key", errors: section.errors) {
        fields = [one]
      }
      return KeyDraft(name: entry.key, position: entry.position, fields: fields)
    }
  }

  private static func readStates(
    _ section: Section
  ) -> [(name: String, position: Position, title: Title)]? {
    guard section.has("states") else { return nil }
    return section.named("states").map { entry in
      let title = Title.read(
        entry.value, what: "state \"\(entry.key)\"", errors: section.errors)
      return (entry.key, entry.position, title)
    }
  }

  private static func readProvision(_ section: Section) -> (Provision, Position)? {
    guard let scalar = section.scalar("provides") else { return nil }
    guard let provision = Provision(rawValue: scalar.text) else {
      section.errors.report(
        scalar.position, "nothing is called \"\(scalar.text)\" that a record could provide",
        "write units, accounts, periods or erasures")
      return nil
    }
    return (provision, scalar.position)
  }

  /// `age-band: { choice: [...], value: { child: "years(birth, on) < 15", adult: otherwise } }`.
  private static func readDerived(_ entry: Node.Entry, errors: ErrorList) -> DerivedDraft? {
    let what = "derived field \"\(entry.key)\""
    let keys = FieldReader.keys + ["value", "at"]
    guard let section = Section(entry.value, what: what, keys: keys, errors: errors),
      let field = FieldReader.field(entry, section, what: what, isDerived: true)
    else { return nil }
    if field.level.isSealed {
      errors.report(
        section.keyPosition("level") ?? entry.position, "\(what) is sealed",
        "give it level P0 or P1: it is there to be read by measures and conditions")
    }
    guard let value = section.node("value") else {
      errors.report(entry.position, "\(what) has no value", "add value: with an expression")
      return nil
    }
    return DerivedDraft(
      field: field, position: entry.position, actions: section.scalars("at") ?? [],
      value: OutcomeReader.read(value, what: what, areExpressions: true, errors: errors))
  }
}

/// Reads a plain outcome or an ordered choice between several.
enum OutcomeReader {
  static func read(
    _ node: Node, what: String, areExpressions: Bool, errors: ErrorList
  ) -> [OutcomeDraft] {
    guard case .mapping(let entries) = node.content else {
      guard let scalar = node.scalar(what: what, errors: errors) else { return [] }
      return [OutcomeDraft(state: scalar, condition: nil, isExpression: areExpressions)]
    }
    var drafts: [OutcomeDraft] = []
    for (index, entry) in entries.enumerated() {
      guard let scalar = entry.value.scalar(what: what, errors: errors) else { continue }
      let isLast = index == entries.count - 1
      let isOtherwise = scalar.text == "otherwise"
      if isOtherwise != isLast {
        errors.report(
          scalar.position,
          isLast ? "\(what) may have no outcome" : "what follows \"otherwise\" is never reached",
          "write otherwise as the condition of the last line, and only there")
      }
      let state = Located(text: entry.key, position: entry.position, isQuoted: false)
      drafts.append(
        OutcomeDraft(
          state: state, condition: isOtherwise ? nil : scalar, isExpression: false))
    }
    return drafts
  }
}
