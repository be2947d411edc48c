/// The right edge of a Merkle tree (RFC 6962 section 2.1): all that is needed to go on appending
/// and to know the root, in a few dozen hashes.
public struct Frontier: Sendable, Hashable {
  /// How many leaves were appended.
  public private(set) var size: Int64
  /// The roots of the complete subtrees that the leaves fall into, the largest (leftmost) first:
  /// one for each bit set in `size`.
  private var subtrees: [Hash]

  /// An empty tree.
  public init() {
    self.size = 0
    self.subtrees = []
  }

  /// The root of an empty tree, SHA-256 of nothing.
  public static let emptyRoot = Hash.sha256([])

  /// Appends a leaf by its hash; on average this hashes one node.
  public mutating func append(_ leaf: Hash) {
    append(leaf) { _, _ in }
  }

  /// Appends a leaf and tells each subtree that it completes: its height above the leaves, from 1
  /// upwards, and its root.
  mutating func append(_ leaf: Hash, completed: (_ height: Int, _ root: Hash) -> Void) {
    precondition(size < Int64.max)
    precondition(subtrees.count == size.nonzeroBitCount)
    let merges = (~size).trailingZeroBitCount
    var root = leaf
    for height in 1..<(merges + 1) {
      root = .node(subtrees.removeLast(), root)
      completed(height, root)
    }
    subtrees.append(root)
    size += 1
  }

  /// The tree's root.
  public var root: Hash {
    guard var root = subtrees.last else { return Self.emptyRoot }
    for subtree in subtrees.dropLast().reversed() { root = .node(subtree, root) }
    return root
  }

  /// The size (8 bytes, most significant first) and the subtrees' roots, for keeping.
  public var snapshot: [UInt8] {
    var bytes = (0..<8).map { UInt8(truncatingIfNeeded: size >> Int64(56 - 8 * $0)) }
    for subtree in subtrees { subtree.append(to: &bytes) }
    return bytes
  }

  /// The frontier of a snapshot, or `nil` if the bytes are not one.
  ///
  /// A snapshot carries no check of its own: compare the root with a checkpoint.
  public init?(snapshot bytes: [UInt8]) {
    guard bytes.count >= 8 else { return nil }
    let size = bytes[..<8].reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
    guard size <= UInt64(Int64.max), bytes.count == 8 + 32 * size.nonzeroBitCount else {
      return nil
    }
    self.size = Int64(size)
    self.subtrees = stride(from: 8, to: bytes.count, by: 32).map { Hash(at: $0, of: bytes) }
  }

  /// The frontier of a tree whose tiles are stored.
  init(size: Int64, subtrees: [Hash]) {
    precondition(size >= 0)
    precondition(subtrees.count == size.nonzeroBitCount)
    self.size = size
    self.subtrees = subtrees
  }
}
