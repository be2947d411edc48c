// The writer's side: one thread, prepared statements, one transaction a batch and file.
//
// The truth is written with `synchronous = FULL`, so a commit returns when the write-ahead log has
// been synced; the projections with `synchronous = NORMAL`: they may fall behind in a power cut,
// never be damaged.

package import Ledger
package import Programmes
import Quantities
package import Storage

/// The writer's connections and statements.
package final class SQLiteWriter: StoreWriter {
  let truth: Connection
  let projections: Connection
  var symbols: [String: Int64] = [:]
  private var statements: [String: Statement] = [:]
  /// The highest ids in the tables, once looked up; forgotten when a write fails.
  var highestEntryID: EntryID?
  var highestRecordID: RecordID?

  /// Write-ahead log pages before a checkpoint copies them into the file.
  ///
  /// 10 000 pages of 4 KiB:
  /// fewer checkpoints, each of which rewrites scattered pages (measured: 1.5 times the rate).
  static let walPagesMax = 10_000

  init(truthPath: String, projectionsPath: String) throws(StorageFailure) {
    self.truth = try Connection(path: truthPath, create: true)
    self.projections = try Connection(path: projectionsPath, create: true)
    try truth.useWriteAheadLog()
    try truth.execute("PRAGMA synchronous = FULL")
    try truth.execute("PRAGMA wal_autocheckpoint = \(Self.walPagesMax)")
    try truth.execute("PRAGMA cache_size = -8000")
    try projections.useWriteAheadLog()
    try projections.execute("PRAGMA synchronous = NORMAL")
    try projections.execute("PRAGMA wal_autocheckpoint = \(Self.walPagesMax)")
    // 256 MiB at most, taken only as pages are touched: the tables of a million entries fit.
    try projections.execute("PRAGMA cache_size = -262144")
    let synchronous = try truth.integer("PRAGMA synchronous")
    precondition(synchronous == 2, "the truth must be synced with every commit")
  }

  /// The statement for `sql`, prepared once.
  func statement(_ sql: String, on connection: Connection) throws(StorageFailure) -> Statement {
    if let known = statements[sql] { return known }
    let prepared = try connection.prepare(sql)
    statements[sql] = prepared
    return prepared
  }

  /// What the writer's own connection says of its durability, for `luoshi verify` and tests.
  package func synchronousSetting() throws(StorageFailure) -> Int64? {
    try truth.integer("PRAGMA synchronous")
  }

  // MARK: Looking up

  package func entryCount() throws -> Int64 {
    try truth.integer("SELECT coalesce(max(seq) + 1, 0) FROM entry") ?? 0
  }

  package func through() throws -> Int64 {
    try projections.integer("SELECT through FROM progress") ?? 0
  }

  package func entrySeq(_ id: EntryID) throws -> Int64? {
    // Ids are mostly in the order of time, so most new ones are above all there are.
    if id > (try highestEntry()) { return nil }
    let found = try statement("SELECT seq FROM entry WHERE id = $1", on: truth)
    return try found.first(.blob(id.bytes)) { $0.integer(0) }
  }

  package func entry(_ seq: Int64) throws -> StoredEntry? {
    let found = try statement(
      "SELECT id, leaf, block, sealed FROM entry WHERE seq = $1", on: truth)
    return try found.first(.integer(seq)) { row in
      try StoredEntry(
        seq: seq, idBytes: row.blob(0), leaf: row.blob(1), block: row.blob(2), sealed: row.blob(3))
    }
  }

  package func subjectKey(_ number: Int64) throws -> [UInt8]? {
    let found = try statement("SELECT wrapped FROM subjectKey WHERE number = $1", on: truth)
    return try found.first(.integer(number)) { $0.blob(0) }
  }

  package func checkpoint(covering seq: Int64) throws -> CheckpointRow? {
    let found = try statement(
      "SELECT size, note FROM checkpoint WHERE size > $1 ORDER BY size LIMIT 1", on: truth)
    return try found.first(.integer(seq)) { CheckpointRow(size: $0.integer(0), note: $0.text(1)) }
  }

  package func record(_ id: RecordID) throws -> RecordRow? {
    if id > (try highestRecord()) { return nil }
    let found = try statement(
      """
      SELECT k.text, r.version, s.text, u.text, r.keyNumber, r.facts, r.blindKeys, r.history
      FROM record r
      JOIN symbol k ON k.id = r.kind JOIN symbol s ON s.id = r.state
      JOIN symbol u ON u.id = r.unit WHERE r.id = $1
      """, on: projections)
    return try found.first(.blob(id.bytes)) { row in
      let record = Record(
        id: id, kind: row.text(0), version: UInt32(clamping: row.integer(1)), state: row.text(2),
        unit: row.text(3), facts: try FactsColumn.decode(row.blob(5)))
      return RecordRow(
        record: record, keyNumber: row.isNull(4) ? nil : row.integer(4),
        blindKeys: try BlindKeysColumn.decode(row.blob(6)),
        history: try HistoryColumn.decode(row.blob(7)))
    }
  }

  package func records(kind: String) throws -> [RecordID] {
    guard let kind = try symbol(known: kind) else { return [] }
    let found = try projections.prepare("SELECT id FROM record WHERE kind = $1 ORDER BY id")
    try found.bind(.integer(kind))
    var ids: [RecordID] = []
    while try found.step() {
      if let id = RecordID(bytes: found.blob(0)) { ids.append(id) }
    }
    return ids
  }

  package func holder(_ key: KeyRow) throws -> RecordID? {
    guard let name = try symbol(known: key.name) else { return nil }
    let found = try statement(
      "SELECT holder FROM uniqueKey WHERE name = $1 AND value = $2", on: projections)
    return try found.first(.integer(name), .blob(key.value)) { RecordID(bytes: $0.blob(0)) }
      .flatMap { $0 }
  }

  package func balance(_ key: BalanceKey) throws -> Int64 {
    guard let measure = try symbol(known: key.measure) else { return 0 }
    let found = try statement(
      "SELECT amount FROM balance WHERE measure = $1 AND owner = $2", on: projections)
    return try found.first(.integer(measure), .blob(key.owner.bytes)) { $0.integer(0) } ?? 0
  }

  package func member(_ key: MemberKey) throws -> MemberCounts {
    guard let measure = try symbol(known: key.measure), let part = try symbol(known: key.part)
    else { return [:] }
    let found = try statement(
      """
      SELECT counts FROM member
      WHERE measure = $1 AND part = $2 AND period = $3 AND thing = $4
      """, on: projections)
    return try found.first(
      .integer(measure), .integer(part), .integer(key.period.code), .blob(key.thing.bytes)
    ) { try CountsColumn.decode($0.blob(0)) } ?? [:]
  }

  package func tile(level: Int, index: Int64) throws -> [UInt8]? {
    let found = try statement(
      "SELECT hashes FROM tile WHERE level = $1 AND number = $2", on: projections)
    return try found.first(.integer(Int64(level)), .integer(index)) { $0.blob(0) }
  }

  private func highestEntry() throws -> EntryID {
    if let highestEntryID { return highestEntryID }
    let found = try statement("SELECT max(id) FROM entry", on: truth)
      .first { EntryID(bytes: $0.blob(0)) }.flatMap { $0 }
    let highest = found ?? EntryID(high: 0, low: 0)
    highestEntryID = highest
    return highest
  }

  private func highestRecord() throws -> RecordID {
    if let highestRecordID { return highestRecordID }
    let found = try statement("SELECT max(id) FROM record", on: projections)
      .first { RecordID(bytes: $0.blob(0)) }.flatMap { $0 }
    let highest = found ?? RecordID(high: 0, low: 0)
    highestRecordID = highest
    return highest
  }

  // MARK: Symbols

  /// The number of a text, if it has one.
  func symbol(known text: String) throws -> Int64? {
    if let known = symbols[text] { return known }
    let found = try statement("SELECT id FROM symbol WHERE text = $1", on: projections)
    guard let id = try found.first(.text(text), read: { $0.integer(0) }) else { return nil }
    symbols[text] = id
    return id
  }

  /// The number of a text, given one now if it has none.
  func symbol(_ text: String) throws -> Int64 {
    if let known = try symbol(known: text) { return known }
    let insertion = try statement(
      "INSERT INTO symbol (text) VALUES ($1) RETURNING id", on: projections)
    guard let id = try insertion.first(.text(text), read: { $0.integer(0) }) else {
      throw StorageFailure.engine(
        code: 0, message: "no id for a new symbol", during: "INSERT INTO symbol")
    }
    symbols[text] = id
    return id
  }
}

extension Statement {
  /// The first row as `read` gives it, or `nil` without a row.
  func first<Result>(
    _ values: Bindable..., read: (Statement) throws -> Result
  ) throws -> Result? {
    try bindAll(values)
    defer { reset() }
    guard try step() else { return nil }
    do {
      return try read(self)
    } catch {
      throw StorageFailure.mapped(error, path: path)
    }
  }
}
