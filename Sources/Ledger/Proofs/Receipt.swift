/// What somebody who submitted something holds: where it stands, its leaf's hash, and the log's
/// signed word for a tree that has it.
///
/// The receipt commits the log, but only with an inclusion proof does it prove anything; a holder
/// who finds no such proof has shown the log to be false.
public struct Receipt: Sendable, Hashable {
  /// The entry's place.
  public let seq: Int64
  /// The hash of the entry's leaf.
  public let leafHash: Hash
  /// The checkpoint of the batch that the entry was stored with.
  public let checkpoint: SignedNote

  /// A receipt of these parts.
  public init(seq: Int64, leafHash: Hash, checkpoint: SignedNote) {
    precondition(seq >= 0)
    self.seq = seq
    self.leafHash = leafHash
    self.checkpoint = checkpoint
  }

  /// Throws unless the log signed the checkpoint and its tree is large enough to hold the entry.
  ///
  /// Gives the checkpoint.
  ///
  /// - Throws: `ProofError.note`, `notIncluded`.
  @discardableResult
  public func verify(key: VerifierKey) throws(ProofError) -> Checkpoint {
    let checkpoint: Checkpoint
    do {
      checkpoint = try Checkpoint.verified(self.checkpoint, by: key)
    } catch {
      throw .note(error)
    }
    guard seq < checkpoint.size else { throw .notIncluded(index: seq, size: checkpoint.size) }
    return checkpoint
  }
}
