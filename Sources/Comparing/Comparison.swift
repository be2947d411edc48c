// What is left when reports of successive years are laid beside each other: the values only.
// How they are found is in `Comparer`, how they are judged in `Judge`.

public import Quantities
public import Reading

/// Reports of one body, in the order of their years, and what became of their promises.
public struct Comparison: Sendable, Hashable {
  /// A report that took part.
  public struct Report: Sendable, Hashable {
    /// The file name.
    public let name: String
    /// The year it was given in; its targets are for this year.
    public let year: Int
  }

  /// Two reports that follow each other here but not in time, so that nothing could be compared.
  public struct Gap: Sendable, Hashable {
    /// The report whose targets stay open.
    public let before: Report
    /// The next report that there is.
    public let after: Report
  }

  /// In the order of their years.
  public let reports: [Report]
  /// One for every two reports of adjoining years.
  public let steps: [Step]
  /// Where a year is missing.
  public let gaps: [Gap]
  /// Figures that a later report gives otherwise for the same period.
  public let revisions: [Revision]
}

/// What one report promised for its year, and what the next one says about that year.
public struct Step: Sendable, Hashable {
  /// The report that promised.
  public let promise: Comparison.Report
  /// The report of the year after.
  public let report: Comparison.Report
  /// Known indicators first, then the rest; each in the order of the promising text.
  public let rows: [Row]
  /// How many targets of the promising report are for other years and stand in no row.
  public let beyondCount: Int
}

/// One promise and what became of it.
public struct Row: Sendable, Hashable {
  /// What was promised, in the words of the promising report.
  public let indicator: String
  /// The lexicon's id, when the wording is a known one.
  public let indicatorID: String?
  /// What kind of statement is compared.
  public let measure: Measure
  /// The promise itself.
  public let promised: Promise
  /// What the next report states, when something was found; the first of `places` stands here.
  public let reported: Statement?
  /// Further statements of the next report on the same thing.
  public let others: [Statement]
  /// What became of it.
  public let verdict: Verdict
  /// By how much the result is better (or, negative, worse) than promised.
  public let margin: Margin?
  /// What a reader should know about the verdict.
  public let remarks: [Remark]
  /// What the next report promises for the year after; `nil` for what is no known indicator and
  /// does not come up again.
  public let sequel: Sequel?
}

/// What kinds of statements can be held against each other.
public enum Measure: String, Sendable, Hashable, CaseIterable {
  /// An amount or a count.
  case level
  /// A change relative to the year before, in %.
  case growth
  /// An absolute change.
  case change
  /// A share or a rate, in %.
  case ratio
  /// How many times something earlier; never compared.
  case multiple
  /// A place in an order.
  case rank
  /// A class.
  case grade
  /// A promise without a number.
  case words
}

/// What became of a promise.
public enum Verdict: String, Sendable, Hashable, CaseIterable {
  /// The reported figure keeps what was promised.
  case met
  /// It does not.
  case missed
  /// The printed figures do not decide it: 左右, 约, a range, or rounding.
  case undecided
  /// The report gives figures that contradict each other on the promise.
  case conflicting
  /// Only a figure of another definition or wording is there.
  case redefined
  /// Only another measure or unit of the same indicator is there, from which it does not follow.
  case otherMeasure
  /// The indicator is spoken of, without a figure that was read as its own.
  case mentioned
  /// No word on a known indicator.
  case dropped
  /// No figure of the same wording; the wording is not a known one, so nothing is concluded.
  case unpaired
  /// The promise has no number; what was found is shown for a person to judge.
  case unnumbered
}

/// What the next report promises for the same indicator.
public enum Sequel: Sendable, Hashable {
  /// The same value again.
  case kept(Promise)
  /// A higher value.
  case raised(Promise)
  /// A lower value.
  case lowered(Promise)
  /// A number of another definition, such as 登记失业率 now 调查失业率.
  case redefined(Promise)
  /// A number of another measure or unit.
  case otherMeasure(Promise)
  /// Words where there was a number: a relation, a reference or a direction.
  case unquantified(Promise)
  /// A number where there were words.
  case quantified(Promise)
  /// Words again.
  case worded(Promise)
  /// No target for a known indicator any more.
  case dropped

