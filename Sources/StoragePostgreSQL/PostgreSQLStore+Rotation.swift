#if PostgreSQL
// A change of the root key rewrites the key table, the properties that say so and the projections,
// which hold what is looked up by sealed values, in one transaction.

import Ledger
package import Storage

extension PostgreSQLStore {
  /// Key rows read at a time.
  private static let keysTogether: Int64 = 1_000

  /// Opens a ledger whose keys are to be changed: its lock is held, so that what is read of it now
  /// is so until `finishRotating`.
  package convenience init(rotating address: PostgreSQLAddress) throws {
    let ledger = try Preparation.prepare(
      address, properties: nil, isDraft: false, on: try Self.connect(address))
    self.init(address, ledger: ledger, isRemaking: true)
    _ = try writingSession()
  }

  /// Rewrites every row of the key table, the properties and the newest checkpoint, and throws the
  /// projections away, in a transaction that `finishRotating` ends.
  ///
  /// Until then a writer made of this store projects the entries anew in the same transaction.
  package func beginRotating(
    properties: [String: String], checkpoint: CheckpointRow,
    rewrapping: (SubjectKeyRow) throws -> [UInt8]
  ) throws {
    try writingSession().beginRemaking { connection in
      try rewrap(on: connection, rewrapping)
      for name in properties.keys.sorted() {
        _ = try connection.rows(
          """
          INSERT INTO property (ledger, name, value) VALUES ($1::integer, $2::text, $3::text)
          ON CONFLICT (ledger, name) DO UPDATE SET value = excluded.value
          """, Parameters(.small(ledger), .text(name), .text(properties[name] ?? "")))
      }
      let signed = try connection.first(
        """
        UPDATE checkpoint SET note = $3::text WHERE ledger = $1::integer AND size = $2::bigint
        RETURNING 1
        """, .small(ledger), .large(checkpoint.size), .text(checkpoint.note)
      ) { $0.integer(0, 0) }
      precondition(signed == 1, "the newest checkpoint was read under the lock")
      try Self.clearProjections(of: ledger, on: connection)
    }
  }

  /// Commits the change: from now on everybody sees the new keys and the new projections.
  package func finishRotating() throws {
    try writingSession().endRemaking { _ in }
  }

  private func rewrap(
    on connection: Connection, _ rewrapping: (SubjectKeyRow) throws -> [UInt8]
  ) throws {
    var last = Int64.min
    while true {
      let page = try connection.rows(
        """
        SELECT number, wrapped FROM subject_key WHERE ledger = $1::integer AND number > $2::bigint
        ORDER BY number LIMIT $3::bigint
        """, Parameters(.small(ledger), .large(last), .large(Self.keysTogether)))
      guard page.count > 0 else { return }
      let keys = (0..<page.count).map {
        SubjectKeyRow(number: page.integer($0, 0), wrapped: page.bytes($0, 1))
      }
      var parameters = Parameters(.small(ledger))
      parameters.column(.large, keys) { .large($0.number) }
      try parameters.column(.bytes, keys) { .bytes(try rewrapping($0)) }
      let changed = try connection.rows(
        """
        UPDATE subject_key k SET wrapped = n.wrapped
        FROM unnest($2::bigint[], $3::bytea[]) AS n (number, wrapped)
        WHERE k.ledger = $1::integer AND k.number = n.number
        RETURNING k.number
        """, parameters)
      precondition(changed.count == keys.count, "a row that was read is there to be rewritten")
      last = keys[keys.count - 1].number
    }
  }
}
#endif
