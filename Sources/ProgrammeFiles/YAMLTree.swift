// YAML is read as far as definitions need it: scalars, sequences and mappings with their places.
// Anchors, aliases, tags, several documents and deep nesting are refused, since each of them lets a
// short file mean a long one or hide what it means.

public import Programmes
import Yams

/// Reads YAML bytes into the tree that `ProgrammeDraft` is read from.
///
/// Throws what is wrong with the notation; what is wrong with the definition is found later.
public func readTree(_ bytes: [UInt8], file: String) throws(DefinitionErrors) -> Programmes.Node {
  let text = try checkedText(bytes, file: file)
  let root: Yams.Node?
  do {
    // All scalars are text to us, so none is matched against the patterns of numbers and dates.
    root = try Yams.compose(yaml: text, Resolver.basic)
  } catch let error as YamlError {
    throw DefinitionErrors([error.definitionError(file: file, text: text)])
  } catch {
    throw DefinitionErrors([
      DefinitionError(
        at: start(of: file), problem: "the file could not be read as YAML",
        remedy: "check its first lines")
    ])
  }
  guard let root else {
    throw DefinitionErrors([
      DefinitionError(
        at: start(of: file), problem: "the file is empty", remedy: "begin with programme: a-name")
    ])
  }
  let errors = TreeErrors(file: file)
  let tree = errors.tree(root, depth: 0)
  guard errors.list.isEmpty else { throw DefinitionErrors(errors.list) }
  return tree
}

/// Reads a programme from YAML bytes; what is wrong with the definition is kept in the draft and
/// reported when a `ProgrammeSet` is built.
public func readProgramme(
  _ bytes: [UInt8], file: String
) throws(DefinitionErrors) -> ProgrammeDraft {
  ProgrammeDraft(
    reading: try readTree(bytes, file: file), sourceText: String(decoding: bytes, as: UTF8.self))
}

/// Reads and checks several files together, reporting the errors of all of them.
public func readProgrammes(
  _ files: [(name: String, bytes: [UInt8])]
) throws(DefinitionErrors) -> ProgrammeSet {
  var drafts: [ProgrammeDraft] = []
  var errors: [DefinitionError] = []
  for file in files {
    do throws(DefinitionErrors) {
      drafts.append(try readProgramme(file.bytes, file: file.name))
    } catch {
      errors += error.errors
    }
  }
  guard errors.isEmpty else { throw DefinitionErrors(errors) }
  return try ProgrammeSet(drafts)
}

/// 512 KiB: a hundred times the largest bundled programme.
let bytesMax = 512 * 1024
/// 20: a definition nests about ten deep.
let depthMax = 20

func start(of file: String) -> Position { Position(file: file, line: 1, column: 1) }

/// Walks a parsed tree and gathers what is wrong with it.
private final class TreeErrors {
  let file: String
  private(set) var list: [DefinitionError] = []

  init(file: String) {
    self.file = file
  }

  func tree(_ node: Yams.Node, depth: Int) -> Programmes.Node {
    let position = place(node.mark)
    guard depth <= depthMax else {
      report(position, "nested more than \(depthMax) deep", "flatten the definition")
      return Programmes.Node(.sequence([]), at: position)
    }
    switch node {
    case .scalar(let scalar):
      let isQuoted = scalar.style == .singleQuoted || scalar.style == .doubleQuoted
      return Programmes.Node(.scalar(scalar.string, isQuoted: isQuoted), at: position)
    case .sequence(let sequence):
      let nodes = sequence.map { tree($0, depth: depth + 1) }
      return Programmes.Node(.sequence(nodes), at: position)
    case .mapping(let mapping):
      return Programmes.Node(.mapping(entries(mapping, depth: depth)), at: position)
    case .alias:
      report(position, "an alias (*)", "write the value out where it is used")
      return Programmes.Node(.sequence([]), at: position)
    }
  }

  private func entries(_ mapping: Yams.Node.Mapping, depth: Int) -> [Programmes.Node.Entry] {
    var entries: [Programmes.Node.Entry] = []
    for (key, value) in mapping {
      let position = place(key.mark)
      guard case .scalar(let scalar) = key else {
        report(position, "a key that is not a single word", "write a name before the colon")
        continue
      }
      if scalar.string == "<<" {
        report(position, "a merge key (<<)", "write the fields out where they are used")
        continue
      }
      entries.append(
        Programmes.Node.Entry(
          key: scalar.string, position: position, value: tree(value, depth: depth + 1)))
    }
    return entries
  }

  private func place(_ mark: Mark?) -> Position {
    Position(file: file, line: mark?.line ?? 1, column: mark?.column ?? 1)
  }

  private func report(_ position: Position, _ problem: String, _ remedy: String) {
    list.append(DefinitionError(at: position, problem: problem, remedy: remedy))
  }
}
