import Ledger
import Programmes
import Quantities
import Storage

/// Rows of the projections to be taken away from sums, on a thread that does not read.
struct RowBatch: Sendable {
  /// A thing that is counted, as an engine keeps it.
  struct Member: Sendable {
    let measure: Int64
    let part: Int64
    let period: Int64
    let thing: RecordID
    let counts: [UInt8]
  }

  /// Records that one entry has touched, with the entry.
  var records: [(columns: RecordColumns, seq: Int64)] = []
  var members: [Member] = []
  var contributions: [ContributionColumns] = []

  var count: Int { records.count + members.count + contributions.count }

  /// What a thing counted adds to.
  private struct Place: Hashable {
    let measure: UInt64
    let part: UInt64
    let unit: UInt64
    let period: Int64
  }

  /// Sums that lack the rows; `nil` if one of them is not as this program writes it.
  func taken(
    from sums: AuditSums, _ names: StoredNames, _ scanner: inout NamedScanner
  ) -> AuditSums? {
    var sums = sums
    do {
      for (columns, seq) in records {
        try Self.take(columns, seq: seq, names, &scanner, from: &sums)
      }
      try takeMembers(names, &scanner, from: &sums)
      for columns in contributions {
        let hash = sums.key.contribution(
          try names.word(columns.measure), try names.word(columns.part),
          try names.word(columns.unit), day: columns.day, seq: columns.seq,
          ordinal: columns.ordinal, amount: columns.amount, member: columns.member)
        sums.move(.contribution, hash, 1, isFound: true)
      }
      return sums
    } catch {
      return nil
    }
  }

  private static func take(
    _ columns: RecordColumns, seq: Int64, _ names: StoredNames, _ scanner: inout NamedScanner,
    from sums: inout AuditSums
  ) throws(RowDamage) {
    let key = sums.key
    let id = columns.id
    sums.move(.touch, key.touch(id, seq: seq), 1, isFound: true)
    let head = key.record(
      id, kind: try names.word(columns.kind), state: try names.word(columns.state),
      unit: try names.word(columns.unit), version: columns.version,
      keyNumber: columns.keyNumber)
    sums.move(.record, head, 1, isFound: true)
    var facts = RowReader(columns.facts)
    while !facts.isAtEnd {
      let name = scanner.word(try facts.piece(), of: columns.facts)
      let hash = key.fact(
        id, name, seq: try facts.signed(), column: try facts.piece(), of: columns.facts)
      sums.move(.record, hash, 1, isFound: true)
    }
    var blindKeys = RowReader(columns.blindKeys)
    while !blindKeys.isAtEnd {
      let name = scanner.word(try blindKeys.piece(), of: columns.blindKeys)
      let value = try blindKeys.piece()
      let range = value.startIndex..<value.endIndex
      sums.move(
        .record, key.blindKey(id, name, range, of: columns.blindKeys), 1, isFound: true)
    }
  }

  private func takeMembers(
    _ names: StoredNames, _ scanner: inout NamedScanner, from sums: inout AuditSums
  ) throws(RowDamage) {
    let key = sums.key
    var reached: [Place: Int64] = [:]
    for member in members {
      let measure = try names.word(member.measure)
      let part = try names.word(member.part)
      let begun = key.member(measure, part, period: member.period, thing: member.thing)
      var counts = RowReader(member.counts)
      while !counts.isAtEnd {
        let unit = scanner.word(try counts.piece(), of: member.counts)
        let amount = try counts.signed()
        sums.move(.member, begun.ended(by: unit), amount, isFound: true)
        // Members are held against the entries themselves, so what they come to may be used here.
        guard amount > 0 else { continue }
        reached[
          Place(measure: measure, part: part, unit: unit, period: member.period), default: 0] += 1
      }
    }
    for (place, amount) in reached {
      let hash = key.tally(place.measure, place.part, place.unit, period: place.period)
      sums.move(.tally, hash, amount, isFound: false)
    }
  }
}

/// Names that a store has numbered, by their own numbers.
struct StoredNames: Sendable {
  private var words: [UInt64?] = []

  /// Numbers of names are given one by one.
  private static let numberMax: Int64 = 1 << 22

  /// Learns a name's own number.
  mutating func note(_ number: Int64, _ word: UInt64) throws(RowDamage) {
    guard (0..<Self.numberMax).contains(number) else { throw RowDamage() }
    while words.count <= number { words.append(nil) }
    words[Int(number)] = word
  }

  /// A name's own number; a store that has not told of the name is damaged.
  func word(_ number: Int64) throws(RowDamage) -> UInt64 {
    guard number >= 0, number < words.count, let word = words[Int(number)] else {
      throw RowDamage()
    }
    return word
  }
}
