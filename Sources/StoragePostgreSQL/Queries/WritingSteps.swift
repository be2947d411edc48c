#if PostgreSQL
// What a batch comes to in SQL: one statement for each table, whatever the batch's size, with an
// array for each column. They go over in one pipeline and are answered once.

import Ledger
import Programmes
import Quantities
import Storage

/// The statements of one transaction.
struct WritingSteps {
  private(set) var steps: [Connection.Step] = []
  private let ledger: Int32

  init(ledger: Int32) {
    self.ledger = ledger
  }

  /// Sends a statement with the ledger as `$1` and a column as each further parameter.
  private mutating func add(_ sql: String, _ fill: (inout Parameters) throws -> Void) rethrows {
    var parameters = Parameters(.small(ledger))
    try fill(&parameters)
    steps.append(Connection.Step(sql, parameters))
  }

  // MARK: Truth

  /// Entries, keys and checkpoint; the transaction fails unless the entries follow those stored.
  mutating func append(_ batch: TruthBatch) throws(StorageFailure) {
    let first = batch.entries.first?.seq ?? batch.checkpoint.size
    for (offset, entry) in batch.entries.enumerated() where entry.seq != first + Int64(offset) {
      throw .server(
        state: "", message: "entries come without a gap", during: "storing entry \(entry.seq)")
    }
    add("\(Self.follow("entries", "$2", "$3"))") { parameters in
      parameters.append(.large(first))
      parameters.append(.large(first + Int64(batch.entries.count)))
    }
    if !batch.entries.isEmpty { addEntries(batch.entries) }
    if !batch.subjectKeys.isEmpty {
      add(
        """
        INSERT INTO subject_key (ledger, number, wrapped)
        SELECT $1::integer, * FROM unnest($2::bigint[], $3::bytea[])
        """
      ) { parameters in
        parameters.column(.large, batch.subjectKeys) { .large($0.number) }
        parameters.column(.bytes, batch.subjectKeys) { .bytes($0.wrapped) }
      }
    }
    if !batch.destroyedKeys.isEmpty {
      add(
        """
        DELETE FROM subject_key WHERE ledger = $1::integer AND number = ANY ($2::bigint[])
        """
      ) { $0.column(.large, batch.destroyedKeys) { .large($0) } }
    }
    add("INSERT INTO checkpoint (ledger, size, note) VALUES ($1::integer, $2::bigint, $3::text)") {
      parameters in
      parameters.append(.large(batch.checkpoint.size))
      parameters.append(.text(batch.checkpoint.note))
    }
  }

  private mutating func addEntries(_ entries: [StoredEntry]) {
    add(
      """
      INSERT INTO entry (ledger, seq, id, leaf, block, sealed)
      SELECT $1::integer, *
      FROM unnest($2::bigint[], $3::uuid[], $4::bytea[], $5::bytea[], $6::bytea[])
      """
    ) { parameters in
      parameters.column(.large, entries) { .large($0.seq) }
      parameters.column(.identifier, entries) { .init($0.id) }
      parameters.column(.bytes, entries) { .bytes($0.leaf) }
      parameters.column(.bytes, entries) { .bytes($0.block) }
      parameters.column(.bytes, entries) { .bytes($0.sealed) }
    }
  }

  /// Moves a watermark from where it must stand; from anywhere else it fails the table's check.
  private static func follow(_ column: String, _ from: String, _ to: String) -> String {
    """
    UPDATE progress
    SET \(column) = CASE WHEN \(column) = \(from)::bigint THEN \(to)::bigint ELSE -1 END
    WHERE ledger = $1::integer
    """
  }

  // MARK: Projections

  /// Everything that a batch changes in the projections, and where they then end.
  mutating func project(_ batch: ProjectionBatch, symbols: WriterSymbols) throws {
    add("\(Self.follow("through", "$2", "$3"))") { parameters in
      parameters.append(.large(batch.from))
      parameters.append(.large(batch.through))
    }
    try addRecords(batch, symbols)
    addKeys(batch, symbols)
    addBalances(batch, symbols)
    addTallies(batch, symbols)
    addMembers(batch, symbols)
    addContributions(batch, symbols)
    addTiles(batch)
    addSymbols(symbols)
  }

  private mutating func addSymbols(_ symbols: WriterSymbols) {
    let fresh = symbols.takeFresh()
    guard !fresh.isEmpty else { return }
    add(
      """
      INSERT INTO symbol (ledger, id, name)
      SELECT $1::integer, * FROM unnest($2::integer[], $3::bytea[])
      """
    ) { parameters in
      parameters.column(.small, fresh) { .small($0.id) }
      parameters.column(.bytes, fresh) { .text($0.name) }
    }
  }

