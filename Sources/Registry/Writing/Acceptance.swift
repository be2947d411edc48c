public import Ledger
public import Programmes
public import Quantities

/// The answer to an accepted request: its receipt, and what became of the records.
public struct Acceptance: Sendable, Hashable {
  /// The promise that the entry is in the ledger for good, under the checkpoint that first held it.
  public let receipt: Receipt
  /// The submission's id, as the client chose it.
  public let id: EntryID
  /// The records touched, the subject first, with their state afterwards.
  public let touched: [Touched]
  /// The same request had been accepted before; this is that receipt again.
  public let isRepeat: Bool

  /// The entry's place in the ledger.
  public var seq: Int64 { receipt.seq }

  /// A record after the entry.
  public struct Touched: Sendable, Hashable {
    /// The record touched.
    public let record: RecordID
    /// The record's kind.
    public let kind: String
    /// Its state after the entry.
    public let state: String
    /// Its version after the entry: what the next request is based on.
    public let version: UInt32
  }
}
