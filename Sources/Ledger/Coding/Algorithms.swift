/// The digest of everything hashed in a ledger, a property of the whole ledger.
public enum DigestAlgorithm: String, Sendable, Hashable, CaseIterable {
  /// SHA-256 (FIPS 180-4), also in HMAC and HKDF.
  case sha256 = "sha-256"
}

/// The algorithm of a ledger's signatures, a property of the whole ledger.
public enum SignatureAlgorithm: String, Sendable, Hashable, CaseIterable {
  /// Ed25519 (RFC 8032).
  case ed25519
}
