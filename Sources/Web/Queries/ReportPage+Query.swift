import Indicators
import Programmes
import Publishing
import Quantities
import Reading
import Registry
import Synchronization

/// Reads stored reports again and keeps the readings: the same bytes always give the same reading.
final class ReportShelf: Sendable {
  private let reader: Reader
  private let readings = Mutex<[String: ReadDocument]>([:])

  /// Readings kept; a district has a few reports.
  private static let readingsMax = 16

  init(reader: Reader) {
    self.reader = reader
  }

  func reading(of id: String, text: String, name: String, year: Int?) throws -> ReadDocument {
    if let kept = readings.withLock({ $0[id] }) { return kept }
    let document = try reader.read(Array(text.utf8), name: name, year: year)
    readings.withLock { readings in
      if readings.count >= Self.readingsMax { readings.removeAll() }
      readings[id] = document
    }
    return document
  }
}

extension ReportPage {
  /// A stored report, by default the one that the newest targets are printed in; `nil` if there is
  /// none.
  init?(desk: Desk, document wanted: RecordID?, shelf: ReportShelf, month: Month) throws {
    let records = try desk.view.records(kind: "document")
    let years = try desk.view.targetYears()
    let newest = try years.first.map { try desk.view.targets(year: $0) } ?? []
    let cited = newest.compactMap(\.document).first
    if let wanted, !records.contains(where: { $0.id == wanted }) {
      throw Problem(
        code: "document.unknown", status: 404, title: .notFound,
        what: Text.documentUnknown.filled(wanted.description), remedy: .startFromHere)
    }
    let chosen = wanted ?? cited ?? records.last?.id
    guard let record = records.first(where: { $0.id == chosen }),
      case .text(let text)? = record.value("text")
    else { return nil }
    var year: Int?
    if case .integer(let number)? = record.value("year") { year = Int(number) }
    let id = record.id.description
    let name = record.publicName ?? id
    self.init(
      id: id, title: name,
      document: try shelf.reading(of: id, text: text, name: name, year: year),
      targets: Self.targets(
        try years.flatMap { try desk.view.targets(year: $0) }, in: id, month: month),
      choices: records.map { Choice(id: $0.id.description, title: $0.publicName ?? "") })
  }

  /// The targets printed in the document, each with its row on the front page of its year.
  private static func targets(
    _ records: [TargetRecord], in document: String, month: Month
  ) -> [PrintedTarget] {
    var found: [PrintedTarget] = []
    for record in records {
      for place in record.target.places where place.document == document {
        let year = record.target.year
        let shown = year == month.year ? month : Month(year: year, month: 12)
        found.append(
          PrintedTarget(
            at: Int(place.span.start), name: record.target.name,
            row: .row(record.id, unit: nil, month: shown)))
      }
    }
    return found.sorted { $0.at < $1.at }
  }
}
