/// Places of a passage by what may be found there, one bit each, so that a rule goes from one to
/// the next over all that it has no use for.
struct PlaceSets {
  /// What may be found at a place.
  enum Kind {
    /// An amount.
    case number
    /// A word of time, or one that only holds such a word.
    case time
    /// A word that says what a sentence is about to say.
    case cue
    /// Whatever is not an ideograph: punctuation, digits, letters.
    case sign
    /// A mark that may end a clause.
    case clause
    /// Quotation marks and those of titles.
    case quotation
  }

  /// 64 places; the lowest bit is the first.
  struct Block {
    var numbers: UInt64 = 0
    var times: UInt64 = 0
    var cues: UInt64 = 0
    var signs: UInt64 = 0
    var clauses: UInt64 = 0
    var quotations: UInt64 = 0

    @inline(__always)
    subscript(kind: Kind) -> UInt64 {
      switch kind {
      case .number: numbers
      case .time: times
      case .cue: cues
      case .sign: signs
      case .clause: clauses
      case .quotation: quotations
      }
    }
  }

  /// Empty where the places were not looked for: then every place may be one.
  private var blocks: [Block] = []

  init() {}

  init(capacity: Int) { blocks.reserveCapacity(capacity) }

  mutating func append(_ block: Block) { blocks.append(block) }

  /// The first place of a kind at `index` or later, before `limit`.
  @inline(__always)
  func first(_ kind: Kind, from index: Int, before limit: Int) -> Int? {
    guard index < limit else { return nil }
    if blocks.isEmpty { return index }
    var block = index >> 6
    var bits = blocks[block][kind] & (~0 << UInt64(index & 63))
    while bits == 0 {
      block += 1
      guard block << 6 < limit else { return nil }
      bits = blocks[block][kind]
    }
    let place = block << 6 + bits.trailingZeroBitCount
    return place < limit ? place : nil
  }
}

/// What single characters of the basic plane are to the scan, one byte each.
struct CharacterKinds: Sendable {
  /// `bits` takes the bits as they stand, and the marking of words that of `first`.
  struct Kind: OptionSet {
    let rawValue: UInt8
    /// Not an ideograph.
    static let sign = Kind(rawValue: 1)
    /// An amount may begin with it.
    static let number = Kind(rawValue: 2)
    /// It is a word.
    static let word = Kind(rawValue: 4)
    /// A longer word begins with it.
    static let first = Kind(rawValue: 8)
    /// It may end a clause.
    static let clause = Kind(rawValue: 16)
    /// It opens or closes a quotation or title.
    static let quotation = Kind(rawValue: 32)
  }

  private var kinds: [Kind]

  init() {
    kinds = (0..<0x10000).map { (scalar: UInt32) in
      var kind: Kind = scalar.isIdeograph ? [] : .sign
      if AmountScanner.mayBegin(scalar) { kind.insert(.number) }
      if ClauseSplitter.mayCut(at: scalar) { kind.insert(.clause) }
      if AmountScanner.isQuotation(scalar) { kind.insert(.quotation) }
      return kind
    }
  }

  mutating func insert(_ kind: Kind, _ scalar: UInt32) {
    if scalar < 0x10000 { kinds[Int(scalar)].insert(kind) }
  }

  /// Which of eight kinds, one a byte, have `kind`, which is one bit: eight bits.
  @inline(__always)
  static func bits(of kind: Kind, _ eight: UInt64) -> UInt64 {
    let ones = eight &>> UInt64(kind.rawValue.trailingZeroBitCount) & 0x0101_0101_0101_0101
    // The product brings the lowest bit of each byte together in the upper one.
    return (ones &* 0x0102_0408_1020_4080) &>> 56
  }

  @inline(__always)
  subscript(scalar: UInt32) -> Kind {
    scalar < 0x10000 ? kinds[Int(scalar)] : .sign
  }
}

/// Two characters in a row, as 65,536 bits: surely absent where the bit is not set.
struct PairFilter: Sendable {
  private var words = [UInt64](repeating: 0, count: 1024)

  mutating func insert(_ first: UInt32, _ second: UInt32) {
    let place = Self.place(first, second)
    words[Int(place >> 6)] |= 1 << UInt64(place & 63)
  }

  /// 0 where the two surely do not stand in it.
  @inline(__always)
  func bit(_ first: UInt32, _ second: UInt32) -> UInt64 {
    let place = Self.place(first, second)
    return words[Int(place >> 6)] >> UInt64(place & 63) & 1
  }

  /// The upper 16 bits of a product, which mix all bits of both.
  @inline(__always)
  private static func place(_ first: UInt32, _ second: UInt32) -> UInt32 {
    ((first &* 0x9E37_79B1 ^ second &* 0x85EB_CA6B) &* 0xC2B2_AE35) >> 16
  }
}
