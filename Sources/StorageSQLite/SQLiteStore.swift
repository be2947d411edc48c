// A ledger in two SQLite files: `entries.sqlite` is the truth and is synced with every batch;
// `projections.sqlite` can be deleted at any time and is rebuilt from the first.

import Foundation
import GRDB
import Ledger
package import Storage

/// A ledger in a folder, on SQLite.
///
/// One process at a time has it open for writing; a lock on a file in the folder says so.
package final class SQLiteStore: Store {
  package static let truthName = "entries.sqlite"
  package static let projectionsName = "projections.sqlite"

  package let folder: String
  /// The projections that are read and written: another file while they are made anew.
  let projectionsPath: String
  private let truth: DatabasePool
  private let projections: DatabasePool
  private let symbols = SymbolCache()
  private let turn = CheckpointTurn()
  /// `nil` for an audit beside a process that has the lock.
  private let lock: FolderLock?

  /// Whether the folder holds a ledger.
  package static func exists(in folder: String) -> Bool {
    FileManager.default.fileExists(atPath: folder + "/" + truthName)
  }

  /// Opens the ledger in `folder`, or makes one if `properties` are given and there is none.
  ///
  /// Properties are the ledger's own settings (origin, digest algorithm, whether it is a demo);
  /// those of an existing ledger stay as they are.
  package init(folder: String, properties: [String: String]?) throws {
    let exists = Self.exists(in: folder)
    guard exists || properties != nil else { throw StorageFailure.notFound(folder: folder) }
    if !exists {
      do {
        try FileManager.default.createDirectory(
          atPath: folder, withIntermediateDirectories: true)
      } catch let error as CocoaError where error.code == .fileWriteOutOfSpace {
        throw StorageFailure.diskFull(path: folder)
      } catch {
        throw StorageFailure.readOnly(path: folder)
      }
    }
    self.folder = folder
    self.lock = try FolderLock(folder: folder)
    let truthPath = folder + "/" + Self.truthName
    self.projectionsPath = folder + "/" + Self.projectionsName
    try Preparation.prepareTruth(truthPath, properties: properties)
    try Preparation.prepareProjections(projectionsPath)
    self.truth = try Self.pool(truthPath)
    self.projections = try Self.pool(projectionsPath)
  }

  /// Opens the ledger in `folder` with projections that are being made anew beside the old ones;
  /// those of a rebuild that was cut short are gone on with.
  package init(rebuilding folder: String) throws {
    guard Self.exists(in: folder) else { throw StorageFailure.notFound(folder: folder) }
    self.folder = folder
    self.lock = try FolderLock(folder: folder)
    let truthPath = folder + "/" + Self.truthName
    self.projectionsPath = folder + "/" + Self.makingName
    try Preparation.prepareTruth(truthPath, properties: nil)
    if !Self.canGoOn(projectionsPath, truth: truthPath) {
      try Self.remove(projectionsPath)
      try Preparation.prepareProjections(projectionsPath)
    }
    self.truth = try Self.pool(truthPath)
    self.projections = try Self.pool(projectionsPath)
  }

  /// Opens the ledger in `folder` for reading only, also while another process writes to it.
  ///
  /// Nothing is made, mended or replayed.
  package init(auditing folder: String) throws {
    guard Self.exists(in: folder) else { throw StorageFailure.notFound(folder: folder) }
    self.folder = folder
    self.lock = nil
    let truthPath = folder + "/" + Self.truthName
    self.projectionsPath = folder + "/" + Self.projectionsName
    guard FileManager.default.fileExists(atPath: projectionsPath) else {
      throw StorageFailure.damaged(path: projectionsPath, detail: "it is not there")
    }
    try Preparation.checkTruth(truthPath)
    try Preparation.checkProjections(projectionsPath)
    self.truth = try Self.pool(truthPath)
    self.projections = try Self.pool(projectionsPath)
  }

  /// The writer's connections; to be made once and used from one thread at a time.
  package func makeWriter() throws -> sending SQLiteWriter {
    try SQLiteWriter(
      truthPath: folder + "/" + Self.truthName, projectionsPath: projectionsPath, turn: turn)
  }

  /// The projector's connection; to be made once and used from one thread at a time.
  package func makeProjector() throws -> sending SQLiteProjector {
    try SQLiteProjector(
      path: projectionsPath, truthPath: folder + "/" + Self.truthName, turn: turn)
  }

  /// The ledger's own settings.
  package func properties() throws -> [String: String] {
    try readTruth { database in
      var properties: [String: String] = [:]
      let rows = try Row.fetchCursor(database, sql: "SELECT name, value FROM property")
      while let row = try rows.next() { properties[row[0]] = row[1] }
      return properties
    }
  }

  /// The settings of the ledger in `folder`, also while another process has it open, with the
  /// `format` of its file.
  package static func properties(in folder: String) throws -> [String: String] {
    guard exists(in: folder) else { throw StorageFailure.notFound(folder: folder) }
    let path = folder + "/" + truthName
    let connection = try Connection(path: path, create: false)
    guard let format = try Preparation.format(of: connection, known: Schema.truthFormat) else {
      throw StorageFailure.damaged(path: path, detail: "it is empty")
    }
    let rows = try connection.prepare("SELECT name, value FROM property")
    var properties = ["format": "\(format)"]
    while try rows.step() { properties[rows.text(0)] = rows.text(1) }
    return properties
  }

  /// The server time of the newest entry, in milliseconds since 1970; `nil` for an empty ledger.
  package func lastMoment() throws -> Int64? {
    let newest = try readTruth { database in
      try SQLiteReader(truth: database, projections: database, symbols: symbols).newestEntry()
    }
    return try newest.map { try EntryCodec.decode($0).at }
  }

  package func read<Result>(_ body: (any StoreReader) throws -> Result) throws -> Result {
    // The projections first: the truth only grows, so what they were made from is there.
    do {
      return try projections.read { projected in
        try truth.read { entries in
          try body(SQLiteReader(truth: entries, projections: projected, symbols: symbols))
        }
      }
    } catch {
      throw StorageFailure.mapped(error, path: folder)
    }
  }

  private func readTruth<Result>(_ body: (Database) throws -> Result) throws -> Result {
    do {
      return try truth.read(body)
    } catch {
      throw StorageFailure.mapped(error, path: folder + "/" + Self.truthName)
    }
  }

  /// Closes what reads, so that files can be moved.
  func closePools() throws {
    do {
      try truth.close()
      try projections.close()
    } catch {
      throw StorageFailure.mapped(error, path: folder)
    }
  }

  private static func pool(_ path: String) throws -> DatabasePool {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.maximumReaderCount = 4
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA cache_size = -4000")
    }
    do {
      return try DatabasePool(path: path, configuration: configuration)
    } catch {
      throw StorageFailure.mapped(error, path: path)
    }
  }
}
