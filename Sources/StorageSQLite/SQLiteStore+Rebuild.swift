// Projections are made anew in a file beside the old ones. Only when it has all entries does it
// take their place, so one that was cut short is never read as a ledger's projections.

import Foundation
import Glibc
import Ledger
import Storage

extension SQLiteStore {
  /// The projections while they are made anew.
  package static let makingName = "projections-making.sqlite"

  /// What was found different in the old projections.
  package enum Comparison: Sendable {
    case compared([ProjectionDifference])
    /// There were none.
    case none
    /// They did not have all entries, so they cannot be held against those that have.
    case behind(through: Int64)
    /// They could not be read.
    case unreadable(String)
  }

  /// Compares the new projections with the old ones, row by row.
  package func compareRebuilt() throws -> Comparison {
    let old = folder + "/" + Self.projectionsName
    guard FileManager.default.fileExists(atPath: old) else { return .none }
    let made = try Connection(path: projectionsPath, create: false)
    let through = try made.integer("SELECT through FROM progress") ?? 0
    do {
      try Preparation.checkProjections(old)
      let reached = try Connection(path: old, create: false)
        .integer("SELECT through FROM progress")
      guard reached == through else { return .behind(through: reached ?? 0) }
      return .compared(try ProjectionComparison(made: made, old: old).differences())
    } catch {
      return .unreadable("\(error)")
    }
  }

  /// Puts the new projections in the place of the old ones; the store is of no use afterwards.
  ///
  /// Connections must have been closed. A crash in between leaves no projections, or the new ones:
  /// what is missing is made when the ledger is next opened.
  package func replaceProjections() throws {
    try closePools()
    try Self.foldLog(of: projectionsPath, folder: folder)
    let old = folder + "/" + Self.projectionsName
    // The old log goes before the new file comes: SQLite would take it for the new file's.
    try Self.remove(old)
    for suffix in ["-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: projectionsPath + suffix)
    }
    guard unsafe rename(projectionsPath, old) == 0 else {
      throw StorageFailure.readOnly(path: old)
    }
    FileSyncing.syncFolder(folder)
  }

  /// Copies everything from the write-ahead log into the one file, which is synced by this.
  private static func foldLog(of path: String, folder: String) throws(StorageFailure) {
    let connection = try Connection(path: path, create: false)
    try connection.execute("PRAGMA synchronous = FULL")
    let busy = try connection.integer("PRAGMA wal_checkpoint(TRUNCATE)")
    guard busy == 0 else { throw .inUse(folder: folder) }
  }

  /// Removes an SQLite file, itself first: a log without its file is ignored.
  static func remove(_ path: String) throws(StorageFailure) {
    for suffix in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: path + suffix) {
      do {
        try FileManager.default.removeItem(atPath: path + suffix)
      } catch {
        throw .readOnly(path: path + suffix)
      }
    }
  }

  /// Whether the file was made of this ledger's entries by a rebuild that was cut short.
  static func canGoOn(_ path: String, truth: String) -> Bool {
    guard FileManager.default.fileExists(atPath: path) else { return false }
    return (try? holdsEntries(path, of: truth)) ?? false
  }

  private static func holdsEntries(_ path: String, of truth: String) throws -> Bool {
    try Preparation.checkProjections(path)
    let made = try Connection(path: path, create: false)
    let through = try made.integer("SELECT through FROM progress") ?? 0
    guard through > 0 else { return true }
    let entries = try Connection(path: truth, create: false)
    // The last hash of the tree and the last entry: another ledger has other ones.
    let tile = try made.prepare("SELECT hashes FROM tile WHERE level = 0 AND number = $1")
    let leaf = try entries.prepare("SELECT leaf FROM entry WHERE seq = $1")
    guard let hashes = try tile.first(.integer((through - 1) / 256), read: { $0.blob(0) }),
      let bytes = try leaf.first(.integer(through - 1), read: { $0.blob(0) })
    else { return false }
    let width = Int((through - 1) % 256 + 1) * Hash.byteCount
    return hashes.count >= width
      && Array(hashes[width - Hash.byteCount..<width]) == Hash.leaf(bytes).bytes
  }
}
