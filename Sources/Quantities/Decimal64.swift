/// An exact decimal number: an integer mantissa and a power of ten, keeping the digits as given.
///
/// `460` and `460.0` are equal in value (`==` compares values) but print differently, because a
/// published number keeps the precision its page gave it. Nothing here rounds: an operation whose
/// result does not fit returns `nil`.
public struct Decimal64: Sendable {
  /// The digits, with sign; the value is `mantissa / 10^scale`.
  public let mantissa: Int64
  /// Digits after the decimal point, 0 to 18.
  public let scale: UInt8

  /// The largest number of decimal places kept.
  public static let scaleMax: UInt8 = 18

  /// The number `mantissa / 10^scale`; `scale` must be at most 18.
  public init(mantissa: Int64, scale: UInt8 = 0) {
    precondition(scale <= Self.scaleMax)
    self.mantissa = mantissa
    self.scale = scale
  }

  /// A whole number, printed without a point.
  public init(_ integer: Int64) {
    self.init(mantissa: integer)
  }

  /// Reads a plain decimal: optional sign, digits, at most one point with digits on both sides.
  ///
  /// Returns `nil` for anything else, for more than 18 decimal places, and on overflow.
  public init?(_ text: some StringProtocol) {
    self.init(digits: text.utf8)
  }

  /// The same for a `String`, made ready for its bytes: many numbers are read.
  public init?(_ text: String) {
    self.init(digits: text.utf8)
  }

  private init?(digits text: some Sequence<UInt8>) {
    var mantissa: Int64 = 0
    var scale: UInt8 = 0
    var digits = 0
    var seenPoint = false
    var negative = false
    var isFirst = true
    for byte in text {
      defer { isFirst = false }
      switch byte {
      case UInt8(ascii: "-") where isFirst: negative = true
      case UInt8(ascii: "+") where isFirst: break
      case UInt8(ascii: ".") where !seenPoint && digits > 0: seenPoint = true
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        let (product, overflowed) = mantissa.multipliedReportingOverflow(by: 10)
        let digit = Int64(byte - UInt8(ascii: "0"))
        let (sum, spilled) = product.addingReportingOverflow(negative ? -digit : digit)
        guard !overflowed, !spilled else { return nil }
        mantissa = sum
        digits += 1
        if seenPoint { scale += 1 }
        guard scale <= Self.scaleMax else { return nil }
      default: return nil
      }
    }
    guard digits > 0, !seenPoint || scale > 0 else { return nil }
    self.mantissa = mantissa
    self.scale = scale
  }

  /// The same value with exactly `scale` decimal places, or `nil` if digits would be lost.
  public func rescaled(to scale: UInt8) -> Decimal64? {
    precondition(scale <= Self.scaleMax)
    if scale >= self.scale {
      guard let power = Self.powerOfTen(scale - self.scale) else { return nil }
      let (product, overflowed) = mantissa.multipliedReportingOverflow(by: power)
      return overflowed ? nil : Decimal64(mantissa: product, scale: scale)
    }
    guard let power = Self.powerOfTen(self.scale - scale), mantissa % power == 0 else {
      return nil
    }
    return Decimal64(mantissa: mantissa / power, scale: scale)
  }

  /// The value rounded half away from zero to `scale` decimal places, for display only.
  public func rounded(to scale: UInt8) -> Decimal64 {
    precondition(scale <= Self.scaleMax)
    guard scale < self.scale, let power = Self.powerOfTen(self.scale - scale) else {
      return rescaled(to: scale) ?? self
    }
    let quotient = mantissa / power
    let remainder = mantissa % power
    let away = remainder.magnitude >= power.magnitude - remainder.magnitude
    let step: Int64 = away ? (mantissa < 0 ? -1 : 1) : 0
    return Decimal64(mantissa: quotient + step, scale: scale)
  }

  /// The value without trailing zeros after the point: `1.50` gives `1.5`.
  public var reduced: Decimal64 {
    var mantissa = mantissa
    var scale = scale
    while scale > 0, mantissa % 10 == 0 {
      mantissa /= 10
      scale -= 1
    }
    return Decimal64(mantissa: mantissa, scale: scale)
  }

  /// Whether the value is below zero; there is no negative zero.
  public var isNegative: Bool { mantissa < 0 }
  /// Whether the value is zero, at any scale.
  public var isZero: Bool { mantissa == 0 }

