public import Programmes
import Quantities
public import Registry

/// Plays a made-up district's work into a ledger through the ordinary write path.
public struct DistrictPlayer {
  private let registry: Registry
  private let clock: StandingClock

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

  /// Plays to the end, projections included, and gives what the requests must come to.
  ///
  /// `progress` is told how many requests were sent, now and then and at the end of each month.
  /// - Throws: `PlayFailure.refused` if the ledger refuses a request, which it never should.
  public func play(
    _ simulator: consuming DistrictSimulator, errand: Errand?, progress: (Int) -> Void
  ) throws -> Expected {
    do {
      try send(&simulator, errand: errand, progress: progress)
    } catch let refused as Sending.Refused {
      throw PlayFailure.refused(refused.request, refused.refusal)
    }
    try registry.settle()
    clock.set(milliseconds: simulator.options.through.startMilliseconds + 20 * 3_600_000)
    return simulator.expected
  }

  private func send(
    _ simulator: inout DistrictSimulator, errand: Errand?, progress: (Int) -> Void
  ) throws {
    var waiting = errand
    var sent = 0
    let sending = Sending(to: registry)
    while let month = simulator.next() {
      for timed in month {
        if let due = waiting, timed.at >= due.at {
          try sending.settle()
          clock.set(milliseconds: due.at)
          try due.work(due.at)
          waiting = nil
        }
        try sending.send(timed.request, at: timed.at)
        sent += 1
        if sent.isMultiple(of: Self.progressStep) { progress(sent) }
      }
      try sending.settle()
      if let last = month.last { clock.set(milliseconds: last.at) }
      progress(sent)
    }
    if let due = waiting { try due.work(due.at) }
  }

  private static let progressStep = 100_000
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
