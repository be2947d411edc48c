import Ledger
import Quantities
import Testing

struct ProofFileTests {
  static let origin = "ledger.example/demo"

  /// A log of `size` leaves and the proof of one.
  static func proof(
    index: Int, size: Int, extra: [UInt8]? = nil
  ) throws -> (file: ProofFile, leaf: [UInt8], key: VerifierKey) {
    let leaves = (0..<size).map { Array("leaf \($0)".utf8) }
    var writer = TileWriter()
    let store = Store(writer.append(leaves.map { .leaf($0) }))
    var tree = TiledTree(read: store.read)
    let signer = try NoteSigner(name: origin, secrets: Samples.secrets())
    let checkpoint = try Checkpoint(
      origin: origin, size: Int64(size), root: writer.frontier.root)
    let file = ProofFile(
      extra: extra, index: Int64(index),
      hashes: try tree.inclusionProof(index: Int64(index), size: Int64(size)),
      checkpoint: try checkpoint.signed(by: signer))
    return (file, leaves[index], signer.verifierKey)
  }

  @Test(arguments: [(0, 1), (0, 2), (4, 9), (299, 300)], [nil, [], [1, 2, 3]] as [[UInt8]?])
  func `a proof file says the same after writing and reading`(
    place: (Int, Int), extra: [UInt8]?
  ) throws {
    let (file, leaf, key) = try Self.proof(index: place.0, size: place.1, extra: extra)
    let parsed = try ProofFile(parsing: Array(file.description.utf8))
    #expect(parsed == file)
    #expect(try parsed.verify(leafHash: .leaf(leaf), key: key).size == Int64(place.1))
    #expect(throws: ProofError.self) { try parsed.verify(leafHash: .leaf([0]), key: key) }
  }

  @Test func `no changed bit of a proof file is accepted but in its extra line`() throws {
    let (file, leaf, key) = try Self.proof(index: 4, size: 9)
    let bytes = Array(file.description.utf8)
    for bit in 0..<(bytes.count * 8) {
      var changed = bytes
      changed[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(throws: ProofError.self) {
        try ProofFile(parsing: changed).verify(leafHash: .leaf(leaf), key: key)
      }
    }
    for count in bytes.indices {
      #expect(throws: ProofError.self) { try ProofFile(parsing: Array(bytes[..<count])) }
    }
  }

  static let hash = "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0="

  @Test(
    arguments: [
      ("", .malformed(.badHeader, line: 1)),
      ("c2sp.org/tlog-proof@v2\nindex 0\n\n", .malformed(.badHeader, line: 1)),
      ("c2sp.org/tlog-proof@v1\n", .malformed(.badIndex, line: 2)),
      ("c2sp.org/tlog-proof@v1\nindex 00\n\n", .malformed(.badIndex, line: 2)),
      ("c2sp.org/tlog-proof@v1\nindex  1\n\n", .malformed(.badIndex, line: 2)),
      ("c2sp.org/tlog-proof@v1\nextra A\nindex 1\n\n", .malformed(.badExtra, line: 2)),
      ("c2sp.org/tlog-proof@v1\nextra AAAA\n", .malformed(.badIndex, line: 3)),
      ("c2sp.org/tlog-proof@v1\nindex 1\nAAAA\n\n", .malformed(.badHash, line: 3)),
      ("c2sp.org/tlog-proof@v1\nindex 1\n\(hash)\n", .malformed(.noCheckpoint, line: 4)),
      ("c2sp.org/tlog-proof@v1\nindex 1\n\n", .note(.malformed(.noFinalNewline, line: 0))),
      (
        "c2sp.org/tlog-proof@v1\nindex 1\n" + String(repeating: hash + "\n", count: 64) + "\n",
        .malformed(.tooLong, line: 66)
      ),
    ] as [(String, ProofError)]) func `malformed files are refused by line`(
      text: String, error: ProofError
    )
  {
    #expect(throws: error) { try ProofFile(parsing: Array(text.utf8)) }
  }

  @Test func `random bytes never crash the readers`() throws {
    let (file, _, _) = try Self.proof(index: 4, size: 9)
    let bytes = Array(file.description.utf8)
    var samples = Samples(seed: 6)
    for _ in 0..<3_000 {
      var changed = bytes
      for _ in 0..<(1 + samples.number(8)) {
        changed[samples.number(changed.count)] = UInt8(truncatingIfNeeded: samples.integer())
      }
      _ = try? ProofFile(parsing: changed)
      _ = try? SignedNote(parsing: Array(changed.dropFirst(samples.number(changed.count))))
    }
  }

  @Test func `a receipt is the log's word for a tree that has the entry`() throws {
    let (file, leaf, key) = try Self.proof(index: 4, size: 9)
    let receipt = Receipt(seq: 4, leafHash: .leaf(leaf), checkpoint: file.checkpoint)
    #expect(try receipt.verify(key: key).size == 9)
    let early = Receipt(seq: 9, leafHash: .leaf(leaf), checkpoint: file.checkpoint)
    #expect(throws: ProofError.notIncluded(index: 9, size: 9)) { try early.verify(key: key) }
    let other = try NoteSigner(name: Self.origin, secrets: Samples.secrets(8)).verifierKey
    #expect(throws: ProofError.note(.unsigned(key: Self.origin))) { try receipt.verify(key: other) }
  }
}
