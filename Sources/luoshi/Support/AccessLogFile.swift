import Foundation
import Glibc
import Ledger
import Registry

/// The access log of a ledger: a file of its own in the ledger's folder, a sealed line an access.
struct AccessLogFile: AccessLog {
  static let name = "access.log"
  /// Longer than any line: an access names at most some thousand records.
  private static let lineMax: UInt64 = 4 << 20

  let path: String
  private let key: AccessKey

  init(folder: String, key: AccessKey) {
    self.path = folder + "/" + Self.name
    self.key = key
  }

  /// Writes the access behind the last line and syncs it; several processes take turns.
  func note(_ access: Access) throws {
    if !FileManager.default.fileExists(atPath: path) {
      _ = FileManager.default.createFile(
        atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
    }
    guard let file = FileHandle(forUpdatingAtPath: path) else { throw unwritable }
    defer { try? file.close() }
    guard flock(file.fileDescriptor, LOCK_EX) == 0 else { throw unwritable }
    do {
      let end = try file.seekToEnd()
      var chain = try chain(of: file, end: end)
      var generator = SystemRandomNumberGenerator()
      let line = chain.seal(access, key: key, entropy: &generator)
      try file.seek(toOffset: end)
      try file.write(contentsOf: Data(line + Array("\n".utf8)))
      try file.synchronize()
    } catch let error as AccessError {
      throw Failure("\(path): \(error); put a whole copy in its place, nothing is shown meanwhile")
    } catch let error as Failure {
      throw error
    } catch {
      throw unwritable
    }
  }

  private var unwritable: Failure {
    Failure(
      "\(path): the access cannot be noted, so nothing is shown; check the folder, its permissions "
        + "and the room on the disk")
  }

  private func chain(of file: FileHandle, end: UInt64) throws -> AccessChain {
    guard end > 0 else { return AccessChain() }
    let start = end > Self.lineMax ? end - Self.lineMax : 0
    try file.seek(toOffset: start)
    let tail = [UInt8](try file.readToEnd() ?? Data())
    guard tail.last == UInt8(ascii: "\n") else {
      throw Failure(
        "\(path): its last line was cut off, so nothing is shown; take that line away if the "
          + "machine stopped while it was written")
    }
    let lines = tail.dropLast().split(separator: UInt8(ascii: "\n"))
    guard let last = lines.last else { throw AccessError.malformed(line: -1) }
    return try AccessChain(after: Array(last))
  }

  /// All accesses, oldest first, up to the first line that is not believed.
  func accesses() throws -> (accesses: [Access], error: AccessError?) {
    guard FileManager.default.fileExists(atPath: path) else { return ([], nil) }
    var chain = AccessChain()
    var accesses: [Access] = []
    for line in try Files.read(path).split(separator: UInt8(ascii: "\n")) {
      do {
        accesses.append(try chain.open(Array(line), key: key))
      } catch {
        return (accesses, error)
      }
    }
    return (accesses, nil)
  }
}
