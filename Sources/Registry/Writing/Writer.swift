// The writer runs at its own pace: requests wait in a bounded queue, one thread takes what waits,
// and everybody is answered when the batch has been synced.

import Indicators
import Programmes
import Storage
import Synchronization

/// The writer's thread and its queue.
final class Writer: Sendable {
  private let core: Mutex<WriterCore>
  private let worker = Worker<Waiting>(
    name: "writer", waitingMax: Writer.waitingMax, togetherMax: Writer.batchMax)
  private let directory: Mutex<Directory>
  private let projections: Projecting

  /// Requests that may wait: at 10 000 a second less than a second's work, so that who is told
  /// "busy" would have waited longer than a page may take.
  static let waitingMax = 8_192
  /// Requests in one batch: large enough that syncing is a small part, small enough that the first
  /// does not wait long for the last.
  static let batchMax = 1_024

  private struct Waiting {
    let job: Job
    let answer: @Sendable (Result<Outcome, any Error>) -> Void
  }

  init(core: sending WriterCore) {
    let directory = core.state.directory
    self.projections = core.projections
    self.core = Mutex(core)
    self.directory = Mutex(directory)
    worker.start { [self] batch in decide(batch) }
  }

  /// Units, accounts and programmes after the last batch.
  var currentDirectory: Directory { directory.withLock { $0 } }

  /// What has been acknowledged and may not be in the projections yet.
  var pending: [PendingBatch] { projections.pending }

  /// Writes one transaction of projections; `false` if nothing is pending or writing has failed.
  func project() -> Bool { projections.step() }

  /// Lets what waits be finished, then ends the threads.
  func stop() {
    worker.stop()
    core.withLock { $0.stop() }
  }

  /// Puts a job in the queue, or refuses it if there is no room.
  func enqueue(
    _ job: Job, answer: @escaping @Sendable (Result<Outcome, any Error>) -> Void
  ) {
    if worker.offer(Waiting(job: job, answer: answer)) { return }
    answer(.success(.refused(.busy(retrySeconds: 1))))
  }

  /// Decides a batch on the caller's thread, in its order; for simulations and imports.
  func process(_ jobs: [Job]) throws -> [Outcome] {
    try core.withLock { core in
      let outcomes = try core.process(jobs)
      if let changed = core.takeDirectoryChange() { directory.withLock { $0 = changed } }
      return outcomes
    }
  }

  private func decide(_ batch: [Waiting]) {
    do {
      let outcomes = try process(batch.map(\.job))
      precondition(outcomes.count == batch.count, "one answer for each request")
      for (waiting, outcome) in zip(batch, outcomes) { waiting.answer(.success(outcome)) }
    } catch {
      for waiting in batch { waiting.answer(.failure(error)) }
    }
  }
}
