import ArgumentParser
import Foundation
import Ledger
import Programmes
import Quantities
import Registry
import StorageSQLite

/// `luoshi access-log`.
struct AccessLogCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "access-log",
    abstract: "Print who was shown whose personal data, when and why.",
    discussion: """
      Whoever has the root key may print it; without the key its lines say nothing. Exit code 3: a \
      line was changed, taken away or added. Works while luoshi serves the ledger.
      """)

  @Option(help: "The ledger's folder, or postgresql://….")
  var ledger: String = LedgerFolder.standard

  @Option(help: "Only accesses to this record.")
  var record: String?

  func run() async throws {
    try await Console.run {
      var wanted: RecordID?
      if let record {
        guard let id = RecordID(record) else {
          throw Failure("--record \(record): give the record's id, 32 hexadecimal digits")
        }
        wanted = id
      }
      let (accesses, error) = try LedgerFolder.accessLog(ledger).accesses()
      for access in accesses where wanted.map(access.records.contains) ?? true {
        let records = access.records.map(\.description).joined(separator: " ")
        Console.out(
          "\(Moment.text(access.at))\t\(access.manner.rawValue)\t\(access.who)\t\(access.why)"
            + "\t\(records)")
      }
      Console.note("\(accesses.count) accesses")
      if let error {
        Console.note("\(ledger)/\(AccessLogFile.name): \(error)")
        throw Exit.differs
      }
    }
  }
}

/// Moments as people read them.
enum Moment {
  /// `2026-11-25 10:00:00`, in Asia/Shanghai.
  static func text(_ milliseconds: Int64) -> String {
    let day = Day(milliseconds: milliseconds)
    let seconds = (milliseconds - day.startMilliseconds) / 1_000
    let parts = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map {
      $0 < 10 ? "0\($0)" : "\($0)"
    }
    return "\(day) " + parts.joined(separator: ":")
  }
}
