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
import Testing

#if PostgreSQL
import StoragePostgreSQL
import TestServer
#endif

/// What the tests of the running district start from.
enum Fixture {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: root.appending(path: name)))
  }

  static func programmes() throws -> [ProgrammeDraft] {
    let folder = root.appending(path: "Packages").path
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".yaml") }.sorted()
    return ProgrammeDraft.inOrderOfUse(
      try names.map { try readProgramme(try bytes("Packages/\($0)"), file: $0) })
  }

  static func indicators() throws -> IndicatorCatalogue {
    try IndicatorCatalogue(
      readTree(try bytes("Resources/indicators.yaml"), file: "indicators.yaml"))
  }

  static func units() throws -> [AdministrativeUnit] {
    try UnitList(
      parsing: bytes("Resources/pingcheng/units.csv"), file: "units.csv"
    ).units
  }

  static let properties = LedgerProperties(origin: "luoshi.invalid/test", demoSeed: 7)
  static let rootKey = [UInt8](repeating: 7, count: 32)
  static let firstDay = Day(number: 18_993)  // 2022-01-01

  /// A folder that is removed with the value.
  final class Folder {
    let path: String

    init() {
      path =
        FileManager.default.temporaryDirectory
        .appending(path: "luoshi-test-\(UUID().uuidString)").path
    }

    deinit {
      try? FileManager.default.removeItem(atPath: path)
    }
  }

  /// Which engine a test runs on.
  enum Engine: String, CaseIterable, CustomTestStringConvertible {
    case memory, sqlite, postgresql

    /// Those that can be had here.
    static let allCases: [Engine] = {
      #if PostgreSQL
      return TestServer.shared.address == nil
        ? [.memory, .sqlite] : [.memory, .sqlite, .postgresql]
      #else
      return [.memory, .sqlite]
      #endif
    }()

    var testDescription: String { rawValue }
  }

  /// An open ledger on an engine.
  struct Opened {
    let registry: Registry
    let clock: StandingClock
    let folder: Folder?
  }

  static func open(_ engine: Engine, folder: Folder? = nil) throws -> Opened {
    let clock = StandingClock(milliseconds: firstDay.startMilliseconds)
    switch engine {
    case .memory:
      let store = MemoryStore()
      return Opened(
        registry: try registry(
          store: store, writer: store.makeWriter(), projector: store.makeProjector(),
          clock: clock),
        clock: clock, folder: nil)
    case .sqlite:
      let folder = folder ?? Folder()
      let store = try SQLiteStore(folder: folder.path, properties: properties.stored)
      return Opened(
        registry: try registry(
          store: store, writer: try store.makeWriter(), projector: try store.makeProjector(),
          clock: clock),
        clock: clock, folder: folder)
    case .postgresql:
      #if PostgreSQL
      let store = try PostgreSQLStore(
        TestServer.shared.freshLedger(), properties: properties.stored)
      return Opened(
        registry: try registry(
          store: store, writer: try store.makeWriter(), projector: try store.makeProjector(),
          clock: clock),
        clock: clock, folder: nil)
      #else
      preconditionFailure("`allCases` has no PostgreSQL without the trait")
      #endif
    }
  }

  static func registry(
    store: any Store, writer: sending any StoreWriter, projector: sending any StoreProjector,
    clock: StandingClock, pace: ProjectionPace = .beside
  ) throws -> Registry {
    try Registry(
      store: store, writer: writer, projector: projector, properties: properties, root: rootKey,
      bundled: try programmes(), indicators: try indicators(), clock: clock, pace: pace)
  }

  /// A small district up to the end of April: some two thousand requests with a booking round.
  static func small(seed: UInt64 = 7) throws -> DistrictSimulator {
    DistrictSimulator(
      SimulationOptions(
        seed: seed, through: Day(number: 18_993 + 119), premises: 300, inspections: 400,
        people: 300),
      units: try units())
  }

  /// A ledger with the small district played into it.
  static func played(
    _ engine: Engine, seed: UInt64 = 7, folder: Folder? = nil
  ) throws -> (opened: Opened, expected: Expected) {
    try played(open(engine, folder: folder), seed: seed)
  }

  /// The same in a ledger that is open.
  static func played(
    _ opened: Opened, seed: UInt64 = 7
  ) throws -> (opened: Opened, expected: Expected) {
    let player = DistrictPlayer(registry: opened.registry, clock: opened.clock)
    let expected = try player.play(try small(seed: seed), errand: nil, progress: { _ in })
    return (opened, expected)
  }
}
