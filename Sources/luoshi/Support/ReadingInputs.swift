import Foundation

/// The files that a `read` is for, and the name of each one's output.
struct ReadingInputs {
  /// One file to read.
  struct Item: Sendable {
    let path: String
    /// What the document is called in the output: its name, below the folder that was walked.
    let document: String
    /// The output's path below the output folder, without the format's ending.
    let name: String
  }

  private(set) var items: [Item] = []
  /// Files in folders that are of no kind that is read.
  private(set) var otherCount = 0

  // What is looked for in folders; a file named by the user is read whatever its ending.
  private static let endings: Set<String> = [
    "txt", "text", "html", "htm", "shtml", "xhtml", "pdf", "docx",
  ]
  /// The ending of the extracted texts, which are outputs.
  static let extracted = ".extracted.txt"

  /// Walks folders, in order of names; `output` and what is hidden is left out.
  init(_ arguments: [String], output: String?) throws {
    var found: [(path: String, below: String)] = []
    for argument in arguments {
      var isFolder: ObjCBool = false
      let isThere = unsafe FileManager.default.fileExists(atPath: argument, isDirectory: &isFolder)
      if isThere, isFolder.boolValue {
        found += try walk(argument, output: output)
      } else {
        found.append((argument, Files.name(argument)))
      }
    }
    var seen: Set<String> = []
    let once = found.filter { seen.insert(Self.standard($0.path)).inserted }
    let names = Self.names(once)
    items = zip(once, names).map { Item(path: $0.path, document: $0.below, name: $1) }
  }

  private mutating func walk(
    _ folder: String, output: String?
  ) throws -> [(path: String, below: String)] {
    let left = output.map(Self.standard)
    var result: [(path: String, below: String)] = []
    var folders = [""]
    while let below = folders.popLast() {
      let place = below.isEmpty ? folder : "\(folder)/\(below)"
      if let left, Self.standard(place) == left, !below.isEmpty { continue }
      guard let names = try? FileManager.default.contentsOfDirectory(atPath: place) else {
        throw Failure("\(place): the folder cannot be read; check its permissions")
      }
      var inner: [String] = []
      for name in names.sorted() where !name.hasPrefix(".") {
        let path = below.isEmpty ? name : "\(below)/\(name)"
        var isFolder: ObjCBool = false
        _ = unsafe FileManager.default.fileExists(
          atPath: "\(folder)/\(path)", isDirectory: &isFolder)
        if isFolder.boolValue {
          // A link to a folder could lead round in a circle.
          let isLink =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(path)")) != nil
          if !isLink { inner.append(path) }
        } else if Self.isRead(name) {
          result.append(("\(folder)/\(path)", path))
        } else {
          otherCount += 1
        }
      }
      folders += inner.reversed()
    }
    return result
  }

  private static func isRead(_ name: String) -> Bool {
    guard !name.hasSuffix(extracted), let dot = name.lastIndex(of: ".") else { return false }
    return endings.contains(name[name.index(after: dot)...].lowercased())
  }

  /// The shortest name for each that no other has: without its ending, with it, with its folders.
  private static func names(_ files: [(path: String, below: String)]) -> [String] {
    var levels = Array(repeating: 0, count: files.count)
    var names: [String] = []
    for _ in 0..<4 {
      names = files.indices.map { name(files[$0], level: levels[$0]) }
      var groups: [String: Int] = [:]
      for name in names { groups[name, default: 0] += 1 }
      let clashing = files.indices.filter { groups[names[$0], default: 0] > 1 && levels[$0] < 3 }
      if clashing.isEmpty { break }
      for index in clashing { levels[index] += 1 }
    }
    return names
  }

  private static func name(_ file: (path: String, below: String), level: Int) -> String {
    let path =
      level < 2
      ? file.below
      : file.path.split(separator: "/").filter { $0 != "." && $0 != ".." }.joined(separator: "/")
    guard level == 0 || level == 2, let dot = path.lastIndex(of: ".") else { return path }
    let start = path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex
    return dot > start ? String(path[..<dot]) : path
  }

  private static func standard(_ path: String) -> String {
    URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path
  }
}
