// Stored plus pending: what a reader is given while projections are on their way. The batches are
// taken before the store's state, so whatever left the one in between is in the other.

import Ledger
import Programmes
import Quantities
import Storage

/// A state of the store with the acknowledged batches that its projections lack.
struct PendingReader: StoreReader {
  private let stored: any StoreReader
  /// Oldest first, beginning where the projections end.
  private let pending: [PendingBatch]
  private let end: Int64

  init(_ stored: any StoreReader, pending: [PendingBatch]) throws {
    let through = try stored.through()
    self.stored = stored
    self.pending = pending.filter { $0.from >= through }
    self.end = self.pending.last?.through ?? through
    guard let first = self.pending.first, first.from != through else { return }
    throw StorageFailure.damaged(
      path: "projections", detail: "they end at entry \(through), not at \(first.from)")
  }

  func through() throws -> Int64 { end }

  // MARK: Truth

  func checkpoint(upTo size: Int64) throws -> CheckpointRow? {
    try stored.checkpoint(upTo: size)
  }

  func checkpoint(covering seq: Int64) throws -> CheckpointRow? {
    try stored.checkpoint(covering: seq)
  }

  func checkpoints(after size: Int64, limit: Int) throws -> [CheckpointRow] {
    try stored.checkpoints(after: size, limit: limit)
  }

  func entry(_ seq: Int64) throws -> StoredEntry? { try stored.entry(seq) }
  func entrySeq(_ id: EntryID) throws -> Int64? { try stored.entrySeq(id) }

  func entries(from seq: Int64, limit: Int) throws -> [StoredEntry] {
    try stored.entries(from: seq, limit: limit)
  }

  func leaves(from seq: Int64, limit: Int) throws -> [[UInt8]] {
    try stored.leaves(from: seq, limit: limit)
  }

  func page(from seq: Int64, limit: Int) throws -> EntryPage {
    try stored.page(from: seq, limit: limit)
  }

  func page(of seqs: [Int64]) throws -> EntryPage { try stored.page(of: seqs) }

  func subjectKey(_ number: Int64) throws -> [UInt8]? { try stored.subjectKey(number) }

  func subjectKeys(_ numbers: [Int64]) throws -> [SubjectKeyRow] {
    try stored.subjectKeys(numbers)
  }

  func subjectKeys(ofEntriesFrom seq: Int64, to end: Int64) throws -> [SubjectKeyRow] {
    try stored.subjectKeys(ofEntriesFrom: seq, to: end)
  }

  // MARK: Rows that batches replace

  /// The newest of what batches say, else what is stored.
  private func newest<Value>(
    _ find: (PendingBatch) -> Value?, else stored: () throws -> Value
  ) rethrows -> Value {
    for batch in pending.reversed() {
      if let found = find(batch) { return found }
    }
    return try stored()
  }

  func record(_ id: RecordID) throws -> RecordRow? {
    try newest({ $0.batch.records[id].map { .some($0) } }, else: { try stored.record(id) })
  }

  func holder(_ key: KeyRow) throws -> RecordID? {
    try newest({ $0.batch.keys[key] }, else: { try stored.holder(key) })
  }

  func keys(named name: String, before end: [UInt8], limit: Int) throws -> [HeldKey] {
    var changed: [KeyRow: RecordID?] = [:]
    for batch in pending {
      for (key, holder) in batch.batch.keys
      where key.name == name && key.value.lexicographicallyPrecedes(end) {
        changed[key] = holder
      }
    }
    // As many of the stored ones as may have been given up since are read beyond the limit.
    let page = try stored.keys(named: name, before: end, limit: limit + changed.count)
    guard !changed.isEmpty else { return page }
    var held = page.filter { changed[$0.key] == nil }
    for case (let key, let holder?) in changed { held.append(HeldKey(key: key, holder: holder)) }
    held.sort { $0.key.value.lexicographicallyPrecedes($1.key.value) }
    return Array(held.prefix(limit))
  }

  func balance(_ key: BalanceKey) throws -> Int64 {
    try newest({ $0.batch.balances[key] }, else: { try stored.balance(key) })
  }

  func tile(level: Int, index: Int64) throws -> [UInt8]? {
    let place = PendingBatch.TilePlace(level: level, index: index)
    return try newest(
      { $0.indexedRows.tiles[place].map { .some($0.hashes) } },
      else: { try stored.tile(level: level, index: index) })
  }

