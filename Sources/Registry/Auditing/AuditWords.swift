import Ledger
import Programmes
import Quantities
import Storage

/// What the audit calls things.
enum AuditWords {
  static func name(_ key: KeyRow) -> String {
    let plain = String(decoding: key.value, as: UTF8.self)
      .split(separator: "\u{1F}").joined(separator: " / ")
    let isText = key.value.allSatisfy { $0 >= 0x20 || $0 == 0x1F }
    return "key \(key.name) \(isText ? plain : Hex.encode(key.value))"
  }

  static func name(_ key: BalanceKey) -> String { "balance \(key.measure) of \(key.owner)" }

  static func name(_ key: TallyKey) -> String {
    let part = key.part.isEmpty ? "" : "[\(key.part)]"
    return "tally \(key.measure)\(part) at \(key.unit) in \(text(key.period))"
  }

  static func name(_ key: MemberKey) -> String {
    let part = key.part.isEmpty ? "" : "[\(key.part)]"
    return "member \(key.thing) of \(key.measure)\(part) in \(text(key.period))"
  }

  static func name(_ place: Recount.Place) -> String {
    "contribution \(place.ordinal) of entry \(place.seq)"
  }

  static func name(_ place: Audit.TilePlace) -> String {
    "tree tile \(place.level)/\(place.index)"
  }

  static func text(_ period: TallyPeriod) -> String {
    switch period {
    case .day(let day): "\(day)"
    case .month(let month): "\(month)"
    case .year(let year): "\(year)"
    }
  }

  static func text(_ row: RecordContent?) -> String {
    guard let row else { return "no such record" }
    let facts = row.record.facts.keys.sorted().map { name in
      "\(name)=\(row.record.facts[name].map { "\($0.content)" } ?? "")"
    }
    return "version \(row.record.version), \(row.record.state), \(facts.joined(separator: ", "))"
  }

  static func text(_ row: ContributionRow?) -> String {
    guard let row else { return "no such contribution" }
    return "\(row.measure)[\(row.part)] \(row.unit) \(row.day) \(row.amount)"
  }

  static func text(_ counts: MemberCounts) -> String {
    counts.map { "\($0.unit): \($0.count)" }.joined(separator: ", ")
  }

  static func text(_ value: (some CustomStringConvertible)?) -> String {
    value.map { "\($0)" } ?? "nothing"
  }

  /// Which hash of a tile differs first, and what it should be.
  static func firstDifference(_ wanted: [UInt8], _ found: [UInt8]) -> (Int, String) {
    for index in 0..<max(wanted.count, found.count) / Hash.byteCount {
      let range = index * Hash.byteCount..<(index + 1) * Hash.byteCount
      let left = range.upperBound <= wanted.count ? Array(wanted[range]) : []
      let right = range.upperBound <= found.count ? Array(found[range]) : []
      if left != right { return (index, left.isEmpty ? "none" : Hex.encode(left)) }
    }
    return (0, "another")
  }

  /// Where a tile is wrong and what its first wrong hash should be.
  static func tileDifference(
    _ place: Audit.TilePlace, _ wanted: [UInt8], _ found: [UInt8]
  ) -> (subject: String, wanted: String) {
    let (index, hash) = firstDifference(wanted, found)
    // On the lowest level a hash is a leaf's, so the entry can be named.
    let entry = place.level == 0 ? " at entry \(place.index * 256 + Int64(index))" : ""
    return (name(place) + entry, "hash \(index) to be \(hash)")
  }

  /// A row that the entries and the projections tell differently.
  static func difference(
    _ row: AuditRow, expected: Int64, found: Int64
  ) -> (subject: String, expected: String, found: String) {
    switch row {
    case .touch(let record, let seq):
      ("record \(record)", "entry \(seq) in its history \(expected) times", "\(found) times")
    case .key(let key, let holder):
      (
        name(key), expected > 0 ? "\(holder)" : "another holder, or none",
        found > 0 ? "\(holder)" : "another holder, or none"
      )
    case .balance(let key): (name(key), "\(expected)", "\(found)")
    case .tally(let place): (name(place.key), "\(expected)", "\(found)")
    case .member(let key, let unit): (name(key), "\(unit): \(expected)", "\(found)")
    case .contribution(let row):
      (
        name(Recount.Place(seq: row.seq, ordinal: row.ordinal)),
        expected > 0 ? text(row) : "another", found > 0 ? text(row) : "another, or none"
      )
    }
  }
}
