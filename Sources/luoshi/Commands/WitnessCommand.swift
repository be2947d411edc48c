import ArgumentParser
import Foundation
import Ledger
import Logging
import Registry
import Web

/// `luoshi witness`.
struct WitnessCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "witness",
    abstract: "Run a witness, which cosigns the checkpoints of logs that have not forked.",
    discussion: """
      Speaks C2SP tlog-witness: POST /add-checkpoint with a checkpoint and the proof that it \
      extends the last one cosigned. What was cosigned last is kept in the folder and synced \
      before a cosignature is given away. Run it where the log's operator cannot reach.
      """)

  @Option(help: "The witness's folder: its key and what it cosigned last.")
  var folder: String = "luoshi-witness"

  @Option(help: "The witness's name, such as witness.example/w1; it is part of its key.")
  var name: String

  @Option(help: "A log's verifier key; may be given several times.")
  var log: [String] = []

  @Option(help: "Address to listen on; 0.0.0.0 for all of this machine's.")
  var host: String = "127.0.0.1"

  @Option(help: "Port to listen on.")
  var port: Int = 8081

  func validate() throws {
    guard !log.isEmpty else {
      throw ValidationError("--log: name the key of at least one log, as `luoshi verify` prints it")
    }
    guard (1...65_535).contains(port) else {
      throw ValidationError("--port \(port): give a number from 1 to 65535")
    }
  }

  func run() async throws {
    try await Console.run {
      let keys = try log.map { text in
        guard let key = try? VerifierKey(text) else {
          throw Failure("--log \(text): is no verifier key; give it as `luoshi verify` prints it")
        }
        return key
      }
      guard Set(keys.map(\.name)).count == keys.count else {
        throw Failure("--log: two keys have one name; a log has one key at a time")
      }
      let memory = try WitnessFolder(folder)
      guard let signer = try? WitnessSigner(name: name, seed: try memory.seed()) else {
        throw Failure("--name \(name): a name has no spaces, plus signs or control characters")
      }
      var logger = Logger(label: "luoshi-witness")
      logger.logLevel = .notice
      let witness = Witness(signer: signer, logs: keys)
      Console.out("\(signer.key)")
      do {
        try await WitnessServer(
          witness: witness, memory: memory, logger: logger,
          seconds: { SystemClock().milliseconds() / 1_000 }
        ).run(host: host, port: port) { port in
          Console.note("witnessing at http://\(host):\(port)/add-checkpoint   (stop with Ctrl-C)")
        }
      } catch let error as PortInUse {
        throw Failure(
          "port \(error.port) on \(host) is in use; stop what uses it, or choose another with "
            + "--port")
      }
    }
  }
}
