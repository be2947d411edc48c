import ArgumentParser
import Foundation
import Ledger

/// `luoshi rotate-keys`.
struct RotateKeysCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rotate-keys",
    abstract: "Change a ledger's root key, and all keys that can follow from another one.",
    discussion: """
      Subject keys are wrapped anew, the access log is sealed anew, and a new key signs \
      checkpoints; the old one has signed an announcement of it. Backups made before need the old \
      root key, which is moved aside. Cut short, the same command finishes. The ledger must not be \
      open elsewhere. In a database the projections are made anew in the same transaction.
      """)

  @Option(help: "The ledger's folder, or postgresql://….")
  var ledger: String = LedgerFolder.standard

  func run() async throws {
    try await Console.run {
      let rotation = try KeyRotation(ledger)
      let outcome = try rotation.run()
      if outcome.isFinished { Console.out("a change of keys that was cut short is finished") }
      Console.out("checkpoints are signed by \(outcome.key)")
      Console.note(
        "Publish this key, and the announcement under /log/keys for those who have the old one. "
          + "Make a backup: those from before open with \(rotation.oldRootPath) only. Keep that "
          + "file apart for as long as they shall open, then destroy it.")
      switch try LedgerPlace(ledger) {
      case .folder:
        Console.note("The projections are made anew when the ledger is next opened.")
      #if PostgreSQL
      case .database:
        Console.note(
          "Start the processes that show the ledger again. On every other machine put the new root "
            + "key beside the old one as \(rotation.nextRootName), and run the same command there.")
      #endif
      }
    }
  }
}
