/// Grows a tree and gives the tiles that have to be written.
///
/// It keeps the partial tiles of the right edge, so that appending reads nothing.
public struct TileWriter: Sendable {
  /// A tile and its bytes, 32 for each hash.
  public struct Output: Sendable, Hashable {
    /// Which tile; its width is that of the tree after all leaves of the call.
    public let tile: Tile
    /// The hashes one after another.
    public let bytes: [UInt8]
  }

  /// The tree's edge, with its size and root.
  public private(set) var frontier: Frontier
  /// The bytes of the partial tile of each level, empty where the last tile is full.
  private var edges: [[UInt8]]

  /// An empty tree.
  public init() {
    self.frontier = Frontier()
    self.edges = []
  }

  /// Goes on with a tree of `size` leaves whose tiles are stored.
  ///
  /// - Throws: what `read` throws, and `TreeError.tileTooShort`. The bytes are not checked against
  ///   a
  ///   checkpoint; compare `frontier.root`.
  public init(
    size: Int64, read: (_ level: UInt8, _ index: Int64) throws -> [UInt8]
  ) throws {
    precondition(size >= 0)
    var edges: [[UInt8]] = []
    var subtrees: [Hash] = []
    var level: UInt8 = 0
    while size >> (Int64(level) * 8) > 0 {
      let count = size >> (Int64(level) * 8)
      let index = count / Int64(Tile.widthMax)
      let width = Int(count % Int64(Tile.widthMax))
      var edge: [UInt8] = []
      if width > 0 {
        let stored = try read(level, index)
        guard stored.count >= width * Hash.byteCount else {
          throw TreeError.tileTooShort(level: level, index: index, hashes: stored.count / 32)
        }
        edge = Array(stored.prefix(width * Hash.byteCount))
      }
      // Within a tile too, each bit of the width is a complete subtree; higher levels lie left.
      subtrees.insert(contentsOf: Self.subtreeRoots(of: edge), at: 0)
      edges.append(edge)
      level += 1
    }
    self.edges = edges
    self.frontier = Frontier(size: size, subtrees: subtrees)
  }

  private static func subtreeRoots(of edge: [UInt8]) -> [Hash] {
    var roots: [Hash] = []
    var start = 0
    var rest = edge.count / Hash.byteCount
    while rest > 0 {
      let count = 1 << (Int.bitWidth - 1 - rest.leadingZeroBitCount)
      roots.append(foldedRoot(of: edge, from: start, count: count))
      start += count
      rest -= count
    }
    return roots
  }

  /// Appends leaves by their hashes and gives every tile that is new or wider than before, lower
  /// levels first and within a level from left to right.
  ///
  /// Each tile is given once, as wide as it is after the last leaf.
  public mutating func append(_ leaves: [Hash]) -> [Output] {
    var levels = edges.map { LevelGrowth(edge: $0, full: []) }
    let sizeBefore = frontier.size
    for leaf in leaves {
      Self.extend(&levels, level: 0, with: leaf)
      frontier.append(leaf) { height, root in
        guard height % Tile.height == 0 else { return }
        Self.extend(&levels, level: height / Tile.height, with: root)
      }
    }
    edges = levels.map(\.edge)
    var outputs: [Output] = []
    for (level, growth) in levels.enumerated() {
      var index = sizeBefore >> (8 * Int64(level + 1))
      for bytes in growth.full + (growth.isEdgeWider ? [growth.edge] : []) {
        let width = bytes.count / Hash.byteCount
        let tile = Tile(level: UInt8(level), index: index, width: width)
        outputs.append(Output(tile: tile, bytes: bytes))
        index += 1
      }
    }
    return outputs
  }

  /// What one call adds to a level.
  private struct LevelGrowth {
    /// The partial tile at the right, empty if the last one is full.
    var edge: [UInt8]
    /// The tiles that became full, from left to right.
    var full: [[UInt8]]
    /// Whether the partial tile is not empty and has hashes that it had not.
    var isEdgeWider = false
  }

  private static func extend(_ levels: inout [LevelGrowth], level: Int, with hash: Hash) {
    precondition(level <= levels.count)
    if level == levels.count { levels.append(LevelGrowth(edge: [], full: [])) }
    hash.append(to: &levels[level].edge)
    levels[level].isEdgeWider = true
    guard levels[level].edge.count == Tile.widthMax * Hash.byteCount else { return }
    levels[level].full.append(levels[level].edge)
    levels[level].edge = []
    levels[level].isEdgeWider = false
  }
}
