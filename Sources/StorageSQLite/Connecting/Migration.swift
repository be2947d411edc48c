import Storage

/// One step from a format of the truth to the next; there is none back.
///
/// Migrations change tables, never an entry's bytes: those are hashed. Projections have none, they
/// are made anew.
struct Migration {
  /// The format that it makes of the one before.
  let format: Int
  /// What it does, in SQL, within one transaction.
  let sql: String

  /// All migrations, in order; format 1 is the first there was.
  ///
  /// Each comes with a stored ledger of the format before in `Tests/Ledgers`.
  static let all: [Migration] = []

  /// Brings a truth of an older format up to `format`; each step lasts or has not been begun.
  static func apply(
    _ migrations: [Migration], upTo format: Int, to connection: Connection
  ) throws {
    while true {
      let found = Int(try connection.integer("PRAGMA user_version") ?? 0)
      guard found < format else { return }
      guard let migration = migrations.first(where: { $0.format == found + 1 }) else {
        throw StorageFailure.damaged(
          path: connection.path, detail: "it has format \(found), which never was")
      }
      try connection.inTransaction {
        try connection.execute(migration.sql)
        try connection.execute("PRAGMA user_version = \(migration.format)")
      }
    }
  }
}
