#if PostgreSQL
import Foundation
package import StoragePostgreSQL
import Synchronization

/// A PostgreSQL of the tests' own, started once and stopped when the process ends, however it ends.
package final class TestServer: Sendable {
  package static let shared = TestServer()

  /// The server's address; `nil` where there is none to be started.
  package let address: String?
  /// Why there is none.
  package let reason: String
  /// Open as long as the server is to run.
  private let input = Pipe()
  private let ledgers = Mutex(0)

  private init() {
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "../../scripts/postgresql").standardizedFileURL
    let process = Process()
    let output = Pipe()
    process.executableURL = script
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    var line = ""
    do {
      try process.run()
      while let byte = try output.fileHandleForReading.read(upToCount: 1), byte != Data("\n".utf8) {
        line += String(decoding: byte, as: UTF8.self)
      }
    } catch {
      line = "SKIPPED \(script.path) does not run: \(error)"
    }
    address = line.hasPrefix("postgresql://") ? line : nil
    reason = line
  }

  /// The address of a ledger that no other test has.
  package func freshLedger() throws -> PostgreSQLAddress {
    let number = ledgers.withLock { count in
      count += 1
      return count
    }
    return try ledger("test-\(number)")
  }

  /// The address of a ledger.
  package func ledger(_ name: String) throws -> PostgreSQLAddress {
    struct NoServer: Error {}
    guard let address else { throw NoServer() }
    return try PostgreSQLAddress(address + "&ledger=" + name)
  }
}
#endif
