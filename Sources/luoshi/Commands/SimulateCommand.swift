import ArgumentParser
import Foundation
import Simulation

/// `luoshi simulate`.
struct SimulateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Try the ledger on a simulated machine that fails, against an auditor's own books.",
    discussion: """
      Each seed is a small district in memory, with its own mixture of work and faults: power cuts \
      between any two steps, failed and torn writes, a full disk, a jumping clock, requests that \
      come twice, late or out of order, work without a network, and races for the last places. The \
      same seed takes the \
      same steps each time: `luoshi simulate --seed N --verbose` replays a finding.
      """)

  @Option(help: "The first seed; without one it is taken from the time, and printed.")
  var seed: UInt64?

  @Option(help: "How many seeds, one after another.")
  var seeds: Int?

  @Option(help: "Seconds after which no new seed is begun.")
  var budget: Int?

  @Option(help: "How many seeds at once, each on a thread of its own.")
  var jobs = 1

  @Option(
    help: "Have the store forget something, which must be found: \(SimulateCommand.canaries).",
    transform: { text in
      guard let canary = Canary(rawValue: text) else {
        throw ValidationError("give \(SimulateCommand.canaries)")
      }
      return canary
    })
  var canary: Canary?

  private static let canaries = Canary.allCases.map(\.rawValue).joined(separator: ", ")

  @Flag(help: "Have some people work without a network; nothing is erased or put right then.")
  var devices = false

  @Flag(help: "Print every step.")
  var verbose = false

  func validate() throws {
    if let seeds, seeds < 1 { throw ValidationError("--seeds: give a number above 0") }
    if jobs < 1 { throw ValidationError("--jobs: give a number above 0") }
    if jobs > 1, verbose {
      throw ValidationError("--verbose prints one seed after another: leave out --jobs")
    }
    if let budget, budget < 1 { throw ValidationError("--budget: give seconds above 0") }
  }

  func run() async throws {
    try await Console.run {
      let resources = try ResourceFolder.find()
      let grounds = try TrialGrounds(
        bundled: try resources.programmes(), indicators: try resources.indicators())
      let began = Date()
      let first = seed ?? UInt64(began.timeIntervalSince1970)
      // A budget alone goes on until it is spent; without either it is one seed.
      let count = seeds ?? (budget == nil ? 1 : .max)
      var totals = Totals()
      var next = first
      while totals.seeds < count, !isSpent(began) {
        if totals.seeds / 100 != (totals.seeds - jobs) / 100 || totals.seeds == 0 {
          Console.note("from seed \(next)")
        }
        let batch = (0..<min(jobs, count - totals.seeds)).map { next &+ UInt64($0) }
        for report in await reports(of: batch, on: grounds) {
          totals.add(report)
          if let finding = report.finding { try tell(finding, report) }
        }
        next &+= UInt64(batch.count)
      }
      let seconds = Date().timeIntervalSince(began)
      let pace = Int((Double(totals.seeds) * 10 / max(seconds, 0.001)).rounded())
      Console.out(
        """
        seeds \(first) to \(next &- 1): nothing found
        \(totals)
          \(Int(seconds.rounded())) s, \(pace / 10).\(pace % 10) seeds a second
        """)
    }
  }

  /// Plays some seeds at once; no two of them share anything that changes what they do.
  private func reports(of seeds: [UInt64], on grounds: TrialGrounds) async -> [TrialReport] {
    let (canary, devices, verbose) = (canary, devices, verbose)
    let reports = await withTaskGroup(of: TrialReport.self) { group in
      for seed in seeds {
        group.addTask {
          var trial = Trial(seed: seed, grounds: grounds, canary: canary, hasDevices: devices) {
            line in
            if verbose { Console.note(line) }
          }
          return trial.run()
        }
      }
      var reports: [TrialReport] = []
      for await report in group { reports.append(report) }
      return reports
    }
    return reports.sorted { $0.seed &- seeds[0] < $1.seed &- seeds[0] }
  }

  private func isSpent(_ began: Date) -> Bool {
    guard let budget else { return false }
    return Date().timeIntervalSince(began) >= TimeInterval(budget)
  }

  private func tell(_ finding: TrialFinding, _ report: TrialReport) throws {
    let bird = (canary.map { " --canary \($0.rawValue)" } ?? "") + (devices ? " --devices" : "")
    Console.out(
      """
      seed \(report.seed), step \(report.steps), \(report.entries) entries: \(finding.subject)
        expected: \(finding.expected)
        found:    \(finding.found)
        replay:   luoshi simulate --seed \(report.seed)\(bird) --verbose
      """)
    throw Exit.differs
  }

  /// What all seeds came to.
  private struct Totals: CustomStringConvertible {
    private(set) var seeds = 0
    private var sent = 0
    private var refused = 0
    private var entries: Int64 = 0
    private var amendments = 0
    private var unitChanges = 0
    private var erasures = 0
    private var lapses = 0
    private var postings = 0
    private var (arrivals, marked, conflicts) = (0, 0, 0)
    private var restarts = 0
    private var faults: [TrialFault: Int] = [:]
    private var root = ""

    mutating func add(_ report: TrialReport) {
      seeds += 1
      sent += report.sent
      refused += report.refused
      entries += report.entries
      amendments += report.amendments
      unitChanges += report.unitChanges
      erasures += report.erasures
      lapses += report.lapses
      postings += report.postings
      arrivals += report.arrivals
      marked += report.marked
      conflicts += report.conflicts
      restarts += report.restarts
      faults.merge(report.faults, uniquingKeysWith: +)
      root = report.root
    }

    var description: String {
      let kinds = TrialFault.allCases.map { "\($0.rawValue) \(faults[$0, default: 0])" }
      return """
          \(sent) requests, \(refused) refused, \(entries) entries
          \(amendments) amendments, \(unitChanges) changes of units, \(erasures) erasures, \
        \(lapses) places lapsed, \(postings) postings
          \(arrivals) arrivals, \(marked) of them marked and \(conflicts) to be settled at the end
          \(faults.values.reduce(0, +)) faults, \(restarts) restarts: \
        \(kinds.joined(separator: ", "))
          last root \(root)
        """
    }
  }
}
