import ArgumentParser

/// `luoshi rebuild`.
struct RebuildCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rebuild",
    abstract: "Throw a ledger's projections away and make them anew from its entries.",
    discussion: """
      The new ones are made beside the old ones and take their place when they are whole. A \
      rebuild that was cut short is gone on with by the same command. What was different in the \
      old ones is told. The ledger must not be open elsewhere. In a database it is one \
      transaction, which is begun anew when it was cut short.
      """)

  @Argument(help: "The ledger's folder, or postgresql://….")
  var ledger: String = LedgerFolder.standard

  func run() async throws {
    try await Console.run {
      let resources = try ResourceFolder.find()
      let started = ContinuousClock.now
      let progress = EntryProgress()
      defer { progress.close() }
      let rebuilt = try LedgerFolder.rebuild(ledger, resources: resources) { done, count in
        progress.show(done, of: count, "rebuilding")
      }
      progress.close()
      if rebuilt.before > 0 {
        Console.note("went on at entry \(rebuilt.before), where an earlier rebuild was cut short")
      }
      let seconds = (ContinuousClock.now - started).seconds
      Console.out("\(rebuilt.entries) entries projected in \(Int(seconds.rounded(.up))) s")
      for line in rebuilt.words { Console.out(line) }
    }
  }
}
