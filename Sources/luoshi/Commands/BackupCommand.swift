import ArgumentParser
import Foundation
import Ledger
import Registry
import StorageSQLite

/// `luoshi backup`.
struct BackupCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Copy a ledger's truth into one file, also while luoshi serves it.",
    discussion: """
      The copy ends at a checkpoint. It is checked once written: the number of entries, the root \
      made again from them, and the signature. Nothing is ever overwritten. The root key is not in \
      it; keep it elsewhere.
      """)

  @Argument(help: "The ledger's folder.")
  var ledger: String

  @Argument(help: "The file to write; it must not be there.")
  var to: String

  func run() async throws {
    try await Console.run {
      let started = ContinuousClock.now
      let ledger = try LedgerPlace.folder(
        ledger, remedy: "back the database up with `pg_dump`, and keep the root key elsewhere")
      let part = try SQLiteBackup.copy(folder: ledger, to: to)
      do {
        let copy = try SQLiteTruthFile(path: part)
        let found = try LedgerFolder.settled(by: copy.properties(), of: ledger)
        let root = try LedgerFolder.rootKey(ledger, properties: found, mayCreate: false)
        let progress = EntryProgress()
        defer { progress.close() }
        let checkpoint = try BackupChecking.check(
          copy, of: ledger, keys: try Registry.keys(of: found, root: root), progress)
        try SQLiteBackup.name(part, to)
        let seconds = (ContinuousClock.now - started).seconds
        progress.close()
        Console.out(
          "\(checkpoint.size) entries written and checked in \(Int(seconds.rounded(.up))) s: \(to)")
        Console.out("root \(checkpoint.root.base64)")
        Console.out("the checkpoint over it is signed by \(checkpoint.origin)")
      } catch {
        try? FileManager.default.removeItem(atPath: part)
        throw error
      }
    }
  }
}

/// Checking a copy, with the file's name in what is said.
enum BackupChecking {
  static func check(
    _ copy: SQLiteTruthFile, of name: String, keys: KeyHistory?, _ progress: EntryProgress
  ) throws -> Checkpoint {
    do {
      return try TruthCheck.run(copy, keys: keys) { done, count in
        progress.show(done, of: count, "checking")
      }
    } catch let problem as TruthProblem {
      throw Failure("\(name): \(problem); run `luoshi verify` on the ledger it was made from")
    }
  }
}
