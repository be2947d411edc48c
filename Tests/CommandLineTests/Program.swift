import Foundation

/// The program itself, as a new user would run it.
enum Program {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  static let path = root.appending(path: ".build/debug/luoshi").path

  /// What a run printed, and how it ended.
  struct Ending {
    let status: Int32
    let out: String
    let error: String
  }

  /// Runs the program, or another one through `prefix`.
  static func run(
    _ arguments: [String], of program: String = path, prefix: [String] = []
  ) throws -> Ending {
    let process = Process()
    let command = prefix + [program] + arguments
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    process.currentDirectoryURL = root
    let out = Pipe()
    let folder = try Folder()
    let errorPath = folder.file("stderr")
    _ = FileManager.default.createFile(atPath: errorPath, contents: nil)
    process.standardOutput = out
    process.standardError = FileHandle(forWritingAtPath: errorPath)
    try process.run()
    let printed = out.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let error = FileManager.default.contents(atPath: errorPath) ?? Data()
    return Ending(
      status: process.terminationStatus, out: String(decoding: printed, as: UTF8.self),
      error: String(decoding: error, as: UTF8.self))
  }
}

/// A folder that is removed with the value.
final class Folder {
  let path: String

  init() throws {
    path =
      FileManager.default.temporaryDirectory
      .appending(path: "luoshi-cli-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  func file(_ name: String) -> String { path + "/" + name }

  func write(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: file(name)))
    return file(name)
  }

  func write(_ name: String, text: String) throws -> String {
    try write(name, text.utf8)
  }
}
