public import Quantities

/// What is known of an indicator on a day.
public struct Standing: Sendable, Hashable {
  /// The year's figure so far, or `nil` if nothing is known: that is not a zero.
  public let actual: Ratio?
  /// The last day that the figure covers: today for the ledger, the period's end for a return.
  public let through: Day
  /// The unit of the figure, which must be the target's.
  public let unit: String
  /// Every figure published in the year so far, for bounds that must hold at every publication.
  public let published: [Ratio]

  /// A standing with everything given.
  public init(actual: Ratio?, through: Day, unit: String, published: [Ratio]) {
    self.actual = actual
    self.through = through
    self.unit = unit
    self.published = published
  }

  /// What the ledger's records say on `day`.
  public init(actual: Ratio, on day: Day, unit: String) {
    self.init(actual: actual, through: day, unit: unit, published: [])
  }

  /// What the returns of a year said by `day`.
  public init(of series: ReturnSeries, year: Int, by day: Day, unit: String) {
    let newest = series.newest(of: year, by: day)
    self.init(
      actual: newest.map { Ratio($0.value) }, through: newest?.period.end ?? day, unit: unit,
      published: series.published(of: year, by: day).map { Ratio($0.value) })
  }
}

/// How much of a year's aim should be reached by a day (序时进度).
public enum PaceRule: Sendable, Hashable {
  /// Months out of 12; a month that has begun counts by its days. The usual rule.
  case months
  /// Days out of 365 or 366.
  case days
  /// A plan's own shares at the ends of the months 1 to 12, in percent, not falling; a month that
  /// has begun counts by its days.
  case curve([Decimal64])

  /// The share of `year` that has gone by the end of `day`: 0 before the year, 1 after it.
  ///
  /// `nil` for a curve that has not 12 points.
  public func elapsed(of year: Int, on day: Day) -> Ratio? {
    let date = day.date
    guard date.year >= year else { return .zero }
    guard date.year == year else { return Ratio(1) }
    let days = Day.days(inMonth: date.month, of: year)
    switch self {
    case .months:
      return Ratio(Int128((date.month - 1) * days + date.day), Int128(12 * days))
    case .days:
      guard let first = Day(year: year, month: 1, day: 1) else { return nil }
      return Ratio(Int128(day.days(since: first) + 1), Day.isLeap(year) ? 366 : 365)
    case .curve(let points):
      guard points.count == 12 else { return nil }
      let before = date.month == 1 ? Ratio.zero : Ratio(points[date.month - 2])
      guard let step = Ratio(points[date.month - 1]).subtracting(before),
        let part = Ratio(Int128(date.day), Int128(days)),
        let reached = step.multiplied(by: part)?.adding(before)
      else { return nil }
      return reached.divided(by: Ratio(100))
    }
  }
}
