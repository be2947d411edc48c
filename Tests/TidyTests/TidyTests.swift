import Testing

/// The rules of the house on every file of the repository.
///
/// A failure names each place: `file:line: what, use what instead`.
struct TidyTests {
  @Test func `the repository is found and read`() {
    #expect(Repository.sources.count > 100)
    #expect(Repository.files.contains { $0.path == "Package.swift" })
    #expect(Repository.files.contains { $0.path.hasPrefix("docs/") })
  }

  @Test(arguments: TidyRules.all) func `every file keeps to it`(rule: Rule) {
    for file in Repository.files {
      for finding in rule.findings(in: file) { Issue.record("\(finding)") }
    }
  }

  @Test func `targets depend only on those below them`() throws {
    let arrows = try Self.arrows()
    for problem in arrows.misplaced() { Issue.record("Package.swift:1: \(problem)") }
  }

  @Test func `the architecture's page has the targets in this order`() throws {
    let page = try #require(Repository.files.first { $0.path == "docs/architecture.md" })
    #expect(Arrows.documented(in: page.lines) == Arrows.order)
  }

  @Test func `targets import only what they may`() throws {
    let arrows = try Self.arrows()
    for file in Repository.sources {
      for finding in arrows.findings(in: file) { Issue.record("\(finding)") }
    }
  }

  @Test func `every test folder tests something`() {
    for folder in TestFolders.empty(in: Repository.swift) {
      Issue.record("\(folder):1: no `@Test` in this folder, use one or remove the folder")
    }
  }

  private static func arrows() throws -> Arrows {
    let manifest = try #require(Repository.files.first { $0.path == "Package.swift" })
    return Arrows(manifest: manifest.withoutComments.joined(separator: "\n"))
  }
}

/// The folders of test targets.
enum TestFolders {
  /// Those without a single `@Test`.
  static func empty(in files: [SourceText]) -> [String] {
    var hasTest: [String: Bool] = [:]
    for file in files {
      let parts = file.path.split(separator: "/")
      guard parts.count > 2, parts[0] == "Tests", parts[1].hasSuffix("Tests") else { continue }
      let folder = parts[0] + "/" + parts[1]
      let found = file.code.contains { Rule.has($0, "@Test") }
      hasTest[String(folder), default: false] = hasTest[String(folder), default: false] || found
    }
    return hasTest.filter { !$0.value }.keys.sorted()
  }
}
