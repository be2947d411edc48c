// A ledger holds few names (measures, units, states, fields) and bears each of them a million
// times. Who reads many entries looks a name's bytes up here and goes on with a number.

/// Names by numbers, in the order in which they were met.
package struct NameTable: Sendable {
  /// The names by their numbers.
  package private(set) var texts: [String] = []
  /// The names' bytes one after another, and where each begins.
  private var pool: [UInt8] = []
  private var starts = [0]
  private var hashes: [UInt64] = []
  /// Numbers by hash, -1 for none; twice as many as there are names, or more.
  private var slots = [Int32](repeating: -1, count: 1_024)

  /// Names of a ledger are given by its definitions and units; a table beyond this is not one.
  private static let namesMax = 1 << 17

  package init() {}

  /// The number of the name that is a piece of `bytes`; `nil` unless it is ASCII, since other
  /// texts may be equal though their bytes differ.
  package mutating func number(_ range: Range<Int>, of bytes: [UInt8]) -> Int32? {
    let hash = Self.hash(range, of: bytes)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while true {
      let known = slots[slot]
      if known < 0 { return add(range, of: bytes, hash: hash, slot: slot) }
      if hashes[Int(known)] == hash, isName(Int(known), range, of: bytes) { return known }
      slot = (slot + 1) & (slots.count - 1)
    }
  }

  /// The number of a text.
  package mutating func number(of text: String) -> Int32? {
    let bytes = Array(text.utf8)
    return number(0..<bytes.count, of: bytes)
  }

  private func isName(_ number: Int, _ range: Range<Int>, of bytes: [UInt8]) -> Bool {
    let start = starts[number]
    guard starts[number + 1] - start == range.count else { return false }
    var done = 0
    while done < range.count {
      let count = min(8, range.count - done)
      guard
        word(at: start + done, count: count, of: pool)
          == word(at: range.lowerBound + done, count: count, of: bytes)
      else { return false }
      done += count
    }
    return true
  }

  private mutating func add(
    _ range: Range<Int>, of bytes: [UInt8], hash: UInt64, slot: Int
  ) -> Int32? {
    guard texts.count < Self.namesMax, isASCII(range, of: bytes) else { return nil }
    let number = Int32(texts.count)
    texts.append(String(decoding: bytes[range], as: UTF8.self))
    pool += bytes[range]
    starts.append(pool.count)
    hashes.append(hash)
    slots[slot] = number
    if texts.count * 2 > slots.count { grow() }
    return number
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: slots.count * 2)
    for (number, hash) in hashes.enumerated() {
      var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(number)
    }
  }

  private static func hash(_ range: Range<Int>, of bytes: [UInt8]) -> UInt64 {
    var hash = UInt64(range.count) &* 0x9E37_79B9_7F4A_7C15
    var start = range.lowerBound
    while start < range.upperBound {
      let count = min(8, range.upperBound - start)
      hash = (hash ^ word(at: start, count: count, of: bytes)) &* 0xBF58_476D_1CE4_E5B9
      hash ^= hash >> 32
      start += count
    }
    return hash
  }
}
