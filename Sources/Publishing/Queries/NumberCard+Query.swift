import Indicators
package import Ledger
package import Programmes
import Quantities
package import Registry
import Storage

extension NumberCard {
  /// The card of a number; `nil` if the ledger has no such measure, or no unit of that code on the
  /// last day.
  ///
  /// Of more than `countedMax` movements the first are taken, without count and sum.
  package init?(
    _ query: NumberQuery, in view: LedgerView, language: Language, isDemo: Bool,
    countedMax: Int = NumberCard.Contributions.countedMax
  ) throws {
    guard let measure = view.programmes.measure(query.measure), let tree = view.units,
      tree.exists(query.unit, on: query.to)
    else { return nil }
    let names = UnitNames(tree: tree, day: query.to, language: language)
    let maker = CardMaker(
      view: view, query: query, measure: measure, names: names, language: language,
      countedMax: countedMax)
    self.init(
      isDemo: isDemo, definition: maker.definition, scope: maker.scope,
      value: maker.decimal(try maker.value()), opening: try maker.opening(),
      transfers: try maker.transfers(),
      breakdown: try maker.breakdown(), contributions: try maker.contributions(),
      checkpoint: try view.checkpoint().map { Checkpoint(size: $0.size, note: $0.note) },
      isProvable: try maker.isProvable())
  }
}

extension NumberFile {
  /// The most movements that a file is made of: some megabytes.
  package static let countMax = 5_000

  /// A number with the proofs of all entries behind it, under the checkpoint that witnesses have
  /// cosigned if it covers them, else under the newest.
  ///
  /// `nil` if the ledger has no such measure or unit, some movement is not public, or there are
  /// more than `countMax`.
  package init?(
    _ query: NumberQuery, in view: LedgerView, cosigned: SignedNote?
  ) throws {
    guard let measure = view.programmes.measure(query.measure), measure.level == .open,
      let tree = view.units, tree.exists(query.unit, on: query.to)
    else { return nil }
    let maker = CardMaker(
      view: view, query: query, measure: measure,
      names: UnitNames(tree: tree, day: query.to, language: .zh), language: .zh,
      countedMax: Self.countMax)
    let selection = maker.allOfIt
    let rows = try view.contributions(selection, offset: 0, limit: Self.countMax + 1)
    guard rows.count <= Self.countMax, let newest = try view.checkpoint() else { return nil }
    let places = Set(rows.map(\.seq)).sorted()
    let note = try cosigned.flatMap { note in
      try Ledger.Checkpoint(parsing: note.text).size > places.last ?? 0 ? note : nil
    }
    let signed = try note ?? SignedNote(parsing: Array(newest.note.utf8))
    var entries: [ProvenLeaf] = []
    for seq in places {
      guard let leaf = try view.stored(seq)?.leaf,
        let proof = try view.proof(of: seq, under: signed)
      else { return nil }
      entries.append(ProvenLeaf(leaf: leaf, proof: Array(proof.description.utf8)))
    }
    self.init(
      claim: NumberClaim(
        measure: measure.id, part: query.part,
        territories: selection.map {
          NumberClaim.Territory(from: $0.from, to: $0.to, units: Set($0.units))
        }, amount: try maker.value()), entries: entries)
  }
}

/// Gathers what a card shows; each function is one question to the ledger.
private struct CardMaker {
  let view: LedgerView
  let query: NumberQuery
  let measure: Measure
  let names: UnitNames
  let language: Language
  let countedMax: Int

  /// The days that are counted; a distinct count is kept for whole months and years only.
  var days: DayRange {
    guard measure.isDistinct else { return DayRange(from: query.from, to: query.to) }
    guard query.from.month != query.to.month else { return DayRange(month: query.to.month) }
    let year = query.to.year
    guard let first = Day(year: year, month: 1, day: 1),
      let last = Day(year: year, month: 12, day: 31)
    else { return DayRange(from: query.from, to: query.to) }
    return DayRange(from: first, to: last)
  }

  func decimal(_ amount: Int64) -> Decimal64 {
    Decimal64(mantissa: amount, scale: measure.decimals)
  }

  var definition: NumberCard.Definition {
    let programme = view.programmes.latest(programmeName)
    let kind = view.programmes.kind(measure.kind)
    let style: NumberCard.Style =
      measure.isStock ? .stock : measure.isDistinct ? .distinct : .flow
    return NumberCard.Definition(
      measure: measure.id, title: measure.title.text(in: language),
      programme: programme?.title.text(in: language) ?? programmeName,
      version: programme?.reference ?? programmeName, countingUnit: measure.countingUnit,
      style: style,
      actions: measure.actions.map { kind?.action($0)?.title.text(in: language) ?? $0 },
      isOpen: measure.level == .open)
  }

  private var programmeName: String {
    String(measure.id.prefix { $0 != "." })
  }

  var scope: NumberCard.Scope {
    NumberCard.Scope(
      unit: names.name(query.unit), from: days.from, to: min(days.to, max(query.to, days.from)),
      part: query.part.map { NumberCard.UnitName(code: $0, name: partTitle($0)) })
  }

