// The one file that talks to SQLite's C interface; everything unsafe about it stays here.
//
// A connection and its statements belong to one thread. Errors carry what was being done, because
// "disk I/O error" alone helps nobody.

import CSQLite
import GRDBSQLite
import Quantities
import Storage

/// An open SQLite file, for one thread at a time.
@safe final class Connection {
  private let handle: OpaquePointer
  let path: String

  /// For how long somebody else's lock is waited for.
  private static let busyMilliseconds: Int32 = 5_000

  /// Opens or creates a file.
  init(path: String, create: Bool) throws(StorageFailure) {
    var opened: OpaquePointer?
    var flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX
    if create { flags |= SQLITE_OPEN_CREATE }
    let code = unsafe sqlite3_open_v2(path, &opened, flags, nil)
    guard code == SQLITE_OK, let handle = unsafe opened else {
      if let handle = unsafe opened { unsafe sqlite3_close_v2(handle) }
      if code == SQLITE_CANTOPEN || code == SQLITE_READONLY || code == SQLITE_PERM {
        throw .readOnly(path: path)
      }
      throw .engine(code: Int(code), message: "cannot open \(path)", during: "opening")
    }
    unsafe self.handle = handle
    self.path = path
    // A file that may not be written is opened for reading without a word.
    if unsafe sqlite3_db_readonly(handle, "main") == 1 { throw .readOnly(path: path) }
    unsafe sqlite3_extended_result_codes(handle, 1)
    unsafe sqlite3_busy_timeout(handle, Self.busyMilliseconds)
  }

  /// Opens a file that nobody writes to for reading only.
  init(reading path: String) throws(StorageFailure) {
    var opened: OpaquePointer?
    let flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX
    let code = unsafe sqlite3_open_v2(path, &opened, flags, nil)
    guard code == SQLITE_OK, let handle = unsafe opened else {
      if let handle = unsafe opened { unsafe sqlite3_close_v2(handle) }
      throw .engine(code: Int(code), message: "cannot open \(path)", during: "opening")
    }
    unsafe self.handle = handle
    self.path = path
    unsafe sqlite3_extended_result_codes(handle, 1)
    unsafe sqlite3_busy_timeout(handle, Self.busyMilliseconds)
  }

  deinit {
    unsafe sqlite3_close_v2(handle)
  }

  /// Runs statements that give no rows.
  func execute(_ sql: String) throws(StorageFailure) {
    let code = unsafe sqlite3_exec(handle, sql, nil, nil, nil)
    guard code == SQLITE_OK else { throw failure(code, during: sql) }
  }

  /// The first column of the first row as an integer, or `nil` without a row.
  func integer(_ sql: String) throws(StorageFailure) -> Int64? {
    let statement = try prepare(sql)
    return try statement.step() ? statement.integer(0) : nil
  }

  /// The first column of the first row as text, or `nil` without a row.
  func text(_ sql: String) throws(StorageFailure) -> String? {
    let statement = try prepare(sql)
    return try statement.step() ? statement.text(0) : nil
  }

  /// Runs `body` in one transaction, which is undone if it throws.
  func inTransaction(_ body: () throws -> Void) throws {
    try execute("BEGIN IMMEDIATE")
    do {
      try body()
      try execute("COMMIT")
    } catch {
      // After some failures SQLite has rolled back by itself; then this does nothing.
      try? execute("ROLLBACK")
      throw error
    }
  }

  /// Turns on the write-ahead log, which readers beside the writer and the sync rules rest on.
  func useWriteAheadLog() throws(StorageFailure) {
    let mode = try text("PRAGMA journal_mode = WAL")
    guard mode == "wal" else {
      throw .engine(
        code: 0, message: "this file system has no write-ahead log", during: "opening \(path)")
    }
  }

