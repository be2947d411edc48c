import Dispatch
import Ledger
import Storage
import Synchronization

/// Two threads that hash, decode, add up and make records again beside the one that reads.
final class AuditThreads: Sendable {
  private let workers: [Worker<@Sendable () -> Void>]
  private let turn = Atomic<Int>(0)

  /// The turns of its threads.
  static let turns = 0..<2
  /// Pages on their way at once.
  static let pagesMax = 8

  init() {
    workers = Self.turns.map { Worker(name: "audit-\($0)") }
    for worker in workers {
      worker.start { works in for work in works { work() } }
    }
  }

  /// Lets what waits be finished, then ends the threads.
  func stop() {
    for worker in workers { worker.stop() }
  }

  /// A number for works that one thread is to do, in their order.
  func nextTurn() -> Int { turn.wrappingAdd(1, ordering: .relaxed).newValue }

  /// Begins something on one of the threads: that of the turn, or any.
  func begin<Value: Sendable>(
    turn: Int? = nil, _ work: @escaping @Sendable () -> Value
  ) -> Promised<Value> {
    let promised = Promised<Value>()
    let place = turn ?? nextTurn()
    let isQueued = workers[place % workers.count].offer { promised.fulfil(work()) }
    precondition(isQueued, "the audit's threads are stopped when it is done")
    return promised
  }
}

/// What a thread is making.
final class Promised<Value: Sendable>: Sendable {
  private let value = Mutex<Value?>(nil)
  private let done = DispatchSemaphore(value: 0)

  fileprivate func fulfil(_ value: Value) {
    self.value.withLock { $0 = value }
    done.signal()
  }

  /// Waits for it; to be asked for once.
  func wait() -> Value {
    done.wait()
    guard let value = value.withLock({ $0 }) else {
      preconditionFailure("what is done has a value")
    }
    return value
  }
}

/// What one thread counts entries with.
final class CountingThread: Sendable {
  private let counter: Mutex<EntryCounter>

  init(_ counter: sending EntryCounter) {
    self.counter = Mutex(counter)
  }

  func count(_ page: EntryPage, keys: [SubjectKeyRow], to sums: AuditSums) -> EntryCounter.Page {
    counter.withLock { $0.count(page, keys: keys, to: sums) }
  }
}
