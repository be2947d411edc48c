#if PostgreSQL
// The writer's side. What deciding looks up comes over a connection of its own, so that it need not
// wait for a batch that is being written.

package import Ledger
package import Programmes
package import Quantities
package import Storage

/// The writer's connections.
package final class PostgreSQLWriter: StoreWriter {
  private let session: WritingSession
  private let lookups: Lookups

  init(session: WritingSession, lookups: sending Lookups) {
    self.session = session
    self.lookups = lookups
  }

  private var ledger: Parameters.Value { .small(session.ledger) }

  /// What the writer's own connection says of its durability, for tests.
  package func synchronousSetting() throws -> String? {
    try session.use { connection in
      try connection.first("SELECT current_setting('synchronous_commit')") { $0.text(0, 0) }
    }
  }

  // MARK: Looking up

  private func first<Result: Sendable>(
    _ sql: String, _ values: Parameters.Value..., read: (Rows) throws -> Result
  ) throws -> Result? {
    try lookups.use(session) { connection in
      var parameters = Parameters(ledger)
      for value in values { parameters.append(value) }
      let rows = try connection.rows(sql, parameters)
      guard rows.count > 0 else { return nil }
      do {
        return try read(rows)
      } catch {
        throw StorageFailure.mapped(error, place: session.address.shown)
      }
    }
  }

  private func all<Result: Sendable>(
    _ sql: String, _ values: Parameters.Value..., read: (Rows, Int) throws -> Result
  ) throws -> [Result] {
    try lookups.use(session) { connection in
      var parameters = Parameters(ledger)
      for value in values { parameters.append(value) }
      let rows = try connection.rows(sql, parameters)
      do {
        return try (0..<rows.count).map { try read(rows, $0) }
      } catch {
        throw StorageFailure.mapped(error, place: session.address.shown)
      }
    }
  }

  package func entryCount() throws -> Int64 {
    try first("SELECT coalesce(max(seq) + 1, 0) FROM entry WHERE ledger = $1::integer") {
      $0.integer(0, 0)
    } ?? 0
  }

  package func through() throws -> Int64 {
    try first("SELECT through FROM progress WHERE ledger = $1::integer") { $0.integer(0, 0) } ?? 0
  }

  package func entrySeq(_ id: EntryID) throws -> Int64? {
    try first(
      "SELECT seq FROM entry WHERE ledger = $1::integer AND id = $2::uuid", .init(id)
    ) { $0.integer(0, 0) }
  }

  package func entry(_ seq: Int64) throws -> StoredEntry? {
    try first(PostgreSQLReader.entryColumns + "AND seq = $2::bigint", .large(seq)) {
      try PostgreSQLReader.entry($0, 0)
    }
  }

  package func subjectKey(_ number: Int64) throws -> [UInt8]? {
    try first(
      "SELECT wrapped FROM subject_key WHERE ledger = $1::integer AND number = $2::bigint",
      .large(number)
    ) { $0.bytes(0, 0) }
  }

  package func checkpoint(covering seq: Int64) throws -> CheckpointRow? {
    try first(PostgreSQLReader.checkpointCovering, .large(seq)) {
      CheckpointRow(size: $0.integer(0, 0), note: $0.text(0, 1))
    }
  }

  package func record(_ id: RecordID) throws -> RecordRow? {
    try first(PostgreSQLReader.recordColumns + "AND id = $2::uuid", .init(id)) { rows in
      try PostgreSQLReader.record(rows, 0) { try session.symbols.text($0) }
    }
  }

  package func records(kind: String) throws -> [RecordID] {
    guard let kind = session.symbols.known(kind) else { return [] }
    return try lookups.use(session) { connection in
      let rows = try connection.rows(
        "SELECT id FROM record WHERE ledger = $1::integer AND kind = $2::integer ORDER BY id",
        Parameters(ledger, .small(kind)))
      return (0..<rows.count).compactMap { RecordID(bytes: rows.bytes($0, 0)) }
    }
  }

  package func holder(_ key: KeyRow) throws -> RecordID? {
    guard let name = session.symbols.known(key.name) else { return nil }
    return try first(PostgreSQLReader.holderOfKey, .small(name), .bytes(key.value)) {
      RecordID(bytes: $0.bytes(0, 0))
    }.flatMap { $0 }
  }

  package func balance(_ key: BalanceKey) throws -> Int64 {
    guard let measure = session.symbols.known(key.measure) else { return 0 }
    return try first(PostgreSQLReader.balanceOfOwner, .small(measure), .init(key.owner)) {
      $0.integer(0, 0)
    } ?? 0
  }

  package func tallies(
    unit: String, from: TallyPeriod, to: TallyPeriod
  ) throws -> [TallyRow] {
    guard let number = session.symbols.known(unit) else { return [] }
    return try all(
      """
      SELECT measure, part, period, amount FROM tally
      WHERE ledger = $1::integer AND unit = $2::integer
        AND period BETWEEN $3::bigint AND $4::bigint
      """, .small(number), .large(from.code), .large(to.code)
    ) { rows, row in
      guard let period = TallyPeriod(code: rows.integer(row, 2)) else { throw RowDamage() }
      let key = TallyKey(
        measure: try session.symbols.text(rows.integer(row, 0)),
        part: try session.symbols.text(rows.integer(row, 1)), unit: unit, period: period)
      return TallyRow(key: key, amount: rows.integer(row, 3))
    }
  }

  package func contributions(
    measure: String, unit: String, from: Day
  ) throws -> [ContributionRow] {
    guard let number = session.symbols.known(measure), let place = session.symbols.known(unit)
    else { return [] }
    return try all(
      PostgreSQLReader.contributionColumns + """
        WHERE ledger = $1::integer AND measure = $2::integer AND unit = $3::integer
          AND day >= $4::integer
        """, .small(number), .small(place), .small(from.number)
    ) { rows, row in
      try PostgreSQLReader.contribution(rows, row) { try session.symbols.text($0) }
    }
  }

  package func tile(level: Int, index: Int64) throws -> [UInt8]? {
    try first(PostgreSQLReader.tileHashes, .small(Int32(level)), .large(index)) { $0.bytes(0, 0) }
  }

  package func highestEntry() throws -> EntryID? {
    // PostgreSQL 15 has no max() of identifiers.
    try first("SELECT id FROM entry WHERE ledger = $1::integer ORDER BY id DESC LIMIT 1") {
      EntryID(bytes: $0.bytes(0, 0))
    }.flatMap { $0 }
  }

  package func highestRecord() throws -> RecordID? {
    try first("SELECT id FROM record WHERE ledger = $1::integer ORDER BY id DESC LIMIT 1") {
      RecordID(bytes: $0.bytes(0, 0))
    }.flatMap { $0 }
  }

  package func makeRecordReader() throws -> sending (any RecordReader)? {
    // What a rebuild has not committed only its own connection sees.
    lookups.isOwn ? PostgreSQLRecordReader(session: session) : nil
  }

  // MARK: Making it last

  package func makeAppender() throws -> sending any StoreAppender {
    PostgreSQLAppender(session: session)
  }

  package func append(_ batch: TruthBatch) throws {
    try PostgreSQLAppender(session: session).append(batch)
  }
}

