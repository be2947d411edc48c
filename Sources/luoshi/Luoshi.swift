import ArgumentParser
import Foundation

/// The command line.
@main
struct Luoshi: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "luoshi",
    abstract: "落实 — from a published promise to a live, traceable number.",
    discussion: """
      Read a government work report, adopt its targets, run the work that delivers them, and open \
      every number down to the entries behind it. Start with `luoshi demo`.
      """,
    version: "0.1.0",
    subcommands: [
      ReadCommand.self, CompareCommand.self, AdoptCommand.self, DemoCommand.self, ServeCommand.self,
      SubmitCommand.self, InboxCommand.self,
      VerifyCommand.self, CheckCommand.self, ConsistencyCommand.self, WitnessCommand.self,
      RebuildCommand.self, BackupCommand.self,
      RestoreCommand.self, EraseCommand.self, RotateKeysCommand.self, ExportPersonCommand.self,
      AccessLogCommand.self,
      ProgrammesCommand.self, SettingsCommand.self, PlayCommand.self,
      SimulateCommand.self,
    ])
}
