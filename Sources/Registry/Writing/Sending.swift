internal import Dispatch
public import Programmes
internal import Synchronization

/// Many requests of one caller on their way at once, of which the first that fails stops the rest.
public final class Sending: Sendable {
  /// A request that was refused.
  public struct Refused: Error {
    /// What was asked.
    public let request: Request
    /// Why it may not be.
    public let refusal: Refusal
  }

  private let registry: Registry
  private let atOnce: Int
  private let room: DispatchSemaphore
  private let failure = Mutex<(any Error)?>(nil)

  /// Sends to a ledger; `atOnce` requests are on their way at most, fewer than its queue takes.
  public init(to registry: Registry, atOnce: Int = 4_096) {
    precondition(atOnce > 0 && atOnce <= Writer.waitingMax / 2, "others may send as well")
    self.registry = registry
    self.atOnce = atOnce
    self.room = DispatchSemaphore(value: atOnce)
  }

  /// Puts a request in the queue, waiting for room; they are decided in the order of the calls.
  ///
  /// `at` is for demo ledgers only: the server time to decide at.
  /// - Throws: what an earlier request failed with, `Refused` or `StorageFailure`.
  public func send(_ request: Request, at: Int64?) throws {
    room.wait()
    if let failure = failure.withLock({ $0 }) {
      room.signal()
      throw failure
    }
    registry.submit(request, at: at) { [self] result in
      let failed: (any Error)? =
        switch result {
        case .success(.accepted): nil
        case .success(.refused(let refusal)): Refused(request: request, refusal: refusal)
        case .failure(let error): error
        }
      if let failed { failure.withLock { $0 = $0 ?? failed } }
      room.signal()
    }
  }

  /// Waits for every answer.
  ///
  /// - Throws: what the first that failed failed with.
  public func settle() throws {
    for _ in 0..<atOnce { room.wait() }
    for _ in 0..<atOnce { room.signal() }
    if let failure = failure.withLock({ $0 }) { throw failure }
  }
}
