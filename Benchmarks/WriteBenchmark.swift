// Acknowledged entries through the whole write path: deciding, sealing, keys, ceilings, tallies,
// members, contributions, records, tree, a synced append and the projections, with batches formed
// by what waits. Beside it, in the same run, a bare loop that appends the same entries to the
// truth.

import Foundation
import Indicators
import Ledger
import ProgrammeFiles
import Programmes
import Quantities
import Registry
import Simulation
import Storage
import StorageSQLite
import Synchronization

struct WriteBenchmark {
  let entries: Int

  /// Requests on their way at once: what eight thousand people pressing a button would be.
  private static let waitingMax = 4_096

  func run() throws {
    let folder = FileManager.default.temporaryDirectory.path + "/luoshi-bench-\(getpid())"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let (registry, seconds, accepted) = try load(folder)
    let rate = Double(accepted) / seconds
    print("write path: \(accepted) entries in \(text(seconds)) s = \(Int(rate)) entries/s")
    let bare = try bareRate(registry, batch: 512, in: folder + "/bare")
    print("bare append of the same entries, batches of 512: \(Int(bare)) entries/s")
    print("ratio write path / bare append: \(text(rate / bare))")
  }

  private func load(_ folder: String) throws -> (Registry, Double, Int) {
    let last = Day(number: 18_993 + 211)
    let clock = StandingClock(milliseconds: Day(number: 18_993).startMilliseconds)
    let properties = LedgerProperties(origin: "luoshi.invalid/bench", demoSeed: 1)
    let store = try SQLiteStore(folder: folder, properties: properties.stored)
    let registry = try Registry(
      store: store, writer: try store.makeWriter(), projector: try store.makeProjector(),
      properties: properties,
      root: [UInt8](repeating: 1, count: 32), bundled: try Bundled.programmes(),
      indicators: try IndicatorCatalogue(
        readTree(try Bundled.bytes("Resources/indicators.yaml"), file: "indicators.yaml")),
      clock: clock)
    // The demo's mix, enlarged: 4 000 premises and 10 000 visits to 5 000 people.
    let scale = max(1, entries / 33_000 + 1)
    let options = SimulationOptions(
      seed: 1, through: last, premises: 4_000 * scale, inspections: 10_000 * scale,
      people: 5_000 * scale)
    let units = try UnitList(
      parsing: Bundled.bytes("Resources/pingcheng/units.csv"), file: "units.csv"
    ).units
    var simulator = DistrictSimulator(options, units: units)
    let gate = DispatchSemaphore(value: Self.waitingMax)
    let tally = Counter()
    var seconds = 0.0
    var sent = 0
    while sent < entries, let month = simulator.next() {
      let requests = month.prefix(entries - sent)
      let started = ContinuousClock.now
      for request in requests {
        gate.wait()
        registry.submit(request.request, at: request.at) { result in
          tally.note(result)
          gate.signal()
        }
      }
      for _ in 0..<Self.waitingMax { gate.wait() }
      seconds += (ContinuousClock.now - started).seconds
      for _ in 0..<Self.waitingMax { gate.signal() }
      sent += requests.count
      print("  \(sent) sent, \(Int(Double(sent) / seconds)) entries/s so far")
    }
    if tally.refused > 0 { print("  refused: \(tally.refused) \(tally.example)") }
    return (registry, seconds, tally.accepted)
  }

  private func bareRate(_ registry: Registry, batch: Int, in folder: String) throws -> Double {
    let store = try SQLiteStore(folder: folder, properties: ["origin": "bare"])
    let writer = try store.makeWriter()
    var seconds = 0.0
    var seq: Int64 = 0
    let count = try registry.read { try $0.through() }
    while seq < count {
      let page = try registry.read { view in
        try (seq..<min(seq + Int64(batch), count)).compactMap { try view.stored($0) }
      }
      let started = ContinuousClock.now
      try writer.append(
        TruthBatch(
          entries: page, subjectKeys: [],
          checkpoint: CheckpointRow(size: seq + Int64(page.count), note: "bare")))
      seconds += (ContinuousClock.now - started).seconds
      seq += Int64(page.count)
    }
    return Double(count) / seconds
  }

  private func text(_ number: Double) -> String { String(format: "%.2f", number) }
}

/// Counts answers from the writer's thread.
final class Counter: Sendable {
  private let state = Mutex((accepted: 0, refused: 0, example: ""))

  var accepted: Int { state.withLock { $0.accepted } }
  var refused: Int { state.withLock { $0.refused } }
  var example: String { state.withLock { $0.example } }

  func note(_ result: Result<Outcome, any Error>) {
    state.withLock { state in
      switch result {
      case .success(.accepted): state.accepted += 1
      case .success(.refused(let refusal)):
        state.refused += 1
        state.example = "\(refusal)"
      case .failure(let error):
        state.refused += 1
        state.example = "\(error)"
      }
    }
  }
}

extension Duration {
  var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }
}
