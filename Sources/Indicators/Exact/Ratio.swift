public import Quantities

/// An exact fraction in lowest terms; the denominator is positive.
///
/// A completion rate or the result of a formula is kept like this and is rounded only when it is
/// shown. Operations return `nil` on overflow of 128 bits; nothing rounds by itself.
public struct Ratio: Sendable, Hashable {
  /// With the sign.
  public let numerator: Int128
  /// Positive, and without a common divisor with the numerator.
  public let denominator: Int128

  /// The fraction in lowest terms, or `nil` for a denominator of zero or on overflow.
  public init?(_ numerator: Int128, _ denominator: Int128) {
    guard denominator != 0, numerator != .min, denominator != .min else { return nil }
    let divisor = Self.greatestCommonDivisor(numerator.magnitude, denominator.magnitude)
    let sign: Int128 = denominator < 0 ? -1 : 1
    self.numerator = numerator / Int128(divisor) * sign
    self.denominator = denominator / Int128(divisor) * sign
  }

  /// A whole number.
  public init(_ integer: Int64) {
    self.numerator = Int128(integer)
    self.denominator = 1
  }

  /// A decimal, exactly.
  public init(_ decimal: Decimal64) {
    let reduced = decimal.reduced
    var power: Int128 = 1
    for _ in 0..<reduced.scale { power *= 10 }
    let divisor = Self.greatestCommonDivisor(
      UInt128(reduced.mantissa.magnitude), power.magnitude)
    self.numerator = Int128(reduced.mantissa) / Int128(divisor)
    self.denominator = power / Int128(divisor)
  }

  /// Nothing.
  public static let zero = Ratio(0)

  /// With the sign.
  public var isNegative: Bool { numerator < 0 }
  /// With the sign.
  public var isZero: Bool { numerator == 0 }

  /// The sum, or `nil` on overflow.
  public func adding(_ other: Ratio) -> Ratio? {
    guard let left = Self.product(numerator, other.denominator),
      let right = Self.product(other.numerator, denominator),
      let bottom = Self.product(denominator, other.denominator)
    else { return nil }
    let (sum, overflowed) = left.addingReportingOverflow(right)
    return overflowed ? nil : Ratio(sum, bottom)
  }

  /// The difference, or `nil` on overflow.
  public func subtracting(_ other: Ratio) -> Ratio? {
    adding(other.negated)
  }

  /// The product, or `nil` on overflow.
  public func multiplied(by other: Ratio) -> Ratio? {
    // Crosswise reduction first, so that `100 * a / b` overflows as late as possible.
    guard let left = Ratio(numerator, other.denominator),
      let right = Ratio(other.numerator, denominator),
      let top = Self.product(left.numerator, right.numerator),
      let bottom = Self.product(left.denominator, right.denominator)
    else { return nil }
    return Ratio(top, bottom)
  }

  /// The quotient, or `nil` for division by zero or on overflow.
  public func divided(by other: Ratio) -> Ratio? {
    guard !other.isZero, let inverse = Ratio(other.denominator, other.numerator) else {
      return nil
    }
    return multiplied(by: inverse)
  }

  /// With the sign.
  public var negated: Ratio { Ratio(unchecked: -numerator, denominator) }

  /// The value rounded half away from zero to `scale` decimal places, or `nil` if it does not fit.
  public func rounded(to scale: UInt8) -> Decimal64? {
    precondition(scale <= Decimal64.scaleMax)
    guard let power = Decimal64.powerOfTen(scale),
      let product = Self.product(numerator, Int128(power))
    else { return nil }
    let (quotient, remainder) = product.quotientAndRemainder(dividingBy: denominator)
    let isUp = remainder.magnitude >= denominator.magnitude - remainder.magnitude
    let step: Int128 = isUp ? (product < 0 ? -1 : 1) : 0
    guard let mantissa = Int64(exactly: quotient + step) else { return nil }
    return Decimal64(mantissa: mantissa, scale: scale)
  }

  /// The value times 100, rounded half away from zero: `56.7` for 17 of 30.
  public func percent(scale: UInt8) -> Decimal64? {
    multiplied(by: Ratio(100))?.rounded(to: scale)
  }

  /// The same value as a decimal, if it is one of at most 18 places.
  public var decimal: Decimal64? {
    for scale in 0...Decimal64.scaleMax {
      guard let power = Decimal64.powerOfTen(scale) else { return nil }
      guard Int128(power) % denominator == 0 else { continue }
      guard let product = Self.product(numerator, Int128(power) / denominator),
        let mantissa = Int64(exactly: product)
      else { return nil }
      return Decimal64(mantissa: mantissa, scale: scale)
    }
    return nil
  }

  private init(unchecked numerator: Int128, _ denominator: Int128) {
    self.numerator = numerator
    self.denominator = denominator
  }

  private static func product(_ left: Int128, _ right: Int128) -> Int128? {
    let (product, overflowed) = left.multipliedReportingOverflow(by: right)
    return overflowed ? nil : product
  }

  private static func greatestCommonDivisor(_ left: UInt128, _ right: UInt128) -> UInt128 {
    var (a, b) = (left, right)
    while b != 0 { (a, b) = (b, a % b) }
    return max(a, 1)
  }
}

extension Ratio: Comparable {
  /// By value; never overflows.
  public static func < (left: Ratio, right: Ratio) -> Bool {
    let a = left.numerator.multipliedFullWidth(by: right.denominator)
    let b = right.numerator.multipliedFullWidth(by: left.denominator)
    return a.high == b.high ? a.low < b.low : a.high < b.high
  }
}

extension Ratio: CustomStringConvertible {
  /// `17/30`, or `30` for a whole number.
  public var description: String {
    denominator == 1 ? "\(numerator)" : "\(numerator)/\(denominator)"
  }
}
