import Quantities

/// Reads a ``Formula`` by recursive descent with a bounded depth.
struct FormulaParser {
  /// Formulas in use nest two or three levels; the bound keeps a hostile file off the stack.
  static let depthMax = 32

  private let bytes: [UInt8]
  private var at = 0
  private var depth = 0

  init(_ text: String) {
    self.bytes = Array(text.utf8)
  }

  mutating func formula() throws(FormulaError) -> Formula.Node {
    skipSpaces()
    guard at < bytes.count else { throw FormulaError(kind: .empty, offset: 0) }
    let node = try sum()
    guard at == bytes.count else { throw unexpected() }
    return node
  }

  private mutating func sum() throws(FormulaError) -> Formula.Node {
    var left = try product()
    while let operation = operation(of: [.add, .subtract]) {
      left = .operation(operation, left, try product())
    }
    return left
  }

  private mutating func product() throws(FormulaError) -> Formula.Node {
    var left = try factor()
    while let operation = operation(of: [.multiply, .divide]) {
      left = .operation(operation, left, try factor())
    }
    return left
  }

  private mutating func factor() throws(FormulaError) -> Formula.Node {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthMax else { throw FormulaError(kind: .tooDeep, offset: at) }
    guard at < bytes.count else { throw FormulaError(kind: .unexpectedEnd, offset: at) }
    switch bytes[at] {
    case UInt8(ascii: "("):
      advance()
      let inner = try sum()
      guard at < bytes.count, bytes[at] == UInt8(ascii: ")") else {
        throw FormulaError(kind: .missingParenthesis, offset: at)
      }
      advance()
      return inner
    case UInt8(ascii: "-"):
      advance()
      return .negated(try factor())
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    case UInt8(ascii: "a")...UInt8(ascii: "z"): return try measure()
    default: throw unexpected()
    }
  }

  private mutating func number() throws(FormulaError) -> Formula.Node {
    let start = at
    while at < bytes.count, isDigit(bytes[at]) || bytes[at] == UInt8(ascii: ".") { at += 1 }
    let text = String(decoding: bytes[start..<at], as: UTF8.self)
    guard let number = Decimal64(text) else {
      throw FormulaError(kind: .numberOutOfRange, offset: start)
    }
    skipSpaces()
    return .number(number)
  }

  private mutating func measure() throws(FormulaError) -> Formula.Node {
    let start = at
    while at < bytes.count, isName(bytes[at]) { at += 1 }
    let name = String(decoding: bytes[start..<at], as: UTF8.self)
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty && !$0.hasSuffix("-") }) else {
      throw FormulaError(kind: .notAMeasure(name), offset: start)
    }
    var part = ""
    if at < bytes.count, bytes[at] == UInt8(ascii: "[") {
      let inner = at + 1
      guard let close = bytes[inner...].firstIndex(of: UInt8(ascii: "]")), close > inner else {
        throw FormulaError(kind: .unexpected("["), offset: at)
      }
      part = String(decoding: bytes[inner..<close], as: UTF8.self)
      at = close + 1
    }
    skipSpaces()
    return .measure(MeasureName(measure: name, part: part))
  }

  private mutating func operation(of allowed: [Formula.Operator]) -> Formula.Operator? {
    guard at < bytes.count, let operation = Formula.Operator(rawValue: bytes[at]),
      allowed.contains(operation)
    else { return nil }
    advance()
    return operation
  }

  private mutating func advance() {
    at += 1
    skipSpaces()
  }

  private mutating func skipSpaces() {
    while at < bytes.count, bytes[at] == UInt8(ascii: " ") { at += 1 }
  }

  private func unexpected() -> FormulaError {
    // The rest is valid UTF-8, since `at` only ever stops between characters.
    let rest = String(decoding: bytes[at...], as: UTF8.self)
    return FormulaError(kind: rest.first.map { .unexpected($0) } ?? .unexpectedEnd, offset: at)
  }

  private func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  private func isName(_ byte: UInt8) -> Bool {
    isDigit(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
      || (byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z"))
  }
}
