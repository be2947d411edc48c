import Quantities

/// Reads an action: `recheck: { from: rectifying, to: closed, by: worker, fields: [hazards!] }`.
enum ActionReader {
  private static let keys = [
    "title", "from", "to", "by", "at", "fields", "require", "registers", "when", "late", "amend",
    "due", "rehomes", "happened",
  ]

  /// 366: a year's books can be completed in the January after it.
  static let lateDaysDefault: Int64 = 366

  static func read(_ entry: Node.Entry, kind: String, errors: ErrorList) -> ActionDraft? {
    let what = "action \"\(entry.key)\" of record \"\(kind)\""
    guard let section = Section(entry.value, what: what, keys: keys, errors: errors) else {
      return nil
    }
    for key in ["from", "by"] where !section.has(key) {
      errors.report(
        entry.position,
        "\(what) does not say \(key == "from" ? "where it starts" : "who may do it")",
        key == "from" ? "add from: new, a state or any" : "add by: worker, or a list of roles")
    }
    let by = section.scalars("by") ?? []
    let amend = section.has("amend") ? section.scalars("amend") ?? [] : by
    for role in by + amend { _ = Name.check(role.text, at: role.position, errors: errors) }
    let to = section.node("to").map {
      OutcomeReader.read($0, what: "\"to\" of \(what)", areExpressions: false, errors: errors)
    }
    for outcome in to ?? [] {
      let state = outcome.state
      guard Name.check(state.text, at: state.position, errors: errors) else { continue }
      if ["new", "any", Record.voidState].contains(state.text) {
        errors.report(
          state.position, "\"\(state.text)\" cannot be a state that is reached",
          "choose another word, such as registered")
      }
    }
    return ActionDraft(
      name: entry.key, position: entry.position, title: section.title("title"),
      from: section.scalars("from") ?? [], to: to ?? [], by: by, isAtRecord: isAtRecord(section),
      inputs: inputs(section), registers: section.scalars("registers") ?? [],
      conditions: conditions(section),
      amend: amend, lateDays: Int(section.integer("late", in: 0...100_000) ?? lateDaysDefault),
      due: section.scalar("due"), rehomes: section.truth("rehomes"),
      happened: section.truth("happened") ? section.keyPosition("happened") : nil)
  }

  private static func isAtRecord(_ section: Section) -> Bool {
    guard let scalar = section.scalar("at") else { return false }
    if scalar.text != "record" && scalar.text != "work" {
      section.errors.report(
        scalar.position, "\"at\" is \"\(scalar.text)\"",
        "write work (the unit that does the work) or record (the unit the record belongs to)")
    }
    return scalar.text == "record"
  }

  /// `hazards!` is required at this action, as is what stands under `require`.
  private static func inputs(_ section: Section) -> [(path: Located, isRequired: Bool)] {
    var inputs: [(path: Located, isRequired: Bool)] = []
    for (key, isAlways) in [("fields", false), ("require", true)] {
      for scalar in section.scalars(key) ?? [] {
        let isMarked = scalar.text.hasSuffix("!")
        let path = Located(
          text: isMarked ? String(scalar.text.dropLast()) : scalar.text,
          position: scalar.position, isQuoted: scalar.isQuoted)
        if inputs.contains(where: { $0.path.text == path.text }) {
          section.errors.report(
            path.position, "\(section.what) names \"\(path.text)\" twice", "keep one of them")
          continue
        }
        inputs.append((path, isMarked || isAlways))
      }
    }
    return inputs
  }

  private static func conditions(
    _ section: Section
  ) -> [(expression: Located, zh: String, en: String)] {
    guard let node = section.node("when") else { return [] }
    let nodes: [Node] = if case .sequence(let list) = node.content { list } else { [node] }
    return nodes.compactMap { node in
      let what = "a condition of \(section.what)"
      guard
        let condition = Section(
          node, what: what, keys: ["if", "zh", "en"], errors: section.errors)
      else { return nil }
      for key in ["if", "zh", "en"] where !condition.has(key) {
        section.errors.report(
          node.position, "\(what) has no \(key)",
          "write { if: \"…\", zh: 不符合时的说明, en: what to say if it does not hold }")
      }
      guard let expression = condition.scalar("if"), let zh = condition.scalar("zh"),
        let en = condition.scalar("en")
      else { return nil }
      return (expression, zh.text, en.text)
    }
  }
}