  /// Lets no trigger of the file fire on this connection.
  func disableTriggers() throws(StorageFailure) {
    let code = unsafe luoshi_disable_triggers(handle)
    guard code == SQLITE_OK else { throw failure(code, during: "disabling triggers") }
  }

  /// Takes the write-ahead log into the file as far as it is not read, beside whoever writes.
  func takeInLog() {
    // What is in the log stays valid whatever becomes of this; it is tried again later.
    unsafe sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
  }

  /// Takes the write-ahead log into the file and begins it anew, if readers let it for a moment.
  ///
  /// While somebody always reads, the log is never begun anew by itself, and each page that is read
  /// is looked for in all of it.
  func restartLog() {
    unsafe sqlite3_busy_timeout(handle, 50)
    // What is in the log stays valid whatever becomes of this; it is tried again later.
    unsafe sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_RESTART, nil, nil)
    unsafe sqlite3_busy_timeout(handle, Self.busyMilliseconds)
  }

  func prepare(_ sql: String) throws(StorageFailure) -> Statement {
    var prepared: OpaquePointer?
    let flags = UInt32(SQLITE_PREPARE_PERSISTENT)
    let code = unsafe sqlite3_prepare_v3(handle, sql, -1, flags, &prepared, nil)
    guard code == SQLITE_OK, let statement = unsafe prepared else {
      throw failure(code, during: sql)
    }
    return unsafe Statement(statement, sql: sql, connection: self)
  }

  func failure(_ code: Int32, during: String) -> StorageFailure {
    StorageFailure(code: code, message: message, path: path, during: during)
  }

  private var message: String { unsafe String(cString: sqlite3_errmsg(handle)) }
}

/// The columns of the row that a statement has stepped to; to be used while the statement is, on
/// its thread.
@safe struct RowColumns {
  private let handle: OpaquePointer

  init(_ handle: OpaquePointer) {
    unsafe self.handle = handle
  }

  func integer(_ column: Int32) -> Int64 { unsafe sqlite3_column_int64(handle, column) }

  func isNull(_ column: Int32) -> Bool {
    unsafe sqlite3_column_type(handle, column) == SQLITE_NULL
  }

