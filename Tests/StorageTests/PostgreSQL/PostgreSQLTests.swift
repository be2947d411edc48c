#if PostgreSQL
import Ledger
import Programmes
import Quantities
import Storage
import TestServer
import Testing

@testable import StoragePostgreSQL

/// What PostgreSQL's engine promises beyond the contract.
@Suite(.enabled(if: TestServer.shared.address != nil, Comment(rawValue: TestServer.shared.reason)))
struct PostgreSQLTests {
  private struct Opened {
    let store: PostgreSQLStore
    let writer: PostgreSQLWriter
    let appender: PostgreSQLAppender
    let projector: PostgreSQLProjector

    init(_ address: PostgreSQLAddress) throws {
      store = try PostgreSQLStore(address, properties: ["origin": "test.invalid"])
      writer = try store.makeWriter()
      appender = PostgreSQLAppender(session: try store.writingSession())
      projector = try store.makeProjector()
    }
  }

  private static let key = BalanceKey(measure: "m.places", owner: Sample.record(1))

  /// Projections of entries from `first` up to before `end`, with one balance.
  private static func projections(
    _ first: Int64, _ end: Int64, balance: Int64
  ) -> ProjectionBatch {
    var batch = ProjectionBatch(from: first, through: end)
    batch.balances = [key: balance]
    return batch
  }

  private static func administrator() throws -> Connection {
    try PostgreSQLStore.connect(TestServer.shared.ledger("none"))
  }

  // MARK: One writer, many readers

