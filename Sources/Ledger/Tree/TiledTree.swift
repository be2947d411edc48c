/// A tree as far as its tiles are stored: roots and proofs of any size up to what the tiles hold.
///
/// Proofs are those of RFC 6962 sections 2.1.1 and 2.1.2. Tiles are read at most once each and at
/// their full width or the width they have; a proof in a tree of a million leaves reads three.
public struct TiledTree {
  private let read: (_ level: UInt8, _ index: Int64) throws -> [UInt8]
  private var tiles: [[Int64: [UInt8]]] = []

  /// A tree that reads its tiles with `read`, which may give a tile wider than asked for.
  public init(read: @escaping (_ level: UInt8, _ index: Int64) throws -> [UInt8]) {
    self.read = read
  }

  /// The root of the first `size` leaves.
  ///
  /// - Throws: what reading throws, and `TreeError`.
  public mutating func root(size: Int64) throws -> Hash {
    guard size >= 0 else { throw TreeError.sizesOutOfOrder(older: 0, newer: size) }
    return size == 0 ? Frontier.emptyRoot : try root(from: 0, to: size)
  }

  /// The hash of one leaf, as it stands in its tile.
  ///
  /// - Throws: what reading throws, and `TreeError`.
  public mutating func leafHash(at index: Int64) throws -> Hash {
    guard index >= 0 else { throw TreeError.indexOutOfRange(index: index, size: 0) }
    return try root(from: index, to: index + 1)
  }

  /// The audit path of a leaf in the tree of the first `size` leaves, from the leaf's sibling up.
  ///
  /// - Throws: what reading throws, and `TreeError`.
  public mutating func inclusionProof(index: Int64, size: Int64) throws -> [Hash] {
    guard index >= 0, index < size else {
      throw TreeError.indexOutOfRange(index: index, size: size)
    }
    var proof: [Hash] = []
    var (start, end) = (0 as Int64, size)
    while end - start > 1 {
      let middle = start + splitPoint(end - start)
      if index < middle {
        proof.append(try root(from: middle, to: end))
        end = middle
      } else {
        proof.append(try root(from: start, to: middle))
        start = middle
      }
    }
    return proof.reversed()
  }

  /// The proof that the tree of `newer` leaves begins with the leaves of the tree of `older`.
  ///
  /// Empty if the sizes are equal or the older tree is.
  ///
  /// - Throws: what reading throws, and `TreeError`.
  public mutating func consistencyProof(older: Int64, newer: Int64) throws -> [Hash] {
    guard older >= 0, older <= newer else {
      throw TreeError.sizesOutOfOrder(older: older, newer: newer)
    }
    guard older > 0, older < newer else { return [] }
    var proof: [Hash] = []
    var (start, end) = (0 as Int64, newer)
    // The verifier knows the older root, so it needs no telling while the path keeps to the left.
    var isKnown = true
    while end != older {
      let middle = start + splitPoint(end - start)
      if older <= middle {
        proof.append(try root(from: middle, to: end))
        end = middle
      } else {
        proof.append(try root(from: start, to: middle))
        start = middle
        isKnown = false
      }
    }
    if !isKnown { proof.append(try root(from: start, to: end)) }
    return proof.reversed()
  }

  /// The root of the leaves from `start` to before `end`, a range that stands for one node: `start`
  /// is a multiple of the largest power of two not above its length.
  private mutating func root(from start: Int64, to end: Int64) throws -> Hash {
    precondition(start < end)
    var roots: [Hash] = []
    var next = start
    while next < end {
      let length = largestPower(notAbove: end - next)
      roots.append(try completeRoot(height: length.trailingZeroBitCount, at: next))
      next += length
    }
    var root = roots.removeLast()
    for left in roots.reversed() { root = .node(left, root) }
    return root
  }

  /// The root of the 2^height leaves from `start`, out of the tile that holds it or what it is made
  /// of.
  private mutating func completeRoot(height: Int, at start: Int64) throws -> Hash {
    precondition(start & (1 << Int64(height) - 1) == 0)
    let level = height / Tile.height
    let count = 1 << (height % Tile.height)
    let position = start >> Int64(level * Tile.height)
    let offset = Int(position % Int64(Tile.widthMax))
    let tile = try tile(
      level: level, index: position / Int64(Tile.widthMax), hashes: offset + count)
    return foldedRoot(of: tile, from: offset, count: count)
  }

  private mutating func tile(level: Int, index: Int64, hashes: Int) throws -> [UInt8] {
    while tiles.count <= level { tiles.append([:]) }
    let tile = try tiles[level][index] ?? read(UInt8(level), index)
    guard tile.count >= hashes * Hash.byteCount else {
      throw TreeError.tileTooShort(level: UInt8(level), index: index, hashes: tile.count / 32)
    }
    tiles[level][index] = tile
    return tile
  }
}

/// The root over `count` hashes of a tile, a power of two, from hash `start` on.
func foldedRoot(of tile: [UInt8], from start: Int, count: Int) -> Hash {
  precondition(count.nonzeroBitCount == 1)
  if count == 1 { return Hash(at: start * Hash.byteCount, of: tile) }
  var row = (start..<start + count).map { Hash(at: $0 * Hash.byteCount, of: tile) }
  var width = count
  while width > 1 {
    width /= 2
    for index in 0..<width { row[index] = .node(row[2 * index], row[2 * index + 1]) }
  }
  return row[0]
}

/// The largest power of two not above a number of at least 1.
private func largestPower(notAbove number: Int64) -> Int64 {
  precondition(number >= 1)
  return 1 << Int64(63 - number.leadingZeroBitCount)
}

/// Where RFC 6962 splits a tree of `size` leaves: the largest power of two below it.
private func splitPoint(_ size: Int64) -> Int64 {
  precondition(size > 1)
  return largestPower(notAbove: size - 1)
}