  func records(kind: String, after: RecordID?, limit: Int) throws -> [RecordRow] {
    let page = try stored.records(kind: kind, after: after, limit: limit)
    // Past the page's end only the store knows which records come next.
    let last = page.count == limit ? page.last?.record.id : nil
    var changed: [RecordID: RecordRow] = [:]
    for batch in pending {
      for row in batch.indexedRows.records[kind] ?? [] {
        let id = row.record.id
        let isInPage = (after.map { $0 < id } ?? true) && (last.map { id <= $0 } ?? true)
        if isInPage { changed[id] = row }
      }
    }
    guard !changed.isEmpty else { return page }
    var rows = page.map { changed.removeValue(forKey: $0.record.id) ?? $0 }
    rows += changed.values
    rows.sort { $0.record.id < $1.record.id }
    return Array(rows.prefix(limit))
  }

  func members(_ keys: [MemberKey]) throws -> [MemberKey: MemberCounts] {
    var counts = try stored.members(keys)
    for batch in try summed() {
      for key in keys {
        if let changed = batch.members[key] { counts[key] = changed.isEmpty ? nil : changed }
      }
    }
    return counts
  }

  // MARK: Rows that batches add to

  /// What is pending, added up; whoever reads first does it for all.
  private func summed() throws -> [ProjectionBatch] {
    try PendingBatch.summed(pending, after: stored.members)
  }

  /// The same, to be looked through by measure.
  private func numbers() throws -> [PendingBatch.Numbers] {
    try zip(pending, summed()).map { $0.indexed($1) }
  }

  func tally(_ key: TallyKey) throws -> Int64 {
    try summed().reduce(stored.tally(key)) { $0 + ($1.tallies[key] ?? 0) }
  }

  func tallies(
    measure: String, unit: String, from: TallyPeriod, to: TallyPeriod
  ) throws -> [TallyRow] {
    let rows = try stored.tallies(measure: measure, unit: unit, from: from, to: to)
    var moved: [TallyKey: Int64] = [:]
    for batch in try numbers() {
      for row in batch.tallies[measure] ?? []
      where row.key.unit == unit && from <= row.key.period && row.key.period <= to {
        moved[row.key, default: 0] += row.amount
      }
    }
    guard !moved.isEmpty else { return rows }
    for row in rows { moved[row.key, default: 0] += row.amount }
    return moved.map { TallyRow(key: $0.key, amount: $0.value) }
      .sorted { ($0.key.period, $0.key.part) < ($1.key.period, $1.key.part) }
  }

  func sums(
    measures: [String], units: [String], from: TallyPeriod, to: TallyPeriod
  ) throws -> [TallySum] {
    struct Place: Hashable {
      let measure: String
      let part: String
      let unit: String
    }
    let sums = try stored.sums(measures: measures, units: units, from: from, to: to)
    guard !pending.isEmpty else { return sums }
    let wanted = Set(units)
    var moved: [Place: Int64] = [:]
    for batch in try numbers() {
      let tallies = batch.tallies
      for measure in Set(measures) {
        for row in tallies[measure] ?? []
        where from <= row.key.period && row.key.period <= to && wanted.contains(row.key.unit) {
          let place = Place(measure: measure, part: row.key.part, unit: row.key.unit)
          moved[place, default: 0] += row.amount
        }
      }
    }
    guard !moved.isEmpty else { return sums }
    for sum in sums {
      moved[Place(measure: sum.measure, part: sum.part, unit: sum.unit), default: 0] += sum.amount
    }
    return moved.map {
      TallySum(measure: $0.key.measure, part: $0.key.part, unit: $0.key.unit, amount: $0.value)
    }
  }

  func cells(
    measures: [String], units: [String], from: TallyPeriod, to: TallyPeriod
  ) throws -> [TallyRow] {
    let cells = try stored.cells(measures: measures, units: units, from: from, to: to)
    guard !pending.isEmpty else { return cells }
    let wanted = Set(units)
    var moved: [TallyKey: Int64] = [:]
    for batch in try numbers() {
      let tallies = batch.tallies
      for row in Set(measures).flatMap({ tallies[$0] ?? [] })
      where wanted.contains(row.key.unit) && from <= row.key.period && row.key.period <= to {
        moved[row.key, default: 0] += row.amount
      }
    }
    guard !moved.isEmpty else { return cells }
    var rows = cells.map { cell in
      TallyRow(key: cell.key, amount: cell.amount + (moved.removeValue(forKey: cell.key) ?? 0))
    }
    rows += moved.map { TallyRow(key: $0.key, amount: $0.value) }
    return rows
  }

