/// A JSON value that keeps the order its members were written in, so that the same content always
/// gives the same bytes.
///
/// Exact decimals are strings: a JSON number is read as binary floating point by most programs.
package enum JSON: Sendable, Hashable {
  case null
  case bool(Bool)
  case integer(Int64)
  case string(String)
  case array([JSON])
  case object([Member])

  /// A name and its value.
  package struct Member: Sendable, Hashable {
    /// The member's name.
    package let name: String
    /// The member's value.
    package let value: JSON

    /// A name with its value.
    package init(_ name: String, _ value: JSON) {
      self.name = name
      self.value = value
    }
  }

  /// A string, or `null`.
  package init(_ text: String?) {
    self = text.map { .string($0) } ?? .null
  }

  /// An integer, or `null`.
  package init(_ number: Int64?) {
    self = number.map { .integer($0) } ?? .null
  }

  /// The text in UTF-8, indented by two spaces, with a line end.
  package var text: String {
    var output = ""
    write(to: &output, indent: 0)
    output += "\n"
    return output
  }

  private func write(to output: inout String, indent: Int) {
    switch self {
    case .null: output += "null"
    case .bool(let value): output += value ? "true" : "false"
    case .integer(let value): output += String(value)
    case .string(let value): Self.write(value, to: &output)
    case .array(let values):
      Self.writeBlock("[", "]", values, to: &output, indent: indent) { value, output in
        value.write(to: &output, indent: indent + 1)
      }
    case .object(let members):
      Self.writeBlock("{", "}", members, to: &output, indent: indent) { member, output in
        Self.write(member.name, to: &output)
        output += ": "
        member.value.write(to: &output, indent: indent + 1)
      }
    }
  }

  private static func writeBlock<Item>(
    _ open: String, _ close: String, _ items: [Item], to output: inout String, indent: Int,
    _ writeItem: (Item, inout String) -> Void
  ) {
    output += open
    for (index, item) in items.enumerated() {
      output += index == 0 ? "\n" : ",\n"
      output += String(repeating: "  ", count: indent + 1)
      writeItem(item, &output)
    }
    if !items.isEmpty { output += "\n" + String(repeating: "  ", count: indent) }
    output += close
  }

  private static func write(_ text: String, to output: inout String) {
    output += "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": output += "\\\""
      case "\\": output += "\\\\"
      case "\n": output += "\\n"
      case "\r": output += "\\r"
      case "\t": output += "\\t"
      case "\u{0}"..."\u{1F}", "\u{2028}", "\u{2029}", "\u{7F}":
        let digits = String(scalar.value, radix: 16)
        output += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
      default: output.unicodeScalars.append(scalar)
      }
    }
    output += "\""
  }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral
{
  /// A string.
  package init(stringLiteral value: String) { self = .string(value) }
  /// An integer.
  package init(integerLiteral value: Int64) { self = .integer(value) }
  /// A truth value.
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  /// An array.
  package init(arrayLiteral elements: JSON...) { self = .array(elements) }
  /// An object with its members in the order written.
  package init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(elements.map { Member($0.0, $0.1) })
  }
}
