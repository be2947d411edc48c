/// How well characters follow one another in government reports.
///
/// Counts over reports of the nation (2008 to 2022), of eight provinces and of a district, made
/// by `scripts/seam-counts.py`: powers of two behind hashes, no text. All measures are in
/// sixteenths of a bit, and take characters as `sign` gives them.
struct SeamStatistics {
  static let reports = SeamStatistics()

  /// Longer clauses count as this long.
  static let lengthMax = 32

  private let singles: [UInt32: UInt8]
  private let pairs = PairCounts.counts
  private let triples = TripleCounts.counts

  private init() {
    singles = Self.unpacked(SingleCounts.packed)
  }

  /// Stands before the first character of a paragraph.
  static let paragraphStart: UInt32 = 0x5E

  /// What a character was counted as: all digits as one, all letters as one.
  static func sign(_ scalar: UInt32) -> UInt32 {
    scalar.isDigit ? 0x30 : scalar.isLetter ? 0x61 : scalar
  }

  /// How often a pair was counted, or about so.
  func count(_ first: UInt32, _ second: UInt32) -> Int {
    Self.number(pairs.level(UInt64(first) << 16 | UInt64(second)))
  }

  /// A pair against chance; `page` knows what the text at hand holds.
  func pair(_ first: UInt32, _ second: UInt32, page: PageGrams? = nil) -> Int {
    let chance = 16 * single(first) * single(second) / SingleCounts.total
    return Self.ratio(count(first, second, page), chance)
  }

  /// Three characters against what their pairs lead to expect.
  func triple(
    _ first: UInt32, _ second: UInt32, _ third: UInt32, page: PageGrams? = nil
  ) -> Int {
    let key = UInt64(first) << 32 | UInt64(second) << 16 | UInt64(third)
    let expected =
      16 * count(first, second, page) * count(second, third, page) / single(second)
    let here = page?.count([first, second, third]) ?? 0
    return Self.ratio(Self.number(triples.level(key)) + 2 * here, expected)
  }

  /// A text's own words count twice.
  private func count(_ first: UInt32, _ second: UInt32, _ page: PageGrams?) -> Int {
    count(first, second) + 2 * (page?.count([first, second]) ?? 0)
  }

  /// A clause of `length` characters between two marks, against two halves of different ones.
  func clause(from before: UInt32, to behind: UInt32, length: Int) -> Int {
    let row = Self.kind(before) * 3 + Self.kind(behind)
    let place = row * Self.lengthMax + max(1, min(length, Self.lengthMax)) - 1
    return place < SingleCounts.lengths.count ? SingleCounts.lengths[place] : 0
  }

  private func single(_ scalar: UInt32) -> Int { max(2, Self.number(singles[scalar])) }

  /// The marks that end a list's item, a clause, and anything else.
  private static func kind(_ mark: UInt32) -> Int {
    switch mark {
    case 0x2C: 0
    case 0x3001: 1
    default: 2
    }
  }

  /// The middle of the numbers with so many binary digits.
  private static func number(_ level: UInt8?) -> Int {
    guard let level else { return 0 }
    return level == 0 ? 1 : 1 << Int(level) + (1 << Int(level) - 1) / 2
  }

  /// `expected` is in sixteenths.
  private static func ratio(_ count: Int, _ expected: Int) -> Int {
    (16 * count + 7).logarithm16 - (expected + 7).logarithm16
  }

  /// A capital letter is the level of what follows.
  private static func unpacked(_ text: String) -> [UInt32: UInt8] {
    var result: [UInt32: UInt8] = [:]
    result.reserveCapacity(text.utf8.count / 3)
    var level: UInt8 = 0
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x0A: continue
      case 0x41...0x5A: level = UInt8(truncatingIfNeeded: scalar.value - 0x40)
      case let value: result[value] = level
      }
    }
    return result
  }
}
