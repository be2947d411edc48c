// Contributions lie in the order of measure, part, unit and day. A query names parts and units, so
// that what it does not ask for is leapt over: without the parts, all of a measure would be read.

import GRDB
import Ledger
import Programmes
import Quantities
import Storage

extension SQLiteReader {
  /// A query in numbers.
  private struct Places {
    let measure: Int64
    let parts: [Int64]
    let units: [Int64]
    let days: StatementArguments

    var condition: String {
      "c.measure = \(measure) AND c.part IN (\(Self.list(parts))) "
        + "AND c.unit IN (\(Self.list(units))) AND c.day BETWEEN ? AND ?"
    }

    private static func list(_ numbers: [Int64]) -> String {
      numbers.map(String.init).joined(separator: ",")
    }
  }

  func contributionTotals(
    _ query: ContributionQuery, atMost limit: Int
  ) throws -> (count: Int64, sum: Int64)? {
    guard let places = try places(query) else { return (0, 0) }
    let row = try Row.fetchOne(
      projections,
      sql: """
        SELECT count(*), coalesce(sum(amount), 0) FROM (
          SELECT c.amount FROM contribution c WHERE \(places.condition) LIMIT ?)
        """,
      arguments: places.days + [min(limit, .max - 1) + 1])
    guard let row else { return (0, 0) }
    let count: Int64 = row[0]
    return count > limit ? nil : (count, row[1])
  }

  func contributions(
    _ query: ContributionQuery, offset: Int, limit: Int
  ) throws -> [ContributionRow] {
    guard let places = try places(query) else { return [] }
    let rows = try Row.fetchCursor(
      projections,
      sql: """
        SELECT p.text, u.text, c.day, c.seq, c.ordinal, c.amount, c.member FROM contribution c
        JOIN symbol p ON p.id = c.part JOIN symbol u ON u.id = c.unit
        WHERE \(places.condition) ORDER BY c.day, c.seq, c.ordinal LIMIT ? OFFSET ?
        """,
      arguments: places.days + [limit, offset])
    var contributions: [ContributionRow] = []
    while let row = try rows.next() {
      contributions.append(contribution(row, measure: query.measure))
    }
    return contributions
  }

  /// Looks into one part of one unit after another, each in its order, and leaves it where nothing
  /// that comes is among the first any more.
  func firstContributions(
    _ query: ContributionQuery, limit: Int
  ) throws -> [ContributionRow] {
    guard limit > 0, let places = try places(query) else { return [] }
    let statement = try projections.cachedStatement(
      sql: """
        SELECT p.text, u.text, c.day, c.seq, c.ordinal, c.amount, c.member FROM contribution c
        JOIN symbol p ON p.id = c.part JOIN symbol u ON u.id = c.unit
        WHERE c.measure = ? AND c.part = ? AND c.unit = ? AND c.day BETWEEN ? AND ?
        ORDER BY c.day, c.seq, c.ordinal
        """)
    var first: [ContributionRow] = []
    for part in places.parts {
      for unit in places.units {
        let rows = try Row.fetchCursor(
          statement, arguments: [places.measure, part, unit] + places.days)
        let last = first.count == limit ? first.last : nil
        var added = 0
        while added < limit, let row = try rows.next() {
          let next = contribution(row, measure: query.measure)
          if let last, !next.comes(before: last) { break }
          first.append(next)
          added += 1
        }
        first.sort { $0.comes(before: $1) }
        first.removeLast(max(0, first.count - limit))
      }
    }
    return first
  }

  func contribution(_ row: Row, measure: String) -> ContributionRow {
    ContributionRow(
      measure: measure, part: row[0], unit: row[1], day: Day(number: row[2]), seq: row[3],
      ordinal: row[4], amount: row[5],
      member: row.hasNull(atIndex: 6) ? nil : RecordID(bytes: bytes(row, 6)))
  }

  /// A query in numbers; `nil` if nothing can be found, since a name in it was never used.
  private func places(_ query: ContributionQuery) throws -> Places? {
    guard let measure = try symbols.number(query.measure, in: projections) else { return nil }
    let units = try query.units.compactMap { try symbols.number($0, in: projections) }
    let parts: [Int64] =
      if let part = query.part {
        try symbols.number(part, in: projections).map { [$0] } ?? []
      } else {
        try self.parts(of: measure)
      }
    guard !units.isEmpty, !parts.isEmpty else { return nil }
    return Places(
      measure: measure, parts: parts, units: units,
      days: [query.from.number, query.to.number])
  }

  /// The parts that a measure has contributions of, each found from the one before.
  private func parts(of measure: Int64) throws -> [Int64] {
    let statement = try projections.cachedStatement(
      sql: "SELECT part FROM contribution WHERE measure = ? AND part > ? ORDER BY part LIMIT 1")
    var parts: [Int64] = []
    while let part = try Int64.fetchOne(statement, arguments: [measure, parts.last ?? .min]) {
      parts.append(part)
    }
    return parts
  }
}
