import Quantities

/// Valid numbers for people and shops that do not exist.
struct Codes: Sendable {
  private static let creditAlphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY".utf8)
  private static let organisationWeights = [3, 7, 9, 10, 5, 8, 4, 2]
  private static let identityWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  private static let identityChecks = Array("10X98765432".utf8)

  /// People keep the county code they were registered under; 140202 and 140211 were abolished in
  /// 2018, and some have come from elsewhere.
  private static let areas = [140_202, 140_211, 140_213, 140_214, 140_226, 140_105]
  private static let areaWeights = [50, 25, 8, 6, 6, 5]

  /// Sequence numbers given so far, by area and day of birth.
  private var sequences: [Int: Int] = [:]

  /// The `index`th sole trader's unified social credit code (GB 32100-2015): always another one.
  static func credit(index: Int) -> String {
    precondition(index >= 0)
    var code = Array("92140213MA".utf8)
    // A prime step through 31^6 numbers: distinct codes that do not look like a count.
    var scrambled = index &* 392_631_059 % 887_503_681
    var middle: [UInt8] = []
    for _ in 0..<6 {
      middle.append(creditAlphabet[scrambled % 31])
      scrambled /= 31
    }
    code.append(contentsOf: middle)
    code.append(organisationCheck(Array(code[8..<16])))
    var sum = 0
    var weight = 1
    for byte in code {
      sum += (creditAlphabet.firstIndex(of: byte) ?? 0) * weight
      weight = weight * 3 % 31
    }
    code.append(creditAlphabet[(31 - sum % 31) % 31])
    return String(decoding: code, as: UTF8.self)
  }

  /// The check character of an organisation code (GB 11714): `X` for 10.
  private static func organisationCheck(_ base: [UInt8]) -> UInt8 {
    var sum = 0
    for (byte, weight) in zip(base, organisationWeights) {
      let value = byte >= UInt8(ascii: "A") ? Int(byte) - 55 : Int(byte) - 48
      sum += value * weight
    }
    switch 11 - sum % 11 {
    case 10: return UInt8(ascii: "X")
    case 11: return UInt8(ascii: "0")
    case let check: return UInt8(ascii: "0") + UInt8(check)
    }
  }

  /// An identity number (GB 11643-1999) that was not given before.
  mutating func identity(born: Day, _ draw: inout Draw) -> String {
    var area = Self.areas[draw.index(ofWeights: Self.areaWeights)]
    var key = area * 100_000 + Int(born.number) + 40_000
    // A day has 999 numbers in a county; on a fuller day the county in the next place is taken.
    while sequences[key, default: 0] >= 999 {
      area += 1
      key = area * 100_000 + Int(born.number) + 40_000
    }
    let sequence = sequences[key, default: 0] + 1
    sequences[key] = sequence
    let date = born.date
    var digits: [UInt8] = []
    digits.reserveCapacity(18)
    Self.append(area, width: 6, to: &digits)
    Self.append(date.year, width: 4, to: &digits)
    Self.append(date.month, width: 2, to: &digits)
    Self.append(date.day, width: 2, to: &digits)
    Self.append(sequence, width: 3, to: &digits)
    var sum = 0
    for (digit, weight) in zip(digits, Self.identityWeights) { sum += Int(digit - 48) * weight }
    digits.append(Self.identityChecks[sum % 11])
    return String(decoding: digits, as: UTF8.self)
  }

  /// A mobile number that looks made up: `1990` and seven digits.
  static func phone(index: Int) -> String {
    var digits = Array("1990".utf8)
    append(index % 10_000_000, width: 7, to: &digits)
    return String(decoding: digits, as: UTF8.self)
  }

  static func append(_ number: Int, width: Int, to digits: inout [UInt8]) {
    var divisor = 1
    for _ in 1..<width { divisor *= 10 }
    while divisor > 0 {
      digits.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
      divisor /= 10
    }
  }
}
