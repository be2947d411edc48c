import ArgumentParser
import Foundation
import Logging
import Programmes
import Reading
import Registry
import Web

/// Where the pages are served.
struct ServerOptions: ParsableArguments {
  @Option(help: "Address to listen on; 0.0.0.0 for all of this machine's.")
  var host: String = "127.0.0.1"

  @Option(help: "Port to listen on.")
  var port: Int = 8080

  func validate() throws {
    guard (1...65_535).contains(port) else {
      throw ValidationError("--port \(port): give a number from 1 to 65535")
    }
  }
}

/// `luoshi serve`.
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Serve the pages of a ledger.")

  @Option(help: "The ledger's folder, or postgresql://….")
  var ledger: String = LedgerFolder.standard

  @Flag(
    help: "Only show a ledger in a database, beside the one process that writes to it.")
  var readOnly = false

  @OptionGroup var server: ServerOptions

  @Option(help: "A file with a witness's key and address on each line, and `quorum N`.")
  var witnesses: String?

  @Option(help: "Seconds between two rounds of asking the witnesses.")
  var witnessInterval: Int = 10

  func validate() throws {
    guard (1...86_400).contains(witnessInterval) else {
      throw ValidationError("--witness-interval \(witnessInterval): give 1 to 86400 seconds")
    }
  }

  func run() async throws {
    try await Console.run {
      let resources = try ResourceFolder.find()
      let opened =
        readOnly
        ? try LedgerFolder.openReading(ledger, resources: resources)
        : try LedgerFolder.open(ledger, resources: resources)
      let cosigned = CosignedLog()
      let rounds = try witnesses.map { path in
        WitnessRounds(
          registry: opened.registry, policy: try WitnessOptions.policy(in: path, isAsked: true),
          published: cosigned, folder: try LedgerPlace.files(of: ledger))
      }
      let interval = Duration.seconds(witnessInterval)
      let asking = rounds.map { rounds in Task { await rounds.run(every: interval) } }
      defer { asking?.cancel() }
      try await Serving.serve(
        opened.registry, resources: resources, at: server, cosigned: cosigned)
    }
  }
}

/// Runs the web server until it is told to stop.
enum Serving {
  static func serve(
    _ registry: Registry, resources: ResourceFolder, at server: ServerOptions,
    cosigned: CosignedLog = CosignedLog()
  ) async throws {
    var logger = Logger(label: "luoshi")
    logger.logLevel = .notice
    let assets = try Assets(directory: resources.path + "/Resources/web")
    let reader = try Reader(lexicon: resources.lexicon())
    let ticking = Task.detached { [logger] in await tick(registry, logger) }
    defer { ticking.cancel() }
    do {
      try await WebServer(
        registry: registry, assets: assets, reader: reader, logger: logger, cosigned: cosigned
      ).run(host: server.host, port: server.port) { port in
        Console.note("open http://\(server.host):\(port)/   (stop with Ctrl-C)")
      }
    } catch let error as PortInUse {
      throw Failure(
        "port \(error.port) on \(server.host) is in use; stop what uses it, or choose another "
          + "with --port")
    }
  }

  /// Goes on with offline entries that a crash left half-way, then lets lapse what lapses, once a
  /// second, until the server stops.
  ///
  /// What fails is tried again with the next second: a full disk may have room by then.
  @concurrent private static func tick(_ registry: Registry, _ logger: Logger) async {
    // What is due is done by the process that writes.
    guard registry.writes else { return }
    var hasResumed = false
    while !Task.isCancelled {
      do {
        if !hasResumed {
          try registry.resumeArrivals()
          hasResumed = true
        }
      } catch {
        // A refusal would come again, and what is due is not to wait for it.
        hasResumed = error is Refusal
        logger.error("offline entries could not be gone on with: \(error)")
      }
      do {
        let round = try registry.actOnTime()
        for item in round.refused {
          logger.warning(
            "\(item.action) of \(item.record) is due and was refused: \(item.refusal.code)")
        }
        if round.hasMore { continue }
      } catch {
        logger.error("what is due could not be done: \(error)")
      }
      try? await Task.sleep(for: .seconds(1))
    }
  }
}
