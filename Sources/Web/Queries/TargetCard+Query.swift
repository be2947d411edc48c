import Indicators
import Programmes
import Publishing
import Quantities
import Registry
import Storage

extension TargetCard {
  /// The card of a target at a unit on a day.
  init(desk: Desk, query: TargetQuery) throws {
    _ = try desk.unit(query.unit)
    let years = try desk.view.targetYears()
    let records = try years.lazy.flatMap { try desk.view.targets(year: $0) }
    guard let record = records.first(where: { $0.id == query.target }) else {
      throw Problem(
        code: "target.unknown", status: 404, title: .notFound,
        what: Text.targetUnknown.filled(query.target.description), remedy: .targetHelp)
    }
    let standing = try desk.view.standing(of: record, unit: query.unit, on: query.on)
    let maker = try StoryMaker(
      desk: desk, unit: query.unit, cutoff: query.on, targets: [record])
    let indicator = standing.indicator
    self.init(
      path: desk.names.path(query.unit),
      story: try maker.story(standing) ?? maker.unknown(standing), query: query,
      year: record.target.year,
      definition: indicator?.definition.text(in: desk.language),
      indicator: indicator.map { "\($0.id)@\($0.version)" },
      formula: Self.formula(indicator),
      terms: try Self.terms(standing, desk: desk, unit: query.unit),
      returns: try Self.returns(standing, desk: desk, query: query),
      checkpoint: try desk.view.checkpoint().map { .init(size: $0.size, note: $0.note) })
  }

  private static func formula(_ indicator: Indicator?) -> String? {
    guard case .formula(let formula)? = indicator?.source else { return nil }
    return formula.text
  }

  private static func terms(
    _ standing: TargetStanding, desk: Desk, unit: String
  ) throws -> [Term] {
    guard case .measures(let names, let days) = standing.source else { return [] }
    return try names.map { name in
      let measure = desk.view.programmes.measure(name.measure)
      let part = name.part.isEmpty ? nil : name.part
      let value = try desk.view.value(
        measure: name.measure, part: part, unit: unit, over: days)
      return Term(
        name: name.description, title: measure?.title.text(in: desk.language) ?? name.measure,
        value: measure.map { Decimal64(mantissa: value, scale: $0.decimals) },
        countingUnit: measure?.countingUnit ?? "",
        card: .number(
          NumberQuery(
            measure: name.measure, part: part, unit: unit, from: days.from, to: days.to)))
    }
  }

  private static func returns(
    _ standing: TargetStanding, desk: Desk, query: TargetQuery
  ) throws -> [Return] {
    let target = standing.record.target
    guard let indicator = standing.indicator else { return [] }
    let own = try desk.view.returns().filter { item in
      item.figure.indicator == indicator.id && item.figure.unit == query.unit
        && item.figure.form == target.form && item.figure.period.year == target.year
        && item.figure.givenOn <= query.on
    }
    return own.sorted { left, right in
      (left.figure.period.end, left.figure.vintage, left.figure.givenOn)
        > (right.figure.period.end, right.figure.vintage, right.figure.givenOn)
    }.map { item in
      Return(
        period: item.figure.period.description, vintage: vintage(item.figure.vintage),
        value: item.figure.value, givenOn: item.figure.givenOn, source: item.figure.source,
        entry: item.seq)
    }
  }

  private static func vintage(_ vintage: Vintage) -> Text {
    switch vintage {
    case .flash: .vintageFlash
    case .express: .vintageExpress
    case .preliminary: .vintagePreliminary
    case .final: .vintageFinal
    }
  }
}

extension StoryMaker {
  /// The story of a target of which nothing is known at a unit below its own.
  func unknown(_ standing: TargetStanding) -> Dashboard.Story {
    let target = standing.record.target
    return Dashboard.Story(
      target: standing.record.id, name: target.name, aim: aim(target),
      quote: target.places.first.map { quote($0) } ?? "", place: nil,
      outcome: .open(.noData, actual: nil), light: nil, notes: [], card: nil, through: nil,
      children: [], list: nil, countingUnit: target.unit)
  }
}
