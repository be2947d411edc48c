import Quantities

/// Turns a measure as read into one that can be counted.
struct MeasureChecker {
  let draft: MeasureDraft
  let programme: String
  let entry: Directory.Entry
  /// All kinds that move the measure.
  let kinds: [KindDraft]
  let errors: ErrorList
  let names: NameTable

  init?(
    _ draft: MeasureDraft, programme: String, directory: Directory, lookup: KindLookup,
    errors: ErrorList
  ) {
    guard let entry = lookup(draft.kind.text, at: draft.kind.position) else {
      return nil
    }
    self.draft = draft
    self.programme = programme
    self.entry = entry
    self.kinds = draft.kinds.compactMap { directory.entry($0.text)?.kind }
    self.errors = errors
    self.names = directory.names(of: entry.kind, purpose: "measure \"\(draft.name)\"")
  }

  private var what: String { "measure \"\(draft.name)\"" }
  private var isStock: Bool { draft.distinct == nil && draft.actions.isEmpty }
  private var isTwoSided: Bool { draft.payer != nil || draft.payee != nil }

  /// Facts of other records may change behind a stock's back, so a stock reads its own only.
  private var table: NameTable { names.with(purpose: what, isStock: isStock) }

  func measure() -> Measure {
    checkActions()
    let (style, listsRead, stepped) = style()
    let split = split(listsRead)
    let owner = owner()
    let ceiling = limit(draft.ceiling, "ceiling")
    let floor = limit(draft.floor, "floor")
    let limitCondition = limitCondition()
    var references = stepped
    references.formUnion(ceiling?.references ?? [])
    references.formUnion(floor?.references ?? [])
    references.formUnion(limitCondition?.references ?? [])
    if case .posting(_, _, _, let sides) = style {
      references.formUnion([sides.payer, sides.payee])
    }
    if case .field(let reference?, _)? = split { references.insert(reference) }
    let unit = unit()
    var reads = listsRead
    if case .field(nil, let field)? = split { reads.insert(field.name) }
    if case .field(let name) = unit { reads.insert(name) }
    if case .reference(let name)? = owner { reads.insert(name) }
    return Measure(
      id: "\(programme).\(draft.name)", name: draft.name, title: draft.title,
      kind: entry.kind.name, style: style, countingUnit: draft.countingUnit,
      decimals: draft.decimals, isMoney: draft.isMoney, split: split, unit: unit,
      dayField: day(), owner: owner, level: draft.level, ceiling: ceiling?.expression,
      floor: floor?.expression, limitCondition: limitCondition?.expression,
      referencesRead: references, factsRead: reads)
  }

  private func checkActions() {
    let known = kinds.flatMap { $0.actions.map(\.name) }
    for action in draft.actions where !known.contains(action.text) {
      let names = kinds.map { "\"\($0.name)\"" }.joined(separator: ", ")
      errors.report(
        action.position, "record \(names) has no action \"\(action.text)\"",
        Suggestion.remedy(for: action.text, among: known, otherwise: "define it"))
    }
    guard kinds.count > 1, !draft.actions.isEmpty else { return }
    let own = entry.kind.actions.map(\.name)
    if !draft.actions.contains(where: { own.contains($0.text) }) {
      errors.report(
        draft.kind.position, "no action of \"\(entry.kind.name)\" moves \(what)",
        "name one of its actions, or leave the record out of of:")
    }
  }

  private func style() -> (Measure.Style, reads: Set<String>, stepped: Set<String>) {
    let actions = draft.actions.map(\.text)
    let (condition, conditionSteps) = actionCondition()
    if let distinct = draft.distinct {
      return (distinctStyle(distinct, actions, condition), [], conditionSteps)
    }
    let (amount, reads, stepped) = amount()
    if isTwoSided {
      return (
        postingStyle(actions, amount, condition), reads, stepped.union(conditionSteps)
      )
    }
    guard isStock else {
      return (
        .flow(actions: actions, amount: amount, condition: condition), reads,
        stepped.union(conditionSteps)
      )
    }
    let holding = draft.condition.map { Checker.condition($0, names: table, errors: errors) }
    return (
      .stock(amount: amount, condition: holding?.expression), reads.union(holding?.reads ?? []), []
    )
  }

  /// The condition of a flow; `if` and `while` are two words, since what an action adds stays
  /// added, and what a record holds does not.
  private func actionCondition() -> (Expression?, Set<String>) {
    if let condition = draft.condition, !isStock {
      errors.report(
        condition.position, "\(what) counts actions and has \"while\"",
        "write if: for a condition at the moment of the action")
    }
    guard let condition = draft.actionCondition else { return (nil, []) }
    if isStock {
      errors.report(
        condition.position, "\(what) counts records and has \"if\"",
        "write while: for what must hold as long as a record counts")
      return (nil, [])
    }
    let checked = Checker.condition(condition, names: table, errors: errors)
    return (checked.expression, checked.references)
  }

