import Storage

/// Makes a new file's tables, or checks that an old one is ours and of a format we know.
enum Preparation {
  /// Prepares the truth at `path`; without `properties` it must be there and have its tables.
  static func prepareTruth(_ path: String, properties: [String: String]?) throws {
    let connection = try Connection(path: path, create: true)
    if let found = try format(of: connection, known: Schema.truthFormat) {
      if found < Schema.truthFormat {
        try Migration.apply(Migration.all, upTo: Schema.truthFormat, to: connection)
      }
      return
    }
    // An empty file is what is left when making a ledger is cut short, or of a lost ledger; only
    // who asks for a new one gets one.
    guard let properties else {
      throw StorageFailure.damaged(path: path, detail: "it is empty")
    }
    // An entry is a kilobyte, and each page costs as much to begin (measured: a quarter of an
    // insertion less than with pages of half the size).
    try connection.execute("PRAGMA page_size = 8192")
    try make(Schema.truth, format: Schema.truthFormat, on: connection) {
      for name in properties.keys.sorted() {
        let insertion = try connection.prepare("INSERT INTO property VALUES ($1, $2)")
        try insertion.run(.text(name), .text(properties[name] ?? ""))
      }
    }
  }

  /// Prepares the projections at `path`; those of an older format are thrown away.
  static func prepareProjections(_ path: String) throws {
    if try isOld(path) { try SQLiteStore.remove(path) }
    let connection = try Connection(path: path, create: true)
    guard try format(of: connection, known: Schema.projectionsFormat) == nil else { return }
    try make(Schema.projections, format: Schema.projectionsFormat, on: connection) {}
  }

  private static func isOld(_ path: String) throws -> Bool {
    let connection = try Connection(path: path, create: true)
    let found = try format(of: connection, known: Schema.projectionsFormat)
    return found.map { $0 < Schema.projectionsFormat } ?? false
  }

  private static func make(
    _ schema: String, format: Int, on connection: Connection, filling: () throws -> Void
  ) throws {
    try connection.useWriteAheadLog()
    try connection.inTransaction {
      try connection.execute(schema)
      try connection.execute("PRAGMA application_id = \(Schema.applicationID)")
      try connection.execute("PRAGMA user_version = \(format)")
      try filling()
    }
  }

  /// Checks that the truth at `path` can be read as it is.
  static func checkTruth(_ path: String) throws {
    try check(path, format: Schema.truthFormat)
  }

  /// Checks that the projections at `path` can be read as they are.
  static func checkProjections(_ path: String) throws {
    try check(path, format: Schema.projectionsFormat)
  }

  private static func check(_ path: String, format known: Int) throws {
    let connection = try Connection(path: path, create: false)
    guard let found = try format(of: connection, known: known) else {
      throw StorageFailure.damaged(path: path, detail: "it is empty")
    }
    guard found == known else {
      throw StorageFailure.damaged(
        path: path, detail: "it has the older format \(found); open the ledger once to bring it up")
    }
  }

  /// The format of a file with our tables; `nil` if it has none at all.
  static func format(
    of connection: Connection, known: Int
  ) throws(StorageFailure) -> Int? {
    let found = try Int(connection.integer("PRAGMA user_version") ?? 0)
    let application = try Int(connection.integer("PRAGMA application_id") ?? 0)
    let tables = try connection.integer("SELECT count(*) FROM sqlite_schema") ?? 0
    guard tables > 0 else { return nil }
    // Ours or not comes first: another program's file has a version of its own.
    guard application == Schema.applicationID else {
      throw .damaged(path: connection.path, detail: "it is some other SQLite file")
    }
    guard found <= known else {
      throw .newerFormat(path: connection.path, found: found, known: known)
    }
    return found
  }
}
