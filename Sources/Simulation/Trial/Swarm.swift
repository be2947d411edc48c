// Swarm testing (Groce et al., 2012): each seed leaves most things out and turns the rest up to
// wildly different degrees, since an even mixture never goes far in any direction.

/// How people work without a network, in a seed in which some do.
struct OfflineSwarm: Sendable {
  /// Devices; 0 where nobody works without a network.
  let devices: Int
  /// Of 100 steps: those in which a device loses its network.
  let leaves: Int
  /// Entries that a device makes in a step, at most.
  let madeMax: Int
  /// Of 100 steps: those in which one that has been away is back.
  let returns: Int
  /// Of 100 entries: those that are sent twice, and those that were sent over the network before.
  let repeated: Int
  /// Of 100 steps: those in which somebody settles something.
  let settles: Int
  /// Of 100 steps: those in which the programme `premises` gets a new version.
  let publishes: Int

  init(seed: UInt64, isOn: Bool) {
    var draw = Draw(seed: seed, stream: 103)
    let count = draw.within(1...4)
    devices = isOn ? count : 0
    leaves = draw.one(of: [10, 40, 100])
    madeMax = draw.one(of: [1, 1, 3])
    returns = draw.one(of: [10, 30, 100])
    repeated = draw.one(of: [0, 10, 40])
    settles = draw.one(of: [0, 10, 40])
    publishes = draw.one(of: [0, 0, 4])
  }
}

/// What one seed lets happen, and how often.
struct Swarm: Sendable {
  /// How likely each kind of work is; 0 for what this district does not do.
  private(set) var weights: [Int]
  /// Whether a round and a fund are there from the beginning.
  let isPrepared: Bool
  /// Batches submitted.
  let steps: Int
  /// New requests in a step, at most.
  let newMax: Int
  /// Requests in a batch, at most.
  let batchMax: Int

  /// Of 100 requests: those sent again although they were answered.
  let repeated: Int
  /// Of 100 requests: those whose id comes again with another content.
  let altered: Int
  /// Of 100 requests: those about work of an earlier day, or of a day to come.
  let late: Int
  /// Of 100 requests: those that say which version they were based on, right or wrong.
  let based: Int
  /// Of 100 requests: those by somebody who may not do everything.
  let outsiders: Int
  /// Of 100 unanswered requests, those that their senders send again.
  let persistent: Int
  /// Whether requests reach the writer in another order than they were made.
  let isReordered: Bool

  /// Transactions of projections after a batch, at most; they may lag far behind.
  let projectedMax: Int
  /// Crashes between two steps, of 100.
  let crashes: Int
  /// Of 100 steps: those before which the clock jumps, up to days forwards or back.
  let jumps: Int
  /// Milliseconds that pass in a step, at most.
  let pace: Int
  /// Of 100 steps: those after which what has come due is done.
  let clockRounds: Int
  let disk: SimulatedDisk.Rates

  init(_ draw: inout Draw) {
    func sometimes(_ degrees: [Int]) -> Int {
      draw.chance(1, of: 2) ? 0 : draw.one(of: degrees)
    }
    var weights = Work.allCases.map { _ in sometimes([1, 3, 10, 30]) }
    if weights.allSatisfy({ $0 == 0 }) { weights[draw.below(weights.count)] = 1 }
    isPrepared = draw.chance(1, of: 2)
    // What was prepared is to be used.
    for (index, work) in Work.allCases.enumerated()
    where isPrepared && [.holds, .money].contains(work) && draw.chance(1, of: 2) {
      weights[index] += 10
    }
    self.weights = weights
    steps = draw.within(10...60)
    newMax = draw.one(of: [1, 4, 12, 40])
    batchMax = draw.one(of: [1, 5, 20, 150])
    repeated = sometimes([2, 10, 40])
    altered = sometimes([1, 5, 20])
    late = sometimes([5, 30, 80])
    based = sometimes([5, 30, 90])
    outsiders = sometimes([5, 30])
    persistent = draw.one(of: [0, 50, 100])
    isReordered = draw.chance(1, of: 2)
    projectedMax = draw.one(of: [0, 1, 1, 5])
    crashes = sometimes([2, 10, 30])
    jumps = sometimes([5, 30])
    pace = draw.one(of: [10, 60_000, 1_000_000, 20_000_000])
    clockRounds = draw.one(of: [10, 50, 100])
    var disk = SimulatedDisk.Rates()
    disk.cuts = sometimes([10, 50, 200])
    disk.failures = sometimes([10, 50, 300])
    disk.torn = sometimes([10, 50, 200])
    disk.fills = sometimes([10, 50])
    disk.fullMax = draw.one(of: [1, 4, 30])
    disk.looks = sometimes([20, 200, 1_000])
    disk.unsynced = sometimes([20, 100])
    disk.deleted = sometimes([10, 50])
    self.disk = disk
  }

  /// The same without erasures and without entries that put others right: what they do to entries
  /// made without a network is told by nobody else.
  var withoutHindsight: Swarm {
    var swarm = self
    for (index, work) in Work.allCases.enumerated()
    where [.amendments, .erasures].contains(work) {
      swarm.weights[index] = 0
    }
    if swarm.weights.allSatisfy({ $0 == 0 }) { swarm.weights[0] = 1 }
    return swarm
  }
}