  /// `from` and `to` are two references that every record has.
  private func postingStyle(
    _ actions: [String], _ amount: Measure.Amount, _ condition: Expression?
  ) -> Measure.Style {
    let position = (draft.payer ?? draft.payee)?.position ?? draft.position
    if actions.isEmpty || draft.sum == nil {
      errors.report(
        position, "\(what) goes from one record to another, but does not say how much and when",
        "add sum: with an amount and action: with one or more actions")
    }
    for (key, value) in [("split", draft.split), ("unit", draft.unit), ("owner", draft.owner)] {
      guard let value else { continue }
      errors.report(
        value.position, "\(what) has from and to, which settle its parts, units and balances",
        "leave out \(key)")
    }
    let sides = Measure.Sides(
      payer: side(draft.payer, "from", position), payee: side(draft.payee, "to", position))
    return .posting(actions: actions, amount: amount, condition: condition, sides)
  }

  private func side(_ side: Located?, _ key: String, _ position: Position) -> String {
    guard let side else {
      errors.report(
        position, "\(what) has only one side", "add \(key): a field that leads to a record")
      return ""
    }
    guard let field = names.fields[side.text], field.type.referredKind != nil else {
      errors.report(
        side.position, "\"\(side.text)\" is not a field that leads to a record",
        Suggestion.remedy(for: side.text, among: names.referred.keys.sorted(), otherwise: ""))
      return side.text
    }
    if !field.isRequired {
      errors.report(
        side.position, "a posting needs both sides, but \"\(side.text)\" may be missing",
        "give the field required: yes")
    }
    return side.text
  }

  private func limitCondition() -> Checker.Checked? {
    guard let condition = draft.limitCondition else { return nil }
    if draft.ceiling == nil, draft.floor == nil {
      errors.report(
        condition.position, "\(what) has \"limits-if\" but no limit", "add ceiling: or floor:")
    }
    let names = names.with(purpose: "\"limits-if\" of \(what)", isStock: false)
    return Checker.condition(condition, names: names, errors: errors)
  }

  private func distinctStyle(
    _ distinct: Located, _ actions: [String], _ condition: Expression?
  ) -> Measure.Style {
    if actions.isEmpty {
      errors.report(
        distinct.position, "\(what) does not say which action makes a member",
        "add action: with one or more actions")
    }
    if distinct.text == "record" {
      return .distinct(reference: nil, actions: actions, condition: condition)
    }
    if names.fields[distinct.text]?.type.referredKind == nil {
      errors.report(
        distinct.position, "\"\(distinct.text)\" is not a field that leads to a record",
        Suggestion.remedy(
          for: distinct.text, among: names.referred.keys.sorted() + ["record"], otherwise: ""))
    }
    return .distinct(reference: distinct.text, actions: actions, condition: condition)
  }

  private func amount() -> (Measure.Amount, reads: Set<String>, stepped: Set<String>) {
    if let count = draft.count {
      let wanted = isStock ? "records" : "action"
      if count.text != wanted {
        errors.report(
          count.position, "\(what) counts \"\(count.text)\"",
          "write count: action with action: …, or count: records without it")
      }
      return (.one, [], [])
    }
    guard let sum = draft.sum else { return (.one, [], []) }
    let checked = Checker.check(sum, names: table, errors: errors)
    checkNumber(checked, at: sum)
    return (.sum(checked.expression), checked.reads, checked.references)
  }

  private func checkNumber(_ checked: Checker.Checked, at source: Located) {
    switch checked.type {
    case .number(let places):
      guard places > (draft.isMoney ? 0 : draft.decimals) else { return }
      errors.report(
        source.textPosition,
        draft.isMoney
          ? "\(what) is money in whole fen, but this has \(places) decimals"
          : "\(what) has \(draft.decimals) decimals, but this has \(places)",
        draft.isMoney ? "sum a money field" : "add decimals: \(places)")
    case .broken: break
    default:
      errors.report(
        source.textPosition, "a number is needed here, but this is \(checked.type.description)",
        "use a number field, count(…) or sum(…)")
    }
  }

