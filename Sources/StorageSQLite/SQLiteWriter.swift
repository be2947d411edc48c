// The writer's side: what deciding looks up in the truth, and in the projections, which another
// connection writes.

package import Ledger
package import Programmes
package import Quantities
package import Storage

/// The writer's connections and statements.
package final class SQLiteWriter: StoreWriter {
  private let appender: SQLiteAppender
  private let turn: CheckpointTurn
  private let inTruth: Statements
  private let records: SQLiteRecordReader
  private var inProjections: Statements { records.statement }
  private var symbols: Symbols { records.symbols }

  /// The connection to the truth.
  var truth: Connection { appender.truth }

  init(
    truthPath: String, projectionsPath: String, turn: CheckpointTurn
  ) throws(StorageFailure) {
    self.turn = turn
    self.appender = try SQLiteAppender(truthPath: truthPath, turn: turn)
    self.inTruth = Statements(on: appender.truth)
    self.records = try SQLiteRecordReader(path: projectionsPath)
  }

  package func makeAppender() throws -> sending any StoreAppender {
    try SQLiteAppender(truthPath: truth.path, turn: turn)
  }

  package func makeRecordReader() throws -> sending (any RecordReader)? {
    try SQLiteRecordReader(path: records.path)
  }

  /// What the writer's own connection says of its durability, for `luoshi verify` and tests.
  package func synchronousSetting() throws(StorageFailure) -> Int64? {
    try truth.integer("PRAGMA synchronous")
  }

  // MARK: Looking up

  package func beginLooking() throws { try records.beginLooking() }
  package func endLooking() { records.endLooking() }

  package func lookAnew() throws {
    guard records.isLooking else { return }
    endLooking()
    try beginLooking()
  }

  package func entryCount() throws -> Int64 {
    try truth.integer("SELECT coalesce(max(seq) + 1, 0) FROM entry") ?? 0
  }

  package func through() throws -> Int64 {
    try inProjections.connection.integer("SELECT through FROM progress") ?? 0
  }

  package func entrySeq(_ id: EntryID) throws -> Int64? {
    let found = try inTruth("SELECT seq FROM entry WHERE id = $1")
    return try found.first(.blob(id.bytes)) { $0.integer(0) }
  }

  package func entry(_ seq: Int64) throws -> StoredEntry? {
    let found = try inTruth("SELECT id, leaf, block, sealed FROM entry WHERE seq = $1")
    return try found.first(.integer(seq)) { row in
      try StoredEntry(
        seq: seq, idBytes: row.blob(0), leaf: row.blob(1), block: row.blob(2), sealed: row.blob(3))
    }
  }

  package func subjectKey(_ number: Int64) throws -> [UInt8]? {
    let found = try inTruth("SELECT wrapped FROM subjectKey WHERE number = $1")
    return try found.first(.integer(number)) { $0.blob(0) }
  }

  package func checkpoint(covering seq: Int64) throws -> CheckpointRow? {
    let found = try inTruth(
      "SELECT size, note FROM checkpoint WHERE size > $1 ORDER BY size LIMIT 1")
    return try found.first(.integer(seq)) { CheckpointRow(size: $0.integer(0), note: $0.text(1)) }
  }

  package func record(_ id: RecordID) throws -> RecordRow? { try records.record(id) }

  package func records(kind: String) throws -> [RecordID] {
    guard let kind = try symbols.known(kind) else { return [] }
    let found = try inProjections("SELECT id FROM record WHERE kind = $1 ORDER BY id")
    try found.bind(.integer(kind))
    var ids: [RecordID] = []
    while try found.step() {
      if let id = RecordID(bytes: found.blob(0)) { ids.append(id) }
    }
    return ids
  }

  package func holder(_ key: KeyRow) throws -> RecordID? {
    guard let name = try symbols.known(key.name) else { return nil }
    let found = try inProjections("SELECT holder FROM uniqueKey WHERE name = $1 AND value = $2")
    return try found.first(.integer(name), .blob(key.value)) { RecordID(bytes: $0.blob(0)) }
      .flatMap { $0 }
  }

  package func balance(_ key: BalanceKey) throws -> Int64 {
    guard let measure = try symbols.known(key.measure) else { return 0 }
    let found = try inProjections("SELECT amount FROM balance WHERE measure = $1 AND owner = $2")
    return try found.first(.integer(measure), .blob(key.owner.bytes)) { $0.integer(0) } ?? 0
  }

  package func tallies(
    unit: String, from: TallyPeriod, to: TallyPeriod
  ) throws -> [TallyRow] {
    guard let number = try symbols.known(unit) else { return [] }
    let found = try inProjections(
      """
      SELECT m.text, p.text, t.period, t.amount FROM tally t
      JOIN symbol m ON m.id = t.measure JOIN symbol p ON p.id = t.part
      WHERE t.unit = $1 AND t.period BETWEEN $2 AND $3
      """)
    try found.bind(.integer(number), .integer(from.code), .integer(to.code))
    var rows: [TallyRow] = []
    while try found.step() {
      guard let period = TallyPeriod(code: found.integer(2)) else { throw RowDamage() }
      rows.append(
        TallyRow(
          key: TallyKey(
            measure: found.text(0), part: found.text(1), unit: unit, period: period),
          amount: found.integer(3)))
    }
    return rows
  }

  package func contributions(
    measure: String, unit: String, from: Day
  ) throws -> [ContributionRow] {
    guard let name = try symbols.known(measure), let number = try symbols.known(unit) else {
      return []
    }
    let found = try inProjections(
      """
      SELECT p.text, c.day, c.seq, c.ordinal, c.amount, c.member FROM contribution c
      JOIN symbol p ON p.id = c.part
      WHERE c.measure = $1 AND c.unit = $2 AND c.day >= $3
      """)
    try found.bind(.integer(name), .integer(number), .integer(Int64(from.number)))
    var rows: [ContributionRow] = []
    while try found.step() {
      rows.append(
        ContributionRow(
          measure: measure, part: found.text(0), unit: unit,
          day: Day(number: Int32(clamping: found.integer(1))), seq: found.integer(2),
          ordinal: Int32(clamping: found.integer(3)), amount: found.integer(4),
          member: found.isNull(5) ? nil : RecordID(bytes: found.blob(5))))
    }
    return rows
  }

  package func tile(level: Int, index: Int64) throws -> [UInt8]? {
    let found = try inProjections("SELECT hashes FROM tile WHERE level = $1 AND number = $2")
    return try found.first(.integer(Int64(level)), .integer(index)) { $0.blob(0) }
  }

  package func highestEntry() throws -> EntryID? {
    try inTruth("SELECT max(id) FROM entry").first { EntryID(bytes: $0.blob(0)) }.flatMap { $0 }
  }

  package func highestRecord() throws -> RecordID? {
    try inProjections("SELECT max(id) FROM record").first { RecordID(bytes: $0.blob(0)) }
      .flatMap { $0 }
  }

  package func append(_ batch: TruthBatch) throws { try appender.append(batch) }
}