  private func partTitle(_ part: String) -> String {
    measure.parts.first { $0.name == part }?.title.text(in: language) ?? part
  }

  func value() throws -> Int64 {
    try view.value(measure: measure.id, part: query.part, unit: query.unit, over: days)
  }

  func opening() throws -> Decimal64? {
    guard measure.isStock else { return nil }
    let before = query.from.advanced(by: -1)
    return decimal(
      try view.value(
        measure: measure.id, part: query.part, unit: query.unit,
        over: DayRange(from: before, to: before)))
  }

  func transfers() throws -> [NumberCard.Transfer] {
    guard measure.isStock else { return [] }
    let transfers = try view.transfers(
      measure: measure.id, part: query.part, unit: query.unit, over: days)
    return transfers.sorted { $0.key < $1.key }.map {
      NumberCard.Transfer(day: $0.key, amount: decimal($0.value))
    }
  }

  /// Every movement that the value is the sum of; of a stock, from the beginning on, at the units
  /// that count on the last day.
  var allOfIt: [ContributionQuery] {
    let last = measure.isStock ? DayRange(from: query.to, to: query.to) : days
    let selection = view.selection(
      measure: measure.id, part: query.part, unit: query.unit, over: last)
    guard measure.isStock else { return selection }
    return selection.map {
      ContributionQuery(
        measure: $0.measure, part: $0.part, units: $0.units, from: LedgerView.beginning, to: $0.to)
    }
  }

  /// Whether a file with all entries can be had.
  func isProvable() throws -> Bool {
    guard measure.level == .open else { return false }
    return try view.contributionTotals(allOfIt, atMost: NumberFile.countMax) != nil
  }

  func breakdown() throws -> [NumberCard.BreakdownRow] {
    let below = names.below(query.unit) + names.bureaus(query.unit)
    guard !below.isEmpty else { return [] }
    let values = try view.values(
      measure: measure.id, part: query.part, units: below.map(\.code), over: days)
    return below.compactMap { unit in
      let value = values[unit.code] ?? 0
      // Bureaus without a number would only make the list long.
      guard value != 0 || unit.level != .bureau else { return nil }
      return NumberCard.BreakdownRow(unit: names.name(unit), value: decimal(value))
    }
  }

  func contributions() throws -> NumberCard.Contributions {
    let selection = view.selection(
      measure: measure.id, part: query.part, unit: query.unit, over: days)
    let perPage = NumberCard.Contributions.perPage
    let totals = try view.contributionTotals(selection, atMost: countedMax)
    var page = 1
    let rows: [ContributionRow]
    if let totals {
      let pages = max(1, (Int(totals.count) + perPage - 1) / perPage)
      page = min(max(1, query.page), pages)
      rows = try view.contributions(selection, offset: (page - 1) * perPage, limit: perPage)
    } else {
      rows = try view.firstContributions(selection, limit: perPage)
    }
    return NumberCard.Contributions(
      count: totals?.count, sum: totals.map { decimal($0.sum) },
      amended: try view.amendments(
        measure: measure.id, part: query.part, unit: query.unit, over: days), page: page,
      rows: try rows.map { row in
        NumberCard.Contribution(
          seq: row.seq, day: row.day, unit: names.name(placed(row.unit, on: row.day), on: row.day),
          action: try action(row.seq), delta: decimal(row.amount))
      })
  }

  /// Movements that are not public are shown by subdistrict only.
  private func placed(_ unit: String, on day: Day) -> String {
    guard measure.level != .open else { return unit }
    let above = names.tree.ancestors(of: unit, on: day)
    return above.first { names.tree.unit($0, on: day)?.level == .subdistrict } ?? unit
  }

  private func action(_ seq: Int64) throws -> String {
    guard let entry = try view.entry(seq) else { return "" }
    let title = EntryTitles(programmes: view.programmes, language: language).action(
      programme: entry.programme, version: entry.programmeVersion, path: entry.action)
    guard let amends = entry.amends else { return title }
    return language(amends.manner == .void ? .actionVoided : .actionCorrected, title)
  }
}

/// What programmes and actions of entries are called, in the version the entry was made under.
package struct EntryTitles: Sendable {
  private let programmes: ProgrammeSet
  private let language: Language

  /// Of these parts, taken as they are.
  package init(programmes: ProgrammeSet, language: Language) {
    self.programmes = programmes
    self.language = language
  }

  /// The title of an action by its path, `inspection.inspect`.
  package func action(programme: String, version: Int, path: String) -> String {
    found(programme, version)?.action(path)?.action.title.text(in: language) ?? path
  }

  /// The title of a programme.
  package func programme(_ name: String, version: Int) -> String {
    found(name, version)?.title.text(in: language) ?? name
  }

  private func found(_ name: String, _ version: Int) -> Programme? {
    programmes.programme(name, UInt32(clamping: version)) ?? programmes.latest(name)
  }
}
