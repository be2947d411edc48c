/// Why a proof cannot be made from the tiles at hand.
public enum TreeError: Error, Sendable, Hashable {
  /// A stored tile has fewer hashes than the tree's size calls for.
  case tileTooShort(level: UInt8, index: Int64, hashes: Int)
  /// There is no such leaf in a tree of this size.
  case indexOutOfRange(index: Int64, size: Int64)
  /// The older tree is larger than the newer one, or a size is negative.
  case sizesOutOfOrder(older: Int64, newer: Int64)
}
