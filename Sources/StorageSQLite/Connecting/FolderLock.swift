import Foundation
import Glibc
import Storage

/// Held while a process has a ledger open for writing; the kernel lets go of it when it ends.
final class FolderLock: Sendable {
  private let descriptor: Int32

  init(folder: String) throws(StorageFailure) {
    let path = folder + "/lock"
    let descriptor = unsafe open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .readOnly(path: path) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let code = errno
      close(descriptor)
      if code == EWOULDBLOCK { throw .inUse(folder: folder) }
      // Some network file systems have no locks; two writers would destroy a ledger there.
      throw .engine(
        code: Int(code), message: "this file system gives no lock", during: "locking \(path)")
    }
    self.descriptor = descriptor
  }

  deinit {
    close(descriptor)
  }
}
