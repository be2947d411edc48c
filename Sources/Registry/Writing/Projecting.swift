// Projections are written behind the entries (DESIGN: "the watermark"). Whoever has a receipt has
// an entry that lasts; what it changes is held here until the projections have it, and everybody
// who reads is given both. Measured: without waiting, receipts go out at the pace of deciding.

import Dispatch
import Storage
import Synchronization

/// Who writes the projections.
public enum ProjectionPace: Sendable {
  /// A thread of their own, beside the writer and as fast as it can.
  case beside
  /// `Registry.project()`, a transaction at a call, and whoever must have them written: for
  /// simulations, where the same seed must give the same steps.
  case stepped
}

/// Writes projections beside the writer's thread, in the order of the batches.
final class Projecting: Sendable {
  private let projector: Mutex<any StoreProjector>
  private let pace: ProjectionPace
  private let worker = Worker<Waiting>(
    name: "projector", togetherMax: .max, rank: .behind)
  private let state = Mutex(State())
  private let moved = DispatchSemaphore(value: 0)
  private let hurried = DispatchSemaphore(value: 0)

  /// Entries that may be pending; past it the writer goes at the projections' pace.
  static let pendingMax: Int64 = 65_536
  /// Entries that are let gather while more keep coming: in a burst the processors are for whoever
  /// waits for a receipt, and many changes of the same rows are written as one.
  private static let gatheredMax: Int64 = 49_152
  /// How long nothing must have come for a burst to be over.
  private static let pause = DispatchTimeInterval.milliseconds(120)
  /// For how many pauses a burst is waited for, at most.
  private static let pausesMax = 32
  /// Entries written in one transaction, unless one batch has more: the more there are, the more of
  /// their changes fall on the same rows and pages.
  static let togetherMax: Int64 = 16_384

  /// Pieces of what nobody needs that may gather, some two hundred thousand values of each sort.
  private static let burdenMax = 1_024

  private struct State {
    var pending: [PendingBatch] = []
    var failure: (any Error)?
    /// Entries that the projections have.
    var written: Int64 = 0
    /// What nobody needs any more.
    var burden: [any Sendable] = []
    /// How many wait for everything to be written, or for the thread to end.
    var hurries = 0

    /// Entries that are pending.
    var pendingCount: Int64 {
      guard let first = pending.first, let last = pending.last else { return 0 }
      return last.through - first.from
    }
  }

  /// A call for the thread to look at what is pending, and who is told when it has.
  private struct Waiting: Sendable {
    var done: (@Sendable (Result<Void, any Error>) -> Void)?
  }

  init(_ projector: sending any StoreProjector, pace: ProjectionPace) {
    self.projector = Mutex(projector)
    self.pace = pace
    if pace == .beside { worker.start { [self] calls in run(calls) } }
  }

  /// Lets what is pending be written, then ends the thread.
  func stop() {
    hurry()
    worker.stop()
  }

  /// What has been acknowledged and may not have been written, oldest first.
  ///
  /// Taken before a state of the store is, the two together have everything acknowledged.
  var pending: [PendingBatch] { state.withLock { $0.pending } }

  /// Goes on where the projections end, with nothing pending.
  func begin(at through: Int64) {
    state.withLock { $0.written = through }
  }

  /// Adds a batch to what is pending: from now on readers see it.
  func add(_ batch: FoldedBatch) {
    state.withLock { $0.pending.append(PendingBatch(batch)) }
    guard pace == .beside else { return }
    let isQueued = worker.offer(Waiting())
    precondition(isQueued, "the projector is stopped only after the writer")
  }

  /// Waits while too much is pending; returns at once after a failure, which `recover` throws.
  func waitForRoom() {
    while !hasRoom {
      if pace == .stepped { step() } else { moved.wait() }
    }
  }

  private var hasRoom: Bool {
    state.withLock { state in
      state.failure != nil || state.pendingCount <= Self.pendingMax
    }
  }

