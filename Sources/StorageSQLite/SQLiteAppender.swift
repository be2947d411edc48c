// The truth, written with `synchronous = FULL`, so that a commit returns when the write-ahead log
// has been synced.

import Ledger
import Quantities
package import Storage

/// The connection that writes entries, keys and checkpoints.
package final class SQLiteAppender: StoreAppender {
  let truth: Connection
  private let statement: Statements

  /// Write-ahead log pages before a checkpoint copies them into the file.
  ///
  /// 10 000 pages of 4 KiB: fewer checkpoints, each of which rewrites scattered pages (measured:
  /// 1.5 times the rate).
  static let walPagesMax = 10_000

  init(truthPath: String) throws(StorageFailure) {
    self.truth = try Connection(path: truthPath, create: true)
    self.statement = Statements(on: truth)
    try truth.useWriteAheadLog()
    try truth.execute("PRAGMA synchronous = FULL")
    try truth.execute("PRAGMA wal_autocheckpoint = \(Self.walPagesMax)")
    try truth.execute("PRAGMA cache_size = -8000")
    // A destroyed key is overwritten with zeros; nothing else is ever deleted from the truth.
    try truth.execute("PRAGMA secure_delete = ON")
    let synchronous = try truth.integer("PRAGMA synchronous")
    precondition(synchronous == 2, "the truth must be synced with every commit")
  }

  package func append(_ batch: TruthBatch) throws {
    try truth.inTransaction {
      let insertion = try statement(
        "INSERT INTO entry (seq, id, leaf, block, sealed) VALUES ($1, $2, $3, $4, $5)")
      for entry in batch.entries {
        try insertion.run(
          .integer(entry.seq), .blob(entry.id.bytes), .blob(entry.leaf), .blob(entry.block),
          .blob(entry.sealed))
      }
      let keyInsertion = try statement(
        "INSERT INTO subjectKey (number, wrapped) VALUES ($1, $2)")
      for key in batch.subjectKeys {
        try keyInsertion.run(.integer(key.number), .blob(key.wrapped))
      }
      try destroy(batch.destroyedKeys)
      try statement("INSERT INTO checkpoint (size, note) VALUES ($1, $2)")
        .run(.integer(batch.checkpoint.size), .text(batch.checkpoint.note))
    }
    if !batch.destroyedKeys.isEmpty { clearLog() }
  }

  private func destroy(_ numbers: [Int64]) throws {
    guard !numbers.isEmpty else { return }
    let deletion = try statement("DELETE FROM subjectKey WHERE number = $1")
    for number in numbers { try deletion.run(.integer(number)) }
  }

  /// Empties the write-ahead log, where pages with a destroyed key may stand as they were before.
  ///
  /// While somebody reads an older state it cannot be emptied; then the next checkpoint does it.
  private func clearLog() {
    _ = try? truth.integer("PRAGMA wal_checkpoint(TRUNCATE)")
  }
}
