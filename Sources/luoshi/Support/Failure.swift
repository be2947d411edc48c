import ArgumentParser
import Foundation
import Programmes
import Reading
import Storage

/// Something the user has to see to, in words that say what, where and how to mend it.
struct Failure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}

/// What the program's exit codes mean; docs/reference/cli.md lists them.
enum Exit {
  /// Something the command was asked to do could not be done for the reason printed.
  static let failed = ExitCode(1)
  /// `verify` or `check` found that something differs.
  static let differs = ExitCode(3)
  /// Ctrl-C; what was done is kept.
  static let stopped = ExitCode(130)
}

/// Printing for people on standard error, so that standard output stays what was asked for.
enum Console {
  static func note(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }

  /// A piece of a line on standard error that may be written over.
  static func draft(_ text: String) {
    FileHandle.standardError.write(Data(text.utf8))
  }

  static func out(_ text: String) {
    FileHandle.standardOutput.write(Data((text + "\n").utf8))
  }

  static func out(_ bytes: [UInt8]) {
    FileHandle.standardOutput.write(Data(bytes))
  }

  static func report(_ error: any Error) {
    switch error {
    case let errors as DefinitionErrors:
      for error in errors.errors { note("\(error)") }
    default:
      note("luoshi: \(error)")
    }
  }

  /// Runs a command's work; what fails is printed in words and ends with exit code 1.
  static func run(_ work: () async throws -> Void) async throws {
    do {
      try await work()
    } catch let code as ExitCode {
      throw code
    } catch {
      report(error)
      throw Exit.failed
    }
  }
}