  func text(_ column: Int32) -> String {
    // By its length: a text may hold a zero, where a C string ends.
    guard let start = unsafe sqlite3_column_text(handle, column) else { return "" }
    let count = Int(unsafe sqlite3_column_bytes(handle, column))
    return unsafe String(
      decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  /// Steps to the next row and gives SQLite's code.
  func step() -> Int32 { unsafe sqlite3_step(handle) }

  /// What SQLite says of the last step that failed.
  var message: String {
    unsafe String(cString: sqlite3_errmsg(sqlite3_db_handle(handle)))
  }

  /// Begins the statement anew with two numbers for its parameters.
  func begin(_ first: Int64, _ second: Int64) {
    unsafe sqlite3_reset(handle)
    unsafe sqlite3_bind_int64(handle, 1, first)
    unsafe sqlite3_bind_int64(handle, 2, second)
  }

  /// Lets go of what the statement holds.
  func reset() {
    unsafe sqlite3_reset(handle)
  }

  /// The identifier that a blob of 16 bytes is; `nil` for any other column.
  func identifier<Tag>(_ column: Int32, as type: ID<Tag>.Type = ID<Tag>.self) -> ID<Tag>? {
    guard let start = unsafe sqlite3_column_blob(handle, column),
      unsafe sqlite3_column_bytes(handle, column) == 16
    else { return nil }
    return unsafe ID<Tag>(
      high: UInt64(bigEndian: start.loadUnaligned(as: UInt64.self)),
      low: UInt64(bigEndian: start.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
  }

  /// Puts a blob's bytes behind others.
  func append(_ column: Int32, to bytes: inout [UInt8]) {
    guard let start = unsafe sqlite3_column_blob(handle, column) else { return }
    let count = Int(unsafe sqlite3_column_bytes(handle, column))
    unsafe bytes.append(contentsOf: UnsafeRawBufferPointer(start: start, count: count))
  }

  func blob(_ column: Int32) -> [UInt8] {
    guard let start = unsafe sqlite3_column_blob(handle, column) else { return [] }
    let count = Int(unsafe sqlite3_column_bytes(handle, column))
    return unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: count))
  }
}

/// A prepared statement, kept and used again.
@safe final class Statement {
  private let handle: OpaquePointer
  private let columns: RowColumns
  private let sql: String
  private let connection: Connection

  init(_ handle: OpaquePointer, sql: String, connection: Connection) {
    unsafe self.handle = handle
    self.columns = unsafe RowColumns(handle)
    self.sql = sql
    self.connection = connection
  }

  deinit {
    unsafe sqlite3_finalize(handle)
  }

  /// Binds the values in order from parameter 1, after resetting the statement.
  func bind(_ values: Bindable...) throws(StorageFailure) {
    try bindAll(values)
  }

  /// The file the statement reads or writes.
  var path: String { connection.path }

  /// Advances to the next row; `false` when there is none, and the statement is then reset.
  func step() throws(StorageFailure) -> Bool {
    let code = unsafe sqlite3_step(handle)
    switch code {
    case SQLITE_ROW: return true
    case SQLITE_DONE:
      unsafe sqlite3_reset(handle)
      return false
    default:
      unsafe sqlite3_reset(handle)
      throw connection.failure(code, during: sql)
    }
  }

  /// Runs a statement that gives no row.
  func run(_ values: Bindable...) throws(StorageFailure) {
    try bindAll(values)
    let hasRow = try step()
    if hasRow { reset() }
  }

  func reset() {
    unsafe sqlite3_reset(handle)
  }

  func bindAll(_ values: [Bindable]) throws(StorageFailure) {
    unsafe sqlite3_reset(handle)
    for (offset, value) in values.enumerated() {
      let code = bindOne(value, at: Int32(offset + 1))
      // Unchecked, the values of the time before would be written again.
      guard code == SQLITE_OK else { throw connection.failure(code, during: sql) }
    }
  }

  private func bindOne(_ value: Bindable, at index: Int32) -> Int32 {
    switch value {
    case .integer(let number): unsafe sqlite3_bind_int64(handle, index, number)
    case .null: unsafe sqlite3_bind_null(handle, index)
    case .text(let text):
      unsafe sqlite3_bind_text(handle, index, text, Int32(text.utf8.count), Self.transient)
    case .blob(let bytes) where bytes.isEmpty:
      // An empty array has no address, and a null address would bind NULL.
      unsafe sqlite3_bind_zeroblob(handle, index, 0)
    case .blob(let bytes):
      unsafe bytes.withUnsafeBytes { buffer in
        unsafe sqlite3_bind_blob(
          handle, index, buffer.baseAddress, Int32(buffer.count), Self.transient)
      }
    }
  }

  func integer(_ column: Int32) -> Int64 { columns.integer(column) }
  func isNull(_ column: Int32) -> Bool { columns.isNull(column) }
  func text(_ column: Int32) -> String { columns.text(column) }
  func blob(_ column: Int32) -> [UInt8] { columns.blob(column) }

  /// Tells SQLite to copy what is bound, since Swift's buffers do not outlive the call.
  @unsafe private static var transient: sqlite3_destructor_type {
    unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
  }
}

/// A value for a statement's parameter.
enum Bindable {
  case integer(Int64)
  case text(String)
  case blob([UInt8])
  case null
}

extension Statement {
  /// The first row as `read` gives it, or `nil` without a row.
  func first<Result>(
    _ values: Bindable..., read: (Statement) throws -> Result
  ) throws -> Result? {
    try bindAll(values)
    defer { reset() }
    guard try step() else { return nil }
    do {
      return try read(self)
    } catch {
      throw StorageFailure.mapped(error, path: path)
    }
  }
}
