import Adoption
import Foundation
import Hummingbird
import HummingbirdTesting
import Indicators
import Logging
import ProgrammeFiles
import Programmes
import Quantities
import Reading
import Registry
import Simulation
import Storage
import Web

/// A small made-up district in memory with a report adopted, and the site over it.
final class DemoLedger: Sendable {
  let registry: Registry
  let server: WebServer
  let stylesheet: String

  /// Made once for all tests: pages only read.
  static let shared = Result { try DemoLedger(isEmpty: false) }
  /// A ledger that has only its programmes.
  static let empty = Result { try DemoLedger(isEmpty: true) }

  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static let report = """
    平城区2022年政府工作报告（演示）
    一、2022年主要预期目标
    地区生产总值增长8%以上，固定资产投资增长10%以上，社会消费品零售总额增长9.5%，\
    城镇登记失业率控制在4.5%以内，居民收入与经济增长基本同步。
    二、2022年重点工作
    新建30个助老服务站，力争实现全覆盖。
    """

  private init(isEmpty: Bool) throws {
    let first = Day(number: 18_993)  // 2022-01-01
    let clock = StandingClock(milliseconds: first.startMilliseconds)
    let store = MemoryStore()
    let indicators = try IndicatorCatalogue(
      readTree(Self.bytes("Resources/indicators.yaml"), file: "indicators.yaml"))
    registry = try Registry(
      store: store, writer: store.makeWriter(), projector: store.makeProjector(),
      properties: LedgerProperties(origin: "luoshi.invalid/test", demoSeed: 7),
      root: [UInt8](repeating: 7, count: 32), bundled: try Self.programmes(),
      indicators: indicators, clock: clock)
    let reader = try Reader(
      lexicon: Lexicon(parsing: Self.bytes("Resources/lexicon.txt"), file: "lexicon.txt"))
    let assets = try Assets(directory: Self.root.appending(path: "Resources/web").path)
    stylesheet = assets.stylesheet
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    server = WebServer(registry: registry, assets: assets, reader: reader, logger: logger)
    if !isEmpty { try play(clock, reader: reader, from: first) }
  }

  private func play(_ clock: StandingClock, reader: Reader, from first: Day) throws {
    let units = try UnitList(
      parsing: Self.bytes("Resources/pingcheng/units.csv"), file: "units.csv"
    ).units
    let simulator = DistrictSimulator(
      SimulationOptions(
        seed: 7, through: first.advanced(by: 119), premises: 300, inspections: 400, people: 300),
      units: units)
    let office = simulator.office
    let errand = DistrictPlayer.Errand(at: first.advanced(by: 25).startMilliseconds) { moment in
      let document = try reader.read(Array(Self.report.utf8), name: "report.txt", year: 2022)
      let district = try self.registry.read { $0.units?.root } ?? ""
      var planner = AdoptionPlanner(
        document: document, year: 2022, unit: district, day: Day(milliseconds: moment),
        actor: .account(office), catalogue: self.registry.indicators)
      _ = try AdoptionEntering.enter(planner.plan(), in: self.registry, on: moment)
    }
    _ = try DistrictPlayer(registry: registry, clock: clock).play(
      simulator, errand: errand, progress: { _ in })
  }

  private static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: root.appending(path: name)))
  }

  private static func programmes() throws -> [ProgrammeDraft] {
    let folder = root.appending(path: "Packages").path
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".yaml") }.sorted()
    return ProgrammeDraft.inOrderOfUse(
      try names.map { try readProgramme(try bytes("Packages/\($0)"), file: $0) })
  }

  /// An answer with its body as text.
  struct Answer: Sendable {
    let status: HTTPResponse.Status
    let headers: HTTPFields
    let bytes: [UInt8]

    /// The body as text.
    var body: String { String(decoding: bytes, as: UTF8.self) }
  }

  /// Asks the site for an address.
  func get(_ address: String, accept: String = "text/html") async throws -> Answer {
    let application = server.application(host: "127.0.0.1", port: 0, onRunning: { _ in })
    return try await application.test(.router) { client in
      try await client.execute(uri: address, method: .get, headers: [.accept: accept]) { answer in
        Answer(
          status: answer.status, headers: answer.headers,
          bytes: Array(answer.body.readableBytesView))
      }
    }
  }
}
