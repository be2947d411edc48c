/// A telephone number: a mobile of 11 digits, or a land line with or without area code.
enum Phone {
  /// The number with its separators removed, or `nil` if it is none.
  ///
  /// `+86` and a leading `86` of a mobile are dropped, because the same phone is written both ways.
  static func normalised(_ text: String) -> String? {
    var digits: [UInt8] = []
    for (index, byte) in text.utf8.enumerated() {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digits.append(byte)
      case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "("), UInt8(ascii: ")"): break
      case UInt8(ascii: "+") where index == 0: break
      default: return nil
      }
    }
    let country = Array("86".utf8)
    if digits.count == 13, digits.starts(with: country) { digits.removeFirst(2) }
    let text = String(decoding: digits, as: UTF8.self)
    return isMobile(digits) || isLandLine(digits) ? text : nil
  }

  private static func isMobile(_ digits: [UInt8]) -> Bool {
    guard digits.count == 11, digits[0] == UInt8(ascii: "1") else { return false }
    return digits[1] >= UInt8(ascii: "3")
  }

  /// Seven or eight digits not beginning with 0 or 1, or the same after an area code.
  private static func isLandLine(_ digits: [UInt8]) -> Bool {
    let isPlain = (7...8).contains(digits.count) && digits[0] >= UInt8(ascii: "2")
    let hasArea = (10...12).contains(digits.count) && digits[0] == UInt8(ascii: "0")
    return isPlain || (hasArea && digits[1] != UInt8(ascii: "0"))
  }
}
