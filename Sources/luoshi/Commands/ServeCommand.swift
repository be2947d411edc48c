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

  @Option(help: "The ledger's folder.")
  var ledger: String = LedgerFolder.standard

  @OptionGroup var server: ServerOptions

  func run() async throws {
    try await Console.run {
      let resources = try ResourceFolder.find()
      let opened = try LedgerFolder.open(ledger, resources: resources)
      try await Serving.serve(opened.registry, resources: resources, at: server)
    }
  }
}

/// Runs the web server until it is told to stop.
enum Serving {
  static func serve(
    _ registry: Registry, resources: ResourceFolder, at server: ServerOptions
  ) async throws {
    var logger = Logger(label: "luoshi")
    logger.logLevel = .notice
    let assets = try Assets(directory: resources.path + "/Resources/web")
    let reader = try Reader(lexicon: resources.lexicon())
    let ticking = Task.detached { [logger] in await tick(registry, logger) }
    defer { ticking.cancel() }
    do {
      try await WebServer(
        registry: registry, assets: assets, reader: reader, logger: logger
      ).run(host: server.host, port: server.port) { port in
        Console.note("open http://\(server.host):\(port)/   (stop with Ctrl-C)")
      }
    } catch let error as PortInUse {
      throw Failure(
        "port \(error.port) on \(server.host) is in use; stop what uses it, or choose another "
          + "with --port")
    }
  }

  /// Lets lapse what lapses, once a second, until the server stops.
  ///
  /// What fails is tried again with the next second: a full disk may have room by then.
  @concurrent private static func tick(_ registry: Registry, _ logger: Logger) async {
    while !Task.isCancelled {
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
