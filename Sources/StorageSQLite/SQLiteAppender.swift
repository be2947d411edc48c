// The truth, written with `synchronous = FULL`, so that a commit returns when the write-ahead log
// has been synced.

import Ledger
import Quantities
package import Storage
import Synchronization

/// The connection that writes entries, keys and checkpoints.
package final class SQLiteAppender: StoreAppender {
  let truth: Connection
  private let turn: CheckpointTurn
  private let statement: Statements

  /// Write-ahead log pages after which a commit copies them into the file: 160 MiB, which opening
  /// after a crash reads in less than two tenths of a second.
  ///
  /// The projector copies them between bursts, so that receipts seldom wait for it (measured: 50 ms
  /// for every 40 MiB).
  private static let logPagesMax = 20_480

  init(truthPath: String, turn: CheckpointTurn) throws(StorageFailure) {
    self.turn = turn
    self.truth = try Connection(path: truthPath, create: true)
    self.statement = Statements(on: truth)
    try truth.useWriteAheadLog()
    try truth.execute("PRAGMA synchronous = FULL")
    try truth.execute("PRAGMA wal_autocheckpoint = \(Self.logPagesMax)")
    try truth.execute("PRAGMA cache_size = -8000")
    // A destroyed key is overwritten with zeros; nothing else is ever deleted from the truth.
    try truth.execute("PRAGMA secure_delete = ON")
    let synchronous = try truth.integer("PRAGMA synchronous")
    precondition(synchronous == 2, "the truth must be synced with every commit")
    // They guard against other programs. For each of them SQLite copies every page that an
    // insertion changes (measured: a quarter of an insertion), and `append` looks itself.
    try truth.disableTriggers()
  }

  package func append(_ batch: TruthBatch) throws {
    try truth.inTransaction {
      try checkOrder(batch.entries)
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

  /// Refuses entries that do not go on where the stored ones end; that an id comes once, the table
  /// holds by itself.
  private func checkOrder(_ entries: [StoredEntry]) throws {
    let found = try statement("SELECT coalesce(max(seq) + 1, 0) FROM entry")
    let end = try found.first { $0.integer(0) } ?? 0
    guard let (entry, seq) = zip(entries, end...).first(where: { $0.seq != $1 }) else { return }
    throw StorageFailure.engine(
      code: 0, message: "entry \(entry.seq) comes where entry \(seq) must", during: "appending")
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
    turn.take { _ = try? truth.integer("PRAGMA wal_checkpoint(TRUNCATE)") }
  }
}

/// Lets one of a ledger's connections at a time take in the truth's log: a second is sent away, and
/// what a destroyed key stood in would stay.
final class CheckpointTurn: Sendable {
  private let mutex = Mutex(())

  func take(_ body: () -> Void) { mutex.withLock { _ in body() } }
}
