/// A subject key that was destroyed, so that it can be told in a backup made before.
///
/// It names nobody: a number, and the hash of the leaf of the entry that the key was made for,
/// since a ledger that goes on from an earlier point may give a number again.
public struct ErasedKey: Sendable, Hashable {
  /// The number in the key table.
  public let number: Int64
  /// The hash of the leaf of the entry that the key was made for.
  public let leafHash: Hash

  /// A key by its number and its entry's leaf.
  public init(number: Int64, leafHash: Hash) {
    self.number = number
    self.leafHash = leafHash
  }

  /// The first line of a list.
  private static let header = "luoshi erased keys v1"

  /// A list as a text: a line for each key, by number.
  public static func list(_ keys: some Sequence<ErasedKey>) -> String {
    var text = header + "\n"
    for key in Set(keys).sorted(by: { $0.number < $1.number }) {
      text += "\(key.number) \(key.leafHash.base64)\n"
    }
    return text
  }

  /// Reads a list.
  ///
  /// - Throws: `ErasedListError` with the line.
  public static func parse(_ bytes: [UInt8]) throws(ErasedListError) -> [ErasedKey] {
    var lines = bytes.split(separator: newline, omittingEmptySubsequences: false)
    guard lines.first?.elementsEqual(header.utf8) == true else {
      throw ErasedListError(line: 1)
    }
    guard lines.popLast()?.isEmpty == true else { throw ErasedListError(line: lines.count + 1) }
    var keys: [ErasedKey] = []
    for (index, line) in lines.enumerated().dropFirst() {
      let parts = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
      guard parts.count == 2, let number = decimalNumber(parts[0]),
        let bytes = Base64.decode(Array(parts[1])), let hash = Hash(bytes: bytes)
      else { throw ErasedListError(line: index + 1) }
      keys.append(ErasedKey(number: number, leafHash: hash))
    }
    return keys
  }
}

/// A list of erased keys that cannot be read.
public struct ErasedListError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The first line that is not as it should be, from 1.
  public let line: Int

  /// What is wrong.
  public var description: String {
    line == 1
      ? "it is no list of erased keys; luoshi erase writes it as erased-keys.txt"
      : "line \(line) is not a number and a hash, or has no line end; the list was cut off or "
        + "changed"
  }
}
