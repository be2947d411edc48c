/// A text with signatures under it (C2SP signed-note).
///
/// The text means nothing until `verify`.
public struct SignedNote: Sendable, Hashable {
  /// What is signed, with its last newline.
  public let text: String
  /// The signature lines, of known and unknown keys.
  public let signatures: [NoteSignature]

  /// How many signatures are read; the specification asks for at least 16.
  public static let signaturesMax = 64
  /// How large a note may be: room for 64 signatures of any kind but the largest.
  public static let bytesMax = 262_144

  init(text: String, signatures: [NoteSignature]) {
    self.text = text
    self.signatures = signatures
  }

  /// The same text with further signatures, of witnesses for instance.
  public func adding(_ more: [NoteSignature]) -> SignedNote {
    SignedNote(text: text, signatures: signatures + more)
  }

  /// Reads a note.
  ///
  /// - Throws: `NoteError.malformed` with the place.
  public init(parsing bytes: [UInt8]) throws(NoteError) {
    guard bytes.count <= Self.bytesMax else { throw .malformed(.tooLarge, line: 0) }
    guard isNoteText(bytes) else { throw .malformed(.notText, line: 0) }
    guard bytes.last == newline else { throw .malformed(.noFinalNewline, line: 0) }
    let lines = bytes.dropLast().split(separator: newline, omittingEmptySubsequences: false)
    guard let blank = lines.lastIndex(where: \.isEmpty), blank > 0, blank + 1 < lines.count else {
      throw .malformed(.noSignatures, line: lines.count)
    }
    guard lines.count - blank - 1 <= Self.signaturesMax else {
      throw .malformed(.tooManySignatures, line: blank + 1)
    }
    var signatures: [NoteSignature] = []
    for (offset, line) in lines[(blank + 1)...].enumerated() {
      guard let signature = NoteSignature(line: line) else {
        throw .malformed(.badSignature, line: blank + 2 + offset)
      }
      signatures.append(signature)
    }
    self.text = String(decoding: bytes[..<lines[blank].startIndex], as: UTF8.self)
    self.signatures = signatures
  }

  /// Throws unless the text is signed by the key.
  ///
  /// Signatures of other keys are passed over; a signature by the key that does not verify refuses
  /// the note even if another one would.
  ///
  /// - Throws: `NoteError.unsigned`, `signatureBroken`.
  public func verify(by key: VerifierKey) throws(NoteError) {
    let bytes = Array(text.utf8)
    var isSigned = false
    for line in signatures where line.keyID == key.id && sameBytes(line.name, key.name) {
      guard key.verifies(line.signature, of: bytes) else { throw .signatureBroken }
      isSigned = true
    }
    guard isSigned else { throw .unsigned(key: key.name) }
  }
}

extension SignedNote: CustomStringConvertible {
  /// The note as sent: text, blank line, signature lines.
  public var description: String {
    text + "\n" + signatures.map { "\($0)\n" }.joined()
  }
}

/// One signature line of a note.
public struct NoteSignature: Sendable, Hashable {
  /// Who signs.
  public let name: String
  /// Which of the signer's keys.
  public let keyID: UInt32
  /// What the key's algorithm gave; 64 bytes for Ed25519.
  public let signature: [UInt8]

  init(name: String, keyID: UInt32, signature: [UInt8]) {
    self.name = name
    self.keyID = keyID
    self.signature = signature
  }

  /// Reads `— <name> <base64>` without its newline; `nil` for anything else.
  init?(line: ArraySlice<UInt8>) {
    let dash = Array("— ".utf8)
    guard line.starts(with: dash) else { return nil }
    let parts = line.dropFirst(dash.count).split(
      separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    guard parts.count == 2, isKeyName(parts[0]), let bytes = Base64.decode(Array(parts[1])),
      bytes.count > 4
    else { return nil }
    self.name = String(decoding: parts[0], as: UTF8.self)
    self.keyID = bytes[..<4].reduce(0) { $0 << 8 | UInt32($1) }
    self.signature = Array(bytes[4...])
  }

  /// Reads `— <name> <base64>` without its newline; `nil` for anything else.
  public init?(_ text: String) {
    self.init(line: Array(text.utf8)[...])
  }
}

extension NoteSignature: CustomStringConvertible {
  /// `— <name> <base64>`.
  public var description: String {
    "— \(name) \(Base64.encode(bigEndianBytes(keyID) + signature))"
  }
}

/// Why a note, checkpoint or key is refused.
public enum NoteError: Error, Sendable, Hashable {
  /// A key's text is not `name+id+base64` of an Ed25519 key, or its id is not that of the rest.
  case badKey
  /// A signer's name is empty or has a space, a plus sign or a control character.
  case badName
  /// A text to be signed does not end in a newline or has other control characters.
  case badText
  /// The note is not well formed; lines count from 1, 0 stands for the whole.
  case malformed(Malformation, line: Int)
  /// No signature is by the key.
  case unsigned(key: String)
  /// A signature by the key does not fit the text.
  case signatureBroken

  /// What is wrong with a note.
  public enum Malformation: Sendable, Hashable {
    /// Larger than any note has reason to be.
    case tooLarge
    /// Not UTF-8, or with control characters.
    case notText
    /// The last line does not end.
    case noFinalNewline
    /// There is no blank line with signatures after it, or no text before it.
    case noSignatures
    /// More signatures than are read.
    case tooManySignatures
    /// A line that is no signature.
    case badSignature
    /// A checkpoint without origin, size and root.
    case checkpointTooShort
    /// An empty origin.
    case badOrigin
    /// A size that is not a plain number below 2^63.
    case badSize
    /// A root that is not the base64 of 32 bytes.
    case badRoot
    /// An empty extension line.
    case badExtension
  }
}

/// Whether texts are the same bytes; `==` holds canonically equivalent texts equal.
func sameBytes(_ left: String, _ right: String) -> Bool { left.utf8.elementsEqual(right.utf8) }
