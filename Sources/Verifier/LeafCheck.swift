internal import Ledger

/// Checks one leaf against its proof: what `luoshi check` does.
public enum LeafCheck {
  /// Whether the log that owns `key` has `leaf` where `proof` says.
  ///
  /// `proof` is the content of a proof file, `key` the text `<name>+<id>+<base64>`. Nothing else is
  /// read: no clock, no network, no ledger. The verdict never depends on the proof's extra line.
  public static func check(proof: [UInt8], leaf: [UInt8], key: String) -> Verdict {
    do {
      return check(proof: proof, leaf: leaf, key: try VerifierKey(key))
    } catch {
      return refused(.keyUnreadable(error), leaf: leaf, index: nil, checkpoint: nil)
    }
  }

  /// The same for the text of a proof file.
  public static func check(proof: String, leaf: [UInt8], key: String) -> Verdict {
    check(proof: Array(proof.utf8), leaf: leaf, key: key)
  }

  static func check(proof: [UInt8], leaf: [UInt8], key: VerifierKey) -> Verdict {
    let file: ProofFile
    do {
      file = try ProofFile(parsing: proof)
    } catch {
      return refused(.proofRefused(error), leaf: leaf, index: nil, checkpoint: nil)
    }
    let checkpoint: Checkpoint
    do {
      checkpoint = try file.verify(leafHash: .leaf(leaf), key: key)
    } catch {
      let signed = try? Checkpoint.verified(file.checkpoint, by: key)
      return refused(
        .proofRefused(error), leaf: leaf, index: file.index, checkpoint: signed)
    }
    let included: [Verdict.Check] = [
      .checkpointSigned(origin: checkpoint.origin, size: checkpoint.size),
      .leafIncluded(index: file.index),
    ]
    do {
      let decoded = try Leaf(decoding: leaf)
      return Verdict(
        refusal: nil, checked: included + [.leafReadable], unchecked: gaps(file, decoded),
        leaf: decoded, index: file.index, checkpoint: checkpoint)
    } catch {
      return Verdict(
        refusal: .leafUnreadable(error), checked: included, unchecked: [], leaf: nil,
        index: file.index, checkpoint: checkpoint)
    }
  }

  private static func gaps(_ file: ProofFile, _ leaf: Leaf) -> [Verdict.Gap] {
    var gaps: [Verdict.Gap] = [.otherViews, .truth, .internalPart]
    if !leaf.seals.isEmpty { gaps.append(.sealedValues(leaf.seals.count)) }
    if file.extra != nil { gaps.append(.extra) }
    return gaps
  }

  private static func refused(
    _ refusal: Verdict.Refusal, leaf: [UInt8], index: Int64?, checkpoint: Checkpoint?
  ) -> Verdict {
    let signed = checkpoint.map {
      Verdict.Check.checkpointSigned(origin: $0.origin, size: $0.size)
    }
    return Verdict(
      refusal: refusal, checked: signed.map { [$0] } ?? [], unchecked: [],
      leaf: try? Leaf(decoding: leaf), index: index, checkpoint: checkpoint)
  }
}
