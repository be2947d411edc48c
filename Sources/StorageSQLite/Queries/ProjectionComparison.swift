// Compares two files of projections table by table, in SQL, so that memory stays flat. Names have
// other numbers in each, so the numbers of the old file are looked up in the new one first.

import Storage

/// How a table of the old projections differs from the new one.
package struct ProjectionDifference: Sendable, Hashable {
  /// What its rows are, such as `tally` or `record`.
  package let table: String
  /// Rows that say something else.
  package let changed: Int64
  /// Rows that the entries tell of and the old file had not.
  package let missing: Int64
  /// Rows of the old file that the entries do not tell of.
  package let surplus: Int64
  /// Up to three rows that were changed or surplus, in words.
  package let examples: [String]
}

/// The comparison of the projections in `old` with those of a connection.
struct ProjectionComparison {
  private let made: Connection

  init(made: Connection, old: String) throws(StorageFailure) {
    self.made = made
    let attachment = try made.prepare("ATTACH DATABASE $1 AS old")
    try attachment.run(.text(old))
    try made.execute(
      """
      CREATE TEMP TABLE number (old INTEGER PRIMARY KEY, made INTEGER);
      INSERT INTO temp.number SELECT o.id, m.id FROM old.symbol o
        LEFT JOIN main.symbol m ON m.text = o.text;
      """)
  }

  /// The tables that differ.
  func differences() throws(StorageFailure) -> [ProjectionDifference] {
    var differences: [ProjectionDifference] = []
    for table in Self.tables {
      let difference = try difference(table)
      guard difference.changed + difference.missing + difference.surplus > 0 else { continue }
      differences.append(difference)
    }
    return differences
  }

  private func difference(_ table: Table) throws(StorageFailure) -> ProjectionDifference {
    let same = table.content.map { "(\($0))" }.joined(separator: " AND ")
    let condition = "m.\(table.present) IS NOT NULL AND NOT (\(same))"
    let counts = try made.prepare(
      """
      SELECT count(*), count(m.\(table.present)), coalesce(sum(\(condition)), 0)
      FROM \(table.join) WHERE \(table.counted("o"))
      """)
    guard try counts.step() else { preconditionFailure("a count has a row") }
    let (count, matched, changed) = (counts.integer(0), counts.integer(1), counts.integer(2))
    counts.reset()
    let whole =
      try made.integer("SELECT count(*) FROM main.\(table.name) m WHERE \(table.counted("m"))")
      ?? 0
    return ProjectionDifference(
      table: table.name, changed: changed, missing: whole - matched, surplus: count - matched,
      examples: changed + count - matched > 0 ? try examples(table, condition) : [])
  }

  private func examples(_ table: Table, _ changed: String) throws(StorageFailure) -> [String] {
    let rows = try made.prepare(
      """
      SELECT \(table.words) FROM \(table.join)
      WHERE \(table.counted("o")) AND (m.\(table.present) IS NULL OR (\(changed))) LIMIT 3
      """)
    var examples: [String] = []
    while try rows.step() { examples.append(rows.text(0)) }
    return examples
  }

  private struct Table {
    let name: String
    /// A column of the new row that is never NULL where there is one.
    let present: String
    /// `o`, the old row; `m`, the new one of the same key; `number`s in between.
    let join: String
    /// What must be the same, beside the key.
    let content: [String]
    /// The old row in words.
    let words: String
    /// Whether rows that came to 0 again are left out: they may be there or not.
    let hasZeros: Bool

    func counted(_ row: String) -> String { hasZeros ? "\(row).amount != 0" : "1" }
  }

  private static func number(_ name: String, _ column: String) -> String {
    "LEFT JOIN temp.number \(name) ON \(name).old = o.\(column)"
  }

  private static func text(_ column: String) -> String {
    "coalesce((SELECT text FROM old.symbol WHERE id = o.\(column)), '?')"
  }

  private static let tables: [Table] = [
    Table(
      name: "record", present: "id",
      join: """
        old.record o \(number("k", "kind")) \(number("s", "state")) \(number("u", "unit"))
        LEFT JOIN main.record m ON m.id = o.id
        """,
      content: [
        "m.kind IS k.made", "m.state IS s.made", "m.unit IS u.made", "m.version IS o.version",
        "m.keyNumber IS o.keyNumber", "m.blindKeys IS o.blindKeys", "m.facts IS o.facts",
        "m.history IS o.history",
      ], words: "\(text("kind")) || ' ' || lower(hex(o.id))", hasZeros: false),
    Table(
      name: "uniqueKey", present: "holder",
      join: """
        old.uniqueKey o \(number("n", "name"))
        LEFT JOIN main.uniqueKey m ON m.name = n.made AND m.value = o.value
        """,
      content: ["m.holder IS o.holder"],
      words: "\(text("name")) || ' of ' || lower(hex(o.holder))", hasZeros: false),
    Table(
      name: "balance", present: "amount",
      join: """
        old.balance o \(number("n", "measure"))
        LEFT JOIN main.balance m ON m.measure = n.made AND m.owner = o.owner
        """,
      content: ["m.amount IS o.amount"],
      words: """
        \(text("measure")) || ' of ' || lower(hex(o.owner)) || ': ' || o.amount || ', now ' ||
        coalesce(m.amount, 'nothing')
        """, hasZeros: false),
    Table(
      name: "tally", present: "amount",
      join: """
        old.tally o \(number("u", "unit")) \(number("n", "measure")) \(number("p", "part"))
        LEFT JOIN main.tally m ON m.unit = u.made AND m.period = o.period
          AND m.measure = n.made AND m.part = p.made AND m.amount != 0
        """,
      content: ["m.amount IS o.amount"],
      words: """
        \(text("measure")) || ' [' || \(text("part")) || '] at ' || \(text("unit")) || ': ' ||
        o.amount || ', now ' || coalesce(m.amount, 0)
        """, hasZeros: true),
    Table(
      name: "member", present: "counts",
      join: """
        old.member o \(number("n", "measure")) \(number("p", "part"))
        LEFT JOIN main.member m ON m.measure = n.made AND m.part = p.made
          AND m.period = o.period AND m.thing = o.thing
        """,
      content: ["m.counts IS o.counts"],
      words: "\(text("measure")) || ' ' || lower(hex(o.thing))", hasZeros: false),
    Table(
      name: "contribution", present: "amount",
      join: """
        old.contribution o \(number("n", "measure")) \(number("p", "part")) \(number("u", "unit"))
        LEFT JOIN main.contribution m ON m.measure = n.made AND m.part = p.made
          AND m.unit = u.made AND m.day = o.day AND m.seq = o.seq AND m.ordinal = o.ordinal
        """,
      content: ["m.amount IS o.amount", "m.member IS o.member"],
      words: "\(text("measure")) || ' of entry ' || o.seq", hasZeros: false),
    Table(
      name: "tile", present: "hashes",
      join: """
        old.tile o LEFT JOIN main.tile m ON m.level = o.level AND m.number = o.number
        """,
      content: ["m.hashes IS o.hashes"], words: "o.level || '/' || o.number", hasZeros: false),
  ]
}
