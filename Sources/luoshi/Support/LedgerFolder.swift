import Foundation
import Ledger
import Programmes
import Quantities
import Registry
import Storage
import StorageSQLite

/// A ledger in a folder or a database, opened with everything it needs.
struct LedgerFolder {
  let registry: Registry
  let store: any Store

  /// The folder used when none is named.
  static let standard = "luoshi-ledger"

  /// Whether there is a ledger.
  static func exists(_ ledger: String) throws -> Bool { try LedgerPlace(ledger).exists }

  /// Opens a ledger that is there.
  static func open(_ folder: String, resources: ResourceFolder) throws -> LedgerFolder {
    try open(folder, resources: resources, creating: nil, clock: nil)
  }

  /// Opens a ledger, making one with these properties if there is none.
  static func open(
    _ ledger: String, resources: ResourceFolder, creating properties: LedgerProperties?,
    clock: (any Clock)?
  ) throws -> LedgerFolder {
    switch try LedgerPlace(ledger) {
    case .folder(let folder):
      return try open(folder: folder, resources: resources, creating: properties, clock: clock)
    #if PostgreSQL
    case .database(let address):
      return try open(
        address, ledger: ledger, resources: resources, creating: properties, clock: clock)
    #endif
    }
  }

  private static func open(
    folder: String, resources: ResourceFolder, creating properties: LedgerProperties?,
    clock: (any Clock)?
  ) throws -> LedgerFolder {
    let store = try SQLiteStore(folder: folder, properties: properties?.stored)
    let found = try settled(of: store)
    let root = try rootKey(folder, properties: found, mayCreate: properties != nil)
    let lastMoment = try store.lastMoment()
    let standing: any Clock =
      found.isDemo ? StandingClock(milliseconds: lastMoment ?? 0) : SystemClock()
    let registry = try Registry(
      store: store, writer: try store.makeWriter(), projector: try store.makeProjector(),
      properties: found, root: root,
      bundled: try resources.programmes(), indicators: try resources.indicators(),
      clock: clock ?? standing)
    return LedgerFolder(registry: registry, store: store)
  }

  /// Opens a ledger for showing it, beside the process that writes to it.
  static func openReading(_ ledger: String, resources: ResourceFolder) throws -> LedgerFolder {
    switch try LedgerPlace(ledger) {
    case .folder:
      throw Failure(
        "--read-only is for a ledger in a database; one in a folder is served by one process")
    #if PostgreSQL
    case .database(let address):
      return try openReading(address, ledger: ledger, resources: resources)
    #endif
    }
  }

  /// Opens a ledger for looking into it, also while another process has it open.
  ///
  /// What that one has acknowledged and not yet projected, some seconds' work at most, is missing.
  static func openBeside(_ ledger: String, resources: ResourceFolder) throws -> LedgerFolder {
    do {
      return try open(ledger, resources: resources)
    } catch StorageFailure.writerElsewhere {
      Console.note("another luoshi writes to the ledger; it is read beside it")
      return try openReading(ledger, resources: resources)
    } catch StorageFailure.inUse(let folder) {
      Console.note("another luoshi has the ledger open; it is read as it is now")
      let store = try SQLiteStore(auditing: folder)
      let found = try settled(of: store)
      let registry = try Registry(
        reading: store, properties: found,
        root: try rootKey(folder, properties: found, mayCreate: false),
        bundled: try resources.programmes(), indicators: try resources.indicators(),
        clock: SystemClock())
      return LedgerFolder(registry: registry, store: store)
    }
  }

  /// Audits a ledger, also while another process has it open.
  static func audit(
    _ ledger: String, resources: ResourceFolder, decides: Bool, control: AuditControl
  ) throws -> (report: AuditReport, key: VerifierKey) {
    switch try LedgerPlace(ledger) {
    case .folder(let folder):
      return try audit(folder: folder, resources: resources, decides: decides, control: control)
    #if PostgreSQL
    case .database(let address):
      return try audit(
        address, ledger: ledger, resources: resources, decides: decides, control: control)
    #endif
    }
  }

