import Indicators
import Ledger
import Programmes
import Publishing
import Quantities
import Registry

extension UnitPage {
  /// A unit with the named lists behind the year's promises.
  init(desk: Desk, unit code: String, month: Month) throws {
    let unit = try desk.unit(code)
    let lists = try NamedLists(desk: desk, year: month.year)
    let inside = Set(desk.view.subtree(of: code, on: desk.names.day))
    let below = desk.names.below(code).map { unit in
      let part = Set(desk.view.subtree(of: unit.code, on: desk.names.day))
      return Below(unit: desk.names.name(unit), counts: lists.counts(in: part))
    }
    self.init(
      path: desk.names.path(code), level: Desk.level(unit.level),
      stationed: desk.names.tree.stationed(at: code, on: desk.names.day).map {
        desk.names.name($0)
      },
      month: month, below: below,
      belowLevel: desk.belowLevel(code), lists: try lists.lists(in: inside),
      programmes: try MeasureGroups(desk: desk, month: month).groups(unit: code))
  }
}

/// The public things that the year's targets count, each with the unit it counts for.
private struct NamedLists {
  private let desk: Desk
  private var kinds: [Kind] = []
  private var records: [[(unit: String, record: Record)]] = []

  init(desk: Desk, year: Int) throws {
    self.desk = desk
    var seen: Set<String> = []
    for target in try desk.view.targets(year: year) {
      let indicator = target.target.indicator.flatMap { desk.view.indicators.indicator($0) }
      for name in indicator?.measures ?? [] {
        guard let measure = desk.view.programmes.measure(name.measure),
          let kind = desk.view.programmes.kind(measure.kind), kind.isPublicThing,
          seen.insert(kind.name).inserted
        else { continue }
        kinds.append(kind)
        records.append(
          try desk.view.records(kind: kind.name).map { (Self.unit(of: $0, measure), $0) })
      }
    }
  }

  /// The unit that a measure counts a record for.
  private static func unit(of record: Record, _ measure: Measure) -> String {
    guard case .field(let name) = measure.unit, case .text(let code)? = record.value(name) else {
      return record.unit
    }
    return code
  }

  func counts(in units: Set<String>) -> [Int] {
    records.map { list in list.count { units.contains($0.unit) } }
  }

  func lists(in units: Set<String>) throws -> [UnitPage.NamedList] {
    try zip(kinds, records).map { kind, list in
      let inside = list.filter { units.contains($0.unit) }
        .sorted { ($0.unit, $0.record.id) < ($1.unit, $1.record.id) }
      let isShort = inside.count <= Self.datedMax
      return UnitPage.NamedList(
        kind: kind.name, title: kind.title.text(in: desk.language),
        items: try inside.map { item in
          UnitPage.NamedItem(
            record: item.record.id, name: item.record.publicName ?? item.record.id.description,
            state: kind.stateTitle(item.record, desk.language), unit: desk.names.name(item.unit),
            dates: isShort ? try dates(item.record) : [])
        })
    }
  }

  /// A longer list is shown without dates: they cost an entry each.
  private static let datedMax = 200

  /// The days of what was done to a record: 申报 2022-03-01.
  private func dates(_ record: Record) throws -> [String] {
    let titles = EntryTitles(programmes: desk.view.programmes, language: desk.language)
    return try desk.view.history(of: record, limit: 4).map { entry in
      let action = titles.action(
        programme: entry.programme, version: entry.programmeVersion, path: entry.action)
      return "\(action)\u{00A0}\(entry.on)"
    }
  }
}
