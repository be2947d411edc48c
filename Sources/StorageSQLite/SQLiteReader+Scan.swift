import GRDB
import Ledger
import Programmes
import Quantities
import Storage

extension SQLiteReader {
  func scan(_ visit: (ProjectionRow) throws -> Void) throws {
    try each(Self.recordColumns) { row in try visit(.record(try recordRow(row))) }
    try each(
      "SELECT n.text, k.value, k.holder FROM uniqueKey k JOIN symbol n ON n.id = k.name"
    ) { row in
      let holder = try identifier(row, 2)
      try visit(.key(KeyRow(name: row[0], value: bytes(row, 1)), holder: holder))
    }
    try each(
      "SELECT m.text, b.owner, b.amount FROM balance b JOIN symbol m ON m.id = b.measure"
    ) { row in
      let key = BalanceKey(measure: row[0], owner: try identifier(row, 1))
      try visit(.balance(key, amount: row[2]))
    }
    try each(
      """
      SELECT m.text, p.text, u.text, t.period, t.amount FROM tally t
      JOIN symbol m ON m.id = t.measure JOIN symbol p ON p.id = t.part
      JOIN symbol u ON u.id = t.unit WHERE t.amount != 0
      """
    ) { row in
      let key = TallyKey(
        measure: row[0], part: row[1], unit: row[2], period: try period(row[3]))
      try visit(.tally(TallyRow(key: key, amount: row[4])))
    }
    try scanMembersAndContributions(visit)
    try each("SELECT level, number, hashes FROM tile") { row in
      try visit(.tile(TileRow(level: row[0], index: row[1], hashes: bytes(row, 2))))
    }
  }

  private func scanMembersAndContributions(_ visit: (ProjectionRow) throws -> Void) throws {
    try each(
      """
      SELECT m.text, p.text, b.period, b.thing, b.counts FROM member b
      JOIN symbol m ON m.id = b.measure JOIN symbol p ON p.id = b.part
      """
    ) { row in
      let key = MemberKey(
        measure: row[0], part: row[1], period: try period(row[2]), thing: try identifier(row, 3))
      try visit(.member(key, counts: try CountsColumn.decode(bytes(row, 4))))
    }
    try each(
      """
      SELECT p.text, u.text, c.day, c.seq, c.ordinal, c.amount, c.member, m.text
      FROM contribution c JOIN symbol p ON p.id = c.part JOIN symbol u ON u.id = c.unit
      JOIN symbol m ON m.id = c.measure
      """
    ) { row in
      try visit(.contribution(contribution(row, measure: row[7])))
    }
  }

  private func each(_ sql: String, _ body: (Row) throws -> Void) throws {
    let rows = try Row.fetchCursor(projections, sql: sql)
    while let row = try rows.next() { try body(row) }
  }

  private func identifier(_ row: Row, _ column: Int) throws -> RecordID {
    guard let id = RecordID(bytes: bytes(row, column)) else { throw RowDamage() }
    return id
  }

  private func period(_ code: Int64) throws -> TallyPeriod {
    guard let period = TallyPeriod(code: code) else { throw RowDamage() }
    return period
  }
}
