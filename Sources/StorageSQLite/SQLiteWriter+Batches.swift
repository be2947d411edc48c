import Ledger
import Programmes
import Quantities
package import Storage

extension SQLiteWriter {
  package func append(_ batch: TruthBatch) throws {
    let highest = highestEntryID
    highestEntryID = nil
    try inTransaction(on: truth) {
      let insertion = try statement(
        "INSERT INTO entry (seq, id, leaf, block, sealed) VALUES ($1, $2, $3, $4, $5)", on: truth)
      for entry in batch.entries {
        try insertion.run(
          .integer(entry.seq), .blob(entry.id.bytes), .blob(entry.leaf), .blob(entry.block),
          .blob(entry.sealed))
      }
      let keyInsertion = try statement(
        "INSERT INTO subjectKey (number, wrapped) VALUES ($1, $2)", on: truth)
      for key in batch.subjectKeys {
        try keyInsertion.run(.integer(key.number), .blob(key.wrapped))
      }
      try statement("INSERT INTO checkpoint (size, note) VALUES ($1, $2)", on: truth)
        .run(.integer(batch.checkpoint.size), .text(batch.checkpoint.note))
    }
    highestEntryID = highest.map { batch.entries.map(\.id).reduce($0, max) }
  }

  package func project(_ batch: ProjectionBatch) throws {
    let highest = highestRecordID
    highestRecordID = nil
    do {
      try inTransaction(on: projections) {
        try writeRecords(batch)
        try writeKeys(batch)
        try writeBalances(batch)
        try writeTallies(batch)
        try writeMembers(batch)
        try writeContributions(batch)
        try writeTiles(batch)
        try advance(from: batch.from, through: batch.through)
      }
      highestRecordID = highest.map { batch.records.keys.reduce($0, max) }
    } catch {
      // Numbers given to new symbols in the failed transaction are gone with it.
      symbols.removeAll()
      throw error
    }
  }

  private func inTransaction(on connection: Connection, _ body: () throws -> Void) throws {
    try connection.execute("BEGIN IMMEDIATE")
    do {
      try body()
      try connection.execute("COMMIT")
    } catch {
      // After some failures SQLite has rolled back by itself; then this does nothing.
      try? connection.execute("ROLLBACK")
      throw error
    }
  }

  /// Moves the watermark, which must stand where the batch begins.
  private func advance(from: Int64, through: Int64) throws {
    let moved = try statement(
      "UPDATE progress SET through = $1 WHERE through = $2 RETURNING through", on: projections
    ).first(.integer(through), .integer(from)) { $0.integer(0) }
    guard moved != nil else {
      throw StorageFailure.damaged(
        path: projections.path,
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
      """, on: projections)
    for id in batch.records.keys.sorted() {
      guard let row = batch.records[id] else { continue }
      let record = row.record
      try upsert.run(
        .blob(id.bytes), .integer(try symbol(record.kind)), .integer(Int64(record.version)),
        .integer(try symbol(record.state)), .integer(try symbol(record.unit)),
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
      """, on: projections)
    let removal = try statement(
      "DELETE FROM uniqueKey WHERE name = $1 AND value = $2", on: projections)
    for (key, holder) in batch.keys {
      let name = try symbol(key.name)
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
      """, on: projections)
    for (key, amount) in batch.balances {
      try upsert.run(
        .integer(try symbol(key.measure)), .blob(key.owner.bytes), .integer(amount))
    }
  }

  private func writeTallies(_ batch: ProjectionBatch) throws {
    let upsert = try statement(
      """
      INSERT INTO tally (unit, period, measure, part, amount) VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (unit, period, measure, part) DO UPDATE SET amount = amount + excluded.amount
      """, on: projections)
    for (key, amount) in batch.tallies where amount != 0 {
      try upsert.run(
        .integer(try symbol(key.unit)), .integer(key.period.code),
        .integer(try symbol(key.measure)), .integer(try symbol(key.part)), .integer(amount))
    }
  }

  private func writeMembers(_ batch: ProjectionBatch) throws {
    let upsert = try statement(
      """
      INSERT INTO member (measure, part, period, thing, counts) VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (measure, part, period, thing) DO UPDATE SET counts = excluded.counts
      """, on: projections)
    let removal = try statement(
      """
      DELETE FROM member WHERE measure = $1 AND part = $2 AND period = $3 AND thing = $4
      """, on: projections)
    for (key, counts) in batch.members {
      let measure = try symbol(key.measure)
      let part = try symbol(key.part)
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
      """, on: projections)
    for row in batch.contributions {
      try insertion.run(
        .integer(try symbol(row.measure)), .integer(try symbol(row.part)),
        .integer(try symbol(row.unit)), .integer(Int64(row.day.number)), .integer(row.seq),
        .integer(Int64(row.ordinal)), .integer(row.amount),
        row.member.map { .blob($0.bytes) } ?? .null)
    }
  }

  private func writeTiles(_ batch: ProjectionBatch) throws {
    let upsert = try statement(
      """
      INSERT INTO tile (level, number, hashes) VALUES ($1, $2, $3)
      ON CONFLICT (level, number) DO UPDATE SET hashes = excluded.hashes
      """, on: projections)
    for tile in batch.tiles {
      try upsert.run(.integer(Int64(tile.level)), .integer(tile.index), .blob(tile.hashes))
    }
  }
}
