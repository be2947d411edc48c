public import Ledger

/// Checks any file that a ledger gives away: what `luoshi check` does.
///
/// Only bytes and public keys come in: no clock, no network, no ledger.
public enum FileCheck {
  /// What a file is.
  public enum Kind: Sendable, Hashable {
    /// An inclusion proof; it needs the leaf, or the entry bundle that holds it.
    case proof
    /// A receipt; with a proof it is redeemed.
    case receipt
    /// A checkpoint, with the cosignatures of witnesses.
    case checkpoint
    /// A checkpoint with the proof that it extends an older one, which it needs.
    case consistency
    /// A number with all entries that it is made of.
    case number
  }

  /// What a file is by how it begins; `nil` if it is none of these.
  public static func kind(of bytes: [UInt8]) -> Kind? {
    if bytes.starts(with: "c2sp.org/tlog-proof@".utf8) { return .proof }
    if bytes.starts(with: "luoshi receipt ".utf8) { return .receipt }
    if bytes.starts(with: "luoshi number ".utf8) { return .number }
    if bytes.starts(with: "old ".utf8), (try? ConsistencyRequest(parsing: bytes)) != nil {
      return .consistency
    }
    return (try? SignedNote(parsing: bytes)).map { _ in .checkpoint }
  }

  /// Checks a proof with its leaf, or with the entry bundle that the leaf lies in.
  public static func proof(
    _ proof: [UInt8], leaf: [UInt8], keys: KeyHistory, policy: WitnessPolicy
  ) -> Verdict {
    let note = try? ProofFile(parsing: proof).checkpoint
    let key = note.map(keys.key(for:)) ?? keys.current
    let verdict = held(LeafCheck.check(proof: proof, leaf: leaf, key: key), proof, policy)
    guard case .proofRefused(.notIncluded(let index, _))? = verdict.refusal,
      let leaves = Tile.leaves(ofBundle: leaf),
      leaves.indices.contains(Int(index % Int64(Tile.widthMax)))
    else { return verdict }
    let inside = leaves[Int(index % Int64(Tile.widthMax))]
    return held(LeafCheck.check(proof: proof, leaf: inside, key: key), proof, policy)
  }

  private static func held(
    _ verdict: Verdict, _ proof: [UInt8], _ policy: WitnessPolicy
  ) -> Verdict {
    guard let file = try? ProofFile(parsing: proof) else { return verdict }
    return verdict.held(to: policy, of: file.checkpoint)
  }

  /// Checks a receipt, and whether a proof redeems it.
  public static func receipt(
    _ bytes: [UInt8], proof: [UInt8]?, keys: KeyHistory, policy: WitnessPolicy
  ) -> Verdict {
    do {
      let receipt = try ReceiptFile(parsing: bytes).receipt
      let signed = try receipt.verify(key: keys.key(for: receipt.checkpoint))
      let checks: [Verdict.Check] = [
        .checkpointSigned(origin: signed.origin, size: signed.size),
        .receiptSigned(index: receipt.seq, size: signed.size),
      ]
      guard let proof else {
        return Verdict(
          refusal: nil, checked: checks, unchecked: [.inclusion, .otherViews, .truth], leaf: nil,
          index: receipt.seq, checkpoint: signed
        ).held(to: policy, of: receipt.checkpoint)
      }
      let file = try ProofFile(parsing: proof)
      guard file.index == receipt.seq else {
        return refused(.otherEntry(receipt: receipt.seq, proof: file.index))
      }
      let checkpoint = try file.verify(
        leafHash: receipt.leafHash, key: keys.key(for: file.checkpoint))
      return Verdict(
        refusal: nil, checked: checks + [.leafIncluded(index: receipt.seq)],
        unchecked: [.otherViews, .truth], leaf: nil, index: receipt.seq, checkpoint: checkpoint
      ).held(to: policy, of: file.checkpoint)
    } catch {
      return refused(.proofRefused(error))
    }
  }

  /// Checks a checkpoint's signature and cosignatures.
  public static func checkpoint(
    _ bytes: [UInt8], keys: KeyHistory, policy: WitnessPolicy
  ) -> Verdict {
    do {
      let note = try SignedNote(parsing: bytes)
      let checkpoint = try keys.verified(note)
      return Verdict(
        refusal: nil,
        checked: [.checkpointSigned(origin: checkpoint.origin, size: checkpoint.size)],
        unchecked: [.otherViews], leaf: nil, index: nil, checkpoint: checkpoint
      ).held(to: policy, of: note)
    } catch {
      return refused(.checkpointRefused(error))
    }
  }

  /// Checks that the log of an older checkpoint has only grown.
  public static func consistency(
    _ bytes: [UInt8], older: [UInt8], keys: KeyHistory, policy: WitnessPolicy
  ) -> Verdict {
    let request: ConsistencyRequest
    do {
      request = try ConsistencyRequest(parsing: bytes)
    } catch {
      return refused(.proofRefused(error))
    }
    do {
      let newer = try keys.verified(request.checkpoint)
      let known = try keys.verified(SignedNote(parsing: older))
      guard known.size == request.older else {
        return refused(.otherSize(proof: request.older, checkpoint: known.size))
      }
      guard request.extends(known.root, to: newer) else {
        return refused(.inconsistent(older: known.size, newer: newer.size))
      }
      return Verdict(
        refusal: nil,
        checked: [
          .checkpointSigned(origin: known.origin, size: known.size),
          .checkpointSigned(origin: newer.origin, size: newer.size),
          .extends(older: known.size, newer: newer.size),
        ], unchecked: [.otherViews], leaf: nil, index: nil, checkpoint: newer
      ).held(to: policy, of: request.checkpoint)
    } catch {
      return refused(.checkpointRefused(error))
    }
  }

  private static func refused(_ refusal: Verdict.Refusal) -> Verdict {
    Verdict(
      refusal: refusal, checked: [], unchecked: [], leaf: nil, index: nil, checkpoint: nil)
  }
}
