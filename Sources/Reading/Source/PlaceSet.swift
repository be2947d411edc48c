/// Places of a passage, one bit each, so that a rule goes from one to the next over all that it
/// has no use for.
struct PlaceSet {
  /// Empty where the places were not looked for: then every place may be one.
  private let words: [UInt64]

  /// No place is known.
  static let unknown = PlaceSet([])

  /// The lowest bit of the first word is the first place.
  init(_ words: [UInt64]) {
    self.words = words
  }

  /// The first place at `index` or later, before `limit`.
  @inline(__always)
  func first(from index: Int, before limit: Int) -> Int? {
    guard index < limit else { return nil }
    if words.isEmpty { return index }
    var word = index >> 6
    var bits = words[word] & (~0 << UInt64(index & 63))
    while bits == 0 {
      word += 1
      guard word << 6 < limit else { return nil }
      bits = words[word]
    }
    let place = word << 6 + bits.trailingZeroBitCount
    return place < limit ? place : nil
  }
}

/// A set of characters of the basic plane as 65,536 bits, small enough to stay in the fastest
/// memory.
struct CharacterSet16: Sendable {
  private var words = [UInt64](repeating: 0, count: 1024)

  mutating func insert(_ scalar: UInt32) {
    guard scalar < 0x10000 else { return }
    words[Int(scalar >> 6)] |= 1 << UInt64(scalar & 63)
  }

  @inline(__always)
  func contains(_ scalar: UInt32) -> Bool {
    scalar < 0x10000 && words[Int(scalar >> 6)] >> UInt64(scalar & 63) & 1 != 0
  }
}

/// Two characters in a row, as 131,072 bits: surely absent where the bit is not set.
struct PairFilter: Sendable {
  private var words = [UInt64](repeating: 0, count: 2048)

  mutating func insert(_ first: UInt32, _ second: UInt32) {
    let place = Self.place(first, second)
    words[Int(place >> 6)] |= 1 << UInt64(place & 63)
  }

  @inline(__always)
  func mayContain(_ first: UInt32, _ second: UInt32) -> Bool {
    let place = Self.place(first, second)
    return words[Int(place >> 6)] >> UInt64(place & 63) & 1 != 0
  }

  /// The upper 17 bits of a product, which mix all bits of both.
  @inline(__always)
  private static func place(_ first: UInt32, _ second: UInt32) -> UInt32 {
    ((first &* 0x9E37_79B1 ^ second &* 0x85EB_CA6B) &* 0xC2B2_AE35) >> 15
  }
}
