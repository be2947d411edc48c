// Acknowledged entries through the whole write path: deciding, sealing, keys, ceilings, tallies,
// members, contributions, records, tree, a synced append and the projections, with batches formed
// by what waits. Beside it, in the same run, a bare loop that appends the same entries to the
// truth.

import Foundation
import Indicators
import Ledger
import Programmes
import Quantities
import Registry
import Simulation
import Storage
import StorageSQLite

struct WriteBenchmark {
  let entries: Int
  /// How many of them come last, as a burst on a ledger at rest.
  let burst: Int
  /// A ledger to go on with, which an earlier run for as many entries began; it is kept.
  var kept: String?
  /// By how many entries to go on with it.
  var more: Int?

  func run() throws {
    let folder = FileManager.default.temporaryDirectory.path + "/luoshi-bench-\(getpid())"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let load = try Load(entries: entries, folder: kept ?? folder)
    let held = try load.skip()
    let count = more.map { held + $0 } ?? entries
    try load.send(count - burst - held)
    if load.sent > 0 {
      print("write path, beginning with a ledger of \(held): \(load.figures)")
      let behind = load.registry.pendingCount
      print("  then \(behind) pending, written at \(Int(Double(behind) / load.settle())) entries/s")
      print("  memory: \(memory())")
    }
    load.forget()
    try load.sendAtOnce(burst)
    let rate = load.rate
    let behind = load.registry.pendingCount
    let first = try load.firstLook()
    print("write path, a burst at \(count - burst) entries: \(load.figures)")
    print("  the first look at a number took \(text(1_000 * first)) ms with \(behind) pending,")
    print("  which were written at \(Int(Double(behind) / load.settle())) entries/s")
    let bare = try bareRate(load.registry, batch: 512, in: folder + "/bare")
    print("ratio burst / bare append: \(text(rate / bare))")
    print("  memory: \(memory())")
  }

  private func memory() -> String {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    return status.split(separator: "\n")
      .filter { $0.hasPrefix("VmHWM") || $0.hasPrefix("RssAnon") }
      .map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
      .joined(separator: ", ")
  }

  private func bareRate(_ registry: Registry, batch: Int, in folder: String) throws -> Double {
    let store = try SQLiteStore(folder: folder, properties: ["origin": "bare"])
    let writer = try store.makeWriter()
    var watch = Watch()
    var seq: Int64 = 0
    let count = try registry.read { try min(500_000, $0.through()) }
    while seq < count {
      let page = try registry.read { view in
        try (seq..<min(seq + Int64(batch), count)).compactMap { try view.stored($0) }
      }
      watch.start()
      try writer.append(
        TruthBatch(
          entries: page, subjectKeys: [],
          checkpoint: CheckpointRow(size: seq + Int64(page.count), note: "bare")))
      watch.stop()
      seq += Int64(page.count)
    }
    print("bare append of the same, batches of \(batch): \(watch.figures(of: Int(count)))")
    return Double(count) / watch.seconds
  }

  private func text(_ number: Double) -> String { String(format: "%.2f", number) }
}

/// Time on the clock and time of the processors, in stretches.
struct Watch {
  private(set) var seconds = 0.0
  private var processor: UInt64 = 0
  private var started = ContinuousClock.now
  private var before: UInt64 = 0

  mutating func start() {
    started = .now
    before = Self.processorTime
  }

  mutating func stop() {
    seconds += (ContinuousClock.now - started).seconds
    processor += Self.processorTime - before
  }

  /// Entries a second, and the processors' time for each, which counts other programs less.
  func figures(of entries: Int) -> String {
    let each = Double(processor) / 1_000 / Double(max(1, entries))
    return "\(entries) entries in " + String(format: "%.2f s", seconds)
      + " = \(Int(Double(entries) / seconds)) entries/s, "
      + String(format: "%.1f µs of processor each", each)
  }

  /// Of this process, all threads, in nanoseconds.
  private static var processorTime: UInt64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}

/// A ledger and the district's requests for it.
private final class Load {
  let registry: Registry
  private var simulator: DistrictSimulator
  private var month: ArraySlice<TimedRequest> = []
  private let sending: Sending
  private var watch = Watch()
  private(set) var sent = 0

  init(entries: Int, folder: String) throws {
    let store = try SQLiteStore(folder: folder, properties: District.properties.stored)
    self.registry = try District.registry(
      store: store, writer: try store.makeWriter(), projector: try store.makeProjector())
    self.sending = Sending(to: registry)
    self.simulator = try District.simulator(entries: entries)
  }

  /// Passes over the requests that the ledger has; gives how many entries it has.
  func skip() throws -> Int {
    let count = Int(try registry.read { try $0.through() })
    // The definitions that a ledger begins with nobody sends.
    var left = count - (try Bundled.programmes().count)
    while left > 0, let next = simulator.next() {
      month = next.dropFirst(left)
      left -= next.count - month.count
    }
    return count
  }

  /// Sends that many requests and waits for their receipts.
  func send(_ count: Int) throws {
    var left = count
    while left > 0 {
      if month.isEmpty { month = simulator.next()?[...] ?? [] }
      guard !month.isEmpty else { break }
      let part = month.prefix(left)
      month = month.dropFirst(part.count)
      left -= part.count
      watch.start()
      for timed in part { try sending.send(timed.request, at: timed.at) }
      try sending.settle()
      watch.stop()
      sent += part.count
    }
  }

  /// Makes that many requests first, so that nothing but the ledger makes them wait, and sends
  /// them.
  func sendAtOnce(_ count: Int) throws {
    while month.count < count, let next = simulator.next() { month += next }
    try send(count)
  }

  /// The seconds that it takes whoever asks for numbers first: the district's of a month.
  func firstLook() throws -> Double {
    let started = ContinuousClock.now
    try registry.read { view in
      let units = view.units.map { [$0.root] } ?? []
      let measures = view.programmes.allMeasures.map(\.id)
      let month = District.firstMonth
      _ = try view.cells(measures: measures, units: units, from: month, to: month)
    }
    return (ContinuousClock.now - started).seconds
  }

  /// Waits for the projections, and tells the seconds it took.
  func settle() -> Double {
    let started = ContinuousClock.now
    while registry.pendingCount > 0 { usleep(1_000) }
    return (ContinuousClock.now - started).seconds
  }

  /// Begins the figures anew.
  func forget() {
    watch = Watch()
    sent = 0
  }

  var rate: Double { Double(sent) / watch.seconds }
  var figures: String { watch.figures(of: sent) }
}

extension Duration {
  var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }
}
