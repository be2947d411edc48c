// A machine's disk that survives the ledger's process, and everything that can go wrong with it.
// All of it is drawn from the seed, call by call, so a seed replays exactly.

import Storage
import Synchronization

/// The power is gone: nothing answers until the machine is started again.
struct PowerCut: Error, CustomStringConvertible {
  var description: String { "the power is cut" }
}

/// What goes wrong in a trial.
public enum TrialFault: String, Sendable, Hashable, CaseIterable {
  /// The power is cut between two steps.
  case crash = "crash"
  /// The power is cut at a write.
  case cutWrite = "power cut at a write"
  /// The power is cut at a look-up.
  case cutLook = "power cut at a look-up"
  /// A look-up fails.
  case failedLook = "failed look-up"
  /// A write fails.
  case failedWrite = "failed write"
  /// A write lasts although it is told to have failed.
  case tornWrite = "torn write"
  /// A write finds the disk full.
  case diskFull = "disk full"
  /// A restart finds no projections.
  case lostProjections = "projections lost"
  /// A restart finds an earlier state of the projections.
  case earlierProjections = "projections of before"
  /// The clock jumps.
  case clockJump = "clock jump"
  /// A request is sent again.
  case repeatedRequest = "repeated request"
  /// An id is sent again with another content.
  case alteredRequest = "id with another content"
}

/// What a simulated machine keeps while processes come and go.
final class SimulatedDisk: Sendable {
  /// How often what goes wrong; 0 for never.
  struct Rates: Sendable {
    /// Power cuts in 1 000 writes, half of them before the write lasts and half after.
    var cuts = 0
    /// Writes that fail in 1 000.
    var failures = 0
    /// Appends in 1 000 that last although they are told to have failed.
    var torn = 0
    /// How often the disk fills up in 1 000 writes.
    var fills = 0
    /// Writes that fail while it is full, at most.
    var fullMax = 1
    /// Look-ups that fail in 100 000, half of them by a power cut.
    var looks = 0
    /// Restarts in 100 that find older projections, since those are not synced.
    var unsynced = 0
    /// Restarts in 100 that find the projections deleted.
    var deleted = 0
  }

  enum Step { case append, project }

  fileprivate struct State {
    let rates: Rates
    var draw: Draw
    var canary: CanaryBird?
    var store = MemoryStore()
    /// Earlier states of the projections, which a power cut may bring back.
    var earlier: [MemoryStore] = []
    /// Counts the starts; what an earlier process still holds does not answer any more.
    var run = 0
    var isDown = false
    var isQuiet = true
    var fullWrites = 0
    var faults: [TrialFault: Int] = [:]
  }

  private let state: Mutex<State>

  init(_ rates: Rates, seed: UInt64, canary: Canary?) {
    state = Mutex(
      State(
        rates: rates, draw: Draw(seed: seed, stream: 101), canary: canary.map(CanaryBird.init)))
  }

  /// Whether the power is gone.
  var isDown: Bool { state.withLock { $0.isDown } }
  /// How many faults there have been.
  var faults: Int { faultsByKind.values.reduce(0, +) }
  /// How many of each kind there have been.
  var faultsByKind: [TrialFault: Int] { state.withLock { $0.faults } }
  /// The process that may use the disk.
  var run: Int { state.withLock { $0.run } }
  /// What lies on it now.
  var store: MemoryStore { state.withLock { $0.store } }

  /// Lets nothing go wrong, or lets things go wrong again.
  func set(quiet isQuiet: Bool) {
    state.withLock { state in
      state.isQuiet = isQuiet
      state.fullWrites = isQuiet ? 0 : state.fullWrites
    }
  }

  /// Cuts the power between two steps.
  func cut() { state.withLock { $0.isDown = true } }

  /// Starts the machine again, and says in words what the process finds on the disk.
  func restart() -> String {
    state.withLock { state in
      state.run += 1
      state.isDown = false
      var found = "everything"
      if let store = state.canary?.lost {
        state.store = store
        state.canary?.lost = nil
      } else if !state.isQuiet, state.draw.chance(state.rates.deleted, of: 100) {
        state.store = state.store.copy(projectionsOf: MemoryStore())
        state.faults[.lostProjections, default: 0] += 1
        found = "no projections"
      } else if !state.isQuiet, !state.earlier.isEmpty,
        state.draw.chance(state.rates.unsynced, of: 100)
      {
        let earlier = state.draw.one(of: state.earlier)
        state.store = state.store.copy(projectionsOf: earlier)
        state.faults[.earlierProjections, default: 0] += 1
        found = "earlier projections"
      }
      state.earlier = []
      return found
    }
  }