  private static func audit(
    folder: String, resources: ResourceFolder, decides: Bool, control: AuditControl
  ) throws -> (report: AuditReport, key: VerifierKey) {
    do {
      let opened = try open(folder, resources: resources)
      let report = try opened.registry.read { view in
        try view.audit(decides: decides, control: control)
      }
      return (report, opened.registry.verifierKey)
    } catch StorageFailure.inUse {
      Console.note("another luoshi has the ledger open; it is read as it is now")
      let store = try SQLiteStore(auditing: folder)
      let found = try settled(of: store)
      return try Registry.audit(
        store, properties: found, root: try rootKey(folder, properties: found, mayCreate: false),
        bundled: try resources.programmes(), decides: decides, control: control)
    }
  }

  /// The access log of a ledger, which need not be open.
  static func accessLog(_ ledger: String) throws -> AccessLogFile {
    let folder = try LedgerPlace.files(of: ledger)
    let found = try settled(by: LedgerPlace(ledger).properties, of: ledger)
    let root = try rootKey(ledger, properties: found, mayCreate: false)
    return AccessLogFile(folder: folder, key: try found.secrets(root: root).accessKey)
  }

  /// Which ledger a store holds.
  static func settled(of store: SQLiteStore) throws -> LedgerProperties {
    try settled(by: store.properties(), of: store.folder)
  }

  /// Reads a ledger's properties; `name` is the folder or file they are of.
  static func settled(by stored: [String: String], of name: String) throws -> LedgerProperties {
    do {
      return try LedgerProperties(stored: stored)
    } catch {
      throw Failure("\(name): \(error)")
    }
  }

  /// The ledger's root key: from the seed for a demo, else from a file that nobody else can read.
  static func rootKey(
    _ ledger: String, properties: LedgerProperties, mayCreate: Bool
  ) throws -> [UInt8] {
    if let seed = properties.demoSeed { return demoRoot(seed) }
    let path = try rootKeyPath(ledger)
    if FileManager.default.fileExists(atPath: path) {
      guard let root = try rootKey(at: path) else {
        throw Failure("\(path): is no root key; it should hold 64 hexadecimal digits")
      }
      return root
    }
    guard mayCreate else {
      throw Failure(
        "\(path): the ledger's root key is missing; put it back, or set LUOSHI_ROOT_KEY_FILE")
    }
    var generator = SystemRandomNumberGenerator()
    let root = (0..<LedgerSecrets.rootByteCount).map { _ in
      UInt8.random(in: .min ... .max, using: &generator)
    }
    let isMade = FileManager.default.createFile(
      atPath: path, contents: Data((Hex.encode(root) + "\n").utf8),
      attributes: [.posixPermissions: 0o600])
    guard isMade else { throw StorageFailure.readOnly(path: path) }
    Console.note(
      "a new root key was made: \(path). Keep a copy in a safe place: without it nothing that is "
        + "sealed can be read and no checkpoint can be signed.")
    return root
  }

  /// The root key in a file; `nil` if it holds none.
  static func rootKey(at path: String) throws -> [UInt8]? {
    let text = String(decoding: try Files.read(path), as: UTF8.self)
      .trimmingCharacters(in: .whitespacesAndNewlines)
    guard let root = Hex.decode(text), root.count == LedgerSecrets.rootByteCount else { return nil }
    return root
  }

  /// Whether the file with a ledger's root key is in its place.
  static func hasRootKey(_ ledger: String) throws -> Bool {
    FileManager.default.fileExists(atPath: try rootKeyPath(ledger))
  }

  static func rootKeyPath(_ ledger: String) throws -> String {
    try ProcessInfo.processInfo.environment["LUOSHI_ROOT_KEY_FILE"]
      ?? LedgerPlace.files(of: ledger) + "/root.key"
  }

  private static func demoRoot(_ seed: UInt64) -> [UInt8] {
    var generator = SeededGenerator(seed: seed)
    return (0..<LedgerSecrets.rootByteCount).map { _ in
      UInt8.random(in: .min ... .max, using: &generator)
    }
  }
}
