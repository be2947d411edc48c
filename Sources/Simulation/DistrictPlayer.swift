public import Programmes
import Quantities
public import Registry

/// Plays a made-up district's work into a ledger through the ordinary write path.
public struct DistrictPlayer {
  private let registry: Registry
  private let clock: StandingClock

  /// Requests that are decided and synced together: the writer's usual batch under load.
  private static let batchMax = 1_024

  /// `clock` is the registry's own; it is moved along with the requests.
  public init(registry: Registry, clock: StandingClock) {
    self.registry = registry
    self.clock = clock
  }

  /// Something else to do once when the simulated time comes: adopting the report in January.
  public struct Errand {
    let at: Int64
    let work: (Int64) throws -> Void

    /// `at` is in milliseconds since 1970; `work` is given the same moment.
    public init(at: Int64, work: @escaping (Int64) throws -> Void) {
      self.at = at
      self.work = work
    }
  }

  /// Plays to the end and gives what the requests must come to.
  ///
  /// - Throws: `PlayFailure.refused` if the ledger refuses a request, which it never should.
  public func play(
    _ simulator: consuming DistrictSimulator, errand: Errand?, progress: (Int) -> Void
  ) throws -> Expected {
    var waiting = errand
    var batch: [(at: Int64?, request: Request)] = []
    while let month = simulator.next() {
      for timed in month {
        if let due = waiting, timed.at >= due.at {
          try submit(&batch)
          clock.set(milliseconds: due.at)
          try due.work(due.at)
          waiting = nil
        }
        batch.append((at: timed.at, request: timed.request))
        if batch.count == Self.batchMax { try submit(&batch) }
      }
      try submit(&batch)
      progress(simulator.expected.requests)
    }
    if let due = waiting { try due.work(due.at) }
    clock.set(milliseconds: simulator.options.through.startMilliseconds + 20 * 3_600_000)
    return simulator.expected
  }

  private func submit(_ batch: inout [(at: Int64?, request: Request)]) throws {
    guard let last = batch.last else { return }
    let outcomes = try registry.submit(batch: batch)
    for (timed, outcome) in zip(batch, outcomes) {
      if case .refused(let refusal) = outcome {
        throw PlayFailure.refused(timed.request, refusal)
      }
    }
    clock.set(milliseconds: last.at ?? 0)
    batch.removeAll(keepingCapacity: true)
  }
}

/// Why a simulation stopped.
public enum PlayFailure: Error, CustomStringConvertible {
  /// The ledger refused what the simulation thought possible: one of the two is wrong.
  case refused(Request, Refusal)

  /// The request that was refused, with the refusal's code and words.
  public var description: String {
    switch self {
    case .refused(let request, let refusal):
      "the simulated \(request.action) on \(request.on) was refused (\(refusal.code)): \(refusal)"
    }
  }
}
