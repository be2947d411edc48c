import Foundation
import GRDB
import Ledger
import Programmes
import Quantities
import Storage
import Synchronization

/// Numbers of symbols already looked up.
///
/// A symbol's number never changes while the file lives.
final class SymbolCache: Sendable {
  private let numbers = Mutex<[String: Int64]>([:])
  private let texts = Mutex<[Int64: String]>([:])

  func number(_ text: String, in database: Database) throws -> Int64? {
    if let known = numbers.withLock({ $0[text] }) { return known }
    let found = try Int64.fetchOne(
      database.cachedStatement(sql: "SELECT id FROM symbol WHERE text = ?"), arguments: [text])
    if let found { numbers.withLock { $0[text] = found } }
    return found
  }

  /// The text of a number; `nil` if it has none.
  func text(_ number: Int64, in database: Database) throws -> String? {
    if let known = texts.withLock({ $0[number] }) { return known }
    let found = try String.fetchOne(
      database.cachedStatement(sql: "SELECT text FROM symbol WHERE id = ?"), arguments: [number])
    if let found { texts.withLock { $0[number] = found } }
    return found
  }
}

/// One consistent state of both files.
struct SQLiteReader: StoreReader {
  let truth: Database
  let projections: Database
  let symbols: SymbolCache

  func through() throws -> Int64 {
    try Int64.fetchOne(projections, sql: "SELECT through FROM progress") ?? 0
  }

  func checkpoint(upTo size: Int64) throws -> CheckpointRow? {
    try checkpoint(
      "SELECT size, note FROM checkpoint WHERE size <= ? ORDER BY size DESC LIMIT 1", size)
  }

  func checkpoint(covering seq: Int64) throws -> CheckpointRow? {
    try checkpoint("SELECT size, note FROM checkpoint WHERE size > ? ORDER BY size LIMIT 1", seq)
  }

  func checkpoints(after size: Int64, limit: Int) throws -> [CheckpointRow] {
    try Row.fetchAll(
      truth, sql: "SELECT size, note FROM checkpoint WHERE size > ? ORDER BY size LIMIT ?",
      arguments: [size, limit]
    ).map { CheckpointRow(size: $0[0], note: $0[1]) }
  }

  private func checkpoint(_ sql: String, _ argument: Int64) throws -> CheckpointRow? {
    try Row.fetchOne(truth, sql: sql, arguments: [argument])
      .map { CheckpointRow(size: $0[0], note: $0[1]) }
  }

  func entry(_ seq: Int64) throws -> StoredEntry? {
    try entries(from: seq, limit: 1).first { $0.seq == seq }
  }

  func entrySeq(_ id: EntryID) throws -> Int64? {
    try Int64.fetchOne(
      truth, sql: "SELECT seq FROM entry WHERE id = ?", arguments: [blob(id.bytes)])
  }

  func entries(from seq: Int64, limit: Int) throws -> [StoredEntry] {
    let statement = try truth.cachedStatement(
      sql: "SELECT seq, id, leaf, block, sealed FROM entry WHERE seq >= ? ORDER BY seq LIMIT ?")
    let rows = try Row.fetchCursor(statement, arguments: [seq, limit])
    var entries: [StoredEntry] = []
    while let row = try rows.next() {
      entries.append(
        try StoredEntry(
          seq: row[0], idBytes: bytes(row, 1), leaf: bytes(row, 2), block: bytes(row, 3),
          sealed: bytes(row, 4)))
    }
    return entries
  }

  func leaves(from seq: Int64, limit: Int) throws -> [[UInt8]] {
    let statement = try truth.cachedStatement(
      sql: "SELECT seq, leaf FROM entry WHERE seq >= ? ORDER BY seq LIMIT ?")
    let rows = try Row.fetchCursor(statement, arguments: [seq, limit])
    var leaves: [[UInt8]] = []
    while let row = try rows.next(), row[0] as Int64 == seq + Int64(leaves.count) {
      leaves.append(bytes(row, 1))
    }
    return leaves
  }

