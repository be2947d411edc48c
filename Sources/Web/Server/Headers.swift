import HTTPTypes
import Hummingbird

/// Headers that every answer carries, errors included: nothing may run in a page, and no page may
/// be framed or tell other sites where the reader comes from.
struct SecurityHeaders<Context: RequestContext>: RouterMiddleware {
  private static var policy: String {
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
      + "base-uri 'none'; frame-ancestors 'none'"
  }

  @concurrent func handle(
    _ request: Request, context: Context,
    next: @concurrent (Request, Context) async throws -> Response
  ) async throws -> Response {
    var response = try await next(request, context)
    response.headers[.contentSecurityPolicy] = Self.policy
    response.headers[.xContentTypeOptions] = "nosniff"
    for (name, value) in [
      ("Referrer-Policy", "same-origin"), ("Permissions-Policy", "geolocation=(), camera=()"),
      ("X-Request-ID", context.id.description),
    ] {
      if let field = HTTPField.Name(name) { response.headers[field] = value }
    }
    return response
  }
}
