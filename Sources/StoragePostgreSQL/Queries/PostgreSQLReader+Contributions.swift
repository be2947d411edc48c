#if PostgreSQL
// Contributions lie in the order of measure, part, unit and day. A query names parts and units, so
// that what it does not ask for is leapt over: without the parts, all of a measure would be read.

import Ledger
import Programmes
import Quantities
import Storage

extension PostgreSQLReader {
  private static let condition = """
    ledger = $1::integer AND measure = $2::integer AND day BETWEEN $5::integer AND $6::integer
    """
  private static let places =
    condition + " AND part = ANY ($3::integer[]) AND unit = ANY ($4::integer[])"

  func contributionTotals(
    _ query: ContributionQuery, atMost limit: Int
  ) throws -> (count: Int64, sum: Int64)? {
    guard let values = try values(query) else { return (0, 0) }
    let rows = try rows(
      """
      SELECT count(*), coalesce(sum(amount), 0)::bigint FROM (
        SELECT amount FROM contribution WHERE \(Self.places) LIMIT $7::bigint) found
      """, values + [.large(Int64(min(limit, .max - 1) + 1))])
    let count = rows.integer(0, 0)
    return count > limit ? nil : (count, rows.integer(0, 1))
  }

  private static let columns = "measure, part, unit, day, seq, ordinal, amount, member"
  static let contributionColumns = "SELECT \(columns) FROM contribution "

  func contributions(
    _ query: ContributionQuery, offset: Int, limit: Int
  ) throws -> [ContributionRow] {
    guard let values = try values(query) else { return [] }
    let rows = try rows(
      """
      \(Self.contributionColumns) WHERE \(Self.places)
      ORDER BY day, seq, ordinal OFFSET $7::bigint LIMIT $8::bigint
      """, values + [.large(Int64(offset)), .large(Int64(limit))])
    return try (0..<rows.count).map { try contribution(rows, $0) }
  }

  /// Takes the first of each part of each unit, which lie together, and of those the first.
  func firstContributions(
    _ query: ContributionQuery, limit: Int
  ) throws -> [ContributionRow] {
    guard let values = try values(query) else { return [] }
    let rows = try rows(
      """
      SELECT found.* FROM unnest($3::integer[]) p CROSS JOIN unnest($4::integer[]) u
      CROSS JOIN LATERAL (
        \(Self.contributionColumns) WHERE \(Self.condition) AND part = p AND unit = u
        ORDER BY day, seq, ordinal LIMIT $7::bigint) found
      ORDER BY day, seq, ordinal LIMIT $7::bigint
      """, values + [.large(Int64(limit))])
    return try (0..<rows.count).map { try contribution(rows, $0) }
  }

  /// A movement of the columns of `contributionColumns`.
  static func contribution(
    _ rows: Rows, _ row: Int, text: (Int64) throws -> String
  ) throws -> ContributionRow {
    ContributionRow(
      measure: try text(rows.integer(row, 0)), part: try text(rows.integer(row, 1)),
      unit: try text(rows.integer(row, 2)),
      day: Day(number: Int32(truncatingIfNeeded: rows.integer(row, 3))),
      seq: rows.integer(row, 4), ordinal: Int32(truncatingIfNeeded: rows.integer(row, 5)),
      amount: rows.integer(row, 6),
      member: rows.isNull(row, 7) ? nil : RecordID(bytes: rows.bytes(row, 7)))
  }

  func contribution(_ rows: Rows, _ row: Int) throws -> ContributionRow {
    try Self.contribution(rows, row) { try symbols.text($0, on: connection) }
  }

  /// Measure, parts, units and days as `places` names them; `nil` if a name was never used.
  private func values(_ query: ContributionQuery) throws -> [Parameters.Value]? {
    let units = try numbers(query.units)
    guard let measure = try number(query.measure), !units.isEmpty else { return nil }
    let parts: [Int32] =
      if let part = query.part {
        try numbers([part])
      } else {
        try self.parts(of: measure)
      }
    guard !parts.isEmpty else { return nil }
    return [
      .small(measure), .smalls(parts), .smalls(units), .small(query.from.number),
      .small(query.to.number),
    ]
  }

  /// The parts that a measure has contributions of, each found from the one before.
  private func parts(of measure: Int32) throws -> [Int32] {
    let rows = try rows(
      """
      WITH RECURSIVE parts AS (
        SELECT min(part) AS part FROM contribution
        WHERE ledger = $1::integer AND measure = $2::integer
        UNION ALL
        SELECT (
          SELECT min(part) FROM contribution
          WHERE ledger = $1::integer AND measure = $2::integer AND part > parts.part)
        FROM parts WHERE parts.part IS NOT NULL)
      SELECT part FROM parts WHERE part IS NOT NULL
      """, [.small(measure)])
    return (0..<rows.count).map { Int32(truncatingIfNeeded: rows.integer($0, 0)) }
  }
}
#endif
