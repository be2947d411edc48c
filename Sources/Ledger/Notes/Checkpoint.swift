/// A tree's size and root, as a log states them (C2SP tlog-checkpoint).
public struct Checkpoint: Sendable, Hashable {
  /// Which log; by custom its address without the scheme.
  public let origin: String
  /// How many leaves.
  public let size: Int64
  /// The root of the tree of these leaves.
  public let root: Hash

  /// A checkpoint of these parts.
  ///
  /// - Throws: `NoteError.badName` if the origin is empty or has spaces, plus signs or control
  ///   characters; the specification only warns of them, but the origin names the log's key too.
  public init(origin: String, size: Int64, root: Hash) throws(NoteError) {
    precondition(size >= 0)
    guard isKeyName(origin.utf8) else { throw .badName }
    self.origin = origin
    self.size = size
    self.root = root
  }

  /// The text that is signed: origin, size and base64 of the root, a line each.
  public var text: String { "\(origin)\n\(size)\n\(root.base64)\n" }

  /// Reads a note's text.
  ///
  /// Extension lines are allowed and passed over.
  ///
  /// - Throws: `NoteError.malformed` with the line.
  public init(parsing text: String) throws(NoteError) {
    let bytes = Array(text.utf8)
    guard bytes.last == newline else { throw .malformed(.noFinalNewline, line: 0) }
    let lines = bytes.dropLast().split(separator: newline, omittingEmptySubsequences: false)
    guard lines.count >= 3 else { throw .malformed(.checkpointTooShort, line: lines.count) }
    guard !lines[0].isEmpty, let origin = String(validating: lines[0], as: UTF8.self) else {
      throw .malformed(.badOrigin, line: 1)
    }
    guard let size = decimalNumber(lines[1]) else { throw .malformed(.badSize, line: 2) }
    guard let rootBytes = Base64.decode(Array(lines[2])), let root = Hash(bytes: rootBytes) else {
      throw .malformed(.badRoot, line: 3)
    }
    if let empty = lines.firstIndex(where: \.isEmpty) {
      throw .malformed(.badExtension, line: empty + 1)
    }
    self.origin = origin
    self.size = size
    self.root = root
  }

  /// The signed checkpoint.
  ///
  /// - Throws: `NoteError.badText` never, since a checkpoint's text is always one that can be
  ///   signed.
  public func signed(by signer: NoteSigner) throws(NoteError) -> SignedNote {
    try signer.sign(text)
  }

  /// The checkpoint of a note that the log signed: the origin must be the key's name.
  ///
  /// - Throws: `NoteError.unsigned`, `signatureBroken`, `malformed`.
  public static func verified(
    _ note: SignedNote, by key: VerifierKey
  ) throws(NoteError) -> Checkpoint {
    try note.verify(by: key)
    let checkpoint = try Checkpoint(parsing: note.text)
    guard sameBytes(checkpoint.origin, key.name) else { throw .malformed(.badOrigin, line: 1) }
    return checkpoint
  }
}
