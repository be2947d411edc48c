import Foundation
import Storage
import StorageSQLite

#if PostgreSQL
import StoragePostgreSQL
#endif

/// Where a ledger lies: in a folder, or in a database.
enum LedgerPlace {
  case folder(String)
  #if PostgreSQL
  case database(PostgreSQLAddress)
  #endif

  /// What `--ledger` names: a folder, or `postgresql://…`.
  init(_ text: String) throws {
    guard Self.isDatabase(text) else {
      self = .folder(text)
      return
    }
    #if PostgreSQL
    self = .database(try PostgreSQLAddress(text))
    #else
    throw Failure(
      "this luoshi was built without PostgreSQL; build it with `swift build --traits PostgreSQL`, "
        + "or name a folder")
    #endif
  }

  private static func isDatabase(_ text: String) -> Bool {
    text.hasPrefix("postgresql://") || text.hasPrefix("postgres://")
  }

  /// The folder of the files that belong to a ledger and are never in a database, such as its root
  /// key; for a ledger in a database one of its name, in the current folder.
  static func files(of ledger: String) throws -> String {
    switch try LedgerPlace(ledger) {
    case .folder(let folder): return folder
    #if PostgreSQL
    case .database(let address):
      let folder = "luoshi-" + address.name
      do {
        try FileManager.default.createDirectory(
          atPath: folder, withIntermediateDirectories: true,
          attributes: [.posixPermissions: 0o700])
      } catch {
        throw StorageFailure.readOnly(path: folder)
      }
      return folder
    #endif
    }
  }

  /// The folder, for a command that is about files; `remedy` says what to do with a database.
  static func folder(_ ledger: String, remedy: String) throws -> String {
    guard isDatabase(ledger) else { return ledger }
    throw Failure("a ledger in a database has no files for this command; \(remedy)")
  }

  /// Whether there is a ledger.
  var exists: Bool {
    get throws {
      switch self {
      case .folder(let folder): SQLiteStore.exists(in: folder)
      #if PostgreSQL
      case .database(let address): try PostgreSQLStore.exists(address)
      #endif
      }
    }
  }

  /// Looks at a ledger as it is now, also while another process writes to it.
  func read<Result>(_ body: (any StoreReader) throws -> Result) throws -> Result {
    switch self {
    case .folder(let folder): try SQLiteStore(auditing: folder).read(body)
    #if PostgreSQL
    case .database(let address): try PostgreSQLStore(address, properties: nil).read(body)
    #endif
    }
  }

  /// What was settled when the ledger was made, and the format it is stored in.
  var properties: [String: String] {
    get throws {
      switch self {
      case .folder(let folder): try SQLiteStore.properties(in: folder)
      #if PostgreSQL
      case .database(let address): try PostgreSQLStore.properties(at: address)
      #endif
      }
    }
  }
}
