import Foundation
import Glibc

/// Reading and writing whole files, with messages for people.
enum Files {
  /// The largest file read: a report of 50 MB must be read, and nobody has one of 512.
  static let bytesMax = 512 << 20

  static func read(_ path: String) throws -> [UInt8] {
    var isFolder: ObjCBool = false
    guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw Failure("\(path): there is no such file")
    }
    guard !isFolder.boolValue else { throw Failure("\(path): is a folder, not a file") }
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    let size = (attributes?[.size] as? NSNumber)?.intValue ?? 0
    guard size <= bytesMax else {
      throw Failure("\(path): has \(size >> 20) MB; at most \(bytesMax >> 20) MB are read")
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Failure("\(path): cannot be read; check its permissions")
    }
    return [UInt8](data)
  }

  static func write(_ bytes: [UInt8], to path: String) throws {
    do {
      try Data(bytes).write(to: URL(fileURLWithPath: path))
    } catch {
      throw Failure("\(path): cannot be written; check the folder and its permissions")
    }
  }

  /// Writes a file that is there whole or not at all: under another name first, then renamed.
  static func writeWhole(_ bytes: [UInt8], to path: String) throws {
    let url = URL(fileURLWithPath: path)
    let part = url.deletingLastPathComponent().path + "/.\(url.lastPathComponent).part"
    try write(bytes, to: part)
    guard unsafe rename(part, path) == 0 else {
      try? FileManager.default.removeItem(atPath: part)
      throw Failure("\(path): cannot be written; check the folder and its permissions")
    }
  }

  static func makeFolder(_ path: String) throws {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true)
    } catch {
      throw Failure("\(path): the folder cannot be made; check the path and its permissions")
    }
  }

  static func name(_ path: String) -> String { URL(fileURLWithPath: path).lastPathComponent }
}
