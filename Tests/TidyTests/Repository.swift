import Foundation

/// The files of this repository.
enum Repository {
  /// Links are followed, so that a package that borrows these folders checks the real ones.
  static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// What `.gitignore` leaves out, and what is not ours to read.
  private static let ignored: Set<String> = [
    ".git", ".build", ".swiftpm", "__pycache__", "demo", "out", "Package.resolved",
  ]

  /// Every text file, by path.
  static let files: [SourceText] = {
    var files: [SourceText] = []
    var folders = [""]
    while let folder = folders.popLast() {
      let names = try? FileManager.default.contentsOfDirectory(
        atPath: root.appending(path: folder).path)
      for name in names ?? [] where !ignored.contains(name) && !name.hasPrefix(".build") {
        let path = folder.isEmpty ? name : folder + "/" + name
        let url = root.appending(path: path)
        let isFolder = (try? url.resourceValues(forKeys: [.isDirectoryKey]).isDirectory) ?? false
        if isFolder {
          folders.append(path)
        } else if let text = text(url) {
          files.append(SourceText(path: path, text: text))
        }
      }
    }
    return files.sorted { $0.path < $1.path }
  }()

  static let swift = files.filter(\.isSwift)
  static let sources = swift.filter { $0.isIn(["Sources"]) }

  /// A file's text, if it is one: pictures and databases are not.
  private static func text(_ url: URL) -> String? {
    guard let data = try? Data(contentsOf: url), !data.prefix(4_096).contains(0) else {
      return nil
    }
    return String(data: data, encoding: .utf8)
  }
}
