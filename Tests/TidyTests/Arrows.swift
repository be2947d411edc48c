/// Which target may import what: our own as Package.swift says, others as the table here says.
struct Arrows {
  /// From the ground up, the order of docs/architecture.md read from below.
  ///
  /// A target may use only what stands before it.
  static let order = [
    "Quantities", "Markup", "Reading", "Comparing", "Inputs", "Programmes", "ProgrammeFiles",
    "Ledger", "Indicators", "Verifier", "Storage", "StorageSQLite", "StoragePostgreSQL",
    "Registry", "Adoption", "Publishing", "Web", "Simulation", "luoshi",
  ]

  /// Modules of other packages and of the system, by the target that may use them.
  ///
  /// Everybody may use `Synchronization`, which is part of the language's library.
  static let foreign: [String: Set<String>] = [
    "Inputs": ["Foundation"],
    "ProgrammeFiles": ["Yams"],
    "Ledger": ["Crypto"],
    "StorageSQLite": ["Foundation", "Glibc", "GRDB", "GRDBSQLite", "CSQLite"],
    "StoragePostgreSQL": ["CPostgreSQL", "Dispatch"],
    "Registry": ["Foundation", "Glibc", "Dispatch", "Logging"],
    "Web": [
      "Foundation", "Hummingbird", "HTTPTypes", "NIOCore", "NIOPosix", "Logging",
      "ServiceLifecycle",
    ],
    "luoshi": [
      "Foundation", "Glibc", "Dispatch", "ArgumentParser", "Logging", "ServiceLifecycle",
      "UnixSignals",
    ],
  ]

  /// Our targets and what of ours each depends on, in the order of the manifest.
  let targets: [(name: String, uses: Set<String>)]

  /// Reads the manifest: `module("Name", ["Other", …])` and the executable's `dependencies`.
  init(manifest: String) {
    var targets: [(name: String, uses: Set<String>)] = []
    let text = manifest.split(separator: "targets: [").last.map(String.init) ?? ""
    var rest = text[...]
    while let start = rest.firstRange(of: #/module\(|executableTarget\(/#) {
      rest = rest[start.upperBound...]
      let end = Self.closing(rest)
      let names = Self.strings(rest[..<end])
      if let name = names.first {
        targets.append((name, Set(names.dropFirst()).intersection(Self.order)))
      }
      rest = rest[end...]
    }
    self.targets = targets
  }

  /// Where the parenthesis before `text` is closed.
  private static func closing(_ text: Substring) -> Substring.Index {
    var depth = 1
    for index in text.indices {
      if text[index] == "(" { depth += 1 }
      if text[index] == ")" { depth -= 1 }
      if depth == 0 { return index }
    }
    return text.endIndex
  }

  private static func strings(_ text: Substring) -> [String] {
    text.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 }.map { String($0.element) }
  }

  /// Dependencies that point upwards, and targets at another place than the order says.
  func misplaced(order: [String] = Arrows.order) -> [String] {
    var problems: [String] = []
    if Set(targets.map(\.name)) != Set(order) || targets.count != order.count {
      problems.append("Package.swift has \(targets.map(\.name)), the order has \(order)")
    }
    for (name, uses) in targets {
      let place = order.firstIndex(of: name) ?? 0
      for used in uses.sorted() where (order.firstIndex(of: used) ?? .max) >= place {
        problems.append("\(name) depends on \(used), which does not stand below it")
      }
    }
    return problems
  }

  /// The targets of the table of modules in docs/architecture.md, from the ground up.
  static func documented(in page: [String]) -> [String] {
    let names = page.compactMap { line -> String? in
      let parts = line.split(separator: "`", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3, parts[0] == "| ", order.contains(String(parts[1])) else {
        return nil
      }
      return String(parts[1])
    }
    return names.reversed()
  }

  /// Imports that neither the manifest nor the table allows.
  func findings(in file: SourceText) -> [Finding] {
    guard let target = file.target, file.isSwift else { return [] }
    let uses = targets.first { $0.name == target }?.uses ?? []
    let allowed = uses.union(Self.foreign[target] ?? []).union(["Synchronization"])
    return file.code.enumerated().compactMap { index, line in
      guard let module = Self.module(line), !allowed.contains(module) else { return nil }
      return Finding(
        path: file.path, line: index + 1, problem: "`import \(module)` in \(target)",
        remedy: "use only what its line in Package.swift and the table of the tidy test name")
    }
  }

  /// The module that a line imports.
  private static func module(_ line: String) -> String? {
    var words = line.split(separator: " ")[...]
    let levels: Set<Substring> = ["public", "package", "internal", "private", "fileprivate"]
    while let word = words.first, word.hasPrefix("@") || levels.contains(word) {
      words = words.dropFirst()
    }
    guard words.first == "import", let last = words.last else { return nil }
    return last.split(separator: ".").first.map(String.init)
  }
}
