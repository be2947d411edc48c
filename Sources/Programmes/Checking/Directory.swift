import Quantities

/// The kinds that definitions may refer to while they are checked.
struct Directory {
  /// A kind and the programme that defines it.
  struct Entry {
    let kind: KindDraft
    let programme: String
  }

  private var entries: [String: Entry] = [:]
  private(set) var programmes: Set<String> = []

  var kindNames: [String] { entries.keys.sorted() }

  func entry(_ kind: String) -> Entry? { entries[kind] }

  /// Adds a programme's kinds; those of a later version replace the earlier ones.
  ///
  /// Two programmes may not share a kind's name, because records know only their kind.
  mutating func add(_ draft: ProgrammeDraft, errors: ErrorList) {
    programmes.insert(draft.name)
    for kind in draft.kinds {
      if let found = entries[kind.name], found.programme != draft.name {
        errors.report(
          kind.position,
          "the record \"\(kind.name)\" is already defined by programme \"\(found.programme)\"",
          "choose another name, or use its record")
        continue
      }
      entries[kind.name] = Entry(kind: kind, programme: draft.name)
    }
  }

  /// The directory as a version sees it: its own kinds instead of a later version's.
  func seen(by draft: ProgrammeDraft) -> Directory {
    var directory = self
    for kind in draft.kinds {
      directory.entries[kind.name] = Entry(kind: kind, programme: draft.name)
    }
    return directory
  }

  /// All fields of a kind: its reference to what it is about, its own and its derived ones.
  func fields(of kind: KindDraft) -> [Field] {
    var fields: [Field] = []
    if let about = kind.about {
      let title = entries[about.text]?.kind.title ?? Title(zh: "", en: "")
      fields.append(
        Field(
          name: about.text, title: title, type: .record(kind: about.text), level: .staff,
          isRequired: true, isDerived: false))
    }
    return fields + kind.fields.map(\.field) + kind.derived.map(\.field)
  }

  /// What an expression on a kind's records may name.
  func names(of kind: KindDraft, purpose: String) -> NameTable {
    let fields = fields(of: kind)
    var referred: [String: (fields: [String: Field], states: [String])] = [:]
    for field in fields {
      guard let target = field.type.referredKind, let entry = entries[target] else { continue }
      referred[field.name] = (table(self.fields(of: entry.kind)), entry.kind.states)
    }
    return NameTable(
      fields: table(fields), states: kind.states, referred: referred, allowsSealed: false,
      allowsReferences: true, allowsDay: true, purpose: purpose)
  }

  private func table(_ fields: [Field]) -> [String: Field] {
    Dictionary(fields.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }
}

/// Looks up a kind that a definition names, and reports it if it may not be used.
struct KindLookup {
  let directory: Directory
  let draft: ProgrammeDraft
  let errors: ErrorList

  func callAsFunction(_ name: String, at position: Position) -> Directory.Entry? {
    guard let entry = directory.entry(name) else {
      errors.report(
        position, "there is no record \"\(name)\"",
        Suggestion.remedy(
          for: name, among: directory.kindNames, otherwise: "define it under records"))
      return nil
    }
    if entry.programme != draft.name, !draft.uses.contains(where: { $0.text == entry.programme }) {
      errors.report(
        position, "\"\(name)\" belongs to programme \"\(entry.programme)\"",
        "add uses: [\(entry.programme)] at the top")
    }
    return entry
  }
}
