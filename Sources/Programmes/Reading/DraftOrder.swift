extension ProgrammeDraft {
  /// The drafts with each behind those it uses, otherwise by name and version.
  ///
  /// The meta programme `programmes` comes first, since the others are entered with it. Drafts that
  /// use each other in a circle keep their order; checking reports what does not hold.
  public static func inOrderOfUse(_ drafts: [ProgrammeDraft]) -> [ProgrammeDraft] {
    var waiting = drafts.sorted { ($0.name, $0.version) < ($1.name, $1.version) }
    var placed: [ProgrammeDraft] = []
    var names: Set<String> = []
    if let index = waiting.firstIndex(where: { $0.name == "programmes" }) {
      placed.append(waiting.remove(at: index))
      names.insert("programmes")
    }
    while !waiting.isEmpty {
      let all = Set(waiting.map(\.name))
      let next = waiting.firstIndex { draft in
        draft.uses.allSatisfy { names.contains($0.text) || !all.contains($0.text) }
      }
      let draft = waiting.remove(at: next ?? 0)
      names.insert(draft.name)
      placed.append(draft)
    }
    return placed
  }
}