  private mutating func addRecords(_ batch: ProjectionBatch, _ symbols: WriterSymbols) throws {
    let rows = batch.records.sorted { $0.key < $1.key }.map(\.value)
    guard !rows.isEmpty else { return }
    try add(
      """
      INSERT INTO record (
        ledger, id, kind, version, state, unit, key_number, blind_keys, facts, history)
      SELECT $1::integer, *
      FROM unnest(
        $2::uuid[], $3::integer[], $4::bigint[], $5::integer[], $6::integer[], $7::bigint[],
        $8::bytea[], $9::bytea[], $10::bytea[])
      ON CONFLICT (ledger, id) DO UPDATE SET version = excluded.version, state = excluded.state,
        unit = excluded.unit, key_number = excluded.key_number,
        blind_keys = excluded.blind_keys, facts = excluded.facts, history = excluded.history
      """
    ) { parameters in
      parameters.column(.identifier, rows) { .init($0.record.id) }
      parameters.column(.small, rows) { .small(symbols.number(of: $0.record.kind)) }
      parameters.column(.large, rows) { .large(Int64($0.record.version)) }
      parameters.column(.small, rows) { .small(symbols.number(of: $0.record.state)) }
      parameters.column(.small, rows) { .small(symbols.number(of: $0.record.unit)) }
      parameters.column(.large, rows) { $0.keyNumber.map { .large($0) } ?? .null }
      parameters.column(.bytes, rows) { row in
        row.blindKeys.isEmpty ? .null : .bytes(BlindKeysColumn.encode(row.blindKeys))
      }
      try parameters.column(.bytes, rows) { .bytes(try FactsColumn.encode($0.record.facts)) }
      parameters.column(.bytes, rows) { .bytes(HistoryColumn.encode($0.history)) }
    }
    let kinds = Set(rows.map(\.record.kind)).sorted()
    add(
      """
      INSERT INTO touched (ledger, kind, through)
      SELECT $1::integer, k, $3::bigint FROM unnest($2::integer[]) k
      ON CONFLICT (ledger, kind) DO UPDATE SET through = excluded.through
      """
    ) { parameters in
      parameters.column(.small, kinds) { .small(symbols.number(of: $0)) }
      parameters.append(.large(batch.through))
    }
  }

  private mutating func addKeys(_ batch: ProjectionBatch, _ symbols: WriterSymbols) {
    var taken: [(key: KeyRow, holder: RecordID)] = []
    var free: [KeyRow] = []
    for (key, holder) in batch.keys {
      if let holder { taken.append((key, holder)) } else { free.append(key) }
    }
    if !free.isEmpty {
      add(
        """
        DELETE FROM unique_key k USING unnest($2::integer[], $3::bytea[]) AS f (name, value)
        WHERE k.ledger = $1::integer AND k.name = f.name AND k.value = f.value
        """
      ) { parameters in
        parameters.column(.small, free) { .small(symbols.number(of: $0.name)) }
        parameters.column(.bytes, free) { .bytes($0.value) }
      }
    }
    guard !taken.isEmpty else { return }
    add(
      """
      INSERT INTO unique_key (ledger, name, value, holder)
      SELECT $1::integer, * FROM unnest($2::integer[], $3::bytea[], $4::uuid[])
      ON CONFLICT (ledger, name, value) DO UPDATE SET holder = excluded.holder
      """
    ) { parameters in
      parameters.column(.small, taken) { .small(symbols.number(of: $0.key.name)) }
      parameters.column(.bytes, taken) { .bytes($0.key.value) }
      parameters.column(.identifier, taken) { .init($0.holder) }
    }
  }

  private mutating func addBalances(_ batch: ProjectionBatch, _ symbols: WriterSymbols) {
    let rows = Array(batch.balances)
    guard !rows.isEmpty else { return }
    add(
      """
      INSERT INTO balance (ledger, measure, owner, amount)
      SELECT $1::integer, * FROM unnest($2::integer[], $3::uuid[], $4::bigint[])
      ON CONFLICT (ledger, measure, owner) DO UPDATE SET amount = excluded.amount
      """
    ) { parameters in
      parameters.column(.small, rows) { .small(symbols.number(of: $0.key.measure)) }
      parameters.column(.identifier, rows) { .init($0.key.owner) }
      parameters.column(.large, rows) { .large($0.value) }
    }
  }

