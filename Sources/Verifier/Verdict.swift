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

  /// The verdict with what witnesses say of the checkpoint that it rests on.
  func held(to policy: WitnessPolicy, of note: SignedNote) -> Verdict {
    guard refusal == nil, !policy.members.isEmpty else { return self }
    let result = policy.check(note)
    var checked = checked + result.seen.map { .cosigned(name: $0.name, seconds: $0.seconds) }
    var refusal: Refusal?
    if let broken = result.broken.first {
      refusal = .cosignatureBroken(name: broken)
    } else if !result.isMet {
      refusal = .quorumMissed(found: result.seen.count, needed: policy.quorum)
    } else {
      checked.append(.quorumMet(found: result.seen.count, needed: policy.quorum))
    }
    // What enough witnesses have seen is what they show to everybody.
    let isSeen = refusal == nil && policy.quorum > 0
    return Verdict(
      refusal: refusal, checked: checked,
      unchecked: refusal == nil ? unchecked.filter { !isSeen || $0 != .otherViews } : [],
      leaf: leaf, index: index, checkpoint: checkpoint)
  }

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
    /// The log has signed a tree that is large enough to hold the entry of a receipt.
    case receiptSigned(index: Int64, size: Int64)
    /// The newer tree begins with the older one, entry by entry.
    case extends(older: Int64, newer: Int64)
    /// A witness has seen the checkpoint and cosigned it.
    case cosigned(name: String, seconds: Int64)
    /// As many witnesses have as were asked for.
    case quorumMet(found: Int, needed: Int)
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
    /// Whether the entry of a receipt is in the log: that takes a proof.
    case inclusion
  }

  /// Why a proof is refused.
  public enum Refusal: Error, Sendable, Hashable {
    /// The text of the key is none.
    case keyUnreadable(NoteError)
    /// The proof is malformed, its checkpoint not signed by the key, or the leaf not in the tree.
    case proofRefused(ProofError)
    /// The leaf is in the tree, but of no format that this program knows.
    case leafUnreadable(CodecError)
    /// The checkpoint is malformed or not signed by the key.
    case checkpointRefused(NoteError)
    /// The proof is of another entry than the receipt.
    case otherEntry(receipt: Int64, proof: Int64)
    /// The newer tree is not shown to begin with the older one.
    case inconsistent(older: Int64, newer: Int64)
    /// The consistency proof begins at another size than the older checkpoint has.
    case otherSize(proof: Int64, checkpoint: Int64)
    /// A cosignature that is said to be a witness's does not verify.
    case cosignatureBroken(name: String)
    /// Fewer witnesses have cosigned than were asked for.
    case quorumMissed(found: Int, needed: Int)
  }
}
