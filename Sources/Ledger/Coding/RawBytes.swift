internal import Crypto
internal import Programmes
internal import Quantities

// The only file of this module that touches memory through pointers: digests are read out of
// swift-crypto and tree nodes hashed without passing through arrays on the heap, which is what the
// hot path of the ledger consists of.

extension Hash {
  /// A hash of exactly 32 bytes, or `nil`.
  public init?(bytes: [UInt8]) {
    guard bytes.count == Self.byteCount else { return nil }
    self.init(at: 0, of: bytes)
  }

  /// The 32 bytes.
  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.byteCount)
    append(to: &bytes)
    return bytes
  }

  /// Appends the 32 bytes.
  func append(to bytes: inout [UInt8]) {
    unsafe withUnsafeBytes(of: self) { raw in unsafe bytes.append(contentsOf: raw) }
  }

  /// The hash at `offset` in a tile; the caller has checked that 32 bytes are there.
  init(at offset: Int, of tile: [UInt8]) {
    precondition(offset >= 0)
    precondition(offset + Self.byteCount <= tile.count)
    self = unsafe tile.withUnsafeBytes { raw in
      unsafe Hash(loading: UnsafeRawBufferPointer(rebasing: raw[offset..<offset + 32]))
    }
  }

  /// SHA-256 of `bytes` (FIPS 180-4).
  public static func sha256(_ bytes: [UInt8]) -> Hash {
    var hasher = SHA256()
    unsafe bytes.withUnsafeBytes { raw in unsafe hasher.update(bufferPointer: raw) }
    return Hash(hasher.finalize())
  }

  /// The hash of a leaf, SHA-256(0x00 ‖ leaf) (RFC 6962 section 2.1).
  public static func leaf(_ bytes: [UInt8]) -> Hash {
    var hasher = SHA256()
    unsafe withUnsafeBytes(of: 0x00 as UInt8) { raw in unsafe hasher.update(bufferPointer: raw) }
    unsafe bytes.withUnsafeBytes { raw in unsafe hasher.update(bufferPointer: raw) }
    return Hash(hasher.finalize())
  }

  /// SHA-256 of a piece of `bytes`.
  static func sha256(_ range: Range<Int>, of bytes: [UInt8]) -> Hash {
    var hasher = SHA256()
    unsafe bytes.withUnsafeBytes { raw in
      unsafe hasher.update(bufferPointer: UnsafeRawBufferPointer(rebasing: raw[range]))
    }
    return Hash(hasher.finalize())
  }

  /// The hash of a leaf that is a piece of `bytes`.
  static func leaf(_ range: Range<Int>, of bytes: [UInt8]) -> Hash {
    var hasher = SHA256()
    unsafe withUnsafeBytes(of: 0x00 as UInt8) { raw in unsafe hasher.update(bufferPointer: raw) }
    unsafe bytes.withUnsafeBytes { raw in
      unsafe hasher.update(bufferPointer: UnsafeRawBufferPointer(rebasing: raw[range]))
    }
    return Hash(hasher.finalize())
  }

  /// The hash of an inner node, SHA-256(0x01 ‖ left ‖ right) (RFC 6962 section 2.1).
  public static func node(_ left: Hash, _ right: Hash) -> Hash {
    unsafe withUnsafeTemporaryAllocation(byteCount: 65, alignment: 8) { buffer in
      unsafe buffer[0] = 0x01
      unsafe buffer.storeBytes(of: left, toByteOffset: 1, as: Hash.self)
      unsafe buffer.storeBytes(of: right, toByteOffset: 33, as: Hash.self)
      var hasher = SHA256()
      unsafe hasher.update(bufferPointer: UnsafeRawBufferPointer(buffer))
      return Hash(hasher.finalize())
    }
  }

  /// A digest of swift-crypto.
  init(_ digest: SHA256Digest) {
    self = unsafe digest.withUnsafeBytes { raw in unsafe Hash(loading: raw) }
  }

  private init(loading raw: UnsafeRawBufferPointer) {
    precondition(raw.count == Self.byteCount)
    self.first = unsafe raw.loadUnaligned(fromByteOffset: 0, as: UInt64.self)
    self.second = unsafe raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
    self.third = unsafe raw.loadUnaligned(fromByteOffset: 16, as: UInt64.self)
    self.fourth = unsafe raw.loadUnaligned(fromByteOffset: 24, as: UInt64.self)
  }
}

