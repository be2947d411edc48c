/// A 16-byte identifier in the form of a UUID (RFC 9562), of any version, tagged with what it
/// names.
///
/// Time-ordered identifiers (version 7) keep index pages together and are what clients should
/// choose; nothing depends on it.
public struct ID<Tag>: Sendable, Hashable, Comparable {
  /// The first eight bytes, big-endian.
  public let high: UInt64
  /// The last eight bytes, big-endian.
  public let low: UInt64

  /// The identifier with these 128 bits; any are allowed.
  @inlinable
  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// Takes exactly 16 bytes; `nil` for any other count.
  ///
  /// Inlined and of one type: each row that is read makes some, and a general one was an eighth of
  /// an audit's time.
  @inlinable
  public init?(bytes: [UInt8]) {
    guard bytes.count == 16 else { return nil }
    var high: UInt64 = 0
    var low: UInt64 = 0
    for index in 0..<8 {
      high = high << 8 | UInt64(bytes[index])
      low = low << 8 | UInt64(bytes[index + 8])
    }
    self.init(high: high, low: low)
  }

  /// Reads `8-4-4-4-12` hexadecimal digits of either case, or 32 without hyphens.
  public init?(_ text: some StringProtocol) {
    let isHyphenated = text.utf8.count == 36
    guard isHyphenated || text.utf8.count == 32 else { return nil }
    var bytes: [UInt8] = []
    var half: UInt8?
    for (index, byte) in text.utf8.enumerated() {
      if isHyphenated, [8, 13, 18, 23].contains(index) {
        guard byte == UInt8(ascii: "-") else { return nil }
        continue
      }
      guard let digit = hexDigit(byte) else { return nil }
      if let first = half {
        bytes.append(first << 4 | digit)
        half = nil
      } else {
        half = digit
      }
    }
    guard half == nil else { return nil }
    self.init(bytes: bytes)
  }

  /// A version 7 identifier: 48 bits of milliseconds since 1970 and 74 bits given by the caller.
  public init(milliseconds: Int64, random: (UInt64, UInt64)) {
    let time = UInt64(bitPattern: milliseconds) & 0xFFFF_FFFF_FFFF
    self.high = time << 16 | 0x7000 | random.0 & 0x0FFF
    self.low = 0x8000_0000_0000_0000 | random.1 & 0x3FFF_FFFF_FFFF_FFFF
  }

  /// The 16 bytes, big-endian.
  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(16)
    for shift in stride(from: 56, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: high >> UInt64(shift)))
    }
    for shift in stride(from: 56, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: low >> UInt64(shift)))
    }
    return bytes
  }

  /// Both halves folded into one word first, since deciding spends a tenth of its time in looking
  /// identifiers up.
  ///
  /// Clients choose identifiers; without the secret numbers somebody could choose many that fall
  /// together.
  public func hash(into hasher: inout Hasher) {
    let (upper, lower) = (high ^ HashSecret.first).multipliedFullWidth(by: low ^ HashSecret.second)
    hasher.combine(upper ^ lower)
  }

  /// By the 16 bytes, as SQL compares them; version 7 sorts by time.
  public static func < (left: ID, right: ID) -> Bool {
    left.high == right.high ? left.low < right.low : left.high < right.high
  }
}

/// Numbers that no other process has, from what Swift hashes with.
private enum HashSecret {
  static let first = number(1)
  static let second = number(2)

  private static func number(_ place: Int) -> UInt64 {
    var hasher = Hasher()
    hasher.combine(place)
    return UInt64(bitPattern: Int64(hasher.finalize()))
  }
}

extension ID: CustomStringConvertible {
  /// `018f2b3c-…` in lower case with hyphens.
  public var description: String {
    var text = ""
    text.reserveCapacity(36)
    for (index, byte) in bytes.enumerated() {
      if [4, 6, 8, 10].contains(index) { text.append("-") }
      text.append(String(byte >> 4, radix: 16))
      text.append(String(byte & 15, radix: 16))
    }
    return text
  }
}

/// The value of an ASCII hexadecimal digit, or `nil`.
func hexDigit(_ byte: UInt8) -> UInt8? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
  case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
  case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
  default: nil
  }
}
