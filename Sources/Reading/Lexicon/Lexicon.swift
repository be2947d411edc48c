/// A line of the lexicon that cannot be used.
public struct LexiconError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file as the caller named it.
  public let file: String
  /// From 1.
  public let line: Int
  /// From 1, in Unicode scalars.
  public let column: Int
  /// What is wrong with the line and how to mend it.
  public let message: String

  /// File, line, column and message: `lexicon.txt:12:7: …`.
  public var description: String { "\(file):\(line):\(column): \(message)" }
}

/// A file of words.
public struct LexiconFile: Sendable {
  /// The name used in messages.
  public let name: String
  /// Its content, in UTF-8.
  public let bytes: [UInt8]

  /// A file of this name and content.
  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }
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

/// A name by its bytes: to hash and compare strings in normal form takes many times as long.
struct Spelling: Hashable {
  let text: String

  static func == (one: Spelling, other: Spelling) -> Bool {
    one.text.utf8.count == other.text.utf8.count && one.text.utf8.elementsEqual(other.text.utf8)
  }

  func hash(into hasher: inout Hasher) {
    text.hashBytes(into: &hasher)
  }
}

/// The words that Reading knows: indicators, units, cue words.
///
/// They are data, loaded from a resource file.
/// The format is described at the head of `Resources/lexicon.txt`.
public struct Lexicon: Sendable {
  private let words: Words

  /// All that was loaded, behind one reference, because rules hand the lexicon on.
  private final class Words: Sendable {
    let indicators: [KnownIndicator]
    let forward: WordTrie
    let backward: WordTrie
    let openers: WordTrie
    let named: NameTable
    let byID: [String: Int]

    init(
      _ indicators: [KnownIndicator], forward: WordTrie, backward: WordTrie, openers: WordTrie,
      named: NameTable, byID: [String: Int]
    ) {
      self.indicators = indicators
      self.forward = forward
      self.backward = backward
      self.openers = openers
      self.named = named
      self.byID = byID
    }
  }

  /// In the order of the file.
  public var indicators: [KnownIndicator] { words.indicators }
  var forward: WordTrie { words.forward }
  var backward: WordTrie { words.backward }
  /// The words that open a clause that says what is to be done; looked up there alone.
  var openers: WordTrie { words.openers }

  /// Reads a lexicon; refuses the first line that is not in the documented format.
  public init(parsing bytes: [UInt8], file: String) throws(LexiconError) {
    try self.init(files: [LexiconFile(name: file, bytes: bytes)])
  }

  /// Reads several files, each adding to those before it.
  ///
  /// An indicator whose id an earlier file has stands in that one's place, names and all. A file
  /// with `[replace]` forgets everything before it.
  public init(files: [LexiconFile]) throws(LexiconError) {
    var parser = LexiconParser()
    for file in files { try parser.parse(file.bytes, file: file.name) }
    let openers = parser.entries.filter { !$0.classes.isDisjoint(with: .openers) }
    let others = parser.entries.filter { $0.classes.isDisjoint(with: .openers) }
    let entries = others.map { (text: $0.text, classes: $0.classes) }
    words = Words(
      parser.indicators, forward: WordTrie(entries, reversed: false),
      backward: WordTrie(entries, reversed: true),
      openers: WordTrie(openers.map { (text: $0.text, classes: $0.classes) }, reversed: false),
      named: NameTable(parser.indicators), byID: parser.positions)
  }

  /// The indicator that goes by exactly this name.
  public func indicator(named name: String) -> KnownIndicator? {
    words.named[name].map { words.indicators[$0] }
  }

  /// The id of the indicator that goes by exactly this name.
  func indicatorID(named name: String) -> String? {
    words.named[name].map { words.indicators[$0].id }
  }

  /// The indicator with this id.
  public func indicator(id: String) -> KnownIndicator? {
    words.byID[id].map { words.indicators[$0] }
  }
}
