#if PostgreSQL
import Ledger
import Programmes
import Quantities
import Storage

extension PostgreSQLReader {
  /// Rows fetched at a time: a table may be larger than memory.
  private static let fetched = 2_000

  func scan(_ visit: (ProjectionRow) throws -> Void) throws {
    try each(Self.recordColumns) { rows, row in
      try visit(
        .record(try Self.record(rows, row) { try symbols.text($0, on: connection) }))
    }
    try each("SELECT name, value, holder FROM unique_key WHERE ledger = $1::integer") {
      rows, row in
      let key = KeyRow(name: try text(rows, row, 0), value: rows.bytes(row, 1))
      try visit(.key(key, holder: try identifier(rows, row, 2)))
    }
    try each("SELECT measure, owner, amount FROM balance WHERE ledger = $1::integer") {
      rows, row in
      let key = BalanceKey(
        measure: try text(rows, row, 0), owner: try identifier(rows, row, 1))
      try visit(.balance(key, amount: rows.integer(row, 2)))
    }
    try each(
      """
      SELECT measure, part, unit, period, amount FROM tally
      WHERE ledger = $1::integer AND amount != 0
      """
    ) { try visit(.tally(try tally($0, $1))) }
    try each(
      "SELECT measure, part, period, thing, counts FROM member WHERE ledger = $1::integer"
    ) { rows, row in
      let key = MemberKey(
        measure: try text(rows, row, 0), part: try text(rows, row, 1),
        period: try period(rows, row, 2), thing: try identifier(rows, row, 3))
      try visit(.member(key, counts: try CountsColumn.decode(rows.bytes(row, 4))))
    }
    try each(Self.contributionColumns + "WHERE ledger = $1::integer") {
      try visit(.contribution(try contribution($0, $1)))
    }
    try each("SELECT level, number, hashes FROM tile WHERE ledger = $1::integer") { rows, row in
      try visit(
        .tile(
          TileRow(
            level: Int(rows.integer(row, 0)), index: rows.integer(row, 1),
            hashes: rows.bytes(row, 2))))
    }
  }

  private func each(_ sql: String, _ body: (Rows, Int) throws -> Void) throws {
    try connection.pipeline([
      Connection.Step("DECLARE scan NO SCROLL CURSOR FOR " + sql, Parameters(ledger))
    ])
    while true {
      let rows = try connection.rows("FETCH \(Self.fetched) FROM scan")
      for row in 0..<rows.count { try body(rows, row) }
      if rows.count < Self.fetched { break }
    }
    try connection.execute("CLOSE scan")
  }

  private func identifier(_ rows: Rows, _ row: Int, _ column: Int32) throws(RowDamage) -> RecordID {
    guard let id = RecordID(bytes: rows.bytes(row, column)) else { throw RowDamage() }
    return id
  }
}
#endif
