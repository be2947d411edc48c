import Hummingbird
import Logging
import Programmes
import Publishing
import Quantities
import Storage

/// Turns everything thrown below it into a page or JSON that says what, where and how to mend it.
///
/// Nothing of an error's own text reaches the visitor; the log has it under the request's number.
struct ErrorPages<Context: RequestContext>: RouterMiddleware {
  let site: Site

  @concurrent func handle(
    _ request: Request, context: Context,
    next: @concurrent (Request, Context) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch {
      return response(to: error, request, context)
    }
  }

  private func response(to error: any Error, _ request: Request, _ context: Context) -> Response {
    let problem = problem(for: error, request)
    if problem.status >= 500 {
      context.logger.error(
        "a page could not be given",
        metadata: ["path": "\(request.uri.path)", "error": "\(error)"])
    }
    let language = (try? Parameters(request).language()) ?? .zh
    var response: Response
    if Self.wantsJSON(request) {
      response = .json(problem.json(language, request: context.id.description))
    } else {
      let edition = site.editionForProblems(language)
      response = .html(
        ProblemView(problem, request: context.id.description, edition: edition).html)
    }
    response.status = HTTPResponse.Status(code: problem.status)
    if let seconds = problem.retrySeconds { response.headers[.retryAfter] = String(seconds) }
    return response
  }

  private static func wantsJSON(_ request: Request) -> Bool {
    let path = request.uri.path
    if path.hasPrefix("/api/") || path.hasSuffix(".json") { return true }
    let accepted = request.headers[.accept] ?? ""
    return accepted.contains("application/json") && !accepted.contains("text/html")
  }

  private func problem(for error: any Error, _ request: Request) -> Problem {
    switch error {
    case let problem as Problem: return problem
    case let refusal as Refusal: return Self.problem(for: refusal)
    case let failure as HTTPError: return Self.problem(for: failure, request)
    default:
      // A failure of the storage, or bytes in it that cannot be read: the operator's business.
      return Problem(
        code: error is StorageFailure ? "storage.failed" : "server.failed", status: 503,
        title: .unavailable, what: .storageFailed, remedy: .storageHelp, retrySeconds: 30)
    }
  }

  private static func problem(for failure: HTTPError, _ request: Request) -> Problem {
    let address = String(request.uri.path.prefix(200))
    if failure.status == .methodNotAllowed {
      return Problem(
        code: "method.not_allowed", status: 405, title: .methodNotAllowed,
        what: Text.pageUnknown.filled(address), remedy: .startFromHere)
    }
    if failure.status == .notFound {
      return Problem(
        code: "page.unknown", status: 404, title: .notFound,
        what: Text.pageUnknown.filled(address), remedy: .startFromHere)
    }
    return Problem(
      code: "request.invalid", status: failure.status.code, title: .badRequest,
      what: Text.pageUnknown.filled(address), remedy: .startFromHere)
  }

  private static func problem(for refusal: Refusal) -> Problem {
    var retrySeconds: Int?
    if case .busy(let seconds) = refusal { retrySeconds = seconds }
    let words = Text(
      refusal.message(in: .zh, naming: nil, action: nil),
      refusal.message(in: .en, naming: nil, action: nil))
    return Problem(
      code: refusal.code, status: refusal.httpStatus, title: .refused, what: words,
      remedy: .startFromHere, retrySeconds: retrySeconds)
  }
}
