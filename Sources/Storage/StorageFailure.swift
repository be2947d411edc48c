/// Something an operator has to see to: the disk, a file, the engine.
///
/// It is never the submitter's fault.
public enum StorageFailure: Error, Sendable, Hashable {
  /// There is no ledger in this folder.
  case notFound(folder: String)
  /// The folder or a file in it cannot be written.
  case readOnly(path: String)
  /// The ledger was written by a newer version of the program.
  case newerFormat(path: String, found: Int, known: Int)
  /// The file is not a ledger, or is damaged.
  case damaged(path: String, detail: String)
  /// Another process has the ledger open for writing.
  case inUse(folder: String)
  /// The disk is full.
  case diskFull(path: String)
  /// The engine answered something else.
  case engine(code: Int, message: String, during: String)
  /// The database server is not there, or is none that a ledger may lie on.
  case unreachable(server: String, detail: String)
  /// Another process, maybe on another machine, writes to this ledger of a database.
  case writerElsewhere(ledger: String)
  /// The database server answered something else; `state` is its SQLSTATE.
  case server(state: String, message: String, during: String)
}

extension StorageFailure: CustomStringConvertible {
  /// What happened, where, and how to mend it.
  public var description: String {
    switch self {
    case .notFound(let folder):
      "there is no ledger in \(folder); make one with `luoshi demo` or `luoshi adopt`"
    case .readOnly(let path):
      "\(path) cannot be written; check the owner and permissions of the folder and the disk"
    case .newerFormat(let path, let found, let known):
      """
      \(path) has format \(found), and this version of luoshi knows formats up to \(known); \
      use a newer luoshi
      """
    case .damaged(let path, let detail):
      """
      \(path) is damaged or is no ledger (\(detail)); if it is the projections file, stop luoshi \
      and delete it: it is rebuilt from the entries
      """
    case .inUse(let folder):
      "another luoshi has the ledger in \(folder) open; stop it, or choose another folder"
    case .diskFull(let path):
      "the disk that holds \(path) is full; make room, then start again: nothing is half-written"
    case .engine(let code, let message, let during):
      "the storage engine failed while \(during): \(message) (code \(code))"
    case .unreachable(let server, let detail):
      "\(server) cannot be used: \(detail); check the address and the server"
    case .writerElsewhere(let ledger):
      """
      another luoshi writes to \(ledger), and only one may; stop it, or serve the ledger beside it \
      with `luoshi serve --read-only`
      """
    case .server(let state, let message, let during):
      "the database server failed while \(during): \(message) (SQLSTATE \(state))"
    }
  }
}
