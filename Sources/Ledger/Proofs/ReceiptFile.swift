/// A receipt as a file, for whoever submitted something to keep.
public struct ReceiptFile: Sendable, Hashable {
  /// What it holds.
  public let receipt: Receipt

  /// The first line.
  static let header = "luoshi receipt v1"

  /// The file of a receipt.
  public init(_ receipt: Receipt) {
    self.receipt = receipt
  }

  /// Reads a receipt.
  ///
  /// - Throws: `ProofError.malformed` with the line, `ProofError.note`.
  public init(parsing bytes: [UInt8]) throws(ProofError) {
    var lines = LineReader(bytes)
    guard lines.next()?.elementsEqual(Self.header.utf8) == true else {
      throw .malformed(.badHeader, line: 1)
    }
    guard let seq = Self.rest(of: lines.next(), after: "index ").flatMap({ decimalNumber($0) })
    else { throw .malformed(.badIndex, line: 2) }
    guard let leaf = Self.rest(of: lines.next(), after: "leaf "),
      let hashBytes = Base64.decode(Array(leaf)), let hash = Hash(bytes: hashBytes)
    else { throw .malformed(.badHash, line: 3) }
    guard lines.next()?.isEmpty == true else { throw .malformed(.noCheckpoint, line: 4) }
    do {
      let checkpoint = try SignedNote(parsing: Array(lines.rest))
      self.receipt = Receipt(seq: seq, leafHash: hash, checkpoint: checkpoint)
    } catch {
      throw .note(error)
    }
  }

  private static func rest(
    of line: ArraySlice<UInt8>?, after prefix: String
  ) -> ArraySlice<UInt8>? {
    guard let line, line.starts(with: prefix.utf8) else { return nil }
    return line.dropFirst(prefix.utf8.count)
  }
}

extension ReceiptFile: CustomStringConvertible {
  /// The text of the file.
  public var description: String {
    """
    \(Self.header)
    index \(receipt.seq)
    leaf \(receipt.leafHash.base64)

    \(receipt.checkpoint)
    """
  }
}
