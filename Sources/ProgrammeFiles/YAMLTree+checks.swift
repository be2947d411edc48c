import Programmes
import Yams

/// What can be refused before a parser sees the text: size, encoding, tabs, anchors and aliases.
func checkedText(_ bytes: [UInt8], file: String) throws(DefinitionErrors) -> String {
  guard bytes.count <= bytesMax else {
    throw DefinitionErrors([
      DefinitionError(
        at: start(of: file), problem: "the file has \(bytes.count) bytes, more than \(bytesMax)",
        remedy: "split it into several programmes")
    ])
  }
  guard let text = String(validating: bytes, as: UTF8.self) else {
    throw DefinitionErrors([notUTF8(bytes, file: file)])
  }
  var errors: [DefinitionError] = []
  for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
    let scalars = Array(line.unicodeScalars)
    if let error = problem(in: scalars, line: number + 1, file: file) { errors.append(error) }
  }
  guard errors.isEmpty else { throw DefinitionErrors(errors) }
  return text
}

/// The first byte that is not UTF-8: everything before it is.
private func notUTF8(_ bytes: [UInt8], file: String) -> DefinitionError {
  var low = 0
  var high = bytes.count
  // The longest prefix that is valid apart from a character cut off at its end.
  while low < high {
    let middle = (low + high + 1) / 2
    if isUTF8(bytes[..<middle]) { low = middle } else { high = middle - 1 }
  }
  // Without the character that was cut off, if one was.
  let cut = (0...3).first { cut in
    cut <= low && String(validating: bytes[..<(low - cut)], as: UTF8.self) != nil
  }
  let before = String(decoding: bytes[..<(low - (cut ?? 0))], as: UTF8.self)
  let lines = before.split(separator: "\n", omittingEmptySubsequences: false)
  let position = Position(
    file: file, line: max(1, lines.count), column: (lines.last?.unicodeScalars.count ?? 0) + 1)
  return DefinitionError(
    at: position, problem: "the file is not UTF-8 from here on",
    remedy: "save it as UTF-8 (not GBK or UTF-16)")
}

private func isUTF8(_ bytes: ArraySlice<UInt8>) -> Bool {
  for cut in 0...min(3, bytes.count)
  where String(validating: bytes.dropLast(cut), as: UTF8.self) != nil {
    return true
  }
  return false
}

private func problem(
  in scalars: [Unicode.Scalar], line: Int, file: String
) -> DefinitionError? {
  let indent = scalars.prefix { $0 == " " || $0 == "\t" }
  if let tab = indent.firstIndex(of: "\t") {
    return DefinitionError(
      at: Position(file: file, line: line, column: tab + 1), problem: "a tab in the indentation",
      remedy: "use two spaces for each step")
  }
  guard let column = anchor(in: scalars) else { return nil }
  return DefinitionError(
    at: Position(file: file, line: line, column: column + 1),
    problem: "an anchor, alias or tag (\(scalars[column]))",
    remedy: "write the value out where it is used, or quote it if it is text")
}

/// Where an anchor, alias or tag begins a value on this line, outside quotes and comments.
private func anchor(in scalars: [Unicode.Scalar]) -> Int? {
  var quote: Unicode.Scalar?
  var isValueStart = true
  for (index, scalar) in scalars.enumerated() {
    if let open = quote {
      if scalar == open { quote = nil }
      continue
    }
    switch scalar {
    case "'", "\"": if isValueStart { quote = scalar }
    case "#": if index == 0 || scalars[index - 1] == " " { return nil }
    case "&", "*", "!": if isValueStart, index + 1 < scalars.count { return index }
    case "[", "{", ",":
      isValueStart = true
      continue
    case ":", "-", "?":
      let isLast = index + 1 == scalars.count
      isValueStart = isLast || scalars[index + 1] == " "
      continue
    case " ": continue
    default: break
    }
    isValueStart = false
  }
  return nil
}

extension YamlError {
  /// The parser's error with its place and a remedy.
  func definitionError(file: String, text: String) -> DefinitionError {
    switch self {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      return DefinitionError(
        at: Position(file: file, line: mark.line, column: mark.column),
        problem: "not readable as YAML: \(problem)",
        remedy: "check indentation, colons, brackets and quotation marks here and just above")
    case .duplicatedKeysInMapping(let duplicates, let context):
      return duplicate(duplicates, context.mark, file: file, text: text)
    case .reader(let problem, let offset, _, _):
      let before = text.utf8.prefix(offset ?? 0)
      let line = before.count { $0 == UInt8(ascii: "\n") } + 1
      return DefinitionError(
        at: Position(file: file, line: line, column: 1),
        problem: "not readable as YAML: \(problem)", remedy: "remove control characters")
    case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
      return DefinitionError(
        at: start(of: file), problem: "not readable as YAML", remedy: "check the file")
    }
  }

  /// The parser names the mapping only, so the second line after its beginning that starts with the
  /// key is looked for; in a mapping on one line the beginning must do.
  private func duplicate(
    _ names: [String], _ mark: Mark, file: String, text: String
  ) -> DefinitionError {
    let name = names.first ?? ""
    var position = Position(file: file, line: mark.line, column: mark.column)
    let indent = String(repeating: " ", count: max(0, mark.column - 1))
    var seen = 0
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    where index + 1 >= mark.line && line.hasPrefix("\(indent)\(name):") {
      seen += 1
      guard seen == 2 else { continue }
      position = Position(file: file, line: index + 1, column: mark.column)
      break
    }
    let place = seen < 2 ? " in the mapping that begins here" : ""
    return DefinitionError(
      at: position, problem: "the key \"\(name)\" stands twice\(place)", remedy: "keep one of them")
  }
}
