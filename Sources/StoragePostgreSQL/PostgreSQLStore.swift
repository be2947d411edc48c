#if PostgreSQL
// A ledger in a PostgreSQL database. Entries and what they change in the projections are one
// transaction, so whatever a reader sees has both, in this process and in every other.

import Dispatch
import Ledger
package import Storage
import Synchronization

/// A ledger in a database, beside others.
///
/// One process at a time writes to a ledger; a lock in the database says so. Any number read.
package final class PostgreSQLStore: Store {
  package let address: PostgreSQLAddress
  let ledger: Int32
  private let symbols: SymbolCache
  private let session = Mutex<WritingSession?>(nil)
  /// Connections that no view is using.
  private let idle = Mutex<[Connection]>([])
  private let room = DispatchSemaphore(value: PostgreSQLStore.readersMax)
  let isRemaking: Bool

  /// Views at a time; more wait.
  private static let readersMax = 8
  /// The oldest server that this was tried on.
  private static let oldestServer = 15

  /// Whether the database holds a ledger of this name.
  package static func exists(_ address: PostgreSQLAddress) throws -> Bool {
    try Preparation.find(address, on: try connect(address)) != nil
  }

  /// Opens the ledger at `address`, or makes one if `properties` are given and there is none.
  package convenience init(
    _ address: PostgreSQLAddress, properties: [String: String]?
  ) throws {
    let connection = try Self.connect(address)
    let ledger = try Preparation.prepare(
      address, properties: properties, isDraft: false, on: connection)
    self.init(address, ledger: ledger, isRemaking: false)
  }

  init(_ address: PostgreSQLAddress, ledger: Int32, isRemaking: Bool) {
    self.address = address
    self.ledger = ledger
    self.isRemaking = isRemaking
    self.symbols = SymbolCache(ledger: ledger)
  }

  /// A new connection, set up.
  static func connect(_ address: PostgreSQLAddress) throws -> Connection {
    let connection = try Connection(address.database, place: address.shown)
    try connection.execute(Schema.session)
    let version = try connection.first(
      "SELECT current_setting('server_version_num')::integer / 10000"
    ) { $0.integer(0, 0) }
    guard let version, version >= oldestServer else {
      throw StorageFailure.unreachable(
        server: address.shown,
        detail: "it is PostgreSQL \(version ?? 0); luoshi needs \(oldestServer) or newer")
    }
    return connection
  }

  /// The writer's connections, with the ledger's lock; to be made once and used from one thread at
  /// a time.
  package func makeWriter() throws -> sending PostgreSQLWriter {
    PostgreSQLWriter(
      session: try writingSession(), lookups: Lookups(isOwn: !isRemaking))
  }

  /// The projector's side, which writes over the writer's connection.
  package func makeProjector() throws -> sending PostgreSQLProjector {
    PostgreSQLProjector(session: try writingSession())
  }

  func writingSession() throws -> WritingSession {
    try session.withLock { session in
      if let session { return session }
      let made = try WritingSession(address, ledger: ledger)
      session = made
      return made
    }
  }

  /// The ledger's own settings.
  package func properties() throws -> [String: String] {
    try Self.properties(of: ledger, on: try Self.connect(address))
  }

  /// The settings of the ledger at `address`, with the `format` of the tables.
  package static func properties(at address: PostgreSQLAddress) throws -> [String: String] {
    let connection = try connect(address)
    guard let ledger = try Preparation.find(address, on: connection) else {
      throw StorageFailure.notFound(folder: address.shown)
    }
    var properties = try properties(of: ledger, on: connection)
    properties["format"] = "\(Schema.format)"
    return properties
  }

  private static func properties(
    of ledger: Int32, on connection: Connection
  ) throws -> [String: String] {
    let rows = try connection.rows(
      "SELECT name, value FROM property WHERE ledger = $1::integer", Parameters(.small(ledger)))
    var properties: [String: String] = [:]
    for row in 0..<rows.count { properties[rows.text(row, 0)] = rows.text(row, 1) }
    return properties
  }

  /// The server time of the newest entry, in milliseconds since 1970; `nil` for an empty ledger.
  package func lastMoment() throws -> Int64? {
    let newest = try view { try $0.newestEntry() }
    return try newest.map { try EntryCodec.decode($0).at }
  }

  package func read<Result>(_ body: (any StoreReader) throws -> Result) throws -> Result {
    try view { try body($0) }
  }

  private func view<Result>(_ body: (PostgreSQLReader) throws -> Result) throws -> Result {
    room.wait()
    defer { room.signal() }
    let (connection, through) = try begin()
    do {
      let reader = PostgreSQLReader(
        connection: connection, ledger: .small(ledger), symbols: symbols, projected: through)
      let result = try body(reader)
      try connection.execute("COMMIT")
      idle.withLock { $0.append(connection) }
      return result
    } catch {
      connection.rollBack()
      if !connection.isBroken { idle.withLock { $0.append(connection) } }
      throw StorageFailure.mapped(error, place: address.shown)
    }
  }

  /// Begins a transaction that goes on seeing what is committed now; on a new connection if the
  /// idle ones were lost since they were last used.
  private func begin() throws -> (Connection, through: Int64) {
    while let connection = idle.withLock({ $0.popLast() }) {
      do {
        return (connection, try begin(on: connection))
      } catch {
        guard connection.isBroken else { throw error }
      }
    }
    let connection = try Self.connect(address)
    return (connection, try begin(on: connection))
  }

  private func begin(on connection: Connection) throws -> Int64 {
    // The first statement, not BEGIN, is what the state is taken at.
    let answers = try connection.pipeline([
      Connection.Step("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"),
      Connection.Step(
        "SELECT through FROM progress WHERE ledger = $1::integer", Parameters(.small(ledger))),
    ])
    guard let progress = answers.last, progress.count == 1 else {
      throw StorageFailure.notFound(folder: address.shown)
    }
    return progress.integer(0, 0)
  }
}
#endif
