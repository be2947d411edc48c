import Quantities

/// A figure made ready for arithmetic: its value in the plain unit, and where it stands.
///
/// A class, because checks look at each from several sides and a copy of a figure is dear.
final class Statement {
  let figure: Figure
  /// In the plain unit; `nil` for grades, words such as 三分之一 and what does not fit.
  let value: Exact?
  /// The power of ten that the unit's multiplier stands for: 8 in 亿元.
  let power: Int
  /// The unit without its multiplier: 元 in 亿元.
  let base: String
  /// One unit in the last printed digit.
  let last: Exact
  /// Whether the number was certainly not rounded: a count without a multiplier.
  let isCount: Bool
  /// Figures of one sentence have the same number.
  var sentence = 0

  init(_ figure: Figure) {
    self.figure = figure
    let (power, base) = Self.plain(figure.unit)
    self.power = power
    self.base = base
    guard figure.form != .grade, figure.form != .rank, figure.high == nil,
      let number = Decimal64(figure.value)
    else {
      value = nil
      last = Exact(1)
      isCount = false
      return
    }
    let digits = figure.value.utf8.drop { $0 == 0x2D }
    let isPrinted =
      figure.quote.holds(bytesOf: digits) || Self.holds(figure.quote.utf8, digits)
    // 三分之一 is read as 33.33: the digits are ours, not the text's.
    value = isPrinted || number.scale == 0 ? Exact(number, times: power) : nil
    var zeros = 0
    if !isPrinted {
      for digit in digits.reversed() where digit == 0x30 { zeros += 1 }
      zeros = min(zeros, digits.reversed().prefix { $0 == 0x30 }.count)
    }
    last = Exact(1, exponent: power - Int(number.scale) + zeros)
    isCount = power == 0 && number.scale == 0 && zeros == 0 && !base.isEmpty && base != "%"
  }

  /// What the number may stand for, one unit in its last digit either way; a bound stays a bound.
  var reach: Reach? {
    guard let value else { return nil }
    switch figure.comparator {
    case .eq: return isCount ? Reach(value) : Reach(value, slack: last)
    case .ge, .gt: return Reach(low: value.minus(last), high: nil)
    case .le, .lt: return Reach(low: nil, high: value.plus(last))
    case .about, .between: return nil
    }
  }

  /// The number with one unit in its last digit either way, also for counts: for results.
  var printed: Reach? {
    guard let value else { return nil }
    return figure.comparator == .eq ? Reach(value, slack: last) : reach
  }

  /// Whether the text states the number itself, not a bound of it.
  var isEqual: Bool { value != nil && figure.comparator == .eq }
  var isLevel: Bool { figure.form == .level }
  var start: Int { Int(figure.span.start) }
  var end: Int { Int(figure.span.end) }
  var unit: String { figure.unit }
  var scale: UInt8 { UInt8(clamping: power - last.exponent) }
  /// The year, when the period is one whole year.
  var year: Int? { figure.period.flatMap { $0.utf8.count == 4 ? Int($0) : nil } }
  /// Value and unit as the text has them.
  var shown: String { figure.value + figure.unit }

  /// The multiplier of a unit as a power of ten, and the rest; 千瓦 and 千克 are units themselves.
  static func plain(_ unit: String) -> (power: Int, base: String) {
    var power = 0
    var rest = unit.unicodeScalars[...]
    if let first = rest.first, !["百", "千", "万", "亿"].contains(first) { return (0, unit) }
    while let first = rest.first {
      let step: Int
      switch first {
      case "百": step = 2
      case "千": step = 3
      case "万": step = 4
      case "亿": step = 8
      default: return (power, String(rest))
      }
      if first == "千" || first == "百", let next = rest.dropFirst().first,
        ["瓦", "克", "米", "伏", "卡", "分"].contains(next)
      {
        return (power, String(rest))
      }
      power += step
      rest = rest.dropFirst()
    }
    return (power, "")
  }

  /// Whether the digits stand in the quote; separators and full-width digits are read past.
  private static func holds(
    _ quote: String.UTF8View, _ digits: Substring.UTF8View
  ) -> Bool {
    var plain: [UInt8] = []
    var bytes = quote.makeIterator()
    while let byte = bytes.next() {
      if byte == 0x2C { continue }
      guard byte == 0xEF else {
        plain.append(byte)
        continue
      }
      // U+FF0E and U+FF10 to U+FF19: full-width stop and digits.
      guard let second = bytes.next(), let third = bytes.next() else { break }
      if second == 0xBC, third == 0x8E { plain.append(0x2E) }
      if second == 0xBC, 0x90...0x99 ~= third { plain.append(third - 0x60) }
    }
    return Words.holds(plain[...], Array(digits))
  }
}
