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
  let key: RowMixer
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

  /// Kinds of rows, each with sums of its own: those of `AuditRow`, and what records are that one
  /// entry alone has touched, which are not named.
  enum Kind: Int, CaseIterable, Sendable {
    case touch
    case key
    case balance
    case tally
    case member
    case contribution
    case record
  }

  static let count = Kind.allCases.count * bucketCount

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
    for kind in Kind.allCases where kind != .record {
      let range = kind.rawValue * Self.bucketCount..<(kind.rawValue + 1) * Self.bucketCount
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
    guard let suspects else { return move(row.kind, hash, amount, isFound: isFound) }
    guard suspects[Self.place(row.kind, hash)] else { return }
    var amounts = named[row] ?? (0, 0)
    if isFound { amounts.found &+= amount } else { amounts.expected &+= amount }
    named[row] = amounts
  }

  private static func place(_ kind: Kind, _ hash: UInt64) -> Int {
    kind.rawValue * bucketCount + Int(truncatingIfNeeded: hash) & (bucketCount - 1)
  }

  /// Moves a row known by its kind and number; not while rows are named.
  mutating func move(_ kind: Kind, _ hash: UInt64, _ amount: Int64, isFound: Bool) {
    let place = Self.place(kind, hash)
    let weight = Self.weight(hash)
    let magnitude =
      amount == 1 || amount == -1
      ? weight : Self.product(weight, amount.magnitude % Self.prime)
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
    switch row {
    case .touch(let record, let seq): return key.touch(record, seq: seq)
    case .key(let row, let holder):
      return key.key(
        word(row.name), 0..<row.value.count, of: row.value, holder: holder)
    case .balance(let row): return key.balance(word(row.measure), owner: row.owner)
    case .tally(let row):
      return key.tally(
        word(row.measure), word(row.part), word(row.unit), period: row.period.code)
    case .member(let row, let unit):
      let begun = key.member(
        word(row.measure), word(row.part), period: row.period.code, thing: row.thing)
      return begun.ended(by: word(unit))
    case .contribution(let row):
      return key.contribution(
        word(row.measure), word(row.part), word(row.unit), day: Int64(row.day.number),
        seq: row.seq, ordinal: Int64(row.ordinal), amount: row.amount, member: row.member)
    }
  }

  private mutating func word(_ text: String) -> UInt64 {
    if let known = words[text] { return known }
    let word = key.number(of: text)
    words[text] = word
    return word
  }

  // MARK: Records of one entry

  /// Takes in what a record is that one entry alone has touched, and the keys that it holds.
  ///
  /// Not for naming: then each record is made again and compared.
  mutating func move(sole row: RecordContent, holding keys: Set<KeyRow>, isFound: Bool) throws {
    let record = row.record
    let id = record.id
    var hashes = [
      key.record(
        id, kind: word(record.kind), state: word(record.state), unit: word(record.unit),
        version: Int64(record.version), keyNumber: row.keyNumber)
    ]
    for (name, fact) in record.facts {
      switch fact.content {
      case .plain(let value):
        let bytes = try ValueCodec.encode(value)
        hashes.append(
          key.fact(id, word(name), seq: fact.seq, value: 0..<bytes.count, of: bytes))
      case .sealed:
        hashes.append(key.fact(id, word(name), seq: fact.seq, isErased: false))
      case .erased:
        hashes.append(key.fact(id, word(name), seq: fact.seq, isErased: true))
      }
    }
    for (name, value) in row.blindKeys {
      hashes.append(key.blindKey(id, word(name), 0..<value.count, of: value))
    }
    for hash in hashes { move(.record, hash, 1, isFound: isFound) }
    for row in keys { move(.key(row, holder: id), 1, isFound: isFound) }
  }
}
