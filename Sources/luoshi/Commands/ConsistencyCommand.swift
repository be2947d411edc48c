import ArgumentParser
import Foundation
import Ledger
import Registry

/// `luoshi consistency`.
struct ConsistencyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "consistency",
    abstract: "Prove that a ledger's newest checkpoint extends an older one.",
    discussion: """
      Prints the newest checkpoint with the proof that its tree begins with the first SIZE \
      entries, in the form of C2SP tlog-witness add-checkpoint, also while luoshi serves the \
      ledger. `luoshi check` checks it with the older checkpoint.
      """)

  @Argument(help: "How many entries the older checkpoint has.")
  var size: Int64

  @Option(help: "The ledger's folder, or postgresql://….")
  var ledger: String = LedgerFolder.standard

  func run() async throws {
    try await Console.run {
      let found = try LedgerPlace(ledger).read { try Followers.consistency(from: size, in: $0) }
      guard let found else {
        throw Failure("\(size): the ledger's newest checkpoint has fewer entries, or there is none")
      }
      Console.out(Array(found.description.utf8))
    }
  }
}
