public import Ledger

/// What came of checking one leaf and its proof with nothing but a log's public key.
public struct Verdict: Sendable, Hashable {
  /// Why the proof is refused, or `nil` if it holds.
  public let refusal: Refusal?
  /// What was checked and found good, in order.
  public let checked: [Check]
  /// What a good proof leaves open, so that nobody reads more into it than it shows.
  public let unchecked: [Gap]
  /// What the leaf says, if it can be read.
  public let leaf: Leaf?
  /// The leaf's place in the log, if the proof can be read; only to be believed if it holds.
  public let index: Int64?
  /// What the log signed, if its signature is good.
  public let checkpoint: Checkpoint?

  /// Whether the proof holds.
  public var isAccepted: Bool { refusal == nil }

  /// Something that was found good.
  public enum Check: Sendable, Hashable {
    /// The log signed the checkpoint.
    case checkpointSigned(origin: String, size: Int64)
    /// The leaf is at this place of the signed tree, unchanged.
    case leafIncluded(index: Int64)
    /// The leaf is of the format that this program knows.
    case leafReadable
    /// The proofs given are about different leaves.
    case leavesDistinct(count: Int)
    /// All proofs are against the same signed tree.
    case oneTree(size: Int64)
  }

  /// Something that was not looked at, or cannot be shown by such a proof.
  public enum Gap: Sendable, Hashable {
    /// Whether others were shown the same tree: ask a witness, or compare checkpoints.
    case otherViews
    /// The internal part of the entry, of which the leaf holds only a hash.
    case internalPart
    /// The sealed values (by number), of which the leaf holds only commitments.
    case sealedValues(Int)
    /// Whether what the entry says is true, and was rightly decided.
    case truth
    /// Whether the log has further entries that belong to the number.
    case completeness
    /// Whether the trees of these sizes, which different proofs are against, belong to one log.
    case consistency(sizes: [Int64])
    /// The extra line of the proof, which nobody signed.
    case extra
  }

  /// Why a proof is refused.
  public enum Refusal: Error, Sendable, Hashable {
    /// The text of the key is none.
    case keyUnreadable(NoteError)
    /// The proof is malformed, its checkpoint not signed by the key, or the leaf not in the tree.
    case proofRefused(ProofError)
    /// The leaf is in the tree, but of no format that this program knows.
    case leafUnreadable(CodecError)
  }
}
