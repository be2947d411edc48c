#if PostgreSQL
import Ledger
import Programmes
import Quantities
import Storage

extension PostgreSQLReader {
  func tally(_ key: TallyKey) throws -> Int64 {
    guard let unit = try number(key.unit), let measure = try number(key.measure),
      let part = try number(key.part)
    else { return 0 }
    let rows = try rows(
      """
      SELECT amount FROM tally
      WHERE ledger = $1::integer AND unit = $2::integer AND period = $3::bigint
        AND measure = $4::integer AND part = $5::integer
      """, [.small(unit), .large(key.period.code), .small(measure), .small(part)])
    return rows.count > 0 ? rows.integer(0, 0) : 0
  }

  func tallies(
    measure: String, unit: String, from: TallyPeriod, to: TallyPeriod
  ) throws -> [TallyRow] {
    guard let unitNumber = try number(unit), let measureNumber = try number(measure) else {
      return []
    }
    let rows = try rows(
      """
      SELECT t.period, t.part, t.amount FROM tally t
      JOIN symbol p ON p.ledger = t.ledger AND p.id = t.part
      WHERE t.ledger = $1::integer AND t.unit = $2::integer AND t.measure = $3::integer
        AND t.period BETWEEN $4::bigint AND $5::bigint
      ORDER BY t.period, p.name
      """,
      [.small(unitNumber), .small(measureNumber), .large(from.code), .large(to.code)])
    return try (0..<rows.count).map { row in
      let key = TallyKey(
        measure: measure, part: try text(rows, row, 1), unit: unit,
        period: try period(rows, row, 0))
      return TallyRow(key: key, amount: rows.integer(row, 2))
    }
  }

  func sums(
    measures: [String], units: [String], from: TallyPeriod, to: TallyPeriod
  ) throws -> [TallySum] {
    let rows = try rows(
      """
      SELECT measure, part, unit, sum(amount)::bigint FROM tally
      WHERE ledger = $1::integer AND unit = ANY ($2::integer[])
        AND period BETWEEN $3::bigint AND $4::bigint AND measure = ANY ($5::integer[])
      GROUP BY measure, part, unit
      """,
      [
        .smalls(try numbers(units)), .large(from.code), .large(to.code),
        .smalls(try numbers(measures)),
      ])
    return try (0..<rows.count).map { row in
      TallySum(
        measure: try text(rows, row, 0), part: try text(rows, row, 1),
        unit: try text(rows, row, 2), amount: rows.integer(row, 3))
    }
  }

  func cells(
    measures: [String], units: [String], from: TallyPeriod, to: TallyPeriod
  ) throws -> [TallyRow] {
    let rows = try rows(
      """
      SELECT measure, part, unit, period, amount FROM tally
      WHERE ledger = $1::integer AND unit = ANY ($2::integer[])
        AND period BETWEEN $3::bigint AND $4::bigint AND measure = ANY ($5::integer[])
      """,
      [
        .smalls(try numbers(units)), .large(from.code), .large(to.code),
        .smalls(try numbers(measures)),
      ])
    return try (0..<rows.count).map { try tally(rows, $0) }
  }

  /// A tally of the columns measure, part, unit, period and amount.
  func tally(_ rows: Rows, _ row: Int) throws -> TallyRow {
    let key = TallyKey(
      measure: try text(rows, row, 0), part: try text(rows, row, 1), unit: try text(rows, row, 2),
      period: try period(rows, row, 3))
    return TallyRow(key: key, amount: rows.integer(row, 4))
  }

  /// The numbers of names; those never used are left out.
  func numbers(_ names: [String]) throws -> [Int32] {
    try names.compactMap { try number($0) }
  }

  func text(_ rows: Rows, _ row: Int, _ column: Int32) throws -> String {
    try symbols.text(rows.integer(row, column), on: connection)
  }

  func period(_ rows: Rows, _ row: Int, _ column: Int32) throws(RowDamage) -> TallyPeriod {
    guard let period = TallyPeriod(code: rows.integer(row, column)) else { throw RowDamage() }
    return period
  }
}
#endif
