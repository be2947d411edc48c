public import Quantities

extension ID {
  /// A hash as four words, big-endian, for ids that follow from content.
  public static func words(of hash: Hash) -> [UInt64] {
    let bytes = hash.bytes
    return stride(from: 0, to: bytes.count, by: 8).map { start in
      bytes[start..<start + 8].reduce(0) { $0 << 8 | UInt64($1) }
    }
  }
}
