import Quantities

/// Reads an expression into a syntax tree by recursive descent, one function for each level.
struct Parser {
  private let tokens: [Token]
  private var index = 0
  private var depth = 0

  /// 40: enough for any condition a person can still read, and small against the stack.
  static let depthMax = 40

  /// 300: a chain of signs makes a tree as deep as it is long, and it is evaluated by recursion.
  static let tokensMax = 300

  static func parse(_ text: String) throws(SyntaxError) -> Syntax {
    var parser = Parser(tokens: try Lexer.tokens(of: text))
    guard parser.tokens.count <= tokensMax else {
      throw SyntaxError(
        offset: 0, problem: "an expression of more than \(tokensMax) words and signs",
        remedy: "move a part of it into a derived field")
    }
    let syntax = try parser.disjunction()
    guard parser.current.content == .end else {
      throw SyntaxError(
        offset: parser.current.offset, problem: "the expression goes on after its end",
        remedy: "join conditions by \"and\" or \"or\", and put spaces around - + *")
    }
    return syntax
  }

  private init(tokens: [Token]) {
    self.tokens = tokens
  }

  private var current: Token { tokens[min(index, tokens.count - 1)] }

  private mutating func take(_ word: String) -> Bool {
    guard current.content == .name(word) || current.content == .sign(word) else { return false }
    index += 1
    return true
  }

  private mutating func expect(_ sign: String) throws(SyntaxError) {
    guard take(sign) else {
      throw SyntaxError(
        offset: current.offset, problem: "\"\(sign)\" is missing here", remedy: "write \(sign)")
    }
  }

  private mutating func disjunction() throws(SyntaxError) -> Syntax {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthMax else {
      throw SyntaxError(
        offset: current.offset, problem: "brackets nested more than \(Self.depthMax) deep",
        remedy: "move a part of the expression into a derived field")
    }
    var left = try conjunction()
    while true {
      let offset = current.offset
      guard take("or") else { return left }
      left = .both(.or, left, try conjunction(), offset)
    }
  }

  private mutating func conjunction() throws(SyntaxError) -> Syntax {
    var left = try negation()
    while true {
      let offset = current.offset
      guard take("and") else { return left }
      left = .both(.and, left, try negation(), offset)
    }
  }

  private mutating func negation() throws(SyntaxError) -> Syntax {
    let offset = current.offset
    var count = 0
    while take("not") { count += 1 }
    let value = try comparison()
    return count % 2 == 1 ? .not(value, offset) : value
  }

  private mutating func comparison() throws(SyntaxError) -> Syntax {
    let left = try sum()
    let offset = current.offset
    if case .sign(let sign) = current.content, let comparison = Comparison(rawValue: sign) {
      index += 1
      return .compare(comparison, left, try sum(), offset)
    }
    if take("in") { return .isIn(left, try options(), isNegated: false, offset) }
    if take("is") {
      let isNegated = take("not")
      guard take("empty") else {
        throw SyntaxError(
          offset: current.offset, problem: "\"is\" is only used in \"is empty\"",
          remedy: "write \"is empty\", \"is not empty\" or = for a comparison")
      }
      return .isEmpty(left, isNegated: isNegated, offset)
    }
    if current.content == .name("not"), index + 1 < tokens.count,
      tokens[index + 1].content == .name("in")
    {
      index += 2
      return .isIn(left, try options(), isNegated: true, offset)
    }
    return left
  }

  private mutating func options() throws(SyntaxError) -> [Syntax] {
    try expect("[")
    var options = [try sum()]
    while take(",") { options.append(try sum()) }
    try expect("]")
    return options
  }

  private mutating func sum() throws(SyntaxError) -> Syntax {
    var left = try product()
    while true {
      let offset = current.offset
      if take("+") {
        left = .arithmetic(.plus, left, try product(), offset)
      } else if take("-") {
        left = .arithmetic(.minus, left, try product(), offset)
      } else {
        return left
      }
    }
  }

  private mutating func product() throws(SyntaxError) -> Syntax {
    var left = try primary()
    while true {
      let offset = current.offset
      guard take("*") else { return left }
      left = .arithmetic(.times, left, try primary(), offset)
    }
  }

  private mutating func primary() throws(SyntaxError) -> Syntax {
    let token = current
    index += 1
    switch token.content {
    case .text(let text): return .text(text, token.offset)
    case .number(let number): return .number(number, token.offset)
    case .day(let day): return .day(day, token.offset)
    case .name(let name): return try named(name, token.offset)
    case .sign("("):
      let value = try disjunction()
      try expect(")")
      return value
    case .sign("-"):
      // A sign binds to a number only, so that no chain of signs can nest.
      guard case .number(let number) = current.content else { break }
      index += 1
      return .negative(.number(number, token.offset), token.offset)
    case .sign, .end: break
    }
    throw SyntaxError(
      offset: token.offset, problem: "a value is missing here",
      remedy: "write a field's name, a number, a date, text in ' ' or a function such as count(…)")
  }

  private mutating func named(_ name: String, _ offset: Int) throws(SyntaxError) -> Syntax {
    let reserved = ["and", "or", "not", "in", "is", "empty", "where", "otherwise"]
    guard !reserved.contains(name) else {
      throw SyntaxError(
        offset: offset, problem: "\"\(name)\" stands where a value should be",
        remedy: "write a field's name, a number, a date or text in ' '")
    }
    if take(".") {
      guard case .name(let part) = current.content else {
        throw SyntaxError(
          offset: current.offset, problem: "a name is missing after the point",
          remedy: "write reference.fact, such as session.capacity")
      }
      index += 1
      return .path(name, part, offset)
    }
    guard take("(") else { return .name(name, offset) }
    var arguments: [Syntax.Argument] = []
    if !take(")") {
      repeat {
        let value = try disjunction()
        let condition = take("where") ? try disjunction() : nil
        arguments.append(Syntax.Argument(value: value, condition: condition))
      } while take(",")
      try expect(")")
    }
    return .call(name, arguments, offset)
  }
}
