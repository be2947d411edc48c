import Foundation
import Glibc
import Ledger
import Registry
import Storage
import StorageSQLite

/// A ledger in files or a database, held so that nobody else writes to it while its keys change.
struct HeldLedger {
  let store: any Store
  let properties: LedgerProperties
  /// Writes a change to a new root key in one transaction.
  let change: (_ rotation: Rotation, _ root: [UInt8]) throws -> Void

  init(folder: String) throws {
    let store = try SQLiteStore(folder: folder, properties: nil)
    self.store = store
    properties = try LedgerFolder.settled(of: store)
    change = { rotation, _ in
      var entropy = SystemRandomNumberGenerator()
      try store.rotate(properties: rotation.properties.stored, checkpoint: rotation.checkpoint) {
        try rotation.rewrapped($0, entropy: &entropy)
      }
    }
  }

  init(
    store: any Store, properties: LedgerProperties,
    change: @escaping (_ rotation: Rotation, _ root: [UInt8]) throws -> Void
  ) {
    self.store = store
    self.properties = properties
    self.change = change
  }
}

/// Changes a ledger's root key.
///
/// New files are written beside the old ones first; the key table and what belongs to it change in
/// one transaction; then the new files take the places of the old. Cut short anywhere, the same
/// command finishes or begins again.
struct KeyRotation {
  let ledger: String
  /// The folder of the files that belong to the ledger.
  private let folder: String
  private let rootPath: String
  private var nextRootPath: String { rootPath + ".next" }
  private var logPath: String { folder + "/" + AccessLogFile.name }
  private var nextLogPath: String { logPath + ".next" }

  init(_ ledger: String) throws {
    self.ledger = ledger
    folder = try LedgerPlace.files(of: ledger)
    rootPath = try LedgerFolder.rootKeyPath(ledger)
  }

  /// Where the old root key lies afterwards.
  var oldRootPath: String { rootPath + ".old" }

  /// What the new root key's file is called before it takes the old one's place.
  var nextRootName: String { URL(fileURLWithPath: nextRootPath).lastPathComponent }

  /// What came of it.
  struct Outcome {
    let key: VerifierKey
    /// Whether an earlier change, cut short, was finished and no new one made.
    let isFinished: Bool
  }

  func run() throws -> Outcome {
    let held = try hold()
    guard !held.properties.isDemo else {
      throw Failure("\(ledger): is a demo ledger, whose keys follow from its seed")
    }
    if let key = try finished(held.properties) { return Outcome(key: key, isFinished: true) }
    guard !FileManager.default.fileExists(atPath: oldRootPath) else {
      throw Failure(
        "\(oldRootPath): the root key before the last change is still here; move it to where older "
          + "backups are kept, or destroy it, and begin again")
    }
    guard let newest = try held.store.read({ try $0.checkpoint(upTo: .max) }) else {
      throw Failure("\(ledger): has no entries yet; make another ledger instead")
    }
    var entropy = SystemRandomNumberGenerator()
    let root = (0..<LedgerSecrets.rootByteCount).map { _ in
      UInt8.random(in: .min ... .max, using: &entropy)
    }
    let rotation = try Rotation(
      of: held.properties, newest: newest,
      from: LedgerFolder.rootKey(ledger, properties: held.properties, mayCreate: false), to: root,
      entropy: &entropy)
    try PrivateFile.write(Array((Hex.encode(root) + "\n").utf8), to: nextRootPath)
    try sync(nextRootPath)
    try sealAccessLog(from: rotation.accessKeys.old, to: rotation.accessKeys.new)
    try held.change(rotation, root)
    try putInPlace()
    return Outcome(
      key: try Registry.keys(of: rotation.properties, root: root).current, isFinished: false)
  }

  private func hold() throws -> HeldLedger {
    switch try LedgerPlace(ledger) {
    case .folder(let folder): return try HeldLedger(folder: folder)
    #if PostgreSQL
    case .database(let address): return try HeldLedger(address)
    #endif
    }
  }

  /// Finishes a change whose transaction was made, or throws away one whose was not.
  private func finished(_ properties: LedgerProperties) throws -> VerifierKey? {
    guard FileManager.default.fileExists(atPath: nextRootPath) else { return nil }
    guard properties.carried != nil, let root = try LedgerFolder.rootKey(at: nextRootPath),
      let keys = try? Registry.keys(of: properties, root: root)
    else {
      try remove(nextRootPath)
      try remove(nextLogPath)
      return nil
    }
    try followAccessLog(to: root)
    try putInPlace()
    return keys.current
  }

  /// Seals the access log anew where the change was made on another machine, which has given this
  /// one the new root key only.
  private func followAccessLog(to root: [UInt8]) throws {
    let hasBoth = [logPath, rootPath].allSatisfy { FileManager.default.fileExists(atPath: $0) }
    guard hasBoth, !FileManager.default.fileExists(atPath: nextLogPath) else { return }
    let new = try LedgerSecrets(root: root).accessKey
    guard try AccessLogFile(folder: folder, key: new).accesses().error != nil else { return }
    guard let old = try LedgerFolder.rootKey(at: rootPath) else { return }
    try sealAccessLog(from: LedgerSecrets(root: old).accessKey, to: new)
  }

  /// Seals every line of the access log anew, beside the old one.
  private func sealAccessLog(from old: AccessKey, to new: AccessKey) throws {
    guard FileManager.default.fileExists(atPath: logPath) else { return }
    let (accesses, error) = try AccessLogFile(folder: folder, key: old).accesses()
    if let error {
      throw Failure("\(logPath): \(error); put a whole copy in its place first")
    }
    var chain = AccessChain()
    var entropy = SystemRandomNumberGenerator()
    var bytes: [UInt8] = []
    for access in accesses {
      bytes += chain.seal(access, key: new, entropy: &entropy) + Array("\n".utf8)
    }
    try PrivateFile.write(bytes, to: nextLogPath)
    try sync(nextLogPath)
  }

  private func putInPlace() throws {
    if FileManager.default.fileExists(atPath: nextLogPath) { try move(nextLogPath, to: logPath) }
    // A crash between the two leaves no root.key but both others; `finished` goes on from there.
    if FileManager.default.fileExists(atPath: rootPath) { try move(rootPath, to: oldRootPath) }
    try move(nextRootPath, to: rootPath)
  }

  private func move(_ path: String, to place: String) throws {
    guard unsafe rename(path, place) == 0 else {
      throw Failure("\(place): cannot be written; check the folder, and run the command again")
    }
    try sync(URL(fileURLWithPath: place).deletingLastPathComponent().path)
  }

  private func remove(_ path: String) throws {
    guard FileManager.default.fileExists(atPath: path) else { return }
    guard unsafe unlink(path) == 0 else {
      throw Failure("\(path): cannot be removed; check the folder and its permissions")
    }
  }

  private func sync(_ path: String) throws {
    let descriptor = unsafe open(path, O_RDONLY)
    guard descriptor >= 0 else { throw Failure("\(path): cannot be opened") }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else {
      throw Failure("\(path): cannot be synced; check the room on the disk")
    }
  }
}
