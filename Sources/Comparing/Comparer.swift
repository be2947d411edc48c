// Two reports of one body: what the first promised for its year, the second, given a year later,
// reports. Precision comes before recall: a promise is held only against figures of the same
// definition, measure and year; everything else is listed with what is missing.

import Quantities
public import Reading

/// Lays reports of successive years beside each other.
public struct Comparer: Sendable {
  private let lexicon: Lexicon

  /// A comparer that knows the indicators of `lexicon`; the reports must have been read with it.
  public init(lexicon: Lexicon) {
    self.lexicon = lexicon
  }

  /// Compares the reports in the order of their years, whatever order they are given in.
  ///
  /// - Throws: `ComparisonError` when years are unknown or equal, when a text is no report, and
  ///   when no two reports are of adjoining years. One missing year among others is no error: it is
  ///   in `gaps`.
  public func compare(_ documents: [ReadDocument]) throws(ComparisonError) -> Comparison {
    guard documents.count >= 2 else { throw .tooFew }
    let definer = Definer(lexicon: lexicon)
    var records: [ReportRecord] = []
    for document in documents {
      guard let year = document.year else { throw .noYear(name: document.name) }
      if let other = records.first(where: { $0.report.year == year }) {
        throw .sameYear(year, other.report.name, document.name)
      }
      let record = ReportRecord(document, year: year, definer: definer)
      if record.promises.isEmpty, record.results(of: year - 1).isEmpty {
        throw .notAReport(name: document.name, year: year)
      }
      records.append(record)
    }
    records.sort { $0.report.year < $1.report.year }
    var steps: [Step] = []
    var gaps: [Comparison.Gap] = []
    for (before, after) in zip(records, records.dropFirst()) {
      guard after.report.year == before.report.year + 1 else {
        gaps.append(Comparison.Gap(before: before.report, after: after.report))
        continue
      }
      steps.append(StepMaker(before: before, after: after, definer: definer).step())
    }
    if steps.isEmpty { throw .nothingAdjoins(gaps) }
    return Comparison(
      reports: records.map(\.report), steps: steps, gaps: gaps,
      revisions: RevisionFinder(records: records).revisions())
  }
}

/// One report with everything that is compared put in order.
struct ReportRecord {
  let report: Comparison.Report
  let document: ReadDocument
  let places: PlaceIndex
  /// What is reported, actual or estimated.
  let results: [Result]
  /// What is promised for the report's own year, once each.
  let promises: [Pledge]
  let beyondCount: Int

  /// A reported figure; it stands once for each definition that its name has.
  struct Result {
    let definition: Definition
    let magnitude: Magnitude?
    let statement: Statement
    let period: String?
    /// Whether its clause says `全年`: a part of the year's sum would not.
    let isWholeYear: Bool
  }

  /// A target; it stands once for each definition that its name has.
  struct Pledge {
    let definition: Definition?
    let measure: Measure
    let magnitude: Magnitude?
    let promise: Promise
    let quote: String
  }

  init(_ document: ReadDocument, year: Int, definer: Definer) {
    self.document = document
    report = Comparison.Report(name: document.name, year: year)
    let index = PlaceIndex(document)
    places = index
    results = document.figures.flatMap { figure in
      figure.standing == .actual || figure.standing == .estimated
        ? Self.results(of: figure, document, index, definer) : []
    }
    var promises: [Pledge] = []
    var seen: Set<PledgeKey> = []
    var beyond = 0
    for aim in document.targets {
      guard aim.period == nil || aim.period == String(year) else {
        beyond += 1
        continue
      }
      for pledge in Self.pledges(of: aim, document, index, definer)
      where seen.insert(PledgeKey(pledge)).inserted {
        promises.append(pledge)
      }
    }
    self.promises = promises
    beyondCount = beyond
  }

  /// What makes a target said twice the same.
  private struct PledgeKey: Hashable {
    let concept: String
    let variant: String
    let measure: Measure
    let kind: Aim.Kind
    let value: String?
    let unit: String
    let comparator: Comparator?

    init(_ pledge: Pledge) {
      concept = pledge.definition?.concept ?? pledge.promise.indicator
      variant = pledge.definition?.variant ?? ""
      measure = pledge.measure
      kind = pledge.promise.kind
      value = pledge.promise.value
      unit = pledge.promise.unit
      comparator = pledge.promise.comparator
    }
  }

