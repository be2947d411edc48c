// The arithmetic of progress. The form of the target decides it: counts are compared with time,
// growth and rates by a difference, upper bounds by the room left; nothing is capped or guessed.

import Quantities

/// Works out a ``Progress``: one pass from the kind of the target to verdict and light.
struct Judge {
  let target: Target
  let standing: Standing
  let rule: PaceRule
  let direction: Direction
  let fillsUp: Bool
  let isYearOver: Bool

  var verdict = Verdict.noData
  var comparison: Comparison?
  var pace: Pace?
  var light: Light?
  var notes: [ProgressNote] = []

  init(target: Target, indicator: Indicator?, standing: Standing, rule: PaceRule) {
    self.target = target
    self.standing = standing
    self.rule = rule
    self.direction = indicator?.direction ?? Self.direction(printed: target)
    self.fillsUp = target.form == .level && (indicator?.timeRule.fillsUp ?? true)
    let end = Day(year: target.year, month: 12, day: 31)
    self.isYearOver = end.map { standing.through >= $0 } ?? false
  }

  /// The direction that the printed words alone give; the first place is better than the third.
  private static func direction(printed target: Target) -> Direction {
    switch target.comparator {
    case .le, .lt: .atMost
    case .about: .around
    case .eq, .ge, .gt, .between: target.form == .rank ? .atMost : .atLeast
    }
  }

  mutating func decide() {
    switch target.kind {
    case .reference: verdict = .awaiting
    case .relation, .direction: verdict = .needsJudgement
    case .number, .range: decideNumber()
    }
  }

  private mutating func decideNumber() {
    guard let value = target.value else {
      verdict = .awaiting
      return
    }
    guard let actual = standing.actual else { return }
    guard standing.unit == target.unit else {
      verdict = .unitsDiffer
      return
    }
    let aim = Ratio(value)
    switch target.comparator {
    case .ge: decideLower(actual, aim, isInclusive: true)
    case .gt: decideLower(actual, aim, isInclusive: false)
    case .le: decideUpper(actual, aim, isInclusive: true)
    case .lt: decideUpper(actual, aim, isInclusive: false)
    case .about: decideAround(actual, aim)
    case .between: decideRange(actual, aim)
    case .eq: decideExact(actual, aim)
    }
  }

  private mutating func decideExact(_ actual: Ratio, _ aim: Ratio) {
    notes.append(.statedExactly)
    switch direction {
    case .atLeast: decideLower(actual, aim, isInclusive: true)
    case .atMost: decideUpper(actual, aim, isInclusive: true)
    case .around: decideAround(actual, aim)
    }
  }

  private mutating func decideLower(_ actual: Ratio, _ aim: Ratio, isInclusive: Bool) {
    let passes = isInclusive ? actual >= aim : actual > aim
    // A level of nothing has no completion rate; the difference still says how it stands.
    guard target.form == .level, let completion = actual.divided(by: aim) else {
      decideByDifference(actual, aim, passes: passes)
      return
    }
    comparison = .completion(completion)
    if fillsUp, let elapsed = rule.elapsed(of: target.year, on: standing.through) {
      guard let lead = completion.subtracting(elapsed) else {
        verdict = .outOfRange
        return
      }
      pace = Pace(elapsed: elapsed, lead: lead)
    }
    if passes, fillsUp || isYearOver {
      verdict = .met
      light = .green
    } else if isYearOver {
      verdict = .missed
      light = .red
    } else if let pace {
      decideByPace(pace)
    } else {
      settle(passes)
    }
  }

  private mutating func decideByPace(_ pace: Pace) {
    verdict = pace.lead.isNegative ? .behind : .onCourse
    let behind = pace.lead.negated
    guard let tenPoints = Ratio(1, 10), let thirtyPoints = Ratio(3, 10) else { return }
    if behind > thirtyPoints {
      light = .red
    } else if behind >= tenPoints {
      light = .yellow
    } else {
      light = .green
      if !behind.isNegative, !behind.isZero { notes.append(.slightlyBehind) }
    }
  }

  private mutating func decideByDifference(_ actual: Ratio, _ aim: Ratio, passes: Bool) {
    guard let difference = actual.subtracting(aim) else {
      verdict = .outOfRange
      return
    }
    comparison = .difference(difference)
    settle(passes)
  }

  private mutating func decideUpper(_ actual: Ratio, _ aim: Ratio, isInclusive: Bool) {
    guard let margin = aim.subtracting(actual) else {
      verdict = .outOfRange
      return
    }
    comparison = .margin(margin)
    let holds = { (value: Ratio) in isInclusive ? value <= aim : value < aim }
    let heldAlways = standing.published.allSatisfy(holds)
    if holds(actual), !heldAlways { notes.append(.brokenEarlier) }
    verdict = holds(actual) && heldAlways ? .met : .missed
    light = verdict == .met ? .green : .red
  }

  private mutating func decideAround(_ actual: Ratio, _ aim: Ratio) {
    guard let difference = actual.subtracting(aim) else {
      verdict = .outOfRange
      return
    }
    comparison = .difference(difference)
    guard let tolerance = target.tolerance else {
      verdict = .needsTolerance
      return
    }
    let distance = difference.isNegative ? difference.negated : difference
    settle(distance <= Ratio(tolerance))
  }

  /// A range's far side is a bound only where more is not better (or less is not).
  private mutating func decideRange(_ actual: Ratio, _ low: Ratio) {
    guard let high = target.high.map({ Ratio($0) }) else {
      verdict = .awaiting
      return
    }
    switch direction {
    case .atLeast: decideLower(actual, low, isInclusive: true)
    case .atMost: decideUpper(actual, high, isInclusive: true)
    case .around:
      let nearest = actual < low ? low : min(actual, high)
      decideByDifference(actual, nearest, passes: nearest == actual)
    }
  }

  private mutating func settle(_ passes: Bool) {
    switch (passes, isYearOver) {
    case (true, true): (verdict, light) = (.met, .green)
    case (true, false): (verdict, light) = (.onCourse, .green)
    case (false, true): (verdict, light) = (.missed, .red)
    case (false, false): (verdict, light) = (.behind, .yellow)
    }
  }
}
