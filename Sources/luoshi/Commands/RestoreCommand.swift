import ArgumentParser
import Foundation
import Ledger
import Registry
import StorageSQLite

/// `luoshi restore`.
struct RestoreCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Make a ledger's folder from a backup, whole or up to a point.",
    discussion: """
      Only whole checkpoints are restored, since only those were signed. The folder may hold the \
      root key and nothing else of a ledger. Projections are made when the ledger is next opened, \
      or by `luoshi rebuild`.
      """)

  @Argument(help: "The backup.")
  var backup: String

  @Argument(help: "The folder of the new ledger.")
  var ledger: String

  @Option(
    help: """
      Up to where: a number of entries, a day, a moment (2026-11-25T10:00, Asia/Shanghai), or a \
      file with a checkpoint.
      """)
  var at: String?

  @Option(
    help: """
      The list of keys destroyed since, as `luoshi erase` keeps it; without it, erased-keys.txt in \
      the new folder, if it is there.
      """)
  var erased: String?

  func run() async throws {
    try await Console.run {
      let ledger = try LedgerPlace.folder(
        ledger, remedy: "restore the database with `pg_restore`, then run `luoshi verify`")
      let point = try point()
      let erasedKeys = try erased.map { try ErasedKeys.read($0) } ?? ErasedKeys.read(in: ledger)
      try SQLiteBackup.checkEmpty(ledger)
      let source = try SQLiteTruthFile(path: backup)
      let found = try LedgerFolder.settled(by: source.properties(), of: backup)
      let keys = try verifierKeys(found)
      let progress = EntryProgress()
      defer { progress.close() }
      let whole = try BackupChecking.check(source, of: backup, keys: keys, progress)
      let size = try point.size(in: source)
      let part = try SQLiteBackup.restore(backup, size: size, to: ledger)
      do {
        let destroyed = try SQLiteBackup.destroy(erasedKeys, in: part)
        let made = try SQLiteTruthFile(path: part)
        let checkpoint = try BackupChecking.check(made, of: ledger, keys: keys, progress)
        let count = try made.subjectKeyCount()
        if !erasedKeys.isEmpty { try ErasedKeys.write(erasedKeys, in: ledger) }
        try SQLiteBackup.finishRestore(part, in: ledger)
        progress.close()
        show(checkpoint, of: whole)
        show(keys: count, destroyed: destroyed, listed: erasedKeys.count)
        if keys == nil {
          Console.note(
            "the signature was not checked, since there is no root key in \(ledger): put it there, "
              + "or set LUOSHI_ROOT_KEY_FILE, and run `luoshi verify`")
        }
      } catch {
        try? FileManager.default.removeItem(atPath: part)
        throw error
      }
    }
  }

  private func point() throws -> RestorePoint {
    guard let at else { return .end }
    if let point = RestorePoint(at) { return point }
    guard FileManager.default.fileExists(atPath: at) else {
      throw Failure(
        "--at \(at): give a number of entries, a day such as 2026-11-25, a moment such as "
          + "2026-11-25T10:00, or a file with a checkpoint")
    }
    do {
      let note = try SignedNote(parsing: try Files.read(at))
      let checkpoint = try Checkpoint(parsing: note.text)
      return .checkpoint(size: checkpoint.size, root: checkpoint.root)
    } catch let error as NoteError {
      throw Failure("\(at): is no checkpoint (\(error))")
    }
  }

  /// The keys to check signatures with; `nil` if the root key has not been put in its place yet.
  private func verifierKeys(_ properties: LedgerProperties) throws -> KeyHistory? {
    guard try properties.isDemo || LedgerFolder.hasRootKey(ledger) else { return nil }
    let root = try LedgerFolder.rootKey(ledger, properties: properties, mayCreate: false)
    return try Registry.keys(of: properties, root: root)
  }

  private func show(_ checkpoint: Checkpoint, of whole: Checkpoint) {
    Console.out("\(checkpoint.size) of \(whole.size) entries restored and checked: \(ledger)")
    Console.out("root \(checkpoint.root.base64)")
    let left = whole.size - checkpoint.size
    if left > 0 {
      Console.out(
        "\(left) entries of the backup lie after the point and are left out; receipts for them no "
          + "longer hold")
    }
  }

  private func show(keys: Int64, destroyed: Int, listed: Int) {
    if listed > 0 {
      Console.out(
        "\(destroyed) keys of personal data that were destroyed since the backup was made are "
          + "destroyed in it too")
    } else if keys > 0 {
      Console.note(
        "\(keys) keys of personal data came with it, also those destroyed since the backup was "
          + "made: restore again with --erased and the list that `luoshi erase` kept, if data were "
          + "erased since")
    }
  }
}
