import Foundation

/// Where a text departs from the Chinese national encoding, GB 18030.
struct GB18030Check {
  /// Characters of two or four bytes.
  private(set) var pairs = 0
  /// The bytes that belong to no character, in order.
  private(set) var faults: [Range<Int>] = []

  init(_ bytes: [UInt8]) {
    var index = 0
    while index < bytes.count {
      if bytes[index] < 0x80 {
        index += 1
        continue
      }
      let length = Self.length(bytes, at: index)
      if length == 0 {
        // What follows a broken lead may be sound ASCII, so one byte is given up at a time.
        faults.append(index..<index + 1)
        index += 1
      } else {
        pairs += 1
        index += length
      }
    }
  }

  /// The length of the character at `index`, 0 where there is none.
  private static func length(_ bytes: [UInt8], at index: Int) -> Int {
    guard 0x81...0xFE ~= bytes[index], index + 1 < bytes.count else { return 0 }
    switch bytes[index + 1] {
    case 0x40...0x7E, 0x80...0xFE: return 2
    case 0x30...0x39: return isFour(bytes, at: index) ? 4 : 0
    default: return 0
    }
  }

  /// Four bytes in one of the two ranges that stand for characters.
  private static func isFour(_ bytes: [UInt8], at index: Int) -> Bool {
    guard index + 3 < bytes.count, 0x81...0xFE ~= bytes[index + 2],
      0x30...0x39 ~= bytes[index + 3]
    else { return false }
    let (first, second) = (Int(bytes[index]) - 0x81, Int(bytes[index + 1]) - 0x30)
    let (third, fourth) = (Int(bytes[index + 2]) - 0x81, Int(bytes[index + 3]) - 0x30)
    let place = ((first * 10 + second) * 126 + third) * 10 + fourth
    // 0x8431A439 is U+FFFF; 0x90308130 to 0xE3329A35 are U+10000 to U+10FFFF.
    return place <= 39_419 || 189_000...1_237_575 ~= place
  }
}

/// GB 18030 made UTF-8.
///
/// Its parts GB 2312 and GBK are decoded alike.
///
/// The table is Foundation's (`kCFStringEncodingGB_18030_2000`). Of all pairs of bytes it
/// gives what the Encoding Standard of browsers gives.
enum GB18030Text {
  private static let encoding = String.Encoding(rawValue: 0x8000_0632)

  /// The text, each fault replaced by U+FFFD; `nil` if a character has no Unicode.
  static func decode(_ bytes: [UInt8], faults: [Range<Int>]) -> [UInt8]? {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count * 3 / 2)
    var start = 0
    for fault in faults {
      guard append(bytes[start..<fault.lowerBound], to: &result) else { return nil }
      result.append(contentsOf: [0xEF, 0xBF, 0xBD])
      start = fault.upperBound
    }
    return append(bytes[start...], to: &result) ? result : nil
  }

  private static func append(_ bytes: ArraySlice<UInt8>, to result: inout [UInt8]) -> Bool {
    if bytes.isEmpty { return true }
    guard let text = String(bytes: bytes, encoding: encoding) else { return false }
    result.append(contentsOf: text.utf8)
    return true
  }
}
