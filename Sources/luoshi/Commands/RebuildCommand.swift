import ArgumentParser
import StorageSQLite

/// `luoshi rebuild`.
struct RebuildCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rebuild",
    abstract: "Throw a ledger's projections away and make them anew from its entries.",
    discussion: """
      The new ones are made beside the old ones and take their place when they are whole. A \
      rebuild that was cut short is gone on with by the same command. What was different in the \
      old ones is told. The ledger must not be open elsewhere.
      """)

  @Argument(help: "The ledger's folder.")
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
      show(rebuilt.comparison)
    }
  }

  private func show(_ comparison: SQLiteStore.Comparison) {
    switch comparison {
    case .none: Console.out("there were no projections before")
    case .behind(let through):
      Console.out("the old projections ended at entry \(through); they were not compared")
    case .unreadable(let reason):
      Console.out("the old projections could not be read, and were not compared: \(reason)")
    case .compared(let differences):
      if differences.isEmpty { Console.out("nothing was different in the old projections") }
      for difference in differences {
        Console.out(
          "DIFFERED  \(difference.table): \(difference.changed) rows with another content, "
            + "\(difference.missing) missing, \(difference.surplus) too many")
        for example in difference.examples { Console.out("          \(example)") }
      }
    }
  }
}
