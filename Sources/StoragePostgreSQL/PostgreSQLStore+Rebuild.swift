#if PostgreSQL
// Projections are made anew in one transaction: everybody else goes on seeing the old ones until
// it is committed, and a rebuild that is cut short has not been.

import Storage

extension PostgreSQLStore {
  /// How many rows of a table were otherwise than the entries say.
  package struct Difference: Sendable, Hashable {
    package let table: String
    /// Rows that are not among the new ones.
    package let wrong: Int64
    /// New rows that were not there.
    package let missing: Int64
  }

  /// Opens a ledger with projections that are being made anew, in a transaction that
  /// `finishRebuilding` ends.
  package convenience init(rebuilding address: PostgreSQLAddress) throws {
    let ledger = try Preparation.prepare(
      address, properties: nil, isDraft: false, on: try Self.connect(address))
    self.init(address, ledger: ledger, isRemaking: true)
    try writingSession().beginRemaking { connection in
      for table in Schema.projectionTables {
        try connection.execute(
          """
          CREATE TEMPORARY TABLE old_\(table) AS
            SELECT * FROM luoshi.\(table) WHERE ledger = \(ledger);
          """)
      }
      try Self.clearProjections(of: ledger, on: connection)
    }
  }

  /// Throws the projections away, in a transaction in which they are made anew.
  static func clearProjections(of ledger: Int32, on connection: Connection) throws {
    for table in Schema.projectionTables {
      try connection.execute("DELETE FROM luoshi.\(table) WHERE ledger = \(ledger)")
    }
    try connection.execute("UPDATE progress SET through = 0 WHERE ledger = \(ledger)")
  }

  /// Compares the new projections with the old ones, and puts them in their place.
  package func finishRebuilding() throws -> [Difference] {
    try writingSession().endRemaking { connection in
      var differences: [Difference] = []
      for table in Schema.projectionTables where table != "touched" {
        let wrong = try count("old_\(table)", without: "luoshi.\(table)", on: connection)
        let missing = try count("luoshi.\(table)", without: "old_\(table)", on: connection)
        guard wrong + missing > 0 else { continue }
        differences.append(Difference(table: table, wrong: wrong, missing: missing))
      }
      return differences
    }
  }

  /// Rows of one table that are not in the other; sums that came to 0 may be there or not.
  private func count(
    _ table: String, without other: String, on connection: Connection
  ) throws -> Int64 {
    let counted = table.hasSuffix("tally") ? "AND amount <> 0" : ""
    return try connection.first(
      """
      SELECT count(*) FROM (
        SELECT * FROM \(table) WHERE ledger = \(ledger) \(counted)
        EXCEPT SELECT * FROM \(other) WHERE ledger = \(ledger)) AS d
      """
    ) { $0.integer(0, 0) } ?? 0
  }
}
#endif
