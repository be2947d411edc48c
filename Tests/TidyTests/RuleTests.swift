import Testing

/// Each rule on a small text that breaks it and on one that does not, so that it is known to bite.
struct RuleTests {
  /// The findings of all rules, as `name:line`.
  private func found(_ text: String, in path: String = "Sources/Ledger/A.swift") -> [String] {
    let file = SourceText(path: path, text: text)
    return TidyRules.all.flatMap { rule in
      rule.findings(in: file).map { "\(rule.name):\($0.line)" }
    }
  }

  @Test func `a finding says where, what and what to do`() {
    let file = SourceText(path: "Sources/Web/A.swift", text: "let a = 1\nlet b = c as! D\n")
    let findings = TidyRules.all.flatMap { $0.findings(in: file) }
    #expect(
      findings.map(\.description) == [
        "Sources/Web/A.swift:2: `as!`, handle the other case, or use `guard` and "
          + "`preconditionFailure`"
      ])
  }

  @Test(arguments: [
    ("let a = try! b()", "try! or as!"), ("let a = b as! C", "try! or as!"),
    ("fatalError(\"no\")", "fatalError("), ("print(1)", "print("), ("Swift.print(1)", "print("),
    ("let now = Date()", "Date()"), ("let r = try Regex(a)", "Regex("),
    ("final class A: @unchecked Sendable {}", "@unchecked Sendable"),
    ("let q = DispatchQueue(label: \"a\")", "DispatchQueue"),
    ("let a: Double = 1", "Double or Float or Float32 or Float64"),
    ("let a = [Float]()", "Double or Float or Float32 or Float64"),
    ("public import Foundation", "import Foundation or import FoundationEssentials"),
    ("let a = unsafe b", "unsafe"), ("let a = \"SELECT a\"", "SQL"),
    ("let a = \"INSERT INTO a\"", "SQL"), ("// TODO: more", "loose ends"),
    ("let a = 1  // FIXME", "loose ends"), ("/* XXX */", "loose ends"),
  ]) func `banned words are found`(line: String, rule: String) {
    #expect(found("let first = 1\n" + line + "\n") == [rule + ":2"])
  }

  @Test func `nonisolated unsafe is found beside the rule on unsafe`() {
    #expect(
      found("nonisolated(unsafe) var a = 1") == ["nonisolated(unsafe):1", "unsafe:1"])
  }

  @Test(arguments: [
    "try? a()", "a as? B", "// try! and as! and print( and Date()", "let a = \"try! Double\"",
    "footprint(1)", "let updateDate = makeDate()", "let a = UpdatedDate()", "let aDouble = 1",
    "doubled()", "/* Regex( */", "let a = \"\"\"\n  print(1)\n  \"\"\"", "let a = #\"as! \"b\"#",
    "let TODOs = 1", "// SELECT a column", "let a = \"RESELECTED\"", "@safe struct A {}",
    "/* a /* nested */ try! */ let b = 1", "import FoundationalThings", "let unsafely = 1",
  ]) func `other words are not`(line: String) {
    #expect(found(line + "\n").isEmpty)
  }

  @Test func `code inside a string's interpolation is code`() {
    #expect(found("let a = \"b \\(c as! D) e\"") == ["try! or as!:1"])
    #expect(found("let a = \"b \\(c(\"as! x\")) as! e\"").isEmpty)
  }

  @Test(arguments: [
    ("print(1)", "Sources/luoshi/Support/Console.swift"), ("print(1)", "Benchmarks/main.swift"),
    ("let a = Date()", "Sources/luoshi/A.swift"), ("let a = Date()", TidyRules.clock),
    ("let q = DispatchQueue(label: \"a\")", "Sources/StorageSQLite/A.swift"),
    ("let a = 1 as Double", "Sources/Web/A.swift"), ("import Foundation", "Sources/Web/A.swift"),
    ("let a = \"SELECT a\"", "Sources/StorageSQLite/A.swift"),
    ("let a = unsafe b", "Sources/Ledger/Coding/RawBytes.swift"),
    ("let a = try! b()", "Tests/LedgerTests/A.swift"),
  ]) func `what is allowed in one place is allowed there`(line: String, path: String) {
    #expect(found(line, in: path).isEmpty)
  }

  // MARK: Sizes

  @Test func `long files and lines are found`() {
    let lines = String(repeating: "a\n", count: 599)
    #expect(found(lines).isEmpty)
    #expect(found(lines + "a\n") == ["long files:601"])
    #expect(found(String(repeating: "a ", count: 50)).isEmpty)
    #expect(found("\n" + String(repeating: "a ", count: 50) + "b") == ["long lines:2"])
    // A Chinese character is one, though it has three bytes.
    #expect(found("// " + String(repeating: "落 ", count: 48)).isEmpty)
    #expect(found("// " + String(repeating: "a", count: 120)).isEmpty)
  }

  @Test func `long functions are found`() {
    func text(_ count: Int, _ head: String) -> String {
      "struct A {\n" + head + String(repeating: "    b()\n", count: count) + "  }\n}\n"
    }
    let one = "  func a() {\n"
    let several = "  private init(\n    a: Int\n  ) {\n"
    #expect(found(text(60, one)).isEmpty)
    #expect(found(text(61, one)) == ["long functions:2"])
    #expect(found(text(60, several)).isEmpty)
    #expect(found(text(61, several)) == ["long functions:2"])
    let others = String(repeating: "  func b() {\n    c()\n  }\n", count: 40)
    #expect(found("protocol A {\n  func a() throws\n    -> B\n" + others + "}\n").isEmpty)
    #expect(found("class A {\n  func a() { b() }\n" + others + "}\n").isEmpty)
  }

  // MARK: Texts

  @Test func `a page has one title`() {
    #expect(found("# A\n\n## B\n", in: "docs/a.md").isEmpty)
    #expect(found("# A\n```\n# comment\n```\n", in: "docs/a.md").isEmpty)
    #expect(found("## B\n", in: "docs/a.md") == ["one title:1"])
    #expect(found("# A\n# B\n", in: "docs/a.md") == ["one title:2"])
  }

  @Test func `paths of one machine are found`() {
    for home in ["home", "work"] {
      let path = "/" + home + "/"
      #expect(found("cd " + path + "x", in: "docs/b.txt") == ["paths of one machine:1"])
      #expect(found("\n\"" + path + "x\"", in: "a.sh") == ["paths of one machine:2"])
      #expect(found("see docs" + path + "x", in: "docs/b.txt").isEmpty)
      #expect(found("https://x.invalid" + path, in: "docs/b.txt").isEmpty)
    }
  }

  // MARK: Arrows

  private static let manifest = """
    let crypto = 1
    let package = Package(targets: [
      module("Quantities"),
      module("Ledger", ["Quantities", crypto]),
      module(
        "Web",
        ["Ledger", "Quantities"]),
      .executableTarget(name: "luoshi", dependencies: ["Web"], swiftSettings: strict),
      tests("Ledger", ["Ledger"]),
    ])
    """

  @Test func `the manifest's arrows are read`() {
    let arrows = Arrows(manifest: Self.manifest)
    #expect(arrows.targets.map(\.name) == ["Quantities", "Ledger", "Web", "luoshi"])
    #expect(arrows.targets.map(\.uses) == [[], ["Quantities"], ["Ledger", "Quantities"], ["Web"]])
    #expect(arrows.misplaced(order: ["Quantities", "Ledger", "Web", "luoshi"]).isEmpty)
  }

  @Test func `an arrow upwards and a missing target are found`() {
    let arrows = Arrows(manifest: Self.manifest)
    #expect(
      arrows.misplaced(order: ["Ledger", "Quantities", "Web", "luoshi"]) == [
        "Ledger depends on Quantities, which does not stand below it"
      ])
    #expect(
      arrows.misplaced(order: ["Quantities", "Ledger", "luoshi"]).contains(
        "luoshi depends on Web, which does not stand below it"))
    #expect(
      arrows.misplaced(order: ["Quantities", "Ledger", "Web", "luoshi", "More"]) == [
        #"Package.swift has ["Quantities", "Ledger", "Web", "luoshi"], "#
          + #"the order has ["Quantities", "Ledger", "Web", "luoshi", "More"]"#
      ])
  }

  @Test func `the table of a page is read from below`() {
    let page = ["| target | it owns |", "|---|---|", "| `Web` | pages |", "| `Ledger` | `Web` |"]
    #expect(Arrows.documented(in: page) == ["Ledger", "Web"])
    #expect(Arrows.documented(in: ["| `record` | a table of `Ledger` |", "`Web`"]).isEmpty)
  }

  @Test(arguments: [
    ("import Quantities", true), ("public import Crypto", true), ("import Web", false),
    ("@_exported import Foundation", false), ("package import struct Web.Page", false),
    ("import Synchronization", true), ("// import Web", true),
  ]) func `imports are held to the arrows`(line: String, isAllowed: Bool) {
    let file = SourceText(path: "Sources/Ledger/A.swift", text: line)
    #expect(Arrows(manifest: Self.manifest).findings(in: file).isEmpty == isAllowed)
  }

  @Test func `a test folder without a test is found`() {
    let files = [
      SourceText(path: "Tests/ATests/A.swift", text: "// @Test\nstruct A {}"),
      SourceText(path: "Tests/BTests/A.swift", text: "struct A {}"),
      SourceText(path: "Tests/BTests/C/B.swift", text: "@Test func a() {}"),
      SourceText(path: "Tests/Corpus/A.swift", text: ""),
    ]
    #expect(TestFolders.empty(in: files) == ["Tests/ATests"])
  }
}
