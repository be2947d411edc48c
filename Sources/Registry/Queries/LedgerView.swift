// The one place for reading: every page, card and file asks here, so that where the answer comes
// from (stored projections, pending entries) can change without them.

public import Indicators
public import Ledger
public import Programmes
public import Quantities
public import Storage

/// One consistent state of the ledger.
public struct LedgerView {
  let reader: any StoreReader
  let directory: Directory
  /// The catalogue that indicator ids are looked up in.
  public let indicators: IndicatorCatalogue
  let secrets: LedgerSecrets
  let keys: KeyHistory
  let properties: LedgerProperties

  /// The programmes in force, as the ledger's own definitions give them.
  public var programmes: ProgrammeSet { directory.programmes }

  /// The units; `nil` while the ledger has none.
  public var units: UnitTree? { directory.tree }

  /// Entries included.
  public func through() throws -> Int64 { try reader.through() }

  // MARK: Records and entries

  /// A record as it is after the entries included; `nil` if none told of it.
  public func record(_ id: RecordID) throws -> Record? { try reader.record(id)?.record }

  /// All records of a kind in the order of their ids.
  public func records(kind: String) throws -> [Record] {
    var records: [Record] = []
    var last: RecordID?
    while true {
      let page = try reader.records(kind: kind, after: last, limit: 1_000)
      records += page.map(\.record)
      guard page.count == 1_000 else { return records }
      last = page.last?.record.id
    }
  }

  /// The record that holds a key over plain fields: `holder(of: "document.digest", value: …)`.
  public func holder(of key: String, value: String) throws -> RecordID? {
    try reader.holder(KeyRow(name: key, value: Array(value.utf8)))
  }

  /// An entry as far as it is plain; sealed values are named, not shown.
  public func entry(_ seq: Int64) throws -> Entry? {
    try reader.entry(seq).map { try EntryCodec.decode($0) }
  }

  /// The bytes of an entry as stored and hashed.
  public func stored(_ seq: Int64) throws -> StoredEntry? { try reader.entry(seq) }

  /// The entries that touched a record, oldest first; the newest `limit`.
  public func history(of record: Record, limit: Int) throws -> [Entry] {
    let seqs = try reader.record(record.id)?.history.suffix(limit) ?? []
    return try seqs.compactMap { try entry($0) }
  }

  // MARK: Proofs

  /// The newest signed checkpoint that this state covers; `nil` while the ledger is empty.
  public func checkpoint() throws -> CheckpointRow? {
    try reader.checkpoint(upTo: try reader.through())
  }

  /// The checkpoint that an entry's receipt was given with.
  public func receiptCheckpoint(of seq: Int64) throws -> CheckpointRow? {
    try reader.checkpoint(covering: seq)
  }

  /// The hashes of a tile of the log, 32 bytes each; `nil` if the newest checkpoint does not cover
  /// a tile so wide.
  public func hashes(of tile: Tile) throws -> [UInt8]? {
    guard try covers(tile), let bytes = try reader.tile(level: Int(tile.level), index: tile.index)
    else { return nil }
    return Array(bytes.prefix(tile.width * Hash.byteCount))
  }

  /// The leaves under a tile of level 0 as a C2SP tlog-tiles bundle; `nil` if the newest checkpoint
  /// does not cover all of them.
  public func bundle(_ tile: Tile) throws -> [UInt8]? {
    guard tile.level == 0, try covers(tile) else { return nil }
    let first = tile.index * Int64(Tile.widthMax)
    let entries = try reader.entries(from: first, limit: tile.width)
    guard entries.count == tile.width else { return nil }
    return Tile.bundle(entries.map(\.leaf))
  }

  private func covers(_ tile: Tile) throws -> Bool {
    let size = try checkpoint()?.size ?? 0
    return Tile.width(level: tile.level, index: tile.index, size: size) >= tile.width
  }

  /// The inclusion proof of an entry under the newest checkpoint, as a C2SP tlog-proof text.
  public func proof(of seq: Int64) throws -> ProofFile? {
    guard let row = try checkpoint() else { return nil }
    return try proof(of: seq, under: SignedNote(parsing: Array(row.note.utf8)))
  }
}
