public import Quantities

/// What a target and a standing come to.
public enum Verdict: String, Sendable, Hashable, CaseIterable {
  case met
  case missed
  /// The year is not over; what there is keeps up with time, or with the aim.
  case onCourse = "on-course"
  /// The year is not over; what there is lags.
  case behind
  /// Nothing is known yet.
  case noData = "no-data"
  /// The aim is set by a level above and has not arrived.
  case awaiting
  /// 左右 without a tolerance entered by a person.
  case needsTolerance = "needs-tolerance"
  /// A relation or a mere direction: a person decides.
  case needsJudgement = "needs-judgement"
  /// The figure is counted in another unit than the target.
  case unitsDiffer = "units-differ"
  /// The arithmetic passed 128 bits.
  case outOfRange = "out-of-range"
}

/// A supervision light; see ``Progress/light``.
public enum Light: String, Sendable, Hashable, CaseIterable {
  case green
  case yellow
  case red
}

/// What should be said beside the numbers.
public enum ProgressNote: String, Sendable, Hashable, CaseIterable {
  /// 0 to 10 points behind: green by the rule, which does not name this range.
  case slightlyBehind = "slightly-behind"
  /// Passes as at-least or at-most although it is printed exactly.
  case statedExactly = "stated-exactly"
  /// The bound holds now, but an earlier publication of the year broke it.
  case brokenEarlier = "broken-earlier"
}

/// How a standing compares with its target.
public enum Comparison: Sendable, Hashable {
  /// Actual ÷ target, not capped: 1 is the whole. Counts and amounts only.
  case completion(Ratio)
  /// Actual − target, in the figure's unit (百分点 for growth and rates).
  case difference(Ratio)
  /// Room left below an upper bound (余量): target − actual; negative if it is broken.
  case margin(Ratio)
}

/// A completion rate beside the time elapsed.
public struct Pace: Sendable, Hashable {
  /// The share of the year gone, 0 to 1.
  public let elapsed: Ratio
  /// Completion − elapsed, where 1 is a hundred points; negative when behind.
  public let lead: Ratio

  /// A pace from its two shares.
  public init(elapsed: Ratio, lead: Ratio) {
    self.elapsed = elapsed
    self.lead = lead
  }

  /// Points ahead (or behind, negative), for showing: `-1.7`.
  public var points: Decimal64? { lead.percent(scale: 1) }
}

/// A target beside what is known on a day.
///
/// The arithmetic follows the form of the target: counts by completion against time, growth and
/// rates by a difference (1.9 of 8 is not "24 % done"), upper bounds by the room left.
public struct Progress: Sendable, Hashable {
  /// What was aimed at.
  public let target: Target
  /// What is known.
  public let standing: Standing
  /// What they come to.
  public let verdict: Verdict
  /// The number shown, or `nil` where there is none.
  public let comparison: Comparison?
  /// Only for counts and amounts that fill up over the year.
  public let pace: Pace?
  /// By the rule of Yinchuan 2025: 10 to 30 points behind time yellow, more red.
  ///
  /// Where there is no pace: green when it holds, yellow while it lags within the year, red when it
  /// is missed. `nil` where nothing can be said.
  public let light: Light?
  /// What should be said beside it, in the order it was found.
  public let notes: [ProgressNote]
  /// Whether the figure covers the whole of the target's year.
  public let isYearOver: Bool

  /// Compares `target` with `standing`; `indicator` gives direction and time rule where it is
  /// known.
  public init(of target: Target, indicator: Indicator?, standing: Standing, pace rule: PaceRule) {
    var judge = Judge(target: target, indicator: indicator, standing: standing, rule: rule)
    judge.decide()
    self.target = target
    self.standing = standing
    self.verdict = judge.verdict
    self.comparison = judge.comparison
    self.pace = judge.pace
    self.light = judge.light
    self.notes = judge.notes
    self.isYearOver = judge.isYearOver
  }
}
