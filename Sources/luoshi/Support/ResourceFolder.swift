import Foundation
import Indicators
import ProgrammeFiles
import Programmes
import Reading

/// The files that come with the program: packages, lexicon, indicators, pages' styles.
struct ResourceFolder {
  let path: String

  /// Finds the folder: `LUOSHI_HOME`, else the nearest folder above the program or the current one
  /// that holds `Packages` and `Resources`, else `../share/luoshi` beside the program.
  static func find() throws -> ResourceFolder {
    if let home = ProcessInfo.processInfo.environment["LUOSHI_HOME"], !home.isEmpty {
      guard isHome(home) else {
        throw Failure("LUOSHI_HOME is \(home), which holds no Packages and Resources folders")
      }
      return ResourceFolder(path: home)
    }
    let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    let bin = program.deletingLastPathComponent()
    let installed = bin.deletingLastPathComponent().appendingPathComponent("share/luoshi").path
    if isHome(installed) { return ResourceFolder(path: installed) }
    for start in [bin.path, FileManager.default.currentDirectoryPath] {
      var folder = URL(fileURLWithPath: start)
      for _ in 0..<12 {
        if isHome(folder.path) { return ResourceFolder(path: folder.path) }
        folder.deleteLastPathComponent()
      }
    }
    throw Failure(
      "cannot find the Packages and Resources folders; run luoshi in its own folder, or set "
        + "LUOSHI_HOME to the folder that holds them")
  }

  private static func isHome(_ path: String) -> Bool {
    let manager = FileManager.default
    return manager.fileExists(atPath: path + "/Packages/programmes.yaml")
      && manager.fileExists(atPath: path + "/Resources/lexicon.txt")
  }

  /// The bundled programmes in the order of their uses, the meta programme first.
  func programmes() throws -> [ProgrammeDraft] {
    let folder = path + "/Packages"
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".yaml") }.sorted()
    var drafts: [ProgrammeDraft] = []
    for name in names {
      drafts.append(try readProgramme(try bytes("Packages/\(name)"), file: name))
    }
    return ProgrammeDraft.inOrderOfUse(drafts)
  }

  func indicators() throws -> IndicatorCatalogue {
    try IndicatorCatalogue(
      readTree(try bytes("Resources/indicators.yaml"), file: "indicators.yaml"))
  }

  func lexicon() throws -> Lexicon {
    try Lexicon(files: lexiconFiles(adding: []))
  }

  /// The bundled words and those of the user's files, in the order in which they are loaded.
  func lexiconFiles(adding paths: [String]) throws -> [LexiconFile] {
    let bundled = LexiconFile(name: "lexicon.txt", bytes: try bytes("Resources/lexicon.txt"))
    return [bundled] + (try paths.map { LexiconFile(name: $0, bytes: try Files.read($0)) })
  }

  func bytes(_ name: String) throws -> [UInt8] {
    try Files.read(path + "/" + name)
  }
}
