/// A SHA-256 digest: of a block, a leaf, a tree node or a whole tree.
///
/// Kept as four words rather than as an array because a tree of a million leaves passes through two
/// million of them and none should touch the heap.
public struct Hash: Sendable, Hashable {
  // The bytes in memory order; never read as numbers.
  let first: UInt64
  let second: UInt64
  let third: UInt64
  let fourth: UInt64

  /// How many bytes a digest has.
  public static let byteCount = 32
}

extension Hash: CustomStringConvertible {
  /// 64 lower-case hexadecimal digits.
  public var description: String { Hex.encode(bytes) }

  /// The standard base64 of the 32 bytes, as checkpoints and proofs print it.
  public var base64: String { Base64.encode(bytes) }
}

/// What stands in a public leaf in place of a record's or an actor's id.
///
/// The first 16 bytes of HMAC-SHA256 under the ledger's pseudonym key, so that entries on one
/// record can be seen to belong together without telling which record it is.
public struct Pseudonym: Sendable, Hashable {
  // The bytes in memory order; never read as numbers.
  let first: UInt64
  let second: UInt64

  /// How many bytes a pseudonym has.
  public static let byteCount = 16

  /// The first half of an HMAC.
  init(_ code: Hash) {
    self.first = code.first
    self.second = code.second
  }
}

extension Pseudonym: CustomStringConvertible {
  /// 32 lower-case hexadecimal digits.
  public var description: String { Hex.encode(bytes) }
}
