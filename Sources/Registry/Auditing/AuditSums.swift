// How the audit compares millions of rows in flat memory. Each row has a secret random weight that
// follows from what it is; what the entries bring about adds weight × amount to a sum, what the
// projections hold takes it away. Everything is equal when all sums are 0: by chance they would be
// once in 2^61. Rows are spread over a thousand sums, so that one that is not 0 says where to look,
// and only the rows of such sums are then held one by one.

import Ledger
import Programmes
import Quantities
import Storage

/// The sums, and the rows of those that did not come to 0.
struct AuditSums {
  private let key: RowMixer
  private var words: [String: UInt64] = [:]
  /// By kind and bucket, modulo `prime`.
  private(set) var sums: [UInt64]
  /// When rows are named: which sums, and what was expected and found under each row.
  private var suspects: [Bool]?
  private var named: [AuditRow: (expected: Int64, found: Int64)] = [:]

  private static let bucketCount = 1_024
  private static let prime: UInt64 = (1 << 61) - 1
  /// Sums of a kind whose rows are named: more of them would fill the memory, and nobody's time.
  private static let namedMax = 16

  init(key: [UInt64], sums: [UInt64]?) {
    self.key = RowMixer(key[0], key[1])
    self.sums = sums ?? [UInt64](repeating: 0, count: Self.count)
  }

  static let count = AuditRow.kindCount * bucketCount

  /// Sums of nothing by the same key, for another thread to add up in.
  func fork() -> AuditSums {
    var fork = self
    fork.sums = [UInt64](repeating: 0, count: Self.count)
    fork.named = [:]
    return fork
  }

  /// Takes in what another thread has added up.
  mutating func join(_ other: AuditSums) {
    for place in sums.indices where other.sums[place] != 0 {
      let moved = sums[place] + other.sums[place]
      sums[place] = moved >= Self.prime ? moved - Self.prime : moved
    }
    named.merge(other.named) { ($0.expected &+ $1.expected, $0.found &+ $1.found) }
    if other.words.count > words.count { words = other.words }
  }

  var isBalanced: Bool { sums.allSatisfy { $0 == 0 } }

  mutating func expect(_ row: AuditRow, _ amount: Int64) { move(row, amount, isFound: false) }
  mutating func find(_ row: AuditRow, _ amount: Int64) { move(row, amount, isFound: true) }

  /// From now on rows are held one by one, those of sums that are not 0.
  mutating func beginNaming() {
    var suspects = sums.map { $0 != 0 }
    for kind in 0..<AuditRow.kindCount {
      let range = kind * Self.bucketCount..<(kind + 1) * Self.bucketCount
      for place in range.filter({ suspects[$0] }).dropFirst(Self.namedMax) {
        suspects[place] = false
      }
    }
    self.suspects = suspects
  }

  /// The rows that are not as expected.
  var differences: [(row: AuditRow, expected: Int64, found: Int64)] {
    named.filter { $0.value.expected != $0.value.found }
      .map { ($0.key, $0.value.expected, $0.value.found) }
  }

  private mutating func move(_ row: AuditRow, _ amount: Int64, isFound: Bool) {
    let hash = hash(row)
    let place = row.kind * Self.bucketCount + Int(hash % UInt64(Self.bucketCount))
    if let suspects {
      guard suspects[place] else { return }
      var amounts = named[row] ?? (0, 0)
      if isFound { amounts.found &+= amount } else { amounts.expected &+= amount }
      named[row] = amounts
      return
    }
    let magnitude = Self.product(Self.weight(hash), amount.magnitude % Self.prime)
    let isAdded = (amount > 0) != isFound
    let moved = sums[place] + (isAdded ? magnitude : Self.prime - magnitude)
    sums[place] = moved >= Self.prime ? moved - Self.prime : moved
  }

  /// A number from 1 to the prime - 1.
  private static func weight(_ hash: UInt64) -> UInt64 {
    1 + RowMixer.scatter(hash) % (prime - 1)
  }

  private static func product(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let (high, low) = left.multipliedFullWidth(by: right)
    let sum = (low & prime) + (low >> 61 | high << 3)
    return sum >= prime ? sum - prime : sum
  }

  // MARK: Hashing

  private mutating func hash(_ row: AuditRow) -> UInt64 {
    var mixer = key
    mixer.absorb(UInt64(row.kind))
    switch row {
    case .touch(let record, let seq):
      absorb(record, &mixer)
      mixer.absorb(UInt64(bitPattern: seq))
    case .key(let key, let holder):
      mixer.absorb(word(key.name))
      mixer.absorb(bytes: key.value)
      absorb(holder, &mixer)
    case .balance(let key):
      mixer.absorb(word(key.measure))
      absorb(key.owner, &mixer)
    case .tally(let key):
      mixer.absorb(word(key.measure))
      mixer.absorb(word(key.part))
      mixer.absorb(word(key.unit))
      mixer.absorb(UInt64(bitPattern: key.period.code))
    case .member(let key, let unit):
      mixer.absorb(word(key.measure))
      mixer.absorb(word(key.part))
      mixer.absorb(word(unit))
      mixer.absorb(UInt64(bitPattern: key.period.code))
      absorb(key.thing, &mixer)
    case .contribution(let row):
      mixer.absorb(word(row.measure))
      mixer.absorb(word(row.part))
      mixer.absorb(word(row.unit))
      mixer.absorb(UInt64(bitPattern: Int64(row.day.number)))
      mixer.absorb(UInt64(bitPattern: row.seq))
      mixer.absorb(UInt64(bitPattern: Int64(row.ordinal)))
      mixer.absorb(UInt64(bitPattern: row.amount))
      if let member = row.member { absorb(member, &mixer) }
    }
    return mixer.finished
  }

  private func absorb(_ id: RecordID, _ mixer: inout RowMixer) {
    mixer.absorb(id.high)
    mixer.absorb(id.low)
  }

  /// A name's own hash, made once: there are few names and many rows.
  private mutating func word(_ text: String) -> UInt64 {
    if let known = words[text] { return known }
    var mixer = key
    mixer.absorb(bytes: Array(text.utf8))
    let word = mixer.finished
    words[text] = word
    return word
  }
}

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

  mutating func absorb(bytes: [UInt8]) {
    absorb(UInt64(bytes.count))
    var word: UInt64 = 0
    for (index, byte) in bytes.enumerated() {
      word = word << 8 | UInt64(byte)
      if index % 8 == 7 {
        absorb(word)
        word = 0
      }
    }
    if bytes.count % 8 != 0 { absorb(word) }
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

  private static func rotated(_ word: UInt64, _ count: UInt64) -> UInt64 {
    word << count | word >> (64 - count)
  }
}
