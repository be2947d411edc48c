internal import Crypto

/// The public key of a witness, whose cosignatures say that it saw a checkpoint at a time and that
/// the log had not forked until then (C2SP tlog-cosignature, cosignature/v1).
public struct WitnessKey: Sendable, Hashable {
  /// Who witnesses, such as `witness.example/w1`.
  public let name: String
  /// The first four bytes of a hash of name, algorithm and key.
  public let id: UInt32
  private let publicKey: [UInt8]

  /// Reads `<name>+<id>+<base64>`; the byte before the key is 4, for cosignature/v1.
  ///
  /// - Throws: `NoteError.badKey`.
  public init(_ text: String) throws(NoteError) {
    let parts = try keyParts(text, algorithm: NoteAlgorithm.cosignature)
    self.init(name: parts.name, publicKey: parts.key)
  }

  init(name: String, publicKey: [UInt8]) {
    self.name = name
    self.publicKey = publicKey
    self.id = keyID(name: name, publicKey: [NoteAlgorithm.cosignature] + publicKey)
  }

  /// When the witness saw the checkpoint of a note, in seconds since 1970; `nil` if it did not.
  ///
  /// A note may hold several cosignatures of one witness; the newest counts.
  ///
  /// - Throws: `NoteError.signatureBroken` if one that is said to be its does not verify.
  public func time(in note: SignedNote) throws(NoteError) -> Int64? {
    guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else {
      throw .signatureBroken
    }
    var newest: Int64?
    for line in note.signatures where line.keyID == id && sameBytes(line.name, name) {
      guard line.signature.count == 8 + 64 else { throw .signatureBroken }
      let time = line.signature[..<8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      guard let seconds = Int64(exactly: time),
        key.isValidSignature(
          line.signature[8...], for: cosignedBytes(note.text, seconds: seconds))
      else { throw .signatureBroken }
      newest = max(newest ?? seconds, seconds)
    }
    return newest
  }
}

extension WitnessKey: CustomStringConvertible {
  /// `<name>+<id>+<base64>`.
  public var description: String {
    let encoded = Base64.encode([NoteAlgorithm.cosignature] + publicKey)
    return "\(name)+\(Hex.encode(bigEndianBytes(id)))+\(encoded)"
  }
}

/// The private key of a witness.
public struct WitnessSigner: Sendable {
  /// What others verify with.
  public let key: WitnessKey
  private let signing: Curve25519.Signing.PrivateKey

  /// How many bytes a seed has.
  public static let seedByteCount = 32

  /// The signer of a seed of 32 random bytes, under a name.
  ///
  /// - Throws: `NoteError.badName`.
  public init(name: String, seed: [UInt8]) throws(NoteError) {
    precondition(seed.count == Self.seedByteCount)
    guard isKeyName(name.utf8) else { throw .badName }
    guard let signing = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else {
      preconditionFailure("any 32 bytes are an Ed25519 seed")
    }
    self.signing = signing
    self.key = WitnessKey(name: name, publicKey: Array(signing.publicKey.rawRepresentation))
  }

  /// The cosignature of a checkpoint's text, seen at a time in seconds since 1970.
  public func cosign(_ text: String, seconds: Int64) -> NoteSignature {
    precondition(seconds >= 0)
    guard let signature = try? signing.signature(for: cosignedBytes(text, seconds: seconds)) else {
      preconditionFailure("an Ed25519 key signs any text")
    }
    let time = stride(from: 56, through: 0, by: -8).map {
      UInt8(truncatingIfNeeded: seconds >> Int64($0))
    }
    return NoteSignature(name: key.name, keyID: key.id, signature: time + Array(signature))
  }
}

/// What a witness signs: its own two lines, then the checkpoint's text.
private func cosignedBytes(_ text: String, seconds: Int64) -> [UInt8] {
  Array("cosignature/v1\ntime \(seconds)\n\(text)".utf8)
}
