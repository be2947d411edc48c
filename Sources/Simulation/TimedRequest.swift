public import Programmes

/// A request and the server's clock when it arrives.
public struct TimedRequest: Sendable, Hashable {
  /// Milliseconds since 1970-01-01T00:00Z.
  public let at: Int64
  /// What is asked.
  public let request: Request

  /// A request with its time.
  public init(at: Int64, request: Request) {
    self.at = at
    self.request = request
  }
}
