/// A file of the repository, with its Swift code told apart from strings and comments.
struct SourceText {
  /// From the repository's root: `Sources/Ledger/Coding/Hash.swift`.
  let path: String
  let lines: [String]
  /// The lines with comments blanked out; the same as `lines` for other files.
  let withoutComments: [String]
  /// The lines with comments and the contents of strings blanked out.
  let code: [String]

  init(path: String, text: String) {
    self.path = path
    lines = Self.split(Array(text.utf8))
    guard path.hasSuffix(".swift") else {
      withoutComments = lines
      code = lines
      return
    }
    var masker = SwiftMasker(Array(text.utf8))
    masker.mask()
    withoutComments = Self.split(masker.withoutComments)
    code = Self.split(masker.code)
  }

  var isSwift: Bool { path.hasSuffix(".swift") }

  /// The target that a source file belongs to.
  var target: String? {
    let parts = path.split(separator: "/")
    return parts.count > 2 && parts[0] == "Sources" ? String(parts[1]) : nil
  }

  /// Whether the file lies in one of these folders or is one of these files.
  func isIn(_ places: [String]) -> Bool {
    places.contains { path == $0 || path.hasPrefix($0 + "/") }
  }

  private static func split(_ bytes: [UInt8]) -> [String] {
    bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
  }
}

/// Blanks comments and strings, so that a rule about code does not stumble over words.
///
/// It knows line and block comments, strings of one or several lines, raw strings, and code inside
/// interpolations; regular expression literals are not used here and not known.
struct SwiftMasker {
  private let bytes: [UInt8]
  private var position = 0
  private(set) var code: [UInt8]
  private(set) var withoutComments: [UInt8]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    code = bytes
    withoutComments = bytes
  }

  mutating func mask() {
    maskCode(untilClosing: false)
  }

  /// Goes over code, up to the parenthesis that ends an interpolation if there is one to end.
  private mutating func maskCode(untilClosing: Bool) {
    var depth = 0
    while position < bytes.count {
      if starts("//") {
        while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { blankComment() }
      } else if starts("/*") {
        maskBlockComment()
      } else if let hashes = stringOpening() {
        maskString(hashes: hashes)
      } else {
        if bytes[position] == UInt8(ascii: "(") { depth += 1 }
        if bytes[position] == UInt8(ascii: ")") {
          if untilClosing, depth == 0 { return }
          depth -= 1
        }
        position += 1
      }
    }
  }

  private mutating func maskBlockComment() {
    var depth = 0
    repeat {
      if starts("/*") {
        depth += 1
        blankComment()
      } else if starts("*/") {
        depth -= 1
        blankComment()
      }
      if position < bytes.count { blankComment() }
    } while depth > 0 && position < bytes.count
  }

  /// The number of `#` before a quotation mark here, or `nil` if no string begins here.
  private func stringOpening() -> Int? {
    var end = position
    while end < bytes.count, bytes[end] == UInt8(ascii: "#") { end += 1 }
    return end < bytes.count && bytes[end] == UInt8(ascii: "\"") ? end - position : nil
  }

  private mutating func maskString(hashes: Int) {
    position += hashes
    let isLong = starts("\"\"\"")
    position += isLong ? 3 : 1
    let marks = String(repeating: "#", count: hashes)
    let end = (isLong ? "\"\"\"" : "\"") + marks
    let escape = "\\" + marks
    while position < bytes.count {
      if starts(end) {
        position += end.utf8.count
        return
      }
      if starts(escape + "(") {
        blankString(escape.utf8.count + 1)
        maskCode(untilClosing: true)
        blankString(1)
      } else if starts(escape) {
        blankString(escape.utf8.count + 1)
      } else if !isLong, bytes[position] == UInt8(ascii: "\n") {
        return
      } else {
        blankString(1)
      }
    }
  }

  private func starts(_ text: StaticString) -> Bool { starts(text.description) }

  private func starts(_ text: String) -> Bool {
    var place = position
    for byte in text.utf8 {
      guard place < bytes.count, bytes[place] == byte else { return false }
      place += 1
    }
    return true
  }

  private mutating func blankComment() {
    if bytes[position] != UInt8(ascii: "\n") { withoutComments[position] = UInt8(ascii: " ") }
    blankString(1)
  }

  private mutating func blankString(_ count: Int) {
    for _ in 0..<count where position < bytes.count {
      if bytes[position] != UInt8(ascii: "\n") { code[position] = UInt8(ascii: " ") }
      position += 1
    }
  }
}
