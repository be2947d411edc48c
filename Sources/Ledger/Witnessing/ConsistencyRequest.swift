/// A checkpoint with the proof that it extends an older tree: the body of `add-checkpoint` in C2SP
/// tlog-witness, and what a log gives to whoever holds an older checkpoint.
public struct ConsistencyRequest: Sendable, Hashable {
  /// Leaves in the older tree; 0 if there is none.
  public let older: Int64
  /// The consistency proof of RFC 6962 section 2.1.2; empty if `older` is 0 or the newer size.
  public let proof: [Hash]
  /// The newer checkpoint.
  public let checkpoint: SignedNote

  /// A request of these parts.
  public init(older: Int64, proof: [Hash], checkpoint: SignedNote) {
    precondition(older >= 0)
    precondition(proof.count <= ProofFile.hashesMax)
    self.older = older
    self.proof = proof
    self.checkpoint = checkpoint
  }

  /// Reads `old <size>`, hashes in base64, an empty line, and the checkpoint.
  ///
  /// - Throws: `ProofError.malformed` with the line, `ProofError.note`.
  public init(parsing bytes: [UInt8]) throws(ProofError) {
    var lines = LineReader(bytes)
    let prefix = Array("old ".utf8)
    guard let first = lines.next(), first.starts(with: prefix),
      let older = decimalNumber(first.dropFirst(prefix.count))
    else { throw .malformed(.badHeader, line: 1) }
    var proof: [Hash] = []
    while true {
      guard let line = lines.next() else { throw .malformed(.noCheckpoint, line: lines.number) }
      if line.isEmpty { break }
      guard proof.count < ProofFile.hashesMax else {
        throw .malformed(.tooLong, line: lines.number)
      }
      guard let hashBytes = Base64.decode(Array(line)), let hash = Hash(bytes: hashBytes) else {
        throw .malformed(.badHash, line: lines.number)
      }
      proof.append(hash)
    }
    do {
      self.checkpoint = try SignedNote(parsing: Array(lines.rest))
    } catch {
      throw .note(error)
    }
    self.older = older
    self.proof = proof
  }

  /// Whether the newer tree begins with the older one.
  public func extends(_ olderRoot: Hash, to newer: Checkpoint) -> Bool {
    MerkleProof.verifyConsistency(
      older: older, olderRoot: olderRoot, newer: newer.size, newerRoot: newer.root, proof: proof)
  }
}

extension ConsistencyRequest: CustomStringConvertible {
  /// The text as sent.
  public var description: String {
    "old \(older)\n" + proof.map { $0.base64 + "\n" }.joined() + "\n\(checkpoint)"
  }
}
