// The whole of a ledger in memory: for tests, for trying a programme, and as the plainest statement
// of what an engine has to do. Every engine passes the same contract suite.

public import Ledger
public import Programmes
public import Quantities
import Synchronization

/// A ledger that ends with the process.
public final class MemoryStore: Store {
  private let tables = Mutex(MemoryTables())

  /// An empty ledger.
  public init() {}

  /// The writer's side of this store.
  public func makeWriter() -> MemoryWriter { MemoryWriter(store: self) }

  /// The projector's side of this store.
  public func makeProjector() -> MemoryProjector { MemoryProjector(store: self) }

  /// Gives `body` a copy of the tables as they are now; writing goes on meanwhile.
  public func read<Result>(_ body: (any StoreReader) throws -> Result) throws -> Result {
    try body(MemoryReader(tables: snapshot()))
  }

  /// A store of its own with this one's entries and the projections of another state of the same
  /// ledger: what a crash may leave, when the projections were written but not synced.
  public func copy(projectionsOf other: MemoryStore) -> MemoryStore {
    let truth = snapshot()
    let copy = MemoryStore()
    copy.change { tables in
      tables = other.snapshot()
      tables.entries = truth.entries
      tables.seqs = truth.seqs
      tables.subjectKeys = truth.subjectKeys
      tables.checkpoints = truth.checkpoints
    }
    return copy
  }

  func snapshot() -> MemoryTables { tables.withLock { $0 } }

  func change(_ body: (inout MemoryTables) -> Void) {
    tables.withLock { body(&$0) }
  }
}

/// The tables; a copy is a consistent state.
struct MemoryTables: Sendable {
  var entries: [StoredEntry] = []
  var seqs: [EntryID: Int64] = [:]
  var subjectKeys: [Int64: [UInt8]] = [:]
  var checkpoints: [CheckpointRow] = []
  var through: Int64 = 0
  var records: [RecordID: RecordRow] = [:]
  var keys: [KeyRow: RecordID] = [:]
  var balances: [BalanceKey: Int64] = [:]
  var tallies: [TallyKey: Int64] = [:]
  var members: [MemberKey: MemberCounts] = [:]
  var contributions: [ContributionRow] = []
  var tiles: [TilePlace: [UInt8]] = [:]

  struct TilePlace: Hashable {
    let level: Int
    let index: Int64
  }

  func members(_ keys: [MemberKey]) -> [MemberKey: MemberCounts] {
    var counts: [MemberKey: MemberCounts] = [:]
    for key in keys { counts[key] = members[key] }
    return counts
  }
}

/// The writer's side of a `MemoryStore`.
public final class MemoryWriter: StoreWriter {
  private let store: MemoryStore

  init(store: MemoryStore) {
    self.store = store
  }

  /// Entries stored.
  public func entryCount() -> Int64 { Int64(store.snapshot().entries.count) }
  /// Entries projected.
  public func through() -> Int64 { store.snapshot().through }
  /// The place of the entry with this id.
  public func entrySeq(_ id: EntryID) -> Int64? { store.snapshot().seqs[id] }

  /// The entry at a place.
  public func entry(_ seq: Int64) -> StoredEntry? {
    let entries = store.snapshot().entries
    return entries.indices.contains(Int(seq)) ? entries[Int(seq)] : nil
  }

  /// A record as last projected.
  public func record(_ id: RecordID) -> RecordRow? { store.snapshot().records[id] }

  /// The ids of all records of a kind, in order; looks through all records.
  public func records(kind: String) -> [RecordID] {
    store.snapshot().records.values.filter { $0.record.kind == kind }.map(\.record.id).sorted()
  }

  /// The highest id of all records; looks through all of them.
  public func highestRecord() -> RecordID? { store.snapshot().records.keys.max() }

  /// The highest id of all entries; looks through all of them.
  public func highestEntry() -> EntryID? { store.snapshot().seqs.keys.max() }

  /// Another writer of the same store.
  public func makeAppender() -> sending any StoreAppender { MemoryWriter(store: store) }

  /// The record that holds a unique key.
  public func holder(_ key: KeyRow) -> RecordID? { store.snapshot().keys[key] }
  /// A balance, 0 if nothing moved it.
  public func balance(_ key: BalanceKey) -> Int64 { store.snapshot().balances[key] ?? 0 }

