import Foundation
import Ledger
import Storage
import Testing

@testable import StorageSQLite

/// Formats go forward only, and every older one is brought up.
struct MigrationTests {
  private static let ledgers = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Ledgers")

  private static let tables =
    "SELECT group_concat(sql, ';') FROM (SELECT sql FROM sqlite_schema ORDER BY name)"

  private func path(_ folder: Folder) -> String { folder.path + "/" + SQLiteStore.truthName }

  @Test func `there is a stored ledger of every format`() throws {
    for format in 1...Schema.truthFormat {
      let name = "format-\(format).luoshi"
      #expect(
        FileManager.default.fileExists(atPath: Self.ledgers.appending(path: name).path), "\(name)")
    }
    #expect(Migration.all.map(\.format) == Array(2..<Schema.truthFormat + 1))
  }

  /// Who changes the tables without a migration finds it out here.
  @Test(arguments: 1...Schema.truthFormat)
  func `an older ledger has the tables of a new one once it was opened`(format: Int) throws {
    let fresh = Folder()
    _ = try SQLiteStore(folder: fresh.path, properties: [:])
    let wanted = try Connection(path: path(fresh), create: false).text(Self.tables)
    let folder = Folder()
    try FileManager.default.createDirectory(
      atPath: folder.path, withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      at: Self.ledgers.appending(path: "format-\(format).luoshi"),
      to: URL(fileURLWithPath: path(folder)))
    _ = try SQLiteStore(folder: folder.path, properties: nil)
    let opened = try Connection(path: path(folder), create: false)
    #expect(try opened.text(Self.tables) == wanted)
    #expect(try opened.integer("PRAGMA user_version") == Int64(Schema.truthFormat))
  }

  private static let steps = [
    Migration(format: 2, sql: "CREATE TABLE second (a INTEGER) STRICT"),
    Migration(
      format: 3, sql: "CREATE TABLE third (a INTEGER) STRICT; INSERT INTO third VALUES (3)"),
  ]

  @Test func `steps are made in order, each whole or not at all`() throws {
    let folder = Folder()
    _ = try SQLiteStore(folder: folder.path, properties: [:])
    let connection = try Connection(path: path(folder), create: false)
    let broken = [Self.steps[0], Migration(format: 3, sql: "CREATE TABLE third (a); NONSENSE")]
    #expect(throws: StorageFailure.self) {
      try Migration.apply(broken, upTo: 3, to: connection)
    }
    #expect(try connection.integer("PRAGMA user_version") == 2)
    #expect(try connection.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'third'") == 0)
    try Migration.apply(Self.steps, upTo: 3, to: connection)
    #expect(try connection.integer("PRAGMA user_version") == 3)
    #expect(try connection.integer("SELECT a FROM third") == 3)
    try Migration.apply(Self.steps, upTo: 3, to: connection)
    #expect(try connection.integer("SELECT count(*) FROM third") == 1)
    // A ledger that was brought up is refused by the version before.
    let expected = StorageFailure.newerFormat(path: path(folder), found: 3, known: 1)
    #expect(throws: expected) {
      _ = try SQLiteStore(folder: folder.path, properties: nil)
    }
  }

  @Test func `projections of an older format are made anew`() throws {
    let folder = Folder()
    do {
      let store = try SQLiteStore(folder: folder.path, properties: [:])
      try store.makeWriter().append(Sample.truth(0, 1))
      try store.makeProjector().project(ProjectionBatch(from: 0, through: 1))
    }
    let projections = folder.path + "/" + SQLiteStore.projectionsName
    try Connection(path: projections, create: false).execute("PRAGMA user_version = 0")
    let store = try SQLiteStore(folder: folder.path, properties: nil)
    #expect(try store.read { try $0.through() } == 0)
    #expect(try Connection(path: projections, create: false).integer("PRAGMA user_version") == 2)
  }
}
