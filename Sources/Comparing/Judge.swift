import Quantities
import Reading

/// Which side of a promised number is good.
enum Direction {
  case floor, ceiling, exact
}

/// Holds a reported number against a promised one.
struct Judge {
  let promised: Magnitude
  let direction: Direction

  struct Judgement {
    let verdict: Verdict
    /// In the base unit; positive is better.
    let margin: Decimal64?
    let remarks: [Remark]
  }

  /// What the reported number says; `slack` is how far it may be off to either side.
  func judge(_ reported: Magnitude, slack: Decimal64?) -> Judgement {
    var remarks: [Remark] = []
    let span = span(reported, slack: slack, &remarks)
    let accepted = accepted()
    let isInside = accepted.holds(span)
    let isOutside = accepted.misses(span)
    var verdict: Verdict = isInside ? .met : isOutside ? .missed : .undecided
    // 左右 bounds nothing on the bad side: how near is near enough, a person has to say.
    if promised.comparator == .about, verdict == .missed { verdict = .undecided }
    if let high = promised.high {
      if high < reported.point { remarks.append(.aboveRange) }
      if (reported.high ?? reported.point) < promised.point { remarks.append(.belowRange) }
    }
    return Judgement(
      verdict: verdict, margin: margin(reported, accepted), remarks: remarks)
  }

  private func accepted() -> Span {
    let point = promised.point
    switch promised.comparator {
    case .ge: return Span(low: point)
    case .gt: return Span(low: point, isLowOpen: true)
    case .le: return Span(high: point)
    case .lt: return Span(high: point, isHighOpen: true)
    case .eq, .about:
      switch direction {
      case .floor: return Span(low: point)
      case .ceiling: return Span(high: point)
      case .exact: return Span(low: point, high: point)
      }
    case .between:
      let top = promised.high ?? point
      switch direction {
      case .floor: return Span(low: min(point, top))
      case .ceiling: return Span(high: max(point, top))
      case .exact: return Span(low: min(point, top), high: max(point, top))
      }
    }
  }

  private func span(
    _ reported: Magnitude, slack: Decimal64?, _ remarks: inout [Remark]
  ) -> Span {
    let point = reported.point
    switch reported.comparator {
    case .ge, .gt:
      remarks.append(.atLeast)
      return Span(low: point, isLowOpen: reported.comparator == .gt)
    case .le, .lt:
      remarks.append(.atLeast)
      return Span(high: point, isHighOpen: reported.comparator == .lt)
    case .about:
      remarks.append(.approximate)
      return around(point, significant(reported))
    case .between:
      let top = reported.high ?? point
      return Span(low: min(point, top), high: max(point, top))
    case .eq:
      if let slack { return around(point, slack) }
      guard promised.step < reported.step else { return Span(low: point, high: point) }
      remarks.append(.rounded)
      return around(point, reported.step.multiplied(by: Decimal64(mantissa: 5, scale: 1)))
    }
  }

  private func around(_ point: Decimal64, _ slack: Decimal64?) -> Span {
    guard let slack else { return Span() }
    return Span(low: point.subtracting(slack), high: point.adding(slack))
  }

  /// One unit in the last digit that is not zero: `约500` may be 400 or 600.
  private func significant(_ number: Magnitude) -> Decimal64? {
    var step = number.step
    var digits = number.point.divided(by: step, scale: 0)?.mantissa ?? 0
    while digits != 0, digits % 10 == 0 {
      digits /= 10
      guard let next = step.multiplied(by: Decimal64(10)) else { return nil }
      step = next
    }
    return step
  }

  private func margin(_ reported: Magnitude, _ accepted: Span) -> Decimal64? {
    let worst = reported.high ?? reported.point
    if let low = accepted.low, accepted.high == nil { return reported.point.subtracting(low) }
    if let high = accepted.high, accepted.low == nil { return high.subtracting(worst) }
    guard let low = accepted.low, let high = accepted.high else { return nil }
    if reported.point < low { return reported.point.subtracting(low) }
    if high < worst { return high.subtracting(worst) }
    return Decimal64(0)
  }
}

/// An interval, open-ended where there is no bound.
struct Span {
  var low: Decimal64?
  var high: Decimal64?
  var isLowOpen = false
  var isHighOpen = false

  /// Whether all of `other` lies in it.
  func holds(_ other: Span) -> Bool {
    if let low {
      guard let otherLow = other.low, low <= otherLow else { return false }
      if isLowOpen, low == otherLow, !other.isLowOpen { return false }
    }
    if let high {
      guard let otherHigh = other.high, otherHigh <= high else { return false }
      if isHighOpen, high == otherHigh, !other.isHighOpen { return false }
    }
    return true
  }

  /// Whether nothing of `other` lies in it.
  func misses(_ other: Span) -> Bool {
    if let low, let otherHigh = other.high {
      if otherHigh < low { return true }
      if otherHigh == low, isLowOpen || other.isHighOpen { return true }
    }
    if let high, let otherLow = other.low {
      if high < otherLow { return true }
      if otherLow == high, isHighOpen || other.isLowOpen { return true }
    }
    return false
  }
}
