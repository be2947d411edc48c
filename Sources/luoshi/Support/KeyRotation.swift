import Foundation
import Glibc
import Ledger
import Registry
import Storage
import StorageSQLite

/// Changes a ledger's root key.
///
/// New files are written beside the old ones first; the key table and what belongs to it change in
/// one transaction; then the new files take the places of the old. Cut short anywhere, the same
/// command finishes or begins again.
struct KeyRotation {
  let folder: String
  private let rootPath: String
  private var nextRootPath: String { rootPath + ".next" }
  private var logPath: String { folder + "/" + AccessLogFile.name }
  private var nextLogPath: String { logPath + ".next" }

  init(folder: String) throws {
    self.folder = folder
    self.rootPath = try LedgerFolder.rootKeyPath(folder)
  }

  /// Where the old root key lies afterwards.
  var oldRootPath: String { rootPath + ".old" }

  /// What came of it.
  struct Outcome {
    let key: VerifierKey
    /// Whether an earlier change, cut short, was finished and no new one made.
    let isFinished: Bool
  }

  func run() throws -> Outcome {
    let store = try SQLiteStore(folder: folder, properties: nil)
    let properties = try LedgerFolder.settled(of: store)
    guard !properties.isDemo else {
      throw Failure("\(folder): is a demo ledger, whose keys follow from its seed")
    }
    if let key = try finished(properties) { return Outcome(key: key, isFinished: true) }
    guard !FileManager.default.fileExists(atPath: oldRootPath) else {
      throw Failure(
        "\(oldRootPath): the root key before the last change is still here; move it to where older "
          + "backups are kept, or destroy it, and begin again")
    }
    guard let newest = try store.read({ try $0.checkpoint(upTo: .max) }) else {
      throw Failure("\(folder): has no entries yet; make another ledger instead")
    }
    var entropy = SystemRandomNumberGenerator()
    let root = (0..<LedgerSecrets.rootByteCount).map { _ in
      UInt8.random(in: .min ... .max, using: &entropy)
    }
    let rotation = try Rotation(
      of: properties, newest: newest,
      from: LedgerFolder.rootKey(folder, properties: properties, mayCreate: false), to: root,
      entropy: &entropy)
    try PrivateFile.write(Array((Hex.encode(root) + "\n").utf8), to: nextRootPath)
    try sync(nextRootPath)
    try sealAccessLog(from: rotation.accessKeys.old, to: rotation.accessKeys.new)
    try store.rotate(properties: rotation.properties.stored, checkpoint: rotation.checkpoint) {
      try rotation.rewrapped($0, entropy: &entropy)
    }
    try putInPlace()
    return Outcome(
      key: try Registry.keys(of: rotation.properties, root: root).current, isFinished: false)
  }

  /// Finishes a change whose transaction was made, or throws away one whose was not.
  private func finished(_ properties: LedgerProperties) throws -> VerifierKey? {
    guard FileManager.default.fileExists(atPath: nextRootPath) else { return nil }
    let text = String(decoding: try Files.read(nextRootPath), as: UTF8.self)
      .trimmingCharacters(in: .whitespacesAndNewlines)
    guard properties.carried != nil, let root = Hex.decode(text),
      let keys = try? Registry.keys(of: properties, root: root)
    else {
      try remove(nextRootPath)
      try remove(nextLogPath)
      return nil
    }
    try putInPlace()
    return keys.current
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
