package import Hummingbird
package import Logging
import NIOCore
import NIOPosix
package import Reading
package import Registry

/// The public web site of an open ledger.
package struct WebServer: Sendable {
  private let site: Site
  private let logger: Logger

  /// `reader` reads stored reports again for the report page.
  package init(
    registry: Registry, assets: Assets, reader: Reader, logger: Logger,
    cosigned: CosignedLog = CosignedLog()
  ) {
    self.site = Site(
      registry: registry, assets: assets, shelf: ReportShelf(reader: reader),
      counters: Counters(), cosigned: cosigned)
    self.logger = logger
  }

  /// The application; it answers requests in a test without listening anywhere.
  package func application(
    host: String, port: Int, onRunning: @escaping @Sendable (Int) -> Void
  ) -> some ApplicationProtocol {
    Application(
      router: router,
      configuration: ApplicationConfiguration(
        address: .hostname(host, port: port), serverName: "luoshi"),
      onServerRunning: { channel in onRunning(channel.localAddress?.port ?? port) },
      logger: logger)
  }

  /// Serves until the process is told to stop; `onRunning` is given the port when it listens.
  ///
  /// - Throws: `PortInUse` if another program listens there.
  package func run(
    host: String, port: Int, onRunning: @escaping @Sendable (Int) -> Void
  ) async throws {
    do {
      try await application(host: host, port: port, onRunning: onRunning).runService()
    } catch let error as IOError where error.errnoCode == EADDRINUSE {
      throw PortInUse(port: port)
    }
  }

  private var router: Router<BasicRequestContext> {
    let router = Router(
      context: BasicRequestContext.self, options: .autoGenerateHeadEndpoints)
    router.add(middleware: SecurityHeaders())
    router.add(middleware: Counting(counters: site.counters))
    router.add(middleware: ErrorPages(site: site))
    PublicPages(site: site).register(on: router)
    LedgerFiles(site: site).register(on: router)
    return router
  }
}

/// Another program listens on the port.
package struct PortInUse: Error {
  package let port: Int
}

extension Router {
  /// Registers an answer to GET under a template of the site's addresses.
  func get(
    _ template: Route.Template,
    _ answer: @escaping @Sendable (Request, Context) async throws -> Response
  ) {
    on(RouterPath(template.rawValue), method: .get, use: answer)
  }
}
