import ArgumentParser
import Programmes
import Registry

/// `luoshi inbox`.
struct InboxCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inbox",
    abstract: "List offline entries that somebody has to settle or to look at.",
    discussion: """
      A line each: what has to be done, the record of the offline entry (which the actions of the \
      programme "arrivals" settle, through `luoshi submit`), its number, unit and action, why, and \
      against what. Nothing personal is printed.
      """)

  @Option(help: "The ledger's folder, or postgresql://….")
  var ledger: String = LedgerFolder.standard

  func run() async throws {
    try await Console.run {
      let opened = try LedgerFolder.openBeside(ledger, resources: try ResourceFolder.find())
      try opened.registry.read { view in
        for item in try view.arrivalConflicts() {
          Self.show(
            "settle", item.record, item.arrival, [item.code], item.against, item.differences)
        }
        for item in try view.markedArrivals() {
          let left = item.leftOut.isEmpty ? "" : "left out: " + item.leftOut.joined(separator: " ")
          let against = [item.against, left].filter { !$0.isEmpty }.joined(separator: "; ")
          Self.show(
            "look at", item.record, item.arrival, item.codes, against, item.differences,
            seq: item.seq)
        }
      }
    }
  }

  private static func show(
    _ what: String, _ record: RecordID, _ arrival: Arrival, _ codes: [String], _ against: String,
    _ differences: [Title], seq: Int64? = nil
  ) {
    let request = arrival.request
    let place = seq.map { "entry \($0)" } ?? "not entered"
    let columns = [
      what, "\(record)", "\(request.id)", place, request.unit, request.action,
      codes.joined(separator: " "), against, differences.map(\.en).joined(separator: " "),
    ]
    Console.out(columns.joined(separator: "\t"))
  }
}
