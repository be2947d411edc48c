import Foundation
import Ledger
import Programmes
import Quantities
import Storage
import Testing

@testable import StorageSQLite

/// What the SQLite engine does beyond the contract: its syncing, its triggers, its failures.
struct SQLiteWritingTests {
  private struct Opened {
    let folder: Folder
    let store: SQLiteStore
    let writer: SQLiteWriter
    let projector: SQLiteProjector
  }

  private func opened() throws -> Opened {
    let folder = Folder()
    let store = try SQLiteStore(folder: folder.path, properties: [:])
    return Opened(
      folder: folder, store: store, writer: try store.makeWriter(),
      projector: try store.makeProjector())
  }

  @Test func `the truth is synced with every commit`() throws {
    let opened = try opened()
    #expect(try opened.writer.synchronousSetting() == 2)
    #expect(try opened.writer.truth.text("PRAGMA journal_mode") == "wal")
    #expect(try opened.projector.connection.integer("PRAGMA synchronous") == 1)
  }

  @Test(arguments: [
    "UPDATE entry SET leaf = x'00' WHERE seq = 1", "UPDATE entry SET seq = 9 WHERE seq = 1",
    "DELETE FROM entry WHERE seq = 1", "DELETE FROM entry",
    "INSERT OR REPLACE INTO entry VALUES (1, randomblob(16), x'00', x'00', x'00')",
    "INSERT OR REPLACE INTO entry SELECT 3, id, x'00', x'00', x'00' FROM entry WHERE seq = 1",
    "INSERT INTO entry VALUES (9, randomblob(16), x'00', x'00', x'00')",
    "INSERT INTO entry (id, leaf, block, sealed) VALUES (randomblob(16), x'00', x'00', x'00')",
  ]) func `no statement of another program changes, deletes or skips an entry`(
    sql: String
  ) throws {
    let opened = try opened()
    try opened.writer.append(Sample.truth(0, 3))
    let other = try Connection(path: opened.writer.truth.path, create: false)
    #expect(throws: StorageFailure.self) { try other.execute(sql) }
    #expect(try opened.writer.entryCount() == 3)
    for seq in 0..<3 { #expect(try opened.writer.entry(Int64(seq)) == Sample.entry(seq)) }
  }

  @Test func `a batch with a gap or an id twice leaves nothing behind`() throws {
    let opened = try opened()
    try opened.writer.append(Sample.truth(0, 2))
    #expect(throws: StorageFailure.self) { try opened.writer.append(Sample.truth(3, 5)) }
    let twice = TruthBatch(
      entries: [
        Sample.entry(2),
        StoredEntry(seq: 3, id: Sample.entryID(0), leaf: [1], block: [], sealed: []),
      ], subjectKeys: [], checkpoint: CheckpointRow(size: 4, note: "n"))
    #expect(throws: StorageFailure.self) { try opened.writer.append(twice) }
    #expect(try opened.writer.entryCount() == 2)
    #expect(try opened.writer.checkpoint(covering: 2) == nil)
    try opened.writer.append(Sample.truth(2, 4))
    #expect(try opened.writer.entryCount() == 4)
  }

  @Test func `what a burst leaves in the log is in the file itself once it is over`() throws {
    let opened = try opened()
    let count: Int64 = 8_192
    try opened.writer.append(Sample.truth(0, Int(count)))
    try opened.projector.project(ProjectionBatch(from: 0, through: count))
    opened.projector.tidy()
    let alone = opened.folder.path + "/alone.sqlite"
    try FileManager.default.copyItem(atPath: opened.writer.truth.path, toPath: alone)
    #expect(try SQLiteTruthFile(path: alone).entryCount() == count)
  }

  @Test func `a full disk is reported, and writing goes on when there is room`() throws {
    let opened = try opened()
    let truth = opened.folder.path + "/" + SQLiteStore.truthName
    try opened.writer.append(Sample.truth(0, 1))
    let pages = try opened.writer.truth.integer("PRAGMA page_count") ?? 0
    try opened.writer.truth.execute("PRAGMA max_page_count = \(pages)")
    let large = TruthBatch(
      entries: [
        StoredEntry(
          seq: 1, id: Sample.entryID(1), leaf: [1], block: [UInt8](repeating: 1, count: 90_000),
          sealed: [])
      ], subjectKeys: [], checkpoint: CheckpointRow(size: 2, note: "n"))
    #expect(throws: StorageFailure.diskFull(path: truth)) { try opened.writer.append(large) }
    #expect(try opened.writer.entryCount() == 1)
    try opened.writer.truth.execute("PRAGMA max_page_count = 1000000")
    try opened.writer.append(large)
    #expect(try opened.writer.entry(1) == large.entries[0])
  }

  @Test func `symbols of a projection that failed are forgotten with it`() throws {
    let opened = try opened()
    var bad = ProjectionBatch(from: 0, through: 1)
    bad.records = [Sample.record(1): Sample.row(1, kind: "lost", state: "gone")]
    bad.tiles = [TileRow(level: -1, index: 0, hashes: [])]
    #expect(throws: StorageFailure.self) { try opened.projector.project(bad) }
    #expect(try opened.writer.through() == 0)
    #expect(try opened.writer.record(Sample.record(1)) == nil)
    var good = ProjectionBatch(from: 0, through: 1)
    good.records = [Sample.record(2): Sample.row(2, kind: "kept", state: "open")]
    try opened.projector.project(good)
    #expect(try opened.writer.records(kind: "lost").isEmpty)
    #expect(try opened.writer.records(kind: "kept") == [Sample.record(2)])
    #expect(try opened.store.read { try $0.record(Sample.record(2)) }?.record.kind == "kept")
  }

  @Test func `a batch that does not begin at the watermark is refused whole`() throws {
    let opened = try opened()
    let key = BalanceKey(measure: "m.places", owner: Sample.record(1))
    for from in [Int64(1), 0, 0] {
      var batch = ProjectionBatch(from: from, through: from + 1)
      batch.balances = [key: from + 5]
      do {
        try opened.projector.project(batch)
      } catch {
        guard case .damaged? = error as? StorageFailure else {
          Issue.record("\(error) is not `damaged`")
          continue
        }
      }
    }
    // Only the second of the three began where the projections ended.
    #expect(try opened.writer.through() == 1)
    #expect(try opened.writer.balance(key) == 5)
  }

  @Test func `a tally beyond 64 bits is refused, not stored as a float`() throws {
    let opened = try opened()
    let key = Sample.tally("m.visits", "", "a", .year(2022))
    var batch = ProjectionBatch(from: 0, through: 1)
    batch.tallies = [key: .max]
    try opened.projector.project(batch)
    var more = ProjectionBatch(from: 1, through: 2)
    more.tallies = [key: .max]
    #expect(throws: StorageFailure.self) { try opened.projector.project(more) }
    #expect(try opened.store.read { try $0.tally(key) } == .max)
    #expect(try opened.writer.through() == 1)
  }

  @Test func `a file that somebody else is writing to is reported as in use`() throws {
    let opened = try opened()
    try opened.writer.truth.execute("PRAGMA busy_timeout = 10")
    let other = try Connection(
      path: opened.folder.path + "/" + SQLiteStore.truthName, create: false)
    try other.execute("BEGIN IMMEDIATE")
    #expect(throws: StorageFailure.inUse(folder: opened.folder.path)) {
      try opened.writer.append(Sample.truth(0, 1))
    }
    try other.execute("ROLLBACK")
    try opened.writer.append(Sample.truth(0, 1))
    #expect(try opened.writer.entryCount() == 1)
  }

