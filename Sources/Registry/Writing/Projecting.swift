// Projections are written while the next batch is decided. Measured: a third of the write path at a
// million entries, most of it SQLite's. Whoever waits for a receipt waits for them too, so that one
// who has a receipt sees what it is for.

import Dispatch
import Storage
import Synchronization

/// Writes projections beside the writer's thread, in the order of the batches.
final class Projecting: Sendable {
  private let projector: Mutex<any StoreProjector>
  private let worker = Worker<Step>(name: "projector")
  private let room = DispatchSemaphore(value: Projecting.waitingMax)
  private let failure = Mutex<(any Error)?>(nil)

  /// Batches that may wait; past it the writer goes at the projections' pace.
  static let waitingMax = 4

  private struct Step: Sendable {
    let batch: ProjectionBatch?
    let done: @Sendable (Result<Void, any Error>) -> Void
  }

  init(_ projector: sending any StoreProjector) {
    self.projector = Mutex(projector)
    worker.start { [self] steps in
      for step in steps { run(step) }
    }
  }

  /// Lets what waits be finished, then ends the thread.
  func stop() { worker.stop() }

  /// Begins to write a batch, or waits while too many are on their way.
  ///
  /// `done` is called on the projector's thread, in the order of the calls. Without a batch it is
  /// called when those before have been written. After a failure every later batch fails with it,
  /// until `recover`.
  func project(
    _ batch: ProjectionBatch?, done: @escaping @Sendable (Result<Void, any Error>) -> Void
  ) {
    room.wait()
    let isQueued = worker.offer(Step(batch: batch, done: done))
    precondition(isQueued, "the projector is stopped only after the writer")
  }

  /// Writes a batch and waits until it has been written.
  func projectNow(_ batch: ProjectionBatch?) throws {
    try answered { project(batch, done: $0) }
  }

  /// Waits until all batches so far have been written; throws if one could not be.
  func drain() throws { try projectNow(nil) }

  /// Whether batches are missing from the projections, which must then be replayed.
  var hasFailed: Bool { failure.withLock { $0 != nil } }

  /// Waits for the batches that fail, then takes new ones, which must begin where the store ends.
  func recover() {
    try? drain()
    failure.withLock { $0 = nil }
  }

  private func run(_ step: Step) {
    let result = Result {
      if let failure = failure.withLock({ $0 }) { throw failure }
      if let batch = step.batch { try projector.withLock { try $0.project(batch) } }
    }
    if case .failure(let error) = result { failure.withLock { $0 = error } }
    room.signal()
    step.done(result)
  }
}
