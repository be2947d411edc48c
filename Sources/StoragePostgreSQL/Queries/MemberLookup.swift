#if PostgreSQL
import Quantities
import Storage

/// Looks up what distinct counts come to: many at a time, in one question.
enum MemberLookup {
  /// The counts of these keys; `number` gives the number of a text, `nil` if it has none.
  static func counts(
    of keys: [MemberKey], ledger: Parameters.Value, on connection: Connection,
    number: (String) throws -> Int32?
  ) throws -> [MemberKey: MemberCounts] {
    var places: [(key: MemberKey, measure: Int32, part: Int32)] = []
    for key in keys {
      guard let measure = try number(key.measure), let part = try number(key.part) else { continue }
      places.append((key, measure, part))
    }
    guard !places.isEmpty else { return [:] }
    var parameters = Parameters(ledger)
    parameters.column(.small, places) { .small($0.measure) }
    parameters.column(.small, places) { .small($0.part) }
    parameters.column(.large, places) { .large($0.key.period.code) }
    parameters.column(.identifier, places) { .init($0.key.thing) }
    let rows = try connection.rows(
      """
      SELECT k.place, m.counts
      FROM unnest($2::integer[], $3::integer[], $4::bigint[], $5::uuid[])
        WITH ORDINALITY AS k (measure, part, period, thing, place)
      JOIN member m ON m.ledger = $1::integer AND m.measure = k.measure AND m.part = k.part
        AND m.period = k.period AND m.thing = k.thing
      """, parameters)
    var counts: [MemberKey: MemberCounts] = [:]
    for row in 0..<rows.count {
      let place = Int(rows.integer(row, 0)) - 1
      guard places.indices.contains(place) else { throw RowDamage() }
      counts[places[place].key] = try CountsColumn.decode(rows.bytes(row, 1))
    }
    return counts
  }
}
#endif