/// The side that makes batches last, over the connection that holds the lock.
package final class PostgreSQLAppender: StoreAppender, UnitedAppender {
  private let session: WritingSession

  init(session: WritingSession) {
    self.session = session
  }

  package func append(_ batch: TruthBatch) throws {
    try session.write { steps in try steps.append(batch) }
  }

  package func members(_ keys: [MemberKey]) throws -> [MemberKey: MemberCounts] {
    try session.members(keys)
  }

  /// Makes entries and what they change in the projections last in one transaction.
  package func append(_ batch: TruthBatch, projecting projections: ProjectionBatch) throws {
    try session.write { steps in
      try steps.append(batch)
      try steps.project(projections, symbols: session.symbols)
    }
  }
}

/// The connection that the writer looks things up on; in a rebuild the one that writes, which alone
/// sees what has not been committed.
final class Lookups {
  private var connection: Connection?
  let isOwn: Bool

  init(isOwn: Bool) {
    self.isOwn = isOwn
  }

  func use<Result: Sendable>(
    _ session: WritingSession, _ body: (Connection) throws -> Result
  ) throws -> Result {
    guard isOwn else { return try session.use(body) }
    // What is looked up after a failure must be what the lock protects.
    if session.isLost { try session.use { _ in } }
    let connection = try connection ?? PostgreSQLStore.connect(session.address)
    self.connection = connection
    do {
      return try body(connection)
    } catch {
      if connection.isBroken { self.connection = nil }
      throw error
    }
  }
}

/// The side that writes projections alone, over the writer's connection.
package final class PostgreSQLProjector: StoreProjector {
  private let session: WritingSession

  init(session: WritingSession) {
    self.session = session
  }

  package func members(_ keys: [MemberKey]) throws -> [MemberKey: MemberCounts] {
    try session.members(keys)
  }

  package func project(_ batch: ProjectionBatch) throws {
    do {
      try session.write { steps in try steps.project(batch, symbols: session.symbols) }
    } catch StorageFailure.server(let state, let message, _)
      where state == "23514" && message.contains("projections_follow")
    {
      throw StorageFailure.damaged(
        path: session.address.shown,
        detail: "its projections do not end at entry \(batch.from), where the next batch begins")
    }
  }
}
#endif
