import Ledger
import Programmes
import Quantities
import Storage

/// SipHash-1-3 over words, so that nobody who does not know the key can make rows that cancel out.
///
/// https://cr.yp.to/siphash/siphash-20120918.pdf
struct RowMixer {
  private var first: UInt64
  private var second: UInt64
  private var third: UInt64
  private var fourth: UInt64

  init(_ low: UInt64, _ high: UInt64) {
    first = low ^ 0x736f_6d65_7073_6575
    second = high ^ 0x646f_7261_6e64_6f6d
    third = low ^ 0x6c79_6765_6e65_7261
    fourth = high ^ 0x7465_6462_7974_6573
  }

  mutating func absorb(_ word: UInt64) {
    fourth ^= word
    turn()
    first ^= word
  }

  mutating func absorb(bytes: [UInt8]) { absorb(0..<bytes.count, of: bytes) }

  /// A piece of bytes: how many they are, then eight at a time.
  mutating func absorb(_ range: Range<Int>, of bytes: [UInt8]) {
    absorb(UInt64(range.count))
    var start = range.lowerBound
    while start < range.upperBound {
      let count = min(8, range.upperBound - start)
      absorb(word(at: start, count: count, of: bytes))
      start += count
    }
  }

  mutating func absorb(_ id: RecordID) {
    absorb(id.high)
    absorb(id.low)
  }

  var finished: UInt64 {
    var copy = self
    copy.third ^= 0xFF
    for _ in 0..<3 { copy.turn() }
    return copy.first ^ copy.second ^ copy.third ^ copy.fourth
  }

  /// SplitMix64's last step: another number from the same hash.
  static func scatter(_ hash: UInt64) -> UInt64 {
    var word = hash &+ 0x9E37_79B9_7F4A_7C15
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }

  @inline(__always)
  private mutating func turn() {
    first &+= second
    second = Self.rotated(second, 13) ^ first
    first = Self.rotated(first, 32)
    third &+= fourth
    fourth = Self.rotated(fourth, 16) ^ third
    first &+= fourth
    fourth = Self.rotated(fourth, 21) ^ first
    third &+= second
    second = Self.rotated(second, 17) ^ third
    third = Self.rotated(third, 32)
  }

  @inline(__always)
  private static func rotated(_ word: UInt64, _ count: UInt64) -> UInt64 {
    word << count | word >> (64 - count)
  }
}

/// What a row is, as a number: names come as their own numbers, made by `number(of:)`.
extension RowMixer {
  /// A name's own number, made once: there are few names and many rows.
  func number(of text: String) -> UInt64 {
    var mixer = self
    mixer.absorb(bytes: Array(text.utf8))
    return mixer.finished
  }

  private func begun(_ kind: Int) -> RowMixer {
    var mixer = self
    mixer.absorb(UInt64(kind))
    return mixer
  }

  func touch(_ record: RecordID, seq: Int64) -> UInt64 {
    var mixer = begun(0)
    mixer.absorb(record)
    mixer.absorb(UInt64(bitPattern: seq))
    return mixer.finished
  }

  func key(_ name: UInt64, _ value: Range<Int>, of bytes: [UInt8], holder: RecordID) -> UInt64 {
    var mixer = begun(1)
    mixer.absorb(name)
    mixer.absorb(value, of: bytes)
    mixer.absorb(holder)
    return mixer.finished
  }

  func balance(_ measure: UInt64, owner: RecordID) -> UInt64 {
    var mixer = begun(2)
    mixer.absorb(measure)
    mixer.absorb(owner)
    return mixer.finished
  }

  func tally(_ measure: UInt64, _ part: UInt64, _ unit: UInt64, period: Int64) -> UInt64 {
    var mixer = begun(3)
    mixer.absorb(measure)
    mixer.absorb(part)
    mixer.absorb(unit)
    mixer.absorb(UInt64(bitPattern: period))
    return mixer.finished
  }

