public import Programmes

/// A sealed value together with the salt that its commitment was made with: enough to show a third
/// party, by the public leaf alone, what was entered.
public struct Opening: Sendable, Hashable {
  /// The 16 random bytes of the commitment.
  public let salt: [UInt8]
  /// The value.
  public let value: Value
  private let encoded: [UInt8]

  /// A value and salt as somebody tells them.
  ///
  /// - Throws: `CodecError.valueTooDeep`.
  public init(salt: [UInt8], value: Value) throws(CodecError) {
    self.init(salt: salt, value: value, encoded: try ValueCodec.encode(value))
  }

  init(salt: [UInt8], value: Value, encoded: [UInt8]) {
    self.salt = salt
    self.value = value
    self.encoded = encoded
  }

  /// HMAC-SHA256 of the value's canonical CBOR, keyed with the salt.
  ///
  /// Only for a salt of 16 bytes: HMAC pads keys with zeros, so that salts of free length could
  /// give one commitment for two.
  var commitment: Hash { KeyedHash(key: salt).code(of: encoded) }

  /// Whether this is what a leaf's seal commits to.
  public func opens(_ seal: LeafSeal) -> Bool {
    salt.count == EntryCodec.saltByteCount && commitment == seal.commitment
  }
}