  @Test func `a second writer is refused in words, until the first has gone`() throws {
    let address = try TestServer.shared.freshLedger()
    var first: Opened? = try Opened(address)
    let second = try PostgreSQLStore(address, properties: nil)
    #expect(throws: StorageFailure.writerElsewhere(ledger: address.shown)) {
      _ = try second.makeWriter()
    }
    // Another ledger of the same database has a lock of its own.
    _ = try Opened(TestServer.shared.freshLedger())
    #expect(try first?.writer.entryCount() == 0)
    first = nil
    #expect(try second.makeWriter().entryCount() == 0)
  }

  @Test func `another process sees entries and projections together, or neither`() throws {
    let address = try TestServer.shared.freshLedger()
    let opened = try Opened(address)
    let other = try PostgreSQLStore(address, properties: nil)
    for step in Int64(0)..<5 {
      try opened.appender.append(
        Sample.truth(Int(step), Int(step) + 1),
        projecting: Self.projections(step, step + 1, balance: step * 10))
      try other.read { (reader) throws in
        #expect(try reader.through() == step + 1)
        #expect(try reader.entry(step) == Sample.entry(Int(step)))
        #expect(try reader.checkpoint(upTo: .max)?.size == step + 1)
        #expect(try reader.balance(Self.key) == step * 10)
      }
    }
    try other.read { (reader) throws in
      try opened.appender.append(
        Sample.truth(5, 6), projecting: Self.projections(5, 6, balance: 77))
      #expect(try reader.through() == 5)
      #expect(try reader.balance(Self.key) == 40)
      #expect(try reader.entry(5) == nil)
    }
  }

  @Test func `ledgers of one database do not see each other`() throws {
    let opened = try [1, 2].map { _ in try Opened(TestServer.shared.freshLedger()) }
    for (index, one) in opened.enumerated() {
      var batch = Self.projections(0, 3, balance: Int64(index) + 1)
      batch.tallies = [Sample.tally("m.visits", "", "a", .year(2022)): Int64(index) + 5]
      try one.appender.append(Sample.truth(0, 3), projecting: batch)
    }
    for (index, one) in opened.enumerated() {
      try one.store.read { (reader) throws in
        #expect(try reader.balance(Self.key) == Int64(index) + 1)
        var rows: [ProjectionRow] = []
        try reader.scan { rows.append($0) }
        #expect(rows.count == 2)
        #expect(try reader.entries(from: 0, limit: 9).count == 3)
      }
    }
  }

  @Test func `which kinds have been touched is counted`() throws {
    let opened = try Opened(TestServer.shared.freshLedger())
    func changed(_ kinds: String...) throws -> Int64 {
      try opened.store.read { try $0.changed(kinds: kinds) }
    }
    #expect(try changed("unit", "premises") == 0)
    for (step, kind) in ["unit", "premises", "person"].enumerated() {
      var batch = ProjectionBatch(from: Int64(step), through: Int64(step) + 1)
      batch.records = [Sample.record(step): Sample.row(step, kind: kind)]
      try opened.projector.project(batch)
    }
    #expect(try changed("unit") == 1)
    #expect(try changed("unit", "premises") == 2)
    #expect(try changed("nothing") == 0)
  }

  // MARK: What lasts

  @Test func `the writer waits for the disk`() throws {
    let opened = try Opened(TestServer.shared.freshLedger())
    #expect(try opened.writer.synchronousSetting() == "on")
  }

  @Test func `a gap, a repeated id and a wrong place leave nothing behind`() throws {
    let opened = try Opened(TestServer.shared.freshLedger())
    try opened.appender.append(
      Sample.truth(0, 2), projecting: Self.projections(0, 2, balance: 1))
    let repeated = TruthBatch(
      entries: [
        StoredEntry(seq: 2, id: Sample.entryID(0), leaf: [1], block: [], sealed: [])
      ], subjectKeys: [], checkpoint: CheckpointRow(size: 3, note: "n\n"))
    let batches: [(TruthBatch, ProjectionBatch)] = [
      (Sample.truth(3, 4), Self.projections(2, 3, balance: 2)),
      (Sample.truth(1, 2), Self.projections(2, 3, balance: 2)),
      (repeated, Self.projections(2, 3, balance: 2)),
      (Sample.truth(2, 3), Self.projections(1, 3, balance: 2)),
    ]
    for (truth, projections) in batches {
      #expect(throws: StorageFailure.self) {
        try opened.appender.append(truth, projecting: projections)
      }
      #expect(try opened.writer.entryCount() == 2)
      #expect(try opened.writer.through() == 2)
      #expect(try opened.writer.balance(Self.key) == 1)
      #expect(try opened.writer.checkpoint(covering: 2) == nil)
    }
    let failure = #expect(throws: StorageFailure.self) {
      try opened.projector.project(Self.projections(1, 3, balance: 2))
    }
    guard case .damaged? = failure else {
      Issue.record("it should say where the projections end: \(String(describing: failure))")
      return
    }
    try opened.appender.append(
      Sample.truth(2, 3), projecting: Self.projections(2, 3, balance: 10))
    #expect(try opened.writer.entryCount() == 3)
    #expect(try opened.writer.balance(Self.key) == 10)
  }

  @Test(arguments: [
    "UPDATE entry SET block = ''", "DELETE FROM entry", "TRUNCATE entry",
  ]) func `the database refuses to change entries`(sql: String) throws {
    let opened = try Opened(TestServer.shared.freshLedger())
    try opened.writer.append(Sample.truth(0, 2))
    let condition = sql.hasPrefix("TRUNCATE") ? "" : " WHERE ledger = \(opened.store.ledger)"
    let connection = try Self.administrator()
    #expect(throws: StorageFailure.self) { try connection.execute(sql + condition) }
    #expect(try opened.writer.entry(1) == Sample.entry(1))
  }

  @Test func `symbols of a failed batch are given again`() throws {
    let opened = try Opened(TestServer.shared.freshLedger())
    var failing = ProjectionBatch(from: 7, through: 8)
    failing.tallies = [Sample.tally("lost.measure", "", "lost", .year(2022)): 1]
    #expect(throws: StorageFailure.self) { try opened.projector.project(failing) }
    var batch = ProjectionBatch(from: 0, through: 1)
    batch.tallies = [Sample.tally("m.visits", "甲\u{0}", "a", .year(2022)): 3]
    try opened.projector.project(batch)
    try opened.store.read { (reader) throws in
      var rows: [ProjectionRow] = []
      try reader.scan { rows.append($0) }
      #expect(
        rows == [
          .tally(
            TallyRow(
              key: Sample.tally("m.visits", "甲\u{0}", "a", .year(2022)), amount: 3))
        ])
    }
  }

  @Test func `numbers at their ends come back, and a sum beyond them is refused`() throws {
    let opened = try Opened(TestServer.shared.freshLedger())
    let low = Sample.tally("m.low", "", "a", .day(Day(number: .min)))
    let high = Sample.tally("m.high", "", "a", .day(Day(number: .max)))
    var batch = ProjectionBatch(from: 0, through: 1)
    batch.tallies = [low: .min, high: .max]
    batch.balances = [Self.key: .min]
    batch.contributions = [
      Sample.contribution(day: .min, seq: .max, ordinal: .max, amount: .min)
    ]
    try opened.projector.project(batch)
    try opened.store.read { (reader) throws in
      #expect(try reader.tally(low) == .min)
      #expect(try reader.tally(high) == .max)
      #expect(try reader.balance(Self.key) == .min)
      let query = ContributionQuery(
        measure: "m.visits", part: nil, units: ["a"], from: Day(number: .min),
        to: Day(number: .max))
      #expect(try reader.contributions(query, offset: 0, limit: 9) == batch.contributions)
      #expect(try reader.contributionTotals(query) == (1, .min))
    }
    var beyond = ProjectionBatch(from: 1, through: 2)
    beyond.tallies = [high: 1]
    #expect(throws: StorageFailure.self) { try opened.projector.project(beyond) }
    #expect(try opened.store.read { try $0.tally(high) } == .max)
  }

  @Test func `a large batch goes over in one piece`() throws {
    let opened = try Opened(TestServer.shared.freshLedger())
    let bytes = [UInt8](repeating: 7, count: 4_000)
    let entries = (0..<4_000).map { seq in
      StoredEntry(
        seq: Int64(seq), id: Sample.entryID(seq), leaf: bytes, block: bytes, sealed: [])
    }
    try opened.appender.append(
      TruthBatch(
        entries: entries, subjectKeys: [], checkpoint: CheckpointRow(size: 4_000, note: "n\n")),
      projecting: Self.projections(0, 4_000, balance: 1))
    #expect(try opened.writer.entryCount() == 4_000)
    #expect(try opened.store.read { try $0.entry(3_999) } == entries[3_999])
  }

  // MARK: A lost connection

  private static func end(_ condition: String) throws {
    let connection = try administrator()
    _ = try connection.rows(
      """
      SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
      WHERE pid <> pg_backend_pid() AND \(condition)
      """)
  }

  /// The writer's own connection, which has the ledger's lock.
  private static func endWriter(of opened: Opened) throws {
    try end(
      """
      pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory'
        AND classid = \(Schema.lockClass) AND objid = \(opened.store.ledger))
      """)
  }

  @Test func `a lost connection fails one batch, and the next goes on`() throws {
    let opened = try Opened(TestServer.shared.freshLedger())
    try opened.writer.append(Sample.truth(0, 1))
    try Self.endWriter(of: opened)
    let failure = #expect(throws: StorageFailure.self) {
      try opened.writer.append(Sample.truth(1, 2))
    }
    guard case .unreachable? = failure else {
      Issue.record("it should say that the server cannot be used: \(String(describing: failure))")
      return
    }
    #expect(try opened.writer.entryCount() == 1)
    try opened.writer.append(Sample.truth(1, 2))
    #expect(try opened.writer.entryCount() == 2)
  }

  @Test func `a writer that lost its lock to another does not write`() throws {
    let address = try TestServer.shared.freshLedger()
    let opened = try Opened(address)
    try opened.writer.append(Sample.truth(0, 1))
    try Self.endWriter(of: opened)
    let other = try Opened(address)
    #expect(throws: StorageFailure.self) { try opened.writer.append(Sample.truth(1, 2)) }
    #expect(throws: StorageFailure.writerElsewhere(ledger: address.shown)) {
      try opened.writer.append(Sample.truth(1, 2))
    }
    #expect(throws: StorageFailure.writerElsewhere(ledger: address.shown)) {
      _ = try opened.writer.entryCount()
    }
    try other.writer.append(Sample.truth(1, 2))
    #expect(try other.writer.entryCount() == 2)
  }
}
#endif
