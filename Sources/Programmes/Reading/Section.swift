import Quantities

/// A mapping of a definition whose keys are known, for reading its values with their places.
struct Section {
  let node: Node
  let errors: ErrorList
  /// For messages: `field "hazards"`.
  let what: String
  private let entries: [String: Node.Entry]

  /// Reports and gives `nil` if the node is no mapping; reports keys that are not allowed.
  init?(_ node: Node, what: String, keys: [String], errors: ErrorList) {
    guard case .mapping(let list) = node.content else {
      errors.report(
        node.position, "\(what) must be a mapping",
        "write { \(keys.prefix(3).map { "\($0): …" }.joined(separator: ", ")) }")
      return nil
    }
    self.node = node
    self.errors = errors
    self.what = what
    var entries: [String: Node.Entry] = [:]
    for entry in list {
      guard keys.contains(entry.key) else {
        errors.report(
          entry.position, "\(what) has no key \"\(entry.key)\"",
          Suggestion.remedy(for: entry.key, among: keys, otherwise: "leave it out"))
        continue
      }
      if entries.updateValue(entry, forKey: entry.key) != nil {
        errors.report(
          entry.position, "\(what) has the key \"\(entry.key)\" twice", "keep one of them")
      }
    }
    self.entries = entries
  }

  var position: Position { node.position }

  func has(_ key: String) -> Bool { entries[key] != nil }

  func node(_ key: String) -> Node? { entries[key]?.value }

  func keyPosition(_ key: String) -> Position? { entries[key]?.position }

  /// A scalar, or `nil` if the key is missing or holds something else, which is reported.
  func scalar(_ key: String) -> Located? {
    guard let node = entries[key]?.value else { return nil }
    return node.scalar(what: "\"\(key)\" of \(what)", errors: errors)
  }

  /// One scalar or a sequence of them.
  func scalars(_ key: String) -> [Located]? {
    guard let node = entries[key]?.value else { return nil }
    if case .sequence(let nodes) = node.content {
      return nodes.compactMap { $0.scalar(what: "each of \"\(key)\"", errors: errors) }
    }
    return node.scalar(what: "\"\(key)\" of \(what)", errors: errors).map { [$0] }
  }

  func integer(_ key: String, in range: ClosedRange<Int64>) -> Int64? {
    guard let scalar = scalar(key) else { return nil }
    guard let integer = Int64(scalar.text), range.contains(integer) else {
      errors.report(
        scalar.position, "\"\(key)\" of \(what) is \"\(scalar.text)\"",
        "write a whole number from \(range.lowerBound) to \(range.upperBound)")
      return nil
    }
    return integer
  }

  func truth(_ key: String) -> Bool {
    guard let scalar = scalar(key) else { return false }
    switch scalar.text {
    case "yes", "true": return true
    case "no", "false": return false
    default:
      errors.report(
        scalar.position, "\"\(key)\" of \(what) is \"\(scalar.text)\"", "write yes or no")
      return false
    }
  }

  /// A title with both languages; a missing one is reported.
  func title(_ key: String) -> Title {
    guard let node = node(key) else {
      errors.report(
        position, "\(what) has no \(key)", "add \(key): { zh: …, en: … }")
      return Title(zh: "", en: "")
    }
    return Title.read(node, what: "\"\(key)\" of \(what)", errors: errors)
  }

  /// The named entries of a mapping, in order; bad names are reported.
  func named(_ key: String) -> [Node.Entry] {
    guard let node = node(key) else { return [] }
    guard case .mapping(let entries) = node.content else {
      errors.report(
        node.position, "\"\(key)\" of \(what) must be a mapping from names",
        "write a name, a colon and what it stands for")
      return []
    }
    return entries.filter { Name.check($0.key, at: $0.position, errors: errors) }
  }
}

extension Node {
  /// The scalar with its place; anything else is reported.
  func scalar(what: String, errors: ErrorList) -> Located? {
    guard case .scalar(let text, let isQuoted) = content, !text.isEmpty else {
      errors.report(position, "\(what) must be a single value", "write one word, number or text")
      return nil
    }
    return Located(text: text, position: position, isQuoted: isQuoted)
  }
}

extension Title {
  static func read(_ node: Node, what: String, errors: ErrorList) -> Title {
    guard let section = Section(node, what: what, keys: ["zh", "en"], errors: errors) else {
      return Title(zh: "", en: "")
    }
    for language in ["zh", "en"] where !section.has(language) {
      errors.report(
        node.position, "\(what) has no \(language)", "write { zh: 中文, en: English }")
    }
    return Title(zh: section.scalar("zh")?.text ?? "", en: section.scalar("en")?.text ?? "")
  }
}

/// Names in a definition: small letters, digits and hyphens.
enum Name {
  /// Words that mean something in expressions, so that no field may be called so.
  static let reserved: Set<String> = [
    "and", "or", "not", "in", "is", "empty", "where", "otherwise", "state", "on", "now", "unit",
    "record", "new", "any", "yes", "no", "true", "false",
  ]

  static func check(_ name: String, at position: Position, errors: ErrorList) -> Bool {
    guard isPlain(name) else {
      errors.report(
        position, "\"\(name)\" is not a name",
        "use small letters a–z, digits and single hyphens, beginning with a letter, at most 60")
      return false
    }
    return true
  }

  static func isPlain(_ name: String) -> Bool {
    guard let first = name.utf8.first, name.utf8.count <= 60 else { return false }
    var last = UInt8(ascii: "-")
    for byte in name.utf8 {
      let isHyphen = byte == UInt8(ascii: "-")
      guard isHyphen ? last != byte : isLetterOrDigit(byte) else { return false }
      last = byte
    }
    return last != UInt8(ascii: "-") && first >= UInt8(ascii: "a")
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
