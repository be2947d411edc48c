import GRDB
import Ledger
import Programmes
import Quantities
import Storage

extension SQLiteReader {
  func tally(_ key: TallyKey) throws -> Int64 {
    guard let unit = try symbols.number(key.unit, in: projections),
      let measure = try symbols.number(key.measure, in: projections),
      let part = try symbols.number(key.part, in: projections)
    else { return 0 }
    let statement = try projections.cachedStatement(
      sql: """
        SELECT amount FROM tally WHERE unit = ? AND period = ? AND measure = ? AND part = ?
        """)
    return try Int64.fetchOne(statement, arguments: [unit, key.period.code, measure, part]) ?? 0
  }

  func tallies(
    measure: String, unit: String, from: TallyPeriod, to: TallyPeriod
  ) throws -> [TallyRow] {
    guard let unitNumber = try symbols.number(unit, in: projections),
      let measureNumber = try symbols.number(measure, in: projections)
    else { return [] }
    let statement = try projections.cachedStatement(
      sql: """
        SELECT t.period, p.text, t.amount FROM tally t JOIN symbol p ON p.id = t.part
        WHERE t.unit = ? AND t.period BETWEEN ? AND ? AND t.measure = ?
        ORDER BY t.period, p.text
        """)
    let rows = try Row.fetchCursor(
      statement, arguments: [unitNumber, from.code, to.code, measureNumber])
    var tallies: [TallyRow] = []
    while let row = try rows.next() {
      guard let period = TallyPeriod(code: row[0]) else { throw RowDamage() }
      let key = TallyKey(measure: measure, part: row[1], unit: unit, period: period)
      tallies.append(TallyRow(key: key, amount: row[2]))
    }
    return tallies
  }

  func sums(
    measures: [String], units: [String], from: TallyPeriod, to: TallyPeriod
  ) throws -> [TallySum] {
    let measureNumbers = try measures.compactMap { try symbols.number($0, in: projections) }
    let unitNumbers = try units.compactMap { try symbols.number($0, in: projections) }
    guard !measureNumbers.isEmpty, !unitNumbers.isEmpty else { return [] }
    let rows = try Row.fetchCursor(
      projections,
      sql: """
        SELECT m.text, p.text, u.text, s.amount FROM (
          SELECT measure, part, unit, sum(amount) AS amount FROM tally
          WHERE unit IN (\(list(unitNumbers))) AND period BETWEEN ? AND ?
            AND measure IN (\(list(measureNumbers)))
          GROUP BY measure, part, unit) s
        JOIN symbol m ON m.id = s.measure JOIN symbol p ON p.id = s.part
        JOIN symbol u ON u.id = s.unit
        """, arguments: [from.code, to.code])
    var sums: [TallySum] = []
    while let row = try rows.next() {
      sums.append(TallySum(measure: row[0], part: row[1], unit: row[2], amount: row[3]))
    }
    return sums
  }

  func cells(
    measures: [String], units: [String], from: TallyPeriod, to: TallyPeriod
  ) throws -> [TallyRow] {
    // Names are put to numbers here: joining them to each row took longer than reading the rows.
    let measureNames = try names(measures)
    let unitNames = try names(units)
    guard !measureNames.isEmpty, !unitNames.isEmpty else { return [] }
    let rows = try Row.fetchCursor(
      projections,
      sql: """
        SELECT unit, period, measure, part, amount FROM tally
        WHERE unit IN (\(list(unitNames.keys.sorted()))) AND period BETWEEN ? AND ?
        """, arguments: [from.code, to.code])
    var cells: [TallyRow] = []
    while let row = try rows.next() {
      guard let measure = measureNames[row[2]], let unit = unitNames[row[0]] else { continue }
      guard let period = TallyPeriod(code: row[1]),
        let part = try symbols.text(row[3], in: projections)
      else { throw RowDamage() }
      let key = TallyKey(measure: measure, part: part, unit: unit, period: period)
      cells.append(TallyRow(key: key, amount: row[4]))
    }
    return cells
  }

  /// Names by their numbers; those never used are left out.
  private func names(_ texts: [String]) throws -> [Int64: String] {
    var names: [Int64: String] = [:]
    for text in texts {
      if let number = try symbols.number(text, in: projections) { names[number] = text }
    }
    return names
  }

  /// Numbers of our own table as a list in SQL text; a parameter each would pass SQLite's limit
  /// with a large district.
  private func list(_ numbers: [Int64]) -> String {
    numbers.map(String.init).joined(separator: ",")
  }

  func contributionTotals(_ query: ContributionQuery) throws -> (count: Int64, sum: Int64) {
    guard let (condition, arguments) = try condition(query) else { return (0, 0) }
    let row = try Row.fetchOne(
      projections,
      sql: "SELECT count(*), coalesce(sum(c.amount), 0) FROM contribution c WHERE \(condition)",
      arguments: arguments)
    guard let row else { return (0, 0) }
    return (row[0], row[1])
  }

  func contributions(
    _ query: ContributionQuery, offset: Int, limit: Int
  ) throws -> [ContributionRow] {
    guard let (condition, arguments) = try condition(query) else { return [] }
    let rows = try Row.fetchCursor(
      projections,
      sql: """
        SELECT p.text, u.text, c.day, c.seq, c.ordinal, c.amount, c.member FROM contribution c
        JOIN symbol p ON p.id = c.part JOIN symbol u ON u.id = c.unit
        WHERE \(condition) ORDER BY c.day, c.seq, c.ordinal LIMIT ? OFFSET ?
        """,
      arguments: arguments + [limit, offset])
    var contributions: [ContributionRow] = []
    while let row = try rows.next() {
      contributions.append(contribution(row, measure: query.measure))
    }
    return contributions
  }

  func contribution(_ row: Row, measure: String) -> ContributionRow {
    ContributionRow(
      measure: measure, part: row[0], unit: row[1], day: Day(number: row[2]), seq: row[3],
      ordinal: row[4], amount: row[5],
      member: row.hasNull(atIndex: 6) ? nil : RecordID(bytes: bytes(row, 6)))
  }

  /// The condition of a query over contributions; `nil` if a name in it was never used.
  private func condition(
    _ query: ContributionQuery
  ) throws -> (String, StatementArguments)? {
    guard let measure = try symbols.number(query.measure, in: projections) else { return nil }
    let units = try query.units.compactMap { try symbols.number($0, in: projections) }
    guard !units.isEmpty else { return nil }
    var condition = "c.measure = ?"
    var arguments: StatementArguments = [measure]
    if let part = query.part {
      guard let number = try symbols.number(part, in: projections) else { return nil }
      condition += " AND c.part = ?"
      arguments += [number]
    }
    condition += " AND c.unit IN (\(list(units)))"
    condition += " AND c.day BETWEEN ? AND ?"
    arguments += [query.from.number, query.to.number]
    return (condition, arguments)
  }
}
