// The projector's side: one transaction a batch, with `synchronous = NORMAL`: after a power cut the
// projections may be behind the entries, never damaged. Each table is written in the order of its
// key, so that rows of one page come one after another.

import Ledger
import Programmes
import Quantities
package import Storage

/// The connection that writes the projections.
package final class SQLiteProjector: StoreProjector {
  let connection: Connection
  /// The truth, whose log is taken in here.
  private let truth: Connection
  private let turn: CheckpointTurn
  private let statement: Statements
  private let symbols: Symbols
  /// Entries written since the projections' log was last begun anew.
  private var sinceRestart: Int64 = 0
  /// Entries written since the truth's log was last taken in.
  private var sinceTidy: Int64 = 0
  /// Entries after which it is again.
  private static let tidyAfter: Int64 = 8_192
  /// Entries after which the projections' log is begun anew: some hundred megabytes.
  private static let restartAfter: Int64 = 32_768
  /// Write-ahead log pages after which a commit copies them into the file.
  ///
  /// 10 000 pages of 4 KiB: fewer checkpoints, each of which rewrites scattered pages (measured:
  /// 1.5 times the rate).
  private static let logPagesMax = 10_000

  init(path: String, truthPath: String, turn: CheckpointTurn) throws(StorageFailure) {
    self.turn = turn
    self.connection = try Connection(path: path, create: true)
    self.truth = try Connection(path: truthPath, create: false)
    self.statement = Statements(on: connection)
    self.symbols = Symbols(statement)
    try connection.useWriteAheadLog()
    // A connection that has read nothing does not know that there is a log.
    try truth.useWriteAheadLog()
    try connection.execute("PRAGMA synchronous = NORMAL")
    try connection.execute("PRAGMA wal_autocheckpoint = \(Self.logPagesMax)")
    // What a record was looked up by goes with its row; pages that are free as a whole are left.
    try connection.execute("PRAGMA secure_delete = FAST")
    // 256 MiB at most, taken only as pages are touched: the tables of a million entries fit.
    try connection.execute("PRAGMA cache_size = -262144")
  }

  package func tidy() {
    guard sinceTidy >= Self.tidyAfter else { return }
    sinceTidy = 0
    turn.take { truth.takeInLog() }
  }

  package func members(_ keys: [MemberKey]) throws -> [MemberKey: MemberCounts] {
    let found = try statement(
      """
      SELECT counts FROM member
      WHERE measure = $1 AND part = $2 AND period = $3 AND thing = $4
      """)
    var counts: [MemberKey: MemberCounts] = [:]
    for key in keys {
      guard let measure = try symbols.known(key.measure), let part = try symbols.known(key.part)
      else { continue }
      counts[key] = try found.first(
        .integer(measure), .integer(part), .integer(key.period.code), .blob(key.thing.bytes)
      ) { try CountsColumn.decode($0.blob(0)) }
    }
    return counts
  }

  package func project(_ batch: ProjectionBatch) throws {
    do {
      try connection.inTransaction {
        try writeRecords(batch)
        try writeKeys(batch)
        try writeBalances(batch)
        try writeTallies(batch)
        try writeMembers(batch)
        try writeContributions(batch)
        try writeTiles(batch)
        try advance(from: batch.from, through: batch.through)
      }
    } catch {
      // Numbers given to new symbols in the failed transaction are gone with it.
      symbols.forget()
      throw error
    }
    sinceTidy += batch.through - batch.from
    sinceRestart += batch.through - batch.from
    guard sinceRestart >= Self.restartAfter else { return }
    sinceRestart = 0
    connection.restartLog()
  }

  /// Moves the watermark, which must stand where the batch begins.
  private func advance(from: Int64, through: Int64) throws {
    let moved = try statement(
      "UPDATE progress SET through = $1 WHERE through = $2 RETURNING through"
    ).first(.integer(through), .integer(from)) { $0.integer(0) }
    guard moved != nil else {
      throw StorageFailure.damaged(
        path: connection.path,
        detail: "it does not end at entry \(from), where the next batch begins")
    }
  }

  private func writeRecords(_ batch: ProjectionBatch) throws {
    let upsert = try statement(
      """
      INSERT INTO record (id, kind, version, state, unit, keyNumber, blindKeys, facts, history)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
      ON CONFLICT (id) DO UPDATE SET version = excluded.version, state = excluded.state,
        unit = excluded.unit, keyNumber = excluded.keyNumber,
        blindKeys = excluded.blindKeys, facts = excluded.facts, history = excluded.history
      """)
    for id in batch.records.keys.sorted() {
      guard let row = batch.records[id] else { continue }
      let record = row.record
      try upsert.run(
        .blob(id.bytes), .integer(try symbols.number(of: record.kind)),
        .integer(Int64(record.version)),
        .integer(try symbols.number(of: record.state)),
        .integer(try symbols.number(of: record.unit)),
        row.keyNumber.map { .integer($0) } ?? .null,
        row.blindKeys.isEmpty ? .null : .blob(BlindKeysColumn.encode(row.blindKeys)),
        .blob(try FactsColumn.encode(record.facts)), .blob(HistoryColumn.encode(row.history)))
    }
  }

  private func writeKeys(_ batch: ProjectionBatch) throws {
    let upsert = try statement(
      """
      INSERT INTO uniqueKey (name, value, holder) VALUES ($1, $2, $3)
      ON CONFLICT (name, value) DO UPDATE SET holder = excluded.holder
      """)
    let removal = try statement(
      "DELETE FROM uniqueKey WHERE name = $1 AND value = $2")
    var rows: [(name: Int64, value: [UInt8], holder: RecordID?)] = []
    rows.reserveCapacity(batch.keys.count)
    for (key, holder) in batch.keys {
      rows.append((try symbols.number(of: key.name), key.value, holder))
    }
    rows.sort { left, right in
      left.name == right.name
        ? left.value.lexicographicallyPrecedes(right.value) : left.name < right.name
    }
    for row in rows {
      if let holder = row.holder {
        try upsert.run(.integer(row.name), .blob(row.value), .blob(holder.bytes))
      } else {
        try removal.run(.integer(row.name), .blob(row.value))
      }
    }
  }

  private func writeBalances(_ batch: ProjectionBatch) throws {
    let upsert = try statement(
      """
      INSERT INTO balance (measure, owner, amount) VALUES ($1, $2, $3)
      ON CONFLICT (measure, owner) DO UPDATE SET amount = excluded.amount
      """)
    var rows: [(measure: Int64, owner: RecordID, amount: Int64)] = []
    rows.reserveCapacity(batch.balances.count)
    for (key, amount) in batch.balances {
      rows.append((try symbols.number(of: key.measure), key.owner, amount))
    }
    rows.sort { ($0.measure, $0.owner) < ($1.measure, $1.owner) }
    for row in rows {
      try upsert.run(.integer(row.measure), .blob(row.owner.bytes), .integer(row.amount))
    }
  }

  private func writeTallies(_ batch: ProjectionBatch) throws {
    let upsert = try statement(
      """
      INSERT INTO tally (unit, period, measure, part, amount) VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (unit, period, measure, part) DO UPDATE SET amount = amount + excluded.amount
      """)
    var rows: [(unit: Int64, period: Int64, measure: Int64, part: Int64, amount: Int64)] = []
    rows.reserveCapacity(batch.tallies.count)
    for (key, amount) in batch.tallies where amount != 0 {
      rows.append(
        (
          try symbols.number(of: key.unit), key.period.code, try symbols.number(of: key.measure),
          try symbols.number(of: key.part), amount
        ))
    }
    rows.sort {
      ($0.unit, $0.period, $0.measure, $0.part) < ($1.unit, $1.period, $1.measure, $1.part)
    }
    for row in rows {
      try upsert.run(
        .integer(row.unit), .integer(row.period), .integer(row.measure), .integer(row.part),
        .integer(row.amount))
    }
  }

  private func writeMembers(_ batch: ProjectionBatch) throws {
    let upsert = try statement(
      """
      INSERT INTO member (measure, part, period, thing, counts) VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (measure, part, period, thing) DO UPDATE SET counts = excluded.counts
      """)
    let removal = try statement(
      """
      DELETE FROM member WHERE measure = $1 AND part = $2 AND period = $3 AND thing = $4
      """)
    var rows: [(measure: Int64, part: Int64, key: MemberKey, counts: MemberCounts)] = []
    rows.reserveCapacity(batch.members.count)
    for (key, counts) in batch.members {
      rows.append(
        (try symbols.number(of: key.measure), try symbols.number(of: key.part), key, counts))
    }
    rows.sort {
      ($0.measure, $0.part, $0.key.period.code, $0.key.thing)
        < ($1.measure, $1.part, $1.key.period.code, $1.key.thing)
    }
    for row in rows {
      let period = Bindable.integer(row.key.period.code)
      let thing = Bindable.blob(row.key.thing.bytes)
      if row.counts.isEmpty {
        try removal.run(.integer(row.measure), .integer(row.part), period, thing)
      } else {
        try upsert.run(
          .integer(row.measure), .integer(row.part), period, thing,
          .blob(CountsColumn.encode(row.counts)))
      }
    }
  }

  private func writeContributions(_ batch: ProjectionBatch) throws {
    let insertion = try statement(
      """
      INSERT INTO contribution (measure, part, unit, day, seq, ordinal, amount, member)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
      """)
    var rows: [(measure: Int64, part: Int64, unit: Int64, day: Int32, index: Int)] = []
    rows.reserveCapacity(batch.contributions.count)
    for (index, row) in batch.contributions.enumerated() {
      rows.append(
        (
          try symbols.number(of: row.measure), try symbols.number(of: row.part),
          try symbols.number(of: row.unit), row.day.number, index
        ))
    }
    // Within a day they come in the order of entries already.
    rows.sort {
      ($0.measure, $0.part, $0.unit, $0.day, $0.index)
        < ($1.measure, $1.part, $1.unit, $1.day, $1.index)
    }
    for row in rows {
      let contribution = batch.contributions[row.index]
      try insertion.run(
        .integer(row.measure), .integer(row.part), .integer(row.unit), .integer(Int64(row.day)),
        .integer(contribution.seq), .integer(Int64(contribution.ordinal)),
        .integer(contribution.amount), contribution.member.map { .blob($0.bytes) } ?? .null)
    }
  }

  private func writeTiles(_ batch: ProjectionBatch) throws {
    let upsert = try statement(
      """
      INSERT INTO tile (level, number, hashes) VALUES ($1, $2, $3)
      ON CONFLICT (level, number) DO UPDATE SET hashes = excluded.hashes
      """)
    for tile in batch.tiles {
      try upsert.run(.integer(Int64(tile.level)), .integer(tile.index), .blob(tile.hashes))
    }
  }
}
