import Adoption
import ArgumentParser
import Foundation
import Indicators
import Programmes
import Quantities
import Reading
import Registry
import Simulation

#if PostgreSQL
import StoragePostgreSQL
#endif

/// `luoshi demo`.
struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Make a made-up district's ledger, if there is none yet, and serve its pages.",
    discussion: """
      The page under Examples/pingcheng is read and adopted, and a seeded simulation plays \
      front-line work through the ordinary write path from January 2022 to the given day. The same \
      seed gives the same ledger root.
      """)

  @Option(help: "The demo ledger's folder, or postgresql://….")
  var ledger: String = "demo"

  @Option(help: "Seed of everything that is made up.")
  var seed: UInt64 = 2022

  @Option(help: "The last simulated day, in 2022.")
  var through: String = "2022-07-31"

  @Option(
    help: ArgumentHelp(
      "How large the district is: small, or full for 30 000 premises, 150 000 visits and a booking "
        + "round of 1.1 million people."), transform: DistrictScale.init(argument:))
  var scale: DistrictScale = .small

  @Flag(help: "Make the ledger and stop; do not serve it.")
  var noServe = false

  @OptionGroup var server: ServerOptions

  private var lastDay: Day? { Day(through) }

  func validate() throws {
    guard let day = lastDay, day.year == 2022 else {
      throw ValidationError("--through \(through): give a day of 2022, such as 2022-07-31")
    }
  }

  func run() async throws {
    try await Console.run {
      let resources = try ResourceFolder.find()
      if try !LedgerFolder.exists(ledger) { try make(resources) }
      let opened = try LedgerFolder.open(ledger, resources: resources)
      guard opened.registry.isDemo else {
        throw Failure("\(ledger) holds a real ledger; serve it with `luoshi serve`")
      }
      guard !noServe else {
        Console.note("the demo ledger is in \(ledger)")
        return
      }
      try await Serving.serve(opened.registry, resources: resources, at: server)
    }
  }

  /// Makes the ledger beside its place and moves it there when it is whole, so that a demo that was
  /// interrupted is begun anew.
  private func make(_ resources: ResourceFolder) throws {
    let started = ContinuousClock.now
    let properties = LedgerProperties(origin: "luoshi.invalid/demo/\(seed)", demoSeed: seed)
    switch try LedgerPlace(ledger) {
    case .folder(let folder):
      let draft = folder + ".making"
      try? FileManager.default.removeItem(atPath: draft)
      Console.note("making the demo ledger in \(folder) …")
      try build(resources: resources) { clock in
        try LedgerFolder.open(draft, resources: resources, creating: properties, clock: clock)
      }
      do {
        try FileManager.default.moveItem(atPath: draft, toPath: folder)
      } catch {
        throw Failure("\(folder): cannot be made; check the folder and its permissions")
      }
    #if PostgreSQL
    case .database(let address):
      Console.note("making the demo ledger in \(address.shown) …")
      let store = try PostgreSQLStore(draftOf: address, properties: properties.stored)
      try build(resources: resources) { clock in
        try LedgerFolder.open(
          store, ledger: ledger, resources: resources, mayCreate: true, clock: clock)
      }
      try store.finishDraft(as: address)
    #endif
    }
    let seconds = (ContinuousClock.now - started).seconds
    Console.note("made in \(Int(seconds.rounded(.up))) s")
  }

  private func build(
    resources: ResourceFolder, opening: (any Clock) throws -> LedgerFolder
  ) throws {
    guard let first = Day(year: 2022, month: 1, day: 1), let last = lastDay else { return }
    let clock = StandingClock(milliseconds: first.startMilliseconds)
    let opened = try opening(clock)
    let units = try UnitList(
      parsing: resources.bytes("Resources/pingcheng/units.csv"), file: "units.csv"
    ).units
    let options = SimulationOptions.demo(scale, seed: seed, through: last)
    let simulator = DistrictSimulator(options, units: units)
    let started = ContinuousClock.now
    let errand = DistrictPlayer.Errand(at: first.advanced(by: 25).startMilliseconds + 36_000_000) {
      moment in
      try adopt(moment, in: opened.registry, office: simulator.office, resources: resources)
    }
    let expected = try DistrictPlayer(registry: opened.registry, clock: clock).play(
      simulator, errand: errand,
      progress: { sent in
        let seconds = (ContinuousClock.now - started).seconds
        Console.note("  \(sent) requests in \(Int(seconds)) s …")
      })
    try opened.registry.read { view in
      Console.note("  \(expected.requests) requests, \(try view.through()) entries")
    }
  }

  private func adopt(
    _ moment: Int64, in registry: Registry, office: RecordID, resources: ResourceFolder
  ) throws {
    let name = "page-2022.txt"
    let bytes = try resources.bytes("Examples/pingcheng/\(name)")
    let document = try Reader(lexicon: resources.lexicon()).read(bytes, name: name, year: 2022)
    guard let district = try registry.read({ $0.units?.root }) else {
      throw Failure("the demo district has no units")
    }
    var planner = AdoptionPlanner(
      document: document, year: 2022, unit: district, day: Day(milliseconds: moment),
      actor: .account(office), catalogue: registry.indicators)
    let entered = try AdoptionEntering.enter(planner.plan(), in: registry, on: moment)
    if let (_, refusal) = entered.refused.first {
      throw Failure("the example page could not be adopted: \(refusal)")
    }
  }
}

extension DistrictScale {
  /// A scale as written on the command line.
  init(argument: String) throws {
    guard let scale = DistrictScale(rawValue: argument) else {
      let known = Self.allCases.map(\.rawValue).joined(separator: " or ")
      throw ValidationError("--scale \(argument): give \(known)")
    }
    self = scale
  }
}
