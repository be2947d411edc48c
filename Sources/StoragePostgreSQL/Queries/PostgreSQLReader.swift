#if PostgreSQL
import Ledger
import Programmes
import Quantities
import Storage

/// One consistent state: that of a transaction which sees what was committed when it began.
struct PostgreSQLReader: StoreReader {
  let connection: Connection
  let ledger: Parameters.Value
  let symbols: SymbolCache
  /// Entries projected, as the transaction's first statement read it.
  let projected: Int64

  func through() throws -> Int64 { projected }

  // MARK: Entries, keys and checkpoints

  static let checkpointCovering = """
    SELECT size, note FROM checkpoint WHERE ledger = $1::integer AND size > $2::bigint
    ORDER BY size LIMIT 1
    """

  func checkpoint(upTo size: Int64) throws -> CheckpointRow? {
    try checkpoints(
      """
      SELECT size, note FROM checkpoint WHERE ledger = $1::integer AND size <= $2::bigint
      ORDER BY size DESC LIMIT 1
      """, .large(size)
    ).first
  }

  func checkpoint(covering seq: Int64) throws -> CheckpointRow? {
    try checkpoints(Self.checkpointCovering, .large(seq)).first
  }

  func checkpoints(after size: Int64, limit: Int) throws -> [CheckpointRow] {
    try checkpoints(
      """
      SELECT size, note FROM checkpoint WHERE ledger = $1::integer AND size > $2::bigint
      ORDER BY size LIMIT $3::bigint
      """, .large(size), .large(Int64(limit)))
  }

  private func checkpoints(
    _ sql: String, _ values: Parameters.Value...
  ) throws -> [CheckpointRow] {
    let rows = try rows(sql, values)
    return (0..<rows.count).map {
      CheckpointRow(size: rows.integer($0, 0), note: rows.text($0, 1))
    }
  }

  static let entryColumns = """
    SELECT seq, id, leaf, block, sealed FROM entry WHERE ledger = $1::integer \

    """

  static func entry(_ rows: Rows, _ row: Int) throws(RowDamage) -> StoredEntry {
    try StoredEntry(
      seq: rows.integer(row, 0), idBytes: rows.bytes(row, 1), leaf: rows.bytes(row, 2),
      block: rows.bytes(row, 3), sealed: rows.bytes(row, 4))
  }

  func entry(_ seq: Int64) throws -> StoredEntry? {
    try first(Self.entryColumns + "AND seq = $2::bigint", .large(seq)) { try Self.entry($0, 0) }
  }

  func entrySeq(_ id: EntryID) throws -> Int64? {
    try first(
      "SELECT seq FROM entry WHERE ledger = $1::integer AND id = $2::uuid", .init(id)
    ) { $0.integer(0, 0) }
  }

  func entries(from seq: Int64, limit: Int) throws -> [StoredEntry] {
    let rows = try rows(
      Self.entryColumns + "AND seq >= $2::bigint ORDER BY seq LIMIT $3::bigint",
      [.large(seq), .large(Int64(limit))])
    return try (0..<rows.count).map { try Self.entry(rows, $0) }
  }

  func leaves(from seq: Int64, limit: Int) throws -> [[UInt8]] {
    let rows = try rows(
      """
      SELECT seq, leaf FROM entry WHERE ledger = $1::integer AND seq >= $2::bigint
      ORDER BY seq LIMIT $3::bigint
      """, [.large(seq), .large(Int64(limit))])
    return (0..<rows.count).prefix { rows.integer($0, 0) == seq + Int64($0) }
      .map { rows.bytes($0, 1) }
  }

  func newestEntry() throws -> StoredEntry? {
    try first(Self.entryColumns + "ORDER BY seq DESC LIMIT 1") { try Self.entry($0, 0) }
  }

  func subjectKey(_ number: Int64) throws -> [UInt8]? {
    try first(
      "SELECT wrapped FROM subject_key WHERE ledger = $1::integer AND number = $2::bigint",
      .large(number)
    ) { $0.bytes(0, 0) }
  }

  func subjectKeys(ofEntriesFrom seq: Int64, to end: Int64) throws -> [SubjectKeyRow] {
    let numbers = SubjectKeyRow.numbers(ofEntriesFrom: seq, to: end)
    let rows = try rows(
      """
      SELECT number, wrapped FROM subject_key
      WHERE ledger = $1::integer AND number >= $2::bigint AND number < $3::bigint
      """, [.large(numbers.lowerBound), .large(numbers.upperBound)])
    return (0..<rows.count).map {
      SubjectKeyRow(number: rows.integer($0, 0), wrapped: rows.bytes($0, 1))
    }
  }

  // MARK: Records, keys, balances and tiles

  static let recordColumns = """
    SELECT id, kind, version, state, unit, key_number, facts, blind_keys, history
    FROM record WHERE ledger = $1::integer \

    """