  private func split(_ listsRead: Set<String>) -> Measure.Split? {
    guard let split = draft.split else { return nil }
    let parts = split.text.split(separator: ".", maxSplits: 1).map(String.init)
    guard let first = parts.first, let field = names.fields[first] else {
      errors.report(
        split.position, "there is no field \"\(parts.first ?? "")\"",
        Suggestion.remedy(
          for: parts.first ?? "", among: names.fields.keys.sorted(), otherwise: "define it"))
      return nil
    }
    guard parts.count == 2 else {
      return checkSplit(field, at: split) ? .field(reference: nil, field) : nil
    }
    if let items = field.type.itemFields {
      guard let item = items.first(where: { $0.name == parts[1] }) else {
        errors.report(
          split.position, "the items of \"\(first)\" have no field \"\(parts[1])\"",
          Suggestion.remedy(for: parts[1], among: items.map(\.name), otherwise: "define it"))
        return nil
      }
      if !listsRead.contains(first) {
        errors.report(
          split.position, "\(what) is split by items of \"\(first)\" but does not count them",
          "write sum: \"count(\(first))\"")
      }
      return checkSplit(field, item, at: split) ? .item(list: first, item) : nil
    }
    let source = Located(text: split.text, position: split.position, isQuoted: split.isQuoted)
    let checked = Checker.check(source, names: table, errors: errors)
    guard checked.type != .broken, let target = names.referred[first]?.fields[parts[1]] else {
      return nil
    }
    return checkSplit(target, at: split) ? .field(reference: first, target) : nil
  }

  /// Checks level and type; an item has the level of its list.
  private func checkSplit(_ field: Field, _ item: Field? = nil, at split: Located) -> Bool {
    if field.level.isSealed {
      errors.report(
        split.position, "\(what) is split by \"\(split.text)\", which is sealed",
        "make a derived field of it, such as an age band, and split by that")
      return false
    }
    switch (item ?? field).type {
    case .choice, .truth, .unit, .broken: return true
    case .text(let max, _) where max <= 60: return true
    default:
      errors.report(
        split.position, "\(what) is split by \"\(split.text)\", which has too many values",
        "split by a choice, yes-no, unit, or a text with max: 60 or less")
      return false
    }
  }

  private func unit() -> Measure.UnitRule {
    if isTwoSided { return .sides }
    guard let unit = draft.unit else { return isStock ? .record : .work }
    if unit.text == "record" { return .record }
    if unit.text == "work" {
      if isStock {
        errors.report(
          unit.position, "\(what) is a stock and cannot count for the unit of the work",
          "write unit: record or a field of type unit, since several units work on a record")
      }
      return .work
    }
    guard let field = names.fields[unit.text], field.type == .unit, !field.level.isSealed else {
      let units = names.fields.values.filter { $0.type == .unit }.map(\.name).sorted()
      errors.report(
        unit.position, "\"\(unit.text)\" is not a plain field of type unit",
        Suggestion.remedy(for: unit.text, among: ["work", "record"] + units, otherwise: ""))
      return .record
    }
    return .field(field.name)
  }

  private func day() -> String? {
    guard let day = draft.day, day.text != "work" else { return nil }
    if isStock {
      errors.report(
        day.position, "\(what) is a stock, which changes on the day of the work", "remove day")
      return nil
    }
    guard let field = names.fields[day.text], field.type == .date, !field.level.isSealed else {
      let days = names.fields.values.filter { $0.type == .date }.map(\.name).sorted()
      errors.report(
        day.position, "\"\(day.text)\" is not a plain field of type date",
        Suggestion.remedy(for: day.text, among: ["work"] + days, otherwise: ""))
      return nil
    }
    return field.name
  }

  private func owner() -> Measure.Owner? {
    guard let owner = draft.owner else {
      if isTwoSided { return nil }
      for limit in [draft.ceiling, draft.floor].compactMap({ $0 }) {
        errors.report(
          limit.position, "\(what) has a limit but no owner whose balance is held against it",
          "add owner: record, or a field that leads to a record, such as session")
      }
      return nil
    }
    if owner.text == "record" { return .record }
    guard names.fields[owner.text]?.type.referredKind != nil else {
      errors.report(
        owner.position, "\"\(owner.text)\" is not a field that leads to a record",
        Suggestion.remedy(
          for: owner.text, among: names.referred.keys.sorted() + ["record"], otherwise: ""))
      return nil
    }
    return .reference(owner.text)
  }

  private func limit(_ source: Located?, _ word: String) -> Checker.Checked? {
    guard let source else { return nil }
    if draft.distinct != nil {
      errors.report(
        source.position, "\(what) counts different records and can have no \(word)",
        "count actions or records instead")
    }
    // The limit is read when it is held against the balance, so what it reads may change.
    let names = names.with(purpose: "the \(word) of \(what)", isStock: false)
    let checked = Checker.check(source, names: names, errors: errors)
    checkNumber(checked, at: source)
    return checked
  }
}
