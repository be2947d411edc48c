import Quantities

/// One word, number or sign of an expression, and where it begins.
struct Token: Hashable {
  enum Content: Hashable {
    case name(String)
    case text(String)
    case number(Decimal64)
    case day(Day)
    case sign(String)
    case end
  }

  let content: Content
  /// In Unicode scalars from the beginning of the expression.
  let offset: Int
}

/// Why an expression could not be read; the offset is in Unicode scalars.
struct SyntaxError: Error, Hashable {
  let offset: Int
  let problem: String
  let remedy: String
}

/// Cuts an expression into tokens.
///
/// A hyphen between letters or digits belongs to the name (`floor-area`), because names are written
/// that way everywhere in a definition; subtraction therefore needs spaces.
struct Lexer {
  private let scalars: [Unicode.Scalar]
  private var index = 0

  /// 2,000: longer conditions belong in a derived field, and the limit bounds the work of checking.
  static let lengthMax = 2_000

  static func tokens(of text: String) throws(SyntaxError) -> [Token] {
    var lexer = Lexer(scalars: Array(text.unicodeScalars))
    guard lexer.scalars.count <= lengthMax else {
      throw SyntaxError(
        offset: 0, problem: "an expression of more than \(lengthMax) characters",
        remedy: "move a part of it into a derived field")
    }
    var tokens: [Token] = []
    while let token = try lexer.next() { tokens.append(token) }
    tokens.append(Token(content: .end, offset: lexer.scalars.count))
    return tokens
  }

  private init(scalars: [Unicode.Scalar]) {
    self.scalars = scalars
  }

  private mutating func next() throws(SyntaxError) -> Token? {
    while index < scalars.count, scalars[index] == " " || scalars[index] == "\n" { index += 1 }
    guard index < scalars.count else { return nil }
    let start = index
    let scalar = scalars[index]
    if scalar == "'" { return try text(from: start) }
    if Self.isDigit(scalar) { return try number(from: start) }
    if Self.isLetter(scalar) { return name(from: start) }
    return try sign(from: start)
  }

  private mutating func text(from start: Int) throws(SyntaxError) -> Token {
    index += 1
    var text = ""
    while index < scalars.count, scalars[index] != "'" {
      text.unicodeScalars.append(scalars[index])
      index += 1
    }
    guard index < scalars.count else {
      throw SyntaxError(
        offset: start, problem: "a quotation mark that is never closed",
        remedy: "write ' at the end of the text")
    }
    index += 1
    return Token(content: .text(text), offset: start)
  }

  private mutating func number(from start: Int) throws(SyntaxError) -> Token {
    while index < scalars.count, Self.continuesNumber(at: index, in: scalars) { index += 1 }
    let text = Self.string(scalars[start..<index])
    if let day = Day(text) { return Token(content: .day(day), offset: start) }
    if let number = Decimal64(text) { return Token(content: .number(number), offset: start) }
    throw SyntaxError(
      offset: start, problem: "\"\(text)\" is neither a number nor a date",
      remedy: "write 12, 1.5 or 2022-07-31, and put options that begin with a digit in ' '")
  }

  private mutating func name(from start: Int) -> Token {
    while index < scalars.count, Self.continuesName(at: index, in: scalars) { index += 1 }
    return Token(content: .name(Self.string(scalars[start..<index])), offset: start)
  }

  private mutating func sign(from start: Int) throws(SyntaxError) -> Token {
    if index + 1 < scalars.count {
      let two = Self.string(scalars[index...(index + 1)])
      if ["!=", "<=", ">="].contains(two) {
        index += 2
        return Token(content: .sign(two), offset: start)
      }
    }
    let one = String(Character(scalars[index]))
    index += 1
    if ["=", "<", ">", "+", "-", "*", "(", ")", "[", "]", ",", "."].contains(one) {
      return Token(content: .sign(one), offset: start)
    }
    throw SyntaxError(
      offset: start, problem: "the sign \"\(one)\" has no meaning here",
      remedy: "use = != < <= > >= + - * and or not in, and put text in ' '")
  }

  private static func continuesNumber(at index: Int, in scalars: [Unicode.Scalar]) -> Bool {
    let scalar = scalars[index]
    if isDigit(scalar) || isLetter(scalar) { return true }
    guard scalar == "." || scalar == "-", index + 1 < scalars.count else { return false }
    return isDigit(scalars[index + 1])
  }

  private static func continuesName(at index: Int, in scalars: [Unicode.Scalar]) -> Bool {
    let scalar = scalars[index]
    if isLetter(scalar) || isDigit(scalar) { return true }
    guard scalar == "-", index + 1 < scalars.count else { return false }
    return isLetter(scalars[index + 1]) || isDigit(scalars[index + 1])
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
      || scalar.value >= 0x2E80
  }

  private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var text = ""
    text.unicodeScalars.append(contentsOf: scalars)
    return text
  }
}
