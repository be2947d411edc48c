#if PostgreSQL
// A ledger that takes long to make is made under another name, and gets its own when it is whole.

import Storage

extension PostgreSQLStore {
  /// An empty ledger whose rows may be deleted until `finishDraft`; one that was left unfinished is
  /// removed first.
  package convenience init(
    draftOf address: PostgreSQLAddress, properties: [String: String]
  ) throws {
    let draft = address.named(address.name + "-making")
    let connection = try Self.connect(address)
    if let left = try Preparation.find(draft, on: connection) {
      try Self.remove(left, draft, on: connection)
    }
    let ledger = try Preparation.prepare(
      draft, properties: properties, isDraft: true, on: connection)
    self.init(draft, ledger: ledger, isRemaking: false)
  }

  /// Gives a draft its name; from then on its entries stay.
  package func finishDraft(as address: PostgreSQLAddress) throws {
    let connection = try Self.connect(address)
    let named = try connection.first(
      """
      UPDATE ledger SET name = $2::text, is_draft = false WHERE ledger = $1::integer AND is_draft
      RETURNING ledger
      """, .small(ledger), .text(address.name)
    ) { $0.integer(0, 0) }
    guard named != nil else {
      throw StorageFailure.damaged(path: self.address.shown, detail: "it is no draft any more")
    }
  }

  private static func remove(
    _ ledger: Int32, _ draft: PostgreSQLAddress, on connection: Connection
  ) throws {
    let state = try connection.first(
      """
      SELECT is_draft::integer, pg_try_advisory_lock($2::integer, $1::integer)::integer
      FROM ledger WHERE ledger = $1::integer
      """, .small(ledger), .small(Schema.lockClass)
    ) { ($0.integer(0, 0) == 1, $0.integer(0, 1) == 1) }
    guard let (isDraft, isLocked) = state, isDraft else {
      throw StorageFailure.damaged(path: draft.shown, detail: "it is a ledger, not a draft of one")
    }
    guard isLocked else { throw StorageFailure.writerElsewhere(ledger: draft.shown) }
    try connection.inTransaction {
      for table in Schema.allTables + ["ledger"] {
        _ = try connection.rows(
          "DELETE FROM \(table) WHERE ledger = $1::integer", Parameters(.small(ledger)))
      }
    }
    _ = try connection.rows(
      "SELECT pg_advisory_unlock($1::integer, $2::integer)",
      Parameters(.small(Schema.lockClass), .small(ledger)))
  }
}
#endif
