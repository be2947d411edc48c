import Quantities

/// An exact decimal wide enough to multiply published numbers: `mantissa × 10^exponent`.
///
/// `Decimal64` holds what is printed; products of three printed numbers need more than 64 bits.
/// Every operation gives `nil` instead of overflowing, and a check without a result says nothing.
struct Exact: Sendable, Hashable {
  let mantissa: Int128
  let exponent: Int

  init(_ mantissa: Int128, exponent: Int = 0) {
    self.mantissa = mantissa
    self.exponent = exponent
  }

  init(_ number: Decimal64, times power: Int = 0) {
    self.init(Int128(number.mantissa), exponent: power - Int(number.scale))
  }

  func plus(_ other: Exact) -> Exact? {
    let low = min(exponent, other.exponent)
    guard let left = scaled(to: low), let right = other.scaled(to: low) else { return nil }
    let (sum, overflowed) = left.addingReportingOverflow(right)
    return overflowed ? nil : Exact(sum, exponent: low)
  }

  func minus(_ other: Exact) -> Exact? { plus(Exact(-other.mantissa, exponent: other.exponent)) }

  func times(_ other: Exact) -> Exact? {
    let (product, overflowed) = mantissa.multipliedReportingOverflow(by: other.mantissa)
    return overflowed ? nil : Exact(product, exponent: exponent + other.exponent)
  }

  func times(tenTo power: Int) -> Exact { Exact(mantissa, exponent: exponent + power) }

  /// Whether it is less than or equal to `other`; `nil` where no common scale holds both.
  func isAtMost(_ other: Exact) -> Bool? {
    guard let difference = other.minus(self) else { return nil }
    return difference.mantissa >= 0
  }

  private func scaled(to low: Int) -> Int128? {
    guard exponent - low <= 36 else { return nil }
    var value = mantissa
    for _ in low..<exponent {
      let (product, overflowed) = value.multipliedReportingOverflow(by: 10)
      guard !overflowed else { return nil }
      value = product
    }
    return value
  }

  /// The number in units of 10^`power`, rounded half away from zero to `scale` places, for display.
  func shown(per power: Int, scale: UInt8) -> String? {
    shown(over: Exact(1, exponent: power), scale: scale)
  }

  /// The quotient, rounded half away from zero to `scale` places, for display only.
  func shown(over divisor: Exact, scale: UInt8) -> String? {
    guard divisor.mantissa != 0, scale <= Decimal64.scaleMax else { return nil }
    let shift = exponent - divisor.exponent + Int(scale)
    guard abs(shift) <= 36 else { return nil }
    var top = mantissa.magnitude
    var bottom = divisor.mantissa.magnitude
    for _ in 0..<abs(shift) {
      let (product, overflowed) = (shift > 0 ? top : bottom).multipliedReportingOverflow(by: 10)
      guard !overflowed else { return nil }
      if shift > 0 { top = product } else { bottom = product }
    }
    let (quotient, remainder) = top.quotientAndRemainder(dividingBy: bottom)
    let rounded = quotient + (remainder >= bottom - remainder ? 1 : 0)
    let isNegative = (mantissa < 0) != (divisor.mantissa < 0)
    guard let value = Int64(exactly: rounded) else { return nil }
    return Decimal64(mantissa: isNegative ? -value : value, scale: scale).description
  }
}

extension Exact {
  /// The number in units of 10^`power`, with as many places as needed, `scale` at most.
  func reduced(per power: Int, scale: UInt8) -> String? {
    shown(per: power, scale: scale).flatMap { Decimal64($0) }?.reduced.description
  }
}

/// All values that a printed number may stand for: a closed interval, open above or below where
/// the text gives only a bound.
struct Reach: Sendable, Hashable {
  /// `nil` where nothing bounds it below.
  let low: Exact?
  /// `nil` where nothing bounds it above.
  let high: Exact?

  init(low: Exact?, high: Exact?) {
    self.low = low
    self.high = high
  }

  init(_ value: Exact) { self.init(low: value, high: value) }

  /// `value` give or take `slack`.
  init(_ value: Exact, slack: Exact) {
    self.init(low: value.minus(slack), high: value.plus(slack))
  }

  func plus(_ other: Reach) -> Reach {
    Reach(
      low: low.flatMap { a in other.low.flatMap { a.plus($0) } },
      high: high.flatMap { a in other.high.flatMap { a.plus($0) } })
  }

  func minus(_ other: Reach) -> Reach {
    Reach(
      low: low.flatMap { a in other.high.flatMap { a.minus($0) } },
      high: high.flatMap { a in other.low.flatMap { a.minus($0) } })
  }

  /// The product, both being at least zero.
  func times(_ other: Reach) -> Reach {
    Reach(
      low: low.flatMap { a in other.low.flatMap { a.times($0) } },
      high: high.flatMap { a in other.high.flatMap { a.times($0) } })
  }

  func times(tenTo power: Int) -> Reach {
    Reach(low: low?.times(tenTo: power), high: high?.times(tenTo: power))
  }

  /// Whether everything in it lies below everything in `other`.
  func isBelow(_ other: Reach) -> Bool {
    guard let high, let low = other.low else { return false }
    return low.isAtMost(high) == false
  }

  /// Whether no value can be both.
  func excludes(_ other: Reach) -> Bool { isBelow(other) || other.isBelow(self) }
}