  /// The tallies of all measures at a unit in periods of one grain; looks through all tallies.
  public func tallies(unit: String, from: TallyPeriod, to: TallyPeriod) -> [TallyRow] {
    store.snapshot().tallies.filter { $0.key.unit == unit && from...to ~= $0.key.period }
      .map { TallyRow(key: $0.key, amount: $0.value) }
  }

  /// The contributions of a measure by a unit from a day on; looks through all of them.
  public func contributions(measure: String, unit: String, from: Day) -> [ContributionRow] {
    store.snapshot().contributions.filter {
      $0.measure == measure && $0.unit == unit && $0.day >= from
    }
  }

  /// A wrapped key by its number.
  public func subjectKey(_ number: Int64) -> [UInt8]? { store.snapshot().subjectKeys[number] }

  /// The oldest checkpoint of more than `seq` leaves.
  public func checkpoint(covering seq: Int64) -> CheckpointRow? {
    store.snapshot().checkpoints.first { $0.size > seq }
  }

  /// The hashes of a tile, as last written.
  public func tile(level: Int, index: Int64) -> [UInt8]? {
    store.snapshot().tiles[MemoryTables.TilePlace(level: level, index: index)]
  }

  /// Adds a batch; a gap in `seq` or an id that is there already is a bug of the caller.
  public func append(_ batch: TruthBatch) {
    store.change { tables in
      for entry in batch.entries {
        precondition(entry.seq == Int64(tables.entries.count), "entries come without a gap")
        precondition(tables.seqs[entry.id] == nil, "an entry id comes once")
        tables.entries.append(entry)
        tables.seqs[entry.id] = entry.seq
      }
      for key in batch.subjectKeys { tables.subjectKeys[key.number] = key.wrapped }
      for number in batch.destroyedKeys { tables.subjectKeys[number] = nil }
      tables.checkpoints.append(batch.checkpoint)
    }
  }
}

/// The projector's side of a `MemoryStore`.
public final class MemoryProjector: StoreProjector {
  private let store: MemoryStore

  init(store: MemoryStore) {
    self.store = store
  }

  /// How often things have been counted.
  public func members(_ keys: [MemberKey]) -> [MemberKey: MemberCounts] {
    store.snapshot().members(keys)
  }

  /// Changes the projections in one step.
  public func project(_ batch: ProjectionBatch) {
    store.change { tables in
      for (id, row) in batch.records { tables.records[id] = row }
      for (key, holder) in batch.keys { tables.keys[key] = holder }
      for (key, amount) in batch.balances { tables.balances[key] = amount }
      for (key, amount) in batch.tallies where amount != 0 {
        tables.tallies[key, default: 0] += amount
      }
      for (key, counts) in batch.members { tables.members[key] = counts.isEmpty ? nil : counts }
      tables.contributions += batch.contributions
      for tile in batch.tiles {
        let place = MemoryTables.TilePlace(level: tile.level, index: tile.index)
        tables.tiles[place] = tile.hashes
      }
      precondition(tables.through == batch.from, "batches are projected in order")
      tables.through = batch.through
    }
  }
}

/// One state of a `MemoryStore`.
struct MemoryReader: StoreReader {
  let tables: MemoryTables

  func through() -> Int64 { tables.through }

  func checkpoint(upTo size: Int64) -> CheckpointRow? {
    tables.checkpoints.last { $0.size <= size }
  }

  func checkpoint(covering seq: Int64) -> CheckpointRow? {
    tables.checkpoints.first { $0.size > seq }
  }

  func checkpoints(after size: Int64, limit: Int) -> [CheckpointRow] {
    Array(tables.checkpoints.filter { $0.size > size }.prefix(limit))
  }

  func entry(_ seq: Int64) -> StoredEntry? {
    tables.entries.indices.contains(Int(seq)) ? tables.entries[Int(seq)] : nil
  }

  func entrySeq(_ id: EntryID) -> Int64? { tables.seqs[id] }

  func entries(from seq: Int64, limit: Int) -> [StoredEntry] {
    Array(tables.entries.dropFirst(max(0, Int(seq))).prefix(limit))
  }

  func subjectKey(_ number: Int64) -> [UInt8]? { tables.subjectKeys[number] }

