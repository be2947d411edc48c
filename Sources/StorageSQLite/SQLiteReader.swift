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
    var entries: [StoredEntry] = []
    try each(
      in: truth,
      "SELECT seq, id, leaf, block, sealed FROM entry WHERE seq >= ? ORDER BY seq LIMIT ?",
      [seq, limit]
    ) { row in
      entries.append(
        try StoredEntry(
          seq: row.integer(0), idBytes: row.blob(1), leaf: row.blob(2), block: row.blob(3),
          sealed: row.blob(4)))
    }
    return entries
  }

  func leaves(from seq: Int64, limit: Int) throws -> [[UInt8]] {
    var leaves: [[UInt8]] = []
    var next = seq
    try each(
      in: truth, "SELECT seq, leaf FROM entry WHERE seq >= ? ORDER BY seq LIMIT ?", [seq, limit]
    ) { row in
      guard row.integer(0) == next else { return }
      leaves.append(row.blob(1))
      next += 1
    }
    return leaves
  }

  func page(from seq: Int64, limit: Int) throws -> EntryPage {
    var page = EntryPage()
    page.reserve(entries: limit)
    try each(
      in: truth,
      "SELECT seq, id, leaf, block, sealed FROM entry WHERE seq >= ? ORDER BY seq LIMIT ?",
      [seq, limit]
    ) { row in
      guard row.integer(0) == seq + Int64(page.count) else { return }
      try add(row, to: &page)
    }
    return page
  }

  func page(of seqs: [Int64]) throws -> EntryPage {
    var page = EntryPage()
    page.reserve(entries: seqs.count)
    let statement = try truth.cachedStatement(
      sql: "SELECT seq, id, leaf, block, sealed FROM entry WHERE seq BETWEEN ? AND ? ORDER BY seq")
    let columns = unsafe RowColumns(statement.sqliteStatement)
    defer { columns.reset() }
    // Those close together are read in one go.
    var rest = seqs[...]
    while let first = rest.first {
      var last = first
      let start = rest.startIndex
      while let next = rest.first, last <= next, next - last <= 4 {
        last = next
        rest.removeFirst()
      }
      var wanted = seqs[start..<rest.startIndex]
      columns.begin(first, last)
      try Self.steps(of: columns) { row in
        while let next = wanted.first, next < row.integer(0) { wanted.removeFirst() }
        if wanted.first == row.integer(0) { try add(row, to: &page) }
      }
    }
    return page
  }

  private func add(_ row: RowColumns, to page: inout EntryPage) throws {
    guard let id: EntryID = row.identifier(1) else { throw RowDamage() }
    page.add(seq: row.integer(0), id: id) {
      row.append(2, to: &$0)
    } block: {
      row.append(3, to: &$0)
    } sealed: {
      row.append(4, to: &$0)
    }
  }

  func newestEntry() throws -> StoredEntry? {
    try Int64.fetchOne(truth, sql: "SELECT max(seq) FROM entry").flatMap { try entry($0) }
  }

  func subjectKey(_ number: Int64) throws -> [UInt8]? {
    try Row.fetchOne(
      truth, sql: "SELECT wrapped FROM subjectKey WHERE number = ?", arguments: [number]
    ).map { bytes($0, 0) }
  }

  func subjectKeys(_ numbers: [Int64]) throws -> [SubjectKeyRow] {
    // Keys asked for together were mostly made together: whole stretches are read in one go.
    var rows: [SubjectKeyRow] = []
    var rest = numbers.sorted()[...]
    let gapMax = 16 * SubjectKeyRow.numbersPerEntry
    while let first = rest.first {
      var last = first
      while let next = rest.first, next - last <= gapMax {
        last = next
        rest.removeFirst()
      }
      try each(
        in: truth, "SELECT number, wrapped FROM subjectKey WHERE number BETWEEN ? AND ?",
        [first, last]
      ) { row in
        rows.append(SubjectKeyRow(number: row.integer(0), wrapped: row.blob(1)))
      }
    }
    return rows
  }

  func subjectKeys(ofEntriesFrom seq: Int64, to end: Int64) throws -> [SubjectKeyRow] {
    let numbers = SubjectKeyRow.numbers(ofEntriesFrom: seq, to: end)
    var rows: [SubjectKeyRow] = []
    try each(
      in: truth, "SELECT number, wrapped FROM subjectKey WHERE number >= ? AND number < ?",
      [numbers.lowerBound, numbers.upperBound]
    ) { row in
      rows.append(SubjectKeyRow(number: row.integer(0), wrapped: row.blob(1)))
    }
    return rows
  }

  func record(_ id: RecordID) throws -> RecordRow? {
    var found: RecordRow?
    try each(in: projections, Self.recordColumns + "WHERE r.id = ?", [blob(id.bytes)]) { row in
      found = try recordRow(row)
    }
    return found
  }

  func records(kind: String, after: RecordID?, limit: Int) throws -> [RecordRow] {
    guard let kind = try symbols.number(kind, in: projections) else { return [] }
    var records: [RecordRow] = []
    try each(
      in: projections, Self.recordColumns + "WHERE r.kind = ? AND r.id > ? ORDER BY r.id LIMIT ?",
      [kind, blob(after?.bytes ?? []), limit]
    ) { row in
      records.append(try recordRow(row))
    }
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

  private func recordRow(_ row: RowColumns) throws -> RecordRow {
    try recordRow(row, kind: row.text(1), state: row.text(3), unit: row.text(4))
  }

  /// A record whose names are known.
  func recordRow(
    _ row: RowColumns, kind: String, state: String, unit: String
  ) throws -> RecordRow {
    guard let id = RecordID(bytes: row.blob(0)) else { throw RowDamage() }
    let record = Record(
      id: id, kind: kind, version: UInt32(clamping: row.integer(2)), state: state, unit: unit,
      facts: try FactsColumn.decode(row.blob(6)))
    return RecordRow(
      record: record, keyNumber: row.isNull(5) ? nil : row.integer(5),
      blindKeys: try BlindKeysColumn.decode(row.blob(7)),
      history: try HistoryColumn.decode(row.blob(8)))
  }

  /// Goes through the rows of a query; their columns are read from SQLite itself, since thousands
  /// are.
  func each(
    in database: Database, _ sql: String, _ arguments: StatementArguments = [],
    _ body: (RowColumns) throws -> Void
  ) throws {
    try each(of: database.cachedStatement(sql: sql), arguments, body)
  }

  /// The same of a statement that need not be kept.
  func each(
    of statement: GRDB.Statement, _ arguments: StatementArguments,
    _ body: (RowColumns) throws -> Void
  ) throws {
    // The cursor binds the arguments, and lets go of the statement in the end. Rows are stepped to
    // without it, which has work to do for each.
    let rows = try Row.fetchCursor(statement, arguments: arguments)
    try withExtendedLifetime(rows) {
      try Self.steps(of: unsafe RowColumns(statement.sqliteStatement), body)
    }
  }

  private static func steps(
    of columns: RowColumns, _ body: (RowColumns) throws -> Void
  ) throws {
    while true {
      let code = columns.step()
      guard code == ResultCode.SQLITE_ROW.rawValue else {
        guard code == ResultCode.SQLITE_DONE.rawValue else {
          throw DatabaseError(resultCode: ResultCode(rawValue: code), message: columns.message)
        }
        return
      }
      try body(columns)
    }
  }

  /// A blob column's bytes.
  func bytes(_ row: Row, _ column: Int) -> [UInt8] {
    (try? row.withUnsafeData(atIndex: column) { data in data.map { [UInt8]($0) } ?? [] }) ?? []
  }
}

/// A blob argument.
func blob(_ bytes: [UInt8]) -> Data { Data(bytes) }
