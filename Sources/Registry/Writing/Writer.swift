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
  private let committing: Committing
  private let projections: Projecting

  /// Requests that may wait: at 20 000 a second less than a second's work, so that who is told
  /// "busy" would have waited longer than a page may take.
  static let waitingMax = 16_384
  /// Requests in one batch: large enough that syncing is a small part, small enough that the first
  /// does not wait long for the last.
  static let batchMax = 1_024

  private enum Waiting {
    case job(Job, answer: @Sendable (Result<Outcome, any Error>) -> Void)
    /// A batch has failed, and what lasts in spite of it is to be seen by readers.
    case recovery
  }

  init(core: sending WriterCore) {
    self.projections = core.projections
    self.committing = core.committing
    self.core = Mutex(core)
    worker.start { [self] waiting in decide(waiting) }
  }

  /// Takes the state anew if a batch has failed, so that readers see what lasts in spite of it.
  func recover() throws { try core.withLock { try $0.recover() } }

  /// Units, accounts and programmes after the last batch.
  var currentDirectory: Directory { committing.currentDirectory }

  /// What has been acknowledged and may not be in the projections yet.
  var pending: [PendingBatch] { projections.pending }

  /// Writes one transaction of projections; `false` if nothing is pending or writing has failed.
  func project() -> Bool { projections.step() }

  /// Waits until the projections have everything acknowledged.
  func settle() throws { try projections.drain() }

  /// Lets what waits be finished, then ends the threads.
  func stop() {
    worker.stop()
    core.withLock { $0.stop() }
  }

  /// Puts a job in the queue, or refuses it if there is no room.
  func enqueue(
    _ job: Job, answer: @escaping @Sendable (Result<Outcome, any Error>) -> Void
  ) {
    if worker.offer(.job(job, answer: answer)) { return }
    answer(.success(.refused(.busy(retrySeconds: 1))))
  }

  /// Decides a batch on the caller's thread, in its order; for simulations and imports.
  func process(_ jobs: [Job]) throws -> [Outcome] {
    try core.withLock { try $0.process(jobs) }
  }

  private func decide(_ batch: [Waiting]) {
    var jobs: [Job] = []
    var answers: [@Sendable (Result<Outcome, any Error>) -> Void] = []
    for case .job(let job, let answer) in batch {
      jobs.append(job)
      answers.append(answer)
    }
    guard !jobs.isEmpty else {
      // If it fails, the next batch begins with it again.
      return core.withLock { try? $0.recover() }
    }
    let done: Committing.Done = { [self, answers] result in
      switch result {
      case .success(let outcomes):
        precondition(outcomes.count == answers.count, "one answer for each request")
        for (answer, outcome) in zip(answers, outcomes) { answer(.success(outcome)) }
      case .failure(let error):
        // If there is no room, a batch comes that does it.
        _ = worker.offer(.recovery)
        for answer in answers { answer(.failure(error)) }
      }
    }
    do {
      try core.withLock { try $0.begin(jobs, done: done) }
    } catch {
      for answer in answers { answer(.failure(error)) }
    }
  }
}