  func contributionTotals(
    _ query: ContributionQuery, atMost limit: Int
  ) throws -> (count: Int64, sum: Int64)? {
    let rows = try matching(query)
    guard rows.count <= limit,
      let totals = try stored.contributionTotals(query, atMost: limit - rows.count)
    else { return nil }
    return (totals.count + Int64(rows.count), rows.reduce(totals.sum) { $0 + $1.amount })
  }

  func firstContributions(
    _ query: ContributionQuery, limit: Int
  ) throws -> [ContributionRow] {
    let rows = try stored.firstContributions(query, limit: limit) + matching(query)
    return Array(rows.sorted { $0.comes(before: $1) }.prefix(limit))
  }

  func contributions(
    _ query: ContributionQuery, offset: Int, limit: Int
  ) throws -> [ContributionRow] {
    let added = try matching(query)
    guard !added.isEmpty else {
      return try stored.contributions(query, offset: offset, limit: limit)
    }
    // A stored row moves back by as many places as there are added rows before it, at most all.
    let first = max(0, offset - added.count)
    let page = try stored.contributions(query, offset: first, limit: offset - first + limit)
    guard first == 0 || !page.isEmpty else { return [] }
    let earlier = first == 0 ? 0 : added.count { row in page.first.map(row.comes) ?? false }
    let rows = (page + added.dropFirst(earlier)).sorted { $0.comes(before: $1) }
    return Array(rows.dropFirst(offset - first - earlier).prefix(limit))
  }

  /// What batches add to a query, in its order.
  private func matching(_ query: ContributionQuery) throws -> [ContributionRow] {
    guard !pending.isEmpty else { return [] }
    let units = Set(query.units)
    var rows: [ContributionRow] = []
    for batch in try numbers() {
      rows += (batch.contributions[query.measure] ?? []).filter { row in
        (query.part.map { $0 == row.part } ?? true) && units.contains(row.unit)
          && query.from <= row.day && row.day <= query.to
      }
    }
    return rows.sorted { $0.comes(before: $1) }
  }

  // MARK: Everything

  func pour(into sink: any ProjectionSink) throws {
    if pending.isEmpty { return try stored.pour(into: sink) }
    try scan { try sink.take($0) }
  }

  func scan(_ visit: (ProjectionRow) throws -> Void) throws {
    var batches = try summed()[...]
    guard var batch = batches.popFirst() else { return try stored.scan(visit) }
    for next in batches { batch.append(next) }
    var tiles: [PendingBatch.TilePlace: TileRow] = [:]
    for tile in batch.tiles {
      tiles[PendingBatch.TilePlace(level: tile.level, index: tile.index)] = tile
    }
    try stored.scan { row in
      switch row {
      case .record(let row):
        try visit(.record(batch.records.removeValue(forKey: row.record.id) ?? row))
      case .key(let key, let holder):
        guard let changed = batch.keys.removeValue(forKey: key) else {
          return try visit(.key(key, holder: holder))
        }
        if let changed { try visit(.key(key, holder: changed)) }
      case .balance(let key, let amount):
        try visit(.balance(key, amount: batch.balances.removeValue(forKey: key) ?? amount))
      case .tally(let row):
        let amount = row.amount + (batch.tallies.removeValue(forKey: row.key) ?? 0)
        if amount != 0 { try visit(.tally(TallyRow(key: row.key, amount: amount))) }
      case .member(let key, let counts):
        let changed = batch.members.removeValue(forKey: key) ?? counts
        if !changed.isEmpty { try visit(.member(key, counts: changed)) }
      case .contribution: try visit(row)
      case .tile(let row):
        let place = PendingBatch.TilePlace(level: row.level, index: row.index)
        try visit(.tile(tiles.removeValue(forKey: place) ?? row))
      }
    }
    for row in batch.records.values { try visit(.record(row)) }
    for case (let key, let holder?) in batch.keys { try visit(.key(key, holder: holder)) }
    for (key, amount) in batch.balances { try visit(.balance(key, amount: amount)) }
    for (key, amount) in batch.tallies where amount != 0 {
      try visit(.tally(TallyRow(key: key, amount: amount)))
    }
    for (key, counts) in batch.members where !counts.isEmpty {
      try visit(.member(key, counts: counts))
    }
    for row in batch.contributions { try visit(.contribution(row)) }
    for tile in tiles.values { try visit(.tile(tile)) }
  }
}