  static func record(
    _ rows: Rows, _ row: Int, text: (Int64) throws -> String
  ) throws -> RecordRow {
    guard let id = RecordID(bytes: rows.bytes(row, 0)) else { throw RowDamage() }
    return RecordRow(
      record: Record(
        id: id, kind: try text(rows.integer(row, 1)),
        version: UInt32(clamping: rows.integer(row, 2)), state: try text(rows.integer(row, 3)),
        unit: try text(rows.integer(row, 4)), facts: try FactsColumn.decode(rows.bytes(row, 6))),
      keyNumber: rows.isNull(row, 5) ? nil : rows.integer(row, 5),
      blindKeys: try BlindKeysColumn.decode(rows.bytes(row, 7)),
      history: try HistoryColumn.decode(rows.bytes(row, 8)))
  }

  private func record(_ rows: Rows, _ row: Int) throws -> RecordRow {
    try Self.record(rows, row) { try symbols.text($0, on: connection) }
  }

  func record(_ id: RecordID) throws -> RecordRow? {
    try first(Self.recordColumns + "AND id = $2::uuid", .init(id)) { try record($0, 0) }
  }

  func changed(kinds: [String]) throws -> Int64 {
    try first(
      """
      SELECT coalesce(max(through), 0) FROM touched
      WHERE ledger = $1::integer AND kind = ANY ($2::integer[])
      """, .smalls(try kinds.compactMap { try number($0) })
    ) { $0.integer(0, 0) } ?? 0
  }

  func records(kind: String, after: RecordID?, limit: Int) throws -> [RecordRow] {
    guard let kind = try number(kind) else { return [] }
    let page = " ORDER BY id LIMIT $3::bigint"
    let rows =
      if let after {
        try rows(
          Self.recordColumns + "AND kind = $2::integer AND id > $4::uuid" + page,
          [.small(kind), .large(Int64(limit)), .init(after)])
      } else {
        try rows(
          Self.recordColumns + "AND kind = $2::integer" + page,
          [.small(kind), .large(Int64(limit))])
      }
    return try (0..<rows.count).map { try record(rows, $0) }
  }

  static let holderOfKey = """
    SELECT holder FROM unique_key
    WHERE ledger = $1::integer AND name = $2::integer AND value = $3::bytea
    """

  func holder(_ key: KeyRow) throws -> RecordID? {
    guard let name = try number(key.name) else { return nil }
    return try first(Self.holderOfKey, .small(name), .bytes(key.value)) {
      RecordID(bytes: $0.bytes(0, 0))
    }.flatMap { $0 }
  }

  func keys(named name: String, before end: [UInt8], limit: Int) throws -> [HeldKey] {
    guard let number = try number(name) else { return [] }
    let rows = try rows(
      """
      SELECT value, holder FROM unique_key
      WHERE ledger = $1::integer AND name = $2::integer AND value < $3::bytea
      ORDER BY value LIMIT $4::bigint
      """, [.small(number), .bytes(end), .large(Int64(limit))])
    return try (0..<rows.count).map { row in
      guard let holder = RecordID(bytes: rows.bytes(row, 1)) else { throw RowDamage() }
      return HeldKey(key: KeyRow(name: name, value: rows.bytes(row, 0)), holder: holder)
    }
  }

  static let balanceOfOwner = """
    SELECT amount FROM balance
    WHERE ledger = $1::integer AND measure = $2::integer AND owner = $3::uuid
    """

  func balance(_ key: BalanceKey) throws -> Int64 {
    guard let measure = try number(key.measure) else { return 0 }
    return try first(Self.balanceOfOwner, .small(measure), .init(key.owner)) {
      $0.integer(0, 0)
    } ?? 0
  }

  static let tileHashes = """
    SELECT hashes FROM tile
    WHERE ledger = $1::integer AND level = $2::integer AND number = $3::bigint
    """

  func tile(level: Int, index: Int64) throws -> [UInt8]? {
    try first(Self.tileHashes, .small(Int32(level)), .large(index)) { $0.bytes(0, 0) }
  }

  // MARK: Asking

  func members(_ keys: [MemberKey]) throws -> [MemberKey: MemberCounts] {
    try MemberLookup.counts(of: keys, ledger: ledger, on: connection) { try number($0) }
  }

  func number(_ text: String) throws -> Int32? { try symbols.number(text, on: connection) }

  /// The rows of a statement whose first parameter is the ledger.
  func rows(_ sql: String, _ values: [Parameters.Value]) throws -> Rows {
    var parameters = Parameters(ledger)
    for value in values { parameters.append(value) }
    return try connection.rows(sql, parameters)
  }

  private func first<Result>(
    _ sql: String, _ values: Parameters.Value..., read: (Rows) throws -> Result
  ) throws -> Result? {
    let rows = try rows(sql, values)
    return rows.count > 0 ? try read(rows) : nil
  }
}
#endif