extension Pseudonym {
  /// A pseudonym of exactly 16 bytes, or `nil`.
  public init?(bytes: [UInt8]) {
    guard bytes.count == Self.byteCount else { return nil }
    let padding = [UInt8](repeating: 0, count: Self.byteCount)
    self.init(Hash(at: 0, of: bytes + padding))
  }

  /// The 16 bytes.
  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return bytes
  }

  /// Appends the 16 bytes.
  func append(to bytes: inout [UInt8]) {
    unsafe withUnsafeBytes(of: self) { raw in unsafe bytes.append(contentsOf: raw) }
  }
}

/// HMAC-SHA256 under one key (RFC 2104), ready to be used any number of times.
///
/// The key's two blocks are hashed once. swift-crypto's own HMAC hashes them for every code, which
/// measured four times as slow for the 17 bytes that a pseudonym is made of.
struct KeyedHash: Sendable {
  private let inner: SHA256
  private let outer: SHA256

  /// A key of at most 64 bytes.
  init(key: [UInt8]) {
    precondition(key.count <= SHA256.blockByteCount)
    var block = [UInt8](repeating: 0x36, count: SHA256.blockByteCount)
    for (index, byte) in key.enumerated() { block[index] ^= byte }
    self.inner = Self.begin(block)
    for index in block.indices { block[index] ^= 0x36 ^ 0x5C }
    self.outer = Self.begin(block)
  }

  private static func begin(_ block: [UInt8]) -> SHA256 {
    var hasher = SHA256()
    unsafe block.withUnsafeBytes { raw in unsafe hasher.update(bufferPointer: raw) }
    return hasher
  }

  /// The code of `bytes`.
  func code(of bytes: [UInt8]) -> Hash {
    var hasher = inner
    unsafe bytes.withUnsafeBytes { raw in unsafe hasher.update(bufferPointer: raw) }
    let digest = hasher.finalize()
    hasher = outer
    unsafe digest.withUnsafeBytes { raw in unsafe hasher.update(bufferPointer: raw) }
    return Hash(hasher.finalize())
  }
}

extension SymmetricKey {
  /// The key's bytes, for wrapping.
  var rawBytes: [UInt8] { unsafe withUnsafeBytes { raw in unsafe [UInt8](raw) } }
}

/// Appends an identifier's 16 bytes, most significant first.
func append<Tag>(_ id: ID<Tag>, to bytes: inout [UInt8]) {
  let halves = (id.high.bigEndian, id.low.bigEndian)
  unsafe withUnsafeBytes(of: halves) { raw in unsafe bytes.append(contentsOf: raw) }
}

/// Up to eight bytes as a number, the first the lowest; what is beyond `count` counts as zeros.
@inlinable @inline(__always)
package func word(at offset: Int, count: Int, of bytes: [UInt8]) -> UInt64 {
  precondition(offset >= 0 && count >= 0 && count <= 8 && count <= bytes.count - offset)
  if bytes.count - offset >= 8 {
    let word = unsafe bytes.withUnsafeBytes { raw in
      unsafe raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    }
    return count == 8 ? word.littleEndian : word.littleEndian & (1 << UInt64(8 * count) &- 1)
  }
  var word: UInt64 = 0
  for index in 0..<count { word |= UInt64(bytes[offset + index]) << UInt64(8 * index) }
  return word
}

/// Whether a piece of `bytes` is ASCII throughout.
func isASCII(_ range: Range<Int>, of bytes: [UInt8]) -> Bool {
  var rest = range
  while rest.count >= 8 {
    guard word(at: rest.lowerBound, count: 8, of: bytes) & 0x8080_8080_8080_8080 == 0 else {
      return false
    }
    rest = rest.lowerBound + 8..<rest.upperBound
  }
  return word(at: rest.lowerBound, count: rest.count, of: bytes) & 0x8080_8080_8080_8080 == 0
}
