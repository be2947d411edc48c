// The projector's side: one transaction a batch, with `synchronous = NORMAL`: after a power cut the
// projections may be behind the entries, never damaged.

import Ledger
import Programmes
import Quantities
package import Storage

/// The connection that writes the projections.
package final class SQLiteProjector: StoreProjector {
  let connection: Connection
  private let statement: Statements
  private let symbols: Symbols

  init(path: String) throws(StorageFailure) {
    self.connection = try Connection(path: path, create: true)
    self.statement = Statements(on: connection)
    self.symbols = Symbols(statement)
    try connection.useWriteAheadLog()
    try connection.execute("PRAGMA synchronous = NORMAL")
    try connection.execute("PRAGMA wal_autocheckpoint = \(SQLiteWriter.walPagesMax)")
    // What a record was looked up by goes with its row; pages that are free as a whole are left.
    try connection.execute("PRAGMA secure_delete = FAST")
    // 256 MiB at most, taken only as pages are touched: the tables of a million entries fit.
    try connection.execute("PRAGMA cache_size = -262144")
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
    for (key, holder) in batch.keys {
      let name = try symbols.number(of: key.name)
      if let holder {
        try upsert.run(.integer(name), .blob(key.value), .blob(holder.bytes))
      } else {
        try removal.run(.integer(name), .blob(key.value))
      }
    }
  }

  private func writeBalances(_ batch: ProjectionBatch) throws {
    let upsert = try statement(
      """
      INSERT INTO balance (measure, owner, amount) VALUES ($1, $2, $3)
      ON CONFLICT (measure, owner) DO UPDATE SET amount = excluded.amount
      """)
    for (key, amount) in batch.balances {
      try upsert.run(
        .integer(try symbols.number(of: key.measure)), .blob(key.owner.bytes), .integer(amount))
    }
  }

  private func writeTallies(_ batch: ProjectionBatch) throws {
    let upsert = try statement(
      """
      INSERT INTO tally (unit, period, measure, part, amount) VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (unit, period, measure, part) DO UPDATE SET amount = amount + excluded.amount
      """)
    for (key, amount) in batch.tallies where amount != 0 {
      try upsert.run(
        .integer(try symbols.number(of: key.unit)), .integer(key.period.code),
        .integer(try symbols.number(of: key.measure)), .integer(try symbols.number(of: key.part)),
        .integer(amount))
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
    for (key, counts) in batch.members {
      let measure = try symbols.number(of: key.measure)
      let part = try symbols.number(of: key.part)
      if counts.isEmpty {
        try removal.run(
          .integer(measure), .integer(part), .integer(key.period.code), .blob(key.thing.bytes))
      } else {
        try upsert.run(
          .integer(measure), .integer(part), .integer(key.period.code), .blob(key.thing.bytes),
          .blob(CountsColumn.encode(counts)))
      }
    }
  }

  private func writeContributions(_ batch: ProjectionBatch) throws {
    let insertion = try statement(
      """
      INSERT INTO contribution (measure, part, unit, day, seq, ordinal, amount, member)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
      """)
    for row in batch.contributions {
      try insertion.run(
        .integer(try symbols.number(of: row.measure)), .integer(try symbols.number(of: row.part)),
        .integer(try symbols.number(of: row.unit)), .integer(Int64(row.day.number)),
        .integer(row.seq),
        .integer(Int64(row.ordinal)), .integer(row.amount),
        row.member.map { .blob($0.bytes) } ?? .null)
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
