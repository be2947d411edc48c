import Indicators
import ProgrammeFiles
import Quantities
import Registry
import Simulation
import Storage

/// What the benchmarks of writing have in common, whatever they write to: the demo's district,
/// enlarged.
enum District {
  static let properties = LedgerProperties(origin: "luoshi.invalid/bench", demoSeed: 1)
  private static let firstDay = Day(number: 18_993)
  static var firstMonth: Month { Month(containing: firstDay) }

  static func registry(
    store: any Store, writer: sending any StoreWriter, projector: sending any StoreProjector
  ) throws -> Registry {
    try Registry(
      store: store, writer: writer, projector: projector, properties: properties,
      root: [UInt8](repeating: 1, count: 32), bundled: try Bundled.programmes(),
      indicators: try IndicatorCatalogue(
        readTree(try Bundled.bytes("Resources/indicators.yaml"), file: "indicators.yaml")),
      clock: StandingClock(milliseconds: firstDay.startMilliseconds))
  }

  /// The demo's mix, large enough for so many entries: 4 000 premises and 10 000 visits to 5 000
  /// people, times the scale.
  static func simulator(entries: Int) throws -> DistrictSimulator {
    let scale = max(1, entries / 33_000 + 1)
    let options = SimulationOptions(
      seed: 1, through: firstDay.advanced(by: 211), premises: 4_000 * scale,
      inspections: 10_000 * scale, people: 5_000 * scale)
    let units = try UnitList(
      parsing: Bundled.bytes("Resources/pingcheng/units.csv"), file: "units.csv"
    ).units
    return DistrictSimulator(options, units: units)
  }
}
