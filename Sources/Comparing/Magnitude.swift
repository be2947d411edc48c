import Quantities
import Reading

/// A printed number in a base unit, as the interval that it leaves open.
///
/// `万` and `亿` are taken into the number and a few units into others that hold them exactly, so
/// that 1.2 万人 and 12,000 人 can be compared. Everything is exact; a number that does not fit has
/// no magnitude.
struct Magnitude {
  /// The number as printed, in the base unit; the lower end of a range.
  let point: Decimal64
  /// The upper end of a range.
  let high: Decimal64?
  /// One unit in the last printed digit.
  let step: Decimal64
  /// The base unit.
  let unit: String
  /// What one printed unit is in the base unit.
  let scale: Decimal64
  let comparator: Comparator

  /// A magnitude from printed digits, or `nil` for grades and for numbers that do not fit.
  init?(value: String, high: String?, unit: String, comparator: Comparator, isGrowth: Bool) {
    let base = BaseUnit(unit, isGrowth: isGrowth)
    guard let printed = Decimal64(value), let point = printed.multiplied(by: base.scale),
      let step = Decimal64(mantissa: 1, scale: printed.scale).multiplied(by: base.scale)
    else { return nil }
    var upper: Decimal64?
    if let high {
      guard let scaled = Decimal64(high)?.multiplied(by: base.scale) else { return nil }
      upper = scaled
    }
    self.unit = base.name
    self.scale = base.scale
    self.step = step
    self.point = point
    self.high = upper
    // `下降3%以上` is printed as -3 with 以上: it bounds the fall, so it turns round.
    self.comparator = point.isNegative ? Self.turned(comparator) : comparator
  }

  /// A computed magnitude that may be off by `step` to either side.
  init(computed point: Decimal64, step: Decimal64, like other: Magnitude) {
    self.point = point
    self.step = step
    high = nil
    unit = other.unit
    scale = other.scale
    comparator = .eq
  }

  private static func turned(_ comparator: Comparator) -> Comparator {
    switch comparator {
    case .ge: .le
    case .le: .ge
    case .gt: .lt
    case .lt: .gt
    case .eq, .about, .between: comparator
    }
  }

  /// Whether both can be the same number, printed with different numbers of digits.
  func agrees(with other: Magnitude) -> Bool {
    guard let difference = point.subtracting(other.point), high == other.high else { return false }
    let coarser = max(step, other.step)
    let distance = difference.isNegative ? other.point.subtracting(point) : difference
    let isSmall = distance.map { $0 < coarser } ?? false
    return point == other.point || (step != other.step && isSmall)
  }
}

/// A unit without its multiplier.
struct BaseUnit {
  let name: String
  let scale: Decimal64

  private static let multipliers: [(String, Int64)] = [
    ("万亿", 1_000_000_000_000), ("千亿", 100_000_000_000), ("百亿", 10_000_000_000),
    ("亿", 100_000_000), ("千万", 10_000_000), ("百万", 1_000_000), ("十万", 100_000),
    ("万", 10_000),
  ]
  /// Units that another holds exactly.
  private static let inOthers: [String: (String, Decimal64)] = [
    "名": ("人", Decimal64(1)), "位": ("人", Decimal64(1)),
    "元人民币": ("元", Decimal64(1)), "人民币": ("元", Decimal64(1)),
    "个百分点": ("百分点", Decimal64(1)), "个千分点": ("百分点", Decimal64(mantissa: 1, scale: 1)),
    "公里": ("米", Decimal64(1000)), "千米": ("米", Decimal64(1000)),
    "吨": ("公斤", Decimal64(1000)), "千克": ("公斤", Decimal64(1)),
    "斤": ("公斤", Decimal64(mantissa: 5, scale: 1)),
    "公顷": ("亩", Decimal64(15)), "平方公里": ("亩", Decimal64(1500)),
    "‰": ("%", Decimal64(mantissa: 1, scale: 1)), "成": ("%", Decimal64(10)),
    "平米": ("平方米", Decimal64(1)), "方": ("立方米", Decimal64(1)),
    "千瓦时": ("度", Decimal64(1)), "兆瓦": ("千瓦", Decimal64(1000)), "MW": ("千瓦", Decimal64(1000)),
    "吉瓦": ("千瓦", Decimal64(1_000_000)), "GW": ("千瓦", Decimal64(1_000_000)),
    "标箱": ("标准箱", Decimal64(1)), "TEU": ("标准箱", Decimal64(1)),
  ]

  init(_ printed: String, isGrowth: Bool) {
    if isGrowth, printed == "倍" {
      name = "%"
      scale = Decimal64(100)
      return
    }
    var rest = printed[...]
    var scale = Decimal64(1)
    for (word, power) in Self.multipliers where rest.hasPrefix(word) && rest.count > word.count {
      rest = rest.dropFirst(word.count)
      scale = Decimal64(power)
      break
    }
    let other = Self.inOthers[String(rest)]
    name = other?.0 ?? String(rest)
    self.scale = other.flatMap { $0.1.multiplied(by: scale) } ?? scale
  }

  /// Classifiers that count the same thing, whichever is used; 户 and 人 count something else.
  private static let general: Set<String> = ["个", "家", "所", "座", "处", "项"]

  /// Whether numbers of the two units can be compared.
  static func compatible(_ left: String, _ right: String, name: String) -> Bool {
    if left == right || (general.contains(left) && general.contains(right)) { return true }
    let isBusiness = name.contains("企业") || name.contains("主体") || name.contains("商户")
    let counts = general.union(["户"])
    return isBusiness && counts.contains(left) && counts.contains(right)
  }
}
