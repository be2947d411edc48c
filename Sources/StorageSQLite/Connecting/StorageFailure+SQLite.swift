import GRDB
import GRDBSQLite
import Storage

extension StorageFailure {
  /// What an operator can act on, from an engine's (extended) code.
  init(code: Int32, message: String, path: String, during: String) {
    switch code & 0xFF {
    case SQLITE_FULL: self = .diskFull(path: path)
    case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH: self = .readOnly(path: path)
    case SQLITE_CORRUPT, SQLITE_NOTADB:
      self = .damaged(path: path, detail: message)
    case SQLITE_BUSY, SQLITE_LOCKED:
      // Not another luoshi, which the folder's lock keeps out, but somebody with SQLite's own tool.
      let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      self = .inUse(folder: folder.joined(separator: "/"))
    default:
      // The write-ahead log's index cannot grow on a full disk, and says so in this way.
      let isFull = code == Self.indexCannotGrow
      self =
        isFull
        ? .diskFull(path: path)
        : .engine(code: Int(code), message: message, during: String(during.prefix(120)))
    }
  }

  /// SQLITE_IOERR_SHMSIZE, a macro that Swift does not see.
  private static let indexCannotGrow: Int32 = SQLITE_IOERR | 19 << 8

  /// What a reader's error means; errors of other origin stay as they are.
  static func mapped(_ error: any Error, path: String) -> any Error {
    switch error {
    case let error as DatabaseError:
      StorageFailure(
        code: error.extendedResultCode.rawValue, message: error.message ?? "no message",
        path: path, during: error.sql ?? "reading")
    case is RowDamage:
      StorageFailure.damaged(path: path, detail: "a row is not as this program writes it")
    default: error
    }
  }
}