  /// The sum at the larger of the two scales, or `nil` on overflow.
  public func adding(_ other: Decimal64) -> Decimal64? {
    let (left, right, scale) = Self.aligned(self, other)
    return Int64(exactly: left + right).map { Decimal64(mantissa: $0, scale: scale) }
  }

  /// The difference at the larger of the two scales, or `nil` on overflow.
  public func subtracting(_ other: Decimal64) -> Decimal64? {
    let (left, right, scale) = Self.aligned(self, other)
    return Int64(exactly: left - right).map { Decimal64(mantissa: $0, scale: scale) }
  }

  /// The product, or `nil` on overflow or more than 18 decimal places.
  public func multiplied(by other: Decimal64) -> Decimal64? {
    guard scale + other.scale <= Self.scaleMax else { return nil }
    let (product, overflowed) = mantissa.multipliedReportingOverflow(by: other.mantissa)
    return overflowed ? nil : Decimal64(mantissa: product, scale: scale + other.scale)
  }

  /// The quotient rounded half away from zero to `scale` places; `nil` for division by zero or
  /// overflow.
  ///
  /// Only for what is shown: a stored ratio keeps its numerator and denominator.
  public func divided(by other: Decimal64, scale: UInt8) -> Decimal64? {
    guard other.mantissa != 0, scale <= Self.scaleMax else { return nil }
    let shift = Int(scale) + Int(other.scale) - Int(self.scale)
    var numerator = UInt128(mantissa.magnitude)
    var denominator = UInt128(other.mantissa.magnitude)
    // A numerator above 128 bits over a denominator of 64 bits is no Int64 either; a denominator
    // has at most 19 + 18 digits and always fits.
    for _ in 0..<max(0, shift) {
      let (product, overflowed) = numerator.multipliedReportingOverflow(by: 10)
      guard !overflowed else { return nil }
      numerator = product
    }
    for _ in 0..<max(0, -shift) { denominator *= 10 }
    let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
    let magnitude = quotient + (remainder >= denominator - remainder ? 1 : 0)
    guard let positive = Int128(exactly: magnitude) else { return nil }
    let signed = isNegative == other.isNegative ? positive : -positive
    return Int64(exactly: signed).map { Decimal64(mantissa: $0, scale: scale) }
  }

  /// Both mantissas at the larger of the two scales; 19 + 18 digits always fit into 128 bits.
  private static func aligned(
    _ left: Decimal64, _ right: Decimal64
  ) -> (left: Int128, right: Int128, scale: UInt8) {
    let scale = max(left.scale, right.scale)
    return (left.widened(to: scale), right.widened(to: scale), scale)
  }

  private func widened(to scale: UInt8) -> Int128 {
    Int128(mantissa) * Int128(Self.powerOfTen(scale - self.scale) ?? 1)
  }

  /// Ten to the power of `exponent`, or `nil` above 10^18.
  public static func powerOfTen(_ exponent: UInt8) -> Int64? {
    guard exponent <= 18 else { return nil }
    var power: Int64 = 1
    for _ in 0..<exponent { power *= 10 }
    return power
  }
}

extension Decimal64: Comparable {
  /// Whether the values are equal: `460` and `460.0` are.
  public static func == (left: Decimal64, right: Decimal64) -> Bool {
    let a = left.reduced
    let b = right.reduced
    return a.mantissa == b.mantissa && a.scale == b.scale
  }

  /// By value, exactly, also where no common scale holds both.
  public static func < (left: Decimal64, right: Decimal64) -> Bool {
    let (a, b, _) = aligned(left, right)
    return a < b
  }
}

extension Decimal64: Hashable {
  /// Numbers of equal value hash alike, whatever their scale.
  public func hash(into hasher: inout Hasher) {
    let value = reduced
    hasher.combine(value.mantissa)
    hasher.combine(value.scale)
  }
}

extension Decimal64: CustomStringConvertible {
  /// The digits as kept, without separators: `-0.05`, `460`, `27.7650`.
  public var description: String {
    guard scale > 0 else { return String(mantissa) }
    var digits = Array(String(mantissa.magnitude).utf8)
    while digits.count <= Int(scale) { digits.insert(UInt8(ascii: "0"), at: 0) }
    digits.insert(UInt8(ascii: "."), at: digits.count - Int(scale))
    let text = String(decoding: digits, as: UTF8.self)
    return mantissa < 0 ? "-" + text : text
  }
}
