import Indicators
import Programmes
public import Quantities
public import Storage

/// Days from one to another, both included.
public struct DayRange: Sendable, Hashable {
  /// The first day.
  public let from: Day
  /// The last day; never before `from`.
  public let to: Day

  /// The days from one to another; a range that would end before it begins is one day.
  public init(from: Day, to: Day) {
    self.from = from
    self.to = max(from, to)
  }

  /// All days of a month.
  public init(month: Month) {
    self.init(from: month.first, to: month.last)
  }
}

extension LedgerView {
  /// A measure at a unit: a flow's sum over the days, a stock's closing balance on the last of
  /// them, a distinct count over the month or year that the days lie in.
  ///
  /// The amount is in the measure's smallest step (its `decimals`).
  public func value(
    measure id: String, part: String?, unit: String, over days: DayRange
  ) throws -> Int64 {
    try values(measure: id, part: part, units: [unit], over: days)[unit] ?? 0
  }

  /// The same for several units at once.
  public func values(
    measure id: String, part: String?, units: [String], over days: DayRange
  ) throws -> [String: Int64] {
    guard let measure = programmes.measure(id) else { return [:] }
    if measure.isDistinct { return try distinct(id, part: part, units: units, over: days) }
    let from = measure.isStock ? Self.beginning : days.from
    return try movement(id, part: part, units: units, over: DayRange(from: from, to: days.to))
  }

  /// Several measures of one grain at several units over whole months, for tables; flows and
  /// distinct counts over the months, stocks from the beginning.
  public func table(
    measures ids: [String], units: [String], from: Month, to: Month
  ) throws -> [TallySum] {
    let measures = ids.compactMap { programmes.measure($0) }
    let stocks = measures.filter(\.isStock).map(\.id)
    let flows = measures.filter { !$0.isStock && !$0.isDistinct }.map(\.id)
    let distinct = measures.filter(\.isDistinct).map(\.id)
    let first = Month(containing: Self.beginning)
    var sums = try reader.sums(
      measures: stocks, units: units, from: .month(first), to: .month(to))
    sums += try reader.sums(measures: flows, units: units, from: .month(from), to: .month(to))
    let year = TallyPeriod.year(Int32(to.year))
    let isYear = from.year == to.year && from != to
    sums += try reader.sums(
      measures: distinct, units: units, from: isYear ? year : .month(to),
      to: isYear ? year : .month(to))
    return sums
  }

  /// Several measures at several units in each month, by part: what moved in it, or how many things
  /// were counted in it; months without anything are left out, and so are measures not known.
  public func cells(
    measures: [String], units: [String], from: Month, to: Month
  ) throws -> [TallyRow] {
    try reader.cells(measures: measures, units: units, from: .month(from), to: .month(to))
  }

  /// A measure's movement month by month.
  public func months(
    measure id: String, part: String?, unit: String, from: Month, to: Month
  ) throws -> [Month: Int64] {
    var months: [Month: Int64] = [:]
    let rows = try reader.tallies(
      measure: id, unit: unit, from: .month(from), to: .month(to))
    for row in rows where part == nil || row.key.part == part {
      if case .month(let month) = row.key.period { months[month, default: 0] += row.amount }
    }
    return months
  }

  /// How many movements of a measure at a unit, in the months of these days, came of amendments.
  public func amendments(
    measure id: String, part: String?, unit: String, over days: DayRange
  ) throws -> Int64 {
    let rows = try reader.tallies(
      measure: AmendmentTally.name(of: id), unit: unit, from: .month(days.from.month),
      to: .month(days.to.month))
    return rows.reduce(0) { part == nil || $1.key.part == part ? $0 + $1.amount : $0 }
  }

  /// The contributions behind a value: those of the units that counted for the unit on each day;
  /// several queries, in the order of days, only if units changed within these.
  public func selection(
    measure id: String, part: String?, unit: String, over days: DayRange
  ) -> [ContributionQuery] {
    guard let units else {
      return [
        ContributionQuery(
          measure: id, part: part, units: [unit], from: days.from, to: days.to)
      ]
    }
    return units.territory(of: unit, from: days.from, to: days.to).map {
      ContributionQuery(measure: id, part: part, units: $0.units, from: $0.from, to: $0.to)
    }
  }

  /// A page of what a selection has.
  public func contributions(
    _ selection: [ContributionQuery], offset: Int, limit: Int
  ) throws -> [ContributionRow] {
    var rows: [ContributionRow] = []
    var passed = offset
    for query in selection where rows.count < limit {
      rows += try contributions(query, offset: passed, limit: limit - rows.count)
      guard rows.isEmpty else {
        passed = 0
        continue
      }
      passed -= min(passed, Int(try contributionTotals(query).count))
    }
    return rows
  }

  /// The first of what a selection has, where it may be too much to be gone through.
  public func firstContributions(
    _ selection: [ContributionQuery], limit: Int
  ) throws -> [ContributionRow] {
    var rows: [ContributionRow] = []
    for query in selection where rows.count < limit {
      rows += try reader.firstContributions(query, limit: limit - rows.count)
    }
    return rows
  }

