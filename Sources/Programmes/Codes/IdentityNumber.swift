public import Quantities

/// A Chinese resident identity number (GB 11643-1999): 17 digits and a check character.
///
/// The first six digits are checked for their form only: people keep the number of the county they
/// were born in, and most of those codes have been abolished since.
public struct IdentityNumber: Sendable, Hashable {
  /// 18 characters, with an upper-case X.
  public let text: String

  /// Why a text is no identity number.
  public enum Fault: Error, Sendable, Hashable {
    case length
    case characters
    case area
    case date
    case checksum
  }

  /// Takes a number without further check; for what was checked when it was entered.
  public init?(_ text: String) {
    guard let number = try? IdentityNumber(checking: text) else { return nil }
    self = number
  }

  /// Checks length, characters, area, date and check character, in this order.
  public init(checking text: String) throws(Fault) {
    let bytes = Array(text.utf8)
    guard bytes.count == 18 else { throw .length }
    var sum = 0
    for (index, byte) in bytes.dropLast().enumerated() {
      guard let digit = Self.digit(byte) else { throw .characters }
      sum += digit * Self.weights[index]
    }
    let last = bytes[17] == UInt8(ascii: "x") ? UInt8(ascii: "X") : bytes[17]
    guard Self.digit(last) != nil || last == UInt8(ascii: "X") else { throw .characters }
    // Provinces are 11 to 65, Taiwan 71 and 83, Hong Kong 81, Macao 82, foreigners 91.
    guard (11...91).contains(Self.number(bytes[0..<2])), Self.number(bytes[2..<6]) > 0 else {
      throw .area
    }
    guard Self.birth(bytes) != nil else { throw .date }
    guard Self.checks[sum % 11] == last else { throw .checksum }
    self.text = String(decoding: bytes.dropLast() + [last], as: UTF8.self)
  }

  /// The day of birth.
  public var birth: Day? { Self.birth(Array(text.utf8)) }

  private static let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  private static let checks = Array("10X98765432".utf8)

  private static func birth(_ bytes: [UInt8]) -> Day? {
    let year = number(bytes[6..<10])
    // Nobody alive was born earlier; 0001 is a slip of the keyboard.
    guard year >= 1800 else { return nil }
    return Day(year: year, month: number(bytes[10..<12]), day: number(bytes[12..<14]))
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.reduce(0) { $0 * 10 + (digit($1) ?? 0) }
  }

  private static func digit(_ byte: UInt8) -> Int? {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? Int(byte - UInt8(ascii: "0")) : nil
  }
}
