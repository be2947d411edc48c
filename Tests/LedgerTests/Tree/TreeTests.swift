import Ledger
import Quantities
import Testing

/// Trees against known answers and against RFC 6962's own recursive definition.
struct TreeTests {
  /// The leaves and roots of the reference test data of RFC 6962 implementations.
  static let leaves = [
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
  ].map { Hex.decode($0) ?? [] }

  static let roots = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
  ]

  @Test func `the reference roots come out`() {
    #expect(
      Frontier().root.description
        == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    var frontier = Frontier()
    for (leaf, root) in zip(Self.leaves, Self.roots) {
      frontier.append(.leaf(leaf))
      #expect(frontier.root.description == root)
    }
    #expect(frontier.size == 8)
  }

  @Test func `the reference audit path comes out`() throws {
    var tree = Self.tree(Self.leaves.map { .leaf($0) })
    #expect(
      try tree.inclusionProof(index: 0, size: 8).map(\.description) == [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
      ])
    #expect(
      try tree.consistencyProof(older: 6, newer: 8).map(\.description) == [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      ])
  }

  /// RFC 6962 section 2.1, word for word.
  static func definedRoot(_ leaves: ArraySlice<Hash>) -> Hash {
    guard let first = leaves.first else { return .sha256([]) }
    guard leaves.count > 1 else { return first }
    var split = 1
    while split * 2 < leaves.count { split *= 2 }
    return .node(definedRoot(leaves.prefix(split)), definedRoot(leaves.dropFirst(split)))
  }

  static func hashes(_ count: Int) -> [Hash] {
    (0..<count).map { .leaf([UInt8($0 >> 16), UInt8($0 >> 8 & 0xFF), UInt8($0 & 0xFF)]) }
  }

  /// A tree whose tiles a writer gave, all at once.
  static func tree(_ hashes: [Hash]) -> TiledTree {
    var writer = TileWriter()
    return TiledTree(read: Store(writer.append(hashes)).read)
  }

  @Test func `every proof of every leaf in every tree up to 300 verifies`() throws {
    let hashes = Self.hashes(300)
    var tree = Self.tree(hashes)
    var frontier = Frontier()
    for size in 1...300 {
      frontier.append(hashes[size - 1])
      let root = frontier.root
      #expect(root == Self.definedRoot(hashes[..<size]))
      #expect(try tree.root(size: Int64(size)) == root)
      for index in 0..<size {
        let proof = try tree.inclusionProof(index: Int64(index), size: Int64(size))
        try #require(
          MerkleProof.verifyInclusion(
            of: hashes[index], index: Int64(index), size: Int64(size), root: root, proof: proof))
      }
    }
  }

  @Test(arguments: [1, 2, 3, 7, 8, 85, 256, 257, 300])
  func `no flipped bit, wrong place or torn proof is accepted`(size: Int) throws {
    let hashes = Self.hashes(size)
    var tree = Self.tree(hashes)
    let root = try tree.root(size: Int64(size))
    for index in Set([0, size / 2, size - 1]) {
      let proof = try tree.inclusionProof(index: Int64(index), size: Int64(size))
      func accepts(_ leaf: Hash, _ index: Int64, _ size: Int64, _ root: Hash, _ proof: [Hash])
        -> Bool
      {
        MerkleProof.verifyInclusion(of: leaf, index: index, size: size, root: root, proof: proof)
      }
      let (place, count) = (Int64(index), Int64(size))
      #expect(accepts(hashes[index], place, count, root, proof))
      for step in proof.indices {
        for bit in 0..<256 {
          var changed = proof
          changed[step] = flipped(proof[step], bit: bit)
          #expect(!accepts(hashes[index], place, count, root, changed))
        }
      }
      for bit in 0..<256 {
        #expect(!accepts(flipped(hashes[index], bit: bit), place, count, root, proof))
        #expect(!accepts(hashes[index], place, count, flipped(root, bit: bit), proof))
      }
      for other in -1..<(count + 2) where other != place {
        #expect(!accepts(hashes[index], other, count, root, proof))
      }
      #expect(!accepts(hashes[index], place, count, root, proof + [root]))
      if !proof.isEmpty {
        #expect(!accepts(hashes[index], place, count, root, proof.dropLast()))
        #expect(!accepts(hashes[index], place, count, root, Array(proof.dropFirst())))
      }
    }
  }

  @Test func `consistency proofs of all pairs up to 120 verify and changed ones do not`() throws {
    let hashes = Self.hashes(120)
    var tree = Self.tree(hashes)
    let roots = try (0...120).map { try tree.root(size: Int64($0)) }
    for newer in 0...120 {
      for older in 0...newer {
        let proof = try tree.consistencyProof(older: Int64(older), newer: Int64(newer))
        func accepts(_ first: Hash, _ second: Hash, _ proof: [Hash]) -> Bool {
          MerkleProof.verifyConsistency(
            older: Int64(older), olderRoot: first, newer: Int64(newer), newerRoot: second,
            proof: proof)
        }
        try #require(accepts(roots[older], roots[newer], proof))
        #expect(!accepts(flipped(roots[older], bit: 3), roots[newer], proof))
        if older > 0 { #expect(!accepts(roots[older], flipped(roots[newer], bit: 3), proof)) }
        #expect(!accepts(roots[older], roots[newer], proof + [roots[older]]))
        for step in proof.indices {
          var changed = proof
          changed[step] = flipped(proof[step], bit: (older * 7 + step) % 256)
          #expect(!accepts(roots[older], roots[newer], changed))
        }
      }
    }
  }

  @Test func `a snapshot goes on where the frontier stood`() throws {
    var frontier = Frontier()
    for hash in Self.hashes(77) {
      let restored = try #require(Frontier(snapshot: frontier.snapshot))
      #expect(restored == frontier)
      frontier.append(hash)
    }
    let snapshot = frontier.snapshot
    #expect(Frontier(snapshot: snapshot + [0]) == nil)
    #expect(Frontier(snapshot: Array(snapshot.dropLast())) == nil)
    #expect(Frontier(snapshot: [UInt8](repeating: 0xFF, count: 8)) == nil)
    #expect(Frontier(snapshot: []) == nil)
  }

  @Test func `proofs that cannot be are refused`() throws {
    var tree = Self.tree(Self.hashes(10))
    #expect(throws: TreeError.indexOutOfRange(index: 10, size: 10)) {
      try tree.inclusionProof(index: 10, size: 10)
    }
    #expect(throws: TreeError.sizesOutOfOrder(older: 3, newer: 2)) {
      try tree.consistencyProof(older: 3, newer: 2)
    }
    #expect(throws: TreeError.tileTooShort(level: 0, index: 0, hashes: 10)) {
      try tree.root(size: 11)
    }
  }

  private func flipped(_ hash: Hash, bit: Int) -> Hash {
    var bytes = hash.bytes
    bytes[bit / 8] ^= 1 << UInt8(bit % 8)
    return Hash(bytes: bytes) ?? hash
  }
}

/// Tiles as storage keeps them: the widest of each place.
final class Store {
  private(set) var tiles: [String: [UInt8]] = [:]

  init(_ outputs: [TileWriter.Output]) { write(outputs) }

  func write(_ outputs: [TileWriter.Output]) {
    for output in outputs { tiles["\(output.tile.level) \(output.tile.index)"] = output.bytes }
  }

  func read(level: UInt8, index: Int64) -> [UInt8] { tiles["\(level) \(index)"] ?? [] }
}
