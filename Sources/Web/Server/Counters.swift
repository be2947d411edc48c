import Hummingbird
import Synchronization

/// Answers counted by route template and status, in the Prometheus text format.
final class Counters: Sendable {
  private struct Label: Hashable, Comparable {
    let route: String
    let status: Int

    static func < (left: Label, right: Label) -> Bool {
      (left.route, left.status) < (right.route, right.status)
    }
  }

  private let counts = Mutex<[Label: Int]>([:])

  func count(route: String, status: Int) {
    counts.withLock { $0[Label(route: route, status: status), default: 0] += 1 }
  }

  var text: String {
    let lines = counts.withLock { $0 }.sorted { $0.key < $1.key }.map { label, count in
      "luoshi_http_requests_total{route=\"\(label.route)\",status=\"\(label.status)\"} \(count)\n"
    }
    return "# TYPE luoshi_http_requests_total counter\n" + lines.joined()
  }
}

/// Counts every answer; addresses that no route has are counted together.
struct Counting<Context: RequestContext>: RouterMiddleware {
  let counters: Counters

  @concurrent func handle(
    _ request: Request, context: Context,
    next: @concurrent (Request, Context) async throws -> Response
  ) async throws -> Response {
    let response = try await next(request, context)
    counters.count(route: context.endpointPath ?? "none", status: response.status.code)
    return response
  }
}
