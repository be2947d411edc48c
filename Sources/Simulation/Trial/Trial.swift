// One seed: a small district whose machine fails again and again, and an auditor who keeps its own
// books. Everything happens on one thread in an order drawn from the seed, on a clock that the seed
// moves, so the same seed takes the same steps each time.

public import Indicators
import Ledger
public import Programmes
public import Quantities
import Registry
import Storage

/// What every trial starts from.
public struct TrialGrounds: Sendable {
  let bundled: [ProgrammeDraft]
  let indicators: IndicatorCatalogue
  /// Remembers what was read of them, so that a hundred restarts read them once.
  let genesis: ProgrammeSet

  /// The programmes that come with the program, in the order of their uses, and the catalogue.
  public init(bundled: [ProgrammeDraft], indicators: IndicatorCatalogue) throws {
    self.bundled = bundled
    self.indicators = indicators
    self.genesis = try Registry.genesis(of: bundled)
  }
}

/// How a trial went.
public struct TrialReport: Sendable {
  /// The seed that replays it.
  public let seed: UInt64
  /// Batches submitted, the last one with the finding if there is one.
  public internal(set) var steps = 0
  /// Requests sent, repeats included.
  public internal(set) var sent = 0
  /// Requests refused.
  public internal(set) var refused = 0
  /// Entries in the ledger.
  public internal(set) var entries: Int64 = 0
  /// Entries that put others right.
  public internal(set) var amendments = 0
  /// Units that were moved, merged, converted or closed.
  public internal(set) var unitChanges = 0
  /// Times the process was started again.
  public internal(set) var restarts = 0
  /// Records whose personal values were erased.
  public internal(set) var erasures = 0
  /// Places that the clock took back.
  public internal(set) var lapses = 0
  /// Money that went from one account to another.
  public internal(set) var postings = 0
  /// Entries made without a network that were kept.
  public internal(set) var arrivals = 0
  /// Those of them that are entered and marked, and that somebody has to settle, at the end.
  public internal(set) var marked = 0
  /// See `marked`.
  public internal(set) var conflicts = 0
  /// What went wrong, by its kind.
  public internal(set) var faults: [TrialFault: Int] = [:]
  /// The root of the tree at the end, in base64: the same for the same seed.
  public internal(set) var root = ""
  /// What is not as it should be.
  public internal(set) var finding: TrialFinding?
}

/// One seed at work.
public struct Trial {
  /// The day on which every trial begins: 1 March 2022.
  public static let firstDay = Day(number: 19_052)
  private static let properties = LedgerProperties(origin: "luoshi.invalid/trial", demoSeed: 1)

  private let grounds: TrialGrounds
  let note: (String) -> Void
  private let swarm: Swarm
  let offline: OfflineSwarm
  let disk: SimulatedDisk
  private let clock = StandingClock(milliseconds: Trial.firstDay.startMilliseconds)
  private var draw: Draw
  private var workload: Workload
  private(set) var registry: Registry?
  var auditor: Auditor?
  /// Requests on their way, each to be sent in some batch.
  private var outbox: [Request] = []
  var report: TrialReport
  /// Those who work without a network, and what they draw from.
  var devices: [Device] = []
  var fieldwork: Workload

  /// A trial; `note` is told every step in words.
  ///
  /// With `hasDevices` some people work without a network, and nothing is erased or put right.
  public init(
    seed: UInt64, grounds: TrialGrounds, canary: Canary?, hasDevices: Bool = false,
    note: @escaping (String) -> Void
  ) {
    var draw = Draw(seed: seed, stream: 100)
    self.grounds = grounds
    self.note = note
    let offline = OfflineSwarm(seed: seed, isOn: hasDevices)
    let swarm = Swarm(&draw)
    self.offline = offline
    self.swarm = offline.devices > 0 ? swarm.withoutHindsight : swarm
    self.draw = draw
    self.disk = SimulatedDisk(swarm.disk, seed: seed, canary: canary)
    self.workload = Workload(seed: seed, swarm: self.swarm)
    self.fieldwork = Workload(seed: seed, swarm: self.swarm, stream: 104)
    self.report = TrialReport(seed: seed)
  }

