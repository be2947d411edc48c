// A change of the root key rewrites the key table, in one transaction with the properties that say
// so.

package import Storage

extension SQLiteStore {
  /// Key rows read at a time.
  private static let keysTogether = 1_000

  /// Rewrites every row of the key table, the properties and the newest checkpoint at once.
  ///
  /// The projections are thrown away first, since what is looked up by sealed values lies in them
  /// under the old key. The store is of no use afterwards; its lock is held until it ends.
  package func rotate(
    properties: [String: String], checkpoint: CheckpointRow,
    rewrapping: (SubjectKeyRow) throws -> [UInt8]
  ) throws {
    try closePools()
    try Self.remove(folder + "/" + Self.projectionsName)
    try Self.remove(folder + "/" + Self.makingName)
    let truth = try Connection(path: folder + "/" + Self.truthName, create: false)
    try truth.execute("PRAGMA synchronous = FULL")
    // Old rows are overwritten with zeros, also those that grow.
    try truth.execute("PRAGMA secure_delete = ON")
    try truth.inTransaction {
      try Self.rewrap(on: truth, rewrapping)
      let upsert = try truth.prepare(
        """
        INSERT INTO property (name, value) VALUES ($1, $2)
        ON CONFLICT (name) DO UPDATE SET value = excluded.value
        """)
      for name in properties.keys.sorted() {
        try upsert.run(.text(name), .text(properties[name] ?? ""))
      }
      try truth.prepare("UPDATE checkpoint SET note = $1 WHERE size = $2")
        .run(.text(checkpoint.note), .integer(checkpoint.size))
    }
    _ = try truth.integer("PRAGMA wal_checkpoint(TRUNCATE)")
  }

  private static func rewrap(
    on truth: Connection, _ rewrapping: (SubjectKeyRow) throws -> [UInt8]
  ) throws {
    let page = try truth.prepare(
      "SELECT number, wrapped FROM subjectKey WHERE number > $1 ORDER BY number LIMIT $2")
    let update = try truth.prepare(
      "UPDATE subjectKey SET wrapped = $1 WHERE number = $2 RETURNING number")
    var last = Int64.min
    while true {
      var rows: [SubjectKeyRow] = []
      try page.bind(.integer(last), .integer(Int64(keysTogether)))
      while try page.step() {
        rows.append(SubjectKeyRow(number: page.integer(0), wrapped: page.blob(1)))
      }
      guard let end = rows.last?.number else { return }
      for row in rows {
        let wrapped = Bindable.blob(try rewrapping(row))
        let changed = try update.first(wrapped, .integer(row.number)) { $0.integer(0) }
        precondition(changed == row.number, "a row that was read is there to be rewritten")
      }
      last = end
    }
  }
}
