import GRDB
import Ledger
import Programmes
import Quantities
import Storage

extension SQLiteReader {
  func scan(_ visit: (ProjectionRow) throws -> Void) throws {
    // There are some hundred names and millions of rows that bear them.
    var names: [Int64: String] = [:]
    try each(in: projections, "SELECT id, text FROM symbol") { row in
      names[row.integer(0)] = row.text(1)
    }
    func name(_ row: RowColumns, _ column: Int32) throws -> String {
      guard let name = names[row.integer(column)] else { throw RowDamage() }
      return name
    }
    try each(
      in: projections,
      """
      SELECT id, kind, version, state, unit, keyNumber, facts, blindKeys, history FROM record
      """
    ) { row in
      let record = try recordRow(
        row, kind: try name(row, 1), state: try name(row, 3), unit: try name(row, 4))
      try visit(.record(record))
    }
    try each(in: projections, "SELECT name, value, holder FROM uniqueKey") { row in
      let key = KeyRow(name: try name(row, 0), value: row.blob(1))
      try visit(.key(key, holder: try identifier(row, 2)))
    }
    try each(in: projections, "SELECT measure, owner, amount FROM balance") { row in
      let key = BalanceKey(measure: try name(row, 0), owner: try identifier(row, 1))
      try visit(.balance(key, amount: row.integer(2)))
    }
    try each(
      in: projections,
      "SELECT measure, part, unit, period, amount FROM tally WHERE amount != 0"
    ) { row in
      let key = TallyKey(
        measure: try name(row, 0), part: try name(row, 1), unit: try name(row, 2),
        period: try period(row, 3))
      try visit(.tally(TallyRow(key: key, amount: row.integer(4))))
    }
    try scanMembersAndContributions(name: name, visit)
    try each(in: projections, "SELECT level, number, hashes FROM tile") { row in
      let tile = TileRow(
        level: Int(row.integer(0)), index: row.integer(1), hashes: row.blob(2))
      try visit(.tile(tile))
    }
  }

  private func scanMembersAndContributions(
    name: (RowColumns, Int32) throws -> String, _ visit: (ProjectionRow) throws -> Void
  ) throws {
    try each(in: projections, "SELECT measure, part, period, thing, counts FROM member") { row in
      let key = MemberKey(
        measure: try name(row, 0), part: try name(row, 1), period: try period(row, 2),
        thing: try identifier(row, 3))
      try visit(.member(key, counts: try CountsColumn.decode(row.blob(4))))
    }
    try each(
      in: projections,
      "SELECT measure, part, unit, day, seq, ordinal, amount, member FROM contribution"
    ) { row in
      let contribution = ContributionRow(
        measure: try name(row, 0), part: try name(row, 1), unit: try name(row, 2),
        day: Day(number: Int32(clamping: row.integer(3))), seq: row.integer(4),
        ordinal: Int32(clamping: row.integer(5)), amount: row.integer(6),
        member: row.isNull(7) ? nil : RecordID(bytes: row.blob(7)))
      try visit(.contribution(contribution))
    }
  }

  /// Nothing is made of a row here but its arrays of bytes: it is read in less time than it would
  /// take to make it a value.
  func pour(into sink: any ProjectionSink) throws {
    try each(in: projections, "SELECT id, text FROM symbol") { row in
      try sink.name(row.integer(0), is: row.text(1))
    }
    try each(
      in: projections,
      """
      SELECT id, kind, version, state, unit, keyNumber, facts, blindKeys, history FROM record
      """
    ) { row in
      try sink.record(
        RecordColumns(
          id: try identifier(row, 0), kind: row.integer(1), version: row.integer(2),
          state: row.integer(3), unit: row.integer(4),
          keyNumber: row.isNull(5) ? nil : row.integer(5), facts: row.blob(6),
          blindKeys: row.blob(7), history: row.blob(8)))
    }
    try each(in: projections, "SELECT name, value, holder FROM uniqueKey") { row in
      try sink.key(name: row.integer(0), value: row.blob(1), holder: try identifier(row, 2))
    }
    try each(in: projections, "SELECT measure, owner, amount FROM balance") { row in
      try sink.balance(
        measure: row.integer(0), owner: try identifier(row, 1), amount: row.integer(2))
    }
    try each(
      in: projections,
      "SELECT measure, part, unit, period, amount FROM tally WHERE amount != 0"
    ) { row in
      try sink.tally(
        measure: row.integer(0), part: row.integer(1), unit: row.integer(2),
        period: row.integer(3), amount: row.integer(4))
    }
    try pourMembersAndContributions(into: sink)
    try each(in: projections, "SELECT level, number, hashes FROM tile") { row in
      let tile = TileRow(
        level: Int(row.integer(0)), index: row.integer(1), hashes: row.blob(2))
      try sink.take(.tile(tile))
    }
  }

  private func pourMembersAndContributions(into sink: any ProjectionSink) throws {
    try each(in: projections, "SELECT measure, part, period, thing, counts FROM member") { row in
      try sink.member(
        measure: row.integer(0), part: row.integer(1), period: row.integer(2),
        thing: try identifier(row, 3), counts: row.blob(4))
    }
    try each(
      in: projections,
      "SELECT measure, part, unit, day, seq, ordinal, amount, member FROM contribution"
    ) { row in
      try sink.contribution(
        ContributionColumns(
          measure: row.integer(0), part: row.integer(1), unit: row.integer(2),
          day: row.integer(3), seq: row.integer(4), ordinal: row.integer(5),
          amount: row.integer(6), member: row.identifier(7)))
    }
  }

  private func identifier(_ row: RowColumns, _ column: Int32) throws -> RecordID {
    guard let id: RecordID = row.identifier(column) else { throw RowDamage() }
    return id
  }

  private func period(_ row: RowColumns, _ column: Int32) throws -> TallyPeriod {
    guard let period = TallyPeriod(code: row.integer(column)) else { throw RowDamage() }
    return period
  }
}
