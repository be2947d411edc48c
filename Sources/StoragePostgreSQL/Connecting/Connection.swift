#if PostgreSQL
// The one file that talks to libpq; everything unsafe about it stays here.
//
// Statements are prepared once each, with parameters and results in binary form.

import CPostgreSQL
import Storage
import Synchronization

/// An open connection to a database.
///
/// Each call into libpq has it to itself; several calls that belong together, such as a
/// transaction, must come from one thread.
@safe final class Connection: Sendable {
  /// Where libpq keeps it; a number, since a pointer may not be handed to another thread.
  private let address: UInt
  private let turn = Mutex(())
  /// What messages call the ledger or its server: without a password.
  let place: String
  private let statements = Mutex(Statements())

  /// The names of statements that the server has, by their text.
  private struct Statements {
    var names: [String: String] = [:]
    var count = 0
  }

  /// A statement of a pipeline.
  struct Step {
    let sql: String
    let parameters: Parameters

    init(_ sql: String, _ parameters: Parameters = Parameters()) {
      self.sql = sql
      self.parameters = parameters
    }
  }

  init(_ database: String, place: String) throws(StorageFailure) {
    let opened = unsafe PQconnectdb(database)
    guard let handle = unsafe opened else {
      throw .unreachable(server: place, detail: "there is no memory for a connection")
    }
    guard unsafe PQstatus(handle) == CONNECTION_OK else {
      let detail = unsafe Self.line(String(cString: PQerrorMessage(handle)))
      unsafe PQfinish(handle)
      throw .unreachable(server: place, detail: detail)
    }
    address = UInt(bitPattern: handle)
    self.place = place
    // What the server notices, such as a table that is there already, is for nobody here.
    unsafe PQsetNoticeReceiver(handle, { _, _ in }, nil)
  }

  deinit {
    unsafe PQfinish(OpaquePointer(bitPattern: address))
  }

  /// Has libpq do something with the connection.
  private func call<Result: Sendable>(_ body: (OpaquePointer?) -> Result) -> Result {
    turn.withLock { _ in unsafe body(OpaquePointer(bitPattern: address)) }
  }

  /// Whether it is of no use any more.
  var isBroken: Bool { unsafe call { unsafe PQstatus($0) == CONNECTION_BAD } }

  /// Runs one or more statements without parameters that give no rows.
  func execute(_ sql: String) throws(StorageFailure) {
    let rows = unsafe call { unsafe Rows(PQexec($0, sql)) }
    try check(rows, during: sql)
  }

  /// Runs a statement and gives its rows.
  func rows(_ sql: String, _ parameters: Parameters = Parameters()) throws(StorageFailure) -> Rows {
    let name = try name(of: sql)
    let rows = unsafe call { handle in
      unsafe Pointers(parameters).with { count, values, lengths, formats in
        unsafe Rows(PQexecPrepared(handle, name, count, values, lengths, formats, 1))
      }
    }
    try check(rows, during: sql)
    return rows
  }

  /// The first row as `read` gives it, or `nil` without a row.
  func first<Result>(
    _ sql: String, _ values: Parameters.Value..., read: (Rows) throws -> Result
  ) throws -> Result? {
    var parameters = Parameters()
    for value in values { parameters.append(value) }
    let found = try rows(sql, parameters)
    guard found.count > 0 else { return nil }
    return try read(found)
  }

  /// Sends all statements at once and waits once; the first that fails is thrown, and those after
  /// it are not run.
  ///
  /// Beside COMMIT the statements should give few rows: the server must never wait for us to
  /// read while we wait for it to do so.
  @discardableResult
  func pipeline(_ steps: [Step]) throws(StorageFailure) -> [Rows] {
    try begin(steps)
    return try finish(steps)
  }

