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
  private let state = Mutex(State())
  private let moved = DispatchSemaphore(value: 0)

  /// Requests on their way at most: half of what the queue takes, since others may send as well.
  public static let atOnce = Writer.waitingMax / 2
  /// For how many there is room when the sender goes on: waking it for each would cost more than
  /// sending does.
  private static let roomMin = atOnce / 8

  private struct State {
    var onTheirWay = 0
    var failure: (any Error)?
    /// The number on their way at which the sender is to be woken, while it waits.
    var wakeAt: Int?
  }

  /// Sends to a ledger.
  public init(to registry: Registry) {
    self.registry = registry
  }

  /// Puts a request in the queue, waiting for room; they are decided in the order of the calls,
  /// which come from one thread.
  ///
  /// `at` is for demo ledgers only: the server time to decide at.
  /// - Throws: what an earlier request failed with, `Refused` or `StorageFailure`.
  public func send(_ request: Request, at: Int64?) throws {
    let isFull = state.withLock { state in
      state.onTheirWay += 1
      return state.onTheirWay > Self.atOnce
    }
    if isFull { wait(until: Self.atOnce - Self.roomMin) }
    if let failure = state.withLock({ $0.failure }) {
      state.withLock { $0.onTheirWay -= 1 }
      throw failure
    }
    registry.submit(request, at: at) { [self] result in
      let failed: (any Error)? =
        switch result {
        case .success(.accepted): nil
        case .success(.refused(let refusal)): Refused(request: request, refusal: refusal)
        case .failure(let error): error
        }
      note(failed)
    }
  }

  private func note(_ failed: (any Error)?) {
    let isAwaited = state.withLock { state in
      state.onTheirWay -= 1
      if let failed { state.failure = state.failure ?? failed }
      guard let wakeAt = state.wakeAt, state.onTheirWay <= wakeAt else { return false }
      state.wakeAt = nil
      return true
    }
    if isAwaited { moved.signal() }
  }

  private func wait(until onTheirWay: Int) {
    let isThere = state.withLock { state in
      if state.onTheirWay > onTheirWay { state.wakeAt = onTheirWay }
      return state.wakeAt == nil
    }
    if !isThere { moved.wait() }
  }

  /// Waits for every answer.
  ///
  /// - Throws: what the first that failed failed with.
  public func settle() throws {
    wait(until: 0)
    if let failure = state.withLock({ $0.failure }) { throw failure }
  }
}