  // MARK: What a process asks for

  /// Gives a look at what is stored, if this process still may.
  func read<Result>(run: Int, _ body: (MemoryStore) throws -> Result) throws -> Result {
    let store = try state.withLock { state in
      try state.check(run)
      return state.store
    }
    return try body(store)
  }

  /// A look-up of the writer, which may fail.
  func look<Result>(run: Int, _ body: (MemoryWriter) throws -> Result) throws -> Result {
    let store = try state.withLock { state in
      try state.check(run)
      try state.strikeLook()
      return state.store
    }
    return try body(store.makeWriter())
  }

  /// A write, which may fail before or after it lasts.
  func append(run: Int, _ batch: TruthBatch) throws {
    let (store, before, after) = try state.withLock { state in
      try state.check(run)
      if !state.isQuiet { state.canary?.watch(state.store) }
      let (before, after) = state.strike(.append)
      return (state.store, before, after)
    }
    if let before { throw before }
    store.makeWriter().append(batch)
    if let after { throw after }
  }

  /// The same of projections, which are not synced.
  func project(run: Int, _ batch: ProjectionBatch) throws {
    let (store, batch, before, after) = try state.withLock { state in
      try state.check(run)
      var batch = batch
      if !state.isQuiet || state.canary?.hasChosen == true { state.canary?.spoil(&batch) }
      let (before, after) = state.strike(.project)
      return (state.store, batch, before, after)
    }
    if let before { throw before }
    let through = store.makeWriter().through()
    guard through == batch.from else {
      throw StorageFailure.damaged(
        path: "simulated", detail: "they end at \(through), not at \(batch.from)")
    }
    state.withLock { $0.keepEarlier() }
    store.makeProjector().project(batch)
    if let after { throw after }
  }
}

extension SimulatedDisk.State {
  func check(_ run: Int) throws {
    if isDown || run != self.run { throw PowerCut() }
  }

  mutating func strikeLook() throws {
    guard !isQuiet, draw.chance(rates.looks, of: 100_000) else { return }
    isDown = draw.chance(1, of: 2)
    faults[isDown ? .cutLook : .failedLook, default: 0] += 1
    throw isDown ? PowerCut() : failure("looking something up")
  }

  /// What goes wrong before a write lasts, or after.
  mutating func strike(_ step: SimulatedDisk.Step) -> (before: (any Error)?, after: (any Error)?) {
    guard !isQuiet else { return (nil, nil) }
    if fullWrites > 0 {
      fullWrites -= 1
      faults[.diskFull, default: 0] += 1
      return (StorageFailure.diskFull(path: "simulated"), nil)
    }
    if draw.chance(rates.cuts, of: 1_000) {
      faults[.cutWrite, default: 0] += 1
      isDown = true
      return draw.chance(1, of: 2) ? (PowerCut(), nil) : (nil, PowerCut())
    }
    if step == .append, draw.chance(rates.torn, of: 1_000) {
      faults[.tornWrite, default: 0] += 1
      return (nil, failure("syncing"))
    }
    if draw.chance(rates.failures, of: 1_000) {
      faults[.failedWrite, default: 0] += 1
      return (failure("writing"), nil)
    }
    if draw.chance(rates.fills, of: 1_000) {
      faults[.diskFull, default: 0] += 1
      fullWrites = draw.below(rates.fullMax)
      return (StorageFailure.diskFull(path: "simulated"), nil)
    }
    return (nil, nil)
  }

  mutating func keepEarlier() {
    guard rates.unsynced > 0, !isQuiet, draw.chance(1, of: 3) else { return }
    earlier.append(store.copy(projectionsOf: store))
    if earlier.count > 3 { earlier.removeFirst() }
  }

  private func failure(_ during: String) -> StorageFailure {
    .engine(code: 5, message: "simulated fault", during: during)
  }
}