  /// Whether the projections have all entries before `seq`.
  func hasWritten(before seq: Int64) -> Bool {
    state.withLock { $0.written >= seq }
  }

  /// Waits until nothing is pending; throws if it could not be written.
  func drain() throws {
    guard pace == .beside else {
      while step() {}
      return try state.withLock { if let failure = $0.failure { throw failure } }
    }
    hurry()
    defer { state.withLock { $0.hurries -= 1 } }
    try answered { done in
      let isQueued = worker.offer(Waiting(done: done))
      precondition(isQueued, "the projector is stopped only after the writer")
    }
  }

  /// If writing has failed, tries again what is pending and throws if it fails again.
  func recover() throws {
    let hasFailed = state.withLock { state in
      defer { state.failure = nil }
      return state.failure != nil
    }
    if hasFailed { try drain() }
  }

  /// Has what is pending written without waiting for more.
  private func hurry() {
    state.withLock { $0.hurries += 1 }
    hurried.signal()
  }

  /// Waits for the end of a burst.
  private func gather() {
    var last: Int64 = -1
    var pauses = 0
    while pauses < Self.pausesMax {
      let (count, isHurried) = state.withLock { ($0.pendingCount, $0.hurries > 0) }
      guard !isHurried, count != last, count < Self.gatheredMax else { return }
      // Who hurried earlier may have left a signal behind.
      guard hurried.wait(timeout: .now() + Self.pause) == .timedOut else { continue }
      last = count
      pauses += 1
    }
  }

  /// Takes what the writer needs no more: letting go of hundreds of thousands of values takes a
  /// second of a processor, so it is done when what is pending has been written.
  func letGo(of values: [any Sendable]) {
    guard pace == .beside else { return }
    state.withLock { $0.burden += values }
    _ = worker.offer(Waiting())
  }

  private func run(_ calls: [Waiting]) {
    gather()
    // What comes meanwhile gathers anew.
    let end = state.withLock { $0.pending.last?.through ?? $0.written }
    while !hasWritten(before: end), step() { letGo() }
    let result: Result<Void, any Error> =
      state.withLock { $0.failure }.map { .failure($0) } ?? .success(())
    for call in calls { call.done?(result) }
    projector.withLock { $0.tidy() }
    if !letGo() { _ = worker.offer(Waiting()) }
  }

  /// Lets go of what nobody needs, piece by piece, while nothing else is to be done; of more than
  /// may gather in any case.
  ///
  /// `false` if somebody is in a hurry and some is left.
  @discardableResult
  private func letGo() -> Bool {
    while true {
      let (piece, isLeft) = state.withLock { state -> ((any Sendable)?, Bool) in
        let isIdle = state.pending.isEmpty && state.hurries == 0
        guard isIdle || state.burden.count > Self.burdenMax else {
          return (nil, state.pending.isEmpty && !state.burden.isEmpty)
        }
        return (state.burden.popLast(), false)
      }
      guard let piece else { return !isLeft }
      _ = consume piece
    }
  }

  /// Writes one transaction; `false` if nothing is pending or writing has failed.
  @discardableResult
  func step() -> Bool {
    let next = nextBatches()
    guard let through = next.last?.through else { return false }
    do {
      try projector.withLock { projector in
        var batches = try PendingBatch.summed(next, after: projector.members)[...]
        guard var whole = batches.popFirst() else { return }
        for batch in batches { whole.append(batch) }
        try projector.project(whole)
      }
      state.withLock { state in
        state.pending.removeAll { $0.through <= through }
        state.written = through
      }
    } catch {
      state.withLock { $0.failure = error }
    }
    moved.signal()
    return true
  }

  /// The oldest of what is pending, with what follows as far as one transaction takes it.
  private func nextBatches() -> [PendingBatch] {
    let pending = state.withLock { $0.failure == nil ? $0.pending : [] }
    guard let first = pending.first else { return [] }
    let others = pending.dropFirst().prefix { $0.through - first.from <= Self.togetherMax }
    return [first] + others
  }
}