  @Test func `a row that this program did not write is damage, on both sides`() throws {
    let opened = try opened()
    var batch = ProjectionBatch(from: 0, through: 1)
    batch.records = [Sample.record(1): Sample.row(1)]
    try opened.projector.project(batch)
    try opened.projector.connection.execute("UPDATE record SET facts = x'05'")
    for read in [
      { try opened.writer.record(Sample.record(1)) },
      { try opened.store.read { try $0.record(Sample.record(1)) } },
    ] {
      do {
        _ = try read()
        Issue.record("a damaged row was read")
      } catch {
        guard case .damaged? = error as? StorageFailure else {
          Issue.record("\(error) is not `damaged`")
          continue
        }
      }
    }
  }

  @Test func `an error of the caller's passes through a reading unchanged`() throws {
    struct Mine: Error {}
    let opened = try opened()
    #expect(throws: Mine.self) { try opened.store.read { _ in throw Mine() } }
  }

  @Test func `texts with a zero in them come back whole`() throws {
    let opened = try opened()
    var batch = ProjectionBatch(from: 0, through: 1)
    batch.records = [Sample.record(1): Sample.row(1, state: "a\u{0}b")]
    try opened.projector.project(batch)
    #expect(try opened.writer.record(Sample.record(1))?.record.state == "a\u{0}b")
  }

  @Test func `the log of the projections is begun anew before it grows long`() throws {
    let opened = try opened()
    func size() throws -> Int {
      let path = opened.folder.path + "/projections.sqlite-wal"
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      return try #require(attributes[.size] as? Int)
    }
    var sizes: [Int] = []
    for round in 0..<4 as Range<Int64> {
      // Whoever looks at a batch's begin sees what was written before.
      try opened.writer.beginLooking()
      #expect(try opened.writer.through() == round * 40_000)
      opened.writer.endLooking()
      var batch = ProjectionBatch(from: round * 40_000, through: (round + 1) * 40_000)
      batch.tiles = (0..<500).map { index in
        TileRow(
          level: 0, index: round * 500 + index, hashes: [UInt8](repeating: 1, count: 8_192))
      }
      try opened.projector.project(batch)
      sizes.append(try size())
    }
    #expect(sizes[0] > 4_000_000)
    #expect(sizes[3] < 2 * sizes[0], "the last three begin where the first began: \(sizes)")
  }
}
