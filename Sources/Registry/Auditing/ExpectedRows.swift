import Ledger
import Programmes
import Quantities
import Storage

/// What the projections should hold, crossed off row by row.
struct ExpectedRows {
  private var records: [RecordID: RecordRow]
  private var keys: [KeyRow: RecordID]
  private var balances: [BalanceKey: Int64]
  private var tallies: [TallyKey: Int64]
  private var members: [MemberKey: MemberCounts]
  private var contributions: [Recount.Place: ContributionRow]
  private var tiles: [Audit.TilePlace: [UInt8]]

  init(_ recount: Recount, tiles: [Audit.TilePlace: [UInt8]]) {
    self.records = recount.records
    self.keys = recount.keys
    self.balances = recount.balances
    self.tallies = recount.tallies()
    self.members = recount.liveMembers()
    self.contributions = recount.contributions
    self.tiles = tiles
  }

  /// Crosses off a row; if it is not as expected, what it is, what it should be and what it says.
  mutating func take(_ row: ProjectionRow) -> (String, String, String)? {
    switch row {
    case .record(let row):
      let wanted = records.removeValue(forKey: row.record.id)
      return wanted == row
        ? nil : ("record \(row.record.kind) \(row.record.id)", text(wanted), text(row))
    case .key(let key, let holder):
      let wanted = keys.removeValue(forKey: key)
      return wanted == holder ? nil : (name(key), text(wanted), "\(holder)")
    case .balance(let key, let amount):
      let wanted = balances.removeValue(forKey: key)
      return wanted == amount ? nil : (name(key), text(wanted), "\(amount)")
    case .tally(let row):
      let wanted = tallies.removeValue(forKey: row.key) ?? 0
      return wanted == row.amount ? nil : (name(row.key), "\(wanted)", "\(row.amount)")
    case .member(let key, let counts):
      let wanted = members.removeValue(forKey: key) ?? [:]
      return wanted == counts ? nil : (name(key), text(wanted), text(counts))
    case .contribution(let row):
      let place = Recount.Place(seq: row.seq, ordinal: row.ordinal)
      let wanted = contributions.removeValue(forKey: place)
      return wanted == row ? nil : (name(place), text(wanted), text(row))
    case .tile(let row):
      let place = Audit.TilePlace(level: row.level, index: row.index)
      let wanted = tiles.removeValue(forKey: place)
      guard wanted != row.hashes else { return nil }
      let (index, hash) = firstDifference(wanted ?? [], row.hashes)
      // On the lowest level a hash is a leaf's, so the entry can be named.
      let entry = place.level == 0 ? " at entry \(place.index * 256 + Int64(index))" : ""
      return (name(place) + entry, "hash \(index) to be \(hash)", "another hash")
    }
  }

  /// What is missing from the projections.
  func left() -> [(subject: String, wanted: String)] {
    var left: [(String, String)] = []
    left += records.map { ("record \($0.value.record.kind) \($0.key)", text($0.value)) }
    left += keys.map { (name($0.key), "\($0.value)") }
    left += balances.map { (name($0.key), "\($0.value)") }
    left += tallies.filter { $0.value != 0 }.map { (name($0.key), "\($0.value)") }
    left += members.map { (name($0.key), text($0.value)) }
    left += contributions.map { (name($0.key), text($0.value)) }
    left += tiles.map { (name($0.key), "\($0.value.count / Hash.byteCount) hashes") }
    return left.sorted { $0.0 < $1.0 }.map { (subject: $0.0, wanted: $0.1) }
  }

  // MARK: Words

  private func name(_ key: KeyRow) -> String {
    let plain = String(decoding: key.value, as: UTF8.self)
      .split(separator: "\u{1F}").joined(separator: " / ")
    let isText = key.value.allSatisfy { $0 >= 0x20 || $0 == 0x1F }
    return "key \(key.name) \(isText ? plain : Hex.encode(key.value))"
  }

  private func name(_ key: BalanceKey) -> String { "balance \(key.measure) of \(key.owner)" }

  private func name(_ key: TallyKey) -> String {
    let part = key.part.isEmpty ? "" : "[\(key.part)]"
    return "tally \(key.measure)\(part) at \(key.unit) in \(text(key.period))"
  }

  private func name(_ key: MemberKey) -> String {
    let part = key.part.isEmpty ? "" : "[\(key.part)]"
    return "member \(key.thing) of \(key.measure)\(part) in \(text(key.period))"
  }

  private func name(_ place: Recount.Place) -> String {
    "contribution \(place.ordinal) of entry \(place.seq)"
  }

  private func name(_ place: Audit.TilePlace) -> String {
    "tree tile \(place.level)/\(place.index)"
  }

  private func text(_ period: TallyPeriod) -> String {
    switch period {
    case .day(let day): "\(day)"
    case .month(let month): "\(month)"
    case .year(let year): "\(year)"
    }
  }

  private func text(_ row: RecordRow?) -> String {
    guard let row else { return "no such record" }
    let facts = row.record.facts.keys.sorted().map { name in
      "\(name)=\(row.record.facts[name].map { "\($0.content)" } ?? "")"
    }
    return "version \(row.record.version), \(row.record.state), \(facts.joined(separator: ", "))"
  }

  private func text(_ row: ContributionRow?) -> String {
    guard let row else { return "no such contribution" }
    return "\(row.measure)[\(row.part)] \(row.unit) \(row.day) \(row.amount)"
  }

  private func text(_ counts: MemberCounts) -> String {
    counts.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ")
  }

  private func text(_ value: (some CustomStringConvertible)?) -> String {
    value.map { "\($0)" } ?? "nothing"
  }

  /// Which hash of a tile differs first, and what it should be.
  private func firstDifference(_ wanted: [UInt8], _ found: [UInt8]) -> (Int, String) {
    for index in 0..<max(wanted.count, found.count) / Hash.byteCount {
      let range = index * Hash.byteCount..<(index + 1) * Hash.byteCount
      let left = range.upperBound <= wanted.count ? Array(wanted[range]) : []
      let right = range.upperBound <= found.count ? Array(found[range]) : []
      if left != right { return (index, left.isEmpty ? "none" : Hex.encode(left)) }
    }
    return (0, "another")
  }
}
