import ProgrammeFiles
import Programmes
import Testing

/// YAML is read with places, and everything that could mislead a reader is refused with one.
@Suite struct TreeTests {
  static func errors(_ text: String) -> [String] { errors(Array(text.utf8)) }

  static func errors(_ bytes: [UInt8]) -> [String] {
    do throws(DefinitionErrors) {
      _ = try readTree(bytes, file: "a.yaml")
      return []
    } catch {
      return error.errors.map(\.description)
    }
  }

  @Test func `places are lines and columns in characters`() throws {
    let tree = try readTree(Array("标题: [甲, 'b']\nkey: { x: 1 }\n".utf8), file: "a.yaml")
    guard case .mapping(let entries) = tree.content,
      case .sequence(let items) = entries[0].value.content,
      case .mapping(let inner) = entries[1].value.content
    else {
      Issue.record("not the tree that was written")
      return
    }
    #expect(items.map(\.position.description) == ["a.yaml:1:6", "a.yaml:1:9"])
    #expect(items[1].content == .scalar("b", isQuoted: true))
    #expect(inner[0].position.description == "a.yaml:2:8")
    #expect(inner[0].value.content == .scalar("1", isQuoted: false))
  }

  @Test(arguments: [
    ("a: 1\na: 2\n", "a.yaml:2:1: error: the key \"a\" stands twice; keep one of them"),
    (
      "b:\n  a: 1\n  c: 3\n  a: 2\n",
      "a.yaml:4:3: error: the key \"a\" stands twice; keep one of them"
    ),
    (
      "1: a\n\"1\": b\n",
      "a.yaml:1:1: error: the key \"1\" stands twice in the mapping that begins here; "
        + "keep one of them"
    ),
    (
      "a:\n\tb: 1\n",
      "a.yaml:2:1: error: a tab in the indentation; use two spaces for each step"
    ),
    (
      "a: &x 1\n",
      "a.yaml:1:4: error: an anchor, alias or tag (&); "
        + "write the value out where it is used, or quote it if it is text"
    ),
    (
      "a: [1, *x]\n",
      "a.yaml:1:8: error: an anchor, alias or tag (*); "
        + "write the value out where it is used, or quote it if it is text"
    ),
    (
      "a: !!binary 1\n",
      "a.yaml:1:4: error: an anchor, alias or tag (!); "
        + "write the value out where it is used, or quote it if it is text"
    ),
    ("", "a.yaml:1:1: error: the file is empty; begin with programme: a-name"),
    (
      "a: [1, 2\nb: 3\n",
      "a.yaml:2:2: error: not readable as YAML: did not find expected ',' or ']'; "
        + "check indentation, colons, brackets and quotation marks here and just above"
    ),
  ])
  func `bad notation is refused with its place`(text: String, error: String) {
    #expect(Self.errors(text) == [error])
  }

  @Test func `what is not UTF-8 is found`() {
    #expect(
      Self.errors(Array("a: 1\nb: ".utf8) + [0xC9, 0xCC]) == [
        "a.yaml:2:4: error: the file is not UTF-8 from here on; "
          + "save it as UTF-8 (not GBK or UTF-16)"
      ])
  }

  @Test func `signs inside text are no anchors`() {
    #expect(Self.errors("a: 'x & y'\nb: \"*\"\nc: a *b\nd: [x!, y]\ne: 1 # &x\n") == [])
  }

  @Test(arguments: [21, 900, 100_000])
  func `deep nesting is refused`(depth: Int) {
    let text = "a: " + String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    #expect(!Self.errors(text).isEmpty)
    let block = (0..<min(depth, 400)).map { String(repeating: " ", count: $0) + "a:" }
    #expect(!Self.errors(block.joined(separator: "\n")).isEmpty)
  }

  @Test func `a file that is too large is refused`() {
    #expect(Self.errors([UInt8](repeating: 0x20, count: 600 * 1024)).count == 1)
  }
}
