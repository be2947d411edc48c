import HTTPTypes
package import Hummingbird
package import Ledger
package import Logging
import NIOCore
import NIOPosix

/// Where a witness keeps the last checkpoint that it cosigned of each log.
package protocol WitnessMemory: Sendable {
  /// The last checkpoint cosigned of an origin; `nil` if there is none.
  func last(of origin: String) throws -> SignedNote?
  /// Makes it last: when this returns it has been synced.
  func keep(_ note: SignedNote, of origin: String) throws
}

/// A witness over HTTP (C2SP tlog-witness): `POST /add-checkpoint`.
package struct WitnessServer: Sendable {
  private let desk: WitnessDesk
  private let logger: Logger

  /// A witness that keeps what it cosigned in `memory`; `seconds` gives the time since 1970.
  package init(
    witness: Witness, memory: any WitnessMemory, logger: Logger,
    seconds: @escaping @Sendable () -> Int64
  ) {
    self.desk = WitnessDesk(witness: witness, memory: memory, seconds: seconds)
    self.logger = logger
  }

  /// The largest request: 63 hashes and a note with many signatures.
  static let bytesMax = 64 * 1_024

  /// The application; it answers requests in a test without listening anywhere.
  package func application(
    host: String, port: Int, onRunning: @escaping @Sendable (Int) -> Void
  ) -> some ApplicationProtocol {
    Application(
      router: router,
      configuration: ApplicationConfiguration(
        address: .hostname(host, port: port), serverName: "luoshi-witness"),
      onServerRunning: { channel in onRunning(channel.localAddress?.port ?? port) },
      logger: logger)
  }

  /// Serves until the process is told to stop.
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
    let router = Router(context: BasicRequestContext.self)
    router.post("/add-checkpoint") { request, context in
      let body = try await request.body.collect(upTo: Self.bytesMax)
      do {
        let line = try await desk.answer(Array(body.readableBytesView))
        return Response.text("\(line)\n", type: "text/plain; charset=utf-8")
      } catch let refusal as WitnessRefusal {
        return Self.response(to: refusal)
      } catch {
        context.logger.error("cannot keep what was cosigned", metadata: ["error": "\(error)"])
        throw HTTPError(.internalServerError)
      }
    }
    return router
  }

  private static func response(to refusal: WitnessRefusal) -> Response {
    var response: Response
    if case .conflict(let size) = refusal {
      response = .text("\(size)\n", type: "text/x.tlog.size")
    } else {
      response = .text("\(refusal)\n", type: "text/plain; charset=utf-8")
    }
    response.status = HTTPResponse.Status(code: refusal.httpStatus)
    return response
  }
}

/// Answers one request at a time, so that no two checkpoints are cosigned on the same earlier one.
private actor WitnessDesk {
  private let witness: Witness
  private let memory: any WitnessMemory
  private let seconds: @Sendable () -> Int64

  init(
    witness: Witness, memory: any WitnessMemory, seconds: @escaping @Sendable () -> Int64
  ) {
    self.witness = witness
    self.memory = memory
    self.seconds = seconds
  }

  /// The cosignature, given away only once the checkpoint has been kept.
  func answer(_ body: [UInt8]) throws -> NoteSignature {
    let (request, checkpoint) = try witness.read(body)
    let last = try memory.last(of: checkpoint.origin).map { try Checkpoint(parsing: $0.text) }
    let answer = try witness.cosign(
      request, checkpoint, last: last, seconds: seconds())
    if last != checkpoint { try memory.keep(answer.note, of: checkpoint.origin) }
    return answer.cosignature
  }
}
