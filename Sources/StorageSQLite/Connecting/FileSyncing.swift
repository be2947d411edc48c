import Glibc
import Storage

/// Makes files and their names last.
enum FileSyncing {
  /// Syncs a folder, so that a file renamed in it is found after a power cut.
  ///
  /// Some file systems cannot sync a folder, and then there is nothing else to do.
  static func syncFolder(_ path: String) {
    let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  /// Syncs a file that was written by another connection.
  static func syncFile(_ path: String) throws(StorageFailure) {
    let descriptor = unsafe open(path, O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else { throw .readOnly(path: path) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else {
      let code = errno
      if code == ENOSPC || code == EDQUOT { throw .diskFull(path: path) }
      throw .engine(code: Int(code), message: "it could not be synced", during: "syncing \(path)")
    }
  }
}
