import Foundation
import GRDB
import Ledger
import Programmes
import Quantities
import Storage

extension SQLiteReader {
  func members(_ keys: [MemberKey]) throws -> [MemberKey: MemberCounts] {
    let statement = try projections.cachedStatement(
      sql: """
        SELECT counts FROM member WHERE measure = ? AND part = ? AND period = ? AND thing = ?
        """)
    var counts: [MemberKey: MemberCounts] = [:]
    for key in keys {
      guard let measure = try symbols.number(key.measure, in: projections),
        let part = try symbols.number(key.part, in: projections)
      else { continue }
      let bytes = try Data.fetchOne(
        statement, arguments: [measure, part, key.period.code, Data(key.thing.bytes)])
      if let bytes { counts[key] = try CountsColumn.decode(Array(bytes)) }
    }
    return counts
  }

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
    var cells: [TallyRow] = []
    // A unit's rows lie together and share their names; `nil` is for measures not asked for.
    var unit: Int64?
    var tallyNames: [Column: TallyName?] = [:]
    let statement = try projections.makeStatement(
      sql: """
        SELECT unit, period, measure, part, amount FROM tally
        WHERE unit IN (\(list(unitNames.keys.sorted()))) AND period BETWEEN ? AND ?
        """)
    try each(of: statement, [from.code, to.code]) { row in
      if row.integer(0) != unit {
        unit = row.integer(0)
        tallyNames.removeAll(keepingCapacity: true)
      }
      let column = Column(measure: row.integer(2), part: row.integer(3))
      let name: TallyName?
      if let known = tallyNames[column] {
        name = known
      } else {
        name = try measureNames[column.measure].map { measure in
          guard let part = try symbols.text(column.part, in: projections),
            let unit = unitNames[row.integer(0)]
          else { throw RowDamage() }
          return TallyName(measure: measure, part: part, unit: unit)
        }
        tallyNames[column] = .some(name)
      }
      guard let name else { return }
      guard let period = TallyPeriod(code: row.integer(1)) else { throw RowDamage() }
      cells.append(TallyRow(key: TallyKey(name, period: period), amount: row.integer(4)))
    }
    return cells
  }

  /// A measure and a part of it, by their numbers.
  private struct Column: Hashable {
    let measure: Int64
    let part: Int64
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
}
