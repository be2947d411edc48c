// How long it takes to open a ledger that a simulation made, and to look numbers up in it: one
// tally, a unit's year, the cube of all units, months and measures. `scripts/bench-look` computes
// the same cube from the movements in SQLite, DuckDB and PostgreSQL, and holds count and sum
// against it.

import Foundation
import Indicators
import Ledger
import ProgrammeFiles
import Programmes
import Quantities
import Registry
import Storage
import StorageSQLite

struct LookBenchmark {
  /// The ledger of `luoshi play` or `luoshi demo`.
  let folder: String
  /// A file to write each unit and the units above it to, for the comparison.
  let ancestors: String?

  private static let from = Month(number: 2022 * 12)
  private static let to = Month(number: 2022 * 12 + 11)

  func run() throws {
    guard let registry = try opening() else { return }
    try registry.read { view in
      print("  \(try view.through()) entries")
      let units =
        view.units?.subtree(of: view.units?.root ?? "", on: registry.today)
        .map(\.code) ?? []
      let measures = view.programmes.allMeasures.map(\.id)
      print("  \(units.count) units, \(measures.count) measures")
      try lookUp(view, units: units, measures: measures)
      try tables(view, units: units, measures: measures)
      try writeAncestors(view, units: units, on: registry.today)
    }
  }

  /// Opens the ledger, its writer and its readers, time and again: first with nothing of its files
  /// in memory and with what the process before has left in its logs.
  private func opening() throws -> Registry? {
    var opened: Registry?
    func times(_ count: Int, cold: Bool) throws -> [Double] {
      try (0..<count).map { _ in
        opened = nil
        if cold { try forgetFiles() }
        return try milliseconds { opened = try open() }
      }
    }
    report("open, the first time in this process", try times(1, cold: true))
    report("open, files not in memory", try times(7, cold: true))
    report("open, files in memory", try times(15, cold: false))
    return opened
  }

  /// Has the kernel drop what it holds of the ledger's files.
  private func forgetFiles() throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
      let descriptor = unsafe Glibc.open(folder + "/" + name, O_RDONLY)
      guard descriptor >= 0 else { continue }
      fsync(descriptor)
      posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED)
      close(descriptor)
    }
  }

  private func lookUp(_ view: LedgerView, units: [String], measures: [String]) throws {
    let cells = try view.cells(
      measures: measures, units: units, from: Self.from, to: Self.to)
    var generator = SeededGenerator(seed: 1)
    let chosen = (0..<10_000).compactMap { _ in cells.randomElement(using: &generator) }
    var times: [Double] = []
    for cell in chosen {
      guard case .month(let month) = cell.key.period else { continue }
      var found: Int64 = 0
      times.append(
        try milliseconds {
          found =
            try view.months(
              measure: cell.key.measure, part: cell.key.part, unit: cell.key.unit, from: month,
              to: month)[month] ?? 0
        })
      precondition(found == cell.amount, "a tally is what the table says")
    }
    report("one tally, of 10,000 places", times)
  }

  private func tables(_ view: LedgerView, units: [String], measures: [String]) throws {
    var generator = SeededGenerator(seed: 2)
    var count = 0
    let year = try (0..<200).map { _ in
      let unit = units.randomElement(using: &generator) ?? ""
      return try milliseconds {
        count += try view.cells(
          measures: measures, units: [unit], from: Self.from, to: Self.to
        ).count
      }
    }
    report("a unit's 12 months, all measures (\(count / 200) cells on average)", year)
    let root = try (0..<50).map { _ in
      try milliseconds {
        _ = try view.cells(
          measures: measures, units: [view.units?.root ?? ""], from: Self.from, to: Self.to)
      }
    }
    report("the district's 12 months", root)
    var cube: [TallyRow] = []
    let times = try (0..<30).map { _ in
      try milliseconds {
        cube = try view.cells(measures: measures, units: units, from: Self.from, to: Self.to)
      }
    }
    let live = cube.filter { $0.amount != 0 }
    let columns = Set(live.map { [$0.key.measure, $0.key.part] }).count
    let months = Set(live.map(\.key.period)).count
    report(
      "cube of \(Set(live.map(\.key.unit)).count) units, \(months) months and \(columns) columns "
        + "(measures by part): \(live.count) numbers", times)
    print("CUBE \(live.count) \(live.reduce(0) { $0 + $1.amount })")
  }

  private func writeAncestors(_ view: LedgerView, units: [String], on day: Day) throws {
    guard let ancestors, let tree = view.units else { return }
    var lines = ""
    for unit in units {
      for above in tree.ancestors(of: unit, on: day) { lines += "\(unit)\t\(above)\n" }
    }
    try Data(lines.utf8).write(to: URL(fileURLWithPath: ancestors))
  }

  private func open() throws -> Registry {
    let store = try SQLiteStore(folder: folder, properties: nil)
    let properties = try LedgerProperties(stored: try store.properties())
    guard let seed = properties.demoSeed else {
      print("\(folder) is not a ledger that a simulation made")
      exit(2)
    }
    var generator = SeededGenerator(seed: seed)
    let root = (0..<LedgerSecrets.rootByteCount).map { _ in
      UInt8.random(in: .min ... .max, using: &generator)
    }
    return try Registry(
      store: store, writer: try store.makeWriter(), projector: try store.makeProjector(),
      properties: properties, root: root, bundled: try Bundled.programmes(),
      indicators: try IndicatorCatalogue(
        readTree(try Bundled.bytes("Resources/indicators.yaml"), file: "indicators.yaml")),
      clock: StandingClock(milliseconds: try store.lastMoment() ?? 0))
  }

  private func milliseconds(_ body: () throws -> Void) rethrows -> Double {
    let started = ContinuousClock.now
    try body()
    return (ContinuousClock.now - started).seconds * 1_000
  }

  private func report(_ name: String, _ times: [Double]) {
    let sorted = times.sorted()
    guard !sorted.isEmpty else { return }
    let middle = sorted[sorted.count / 2]
    let late = sorted[sorted.count * 99 / 100]
    print(
      name + ": median " + String(format: "%.3f ms", middle) + ", 99 % "
        + String(format: "%.3f ms", late) + ", best " + String(format: "%.3f ms", sorted[0]))
  }
}
