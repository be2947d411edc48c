import Foundation
import Storage
import Testing

@testable import StorageSQLite

/// What a folder may hold when a ledger is opened in it.
struct SQLiteOpeningTests {
  private static let properties = ["origin": "test.invalid", "digest": "sha-256", "name": "平城"]

  private func path(_ folder: Folder, _ name: String) -> String { folder.path + "/" + name }

  /// Makes a ledger with one entry and closes it.
  private func made(_ folder: Folder) throws {
    let store = try SQLiteStore(folder: folder.path, properties: Self.properties)
    let writer = try store.makeWriter()
    try writer.append(Sample.truth(0, 1))
    try store.makeProjector().project(ProjectionBatch(from: 0, through: 1))
  }

  private func remove(_ name: String, _ suffixes: [String], in folder: Folder) {
    for suffix in suffixes {
      try? FileManager.default.removeItem(atPath: path(folder, name + suffix))
    }
  }

  private func failure(_ folder: Folder, properties: [String: String]? = nil) -> StorageFailure? {
    do {
      _ = try SQLiteStore(folder: folder.path, properties: properties)
      return nil
    } catch {
      return error as? StorageFailure
    }
  }

  @Test func `a ledger is made only where it is asked for`() throws {
    let folder = Folder()
    #expect(failure(folder) == .notFound(folder: folder.path))
    #expect(!SQLiteStore.exists(in: folder.path))
    try made(folder)
    #expect(SQLiteStore.exists(in: folder.path))
  }

  @Test func `properties and entries survive, and properties never change`() throws {
    let folder = Folder()
    try made(folder)
    let store = try SQLiteStore(folder: folder.path, properties: ["origin": "other.invalid"])
    #expect(try store.properties() == Self.properties)
    let writer = try store.makeWriter()
    #expect(try writer.entry(0) == Sample.entry(0))
    #expect(try writer.through() == 1)
  }

  @Test func `one store at a time has a folder open`() throws {
    let folder = Folder()
    var first: SQLiteStore? = try SQLiteStore(folder: folder.path, properties: [:])
    #expect(first != nil)
    #expect(failure(folder) == .inUse(folder: folder.path))
    first = nil
    #expect(failure(folder) == nil)
  }

  /// An operator deletes what the message names, perhaps without the files beside it.
  @Test(arguments: [[""], ["", "-wal", "-shm"]])
  func `deleted projections are made anew and empty`(suffixes: [String]) throws {
    let folder = Folder()
    try made(folder)
    remove(SQLiteStore.projectionsName, suffixes, in: folder)
    let store = try SQLiteStore(folder: folder.path, properties: nil)
    let writer = try store.makeWriter()
    #expect(try writer.entryCount() == 1)
    #expect(try writer.through() == 0)
    #expect(try store.read { try $0.through() } == 0)
  }

  @Test(arguments: [SQLiteStore.truthName, SQLiteStore.projectionsName])
  func `a newer format is refused`(name: String) throws {
    let folder = Folder()
    try made(folder)
    try Connection(path: path(folder, name), create: false).execute("PRAGMA user_version = 9")
    let known = name == SQLiteStore.truthName ? 1 : 2
    let expected = StorageFailure.newerFormat(path: path(folder, name), found: 9, known: known)
    #expect(failure(folder) == expected)
  }

  @Test(arguments: [SQLiteStore.truthName, SQLiteStore.projectionsName], [0, 9])
  func `another program's file is refused as that`(name: String, version: Int) throws {
    let folder = Folder()
    try made(folder)
    remove(name, ["", "-wal", "-shm"], in: folder)
    let other = try Connection(path: path(folder, name), create: true)
    try other.execute("CREATE TABLE t (a); PRAGMA user_version = \(version)")
    let expected = StorageFailure.damaged(
      path: path(folder, name), detail: "it is some other SQLite file")
    #expect(failure(folder) == expected)
    #expect(failure(folder, properties: Self.properties) == expected)
  }

  @Test(arguments: [SQLiteStore.truthName, SQLiteStore.projectionsName], [1, 60, 2_000])
  func `a text in a file's place is refused and left alone`(name: String, count: Int) throws {
    let folder = Folder()
    try made(folder)
    remove(name, ["", "-wal", "-shm"], in: folder)
    let text = Data(String(repeating: "年", count: count).utf8)
    try text.write(to: URL(fileURLWithPath: path(folder, name)))
    for properties in [nil, Self.properties] {
      guard case .damaged(let found, _)? = failure(folder, properties: properties) else {
        Issue.record("\(String(describing: failure(folder))) is not `damaged`")
        continue
      }
      #expect(found == path(folder, name))
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path(folder, name))) == text)
  }

  @Test func `a restore to a point knows every table of the truth`() throws {
    let folder = Folder()
    try made(folder)
    let truth = try Connection(path: path(folder, SQLiteStore.truthName), create: false)
    let names = try truth.text(
      "SELECT group_concat(name) FROM (SELECT name FROM sqlite_schema WHERE type = 'table')")
    #expect(
      Set(names?.split(separator: ",").map(String.init) ?? [])
        == Set(Schema.truthTables.map(\.name)))
  }

  @Test func `an empty truth is not taken for a ledger`() throws {
    let folder = Folder()
    try made(folder)
    try Data().write(to: URL(fileURLWithPath: path(folder, SQLiteStore.truthName)))
    let truth = path(folder, SQLiteStore.truthName)
    #expect(failure(folder) == .damaged(path: truth, detail: "it is empty"))
  }

  @Test func `a place that cannot hold a folder is reported as not writable`() throws {
    let folder = Folder()
    try Data().write(to: URL(fileURLWithPath: folder.path))
    let inner = folder.path + "/ledger"
    #expect(throws: StorageFailure.readOnly(path: inner)) {
      _ = try SQLiteStore(folder: inner, properties: [:])
    }
  }

  @Test func `a damaged page is reported with its file`() throws {
    let folder = Folder()
    try made(folder)
    let file = path(folder, SQLiteStore.truthName)
    var bytes = try Data(contentsOf: URL(fileURLWithPath: file))
    for index in 100..<bytes.count { bytes[index] = 0xEE }
    try bytes.write(to: URL(fileURLWithPath: file))
    guard case .damaged(let found, _)? = failure(folder) else {
      Issue.record("\(String(describing: failure(folder))) is not `damaged`")
      return
    }
    #expect(found == file)
  }
}
