import Quantities

/// Arithmetic over measures, evaluated exactly: `100 * fixed / found`.
///
/// `+ - * /`, parentheses, decimals, and measures as `programme.measure` or
/// `programme.measure[part]`. A minus between two names needs spaces, because names contain
/// hyphens.
public struct Formula: Sendable, Hashable {
  /// The formula as it was written.
  public let text: String
  let root: Node

  /// An operation or a leaf.
  indirect enum Node: Sendable, Hashable {
    case number(Decimal64)
    case measure(MeasureName)
    case negated(Node)
    case operation(Operator, Node, Node)
  }

  enum Operator: UInt8, Sendable, Hashable {
    case add = 0x2B
    case subtract = 0x2D
    case multiply = 0x2A
    case divide = 0x2F
  }

  /// Reads a formula; the error says where in `text` it stops making sense.
  public init(_ text: String) throws(FormulaError) {
    var parser = FormulaParser(text)
    self.root = try parser.formula()
    self.text = text
  }

  /// The measures it names, each once, in the order of the text.
  public var measures: [MeasureName] {
    var found: [MeasureName] = []
    var waiting = [root]
    while let node = waiting.popLast() {
      switch node {
      case .number: break
      case .measure(let name): if !found.contains(name) { found.append(name) }
      case .negated(let inner): waiting.append(inner)
      case .operation(_, let left, let right):
        waiting.append(right)
        waiting.append(left)
      }
    }
    return found
  }

  /// The exact result, given what each measure amounts to.
  public func value(
    _ amount: (MeasureName) -> Ratio?
  ) throws(FormulaFailure) -> Ratio {
    try Self.value(of: root, amount)
  }

  // The parser bounds the depth, so the recursion is bounded too.
  private static func value(
    of node: Node, _ amount: (MeasureName) -> Ratio?
  ) throws(FormulaFailure) -> Ratio {
    switch node {
    case .number(let number): return Ratio(number)
    case .measure(let name):
      guard let value = amount(name) else { throw .noValue(name) }
      return value
    case .negated(let inner): return try value(of: inner, amount).negated
    case .operation(let operation, let left, let right):
      let a = try value(of: left, amount)
      let b = try value(of: right, amount)
      let result: Ratio?
      switch operation {
      case .add: result = a.adding(b)
      case .subtract: result = a.subtracting(b)
      case .multiply: result = a.multiplied(by: b)
      case .divide:
        guard !b.isZero else { throw .divisionByZero }
        result = a.divided(by: b)
      }
      guard let result else { throw .overflow }
      return result
    }
  }
}

/// Why a formula has no result; none of these is a zero.
public enum FormulaFailure: Error, Sendable, Hashable {
  case noValue(MeasureName)
  case divisionByZero
  case overflow
}

/// Why a text is no formula.
public struct FormulaError: Error, Sendable, Hashable {
  /// What stands in the way.
  public enum Kind: Sendable, Hashable {
    case empty
    case unexpected(Character)
    case unexpectedEnd
    case missingParenthesis
    case numberOutOfRange
    /// A name without a programme before its point.
    case notAMeasure(String)
    case tooDeep
  }

  /// What is wrong.
  public let kind: Kind
  /// UTF-8 offset in the formula, counting from 0.
  public let offset: Int

  /// An error with its place.
  public init(kind: Kind, offset: Int) {
    self.kind = kind
    self.offset = offset
  }
}

extension FormulaError: CustomStringConvertible {
  /// What is wrong, in English, without the place.
  public var description: String {
    switch kind {
    case .empty: "the formula is empty"
    case .unexpected(let character): "\"\(character)\" cannot stand here"
    case .unexpectedEnd: "the formula stops before it is complete"
    case .missingParenthesis: "a closing parenthesis is missing"
    case .numberOutOfRange: "the number has too many digits"
    case .notAMeasure(let name):
      "\"\(name)\" is no measure: write programme.measure, such as elder-station.stations-opened"
    case .tooDeep: "the formula nests more than \(FormulaParser.depthMax) levels"
    }
  }
}
