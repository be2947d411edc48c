import Indicators
import Ledger
import Markup
import Programmes
import Publishing
import Quantities
import Registry

/// What answers are made from: the ledger, the style sheet, the reports read before.
struct Site: Sendable {
  let registry: Registry
  let assets: Assets
  let shelf: ReportShelf
  let counters: Counters
  let cosigned: CosignedLog

  /// Gives `body` one state of the ledger and the edition that goes with it.
  ///
  /// Names are those of `day`, or of today.
  func read<Result>(
    _ language: Language, day: Day?, _ body: (Desk) throws -> Result
  ) throws -> Result {
    try registry.read { view in
      let edition = try edition(language, view)
      return try body(Desk(view: view, edition: edition, day: day ?? registry.today))
    }
  }

  private func edition(_ language: Language, _ view: LedgerView) throws -> Edition {
    Edition(
      language: language, isDemo: registry.isDemo,
      district: view.units.map { district($0, language) } ?? "", today: registry.today,
      entries: try view.through(), stylesheet: assets.stylesheet,
      verifierKey: registry.verifierKey.description)
  }

  private func district(_ tree: UnitTree, _ language: Language) -> String {
    UnitNames(tree: tree, day: registry.today, language: language).name(tree.root).name
  }

  /// The edition of an error page, which must be given even when the ledger cannot be read.
  func editionForProblems(_ language: Language) -> Edition {
    let edition = try? registry.read { try self.edition(language, $0) }
    return edition
      ?? Edition(
        language: language, isDemo: registry.isDemo, district: "", today: registry.today,
        entries: 0, stylesheet: assets.stylesheet,
        verifierKey: registry.verifierKey.description)
  }

  // MARK: Pages

  func dashboard(_ language: Language, unit: String?, month: Month?) throws -> (Dashboard, Edition)
  {
    let today = registry.today
    let month = month ?? today.month
    let cutoff = min(today, month.last)
    return try read(language, day: cutoff) { desk in
      let page = try Dashboard(
        desk: desk, unit: unit ?? desk.tree.root, month: month, cutoff: cutoff, today: today)
      return (page, desk.edition)
    }
  }

  func number(_ language: Language, _ query: NumberQuery) throws -> (
    card: NumberCard, path: [NumberCard.UnitName], edition: Edition
  ) {
    try read(language, day: query.to) { desk in
      try check(query, desk)
      guard
        let card = try NumberCard(
          query, in: desk.view, language: language, isDemo: registry.isDemo)
      else { throw Problem.unitUnknown(query.unit, day: query.to, root: desk.tree.root) }
      return (card, desk.names.path(query.unit), desk.edition)
    }
  }

  func numberFile(_ language: Language, _ query: NumberQuery) throws -> NumberFile {
    try read(language, day: query.to) { desk in
      try check(query, desk)
      guard let file = try NumberFile(query, in: desk.view, cosigned: cosigned.newest) else {
        throw Problem(
          code: "number.unproven", status: 404, title: .notFound,
          what: Text.numberUnproven.filled(String(NumberFile.countMax)),
          remedy: .numberUnprovenRemedy)
      }
      return file
    }
  }

  func comparable(
    _ language: Language, _ query: NumberQuery, through last: Month
  ) throws -> ComparableSeries {
    try read(language, day: query.to) { desk in
      try check(query, desk)
      guard
        let series = try ComparableSeries(
          query, through: last, in: desk.view, language: language, isDemo: registry.isDemo)
      else { throw Problem.unitUnknown(query.unit, day: query.to, root: desk.tree.root) }
      return series
    }
  }

  private func check(_ query: NumberQuery, _ desk: Desk) throws {
    _ = try desk.unit(query.unit)
    guard let measure = desk.view.programmes.measure(query.measure) else {
      let known = desk.view.programmes.allMeasures.map(\.id)
      throw Problem.invalid(
        "measure", query.measure,
        remedy: Text.writeMeasure.filled(known.first ?? "", desk.edition.list(known)))
    }
    guard let part = query.part, measure.isSplit else {
      guard query.part == nil else {
        throw Problem.invalid("part", query.part ?? "", remedy: .partNone)
      }
      return
    }
    let names = measure.parts.map(\.name)
    guard names.isEmpty || names.contains(part) else {
      throw Problem.invalid(
        "part", part, remedy: Text.writePart.filled(desk.edition.list(names)))
    }
  }
}
