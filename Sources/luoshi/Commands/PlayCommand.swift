import ArgumentParser
import Dispatch
import Foundation
import Indicators
import Ledger
import Programmes
import Quantities
import Registry
import Simulation
import Synchronization

/// `luoshi play`.
struct PlayCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "play",
    abstract: "Play a made-up district into a demo ledger through the queue, printing receipts.",
    discussion: """
      For load and crash tests. Each accepted request gives a line `SEQ LEAF-HASH` on standard \
      output once its entry has been synced. Running it again on the same ledger sends the same \
      requests again: what was stored gives its first receipt, the rest goes on.
      """)

  @Option(help: "The demo ledger's folder, or postgresql://…; made if there is none.")
  var ledger: String = "simulation"

  @Option(help: "Seed of everything that is made up.")
  var seed: UInt64 = 1

  @Option(help: "Premises, ten visits to four of them, and people in the booking round.")
  var premises: Int = 1_000

  @Option(
    help: "A usual size instead of --premises: small or full, as of `luoshi demo`.",
    transform: DistrictScale.init(argument:))
  var scale: DistrictScale?

  @Option(help: "The last simulated day, in 2022.")
  var through: String = "2022-07-31"

  @Option(help: "Stop after this many requests.")
  var requests: Int = .max

  private var lastDay: Day? { Day(through) }

  /// Requests on their way at once.
  private static let waitingMax = 2_048

  func validate() throws {
    guard premises > 0 else { throw ValidationError("--premises: give a number above 0") }
    guard let day = lastDay, day.year == 2022 else {
      throw ValidationError("--through \(through): give a day of 2022, such as 2022-07-31")
    }
  }

  func run() async throws {
    try await Console.run {
      let resources = try ResourceFolder.find()
      let first = Day(number: 18_993)
      let clock = StandingClock(milliseconds: first.startMilliseconds)
      let opened = try LedgerFolder.open(
        ledger, resources: resources,
        creating: LedgerProperties(origin: "luoshi.invalid/simulation/\(seed)", demoSeed: seed),
        clock: clock)
      guard opened.registry.isDemo else {
        throw Failure("\(ledger) holds a real ledger; a simulation needs one of its own")
      }
      try play(into: opened.registry, resources: resources)
    }
  }

  private func play(into registry: Registry, resources: ResourceFolder) throws {
    let units = try UnitList(
      parsing: resources.bytes("Resources/pingcheng/units.csv"), file: "units.csv"
    ).units
    guard let last = lastDay else { return }
    let options =
      scale.map { SimulationOptions.demo($0, seed: seed, through: last) }
      ?? SimulationOptions(
        seed: seed, through: last, premises: premises, inspections: premises * 5 / 2,
        people: premises * 5 / 4)
    var simulator = DistrictSimulator(options, units: units)
    let gate = DispatchSemaphore(value: Self.waitingMax)
    let failures = Mutex<[String]>([])
    var left = requests
    while left > 0, let month = simulator.next() {
      for timed in month.prefix(left) {
        gate.wait()
        registry.submit(timed.request, at: timed.at) { result in
          switch result {
          case .success(.accepted(let acceptance)):
            Console.out("\(acceptance.seq) \(acceptance.receipt.leafHash)")
          case .success(.refused(let refusal)):
            failures.withLock { $0.append("\(timed.request.action): \(refusal.code)") }
          case .failure(let error):
            failures.withLock { $0.append("\(timed.request.action): \(error)") }
          }
          gate.signal()
        }
      }
      left -= month.count
    }
    for _ in 0..<Self.waitingMax { gate.wait() }
    for _ in 0..<Self.waitingMax { gate.signal() }
    let failed = failures.withLock { $0 }
    if let example = failed.first {
      throw Failure("\(failed.count) requests were not accepted, such as \(example)")
    }
  }
}
