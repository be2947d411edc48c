internal import Crypto
public import Programmes
public import Quantities

/// The secrets of one ledger, all derived from a root seed of 32 bytes by HKDF-SHA256 (RFC 5869).
///
/// After a change of root two of them are carried on, sealed under the new one: that of pseudonyms,
/// since they stand in leaves, and that of requests' digests, since they stand in blocks.
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
  /// The keys of pseudonyms and of requests' digests, 32 bytes each.
  private let lasting: [UInt8]

  /// The secrets of a root seed; `carried` is what `carried(to:entropy:)` gave when it came.
  ///
  /// - Throws: `SecretsError.rootLength` unless the seed has 32 bytes, `carriedBroken` if what is
  ///   carried was sealed under another.
  public init(root: [UInt8], carried: [UInt8]? = nil) throws(SecretsError) {
    guard root.count == Self.rootByteCount else { throw .rootLength(root.count) }
    func derived(_ purpose: String) -> SymmetricKey { Self.derived(purpose, from: root) }
    if let carried {
      let opened = unseal(carried, under: derived("carried keys"), binding: Self.carriedBinding)
      guard let opened, opened.count == 64 else { throw .carriedBroken }
      self.lasting = opened
    } else {
      self.lasting = derived("pseudonym").rawBytes + derived("request digest").rawBytes
    }
    self.pseudonyms = KeyedHash(key: Array(lasting[..<32]))
    self.blindIndex = KeyedHash(key: derived("blind index").rawBytes)
    self.requests = KeyedHash(key: Array(lasting[32...]))
    self.master = derived("subject keys")
    self.accessKey = AccessKey(key: derived("access log"))
    do {
      self.signing = try Curve25519.Signing.PrivateKey(
        rawRepresentation: derived("checkpoint signature").rawBytes)
    } catch {
      preconditionFailure("any 32 bytes are an Ed25519 seed: \(error)")
    }
  }

  private static func derived(_ purpose: String, from root: [UInt8]) -> SymmetricKey {
    HKDF<SHA256>.deriveKey(
      inputKeyMaterial: SymmetricKey(data: root), salt: Array("luoshi ledger v1".utf8),
      info: Array(purpose.utf8), outputByteCount: 32)
  }

  private static var carriedBinding: [UInt8] { Array("luoshi carried keys v1".utf8) }

  /// The keys that go on when the root changes, sealed under the new one.
  ///
  /// - Throws: `SecretsError.rootLength`.
  public func carried(
    to root: [UInt8], entropy: inout some RandomNumberGenerator
  ) throws(SecretsError) -> [UInt8] {
    guard root.count == Self.rootByteCount else { throw .rootLength(root.count) }
    return seal(
      lasting, under: Self.derived("carried keys", from: root), binding: Self.carriedBinding,
      nonce: randomBytes(sealNonceByteCount, from: &entropy))
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
  /// The keys carried on from an earlier root are sealed under another one.
  case carriedBroken
}
