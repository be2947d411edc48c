/// One check of the text's own arithmetic: numbers of the text that fit together, or do not.
///
/// The checks, their formulas and tolerances are described in docs/reference/findings.md.
public struct Finding: Sendable, Hashable {
  /// What was checked.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// The shares of one series add up to 100.
    case shares
    /// A part is not larger than its whole.
    case part
    /// The items add up to their total.
    case total
    /// A number of days over the days of the year is the printed rate.
    case days
    /// Amount per head times heads is the amount.
    case perHead = "per-head"
    /// A growth or change in % or 倍 is that of the two levels.
    case growth
    /// A yearly average growth, compounded, leads from one level to the other.
    case average
    /// An absolute change is the difference of the two levels.
    case change
    /// The word of change points from the first number to the second.
    case direction
    /// A count over a count is the printed rate.
    case ratio
    /// The same statement made again.
    case `repeat`
    /// Numbers that agree once one is taken 10⁴ times larger or smaller: 元 printed for 万元.
    case unitSlip = "unit-slip"
  }

  /// Whether the numbers fit together.
  public enum Verdict: String, Sendable, Hashable, CaseIterable {
    case agrees, differs
  }

  /// What was checked.
  public let kind: Kind
  /// Whether the numbers fit together.
  public let verdict: Verdict
  /// The indices of the figures concerned, operands first, the printed result last.
  public let figures: [Int]
  /// What follows from the other numbers, rounded for display, in `unit`; for `part`, the bound.
  public let expected: String
  /// What is printed, in `unit`.
  public let printed: String
  /// The unit of `expected` and `printed`.
  public let unit: String
  /// The formula with the text's numbers: `5553 × 50 元`.
  public let formula: String
  /// The tolerance allowed, in `unit`, beyond the rounding of the operands.
  public let tolerance: String
}
