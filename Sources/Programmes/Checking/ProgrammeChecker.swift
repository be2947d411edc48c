/// Checks all programmes of a set against each other.
struct ProgrammeChecker {
  /// By name and version.
  let drafts: [ProgrammeDraft]
  let errors: ErrorList

  func programmes() -> [Programme] {
    var directory = Directory()
    for draft in drafts { directory.add(draft, errors: errors) }
    checkVersions()
    let parts = drafts.map { draft in
      part(of: draft, in: directory.seen(by: draft))
    }
    var latest: [String: Int] = [:]
    for (position, draft) in drafts.enumerated() { latest[draft.name] = position }
    return drafts.indices.map { position in
      programme(at: position, parts: parts, latest: latest)
    }
  }

  private typealias Part = (kinds: [Kind], measures: [Measure])

  private func checkVersions() {
    var seen: Set<String> = []
    for draft in drafts where !draft.name.isEmpty && draft.version > 0 {
      guard !seen.insert("\(draft.name)@\(draft.version)").inserted else { continue }
      errors.report(
        draft.position,
        "programme \"\(draft.name)\" has its version \(draft.version) twice",
        "give the changed definition the version \(draft.version + 1)")
    }
  }

  private func part(of draft: ProgrammeDraft, in directory: Directory) -> Part {
    for used in draft.uses where !directory.programmes.contains(used.text) {
      errors.report(
        used.position, "there is no programme \"\(used.text)\"",
        Suggestion.remedy(
          for: used.text, among: directory.programmes.subtracting([draft.name, ""]).sorted(),
          otherwise: "load it together with this one"))
    }
    let lookup = KindLookup(directory: directory, draft: draft, errors: errors)
    let kinds = draft.kinds.map { kind in
      KindChecker(
        kind, programme: draft.name, directory: directory, lookup: lookup, errors: errors
      ).kind()
    }
    let measures = draft.measures.compactMap { measure in
      MeasureChecker(
        measure, programme: draft.name, directory: directory, lookup: lookup, errors: errors
      )?.measure()
    }
    return (kinds, measures)
  }

  private func programme(at position: Int, parts: [Part], latest: [String: Int]) -> Programme {
    let draft = drafts[position]
    let (kinds, measures) = parts[position]
    var byKind: [String: [Measure]] = [:]
    for measure in measures { byKind[measure.kind, default: []].append(measure) }
    for other in latest.keys.sorted() where other != draft.name {
      guard let at = latest[other] else { continue }
      for measure in parts[at].measures { byKind[measure.kind, default: []].append(measure) }
    }
    // A measure of several kinds is one number, and stands once in the list.
    var seen: Set<String> = []
    let distinct = measures.filter { seen.insert($0.id).inserted }
    return Programme(
      name: draft.name, version: draft.version, title: draft.title,
      uses: draft.uses.map(\.text), overlapDays: draft.overlapDays, kinds: kinds,
      measures: distinct,
      sourceText: draft.sourceText, measuresByKind: byKind)
  }
}
