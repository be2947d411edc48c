/// A line of the lexicon that cannot be used.
public struct LexiconError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file as the caller named it.
  public let file: String
  /// From 1.
  public let line: Int
  /// What is wrong with the line and how to mend it.
  public let message: String

  /// File, line and message: `lexicon.txt:12: …`.
  public var description: String { "\(file):\(line): \(message)" }
}

/// An indicator that reports commonly name.
public struct KnownIndicator: Sendable, Hashable {
  /// What values the indicator takes.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case level, growth, rate, share
  }
  /// Whether values add up over time (`flow`) or hold at one moment (`stock`).
  public enum Nature: String, Sendable, Hashable, CaseIterable {
    case flow, stock
  }
  /// On which side a target bounds it.
  public enum Bound: String, Sendable, Hashable, CaseIterable {
    case floor, ceiling, none
  }

  /// Lower-case kebab English, never changed.
  public let id: String
  /// The usual name first, then others.
  public let names: [String]
  /// The usual unit, such as `亿元`, `%` or `人`.
  public let unit: String
  /// What values it takes.
  public let kind: Kind
  /// Whether values add up over time.
  public let nature: Nature
  /// On which side a target bounds it.
  public let bound: Bound
  /// How growth relates to printed levels.
  public internal(set) var priceBasis: PriceBasis
}

/// How an indicator's growth relates to its printed levels.
public enum PriceBasis: String, Sendable, Hashable, CaseIterable {
  /// Levels and growth are at current prices: growth follows from two levels.
  case current
  /// Levels are at current prices, growth at constant prices: it never follows from them.
  case constant
  /// Growth is on a comparable sample or a revised base: it need not follow from printed levels.
  case comparable
  /// Not an amount of money.
  case none
}

/// The words that Reading knows: indicators, units, cue words.
///
/// They are data, loaded from a resource file.
/// The format is described at the head of `Resources/lexicon.txt`.
public struct Lexicon: Sendable {
  /// In the order of the file.
  public let indicators: [KnownIndicator]
  let forward: WordTrie
  let backward: WordTrie
  private let named: [String: Int]
  private let byID: [String: Int]

  /// Reads a lexicon; refuses the first line that is not in the documented format.
  public init(parsing bytes: [UInt8], file: String) throws(LexiconError) {
    var parser = LexiconParser(file: file)
    try parser.parse(bytes)
    indicators = parser.indicators
    let words = parser.entries
    forward = WordTrie(words, reversed: false)
    backward = WordTrie(words, reversed: true)
    var named: [String: Int] = [:]
    for (index, indicator) in parser.indicators.enumerated() {
      for name in indicator.names where named[name] == nil { named[name] = index }
    }
    self.named = named
    byID = parser.positions
  }

  /// The indicator that goes by exactly this name.
  public func indicator(named name: String) -> KnownIndicator? {
    named[name].map { indicators[$0] }
  }

  /// The indicator with this id.
  public func indicator(id: String) -> KnownIndicator? {
    byID[id].map { indicators[$0] }
  }
}
