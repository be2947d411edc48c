internal import Crypto
public import Programmes
public import Quantities

/// The secrets of one ledger, all derived from a root seed of 32 bytes by HKDF-SHA256 (RFC 5869).
///
/// Who holds the root can read sealed values whose subject keys still exist, forge checkpoints and
/// undo pseudonyms; nothing in the ledger's files contains it.
public struct LedgerSecrets: Sendable {
  /// How many bytes a root seed has.
  public static let rootByteCount = 32

  private let pseudonyms: KeyedHash
  private let blindIndex: KeyedHash
  private let requests: KeyedHash
  private let master: SymmetricKey
  /// What the lines of the ledger's access log are sealed with.
  public let accessKey: AccessKey
  let signing: Curve25519.Signing.PrivateKey

  /// The secrets of a root seed.
  ///
  /// - Throws: `SecretsError.rootLength` unless the seed has 32 bytes.
  public init(root: [UInt8]) throws(SecretsError) {
    guard root.count == Self.rootByteCount else { throw .rootLength(root.count) }
    let seed = SymmetricKey(data: root)
    func derived(_ purpose: String) -> SymmetricKey {
      HKDF<SHA256>.deriveKey(
        inputKeyMaterial: seed, salt: Array("luoshi ledger v1".utf8),
        info: Array(purpose.utf8), outputByteCount: 32)
    }
    self.pseudonyms = KeyedHash(key: derived("pseudonym").rawBytes)
    self.blindIndex = KeyedHash(key: derived("blind index").rawBytes)
    self.requests = KeyedHash(key: derived("request digest").rawBytes)
    self.master = derived("subject keys")
    self.accessKey = AccessKey(key: derived("access log"))
    do {
      self.signing = try Curve25519.Signing.PrivateKey(
        rawRepresentation: derived("checkpoint signature").rawBytes)
    } catch {
      preconditionFailure("any 32 bytes are an Ed25519 seed: \(error)")
    }
  }

  /// What stands for a record in leaves.
  public func pseudonym(of record: RecordID) -> Pseudonym {
    pseudonym(domain: 0, id: record)
  }

  /// What stands for an actor in leaves; not the pseudonym of the actor's record, so that what is
  /// done by somebody cannot be joined with what is done about them.
  public func pseudonym(of actor: Actor) -> Pseudonym {
    switch actor {
    case .account(let id): pseudonym(domain: 1, id: id)
    case .resident(let id): pseudonym(domain: 2, id: id)
    case .clock: pseudonym(domain: 3, id: RecordID(high: 0, low: 0))
    case .system: pseudonym(domain: 4, id: RecordID(high: 0, low: 0))
    }
  }

  private func pseudonym(domain: UInt8, id: RecordID) -> Pseudonym {
    var message: [UInt8] = []
    message.reserveCapacity(17)
    message.append(domain)
    append(id, to: &message)
    return Pseudonym(pseudonyms.code(of: message))
  }

  /// The look-up value of a unique key over sealed fields: an HMAC of its name and values, 32
  /// bytes.
  ///
  /// - Throws: `CodecError.valueTooDeep`.
  public func blindIndex(key name: String, values: [Value]) throws(CodecError) -> Hash {
    var writer = CBORWriter(capacity: 64)
    writer.array(1 + values.count)
    writer.text(name)
    for value in values { try writer.value(value) }
    return blindIndex.code(of: writer.bytes)
  }

  /// The digest by which two requests under one id are told to be the same or not.
  ///
  /// An HMAC rather than a hash, since a request holds values that the entry seals and a bare hash
  /// of an identity number can be guessed back.
  ///
  /// - Throws: `CodecError.valueTooDeep`.
  public func digest(of request: Request) throws(CodecError) -> Hash {
    requests.code(of: try canonicalBytes(of: request))
  }

  /// A subject key encrypted for the ledger's key table: nonce, 32 bytes and tag, 60 bytes in all.
  ///
  /// The key's number is bound to it, so that a row of the table cannot be put in another's place.
  public func wrap(
    _ key: SubjectKey, entropy: inout some RandomNumberGenerator
  ) -> [UInt8] {
    wrap(key, nonce: wrapNonce(from: &entropy))
  }

  /// A nonce to wrap a key under, from the caller's source of randomness.
  public func wrapNonce(from entropy: inout some RandomNumberGenerator) -> [UInt8] {
    randomBytes(sealNonceByteCount, from: &entropy)
  }

  /// The same under a nonce drawn before, which must never come twice.
  public func wrap(_ key: SubjectKey, nonce: [UInt8]) -> [UInt8] {
    seal(key.key.rawBytes, under: master, binding: Self.binding(key.number), nonce: nonce)
  }

  /// The subject key of a row of the key table.
  ///
  /// - Throws: `SecretsError.wrappedKeyBroken` if the row was not made by `wrap` for this number.
  public func unwrap(_ wrapped: [UInt8], number: Int64) throws(SecretsError) -> SubjectKey {
    guard let bytes = unseal(wrapped, under: master, binding: Self.binding(number)),
      bytes.count == SubjectKey.byteCount
    else { throw .wrappedKeyBroken(number: number) }
    return SubjectKey(number: number, bytes: bytes)
  }

  private static func binding(_ number: Int64) -> [UInt8] {
    let bigEndian = (0..<8).map { UInt8(truncatingIfNeeded: number >> Int64(56 - 8 * $0)) }
    return Array("luoshi subject key v1".utf8) + bigEndian
  }
}

/// Why secrets cannot be used.
public enum SecretsError: Error, Sendable, Hashable {
  /// The root seed has another length than 32 bytes.
  case rootLength(Int)
  /// A wrapped subject key was changed, moved to another number, or wrapped under another root.
  case wrappedKeyBroken(number: Int64)
}