  /// The name used in files.
  public var name: String {
    switch self {
    case .kept: "kept"
    case .raised: "raised"
    case .lowered: "lowered"
    case .redefined: "redefined"
    case .otherMeasure: "otherMeasure"
    case .unquantified: "unquantified"
    case .quantified: "quantified"
    case .worded: "worded"
    case .dropped: "dropped"
    }
  }

  /// The new target, when there is one.
  public var promise: Promise? {
    switch self {
    case .kept(let promise), .raised(let promise), .lowered(let promise),
      .redefined(let promise), .otherMeasure(let promise), .unquantified(let promise),
      .quantified(let promise), .worded(let promise):
      promise
    case .dropped: nil
    }
  }
}

/// What a reader of a row should know.
public enum Remark: String, Sendable, Hashable, CaseIterable {
  /// The reported figure is an estimate (预计, 初步核算).
  case estimated
  /// The report gives a bound, so the margin is at least this.
  case atLeast
  /// The report gives an approximate figure.
  case approximate
  /// The reported figure has fewer digits than the promise.
  case rounded
  /// Above the upper end of a promised range.
  case aboveRange
  /// Below the lower end of a promised range.
  case belowRange
  /// The figure was computed from level and growth, with the level of the year before.
  case derived
  /// Level and growth do not follow from each other: prices differ between the two.
  case priceBasis
  /// The definition or the wording differs.
  case wording
  /// The unit differs.
  case unit
  /// The number does not fit exact arithmetic.
  case outOfRange
}

/// A target as printed.
public struct Promise: Sendable, Hashable {
  /// The words for what is aimed at.
  public let indicator: String
  /// Number, range, relation, reference or direction.
  public let kind: Aim.Kind
  /// A plain decimal in `unit`; `nil` for a promise without a number.
  public let value: String?
  /// The upper end of a range.
  public let high: String?
  /// The unit as printed; empty without a number.
  public let unit: String
  /// How the value bounds the result.
  public let comparator: Comparator?
  /// Where it stands.
  public let location: Location
}

/// A reported figure as printed, or a mention without one.
public struct Statement: Sendable, Hashable {
  /// The words for what is measured.
  public let indicator: String
  /// What kind of statement it is.
  public let measure: Measure
  /// A plain decimal in `unit`; `nil` for a mention without a figure.
  public let value: String?
  /// The upper end of a range.
  public let high: String?
  /// The unit as printed.
  public let unit: String
  /// How the value bounds the real one.
  public let comparator: Comparator
  /// Whether it happened or is estimated.
  public let standing: Standing
  /// Where it stands.
  public let location: Location
}

/// A place in one of the reports.
public struct Location: Sendable, Hashable {
  /// The file name.
  public let file: String
  /// From 1.
  public let line: Int
  /// From 1, in Unicode scalars.
  public let column: Int
  /// The same in UTF-8 bytes.
  public let span: ByteSpan

  /// `12:7`.
  public var place: String { "\(line):\(column)" }
}

/// A difference as printed numbers give it; positive is better than promised.
public struct Margin: Sendable, Hashable {
  /// In `unit`.
  public let value: Decimal64
  /// 百分点 between percentages, else the unit of the promise.
  public let unit: String
}

/// A figure that a later report gives otherwise.
public struct Revision: Sendable, Hashable {
  /// The words of the earlier report.
  public let indicator: String
  /// The lexicon's id.
  public let indicatorID: String
  /// What kind of statement it is.
  public let measure: Measure
  /// The year that both speak of.
  public let year: Int
  /// What was said first; an estimate or a figure reported as fact.
  public let first: Statement
  /// What was said later.
  public let later: Statement
  /// Later minus first.
  public let change: Margin?
}
