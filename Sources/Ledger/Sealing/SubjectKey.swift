internal import Crypto

/// The key that a person's (or record's) sealed values are encrypted under.
///
/// Destroying it erases them, in every copy of the ledger.
public struct SubjectKey: Sendable {
  /// How many bytes a key has (AES-256).
  public static let byteCount = 32

  /// The number in the ledger's key table.
  public let number: Int64
  let key: SymmetricKey

  /// A key of 32 bytes.
  public init(number: Int64, bytes: [UInt8]) {
    precondition(bytes.count == Self.byteCount)
    self.number = number
    self.key = SymmetricKey(data: bytes)
  }

  /// A new key from the caller's source of randomness.
  public init(number: Int64, entropy: inout some RandomNumberGenerator) {
    self.init(number: number, bytes: randomBytes(Self.byteCount, from: &entropy))
  }

  /// A request's digest as an entry keeps it that seals something under this key.
  ///
  /// The request holds the sealed values, so whoever has the ledger's secrets could try guesses of
  /// them against its plain digest; after an erasure nobody shall.
  public func hidden(_ digest: Hash) -> Hash {
    let label = Array("luoshi request digest v1".utf8)
    let code = HMAC<SHA256>.authenticationCode(for: label + digest.bytes, using: key)
    guard let hash = Hash(bytes: Array(code)) else {
      preconditionFailure("a code of SHA-256 has 32 bytes")
    }
    return hash
  }
}

/// Bytes from a generator, eight for each number drawn, most significant first.
func randomBytes(_ count: Int, from entropy: inout some RandomNumberGenerator) -> [UInt8] {
  var bytes: [UInt8] = []
  bytes.reserveCapacity(count)
  while bytes.count < count {
    let word = entropy.next()
    for index in 0..<min(8, count - bytes.count) {
      bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * index)))
    }
  }
  return bytes
}

/// The length of a nonce of AES-GCM (NIST SP 800-38D section 5.2.1.1).
let sealNonceByteCount = 12
/// The length of a tag of AES-GCM.
let sealTagByteCount = 16

/// Encrypts with AES-256-GCM: nonce, ciphertext and tag one after another.
func seal(
  _ plaintext: [UInt8], under key: SymmetricKey, binding: [UInt8], nonce: [UInt8]
) -> [UInt8] {
  precondition(nonce.count == sealNonceByteCount)
  do {
    let box = try AES.GCM.seal(
      plaintext, using: key, nonce: AES.GCM.Nonce(data: nonce), authenticating: binding)
    return nonce + Array(box.ciphertext) + Array(box.tag)
  } catch {
    preconditionFailure("AES-GCM refuses no key of 32 bytes and nonce of 12: \(error)")
  }
}

/// Decrypts what `seal` gave; `nil` if the key, the binding or any byte is another.
func unseal(_ sealed: [UInt8], under key: SymmetricKey, binding: [UInt8]) -> [UInt8]? {
  guard sealed.count >= sealNonceByteCount + sealTagByteCount,
    let box = try? AES.GCM.SealedBox(combined: sealed),
    let plaintext = try? AES.GCM.open(box, using: key, authenticating: binding)
  else { return nil }
  return [UInt8](plaintext)
}
