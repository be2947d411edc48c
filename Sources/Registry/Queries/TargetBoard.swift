// Targets beside what is known of them: from the ledger's own measures where an indicator counts
// records, else from statistics returns. One board is read at a time, since the dashboard shows
// all.

public import Indicators
public import Programmes
public import Quantities

/// A target as the ledger holds it.
public struct TargetRecord: Sendable {
  /// The record's id.
  public let id: RecordID
  /// The unit whose target it is.
  public let unit: String
  /// What is aimed at, read back from the record's facts.
  public let target: Target
  /// The document it is printed in.
  public let document: RecordID?
  /// The entry that adopted it.
  public let seq: Int64
}

/// A statistics return as the ledger holds it.
public struct ReturnRecord: Sendable {
  /// The record's id.
  public let id: RecordID
  /// The figure with its indicator, unit, period and vintage.
  public let figure: StatisticsReturn
  /// The unit the figure is counted in, as printed: `亿元`, `%`.
  public let measureUnit: String
  /// The entry that reported it.
  public let seq: Int64
}

/// A target at a unit on a day.
public struct TargetStanding: Sendable {
  /// The target judged.
  public let record: TargetRecord
  /// What it is measured by; `nil` while nobody has said.
  public let indicator: Indicator?
  /// How it stands; for a unit below the target's own there is an amount but no aim.
  public let progress: Progress?
  /// The figure shown, at the unit asked for; `nil` if nothing is known.
  public let actual: Ratio?
  /// What `actual` was made from, for the number card behind it.
  public let source: Source

  /// What the figure was made from.
  public enum Source: Sendable {
    /// A measure of the ledger over some days; a formula names several.
    case measures([MeasureName], over: DayRange)
    /// A figure that somebody reported, from another source than the ledger.
    case statistics(ReturnRecord)
    /// Nobody has said which indicator it is, or nothing was reported.
    case nothing
  }
}

extension LedgerView {
  /// The year's targets that have not been withdrawn, in the order they were adopted.
  public func targets(year: Int) throws -> [TargetRecord] {
    try records(kind: "target")
      .compactMap { TargetRecord($0) }
      .filter { $0.target.year == year }
      .sorted { ($0.seq, $0.id) < ($1.seq, $1.id) }
  }

  /// The years that have targets, newest first.
  public func targetYears() throws -> [Int] {
    Set(try records(kind: "target").compactMap { TargetRecord($0)?.target.year })
      .sorted(by: >)
  }

  /// All statistics returns that have not been withdrawn.
  public func returns() throws -> [ReturnRecord] {
    try records(kind: "return").compactMap { ReturnRecord($0) }
  }

  /// All targets of a year as they stand at a unit on a day.
  public func board(year: Int, unit: String, on day: Day) throws -> [TargetStanding] {
    let returns = try returns()
    return try targets(year: year).map {
      try standing(of: $0, unit: unit, on: day, returns: returns)
    }
  }

  /// One target as it stands at a unit on a day.
  public func standing(
    of record: TargetRecord, unit: String, on day: Day
  ) throws -> TargetStanding {
    try standing(of: record, unit: unit, on: day, returns: try returns())
  }

  private func standing(
    of record: TargetRecord, unit: String, on day: Day, returns: [ReturnRecord]
  ) throws -> TargetStanding {
    let indicator = record.target.indicator.flatMap { indicators.indicator($0) }
    guard let indicator else { return judged(record, nil, nil, at: unit, on: day, .nothing) }
    if indicator.measures.isEmpty || record.target.form != indicator.form {
      return reported(record, indicator, at: unit, on: day, returns: returns)
    }
    let days = try measuredDays(of: indicator, year: record.target.year, on: day)
    let actual = try measured(indicator, unit: unit, over: days)
    let standing = Standing(
      actual: actual, through: min(day, days.to), unit: indicator.countingUnit, published: [])
    return judged(
      record, indicator, standing, at: unit, on: day, .measures(indicator.measures, over: days))
  }

  /// The days that an indicator's figure of a year is made of by `day`.
  public func measuredDays(of indicator: Indicator, year: Int, on day: Day) throws -> DayRange {
    guard let first = Day(year: year, month: 1, day: 1),
      let last = Day(year: year, month: 12, day: 31)
    else { throw Refusal.dayOutOfRange(day) }
    return DayRange(from: first, to: min(day, last))
  }

  /// An indicator over measures, exactly; `nil` if its formula has no value (nothing to divide by).
  public func measured(
    _ indicator: Indicator, unit: String, over days: DayRange
  ) throws -> Ratio? {
    var amounts: [MeasureName: Ratio] = [:]
    for name in indicator.measures {
      let part = name.part.isEmpty ? nil : name.part
      let amount = try value(measure: name.measure, part: part, unit: unit, over: days)
      let decimals = programmes.measure(name.measure)?.decimals ?? 0
      amounts[name] = Ratio(Decimal64(mantissa: amount, scale: decimals))
    }
    switch indicator.source {
    case .measure(let name): return amounts[name]
    case .formula(let formula): return try? formula.value { amounts[$0] }
    case .returns: return nil
    }
  }

  private func reported(
    _ record: TargetRecord, _ indicator: Indicator, at unit: String, on day: Day,
    returns: [ReturnRecord]
  ) -> TargetStanding {
    let series = ReturnSeries(
      of: indicator.id, unit: unit, form: record.target.form, in: returns.map(\.figure))
    guard let newest = series.newest(of: record.target.year, by: day),
      let source = returns.first(where: { $0.figure == newest })
    else { return judged(record, indicator, nil, at: unit, on: day, .nothing) }
    let standing = Standing(
      of: series, year: record.target.year, by: day, unit: source.measureUnit)
    return judged(record, indicator, standing, at: unit, on: day, .statistics(source))
  }

  private func judged(
    _ record: TargetRecord, _ indicator: Indicator?, _ standing: Standing?, at unit: String,
    on day: Day, _ source: TargetStanding.Source
  ) -> TargetStanding {
    let known =
      standing ?? Standing(actual: nil, through: day, unit: record.target.unit, published: [])
    let progress =
      record.unit == unit
      ? Progress(of: record.target, indicator: indicator, standing: known, pace: .months) : nil
    return TargetStanding(
      record: record, indicator: indicator, progress: progress, actual: known.actual,
      source: source)
  }
}
