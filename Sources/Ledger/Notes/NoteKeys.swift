internal import Crypto

/// The public key that a log's notes are verified with, under the log's name (C2SP signed-note).
public struct VerifierKey: Sendable {
  /// Who signs; for a log its origin: `ledger.pingcheng.example/demo`.
  public let name: String
  /// The first four bytes of a hash of name, algorithm and key, for finding the signature.
  public let id: UInt32
  private let key: Curve25519.Signing.PublicKey

  /// Reads `<name>+<id>+<base64>`, as the Go tools print keys: eight hexadecimal digits, and the
  /// algorithm's byte (1 for Ed25519) before the 32 bytes of the key.
  ///
  /// - Throws: `NoteError.badKey`.
  public init(_ text: String) throws(NoteError) {
    let parts = try keyParts(text, algorithm: NoteAlgorithm.ed25519)
    guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: parts.key) else {
      throw .badKey
    }
    self.init(name: parts.name, key: key)
  }

  init(name: String, key: Curve25519.Signing.PublicKey) {
    self.name = name
    self.id = keyID(name: name, publicKey: [NoteAlgorithm.ed25519] + key.rawRepresentation)
    self.key = key
  }

  func verifies(_ signature: [UInt8], of text: [UInt8]) -> Bool {
    key.isValidSignature(signature, for: text)
  }
}

extension VerifierKey: CustomStringConvertible {
  /// `<name>+<id>+<base64>`.
  public var description: String {
    let encoded = [NoteAlgorithm.ed25519] + key.rawRepresentation
    return "\(name)+\(Hex.encode(bigEndianBytes(id)))+\(Base64.encode(encoded))"
  }
}

/// The private key that a ledger signs its notes with.
public struct NoteSigner: Sendable {
  /// What others verify with.
  public let verifierKey: VerifierKey
  private let key: Curve25519.Signing.PrivateKey

  /// The ledger's signer under a name.
  ///
  /// - Throws: `NoteError.badName` if the name is empty or has a space, a plus sign or a control
  ///   character.
  public init(name: String, secrets: LedgerSecrets) throws(NoteError) {
    guard isKeyName(name.utf8) else { throw .badName }
    self.key = secrets.signing
    self.verifierKey = VerifierKey(name: name, key: secrets.signing.publicKey)
  }

  /// Signs a text, which must end in a newline and hold no other control character.
  ///
  /// - Throws: `NoteError.badText`.
  public func sign(_ text: String) throws(NoteError) -> SignedNote {
    let bytes = Array(text.utf8)
    guard isNoteText(bytes), bytes.last == newline else { throw .badText }
    guard let signature = try? key.signature(for: bytes) else {
      preconditionFailure("an Ed25519 key signs any text")
    }
    let line = NoteSignature(
      name: verifierKey.name, keyID: verifierKey.id, signature: [UInt8](signature))
    return SignedNote(text: text, signatures: [line])
  }
}

/// The bytes that stand for signature algorithms in key ids (C2SP signed-note).
enum NoteAlgorithm {
  static let ed25519: UInt8 = 0x01
  /// Ed25519 with the time of a witness (C2SP tlog-cosignature).
  static let cosignature: UInt8 = 0x04
}

/// Name and 32 key bytes of `<name>+<id>+<base64>`, whose id must be that of the rest.
func keyParts(
  _ text: String, algorithm: UInt8
) throws(NoteError) -> (name: String, key: [UInt8]) {
  // Base64 has a plus sign among its letters, so that only the first two can be separators.
  let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
  guard parts.count == 3, isKeyName(parts[0].utf8), parts[1].utf8.count == 8,
    let idBytes = Hex.decode(String(parts[1])), let encoded = Base64.decode(String(parts[2])),
    encoded.count == 33, encoded[0] == algorithm
  else { throw .badKey }
  let name = String(parts[0])
  guard idBytes.elementsEqual(bigEndianBytes(keyID(name: name, publicKey: encoded))) else {
    throw .badKey
  }
  return (name, Array(encoded[1...]))
}

let newline = UInt8(ascii: "\n")

/// SHA-256(name ‖ newline ‖ algorithm ‖ key)[:4]; `publicKey` begins with the algorithm.
func keyID(name: String, publicKey: [UInt8]) -> UInt32 {
  let hash = Hash.sha256(Array(name.utf8) + [newline] + publicKey).bytes
  return hash[..<4].reduce(0) { $0 << 8 | UInt32($1) }
}

func bigEndianBytes(_ number: UInt32) -> [UInt8] {
  [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> UInt32($0)) }
}

/// Whether a name has no spaces, plus signs or control characters and is not empty.
func isKeyName(_ bytes: some Collection<UInt8>) -> Bool {
  guard !bytes.isEmpty, let name = String(validating: bytes, as: UTF8.self) else { return false }
  return name.unicodeScalars.allSatisfy {
    !$0.properties.isWhitespace && $0 != "+" && $0.value >= 0x20
  }
}

/// Whether bytes are UTF-8 without control characters other than newline.
func isNoteText(_ bytes: [UInt8]) -> Bool {
  bytes.allSatisfy { $0 >= 0x20 || $0 == newline }
    && String(validating: bytes, as: UTF8.self) != nil
}
