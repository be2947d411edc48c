// One file with a ledger's truth and nothing beside it: a backup, or what a restore has made. It is
// opened for reading only and takes no lock.

import Foundation
package import Ledger
package import Storage

/// A file of entries, keys and checkpoints, opened for reading.
package final class SQLiteTruthFile: TruthReader {
  package let path: String
  private let connection: Connection
  private let statement: Statements

  /// Opens a backup; refuses what is none, and what a newer version wrote.
  package init(path: String) throws {
    guard FileManager.default.fileExists(atPath: path) else {
      throw StorageFailure.damaged(path: path, detail: "there is no such file")
    }
    self.path = path
    self.connection = try Connection(reading: path)
    self.statement = Statements(on: connection)
    let format = try Preparation.format(of: connection, known: Schema.truthFormat)
    guard let format else { throw StorageFailure.damaged(path: path, detail: "it is empty") }
    guard format == Schema.truthFormat else {
      throw StorageFailure.damaged(
        path: path,
        detail: "it has the older format \(format); copy it into a folder as entries.sqlite, and "
          + "opening it there brings it up")
    }
    let tables = try connection.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'entry'")
    guard tables == 1 else {
      throw StorageFailure.damaged(path: path, detail: "it holds no entries, perhaps projections")
    }
  }

  /// The ledger's own settings.
  package func properties() throws -> [String: String] {
    let rows = try connection.prepare("SELECT name, value FROM property")
    var properties: [String: String] = [:]
    while try rows.step() { properties[rows.text(0)] = rows.text(1) }
    return properties
  }

  package func entryCount() throws -> Int64 {
    try connection.integer("SELECT coalesce(max(seq) + 1, 0) FROM entry") ?? 0
  }

  /// Keys of personal data.
  package func subjectKeyCount() throws -> Int64 {
    try connection.integer("SELECT count(*) FROM subjectKey") ?? 0
  }

  package func entry(_ seq: Int64) throws -> StoredEntry? {
    let found = try statement("SELECT id, leaf, block, sealed FROM entry WHERE seq = $1")
    return try found.first(.integer(seq)) { row in
      try StoredEntry(
        seq: seq, idBytes: row.blob(0), leaf: row.blob(1), block: row.blob(2), sealed: row.blob(3))
    }
  }

  package func checkpoint(upTo size: Int64) throws -> CheckpointRow? {
    let found = try statement(
      "SELECT size, note FROM checkpoint WHERE size <= $1 ORDER BY size DESC LIMIT 1")
    return try found.first(.integer(size)) { CheckpointRow(size: $0.integer(0), note: $0.text(1)) }
  }
}