  func subjectKeys(ofEntriesFrom seq: Int64, to end: Int64) -> [SubjectKeyRow] {
    let numbers = SubjectKeyRow.numbers(ofEntriesFrom: seq, to: end)
    return tables.subjectKeys.filter { numbers.contains($0.key) }
      .map { SubjectKeyRow(number: $0.key, wrapped: $0.value) }
  }

  func record(_ id: RecordID) -> RecordRow? { tables.records[id] }

  func records(kind: String, after: RecordID?, limit: Int) -> [RecordRow] {
    let rows = tables.records.values
      .filter { $0.record.kind == kind }
      .filter { row in after.map { $0 < row.record.id } ?? true }
      .sorted { $0.record.id < $1.record.id }
    return Array(rows.prefix(limit))
  }

  func holder(_ key: KeyRow) -> RecordID? { tables.keys[key] }

  func keys(named name: String, before end: [UInt8], limit: Int) -> [HeldKey] {
    let found = tables.keys.filter {
      $0.key.name == name && $0.key.value.lexicographicallyPrecedes(end)
    }
    return found.map { HeldKey(key: $0.key, holder: $0.value) }
      .sorted { $0.key.value.lexicographicallyPrecedes($1.key.value) }
      .prefix(limit).map { $0 }
  }

  func balance(_ key: BalanceKey) -> Int64 { tables.balances[key] ?? 0 }
  func members(_ keys: [MemberKey]) -> [MemberKey: MemberCounts] { tables.members(keys) }
  func tally(_ key: TallyKey) -> Int64 { tables.tallies[key] ?? 0 }

  func tallies(
    measure: String, unit: String, from: TallyPeriod, to: TallyPeriod
  ) -> [TallyRow] {
    tables.tallies
      .filter { $0.key.measure == measure && $0.key.unit == unit }
      .filter { from <= $0.key.period && $0.key.period <= to }
      .map { TallyRow(key: $0.key, amount: $0.value) }
      .sorted { ($0.key.period, $0.key.part) < ($1.key.period, $1.key.part) }
  }

  func sums(
    measures: [String], units: [String], from: TallyPeriod, to: TallyPeriod
  ) -> [TallySum] {
    struct Place: Hashable {
      let measure: String
      let part: String
      let unit: String
    }
    var sums: [Place: Int64] = [:]
    for (key, amount) in tables.tallies
    where measures.contains(key.measure) && units.contains(key.unit)
      && from <= key.period && key.period <= to
    {
      sums[Place(measure: key.measure, part: key.part, unit: key.unit), default: 0] += amount
    }
    return sums.map {
      TallySum(measure: $0.key.measure, part: $0.key.part, unit: $0.key.unit, amount: $0.value)
    }
  }

  func contributionTotals(
    _ query: ContributionQuery, atMost limit: Int
  ) -> (count: Int64, sum: Int64)? {
    let rows = matching(query)
    guard rows.count <= limit else { return nil }
    return (Int64(rows.count), rows.reduce(0) { $0 + $1.amount })
  }

  func contributions(
    _ query: ContributionQuery, offset: Int, limit: Int
  ) -> [ContributionRow] {
    let rows = matching(query).sorted { $0.comes(before: $1) }
    return Array(rows.dropFirst(offset).prefix(limit))
  }

  private func matching(_ query: ContributionQuery) -> [ContributionRow] {
    tables.contributions.filter { row in
      row.measure == query.measure && (query.part.map { $0 == row.part } ?? true)
        && query.units.contains(row.unit)
        && query.from <= row.day && row.day <= query.to
    }
  }

  func tile(level: Int, index: Int64) -> [UInt8]? {
    tables.tiles[MemoryTables.TilePlace(level: level, index: index)]
  }

  func scan(_ visit: (ProjectionRow) throws -> Void) throws {
    for row in tables.records.values { try visit(.record(row)) }
    for (key, holder) in tables.keys { try visit(.key(key, holder: holder)) }
    for (key, amount) in tables.balances { try visit(.balance(key, amount: amount)) }
    for (key, amount) in tables.tallies where amount != 0 {
      try visit(.tally(TallyRow(key: key, amount: amount)))
    }
    for (key, counts) in tables.members { try visit(.member(key, counts: counts)) }
    for row in tables.contributions { try visit(.contribution(row)) }
    for (place, hashes) in tables.tiles {
      try visit(.tile(TileRow(level: place.level, index: place.index, hashes: hashes)))
    }
  }
}
