import Quantities

/// Reads a measure: `hazards-open: { of: inspection, sum: count(hazards), while: "…", in: 处 }`.
enum MeasureReader {
  private static let keys = [
    "title", "of", "count", "sum", "distinct", "action", "if", "while", "split", "in", "decimals",
    "unit", "day", "ceiling", "floor", "limits-if", "owner", "from", "to", "level",
  ]

  /// One draft for each kind that moves the measure.
  static func read(_ entry: Node.Entry, errors: ErrorList) -> [MeasureDraft] {
    let what = "measure \"\(entry.key)\""
    guard let section = Section(entry.value, what: what, keys: keys, errors: errors) else {
      return []
    }
    if !section.has("of") {
      errors.report(
        entry.position, "\(what) does not say what it counts", "add of: a record's name")
    }
    if !section.has("in") {
      errors.report(
        entry.position, "\(what) has no counting unit", "add in: 家, 家次, 处, 人 or another")
    }
    let amounts = ["count", "sum", "distinct"].filter(section.has)
    if amounts.count != 1 {
      errors.report(
        entry.position, "\(what) must have one of count, sum and distinct",
        "write count: action, count: records, sum: \"…\" or distinct: a reference field")
    }
    let isMoney = section.has("decimals") && section.scalar("decimals")?.text == "fen"
    let level = FieldReader.level(section)
    if section.has("level"), level.isSealed {
      errors.report(
        section.keyPosition("level") ?? entry.position, "\(what) is sealed",
        "a number is P0 (public) or P1 (internal)")
    }
    let kinds = section.scalars("of") ?? []
    if kinds.count > 1, !section.has("action") {
      errors.report(
        section.keyPosition("of") ?? entry.position,
        "\(what) is of several records, but counts no action",
        "add action:, or count what the records hold in a measure for each")
    }
    for (index, kind) in kinds.enumerated()
    where kinds.prefix(index).contains(where: { $0.text == kind.text }) {
      errors.report(kind.position, "\(what) names \"\(kind.text)\" twice", "keep one of them")
    }
    return kinds.map { kind in
      draft(entry, section, of: kind, among: kinds, isMoney: isMoney, level: level)
    }
  }

  private static func draft(
    _ entry: Node.Entry, _ section: Section, of kind: Located, among kinds: [Located],
    isMoney: Bool, level: Level
  ) -> MeasureDraft {
    MeasureDraft(
      name: entry.key, position: entry.position, title: section.title("title"),
      kind: kind, kinds: kinds, count: section.scalar("count"), sum: section.scalar("sum"),
      distinct: section.scalar("distinct"), actions: section.scalars("action") ?? [],
      condition: section.scalar("while"), actionCondition: section.scalar("if"),
      split: section.scalar("split"),
      countingUnit: section.scalar("in")?.text ?? "",
      decimals: isMoney ? 2 : UInt8(section.integer("decimals", in: 0...9) ?? 0),
      isMoney: isMoney,
      unit: section.scalar("unit"), day: section.scalar("day"),
      ceiling: section.scalar("ceiling"), floor: section.scalar("floor"),
      owner: section.scalar("owner"), payer: section.scalar("from"), payee: section.scalar("to"),
      limitCondition: section.scalar("limits-if"), level: section.has("level") ? level : .open)
  }
}
