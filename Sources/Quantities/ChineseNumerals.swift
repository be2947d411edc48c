/// Chinese numerals: single digits, place words and whole numbers up to 万亿.
///
/// Works on Unicode scalars, because one scalar is one numeral character.
public enum ChineseNumerals {
  /// The value of a digit character, everyday (`三`), formal (`叁`) or `两`; `nil` for others.
  public static func digit(_ scalar: UInt32) -> Int64? {
    switch scalar {
    case 0x96F6, 0x3007: 0  // 零 〇
    case 0x4E00, 0x58F9: 1  // 一 壹
    case 0x4E8C, 0x4E24, 0x8D30: 2  // 二 两 贰
    case 0x4E09, 0x53C1: 3  // 三 叁
    case 0x56DB, 0x8086: 4  // 四 肆
    case 0x4E94, 0x4F0D: 5  // 五 伍
    case 0x516D, 0x9646: 6  // 六 陆
    case 0x4E03, 0x67D2: 7  // 七 柒
    case 0x516B, 0x634C: 8  // 八 捌
    case 0x4E5D, 0x7396: 9  // 九 玖
    default: nil
    }
  }

  /// The power of ten of a place word: `十` 1, `百` 2, `千` 3, `万` 4, `亿` 8; `nil` for others.
  public static func place(_ scalar: UInt32) -> UInt8? {
    switch scalar {
    case 0x5341, 0x62FE: 1  // 十 拾
    case 0x767E, 0x4F70: 2  // 百 佰
    case 0x5343, 0x4EDF: 3  // 千 仟
    case 0x4E07, 0x842C: 4  // 万 萬
    case 0x4EBF, 0x5104: 8  // 亿 億
    default: nil
    }
  }

  /// Whether the scalar can stand in a Chinese numeral.
  public static func isNumeral(_ scalar: UInt32) -> Bool {
    digit(scalar) != nil || place(scalar) != nil
  }

  // 10^16: more than any amount a report states, and far from overflow.
  private static let valueMax: Int64 = 10_000_000_000_000_000

  /// Reads a whole numeral such as `三千二百`, `二十`, `一百零五`, `三千万` or `二〇二二`.
  ///
  /// Returns `nil` for an empty or malformed numeral and for values beyond 10^16. Digits without
  /// place words are read one by one (`二〇二二` is 2022) when there are at least two of them.
  public static func integer(_ scalars: some Collection<UInt32>) -> Int64? {
    value(scalars)
  }

  /// The same for a part of an array, made ready for it: numerals are asked for all over a text.
  public static func integer(_ scalars: ArraySlice<UInt32>) -> Int64? {
    value(scalars)
  }

  private static func value(_ scalars: some Collection<UInt32>) -> Int64? {
    guard !scalars.isEmpty, scalars.count <= 32 else { return nil }
    if scalars.count >= 2, scalars.allSatisfy({ digit($0) != nil }) {
      return spelled(scalars)
    }
    var total: Int64 = 0
    var section: Int64 = 0
    var pending: Int64?
    for scalar in scalars {
      if let value = digit(scalar) {
        guard pending == nil || pending == 0 else { return nil }
        pending = value
      } else if let power = place(scalar), let factor = Decimal64.powerOfTen(power) {
        if power >= 4 {
          section += pending ?? 0
          if section == 0 { section = total == 0 ? 1 : 0 }
          // 亿 after 万 multiplies the whole (`三万亿`), 万 after 亿 only its own section.
          let base = power == 8 ? total + section : section
          let (product, overflowed) = base.multipliedReportingOverflow(by: factor)
          guard !overflowed, product <= valueMax else { return nil }
          total = power == 8 ? product : total + product
          section = 0
        } else {
          section += (pending ?? 1) * factor
        }
        pending = nil
      } else {
        return nil
      }
      guard total <= valueMax, section <= 100_000_000 else { return nil }
    }
    return total + section + (pending ?? 0)
  }

  /// Digits read one after another, as in a year.
  private static func spelled(_ scalars: some Collection<UInt32>) -> Int64? {
    guard scalars.count <= 15 else { return nil }
    var value: Int64 = 0
    for scalar in scalars {
      guard let next = digit(scalar) else { return nil }
      value = value * 10 + next
    }
    return value
  }
}
