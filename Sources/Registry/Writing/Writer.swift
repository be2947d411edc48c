// The writer runs at its own pace: requests wait in a bounded queue, one thread takes what waits,
// and everybody is answered when the batch has been synced. A full queue says so at once.

import Dispatch
import Foundation
import Indicators
import Programmes
import Storage
import Synchronization

/// The writer's thread and its queue.
final class Writer: Sendable {
  private let core: Mutex<WriterCore>
  private let queue = Mutex(Queue())
  private let wake = DispatchSemaphore(value: 0)
  private let directory: Mutex<Directory>

  /// Requests that may wait: at 10 000 a second less than a second's work, so that who is told
  /// "busy" would have waited longer than a page may take.
  static let waitingMax = 8_192
  /// Requests in one batch: large enough that syncing is a small part, small enough that the first
  /// does not wait long for the last.
  static let batchMax = 1_024

  private struct Queue {
    var waiting: [Waiting] = []
    var isStopped = false
  }

  private struct Waiting {
    let job: Job
    let answer: @Sendable (Result<Outcome, any Error>) -> Void
  }

  init(core: sending WriterCore) {
    let directory = core.state.directory
    self.core = Mutex(core)
    self.directory = Mutex(directory)
  }

  /// Units, accounts and programmes after the last batch.
  var currentDirectory: Directory { directory.withLock { $0 } }

  /// Starts the thread; once.
  func start() {
    let thread = Thread { [self] in run() }
    thread.name = "luoshi.writer"
    // Deciding nests no deeper than expressions may; 8 MiB is the main thread's size too.
    thread.stackSize = 8 << 20
    thread.start()
  }

  /// Lets what waits be finished, then ends the thread.
  func stop() {
    queue.withLock { $0.isStopped = true }
    wake.signal()
  }

  /// Puts jobs in the queue, or refuses all of them if there is no room.
  func enqueue(
    _ job: Job, answer: @escaping @Sendable (Result<Outcome, any Error>) -> Void
  ) {
    let isQueued = queue.withLock { queue in
      guard !queue.isStopped, queue.waiting.count < Self.waitingMax else { return false }
      queue.waiting.append(Waiting(job: job, answer: answer))
      return true
    }
    if isQueued {
      wake.signal()
    } else {
      answer(.success(.refused(.busy(retrySeconds: 1))))
    }
  }

  /// Decides a batch on the caller's thread, in its order; for simulations and imports.
  func processNow(_ jobs: [Job]) throws -> [Outcome] {
    try core.withLock { core in
      let outcomes = try core.process(jobs)
      publish(core)
      return outcomes
    }
  }

  private func run() {
    while true {
      wake.wait()
      let (batch, isStopped) = queue.withLock { queue in
        let batch = Array(queue.waiting.prefix(Self.batchMax))
        queue.waiting.removeFirst(batch.count)
        return (batch, queue.isStopped && queue.waiting.isEmpty)
      }
      if !batch.isEmpty { answer(batch) }
      if isStopped { return }
    }
  }

  private func answer(_ batch: [Waiting]) {
    let jobs = batch.map(\.job)
    let result = Result { try processNow(jobs) }
    switch result {
    case .success(let outcomes):
      precondition(outcomes.count == batch.count, "one answer for each request")
      for (waiting, outcome) in zip(batch, outcomes) { waiting.answer(.success(outcome)) }
    case .failure(let error):
      for waiting in batch { waiting.answer(.failure(error)) }
    }
  }

  private func publish(_ core: WriterCore) {
    guard core.takeDirectoryChange() else { return }
    let changed = core.state.directory
    directory.withLock { $0 = changed }
  }
}
