// How long an arrival takes, and how much memory the program holds, while more and more of them are
// in the ledger: workers' phones send ten at a time, visits and updates of shops that others have
// visited too.

import Foundation
import Indicators
import ProgrammeFiles
import Programmes
import Quantities
import Registry
import Storage
import StorageSQLite

struct ArrivalBenchmark {
  let count: Int

  private static let unit = "140213"
  private static let sentTogether = 10
  private static let atShop = 10
  private static let block = 1_000

  func run() throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "luoshi-arrivals-\(ProcessInfo.processInfo.processIdentifier)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let registry = try open(folder)
    try found(registry)
    let steps = 10
    var number = 0
    for step in 1...steps {
      let (begun, worked) = (Date(), clock())
      while number < count * step / steps {
        let sent = (number..<min(number + Self.sentTogether, count)).map(arrival)
        for status in try registry.receive(sent) {
          if case .waiting = status { throw Unexpected() }
        }
        number += sent.count
      }
      let each = Date().timeIntervalSince(begun) * 1_000 / Double(count / steps)
      let processor =
        Double(clock() - worked) * 1_000 / Double(CLOCKS_PER_SEC) / Double(count / steps)
      let held = try registry.read { try ($0.arrivalConflicts().count, $0.markedArrivals().count) }
      print(
        "  \(number) arrivals: \(String(format: "%.2f", each)) ms each, "
          + "\(String(format: "%.2f", processor)) ms of processor, \(memory()) MiB, "
          + "\(held.0) to be settled, \(held.1) to be looked at")
    }
  }

  private struct Unexpected: Error {}

  private func open(_ folder: String) throws -> Registry {
    let properties = LedgerProperties(origin: "luoshi.invalid/bench", demoSeed: 7)
    let store = try SQLiteStore(folder: folder, properties: properties.stored)
    return try Registry(
      store: store, writer: try store.makeWriter(), projector: try store.makeProjector(),
      properties: properties, root: [UInt8](repeating: 7, count: 32),
      bundled: Bundled.programmes(),
      indicators: IndicatorCatalogue(
        readTree(Bundled.bytes("Resources/indicators.yaml"), file: "indicators.yaml")),
      clock: StandingClock(milliseconds: Day(number: 19_000).startMilliseconds))
  }

  private static let worker = RecordID(high: 1, low: 1)

  private func found(_ registry: Registry) throws {
    let day = Day(number: 18_993)
    func request(
      _ number: UInt64, _ programme: String, _ action: String, _ fields: [String: Value]
    ) -> Request {
      Request(
        id: EntryID(high: 1, low: number), on: day, actor: .system, unit: Self.unit,
        programme: programme, action: action, subject: .new(RecordID(high: 1, low: number)),
        records: [:], fields: fields)
    }
    let shops = (0..<(count / Self.atShop + Self.block)).map { shop in
      request(
        1_000 + UInt64(shop), "premises", "premises.register",
        ["name": .text("店\(shop)"), "address": .text("街\(shop)"), "category": .text("shop")])
    }
    let first = [
      request(
        2, "units", "unit.found",
        [
          "code": .text(Self.unit), "name": .text("演示区"), "level": .text("district"),
          "from": .day(day),
        ]),
      request(
        1, "accounts", "account.open",
        [
          "login": .text("worker"), "name": .text("员"),
          "roles": .list([["role": .text("worker"), "unit": .text(Self.unit)]]),
        ]),
    ]
    for case .refused(let refusal) in try registry.submit(
      batch: (first + shops).map { (at: nil, request: $0) })
    {
      throw refusal
    }
  }

  /// A hundred shops ten times each, then the next hundred: visits, and updates of one fact.
  private func arrival(_ number: Int) -> Arrival {
    let (block, place) = number.quotientAndRemainder(dividingBy: Self.block)
    let shops = Self.block / Self.atShop
    let (shop, turn) = (block * shops + place % shops, place / shops)
    // One in twenty was made without knowing what others did.
    let premises = Subject.existing(
      RecordID(high: 1, low: 1_000 + UInt64(shop)), base: number % 19 == 0 ? 1 : nil)
    let id = RecordID(milliseconds: Int64(number), random: (1, UInt64(number)))
    let isVisit = turn % 2 == 0
    return Arrival(
      request: Request(
        id: EntryID(high: id.high, low: id.low), on: Day(number: 18_995),
        actor: .account(Self.worker), unit: Self.unit,
        programme: isVisit ? "shop-inspection" : "premises",
        action: isVisit ? "inspection.inspect" : "premises.update",
        subject: isVisit ? .new(id) : premises, records: isVisit ? ["premises": premises] : [:],
        fields: isVisit
          ? [
            "outcome": .text("inspected"), "hazards": .list([]),
            "premises.floor-area": .decimal(Decimal64(Int64(10))),
          ] : ["signboard": .text("牌\(number)")]),
      made: Int64(number))
  }

  /// What the process holds, in MiB.
  private func memory() -> Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
    return (line.split(separator: " ").compactMap { Int($0) }.first ?? 0) / 1_024
  }
}
