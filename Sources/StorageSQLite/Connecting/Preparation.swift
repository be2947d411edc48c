import Storage

/// Makes a new file's tables, or checks that an old one is ours and of a format we know.
enum Preparation {
  /// Prepares the file at `path`; without `properties` it must be there and have its tables.
  static func prepare(
    _ path: String, schema: String, properties: [String: String]?
  ) throws(StorageFailure) {
    let connection = try Connection(path: path, create: true)
    if try isOurs(connection) { return }
    // An empty file is what is left when making a ledger is cut short, or of a lost ledger; only
    // who asks for a new one gets one.
    guard let properties else { throw .damaged(path: path, detail: "it is empty") }
    try connection.useWriteAheadLog()
    try connection.execute("BEGIN IMMEDIATE")
    try connection.execute(schema)
    try connection.execute("PRAGMA application_id = \(Schema.applicationID)")
    try connection.execute("PRAGMA user_version = \(Schema.format)")
    for name in properties.keys.sorted() {
      let insertion = try connection.prepare("INSERT INTO property VALUES ($1, $2)")
      try insertion.run(.text(name), .text(properties[name] ?? ""))
    }
    try connection.execute("COMMIT")
  }

  /// Checks that the file at `path` has our tables, in a format we know.
  static func check(_ path: String) throws(StorageFailure) {
    let connection = try Connection(path: path, create: false)
    guard try isOurs(connection) else { throw .damaged(path: path, detail: "it is empty") }
  }

  /// Whether the file has our tables; `false` if it has none at all.
  static func isOurs(_ connection: Connection) throws(StorageFailure) -> Bool {
    let found = try Int(connection.integer("PRAGMA user_version") ?? 0)
    let application = try Int(connection.integer("PRAGMA application_id") ?? 0)
    let tables = try connection.integer("SELECT count(*) FROM sqlite_schema") ?? 0
    guard tables > 0 else { return false }
    // Ours or not comes first: another program's file has a version of its own.
    guard application == Schema.applicationID else {
      throw .damaged(path: connection.path, detail: "it is some other SQLite file")
    }
    guard found <= Schema.format else {
      throw .newerFormat(path: connection.path, found: found, known: Schema.format)
    }
    return true
  }
}