  /// How many contributions a selection has, and their sum; `nil` if there are more than `limit`,
  /// which are then not gone through.
  public func contributionTotals(
    _ selection: [ContributionQuery], atMost limit: Int
  ) throws -> (count: Int64, sum: Int64)? {
    var totals = (count: Int64(0), sum: Int64(0))
    for query in selection {
      guard
        let (count, sum) = try reader.contributionTotals(
          query, atMost: limit - Int(totals.count))
      else { return nil }
      totals = (totals.count + count, totals.sum + sum)
    }
    return totals
  }

  /// What a stock at a unit moved by because units came or went, by day.
  public func transfers(
    measure id: String, part: String?, unit: String, over days: DayRange
  ) throws -> [Day: Int64] {
    var transfers: [Day: Int64] = [:]
    let rows = try reader.tallies(
      measure: TransferTally.name(of: id), unit: unit, from: .day(days.from), to: .day(days.to))
    for row in rows where part == nil || row.key.part == part {
      if case .day(let day) = row.key.period { transfers[day, default: 0] += row.amount }
    }
    return transfers.filter { $0.value != 0 }
  }

  /// The contributions behind a value, in pages.
  public func contributions(
    _ query: ContributionQuery, offset: Int, limit: Int
  ) throws -> [ContributionRow] {
    try reader.contributions(query, offset: offset, limit: limit)
  }

  /// How many contributions there are, and their sum.
  public func contributionTotals(
    _ query: ContributionQuery
  ) throws -> (count: Int64, sum: Int64) {
    try reader.contributionTotals(query)
  }

  /// A unit and all units whose work counts for it on a day: those below it, and those that ended
  /// and were taken over by one of them.
  public func subtree(of unit: String, on day: Day) -> [String] {
    units?.territory(of: unit, from: day, to: day).first?.units ?? [unit]
  }

  /// The day before which nothing is kept.
  public static let beginning = Day(number: 0)

  /// Contributions that are added up for days that are no whole month; where there are more, the
  /// days' tallies at all units of the selection are fewer.
  private static let addedMax = 5_000

  /// What the work of a selection comes to.
  func moved(_ selection: [ContributionQuery], addingAtMost limit: Int) throws -> Int64 {
    if let totals = try contributionTotals(selection, atMost: limit) { return totals.sum }
    var moved: Int64 = 0
    for query in selection {
      let sums = try reader.sums(
        measures: [query.measure], units: query.units, from: .day(query.from), to: .day(query.to))
      for sum in sums where query.part == nil || sum.part == query.part { moved += sum.amount }
    }
    return moved
  }

  private func movement(
    _ id: String, part: String?, units: [String], over days: DayRange
  ) throws -> [String: Int64] {
    // Whole months come from the tallies; days at the edges from the contributions.
    let first = days.from.month
    let last = days.to.month
    let wholeFrom = days.from == first.first ? first : first.advanced(by: 1)
    let wholeTo = days.to == last.last ? last : last.advanced(by: -1)
    var sums: [String: Int64] = [:]
    if wholeFrom <= wholeTo {
      for sum in try reader.sums(
        measures: [id], units: units, from: .month(wholeFrom), to: .month(wholeTo))
      where part == nil || sum.part == part {
        sums[sum.unit, default: 0] += sum.amount
      }
    }
    for edge in Self.edges(of: days, wholeFrom: wholeFrom, wholeTo: wholeTo) {
      for unit in units {
        let selection = selection(measure: id, part: part, unit: unit, over: edge)
        sums[unit, default: 0] += try moved(selection, addingAtMost: Self.addedMax)
        guard programmes.measure(id)?.isStock == true else { continue }
        let transfers = try transfers(measure: id, part: part, unit: unit, over: edge)
        sums[unit, default: 0] += transfers.values.reduce(0, +)
      }
    }
    return sums
  }

  /// The days of a range that are not in its whole months.
  static func edges(of days: DayRange, wholeFrom: Month, wholeTo: Month) -> [DayRange] {
    guard wholeFrom <= wholeTo else { return [days] }
    var edges: [DayRange] = []
    if days.from < wholeFrom.first {
      edges.append(DayRange(from: days.from, to: wholeFrom.first.advanced(by: -1)))
    }
    if days.to > wholeTo.last {
      edges.append(DayRange(from: wholeTo.last.advanced(by: 1), to: days.to))
    }
    return edges
  }

  private func distinct(
    _ id: String, part: String?, units: [String], over days: DayRange
  ) throws -> [String: Int64] {
    let isMonth = days.from.month == days.to.month
    let period: TallyPeriod =
      isMonth ? .month(days.to.month) : .year(Int32(days.to.year))
    var counts: [String: Int64] = [:]
    for sum in try reader.sums(measures: [id], units: units, from: period, to: period)
    where part == nil || sum.part == part {
      counts[sum.unit, default: 0] += sum.amount
    }
    return counts
  }
}