  private static func results(
    of figure: Figure, _ document: ReadDocument, _ places: PlaceIndex, _ definer: Definer
  ) -> [Result] {
    let isWholeYear = document.clause(before: figure.span).contains("全年")
    return definer.definitions(of: figure.indicator, id: figure.indicatorID).map { definition in
      let measure = definer.measure(figure, definition)
      return Result(
        definition: definition, magnitude: magnitude(figure, measure),
        statement: Statement(
          indicator: figure.indicator, measure: measure, value: figure.value, high: figure.high,
          unit: figure.unit, comparator: figure.comparator, standing: figure.standing,
          location: places.location(figure.span)),
        period: figure.period, isWholeYear: isWholeYear)
    }
  }

  private static func pledges(
    of aim: Aim, _ document: ReadDocument, _ places: PlaceIndex, _ definer: Definer
  ) -> [Pledge] {
    let figure = aim.figureIndex.flatMap {
      document.figures.indices.contains($0) ? document.figures[$0] : nil
    }
    let promise = Promise(
      indicator: aim.indicator, kind: aim.kind, value: figure?.value, high: figure?.high,
      unit: figure?.unit ?? "", comparator: figure?.comparator,
      location: places.location(figure?.span ?? aim.span))
    let definitions = definer.definitions(of: aim.indicator, id: figure?.indicatorID)
    let meanings: [Definition?] = definitions.isEmpty ? [nil] : definitions
    return meanings.map { definition in
      let measure = figure.map { definer.measure($0, definition) } ?? .words
      return Pledge(
        definition: definition, measure: measure,
        magnitude: figure.flatMap { magnitude($0, measure) }, promise: promise, quote: aim.quote)
    }
  }

  private static func magnitude(_ figure: Figure, _ measure: Measure) -> Magnitude? {
    guard measure != .multiple, measure != .grade else { return nil }
    return Magnitude(
      value: figure.value, high: figure.high, unit: figure.unit, comparator: figure.comparator,
      isGrowth: measure == .growth)
  }

  /// The figures that are of the year before the report's.
  func results(of year: Int) -> [Result] {
    let period = String(year)
    return results.filter { $0.period == period }
  }

  /// Where the looking back ends: the first target or undertaking for the report's own year or
  /// later ones.
  var reviewEnd: Int {
    let aim = document.targets.first { aim in
      let year = aim.period?.split(separator: "/").last.flatMap { Int($0.prefix(4)) }
      return year.map { $0 >= report.year } ?? false
    }
    let task = document.undertakings.first { ($0.year ?? 0) >= report.year }
    return [aim?.span.start, task?.span.start].compactMap { $0 }.min().map(Int.init)
      ?? document.bytes.count
  }
}

extension Definer {
  /// What kind of statement a figure makes, for the purpose of comparing.
  func measure(_ figure: Figure, _ definition: Definition?) -> Measure {
    let isPercent = figure.unit == "%" || figure.unit == "‰"
    let kind = indicator(definition?.id)?.kind
    switch figure.form {
    case .level: return isPercent && kind == .growth ? .growth : isPercent ? .ratio : .level
    case .growth: return .growth
    case .change: return .change
    case .share, .rate:
      if figure.unit == "倍" { return .multiple }
      if isPercent, kind == .growth || Self.namesGrowth(figure.indicator) { return .growth }
      return isPercent ? .ratio : .level
    case .rank: return .rank
    case .grade: return .grade
    }
  }

  private static func namesGrowth(_ name: String) -> Bool {
    Concepts.growths.contains { name.hasSuffix($0) }
  }

  /// Which side of a target is good.
  func direction(
    _ definition: Definition?, name: String, _ magnitude: Magnitude, _ measure: Measure
  )
    -> Direction
  {
    if measure == .rank { return .ceiling }
    switch indicator(definition?.id)?.bound {
    // A promised fall of what should rise (税收下降2%) is a forecast: not to fall more is good.
    case .floor: return .floor
    case .ceiling: return .ceiling
    case KnownIndicator.Bound.none?: return .exact
    case nil:
      if magnitude.point.isNegative { return .ceiling }
      return Concepts.ceilings.contains { name.contains($0) } ? .ceiling : .floor
    }
  }
}
