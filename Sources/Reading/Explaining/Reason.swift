/// Why a field of a figure has its value: the rule that decided, and the words it went by.
public struct Reason: Sendable, Hashable {
  /// A field of a figure.
  public enum Field: String, Sendable, Hashable, CaseIterable {
    case indicator, value, unit, form, comparator, standing, period
  }

  /// Words of the text that a rule went by.
  public struct Words: Sendable, Hashable {
    /// The words, verbatim.
    public let quote: String
    /// Where they stand, in Unicode scalars of the source, counting from 0.
    public let at: Int
  }

  /// The field that is explained.
  public let field: Field
  /// The rule that decided.
  public let rule: Rule
  /// In the order of the text; empty where the rule goes by the headings above, or by the absence
  /// of words.
  public let words: [Words]
}

/// The rules that give a figure's fields, as they are named in explanations.
///
/// Each is described in docs/reference/reading-rules.md.
public enum Rule: String, Sendable, Hashable, CaseIterable {
  // Indicator
  case nameInClause = "name-in-clause"
  case nameCarried = "name-carried"
  case nameDealtOut = "name-dealt-out"
  case nameOfSector = "name-of-sector"
  // Value
  case digits
  case chineseNumerals = "chinese-numerals"
  case ratioPart = "ratio-part"
  case doubling
  case rankNumber = "rank-number"
  case gradeMark = "grade-mark"
  // Unit
  case unitStated = "unit-stated"
  case nounAsUnit = "noun-as-unit"
  case unitOfKind = "unit-of-kind"
  // Form
  case percentagePoints = "percentage-points"
  case timesGrown = "times-grown"
  case timesAsMuch = "times-as-much"
  case netChange = "net-change"
  case riseWord = "rise-word"
  case fallWord = "fall-word"
  case nameSaysGrowth = "name-says-growth"
  case asBefore = "as-before"
  case nameSaysRate = "name-says-rate"
  case knownRate = "known-rate"
  case knownGrowth = "known-growth"
  case percentOfWhole = "percent-of-whole"
  case plainAmount = "plain-amount"
  // Comparator
  case range
  case wordBefore = "word-before"
  case wordBehind = "word-behind"
  case wordInside = "word-inside"
  case closesSeries = "closes-series"
  case noBound = "no-bound"
  // Standing
  case originOfChange = "origin-of-change"
  case onceFinished = "once-finished"
  case projectSize = "project-size"
  case setForTheYear = "set-for-the-year"
  case underPlanHeading = "under-plan-heading"
  case yearAhead = "year-ahead"
  case forecastWord = "forecast-word"
  case reported
  // Period
  case timeWord = "time-word"
  case yearOfHeading = "year-of-heading"
  case endOfSpan = "end-of-span"
  case asFigureBefore = "as-figure-before"
  case notDated = "not-dated"
}

/// What a rule went by, in scalars of the passage; cheap enough to be kept of every figure.
struct Cause {
  let rule: Rule
  let words: Range<Int>?

  init(_ rule: Rule, _ words: Range<Int>? = nil) {
    self.rule = rule
    self.words = words
  }
}
