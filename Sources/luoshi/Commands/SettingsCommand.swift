import ArgumentParser
import Foundation
import Registry

/// `luoshi settings`.
struct SettingsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "settings",
    abstract: "Print every setting with its value, where it came from, and what it means.",
    discussion: """
      A flag goes before the environment, the environment before the default. What is settled in a \
      ledger was settled when it was made. Nothing secret is printed.
      """)

  @Argument(help: "A ledger's folder or postgresql://…, to print its settings too.")
  var ledger: String?

  @OptionGroup var server: ServerOptions

  func run() async throws {
    try await Console.run {
      var settings = try Settings.program(server, arguments: CommandLine.arguments)
      if let ledger {
        let stored = try LedgerPlace(ledger).properties
        let properties = try LedgerFolder.settled(by: stored, of: ledger)
        settings += try Settings.ledger(ledger, properties: properties, stored: stored)
      }
      for setting in settings {
        Console.out("\(setting.name) = \(setting.value)  (\(setting.origin.rawValue))")
        Console.out("    \(setting.meaning)")
      }
    }
  }
}
