#if PostgreSQL
// The connection that writes. It holds the ledger's lock, so whatever it writes was written by the
// one writer: when the connection is lost, so is the lock, and both must be had anew.

import Ledger
import Programmes
import Storage
import Synchronization

/// The one connection that may write to a ledger, for the writer and the projector.
final class WritingSession: Sendable {
  let address: PostgreSQLAddress
  let ledger: Int32
  let symbols = WriterSymbols()
  private let state: Mutex<State>
  private let lost = Mutex(false)

  /// Whether the connection has been lost and not been had anew; asked without waiting for a batch
  /// that is being written.
  var isLost: Bool { lost.withLock { $0 } }

  private struct State {
    var connection: Connection?
    /// Whether everything is part of one transaction, which `PostgreSQLStore` began and ends.
    var isRemaking = false
  }

  /// Connects and takes the lock, which says that no other process writes to this ledger.
  init(_ address: PostgreSQLAddress, ledger: Int32) throws {
    self.address = address
    self.ledger = ledger
    state = Mutex(State(connection: try Self.connect(address, ledger: ledger)))
    try use { try symbols.load(ledger: ledger, from: $0) }
  }

  deinit {
    // Closing a connection does not wait for the server to let go of the lock.
    let connection = state.withLock { $0.connection }
    try? connection?.execute("SELECT pg_advisory_unlock_all()")
  }

  private static func connect(
    _ address: PostgreSQLAddress, ledger: Int32
  ) throws -> Connection {
    let connection = try PostgreSQLStore.connect(address)
    guard try takeLock(ledger, on: connection) else {
      throw StorageFailure.writerElsewhere(ledger: address.shown)
    }
    try connection.execute("SET synchronous_commit TO on")
    let settings = try connection.rows(
      "SELECT current_setting('synchronous_commit'), current_setting('fsync')")
    precondition(
      settings.text(0, 0) == "on", "every batch must be synced before it is acknowledged")
    guard settings.text(0, 1) == "on" else {
      throw StorageFailure.unreachable(
        server: address.shown,
        detail: "its setting fsync is off, so that what it acknowledges may be lost; set it on")
    }
    return connection
  }

  /// Takes the ledger's lock; `false` if another process has it.
  private static func takeLock(
    _ ledger: Int32, on connection: Connection
  ) throws(StorageFailure) -> Bool {
    // A process that has just ended may take a moment to be noticed.
    try connection.execute("SET lock_timeout TO '1s'")
    do {
      _ = try connection.rows(
        "SELECT pg_advisory_lock($1::integer, $2::integer)",
        Parameters(.small(Schema.lockClass), .small(ledger)))
    } catch {
      if case .server(let state, _, _) = error, state == "55P03" { return false }
      throw error
    }
    try connection.execute("SET lock_timeout TO 0")
    return true
  }

  /// Gives `body` the connection, a new one after the old one was lost.
  ///
  /// Whoever had looked something up on the lost one has been thrown an error, and takes
  /// everything anew before writing again.
  func use<Result: Sendable>(_ body: (Connection) throws -> Result) throws -> Result {
    try state.withLock { state in try Self.use(&state, self, body) }
  }

  private static func use<Result: Sendable>(
    _ state: inout State, _ session: WritingSession, _ body: (Connection) throws -> Result
  ) throws -> Result {
    let connection: Connection
    if let known = state.connection {
      connection = known
    } else {
      guard !state.isRemaking else {
        throw StorageFailure.unreachable(
          server: session.address.shown, detail: "the connection was lost in between")
      }
      connection = try connect(session.address, ledger: session.ledger)
      try session.symbols.load(ledger: session.ledger, from: connection)
      state.connection = connection
      session.lost.withLock { $0 = false }
    }
    do {
      return try body(connection)
    } catch {
      // A transaction that goes over many batches is undone by the first failure.
      if connection.isBroken || state.isRemaking {
        state.connection = nil
        session.lost.withLock { $0 = true }
      }
      throw error
    }
  }

  /// What distinct counts come to, with what this connection has written.
  func members(_ keys: [MemberKey]) throws -> [MemberKey: MemberCounts] {
    guard !keys.isEmpty else { return [:] }
    return try use { connection in
      try MemberLookup.counts(of: keys, ledger: .small(ledger), on: connection) {
        symbols.known($0)
      }
    }
  }

  /// Runs the statements in one transaction, with one wait for all of them.
  func write(_ fill: (inout WritingSteps) throws -> Void) throws {
    try state.withLock { state in
      let isRemaking = state.isRemaking
      try Self.use(&state, self) { connection in
        do {
          let steps = try steps(isInTransaction: isRemaking, fill)
          try connection.pipeline(steps)
        } catch {
          try? symbols.load(ledger: ledger, from: connection)
          throw error
        }
      }
    }
  }

  private func steps(
    isInTransaction: Bool, _ fill: (inout WritingSteps) throws -> Void
  ) throws -> [Connection.Step] {
    var steps = WritingSteps(ledger: ledger)
    try fill(&steps)
    guard !isInTransaction else { return steps.steps }
    return [Connection.Step("BEGIN")] + steps.steps + [Connection.Step("COMMIT")]
  }

  /// Makes everything from now on part of one transaction, unless `body` fails.
  func beginRemaking(_ body: (Connection) throws -> Void) throws {
    try state.withLock { state in
      try Self.use(&state, self) { connection in
        try connection.execute("BEGIN")
        do {
          try body(connection)
        } catch {
          connection.rollBack()
          throw error
        }
      }
      state.isRemaking = true
    }
  }

  /// Commits what belongs to that transaction, after `body`.
  func endRemaking<Result: Sendable>(_ body: (Connection) throws -> Result) throws -> Result {
    try state.withLock { state in
      let result = try Self.use(&state, self) { connection in
        let result = try body(connection)
        try connection.execute("COMMIT")
        return result
      }
      state.isRemaking = false
      return result
    }
  }
}
#endif
