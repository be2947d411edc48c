public import Ledger

/// The truth alone, as a backup holds it: enough to make the tree again and to find a point in it.
public protocol TruthReader {
  /// Entries stored.
  func entryCount() throws -> Int64
  /// The entry at a place; `nil` outside of what is stored.
  func entry(_ seq: Int64) throws -> StoredEntry?
  /// The newest checkpoint of at most `size` leaves.
  func checkpoint(upTo size: Int64) throws -> CheckpointRow?
}