  private mutating func addTallies(_ batch: ProjectionBatch, _ symbols: WriterSymbols) {
    let rows = batch.tallies.filter { $0.value != 0 }.map { row in
      (
        unit: symbols.number(of: row.key.unit), period: row.key.period.code,
        measure: symbols.number(of: row.key.measure), part: symbols.number(of: row.key.part),
        amount: row.value
      )
    }.sorted { ($0.unit, $0.period, $0.measure) < ($1.unit, $1.period, $1.measure) }
    guard !rows.isEmpty else { return }
    add(
      """
      INSERT INTO tally AS t (ledger, unit, period, measure, part, amount)
      SELECT $1::integer, *
      FROM unnest($2::integer[], $3::bigint[], $4::integer[], $5::integer[], $6::bigint[])
      ON CONFLICT (ledger, unit, period, measure, part)
        DO UPDATE SET amount = t.amount + excluded.amount
      """
    ) { parameters in
      parameters.column(.small, rows) { .small($0.unit) }
      parameters.column(.large, rows) { .large($0.period) }
      parameters.column(.small, rows) { .small($0.measure) }
      parameters.column(.small, rows) { .small($0.part) }
      parameters.column(.large, rows) { .large($0.amount) }
    }
  }

  private mutating func addMembers(_ batch: ProjectionBatch, _ symbols: WriterSymbols) {
    let gone = batch.members.filter { $0.value.isEmpty }.map(\.key)
    let counted = batch.members.filter { !$0.value.isEmpty }
    func place(_ keys: some Collection<MemberKey>, into parameters: inout Parameters) {
      parameters.column(.small, keys) { .small(symbols.number(of: $0.measure)) }
      parameters.column(.small, keys) { .small(symbols.number(of: $0.part)) }
      parameters.column(.large, keys) { .large($0.period.code) }
      parameters.column(.identifier, keys) { .init($0.thing) }
    }
    if !gone.isEmpty {
      add(
        """
        DELETE FROM member m
        USING unnest($2::integer[], $3::integer[], $4::bigint[], $5::uuid[])
          AS g (measure, part, period, thing)
        WHERE m.ledger = $1::integer AND m.measure = g.measure AND m.part = g.part
          AND m.period = g.period AND m.thing = g.thing
        """
      ) { place(gone, into: &$0) }
    }
    guard !counted.isEmpty else { return }
    add(
      """
      INSERT INTO member (ledger, measure, part, period, thing, counts)
      SELECT $1::integer, *
      FROM unnest($2::integer[], $3::integer[], $4::bigint[], $5::uuid[], $6::bytea[])
      ON CONFLICT (ledger, measure, part, period, thing) DO UPDATE SET counts = excluded.counts
      """
    ) { parameters in
      place(counted.keys, into: &parameters)
      parameters.column(.bytes, counted) { .bytes(CountsColumn.encode($0.value)) }
    }
  }

  private mutating func addContributions(_ batch: ProjectionBatch, _ symbols: WriterSymbols) {
    let rows = batch.contributions
    guard !rows.isEmpty else { return }
    add(
      """
      INSERT INTO contribution (ledger, measure, part, unit, day, seq, ordinal, amount, member)
      SELECT $1::integer, *
      FROM unnest(
        $2::integer[], $3::integer[], $4::integer[], $5::integer[], $6::bigint[], $7::integer[],
        $8::bigint[], $9::uuid[])
      """
    ) { parameters in
      parameters.column(.small, rows) { .small(symbols.number(of: $0.measure)) }
      parameters.column(.small, rows) { .small(symbols.number(of: $0.part)) }
      parameters.column(.small, rows) { .small(symbols.number(of: $0.unit)) }
      parameters.column(.small, rows) { .small($0.day.number) }
      parameters.column(.large, rows) { .large($0.seq) }
      parameters.column(.small, rows) { .small($0.ordinal) }
      parameters.column(.large, rows) { .large($0.amount) }
      parameters.column(.identifier, rows) { $0.member.map { .init($0) } ?? .null }
    }
  }

  private mutating func addTiles(_ batch: ProjectionBatch) {
    struct Place: Hashable {
      let level: Int
      let index: Int64
    }
    // A tile may have been filled further by a later entry of the batch: the last one holds.
    var last: [Place: TileRow] = [:]
    for tile in batch.tiles { last[Place(level: tile.level, index: tile.index)] = tile }
    let rows = Array(last.values)
    guard !rows.isEmpty else { return }
    add(
      """
      INSERT INTO tile (ledger, level, number, hashes)
      SELECT $1::integer, * FROM unnest($2::integer[], $3::bigint[], $4::bytea[])
      ON CONFLICT (ledger, level, number) DO UPDATE SET hashes = excluded.hashes
      """
    ) { parameters in
      parameters.column(.small, rows) { .small(Int32($0.level)) }
      parameters.column(.large, rows) { .large($0.index) }
      parameters.column(.bytes, rows) { .bytes($0.hashes) }
    }
  }
}
#endif
