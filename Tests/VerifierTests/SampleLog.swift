import Ledger
import Programmes
import Quantities

/// A small log of inspections with its tiles, for proofs of any of them.
struct SampleLog {
  static let origin = "ledger.example/demo"

  let stored: [StoredEntry]
  let key: String
  private let leaves: [[UInt8]]
  private let signer: NoteSigner
  private var tiles: [Int64: [UInt8]] = [:]

  init(entries count: Int, root: UInt8 = 7) throws {
    let secrets = try LedgerSecrets(root: [UInt8](repeating: root, count: 32))
    var entropy = SeededGenerator(seed: 1)
    let subject = SubjectKey(number: 1, entropy: &entropy)
    var stored: [StoredEntry] = []
    for seq in 0..<Int64(count) {
      stored.append(
        try EntryCodec.encode(
          Self.inspection(seq: seq), secrets: secrets, keys: { _ in subject }, entropy: &entropy))
    }
    try self.init(stored: stored, leaves: stored.map(\.leaf), secrets: secrets)
  }

  init(leaves: [[UInt8]]) throws {
    let secrets = try LedgerSecrets(root: [UInt8](repeating: 7, count: 32))
    try self.init(stored: [], leaves: leaves, secrets: secrets)
  }

  private init(stored: [StoredEntry], leaves: [[UInt8]], secrets: LedgerSecrets) throws {
    self.stored = stored
    self.leaves = leaves
    self.signer = try NoteSigner(name: Self.origin, secrets: secrets)
    self.key = signer.verifierKey.description
  }

  /// The proof of a leaf in the tree of all, or of the first `size`.
  func proof(_ index: Int64, size: Int? = nil) throws -> [UInt8] {
    var writer = TileWriter()
    let outputs = writer.append(leaves.prefix(size ?? leaves.count).map { .leaf($0) })
    var tree = TiledTree { level, place in
      outputs.first { $0.tile.level == level && $0.tile.index == place }?.bytes ?? []
    }
    let checkpoint = try Checkpoint(
      origin: Self.origin, size: writer.frontier.size, root: writer.frontier.root)
    let file = ProofFile(
      extra: nil, index: index,
      hashes: try tree.inclusionProof(index: index, size: writer.frontier.size),
      checkpoint: try checkpoint.signed(by: signer))
    return Array(file.description.utf8)
  }

  /// The signed checkpoint over the first `size` leaves.
  func checkpoint(_ size: Int) throws -> SignedNote {
    var writer = TileWriter()
    _ = writer.append(leaves.prefix(size).map { .leaf($0) })
    return try Checkpoint(
      origin: Self.origin, size: writer.frontier.size, root: writer.frontier.root
    ).signed(by: signer)
  }

  /// The checkpoint over `newer` leaves with the proof that it extends the one over `older`.
  func consistency(_ older: Int, _ newer: Int) throws -> ConsistencyRequest {
    var writer = TileWriter()
    let outputs = writer.append(leaves.prefix(newer).map { .leaf($0) })
    var tree = TiledTree { level, place in
      outputs.first { $0.tile.level == level && $0.tile.index == place }?.bytes ?? []
    }
    return ConsistencyRequest(
      older: Int64(older),
      proof: try tree.consistencyProof(older: Int64(older), newer: Int64(newer)),
      checkpoint: try checkpoint(newer))
  }

  /// Entry `seq` is of day 19,570 + seq, unit 110101 or 110102 in turn, with as many hazards as its
  /// place says, at one of four premises in turn.
  static func inspection(seq: Int64) -> Entry {
    let day = Day(number: 19_570 + Int32(seq))
    let unit = seq % 2 == 0 ? "110101" : "110102"
    let premises = RecordID(high: 2, low: UInt64(seq % 4))
    func delta(_ name: String, _ amount: Int64, _ member: RecordID?) -> Delta {
      Delta(
        measure: "shop-inspection.\(name)", part: seq < 6 ? "shop" : "school", unit: unit,
        day: day, amount: amount, owner: nil, member: member, isOpen: true)
    }
    let writes = [
      Write(name: "hazards", level: .open, value: .integer(seq), isDerived: false),
      Write(name: "keeper", level: .personal, value: .text("王小明"), isDerived: false),
    ]
    let touch = Touch(
      record: RecordID(high: 1, low: UInt64(seq)), kind: "inspection", base: 0, state: "open",
      unit: unit, writes: writes, keys: [])
    return Entry(
      seq: seq, id: EntryID(high: 3, low: UInt64(seq)), at: 1_690_848_000_000 + seq, on: day,
      actor: .system, unit: unit, programme: "shop-inspection", programmeVersion: 1,
      action: "inspection.inspect", requestDigest: .sha256([]),
      decision: Decision(
        touches: [touch],
        deltas: [delta("hazards", seq, nil), delta("premises", 1, premises)]),
      sealedWrites: [])
  }
}
