// The rules, in the order of the house style; what each is for is in CONTRIBUTING.md.

/// The rules that look at one file at a time.
enum TidyRules {
  static let all: [Rule] = sizes + banned + [looseEnds, sql, title, machinePaths]

  /// Targets that take bytes and give values; they know neither files nor clocks.
  static let pure = [
    "Quantities", "Programmes", "ProgrammeFiles", "Ledger", "Indicators", "Verifier", "Reading",
    "Comparing", "Markup",
  ].map { "Sources/" + $0 }

  /// Targets whose numbers are stored or published; they are exact.
  static let exact = [
    "Quantities", "Programmes", "Ledger", "Indicators", "Storage", "Registry", "Adoption",
    "Publishing", "Comparing",
  ].map { "Sources/" + $0 }

  // MARK: Sizes

  static let fileLinesMax = 600
  static let lineLengthMax = 100
  static let functionLinesMax = 60

  static let sizes = [
    Rule(name: "long files") {
      $0.isSwift
    } check: { file in
      guard file.lines.count > fileLinesMax else { return [] }
      return [
        Finding(
          path: file.path, line: file.lines.count, problem: "a file of \(file.lines.count) lines",
          remedy: "split it by concept; \(fileLinesMax) are the most, 400 are many")
      ]
    },
    Rule(name: "long lines") {
      $0.isSwift
    } check: { file in
      file.lines.enumerated().compactMap { index, line in
        guard line.utf8.count > lineLengthMax, line.count > lineLengthMax else { return nil }
        // A signature or an address cannot be broken.
        guard line.split(separator: " ").allSatisfy({ $0.count < 60 }) else { return nil }
        return Finding(
          path: file.path, line: index + 1, problem: "a line of \(line.count) characters",
          remedy: "break it; \(lineLengthMax) are the most")
      }
    },
    Rule(name: "long functions") {
      $0.isIn(["Sources"]) && $0.isSwift
    } check: { file in
      FunctionLengths.of(file).filter { $0.count > functionLinesMax }.map {
        Finding(
          path: file.path, line: $0.line, problem: "a function of \($0.count) lines",
          remedy: "give its parts names; \(functionLinesMax) are the most")
      }
    },
  ]

  // MARK: Words

  static let clock = "Sources/Registry/Ledgers/Clock.swift"

  static let banned: [Rule] = [
    .banned(
      ["try!", "as!"], use: "handle the other case, or use `guard` and `preconditionFailure`"),
    .banned(["fatalError("], use: "use `preconditionFailure` with the invariant in words"),
    .banned(
      ["print("], except: ["Sources/luoshi/Support/Console.swift"],
      use: "use `Console` in luoshi, a log line elsewhere"),
    .banned(["Date()"], except: [clock, "Sources/luoshi"], use: "take the time from a `Clock`"),
    .banned(["Regex("], use: "use a scanner over bytes: it is 100 times faster"),
    .banned(["@unchecked Sendable"], use: "use a value, an actor or `Mutex`"),
    .banned(["nonisolated(unsafe)"], use: "use a value, an actor or `Mutex`"),
    .banned(
      ["DispatchQueue"], except: ["Sources/StorageSQLite"],
      use: "use a task, or the writer's thread"),
    .banned(
      ["Double", "Float", "Float32", "Float64"], in: exact,
      use: "use `Decimal64`, `Ratio` or an integer in the smallest step"),
    .banned(
      ["import Foundation", "import FoundationEssentials"], in: pure,
      use: "take bytes and give values; files, dates and locales belong to the caller"),
    .banned(
      ["unsafe"],
      except: [
        "Sources/StorageSQLite", "Sources/StoragePostgreSQL", "Sources/luoshi",
        "Sources/Ledger/Coding/RawBytes.swift", "Sources/Reading/Source/RawText.swift",
        "Sources/Reading/Writing/ByteBuffer.swift", clock,
      ],
      use: "move it to the file of the target that may have it (see docs/architecture.md)"),
  ]

  /// In comments too, which is where they stand.
  static let looseEnds = Rule(name: "loose ends") {
    $0.isIn(["Sources"])
  } check: { file in
    Rule.found(
      ["TODO", "FIXME", "XXX"], in: file.lines, of: file.path, use: "do it, or open an issue")
  }

  static let sql = Rule(name: "SQL") {
    $0.isSwift && $0.isIn(["Sources"])
      && !$0.isIn(["Sources/StorageSQLite", "Sources/StoragePostgreSQL"])
  } check: { file in
    Rule.found(
      ["SELECT ", "INSERT INTO"], in: file.withoutComments, of: file.path,
      use: "ask the store; SQL belongs to an engine")
  }

  // MARK: Texts

  static let title = Rule(name: "one title") {
    $0.path.hasSuffix(".md")
  } check: { file in
    var isFenced = false
    var titles: [Int] = []
    for (index, line) in file.lines.enumerated() {
      if line.hasPrefix("```") { isFenced.toggle() }
      if !isFenced, line.hasPrefix("# ") { titles.append(index + 1) }
    }
    guard titles.count != 1 else { return [] }
    return [
      Finding(
        path: file.path, line: titles.dropFirst().first ?? 1, problem: "\(titles.count) titles",
        remedy: "use exactly one line that begins with `# `")
    ]
  }

  /// Written apart, so that this file does not break its own rule.
  private static let homes = ["home", "work"].map { "/" + $0 + "/" }

  static let machinePaths = Rule(name: "paths of one machine") { _ in
    true
  } check: { file in
    file.lines.enumerated().compactMap { index, line in
      homes.first { startsPath(line, $0) }.map {
        Finding(
          path: file.path, line: index + 1, problem: "the path `\($0)…` of one machine",
          remedy: "use a path from the repository's root")
      }
    }
  }

  /// Whether an absolute path begins so; `docs/home/` and an address have something before it.
  private static func startsPath(_ line: String, _ home: String) -> Bool {
    var rest = line[...]
    while let range = rest.firstRange(of: home) {
      let before = line[..<range.lowerBound].last
      let isInside = before.map { $0.isLetter || $0.isNumber || "._-~)}*/".contains($0) } ?? false
      if !isInside { return true }
      rest = line[range.upperBound...]
    }
    return false
  }
}

/// How long functions are, told by the indentation that the formatter keeps.
enum FunctionLengths {
  /// The line of each function with a body of its own lines, and how many lines that has.
  static func of(_ file: SourceText) -> [(line: Int, count: Int)] {
    var lengths: [(line: Int, count: Int)] = []
    for (index, line) in file.code.enumerated() where isFunction(line) {
      let indentation = String(line.prefix { $0 == " " })
      guard let opening = opening(of: file.code[index...], indentation.count) else { continue }
      let closing = file.code[opening...].firstIndex { $0.hasPrefix(indentation + "}") }
      guard let closing else { continue }
      lengths.append((index + 1, closing - opening - 1))
    }
    return lengths
  }

  /// The line that opens the body of a declaration; `nil` for one without a body of its own lines.
  private static func opening(of lines: ArraySlice<String>, _ indentation: Int) -> Int? {
    for (index, line) in zip(lines.indices, lines) {
      let depth = line.prefix { $0 == " " }.count
      let isNext = depth <= indentation && line.dropFirst(depth).first != ")"
      if index > lines.startIndex, isNext { return nil }
      if line.hasSuffix("{") { return index }
      if line.hasSuffix("}") { return nil }
    }
    return nil
  }

  private static func isFunction(_ line: String) -> Bool {
    let words = line.split(separator: " ")
    return words.contains("func") || words.contains { $0.hasPrefix("init(") || $0 == "init" }
  }
}
