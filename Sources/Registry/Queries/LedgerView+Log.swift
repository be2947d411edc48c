public import Ledger
public import Storage

/// What followers of the log ask for, out of what is stored.
public enum Followers {
  /// The newest checkpoint with the proof that its tree begins with the first `older` leaves; `nil`
  /// if it has fewer.
  public static func consistency(
    from older: Int64, in reader: any StoreReader
  ) throws -> ConsistencyRequest? {
    guard let row = try reader.checkpoint(upTo: try reader.through()) else { return nil }
    return try consistency(from: older, to: SignedNote(parsing: Array(row.note.utf8)), in: reader)
  }

  static func consistency(
    from older: Int64, to note: SignedNote, in reader: any StoreReader
  ) throws -> ConsistencyRequest? {
    let size = try Checkpoint(parsing: note.text).size
    guard older >= 0, older <= size else { return nil }
    var tree = tree(reader)
    return ConsistencyRequest(
      older: older, proof: try tree.consistencyProof(older: older, newer: size), checkpoint: note)
  }

  /// The tree as far as its tiles are stored or pending.
  static func tree(_ reader: any StoreReader) -> TiledTree {
    TiledTree { level, index in try reader.tile(level: Int(level), index: index) ?? [] }
  }
}

extension LedgerView {
  /// The newest checkpoint with the proof that its tree begins with the first `older` leaves; `nil`
  /// if it has fewer.
  public func consistency(from older: Int64) throws -> ConsistencyRequest? {
    try Followers.consistency(from: older, in: reader)
  }

  /// The same for an earlier checkpoint of this log, with whatever signatures it has.
  public func consistency(
    from older: Int64, to note: SignedNote
  ) throws -> ConsistencyRequest? {
    try Followers.consistency(from: older, to: note, in: reader)
  }

  /// The inclusion proof of an entry under a checkpoint of this log; `nil` if that lacks it.
  public func proof(of seq: Int64, under note: SignedNote) throws -> ProofFile? {
    let size = try Checkpoint(parsing: note.text).size
    guard seq >= 0, seq < size, size <= (try checkpoint()?.size ?? 0) else { return nil }
    var tree = Followers.tree(reader)
    return ProofFile(
      extra: nil, index: seq, hashes: try tree.inclusionProof(index: seq, size: size),
      checkpoint: note)
  }

  /// The receipt of an entry, as whoever submitted it was given it; `nil` if there is none.
  public func receipt(of seq: Int64) throws -> Receipt? {
    guard seq >= 0, seq < (try through()), let stored = try stored(seq),
      let row = try receiptCheckpoint(of: seq)
    else { return nil }
    return Receipt(
      seq: seq, leafHash: stored.leafHash,
      checkpoint: try SignedNote(parsing: Array(row.note.utf8)))
  }
}
