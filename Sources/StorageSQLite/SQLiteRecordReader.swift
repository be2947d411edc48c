// A connection that looks up in the projections while another writes them.

package import Programmes
import Quantities
package import Storage

/// What reads records for the writer, and ahead of it.
package final class SQLiteRecordReader: RecordReader {
  let statement: Statements
  let symbols: Symbols
  private let found: Statement
  private(set) var isLooking = false

  /// The file it reads.
  var path: String { statement.connection.path }

  init(path: String) throws(StorageFailure) {
    self.statement = Statements(on: try Connection(path: path, create: false))
    self.symbols = Symbols(statement)
    try statement.connection.execute("PRAGMA query_only = 1")
    // The upper pages of keys and records stay at hand while the projector does not write.
    try statement.connection.execute("PRAGMA cache_size = -131072")
    self.found = try statement(
      """
      SELECT kind, version, state, unit, keyNumber, facts, blindKeys, history
      FROM record WHERE id = $1
      """)
  }

  // One transaction for all looks of a batch: without it each takes and gives back a lock of the
  // file, which costs as much as the look.
  package func beginLooking() throws {
    try statement.connection.execute("BEGIN")
    isLooking = true
  }

  package func endLooking() {
    guard isLooking else { return }
    isLooking = false
    // Nothing was written, so nothing can be lost.
    try? statement.connection.execute("COMMIT")
  }

  /// Each is a look of its own; a few, so that the writer need not wait for many.
  package var togetherMax: Int { 4 }

  package func records(_ ids: [RecordID]) throws -> [RecordID: RecordRow] {
    var rows: [RecordID: RecordRow] = [:]
    for id in ids { rows[id] = try record(id) }
    return rows
  }

  func record(_ id: RecordID) throws -> RecordRow? {
    try found.first(.blob(id.bytes)) { row in
      let record = Record(
        id: id, kind: try symbols.text(row.integer(0)),
        version: UInt32(clamping: row.integer(1)), state: try symbols.text(row.integer(2)),
        unit: try symbols.text(row.integer(3)), facts: try FactsColumn.decode(row.blob(5)))
      return RecordRow(
        record: record, keyNumber: row.isNull(4) ? nil : row.integer(4),
        blindKeys: try BlindKeysColumn.decode(row.blob(6)),
        history: try HistoryColumn.decode(row.blob(7)))
    }
  }
}
