#if PostgreSQL
package import Programmes
import Quantities
package import Storage

/// What reads records ahead of the writer, many in one question, over a connection of its own.
package final class PostgreSQLRecordReader: RecordReader {
  private let session: WritingSession
  private let lookups = Lookups(isOwn: true)

  init(session: WritingSession) {
    self.session = session
  }

  package var togetherMax: Int { 128 }

  // Each question is answered from what has been committed.
  package func beginLooking() {}
  package func endLooking() {}

  package func records(_ ids: [RecordID]) throws -> [RecordID: RecordRow] {
    try lookups.use(session) { connection in
      var parameters = Parameters(.small(session.ledger))
      parameters.column(.identifier, ids) { .init($0) }
      let rows = try connection.rows(
        PostgreSQLReader.recordColumns + "AND id = ANY ($2::uuid[])", parameters)
      var records: [RecordID: RecordRow] = [:]
      for row in 0..<rows.count {
        let record = try PostgreSQLReader.record(rows, row) { try session.symbols.text($0) }
        records[record.record.id] = record
      }
      return records
    }
  }
}
#endif
