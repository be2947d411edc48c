/// Checks proofs against roots; all a verifier needs of the tree.
public enum MerkleProof {
  /// Whether `proof` shows that the leaf with this hash is leaf `index` of the tree of `size`
  /// leaves with this root (RFC 9162 section 2.1.3.2).
  public static func verifyInclusion(
    of leaf: Hash, index: Int64, size: Int64, root: Hash, proof: [Hash]
  ) -> Bool {
    guard index >= 0, index < size else { return false }
    var position = index
    var last = size - 1
    var node = leaf
    for sibling in proof {
      guard last > 0 else { return false }
      if position & 1 == 1 || position == last {
        node = .node(sibling, node)
        while position & 1 == 0, position > 0 {
          position >>= 1
          last >>= 1
        }
      } else {
        node = .node(node, sibling)
      }
      position >>= 1
      last >>= 1
    }
    return last == 0 && node == root
  }

  /// Whether `proof` shows that the tree of `newer` leaves begins with the tree of `older` leaves
  /// (RFC 9162 section 2.1.4.2).
  ///
  /// Equal sizes need equal roots, and an empty tree its own root; the proof is then empty.
  public static func verifyConsistency(
    older: Int64, olderRoot: Hash, newer: Int64, newerRoot: Hash, proof: [Hash]
  ) -> Bool {
    guard older >= 0, older <= newer else { return false }
    if older == newer, olderRoot != newerRoot { return false }
    if older == 0 { return proof.isEmpty && olderRoot == Frontier.emptyRoot }
    if older == newer { return proof.isEmpty }
    var path = proof[...]
    if older.nonzeroBitCount == 1 { path = [olderRoot] + path }
    guard let first = path.popFirst() else { return false }
    var position = older - 1
    var last = newer - 1
    while position & 1 == 1 {
      position >>= 1
      last >>= 1
    }
    var olderNode = first
    var newerNode = first
    for sibling in path {
      guard last > 0 else { return false }
      if position & 1 == 1 || position == last {
        olderNode = .node(sibling, olderNode)
        newerNode = .node(sibling, newerNode)
        while position & 1 == 0, position > 0 {
          position >>= 1
          last >>= 1
        }
      } else {
        newerNode = .node(newerNode, sibling)
      }
      position >>= 1
      last >>= 1
    }
    return last == 0 && olderNode == olderRoot && newerNode == newerRoot
  }
}
