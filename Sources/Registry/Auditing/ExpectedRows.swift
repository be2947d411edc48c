import Ledger
import Programmes
import Quantities
import Storage

/// What the projections should hold, crossed off row by row.
struct ExpectedRows {
  private var records: [RecordID: RecordContent]
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
    (self.tallies, self.members) = recount.numbers()
    self.contributions = recount.contributions
    self.tiles = tiles
  }

  /// Crosses off a row; if it is not as expected, what it is, what it should be and what it says.
  mutating func take(_ row: ProjectionRow) -> (String, String, String)? {
    switch row {
    case .record(let row):
      let wanted = records.removeValue(forKey: row.record.id)
      return wanted == row.content
        ? nil
        : (
          "record \(row.record.kind) \(row.record.id)", AuditWords.text(wanted),
          AuditWords.text(row.content)
        )
    case .key(let key, let holder):
      let wanted = keys.removeValue(forKey: key)
      return wanted == holder ? nil : (AuditWords.name(key), AuditWords.text(wanted), "\(holder)")
    case .balance(let key, let amount):
      let wanted = balances.removeValue(forKey: key)
      return wanted == amount ? nil : (AuditWords.name(key), AuditWords.text(wanted), "\(amount)")
    case .tally(let row):
      let wanted = tallies.removeValue(forKey: row.key) ?? 0
      return wanted == row.amount ? nil : (AuditWords.name(row.key), "\(wanted)", "\(row.amount)")
    case .member(let key, let counts):
      let wanted = members.removeValue(forKey: key) ?? [:]
      return wanted == counts
        ? nil : (AuditWords.name(key), AuditWords.text(wanted), AuditWords.text(counts))
    case .contribution(let row):
      let place = Recount.Place(seq: row.seq, ordinal: row.ordinal)
      let wanted = contributions.removeValue(forKey: place)
      return wanted == row
        ? nil : (AuditWords.name(place), AuditWords.text(wanted), AuditWords.text(row))
    case .tile(let row):
      let place = Audit.TilePlace(level: row.level, index: row.index)
      let wanted = tiles.removeValue(forKey: place)
      guard wanted != row.hashes else { return nil }
      let (subject, first) = AuditWords.tileDifference(place, wanted ?? [], row.hashes)
      return (subject, first, "another hash")
    }
  }

  /// What is missing from the projections.
  func left() -> [(subject: String, wanted: String)] {
    var left: [(String, String)] = []
    left += records.map { ("record \($0.value.record.kind) \($0.key)", AuditWords.text($0.value)) }
    left += keys.map { (AuditWords.name($0.key), "\($0.value)") }
    left += balances.map { (AuditWords.name($0.key), "\($0.value)") }
    left += tallies.filter { $0.value != 0 }.map { (AuditWords.name($0.key), "\($0.value)") }
    left += members.map { (AuditWords.name($0.key), AuditWords.text($0.value)) }
    left += contributions.map { (AuditWords.name($0.key), AuditWords.text($0.value)) }
    left += tiles.map { (AuditWords.name($0.key), "\($0.value.count / Hash.byteCount) hashes") }
    return left.sorted { $0.0 < $1.0 }.map { (subject: $0.0, wanted: $0.1) }
  }
}