  func newestEntry() throws -> StoredEntry? {
    try Int64.fetchOne(truth, sql: "SELECT max(seq) FROM entry").flatMap { try entry($0) }
  }

  func subjectKey(_ number: Int64) throws -> [UInt8]? {
    try Row.fetchOne(
      truth, sql: "SELECT wrapped FROM subjectKey WHERE number = ?", arguments: [number]
    ).map { bytes($0, 0) }
  }

  func record(_ id: RecordID) throws -> RecordRow? {
    let statement = try projections.cachedStatement(sql: Self.recordColumns + "WHERE r.id = ?")
    return try Row.fetchOne(statement, arguments: [blob(id.bytes)]).map(recordRow)
  }

  func records(kind: String, after: RecordID?, limit: Int) throws -> [RecordRow] {
    guard let kind = try symbols.number(kind, in: projections) else { return [] }
    let statement = try projections.cachedStatement(
      sql: Self.recordColumns + "WHERE r.kind = ? AND r.id > ? ORDER BY r.id LIMIT ?")
    let rows = try Row.fetchCursor(
      statement, arguments: [kind, blob(after?.bytes ?? []), limit])
    var records: [RecordRow] = []
    while let row = try rows.next() { records.append(try recordRow(row)) }
    return records
  }

  func holder(_ key: KeyRow) throws -> RecordID? {
    guard let name = try symbols.number(key.name, in: projections) else { return nil }
    return try Row.fetchOne(
      projections, sql: "SELECT holder FROM uniqueKey WHERE name = ? AND value = ?",
      arguments: [name, blob(key.value)]
    ).flatMap { RecordID(bytes: bytes($0, 0)) }
  }

  func keys(named name: String, before end: [UInt8], limit: Int) throws -> [HeldKey] {
    guard let number = try symbols.number(name, in: projections) else { return [] }
    return try Row.fetchAll(
      projections,
      sql: """
        SELECT value, holder FROM uniqueKey WHERE name = ? AND value < ? ORDER BY value LIMIT ?
        """,
      arguments: [number, blob(end), limit]
    ).compactMap { row in
      RecordID(bytes: bytes(row, 1)).map { holder in
        HeldKey(key: KeyRow(name: name, value: bytes(row, 0)), holder: holder)
      }
    }
  }

  func balance(_ key: BalanceKey) throws -> Int64 {
    guard let measure = try symbols.number(key.measure, in: projections) else { return 0 }
    return try Int64.fetchOne(
      projections, sql: "SELECT amount FROM balance WHERE measure = ? AND owner = ?",
      arguments: [measure, blob(key.owner.bytes)]) ?? 0
  }

  func tile(level: Int, index: Int64) throws -> [UInt8]? {
    try Row.fetchOne(
      projections, sql: "SELECT hashes FROM tile WHERE level = ? AND number = ?",
      arguments: [level, index]
    ).map { bytes($0, 0) }
  }

  static let recordColumns = """
    SELECT r.id, k.text, r.version, s.text, u.text, r.keyNumber, r.facts,
      r.blindKeys, r.history FROM record r
    JOIN symbol k ON k.id = r.kind JOIN symbol s ON s.id = r.state
    JOIN symbol u ON u.id = r.unit\u{20}
    """

  func recordRow(_ row: Row) throws -> RecordRow {
    guard let id = RecordID(bytes: bytes(row, 0)) else { throw RowDamage() }
    let record = Record(
      id: id, kind: row[1], version: UInt32(clamping: row[2] as Int64), state: row[3],
      unit: row[4], facts: try FactsColumn.decode(bytes(row, 6)))
    return RecordRow(
      record: record, keyNumber: row[5], blindKeys: try BlindKeysColumn.decode(bytes(row, 7)),
      history: try HistoryColumn.decode(bytes(row, 8)))
  }

  /// A blob column's bytes.
  func bytes(_ row: Row, _ column: Int) -> [UInt8] {
    (try? row.withUnsafeData(atIndex: column) { data in data.map { [UInt8]($0) } ?? [] }) ?? []
  }
}

/// A blob argument.
func blob(_ bytes: [UInt8]) -> Data { Data(bytes) }
