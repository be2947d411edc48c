import Ledger
import Quantities
import Testing

struct TileTests {
  /// The first is the example of C2SP tlog-tiles.
  @Test(arguments: [
    (0, 1_234_067, 256, "tile/0/x001/x234/067"), (0, 0, 256, "tile/0/000"),
    (0, 273, 112, "tile/0/273.p/112"), (1, 1, 17, "tile/1/001.p/17"),
    (2, 0, 1, "tile/2/000.p/1"), (0, 1234, 256, "tile/0/x001/234"),
    (7, 999_999, 255, "tile/7/x999/999.p/255"),
  ]) func `paths are as published`(level: UInt8, index: Int64, width: Int, path: String) {
    let tile = Tile(level: level, index: index, width: width)
    #expect(tile.path == path)
    #expect(Tile(path: path) == tile)
  }

  @Test func `bundles of entries have their own path`() {
    let tile = Tile(level: 0, index: 1234, width: 5)
    #expect(tile.entriesPath == "tile/entries/x001/234.p/5")
    #expect(Tile(path: "tile/entries/x001/234.p/5") == tile)
  }

  @Test(arguments: [
    "", "tile", "tile/0", "tile/0/", "tile/0/1", "tile/00/001", "tile/64/001", "tile/0/x000/001",
    "tile/0/001.p/0", "tile/0/001.p/256", "tile/0/001.p/01", "tile/0/001.p", "tile/0/x001",
    "tile/0/001/002", "tile/0/0001", "tile/0/-01", "tile/-1/001", "tile/0/001/", "/tile/0/001",
    "tile/x/001", "tile/0/x999/x999/x999/x999/x999/x999/x999/999", "tile/0/00１", "tile/0/+01",
    "tile/0/x009/x999/x999/x999/x999/x999/999",
  ]) func `other paths are refused`(path: String) {
    #expect(Tile(path: path) == nil)
  }

  /// The example of C2SP tlog-tiles: a tree of 70,000 leaves.
  @Test func `a tree has the tiles that the specification counts`() {
    #expect(Tile.width(level: 0, index: 272, size: 70_000) == 256)
    #expect(Tile.width(level: 0, index: 273, size: 70_000) == 112)
    #expect(Tile.width(level: 0, index: 274, size: 70_000) == 0)
    #expect(Tile.width(level: 1, index: 0, size: 70_000) == 256)
    #expect(Tile.width(level: 1, index: 1, size: 70_000) == 17)
    #expect(Tile.width(level: 2, index: 0, size: 70_000) == 1)
    #expect(Tile.width(level: 3, index: 0, size: 70_000) == 0)
    #expect(Tile.width(level: 63, index: .max, size: .max) == 0)
  }

  @Test func `tiles of 70,000 leaves give the frontier's root however they were batched`() throws {
    let hashes = TreeTests.hashes(70_000)
    var frontier = Frontier()
    for hash in hashes { frontier.append(hash) }
    var generator = SeededGenerator(seed: 8)
    var writer = TileWriter()
    let store = Store([])
    var written = 0
    while written < hashes.count {
      let end = min(hashes.count, written + Int.random(in: 1...1500, using: &generator))
      let outputs = writer.append(Array(hashes[written..<end]))
      for output in outputs {
        let (level, index) = (output.tile.level, output.tile.index)
        #expect(output.tile.width == Tile.width(level: level, index: index, size: Int64(end)))
        #expect(output.bytes.count == 32 * output.tile.width)
      }
      #expect(Set(outputs.map(\.tile)).count == outputs.count)
      store.write(outputs)
      written = end
    }
    #expect(writer.frontier == frontier)
    #expect(store.tiles.count == 274 + 2 + 1)
    var tree = TiledTree(read: store.read)
    #expect(try tree.root(size: 70_000) == frontier.root)
    for index in stride(from: 0 as Int64, to: 70_000, by: 4_999) {
      let proof = try tree.inclusionProof(index: index, size: 70_000)
      #expect(
        MerkleProof.verifyInclusion(
          of: hashes[Int(index)], index: index, size: 70_000, root: frontier.root, proof: proof))
      #expect(try tree.leafHash(at: index) == hashes[Int(index)])
    }
  }

  @Test(arguments: [0, 1, 5, 255, 256, 257, 511, 65_535, 65_536, 65_537, 70_000])
  func `a writer goes on from stored tiles`(size: Int) throws {
    let hashes = TreeTests.hashes(size + 300)
    var writer = TileWriter()
    let store = Store(writer.append(Array(hashes[..<size])))
    var restored = try TileWriter(size: Int64(size), read: store.read)
    #expect(restored.frontier == writer.frontier)
    let rest = Array(hashes[size...])
    #expect(restored.append(rest) == writer.append(rest))
    if size % 256 != 0 {
      #expect(throws: TreeError.self) { try TileWriter(size: Int64(size)) { _, _ in [] } }
    }
  }

  @Test func `a bundle is each leaf after its length`() {
    #expect(
      Tile.bundle([[], [1, 2], [UInt8](repeating: 3, count: 300)]).prefix(9)
        == [0, 0, 0, 2, 1, 2, 1, 44, 3])
  }
}
