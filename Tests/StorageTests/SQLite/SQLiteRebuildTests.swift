import Foundation
import Ledger
import Programmes
import Quantities
import Storage
import Testing

@testable import StorageSQLite

/// Projections made anew beside the old ones: gone on with, compared, replaced.
struct SQLiteRebuildTests {
  /// A ledger of three entries whose projections say `amount` under one balance.
  private func ledger(amount: Int64 = 5) throws -> Folder {
    let folder = Folder()
    let store = try SQLiteStore(folder: folder.path, properties: ["origin": "test.invalid"])
    try store.makeWriter().append(Sample.truth(0, 3))
    try store.makeProjector().project(batch(amount: amount))
    return folder
  }

  private func batch(from: Int64 = 0, through: Int64 = 3, amount: Int64) -> ProjectionBatch {
    var batch = ProjectionBatch(from: from, through: through)
    // Named in another order than in the old file, so that the numbers of names differ.
    batch.balances = [
      BalanceKey(measure: "m.places", owner: Sample.record(1)): amount,
      BalanceKey(measure: "m.funds", owner: Sample.record(2)): 7,
    ]
    batch.records = [Sample.record(1): Sample.row(1)]
    batch.tallies = [Sample.tally("m.visits", "", "a", .year(2022)): amount]
    let hashes = (0..<Int(through)).flatMap { Sample.entry($0).leafHash.bytes }
    batch.tiles = [TileRow(level: 0, index: 0, hashes: hashes)]
    return batch
  }

  private func finish(_ folder: Folder, _ store: SQLiteStore) throws -> SQLiteStore.Comparison {
    let comparison = try store.compareRebuilt()
    try store.replaceProjections()
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(!left.contains { $0.hasPrefix("projections-making") }, "\(left)")
    return comparison
  }

  private func made(_ folder: Folder) -> String { folder.path + "/" + SQLiteStore.makingName }

  @Test func `equal projections are replaced without a difference`() throws {
    let folder = try ledger()
    var store: SQLiteStore? = try SQLiteStore(rebuilding: folder.path)
    try store?.makeProjector().project(batch(amount: 5))
    guard case .compared(let differences) = try finish(folder, #require(store)) else {
      Issue.record("not compared")
      return
    }
    #expect(differences == [])
    store = nil
    let opened = try SQLiteStore(folder: folder.path, properties: nil)
    #expect(try opened.read { try $0.through() } == 3)
  }

  @Test func `what was different is named, and is right afterwards`() throws {
    let folder = try ledger()
    do {
      let old = try Connection(
        path: folder.path + "/" + SQLiteStore.projectionsName, create: false)
      try old.execute(
        """
        UPDATE tally SET amount = 6; DELETE FROM record;
        INSERT INTO balance SELECT measure, randomblob(16), 1 FROM balance LIMIT 1
        """)
    }
    var store: SQLiteStore? = try SQLiteStore(rebuilding: folder.path)
    try store?.makeProjector().project(batch(amount: 5))
    guard case .compared(let differences) = try finish(folder, #require(store)) else {
      Issue.record("not compared")
      return
    }
    let counts = Dictionary(
      uniqueKeysWithValues: differences.map {
        ($0.table, [$0.changed, $0.missing, $0.surplus])
      })
    #expect(counts == ["tally": [1, 0, 0], "record": [0, 1, 0], "balance": [0, 0, 1]])
    let tally = differences.first { $0.table == "tally" }
    #expect(tally?.examples == ["m.visits [] at a: 6, now 5"])
    store = nil
    let opened = try SQLiteStore(folder: folder.path, properties: nil)
    let key = Sample.tally("m.visits", "", "a", .year(2022))
    #expect(try opened.read { try $0.tally(key) } == 5)
    #expect(try opened.read { try $0.record(Sample.record(1)) } != nil)
  }

  @Test func `a rebuild cut short is gone on with, and the ledger does not see it`() throws {
    let folder = try ledger()
    do {
      let store = try SQLiteStore(rebuilding: folder.path)
      try store.makeProjector().project(batch(from: 0, through: 2, amount: 9))
    }
    do {
      let opened = try SQLiteStore(folder: folder.path, properties: nil)
      #expect(try opened.read { try $0.through() } == 3)
    }
    let store = try SQLiteStore(rebuilding: folder.path)
    #expect(try store.read { try $0.through() } == 2)
  }

  @Test(arguments: ["other entries", "other entries than the tree's", "newer", "no database"])
  func `a half-made file that is not this ledger's is begun again`(what: String) throws {
    let folder = try ledger()
    switch what {
    case "no database": try Data("年".utf8).write(to: URL(fileURLWithPath: made(folder)))
    default:
      let store = try SQLiteStore(rebuilding: folder.path)
      let through: Int64 = what == "other entries" ? 9 : 2
      try store.makeProjector().project(batch(through: through, amount: 1))
      let making = try Connection(path: made(folder), create: false)
      if what == "newer" { try making.execute("PRAGMA user_version = 9") }
      if what == "other entries than the tree's" {
        try making.execute("UPDATE tile SET hashes = zeroblob(length(hashes))")
      }
    }
    let store = try SQLiteStore(rebuilding: folder.path)
    #expect(try store.read { try $0.through() } == 0)
  }

  @Test func `old projections that are behind or damaged are told, not compared`() throws {
    let folder = try ledger()
    let old = folder.path + "/" + SQLiteStore.projectionsName
    try Connection(path: old, create: false).execute("UPDATE progress SET through = 2")
    let store = try SQLiteStore(rebuilding: folder.path)
    try store.makeProjector().project(batch(amount: 5))
    guard case .behind(through: 2) = try store.compareRebuilt() else {
      Issue.record("projections that are behind were compared")
      return
    }
    for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: old + suffix) }
    try Data(String(repeating: "年", count: 2_000).utf8).write(to: URL(fileURLWithPath: old))
    guard case .unreadable = try finish(folder, store) else {
      Issue.record("a text was compared")
      return
    }
  }

  @Test func `a ledger that is open elsewhere is not rebuilt`() throws {
    let folder = try ledger()
    let opened = try SQLiteStore(folder: folder.path, properties: nil)
    #expect(throws: StorageFailure.inUse(folder: folder.path)) {
      _ = try SQLiteStore(rebuilding: folder.path)
    }
    withExtendedLifetime(opened) {}
  }
}
