import Adoption
import ArgumentParser
import Foundation
import Indicators
import Inputs
import Ledger
import Programmes
import Quantities
import Reading
import Registry

/// `luoshi adopt`.
struct AdoptCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "adopt",
    abstract: "Read a report and enter its targets and past results in a ledger.",
    discussion: """
      The document is stored as a record, its target figures become targets with their places in \
      the text, its past figures become statistics returns. What could not be bound to an \
      indicator is printed; nothing is guessed. Adopting the same file again enters nothing twice.
      """)

  @Argument(help: "The report: text, HTML, PDF or DOCX.")
  var file: String

  @Option(help: "The year the report was given in; its targets are for this year.")
  var year: Int

  @Option(help: "The ledger's folder, or postgresql://…; made if there is none.")
  var ledger: String = LedgerFolder.standard

  @Option(help: "Code of the unit whose report it is; the district's if left out.")
  var unit: String?

  @Option(help: "Name of the district, for a ledger that is made now.")
  var unitName: String = "本区"

  func validate() throws {
    guard (1949...2200).contains(year) else {
      throw ValidationError("--year \(year): give the year of the report, such as 2022")
    }
  }

  func run() async throws {
    try await Console.run {
      let resources = try ResourceFolder.find()
      let document = try read(with: resources)
      let opened = try LedgerFolder.open(
        ledger, resources: resources,
        creating: LedgerProperties(origin: "luoshi.invalid/\(UUID().uuidString)", demoSeed: nil),
        clock: nil)
      let registry = opened.registry
      let unit = try await district(registry)
      var planner = AdoptionPlanner(
        document: document, year: year, unit: unit, day: registry.today, actor: .system,
        catalogue: registry.indicators)
      let plan = planner.plan()
      let entered = try AdoptionEntering.enter(plan, in: registry, on: nil)
      AdoptionPrinter(document: document, plan: plan, entered: entered).show()
    }
  }

  private func read(with resources: ResourceFolder) throws -> ReadDocument {
    let reader = Reader(lexicon: try resources.lexicon())
    let text = try ReportFile.text(file)
    for note in text.source.notes { Console.note("\(file): \(note)") }
    do {
      return try reader.read(text.bytes, name: Files.name(file), year: year)
    } catch {
      throw Failure("\(file): \(error.message)")
    }
  }

  /// The unit of the report; founds the district in a ledger that has no units yet.
  private func district(_ registry: Registry) async throws -> String {
    if let tree = try registry.read({ $0.units }) {
      let code = unit ?? tree.root
      guard tree.exists(code, on: registry.today) else {
        throw Failure(
          "--unit \(code): there is no such unit in the ledger; its root is \(tree.root)")
      }
      return code
    }
    let code = unit ?? "district"
    var random = SystemRandomNumberGenerator()
    let milliseconds = SystemClock().milliseconds()
    let first = Day(number: 0)
    _ = try await registry.submit(
      Request(
        id: EntryID(milliseconds: milliseconds, random: (random.next(), random.next())),
        on: registry.today, actor: .system, unit: code, programme: "units",
        action: "unit.found",
        subject: .new(
          RecordID(milliseconds: milliseconds, random: (random.next(), random.next()))),
        records: [:],
        fields: [
          "code": .text(code), "name": .text(unitName), "level": .text("district"),
          "from": .day(first),
        ]))
    Console.note("the ledger has no units yet; \(unitName) (\(code)) was entered as its district")
    return code
  }
}
