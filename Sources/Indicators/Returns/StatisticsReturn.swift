public import Quantities

/// How firm a published figure is; a later one for the same period takes its place when shown.
public enum Vintage: String, Sendable, Hashable, Comparable, CaseIterable {
  /// 预计: given before the period's books are closed, as in a report of January.
  case flash
  /// 快报.
  case express
  /// 初步核算.
  case preliminary
  /// 最终核实.
  case final

  /// From the least firm to the firmest.
  public static func < (left: Vintage, right: Vintage) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .flash: 0
    case .express: 1
    case .preliminary: 2
    case .final: 3
    }
  }
}

/// A figure that no record of the district can produce, as a statistics office gave it.
public struct StatisticsReturn: Sendable, Hashable {
  /// The indicator's id.
  public let indicator: String
  /// The code of the unit it is of.
  public let unit: String
  /// Whether it is a level, a growth or a rate.
  public let form: IndicatorForm
  /// What it covers.
  public let period: ReturnPeriod
  /// How firm it is.
  public let vintage: Vintage
  /// The figure as given.
  public let value: Decimal64
  /// The day it was given.
  public let givenOn: Day
  /// Who gave it, in words.
  public let source: String

  /// A return with everything given.
  public init(
    indicator: String, unit: String, form: IndicatorForm, period: ReturnPeriod, vintage: Vintage,
    value: Decimal64, givenOn: Day, source: String
  ) {
    self.indicator = indicator
    self.unit = unit
    self.form = form
    self.period = period
    self.vintage = vintage
    self.value = value
    self.givenOn = givenOn
    self.source = source
  }
}

/// The returns of one indicator, unit and form.
///
/// Growth and level of one indicator are two series: growth is at constant prices and levels at
/// current prices, so neither follows from the other.
public struct ReturnSeries: Sendable, Hashable {
  /// In the order of their periods' ends, then vintage, then the day given.
  public let returns: [StatisticsReturn]

  /// Takes what belongs to the series from `returns` and leaves the rest.
  public init(
    of indicator: String, unit: String, form: IndicatorForm, in returns: [StatisticsReturn]
  ) {
    let own = returns.filter { $0.indicator == indicator && $0.unit == unit && $0.form == form }
    self.returns = own.sorted { Self.isBefore($0, $1) }
  }

  /// What was known on `day` of a target's year: the newest period, in its latest vintage.
  public func newest(of year: Int, by day: Day) -> StatisticsReturn? {
    returns.last { $0.period.year == year && $0.givenOn <= day }
  }

  /// What was known on `day` of a whole past year; parts of a year do not count.
  public func wholeYear(_ year: Int, by day: Day) -> StatisticsReturn? {
    returns.last { $0.period.year == year && $0.period.isWholeYear && $0.givenOn <= day }
  }

  /// For each period of a year known by `day` its latest vintage, in time order.
  public func published(of year: Int, by day: Day) -> [StatisticsReturn] {
    var latest: [StatisticsReturn] = []
    for item in returns where item.period.year == year && item.givenOn <= day {
      if latest.last?.period.end == item.period.end { latest.removeLast() }
      latest.append(item)
    }
    return latest
  }

  private static func isBefore(_ left: StatisticsReturn, _ right: StatisticsReturn) -> Bool {
    if left.period.end != right.period.end { return left.period.end < right.period.end }
    if left.vintage != right.vintage { return left.vintage < right.vintage }
    return left.givenOn < right.givenOn
  }
}