  /// Plays to the end or to the first finding.
  public mutating func run() -> TrialReport {
    do {
      try begin()
      for _ in 0..<swarm.steps { try step() }
      try end()
    } catch let finding as TrialFinding {
      for line in finding.details { note(line) }
      report.finding = finding
    } catch {
      report.finding = TrialFinding("the ledger", expected: "no error", found: "\(error)")
    }
    report.entries = auditor?.model.count ?? 0
    report.amendments = auditor?.model.amendments.count ?? 0
    report.unitChanges =
      auditor?.requests.values.count {
        $0.programme == "units" && !["unit.found", "unit.rename"].contains($0.action)
      } ?? 0
    report.faults.merge(disk.faultsByKind) { $1 }
    report.erasures = auditor?.requests.values.count { $0.action == "erasure.erase" } ?? 0
    report.lapses = auditor?.requests.values.count { $0.actor == .clock } ?? 0
    report.postings =
      auditor?.requests.values.count {
        ["aid-enrolment.collect", "aid-posting.post", "aid-claim.pay"].contains($0.action)
      } ?? 0
    report.arrivals = auditor?.offline.kept.count ?? 0
    report.marked = auditor?.offlineCount(in: "marked") ?? 0
    report.conflicts = auditor?.offlineCount(in: "conflict") ?? 0
    report.root = auditor?.newest?.root.base64 ?? ""
    return report
  }

  private mutating func begin() throws {
    try open()
    guard let registry else { return }
    auditor = try registry.read { try Auditor($0, key: registry.verifierKey) }
    workload.now = clock.milliseconds()
    auditor?.offline.isOn = offline.devices > 0
    try submit(workload.founding())
    disk.set(quiet: false)
  }

  private mutating func end() throws {
    disk.set(quiet: true)
    if disk.isDown { try restart() }
    try submit(outbox)
    try bringIn()
    try restart()
    try actOnTime()
    try check { auditor, view, _ in
      let report = try view.audit(decides: true, progress: { _ in })
      guard let finding = report.findings.first else { return }
      throw TrialFinding(
        "audit of \(finding.subject)", expected: finding.expected, found: finding.found)
    }
  }

  /// The definition of `premises` that comes with the program.
  var premises: String? { grounds.bundled.first { $0.name == "premises" }?.sourceText }

  // MARK: Steps

  private mutating func step() throws {
    report.steps += 1
    moveClock()
    makeRequests()
    try submit(takeBatch())
    try actOnTime()
    try workOffline()
    for _ in 0..<draw.below(swarm.projectedMax + 1) where !disk.isDown {
      if registry?.project() != true { break }
    }
    if draw.chance(swarm.crashes, of: 100), !disk.isDown {
      report.faults[.crash, default: 0] += 1
      disk.cut()
    }
    if disk.isDown {
      try restart()
    } else if draw.chance(1, of: 3) {
      try check { auditor, view, draw in
        try auditor.takeInUnanswered(upTo: try view.through(), view)
        try auditor.checkSamples(view, &draw)
        try auditor.checkLog(view, &draw)
      }
    }
  }

  private mutating func moveClock() {
    var now = clock.milliseconds() + Int64(draw.below(swarm.pace))
    if draw.chance(swarm.jumps, of: 100) {
      now += Int64(draw.within(-3_000...3_000)) * 86_400
      report.faults[.clockJump, default: 0] += 1
      note("step \(report.steps): the clock jumps to \(Day(milliseconds: now))")
    }
    clock.set(milliseconds: now)
    workload.now = now
    fieldwork.now = now
  }

  private mutating func makeRequests() {
    guard let model = auditor?.model else { return }
    for _ in 0..<draw.within(1...swarm.newMax) {
      for request in workload.requests(model) {
        outbox.append(request)
        if draw.chance(swarm.altered, of: 100) {
          report.faults[.alteredRequest, default: 0] += 1
          outbox.append(workload.altered(request))
        }
      }
    }
    guard let auditor, draw.chance(swarm.repeated, of: 100) else { return }
    for _ in 0..<draw.within(1...4) {
      let seq = Int64(draw.below(Int(model.count)))
      guard let request = auditor.requests[seq], !auditor.offline.ours.contains(seq) else {
        continue
      }
      let isAltered = draw.chance(swarm.altered, of: 100)
      report.faults[isAltered ? .alteredRequest : .repeatedRequest, default: 0] += 1
      outbox.append(isAltered ? workload.altered(request) : request)
    }
  }

  private mutating func takeBatch() -> [Request] {
    if swarm.isReordered { draw.shuffle(&outbox) }
    var batch = Array(outbox.prefix(draw.within(1...swarm.batchMax)))
    outbox.removeFirst(batch.count)
    if draw.chance(swarm.repeated, of: 100), let twin = batch.first {
      report.faults[.repeatedRequest, default: 0] += 1
      batch.append(twin)
    }
    return batch
  }

