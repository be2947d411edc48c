// A backup is the truth in one SQLite file. Every batch of entries is written together with the
// checkpoint over it, so any state that a reader sees ends at a checkpoint: SQLite's own copying
// gives a whole ledger, also while another process writes.

import Foundation
import Glibc
package import Ledger
import Storage

/// Copies of a ledger's truth.
package enum SQLiteBackup {
  /// Why a backup or a restore was not begun.
  package enum Refusal: Error, Sendable, Hashable, CustomStringConvertible {
    /// There is something in the place already.
    case exists(path: String)
    /// The folder holds a ledger, or what is left of one.
    case holdsLedger(folder: String, name: String)

    package var description: String {
      switch self {
      case .exists(let path):
        "\(path) is there already; nothing is ever overwritten: choose another name"
      case .holdsLedger(let folder, let name):
        "\(folder) holds \(name); nothing is ever overwritten: choose an empty folder, or move "
          + "the files away"
      }
    }
  }

  /// Copies the truth of the ledger in `folder` into `path` with the ending `.part`, synced.
  ///
  /// - Returns: the path written, to be checked and then given its name by `name`.
  package static func copy(folder: String, to path: String) throws -> String {
    guard SQLiteStore.exists(in: folder) else { throw StorageFailure.notFound(folder: folder) }
    guard !FileManager.default.fileExists(atPath: path) else { throw Refusal.exists(path: path) }
    let truth = folder + "/" + SQLiteStore.truthName
    try Preparation.checkTruth(truth)
    let part = path + ".part"
    try SQLiteStore.remove(part)
    let connection = try Connection(path: truth, create: false)
    do {
      // Its own words for a target that cannot be written name neither file.
      guard unsafe access(Self.parent(of: path), W_OK) == 0 else {
        throw StorageFailure.readOnly(path: path)
      }
      try connection.prepare("VACUUM INTO $1").run(.text(part))
      try FileSyncing.syncFile(part)
    } catch let failure {
      try? SQLiteStore.remove(part)
      if case .diskFull = failure as? StorageFailure { throw StorageFailure.diskFull(path: path) }
      throw failure
    }
    return part
  }

  /// Gives a file that was written and checked its name, unless something has it by now.
  package static func name(_ part: String, _ path: String) throws {
    // A link fails where a rename would overwrite.
    if unsafe link(part, path) == 0 {
      unsafe unlink(part)
    } else {
      let code = errno
      guard code != EEXIST, !FileManager.default.fileExists(atPath: path) else {
        throw Refusal.exists(path: path)
      }
      // A file system without links, such as that of a memory stick.
      guard unsafe rename(part, path) == 0 else { throw StorageFailure.readOnly(path: path) }
    }
    FileSyncing.syncFolder(parent(of: path))
  }

  /// Refuses a folder with anything of a ledger in it, but for a root key.
  package static func checkEmpty(_ folder: String) throws(Refusal) {
    for name in [SQLiteStore.truthName, SQLiteStore.projectionsName, SQLiteStore.makingName] {
      for suffix in ["", "-wal"]
      where FileManager.default.fileExists(atPath: folder + "/" + name + suffix) {
        throw .holdsLedger(folder: folder, name: name + suffix)
      }
    }
  }

  /// Copies the first `size` entries of a backup, with the keys and checkpoints that belong to
  /// them, into a new ledger's folder, under a name of its own until `finishRestore`.
  ///
  /// Rows go through the same constraints as new entries: none may be missing or come twice.
  package static func restore(_ backup: String, size: Int64, to folder: String) throws -> String {
    try checkEmpty(folder)
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw StorageFailure.readOnly(path: folder)
    }
    let part = folder + "/" + SQLiteStore.truthName + ".part"
    try SQLiteStore.remove(part)
    do {
      let made = try Connection(path: part, create: true)
      // Nothing to go back to: a file that is not finished is begun again.
      try made.execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
      try made.prepare("ATTACH DATABASE $1 AS backup").run(.text(backup))
      try made.execute("BEGIN")
      try made.execute(Schema.truth)
      try made.execute("PRAGMA application_id = \(Schema.applicationID)")
      try made.execute("PRAGMA user_version = \(Schema.truthFormat)")
      for table in Schema.truthTables {
        try made.prepare(
          """
          INSERT INTO main.\(table.name) SELECT * FROM backup.\(table.name)
          WHERE \(table.isWithin) ORDER BY 1
          """
        ).run(.integer(size))
      }
      try made.execute("COMMIT")
    }
    try FileSyncing.syncFile(part)
    return part
  }

  /// Destroys keys in a restored file that were destroyed after the backup was made.
  ///
  /// A number alone does not tell a key: the leaf of the entry that it was made for must be the one
  /// listed.
  /// - Returns: how many there were.
  package static func destroy(_ keys: [ErasedKey], in part: String) throws -> Int {
    guard !keys.isEmpty else { return 0 }
    var count = 0
    do {
      let made = try Connection(path: part, create: false)
      try made.execute("PRAGMA secure_delete = ON")
      let leaf = try made.prepare("SELECT leaf FROM entry WHERE seq = $1")
      let deletion = try made.prepare("DELETE FROM subjectKey WHERE number = $1 RETURNING number")
      try made.inTransaction {
        for key in keys {
          let seq = key.number / SubjectKeyRow.numbersPerEntry
          let found = try leaf.first(.integer(seq)) { Hash.leaf($0.blob(0)) }
          guard found == key.leafHash else { continue }
          if try deletion.first(.integer(key.number), read: { $0.integer(0) }) != nil { count += 1 }
        }
      }
    }
    try FileSyncing.syncFile(part)
    return count
  }

  /// Makes a restored file the ledger's, once it was checked.
  package static func finishRestore(_ part: String, in folder: String) throws {
    try checkEmpty(folder)
    try name(part, folder + "/" + SQLiteStore.truthName)
  }

  private static func parent(of path: String) -> String {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    return folder.isEmpty ? "." : folder
  }
}
