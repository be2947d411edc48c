// A thread with a queue: what the writer, the encoder and the projector are.

import Dispatch
import Foundation
import Synchronization

/// A named thread that works through what it is given, in order.
final class Worker<Item: Sendable>: Sendable {
  private static var prefix: String { "luoshi." }

  private let name: String
  private let waitingMax: Int
  private let togetherMax: Int
  private let rank: Rank
  private let state = Mutex(State())
  private let wake = DispatchSemaphore(value: 0)
  private let ended = DispatchSemaphore(value: 0)

  private struct State {
    var waiting: [Item] = []
    var isStopped = false
    var isRunning = false
    /// What the thread does, until the thread takes it.
    var work: (@Sendable ([Item]) -> Void)?
    /// Whether the thread waits to be woken: to wake it for each item would cost more than many
    /// items do.
    var isIdle = false
  }

  /// A worker that is handed at most `togetherMax` items at a time.
  ///
  /// It refuses more than `waitingMax` that wait.
  init(
    name: String, waitingMax: Int = .max, togetherMax: Int = 1, rank: Rank = .first
  ) {
    self.name = name
    self.waitingMax = waitingMax
    self.togetherMax = togetherMax
    self.rank = rank
  }

  /// Starts the thread; once.
  func start(_ work: @escaping @Sendable ([Item]) -> Void) {
    let thread = Thread { [self] in
      rank.take()
      run()
      // What the work holds has been let go by now: who waits may open the same ledger again.
      ended.signal()
    }
    thread.name = Self.prefix + name
    // Deciding nests no deeper than expressions may; 8 MiB is the main thread's size too.
    thread.stackSize = 8 << 20
    state.withLock { state in
      state.isRunning = true
      state.work = work
    }
    thread.start()
  }

  /// Puts an item in the queue; `false` if there is no room or the worker has been stopped.
  func offer(_ item: Item) -> Bool {
    let (isQueued, wasIdle) = state.withLock { state in
      guard !state.isStopped, state.waiting.count < waitingMax else { return (false, false) }
      state.waiting.append(item)
      defer { state.isIdle = false }
      return (true, state.isIdle)
    }
    if wasIdle { wake.signal() }
    return isQueued
  }

  /// Lets what waits be finished, and returns when the thread has ended; on a worker's thread, at
  /// once.
  func stop() {
    let (wasRunning, wasIdle) = state.withLock { state in
      state.isStopped = true
      defer {
        state.isRunning = false
        state.isIdle = false
      }
      return (state.isRunning, state.isIdle)
    }
    if wasIdle { wake.signal() }
    // A worker that waited for a worker might wait for itself.
    let isWorker = Thread.current.name?.hasPrefix(Self.prefix) ?? false
    if wasRunning && !isWorker { ended.wait() }
  }

  private func run() {
    let taken = state.withLock { state in
      defer { state.work = nil }
      return state.work
    }
    guard let work = taken else { preconditionFailure("a worker is started once") }
    while true {
      let (items, isStopped) = state.withLock { state in
        let items = Array(state.waiting.prefix(togetherMax))
        state.waiting.removeFirst(items.count)
        state.isIdle = items.isEmpty && !state.isStopped
        return (items, state.isStopped)
      }
      if !items.isEmpty {
        work(items)
      } else if isStopped {
        return
      } else {
        wake.wait()
      }
    }
  }
}

/// Begins something that answers on another thread, and waits for the answer.
func answered<Result: Sendable>(
  of begin: (@escaping @Sendable (Swift.Result<Result, any Error>) -> Void) -> Void
) throws -> Result {
  let answered = DispatchSemaphore(value: 0)
  let kept = Mutex<Swift.Result<Result, any Error>?>(nil)
  begin { result in
    kept.withLock { $0 = result }
    answered.signal()
  }
  answered.wait()
  guard let result = kept.withLock({ $0 }) else {
    preconditionFailure("who signals has answered")
  }
  return try result.get()
}
