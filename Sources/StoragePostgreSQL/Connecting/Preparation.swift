#if PostgreSQL
import Storage

/// Makes the tables of a database and the rows that make up a new ledger, or checks that what is
/// there is ours and of a format we know.
enum Preparation {
  /// The number of the ledger at `address`; one is made if `properties` are given and there is
  /// none.
  static func prepare(
    _ address: PostgreSQLAddress, properties: [String: String]?, isDraft: Bool,
    on connection: Connection
  ) throws -> Int32 {
    if let found = try find(address, on: connection) { return found }
    guard let properties else { throw StorageFailure.notFound(folder: address.shown) }
    return try connection.inTransaction {
      // Two processes may both have found none.
      try connection.execute("SELECT pg_advisory_xact_lock(\(Schema.lockClass), 0)")
      if let found = try find(address, on: connection) { return found }
      if try !hasTables(connection) { try makeTables(address, on: connection) }
      return try makeLedger(address, properties, isDraft: isDraft, on: connection)
    }
  }

  private static func makeTables(
    _ address: PostgreSQLAddress, on connection: Connection
  ) throws {
    let encoding = try connection.first("SELECT current_setting('server_encoding')") {
      $0.text(0, 0)
    }
    guard encoding == "UTF8" else {
      throw StorageFailure.unreachable(
        server: address.shown,
        detail: "the database is encoded in \(encoding ?? "something else"); make one in UTF8")
    }
    try connection.execute(Schema.tables)
  }

  private static func makeLedger(
    _ address: PostgreSQLAddress, _ properties: [String: String], isDraft: Bool,
    on connection: Connection
  ) throws -> Int32 {
    let made = try connection.first(
      """
      INSERT INTO ledger (ledger, name, is_draft)
      SELECT coalesce(max(ledger), 0) + 1, $1::text, $2::integer = 1 FROM ledger
      RETURNING ledger
      """, .text(address.name), .small(isDraft ? 1 : 0)
    ) { Int32($0.integer(0, 0)) }
    guard let made else { preconditionFailure("an insertion of one row gives one") }
    for name in properties.keys.sorted() {
      _ = try connection.rows(
        "INSERT INTO property VALUES ($1::integer, $2::text, $3::text)",
        Parameters(.small(made), .text(name), .text(properties[name] ?? "")))
    }
    _ = try connection.rows(
      "INSERT INTO progress (ledger, entries, through) VALUES ($1::integer, 0, 0)",
      Parameters(.small(made)))
    return made
  }

  private static func hasTables(_ connection: Connection) throws -> Bool {
    // Not to_regclass(), which may remember that there were none before another process made them.
    let found = try connection.first(
      """
      SELECT count(*) FROM pg_catalog.pg_tables
      WHERE schemaname = 'luoshi' AND tablename = 'format'
      """
    ) { $0.integer(0, 0) }
    return found == 1
  }

  /// The number of the ledger at `address`, if it is there.
  static func find(_ address: PostgreSQLAddress, on connection: Connection) throws -> Int32? {
    guard try hasTables(connection) else { return nil }
    let format = try connection.first("SELECT number FROM format") { Int($0.integer(0, 0)) }
    guard let format else {
      throw StorageFailure.damaged(path: address.shown, detail: "its tables have no format")
    }
    guard format <= Schema.format else {
      throw StorageFailure.newerFormat(
        path: address.shown, found: format, known: Schema.format)
    }
    return try connection.first(
      "SELECT ledger FROM ledger WHERE name = $1::text", .text(address.name)
    ) { Int32($0.integer(0, 0)) }
  }
}
#endif
