import Indicators
import Programmes
import Publishing
import Quantities
import Registry

/// Turns targets with their standings into stories of the front page.
struct StoryMaker {
  let desk: Desk
  let unit: String
  let cutoff: Day
  /// The texts of the documents that targets are printed in, by record id.
  let sources: [String: [UInt8]]

  init(desk: Desk, unit: String, cutoff: Day, targets: [TargetRecord]) throws {
    self.desk = desk
    self.unit = unit
    self.cutoff = cutoff
    var sources: [String: [UInt8]] = [:]
    for id in Set(targets.compactMap(\.document)) {
      guard case .text(let text)? = try desk.view.record(id)?.value("text") else { continue }
      sources[id.description] = Array(text.utf8)
    }
    self.sources = sources
  }

  private var say: Language { desk.language }

  /// The story of a target; `nil` for a unit below the target's own of which nothing is known.
  func story(_ standing: TargetStanding) throws -> Dashboard.Story? {
    if standing.progress == nil, standing.actual == nil { return nil }
    let target = standing.record.target
    let place = target.places.first
    let progress = standing.progress
    return Dashboard.Story(
      target: standing.record.id, name: name(standing), aim: aim(target),
      quote: place.map { quote($0) } ?? "",
      place: place.map { .report(document: $0.document, at: Int($0.span.start)) },
      outcome: outcome(standing), light: progress?.light.flatMap { .init(rawValue: $0.rawValue) },
      notes: progress?.notes.map(Self.note) ?? [], card: card(standing),
      through: progress.flatMap { $0.standing.actual == nil ? nil : $0.standing.through }
        .flatMap { $0 == cutoff ? nil : $0 },
      children: try children(standing), list: list(standing), countingUnit: target.unit)
  }

  /// The printed words with the clause they stand in: `8%` alone says little.
  func quote(_ place: TargetPlace) -> String {
    guard let bytes = sources[place.document],
      let clause = Clause(around: place.span, in: bytes), clause.quote == place.quote
    else { return place.quote }
    return clause.text
  }

  private func name(_ standing: TargetStanding) -> String {
    guard say == .en, let indicator = standing.indicator else {
      return standing.record.target.name
    }
    return indicator.title.en
  }

  /// The aim in signs and digits as printed.
  func aim(_ target: Target) -> String {
    guard let value = target.value else { return say(.noNumber) }
    let quantity = say.quantity(value, target.unit)
    switch target.comparator {
    case .eq: return quantity
    case .ge: return "≥ \(quantity)"
    case .le: return "≤ \(quantity)"
    case .gt: return "> \(quantity)"
    case .lt: return "< \(quantity)"
    case .about: return say(.around, quantity)
    case .between:
      let high = target.high.map { say.quantity($0, target.unit) } ?? ""
      return say(.rangeOf, say.number(value), high)
    }
  }

  private func outcome(_ standing: TargetStanding) -> Dashboard.Outcome {
    let target = standing.record.target
    let actual = standing.actual.flatMap { shown($0, standing) }
    guard let progress = standing.progress else {
      return actual.map { .part(actual: $0) } ?? .open(.noData, actual: nil)
    }
    guard target.indicator != nil else { return .open(.unbound, actual: nil) }
    if let text = Self.open(progress.verdict) { return .open(text, actual: actual) }
    guard let actual, let comparison = progress.comparison else {
      return .open(.noData, actual: nil)
    }
    let inPoints = target.unit == "%"
    switch comparison {
    case .completion(let ratio):
      guard let percent = ratio.percent(scale: 1), let aim = target.value else {
        return .open(.outOfRange, actual: actual)
      }
      return .completion(actual: actual, aim: aim, percent: percent, pace: Self.pace(progress))
    case .difference(let ratio):
      guard let by = shown(ratio, standing) else { return .open(.outOfRange, actual: actual) }
      return .difference(actual: actual, by: by, inPoints: inPoints)
    case .margin(let ratio):
      guard let by = shown(ratio, standing) else { return .open(.outOfRange, actual: actual) }
      return .margin(
        actual: actual, by: by, inPoints: inPoints, holds: progress.verdict == .met)
    }
  }

  private static func pace(_ progress: Progress) -> Dashboard.Pace? {
    guard let pace = progress.pace, let elapsed = pace.elapsed.percent(scale: 1),
      let lead = pace.points
    else { return nil }
    return Dashboard.Pace(elapsed: elapsed, lead: lead)
  }

  private static func open(_ verdict: Verdict) -> Text? {
    switch verdict {
    case .met, .missed, .onCourse, .behind: nil
    case .noData: .noData
    case .awaiting: .awaiting
    case .needsTolerance: .needsTolerance
    case .needsJudgement: .needsJudgement
    case .unitsDiffer: .unitsDiffer
    case .outOfRange: .outOfRange
    }
  }

  private static func note(_ note: ProgressNote) -> Text {
    switch note {
    case .slightlyBehind: .noteSlightlyBehind
    case .statedExactly: .noteStatedExactly
    case .brokenEarlier: .noteBrokenEarlier
    }
  }

  /// Exact where it can be shown exactly, else rounded to the indicator's places.
  private func shown(_ ratio: Ratio, _ standing: TargetStanding) -> Decimal64? {
    let places = standing.indicator?.decimals ?? 2
    if let exact = ratio.decimal, exact.scale <= max(places, 2) { return exact }
    return ratio.rounded(to: places)
  }

  /// The card of the number: the measure's own where the indicator is one measure.
  private func card(_ standing: TargetStanding) -> Route? {
    if let query = measureQuery(standing, unit: unit) { return .number(query) }
    guard standing.actual != nil || standing.indicator != nil else { return nil }
    return .target(TargetQuery(target: standing.record.id, unit: unit, on: cutoff))
  }

  private func measureQuery(_ standing: TargetStanding, unit: String) -> NumberQuery? {
    guard case .measures(_, let days) = standing.source,
      case .measure(let name)? = standing.indicator?.source
    else { return nil }
    return NumberQuery(
      measure: name.measure, part: name.part.isEmpty ? nil : name.part, unit: unit,
      from: days.from, to: days.to)
  }

  private func children(_ standing: TargetStanding) throws -> [Dashboard.Child] {
    guard standing.record.target.form == .level,
      let query = measureQuery(standing, unit: unit),
      let measure = desk.view.programmes.measure(query.measure)
    else { return [] }
    let below = desk.names.below(unit)
    guard !below.isEmpty else { return [] }
    let values = try desk.view.values(
      measure: query.measure, part: query.part, units: below.map(\.code),
      over: DayRange(from: query.from, to: query.to))
    return below.map { unit in
      Dashboard.Child(
        unit: desk.names.name(unit),
        value: Decimal64(mantissa: values[unit.code] ?? 0, scale: measure.decimals),
        card: .number(query.of(unit.code)))
    }
  }

  /// The named list of what is counted, if the records are public things.
  private func list(_ standing: TargetStanding) -> Route? {
    guard let query = measureQuery(standing, unit: unit),
      let measure = desk.view.programmes.measure(query.measure),
      let kind = desk.view.programmes.kind(measure.kind), kind.isPublicThing
    else { return nil }
    return .unit(unit, month: cutoff.month)
  }
}

extension Kind {
  /// Whether its records may be listed by name: a thing whose name is an open field.
  var isPublicThing: Bool {
    isThing && field("name")?.level == .open && field("name")?.isRequired == true
  }
}