  /// A thing in a count, to be ended by each unit that counts it.
  func member(
    _ measure: UInt64, _ part: UInt64, period: Int64, thing: RecordID
  ) -> RowMixer {
    var mixer = begun(4)
    mixer.absorb(measure)
    mixer.absorb(part)
    mixer.absorb(UInt64(bitPattern: period))
    mixer.absorb(thing)
    return mixer
  }

  /// The end of what was begun.
  func ended(by word: UInt64) -> UInt64 {
    var mixer = self
    mixer.absorb(word)
    return mixer.finished
  }

  func contribution(
    _ measure: UInt64, _ part: UInt64, _ unit: UInt64, day: Int64, seq: Int64, ordinal: Int64,
    amount: Int64, member: RecordID?
  ) -> UInt64 {
    var mixer = begun(5)
    mixer.absorb(measure)
    mixer.absorb(part)
    mixer.absorb(unit)
    mixer.absorb(UInt64(bitPattern: day))
    mixer.absorb(UInt64(bitPattern: seq))
    mixer.absorb(UInt64(bitPattern: ordinal))
    mixer.absorb(UInt64(bitPattern: amount))
    if let member { mixer.absorb(member) }
    return mixer.finished
  }

  // MARK: Records

  /// What a record is, but for its facts.
  func record(
    _ id: RecordID, kind: UInt64, state: UInt64, unit: UInt64, version: Int64, keyNumber: Int64?
  ) -> UInt64 {
    var mixer = begun(6)
    mixer.absorb(id)
    mixer.absorb(kind)
    mixer.absorb(state)
    mixer.absorb(unit)
    mixer.absorb(UInt64(bitPattern: version))
    if let keyNumber { mixer.absorb(UInt64(bitPattern: keyNumber)) }
    return mixer.finished
  }

  private func fact(_ id: RecordID, _ name: UInt64, seq: Int64) -> RowMixer {
    var mixer = begun(7)
    mixer.absorb(id)
    mixer.absorb(name)
    mixer.absorb(UInt64(bitPattern: seq))
    return mixer
  }

  /// A fact of a record, by the bytes of its value.
  func fact(
    _ id: RecordID, _ name: UInt64, seq: Int64, value: Range<Int>, of bytes: [UInt8]
  ) -> UInt64 {
    var mixer = fact(id, name, seq: seq)
    mixer.absorb(value, of: bytes)
    return mixer.finished
  }

  /// A fact whose value is sealed, or has been erased.
  func fact(_ id: RecordID, _ name: UInt64, seq: Int64, isErased: Bool) -> UInt64 {
    // No value is as long as this.
    fact(id, name, seq: seq).ended(by: isErased ? .max - 1 : .max)
  }

  /// A fact as the scanner found it in `bytes`.
  func fact(
    _ id: RecordID, _ name: UInt64, seq: Int64, _ fact: EntryScanner.ScannedFact,
    of bytes: [UInt8]
  ) -> UInt64 {
    guard let value = fact.value else { return self.fact(id, name, seq: seq, isErased: false) }
    return self.fact(id, name, seq: seq, value: value, of: bytes)
  }

  /// A fact as a record's column holds it, from the bytes of its value.
  func fact(
    _ id: RecordID, _ name: UInt64, seq: Int64, column value: ArraySlice<UInt8>,
    of bytes: [UInt8]
  ) -> UInt64 {
    if value.isEmpty { return fact(id, name, seq: seq, isErased: false) }
    if FactsColumn.isErased(value) { return fact(id, name, seq: seq, isErased: true) }
    return fact(id, name, seq: seq, value: value.startIndex..<value.endIndex, of: bytes)
  }

  /// The look-up value of a key over sealed facts that a record holds.
  func blindKey(
    _ id: RecordID, _ name: UInt64, _ value: Range<Int>, of bytes: [UInt8]
  ) -> UInt64 {
    var mixer = begun(8)
    mixer.absorb(id)
    mixer.absorb(name)
    mixer.absorb(value, of: bytes)
    return mixer.finished
  }
}