  /// Sends all statements; `finish` must follow.
  private func begin(_ steps: [Step]) throws(StorageFailure) {
    guard unsafe call({ unsafe PQenterPipelineMode($0) == 1 }) else {
      throw failure(during: "a pipeline")
    }
    for step in steps {
      var isSent = true
      var name = knownName(of: step.sql)
      if name == nil {
        let fresh = nextName(for: step.sql)
        name = fresh
        isSent = unsafe call { unsafe PQsendPrepare($0, fresh, step.sql, 0, nil) == 1 }
      }
      guard isSent, let name, send(name, step.parameters) else {
        throw failure(during: step.sql)
      }
    }
    guard unsafe call({ unsafe PQpipelineSync($0) == 1 }) else {
      throw failure(during: "a pipeline")
    }
  }

  /// Waits for the answers to the statements that `begin` sent.
  private func finish(_ steps: [Step]) throws(StorageFailure) -> [Rows] {
    var answers: [Rows] = []
    var problem: StorageFailure?
    // Each answer is followed by a null; the synchronisation is the last of them.
    while !isBroken {
      let rows = unsafe call { unsafe Rows(PQgetResult($0)) }
      if rows.isMissing { continue }
      if rows.isSynchronisation { break }
      if problem == nil, !rows.isGood {
        let place = min(answers.count, steps.count - 1)
        problem = failure(rows, during: steps[place].sql)
      }
      if !rows.isPreparation { answers.append(rows) }
    }
    _ = unsafe call { unsafe PQexitPipelineMode($0) }
    if let problem {
      // Which of them were prepared before the failure is not known; another name costs little.
      for step in steps { forget(step.sql) }
      rollBack()
      throw problem
    }
    if isBroken { throw failure(during: "a pipeline") }
    return answers
  }

  /// Undoes the transaction that a failure has left open, if there is one.
  func rollBack() {
    guard !isBroken, unsafe call({ unsafe PQtransactionStatus($0) != PQTRANS_IDLE }) else { return }
    try? execute("ROLLBACK")
  }

  /// Runs `body` in one transaction, which is undone if it throws.
  func inTransaction<Result>(_ body: () throws -> Result) throws -> Result {
    try execute("BEGIN")
    do {
      let result = try body()
      try execute("COMMIT")
      return result
    } catch {
      rollBack()
      throw error
    }
  }

  // MARK: Statements

  private func name(of sql: String) throws(StorageFailure) -> String {
    if let known = knownName(of: sql) { return known }
    let name = nextName(for: sql)
    do {
      try check(unsafe call { unsafe Rows(PQprepare($0, name, sql, 0, nil)) }, during: sql)
    } catch {
      forget(sql)
      throw error
    }
    return name
  }

  private func knownName(of sql: String) -> String? { statements.withLock { $0.names[sql] } }

  private func nextName(for sql: String) -> String {
    statements.withLock { statements in
      statements.count += 1
      let name = "luoshi\(statements.count)"
      statements.names[sql] = name
      return name
    }
  }

  private func forget(_ sql: String) {
    statements.withLock { $0.names[sql] = nil }
  }

  private func send(_ name: String, _ parameters: Parameters) -> Bool {
    unsafe call { handle in
      unsafe Pointers(parameters).with { count, values, lengths, formats in
        unsafe PQsendQueryPrepared(handle, name, count, values, lengths, formats, 1) == 1
      }
    }
  }

  // MARK: Failing

  private func check(_ rows: Rows, during: String) throws(StorageFailure) {
    guard rows.isGood else { throw failure(rows, during: during) }
  }

  private func failure(_ rows: Rows, during: String) -> StorageFailure {
    if isBroken { return failure(during: during) }
    return StorageFailure(
      state: rows.state, message: rows.message, place: place, during: Self.line(during))
  }

  private func failure(during: String) -> StorageFailure {
    let message = Self.line(unsafe call { unsafe String(cString: PQerrorMessage($0)) })
    if isBroken { return .unreachable(server: place, detail: message) }
    return StorageFailure(state: "", message: message, place: place, during: Self.line(during))
  }

  /// A message on one line.
  private static func line(_ text: String) -> String {
    String(text.split { $0.isWhitespace }.joined(separator: " ").prefix(300))
  }
}