  /// Submits some; of those that get no answer, `again` are sent later, of 100.
  mutating func submit(_ batch: [Request], again: Int? = nil) throws {
    guard let registry, auditor != nil, !batch.isEmpty else { return }
    report.sent += batch.count
    let faults = disk.faults
    let outcomes: [Outcome]
    do {
      outcomes = try registry.submit(batch: batch.map { (at: nil, request: $0) })
    } catch {
      guard disk.faults > faults else { throw error }
      note("step \(report.steps): \(batch.count) requests, unanswered: \(error)")
      auditor?.leaveUnanswered(batch)
      outbox += batch.filter { _ in draw.chance(again ?? swarm.persistent, of: 100) }
      return
    }
    let refused = outcomes.count { if case .refused = $0 { true } else { false } }
    report.refused += refused
    note("step \(report.steps): \(batch.count) requests, \(refused) refused")
    for (request, outcome) in zip(batch, outcomes) { note(Self.line(request, outcome)) }
    let now = clock.milliseconds()
    try check { auditor, view, _ in
      let last = try view.entry(try view.through() - 1)?.at ?? 0
      let today = Day(milliseconds: max(last, now))
      try auditor.takeIn(batch, outcomes, today: today, view)
    }
  }

  private static func line(_ request: Request, _ outcome: Outcome) -> String {
    let amends = request.amends.map { " \($0.manner) \($0.seq)" } ?? ""
    let what = "\(request.action)\(amends) of \(request.subject.id) on \(request.on)"
    switch outcome {
    case .accepted(let acceptance):
      return "  \(acceptance.isRepeat ? "again" : "entry") \(acceptance.receipt.seq): \(what)"
    case .refused(let refusal): return "  \(refusal.code): \(what)"
    }
  }

  /// Has what has come due be done, a few records at a time or all of them.
  private mutating func actOnTime() throws {
    guard let registry, !disk.isDown, draw.chance(swarm.clockRounds, of: 100) else { return }
    let faults = disk.faults
    let now = clock.milliseconds()
    let round: ClockRound
    do {
      round = try registry.actOnTime(limit: draw.one(of: [1, 3, 1_024]))
    } catch {
      guard disk.faults > faults else { throw error }
      note("step \(report.steps): the clock fails: \(error)")
      return
    }
    if round.doneCount > 0 || !round.refused.isEmpty {
      note("step \(report.steps): the clock: \(round.doneCount), \(round.refused.count) refused")
    }
    try check { auditor, view, _ in
      let last = try view.entry(try view.through() - 1)?.at ?? 0
      try auditor.takeIn(round, at: now, today: Day(milliseconds: max(last, now)), view)
    }
  }

  /// Lets the auditor look at the open ledger.
  mutating func check(
    _ work: (inout Auditor, LedgerView, inout Draw) throws -> Void
  ) throws {
    guard let registry, var auditor else { return }
    var draw = draw
    try registry.read { try work(&auditor, $0, &draw) }
    self.auditor = auditor
    self.draw = draw
  }

  // MARK: Starting again

  private mutating func restart() throws {
    registry = nil
    var attempts = 0
    while registry == nil {
      attempts += 1
      if attempts == 20 { disk.set(quiet: true) }
      let found = disk.restart()
      let faults = disk.faults
      do {
        try open()
        note("step \(report.steps): started again, with \(found) on the disk")
      } catch {
        note("step \(report.steps): did not start, with \(found) on the disk: \(error)")
        guard disk.faults > faults else { throw error }
      }
    }
    if attempts >= 20 { disk.set(quiet: false) }
    auditor?.startAnew()
    try check { auditor, view, draw in
      try auditor.takeInUnanswered(upTo: try view.through(), view)
      try auditor.checkEntries(view)
      try auditor.checkLog(view, &draw)
      try auditor.checkSamples(view, &draw)
    }
    guard let auditor else { return }
    try disk.store.read { try auditor.checkRows($0) }
    guard offline.devices > 0, fieldwork.draw.chance(2, of: 3) else { return }
    try resumeArrivals()
    if disk.isDown { try restart() }
  }

  private mutating func open() throws {
    report.restarts += registry == nil && auditor != nil ? 1 : 0
    let run = disk.run
    registry = try Registry(
      store: SimulatedStore(disk: disk, run: run), writer: SimulatedWriter(disk: disk, run: run),
      projector: SimulatedProjector(disk: disk, run: run), properties: Self.properties,
      root: [UInt8](repeating: 9, count: 32), bundled: grounds.bundled,
      indicators: grounds.indicators, clock: clock, pace: .stepped, genesis: grounds.genesis)
  }
}
