internal import Crypto

/// What the lines of an access log are sealed with.
public struct AccessKey: Sendable {
  let key: SymmetricKey

  /// Bound to each line: what it is, its number, and the line before it.
  static func binding(number: Int64, before: Hash) -> [UInt8] {
    let bigEndian = (0..<8).map { UInt8(truncatingIfNeeded: number >> Int64(56 - 8 * $0)) }
    return Array("luoshi access log v1".utf8) + bigEndian + before.bytes
  }
}

/// Where an access log ends: the next line is sealed so that it can follow this one only.
///
/// A line is its number, a space, and base64 of nonce, ciphertext and tag. Nothing personal stands
/// in it in the clear. A line that was changed, left out or moved is noticed; that lines at the end
/// were cut off is not.
public struct AccessChain: Sendable, Hashable {
  /// The lines so far.
  public private(set) var count: Int64 = 0
  private var last: Hash

  /// An empty log.
  public init() {
    self.last = .sha256([])
  }

  /// The end of a log whose last line this is.
  ///
  /// - Throws: `AccessError.malformed` if it is no line.
  public init(after line: [UInt8]) throws(AccessError) {
    self.count = try Self.parts(line, at: nil).number + 1
    self.last = .sha256(line)
  }

  /// Seals an access as the next line, without its line end.
  public mutating func seal(
    _ access: Access, key: AccessKey, entropy: inout some RandomNumberGenerator
  ) -> [UInt8] {
    let box = Ledger.seal(
      access.encoded, under: key.key, binding: AccessKey.binding(number: count, before: last),
      nonce: randomBytes(sealNonceByteCount, from: &entropy))
    let line = Array("\(count) \(Base64.encode(box))".utf8)
    count += 1
    last = .sha256(line)
    return line
  }

  /// Opens the next line.
  ///
  /// - Throws: `AccessError` if it is not the one that was written there.
  public mutating func open(_ line: [UInt8], key: AccessKey) throws(AccessError) -> Access {
    let (number, box) = try Self.parts(line, at: count)
    guard number == count,
      let bytes = unseal(
        box, under: key.key, binding: AccessKey.binding(number: count, before: last))
    else { throw .broken(line: count) }
    do {
      let access = try Access(decoding: bytes)
      count += 1
      last = .sha256(line)
      return access
    } catch {
      throw .broken(line: count)
    }
  }

  private static func parts(
    _ line: [UInt8], at number: Int64?
  ) throws(AccessError) -> (number: Int64, box: [UInt8]) {
    let parts = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    guard parts.count == 2, let found = decimalNumber(parts[0]),
      let box = Base64.decode(Array(parts[1]))
    else { throw .malformed(line: number ?? -1) }
    return (found, box)
  }
}

/// Why an access log is not believed.
public enum AccessError: Error, Sendable, Hashable, CustomStringConvertible {
  /// It is not a line of an access log; lines count from 0, -1 for the last.
  case malformed(line: Int64)
  /// It was changed, does not follow the line before it, or was sealed under another key.
  case broken(line: Int64)

  /// What is wrong with which line.
  public var description: String {
    switch self {
    case .malformed(let line) where line < 0: "its last line is none of an access log"
    case .malformed(let line): "line \(line) is none of an access log"
    case .broken(let line):
      "line \(line) was changed, a line before it was taken away or added, or it was sealed under "
        + "another root key"
    }
  }
}