/// Parameters as libpq wants them: addresses, lengths and forms.
private struct Pointers {
  private let parameters: Parameters

  init(_ parameters: Parameters) {
    self.parameters = parameters
  }

  @unsafe func with<Result>(
    _ body: (
      Int32, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?
    ) -> Result
  ) -> Result {
    let lengths = parameters.places.map { max(0, $0.count) }
    let formats = [Int32](repeating: 1, count: lengths.count)
    return unsafe parameters.bytes.withUnsafeBytes { buffer in
      // An empty value has an address too: only NULL has none.
      let empty: StaticString = ""
      let nothing = unsafe UnsafeRawPointer(empty.utf8Start)
      let values = unsafe parameters.places.map { place -> UnsafePointer<CChar>? in
        guard place.count >= 0 else { return nil }
        let start = unsafe buffer.baseAddress.map { unsafe $0 + place.start } ?? nothing
        return unsafe start.assumingMemoryBound(to: CChar.self)
      }
      return unsafe values.withUnsafeBufferPointer { values in
        unsafe lengths.withUnsafeBufferPointer { lengths in
          unsafe formats.withUnsafeBufferPointer { formats in
            unsafe body(
              Int32(lengths.count), values.baseAddress, lengths.baseAddress, formats.baseAddress)
          }
        }
      }
    }
  }
}

/// The answer to a statement; nothing changes it any more.
@safe final class Rows: Sendable {
  private let address: UInt

  init(_ handle: OpaquePointer?) {
    address = UInt(bitPattern: handle)
  }

  deinit {
    unsafe PQclear(handle)
  }

  @unsafe private var handle: OpaquePointer? { unsafe OpaquePointer(bitPattern: address) }

  var count: Int { Int(unsafe PQntuples(handle)) }

  // MARK: What it is

  private var status: ExecStatusType { unsafe PQresultStatus(handle) }
  var isMissing: Bool { address == 0 }
  var isSynchronisation: Bool { status == PGRES_PIPELINE_SYNC }
  var isGood: Bool { status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK }
  /// Whether it answers a preparation: there is nothing in it, not even what was done.
  var isPreparation: Bool {
    guard status == PGRES_COMMAND_OK, let handle = unsafe handle else { return false }
    return unsafe PQcmdStatus(handle).map { unsafe $0.pointee == 0 } ?? true
  }

  /// The five characters that say what went wrong.
  var state: String { field(Int32(UInt8(ascii: "C"))) }
  var message: String {
    let detail = field(Int32(UInt8(ascii: "D")))
    return field(Int32(UInt8(ascii: "M"))) + (detail.isEmpty ? "" : " (\(detail))")
  }

  private func field(_ code: Int32) -> String {
    guard let text = unsafe PQresultErrorField(handle, code) else { return "" }
    return unsafe String(cString: text)
  }

  // MARK: Values

  func isNull(_ row: Int, _ column: Int32) -> Bool {
    unsafe PQgetisnull(handle, Int32(row), column) == 1
  }

  private func value(_ row: Int, _ column: Int32) -> UnsafeRawBufferPointer {
    let count = Int(unsafe PQgetlength(handle, Int32(row), column))
    return unsafe UnsafeRawBufferPointer(
      start: PQgetvalue(handle, Int32(row), column), count: count)
  }

  /// A `smallint`, `integer` or `bigint`; 0 for NULL.
  func integer(_ row: Int, _ column: Int32) -> Int64 {
    let bytes = unsafe value(row, column)
    let sign: Int64 = (unsafe bytes.first ?? 0) >= 0x80 ? -1 : 0
    return unsafe bytes.reduce(sign) { $0 << 8 | Int64($1) }
  }

  /// A `bytea` or a `uuid`; empty for NULL.
  func bytes(_ row: Int, _ column: Int32) -> [UInt8] { unsafe [UInt8](value(row, column)) }

  /// A `text`, or a `bytea` that holds one.
  func text(_ row: Int, _ column: Int32) -> String {
    unsafe String(decoding: value(row, column), as: UTF8.self)
  }
}
#endif
