/// A proof that a leaf is in a log, complete in one text (C2SP tlog-proof, version 1).
///
/// It says nothing by itself: `verify` needs the leaf and the log's key from elsewhere.
public struct ProofFile: Sendable, Hashable {
  /// What is said beside the proof; nobody signed it.
  public let extra: [UInt8]?
  /// The leaf's place in the log.
  public let index: Int64
  /// The audit path, from the leaf's sibling upwards.
  public let hashes: [Hash]
  /// The log's checkpoint, with its signatures.
  public let checkpoint: SignedNote

  /// The first line.
  static let header = "c2sp.org/tlog-proof@v1"
  /// As high as a tree of 2^63 leaves is.
  static let hashesMax = 63

  /// A proof of these parts.
  public init(extra: [UInt8]?, index: Int64, hashes: [Hash], checkpoint: SignedNote) {
    precondition(index >= 0)
    precondition(hashes.count <= Self.hashesMax)
    self.extra = extra
    self.index = index
    self.hashes = hashes
    self.checkpoint = checkpoint
  }

  /// Reads a proof.
  ///
  /// - Throws: `ProofError.malformed` with the line, `ProofError.note`.
  public init(parsing bytes: [UInt8]) throws(ProofError) {
    var lines = LineReader(bytes)
    guard lines.next()?.elementsEqual(Self.header.utf8) == true else {
      throw .malformed(.badHeader, line: 1)
    }
    guard var line = lines.next() else { throw .malformed(.badIndex, line: lines.number) }
    var extra: [UInt8]?
    if let text = Self.rest(of: line, after: "extra ") {
      extra = Base64.decode(Array(text))
      guard extra != nil else { throw .malformed(.badExtra, line: lines.number) }
      guard let following = lines.next() else { throw .malformed(.badIndex, line: lines.number) }
      line = following
    }
    guard let digits = Self.rest(of: line, after: "index "), let index = decimalNumber(digits)
    else { throw .malformed(.badIndex, line: lines.number) }
    var hashes: [Hash] = []
    while true {
      guard let line = lines.next() else { throw .malformed(.noCheckpoint, line: lines.number) }
      if line.isEmpty { break }
      guard hashes.count < Self.hashesMax else { throw .malformed(.tooLong, line: lines.number) }
      guard let hashBytes = Base64.decode(Array(line)), let hash = Hash(bytes: hashBytes) else {
        throw .malformed(.badHash, line: lines.number)
      }
      hashes.append(hash)
    }
    do {
      self.checkpoint = try SignedNote(parsing: Array(lines.rest))
    } catch {
      throw .note(error)
    }
    self.extra = extra
    self.index = index
    self.hashes = hashes
  }

  private static func rest(
    of line: ArraySlice<UInt8>, after prefix: String
  ) -> ArraySlice<UInt8>? {
    line.starts(with: prefix.utf8) ? line.dropFirst(prefix.utf8.count) : nil
  }

  /// Throws unless the log that owns the key signed the checkpoint and the leaf is in its tree.
  ///
  /// The leaf must be at `index`. Gives the checkpoint.
  ///
  /// - Throws: `ProofError.note`, `notIncluded`.
  @discardableResult
  public func verify(leafHash: Hash, key: VerifierKey) throws(ProofError) -> Checkpoint {
    let checkpoint: Checkpoint
    do {
      checkpoint = try Checkpoint.verified(self.checkpoint, by: key)
    } catch {
      throw .note(error)
    }
    guard
      MerkleProof.verifyInclusion(
        of: leafHash, index: index, size: checkpoint.size, root: checkpoint.root, proof: hashes)
    else { throw .notIncluded(index: index, size: checkpoint.size) }
    return checkpoint
  }
}

extension ProofFile: CustomStringConvertible {
  /// The text of the file, conventionally named `….tlog-proof`.
  public var description: String {
    var text = Self.header + "\n"
    if let extra { text += "extra \(Base64.encode(extra))\n" }
    text += "index \(index)\n"
    for hash in hashes { text += hash.base64 + "\n" }
    return text + "\n\(checkpoint)"
  }
}

/// Why a proof is refused.
public enum ProofError: Error, Sendable, Hashable {
  /// The proof is not well formed; lines count from 1.
  case malformed(Malformation, line: Int)
  /// The checkpoint is not well formed or not signed by the log.
  case note(NoteError)
  /// The hashes do not lead from the leaf to the checkpoint's root.
  case notIncluded(index: Int64, size: Int64)

  /// What is wrong with a proof file.
  public enum Malformation: Sendable, Hashable {
    /// The first line names another format or version.
    case badHeader
    /// The extra line is not base64.
    case badExtra
    /// The index line is missing or not a plain number.
    case badIndex
    /// A line is not the base64 of 32 bytes.
    case badHash
    /// More hashes than a tree can be high.
    case tooLong
    /// There is no empty line with a checkpoint after it.
    case noCheckpoint
  }
}

/// Takes lines off bytes, each ended by a newline.
struct LineReader {
  private(set) var rest: ArraySlice<UInt8>
  /// The number of the line taken last, from 1.
  private(set) var number = 0

  init(_ bytes: [UInt8]) {
    self.rest = bytes[...]
  }

  /// The next line without its newline; `nil` if none ends any more.
  mutating func next() -> ArraySlice<UInt8>? {
    number += 1
    guard let end = rest.firstIndex(of: newline) else { return nil }
    let line = rest[..<end]
    rest = rest[(end + 1)...]
    return line
  }
}
