import Quantities

/// What an expression of a kind may name.
struct NameTable {
  /// The kind's own fields.
  let fields: [String: Field]
  /// The kind's states.
  let states: [String]
  /// The fields and states of the kinds that reference fields lead to.
  let referred: [String: (fields: [String: Field], states: [String])]
  /// Derived fields may read sealed values of the same request; nothing else may.
  let allowsSealed: Bool
  /// Whether facts of referred records may be read.
  let allowsReferences: Bool
  /// Whether the day of the work may be read.
  let allowsDay: Bool
  /// What is being checked, for messages: `the condition of action "book"`.
  let purpose: String

  /// The same names for another purpose.
  func with(purpose: String, isStock: Bool) -> Self {
    NameTable(
      fields: fields, states: states, referred: referred, allowsSealed: false,
      allowsReferences: !isStock, allowsDay: !isStock, purpose: purpose)
  }
}

/// Gives the names of an expression their meaning and checks its types.
struct Checker {
  let names: NameTable
  let source: Located
  let errors: ErrorList
  private var itemFields: [String: Field]?
  /// The kind's own facts that were read.
  private(set) var reads: Set<String> = []
  /// The reference fields that were stepped through.
  private(set) var references: Set<String> = []

  /// A checked expression with its type and what it reads.
  struct Checked {
    let expression: Expression
    let type: ValueType
    let reads: Set<String>
    let references: Set<String>
  }

  /// Checks an expression; whatever is wrong goes to `errors`.
  static func check(_ source: Located, names: NameTable, errors: ErrorList) -> Checked {
    var checker = Checker(names: names, source: source, errors: errors)
    do throws(SyntaxError) {
      let syntax = try Parser.parse(source.text)
      let (expression, type) = checker.resolve(syntax, expected: nil)
      return Checked(
        expression: expression, type: type, reads: checker.reads, references: checker.references)
    } catch {
      checker.report(error.offset, error.problem, error.remedy)
      return Checked(expression: .constant(.truth(false)), type: .broken, reads: [], references: [])
    }
  }

  /// Checks a condition, which must be yes or no.
  static func condition(_ source: Located, names: NameTable, errors: ErrorList) -> Checked {
    let checked = check(source, names: names, errors: errors)
    if checked.type != .truth, checked.type != .broken {
      errors.report(
        source.textPosition,
        "\(names.purpose) must be yes or no, but this is \(checked.type.description)",
        "compare it with something, such as count(hazards) = 0")
    }
    return checked
  }

  private init(names: NameTable, source: Located, errors: ErrorList) {
    self.names = names
    self.source = source
    self.errors = errors
  }

  typealias Typed = (Expression, ValueType)

  static let broken: Typed = (.constant(.truth(false)), .broken)

  func report(_ offset: Int, _ problem: String, _ remedy: String) {
    // Offsets count along one line; a folded text is reported at its beginning.
    let isOneLine = !source.text.unicodeScalars.contains("\n")
    errors.report(
      source.textPosition.advanced(by: isOneLine ? offset : 0), problem, remedy)
  }

  /// `expected` lets a bare word stand for an option of what it is compared with.
  mutating func resolve(_ syntax: Syntax, expected: ValueType?) -> Typed {
    switch syntax {
    case .text(let text, let offset): return literal(text, expected, offset)
    case .number(let number, _):
      return number.scale == 0
        ? (.constant(.integer(number.mantissa)), .number(places: 0))
        : (.constant(.decimal(number)), .number(places: number.scale))
    case .day(let day, _): return (.constant(.day(day)), .day)
    case .name(let name, let offset): return resolveName(name, expected, offset)
    case .path(let reference, let fact, let offset): return resolvePath(reference, fact, offset)
    case .call(let name, let arguments, let offset): return call(name, arguments, offset)
    case .not(let value, _): return (.not(truth(value)), .truth)
    case .both(let joint, let left, let right, _):
      return (.both(joint, truth(left), truth(right)), .truth)
    case .compare(let comparison, let left, let right, let offset):
      return compare(comparison, left, right, offset)
    case .isIn(let value, let options, let isNegated, let offset):
      return isIn(value, options, isNegated, offset)
    case .isEmpty(let value, let isNegated, _):
      let empty = Expression.isEmpty(resolve(value, expected: nil).0)
      return (isNegated ? .not(empty) : empty, .truth)
    case .arithmetic(let arithmetic, let left, let right, let offset):
      return calculate(arithmetic, left, right, offset)
    case .negative(let value, let offset):
      return calculate(.minus, .number(Decimal64(0), offset), value, offset)
    }
  }

  private mutating func truth(_ syntax: Syntax) -> Expression {
    let (expression, type) = resolve(syntax, expected: .truth)
    if type != .truth, type != .broken {
      report(
        syntax.offset, "yes or no is needed here, but this is \(type.description)",
        "compare it with something, such as \"= 0\" or \"is not empty\"")
    }
    return expression
  }

  private func literal(_ text: String, _ expected: ValueType?, _ offset: Int) -> Typed {
    guard case .choice(let options)? = expected else { return (.constant(.text(text)), .text) }
    if !options.contains(text) {
      report(
        offset, "\"\(text)\" is not one of the options",
        Suggestion.remedy(for: text, among: options, otherwise: "write one of the options"))
      return Self.broken
    }
    return (.constant(.text(text)), .choice(options))
  }

  private mutating func resolveName(
    _ name: String, _ expected: ValueType?, _ offset: Int
  ) -> Typed {
    if case .choice(let options)? = expected, options.contains(name) {
      return (.constant(.text(name)), .choice(options))
    }
    if let item = itemFields?[name] { return (.itemFact(name), item.type.valueType) }
    switch name {
    case "state":
      reads.insert("state")
      return (.state, .choice(["new"] + names.states))
    case "on":
      if !names.allowsDay {
        report(
          offset, "\(names.purpose) reads \"on\", and would change by itself from day to day",
          "count an action, or make a derived field of what holds on the day of the entry")
      }
      return (.on, .day)
    case "now":
      if !names.allowsDay {
        report(
          offset, "\(names.purpose) reads \"now\", and would change by itself",
          "make a derived field of the moment of the entry")
      }
      return (.now, .moment)
    case "unit": return (.unit, .text)
    case "yes", "true": return (.constant(.truth(true)), .truth)
    case "no", "false": return (.constant(.truth(false)), .truth)
    default: break
    }
    guard let field = names.fields[name] else {
      var known = Array(names.fields.keys.sorted()) + (itemFields.map { $0.keys.sorted() } ?? [])
      var problem = "there is no field \"\(name)\""
      if case .choice(let options)? = expected {
        known = options + known
        problem = "\"\(name)\" is neither an option nor a field"
      }
      report(
        offset, problem,
        Suggestion.remedy(for: name, among: known, otherwise: "define it under fields"))
      return Self.broken
    }
    return read(field, as: .fact(name), offset)
  }

  private mutating func read(_ field: Field, as expression: Expression, _ offset: Int) -> Typed {
    if case .fact(let name) = expression { reads.insert(name) }
    if field.level.isSealed, !names.allowsSealed {
      report(
        offset,
        "\(names.purpose) reads \"\(field.name)\", which is sealed (P\(field.level.rawValue))",
        "make a derived field of what is needed, such as an age band, and read that")
      return Self.broken
    }
    return (expression, field.type.valueType)
  }

  mutating func resolvePath(_ reference: String, _ fact: String, _ offset: Int) -> Typed {
    guard let field = names.fields[reference] else {
      report(
        offset, "there is no field \"\(reference)\"",
        Suggestion.remedy(
          for: reference, among: names.referred.keys.sorted(),
          otherwise: "define a field of type { record: … } first"))
      return Self.broken
    }
    guard case .record(let kind) = field.type else {
      if field.type == .broken { return Self.broken }
      report(
        offset, "\"\(reference)\" does not lead to a record",
        field.type.itemFields == nil
          ? "write \"\(reference)\" alone"
          : "write count(\(reference)), sum(\(reference).\(fact)) or any(\(reference).\(fact))")
      return Self.broken
    }
    guard names.allowsReferences else {
      report(
        offset,
        "\(names.purpose) reads \"\(reference).\(fact)\", which may change without this record",
        "make a derived field with value: \"\(reference).\(fact)\", and read that")
      return Self.broken
    }
    reads.insert(reference)
    references.insert(reference)
    guard let target = names.referred[reference] else { return Self.broken }
    if fact == "state" {
      return (.referredState(reference: reference), .choice(target.states))
    }
    if fact == "unit" { return (.referredUnit(reference: reference), .text) }
    guard let found = target.fields[fact] else {
      report(
        offset, "\(kind) has no field \"\(fact)\"",
        Suggestion.remedy(
          for: fact, among: target.fields.keys.sorted(), otherwise: "define it in \(kind)"))
      return Self.broken
    }
    if found.level.isSealed {
      report(
        offset, "\(names.purpose) reads \"\(reference).\(fact)\", which is sealed",
        "make a derived field of \(kind), such as an age band, and read that")
      return Self.broken
    }
    return (.referredFact(reference: reference, fact), found.type.valueType)
  }

  /// Runs `body` with the fields of a list's items as names.
  mutating func within<Result>(_ fields: [Field], _ body: (inout Checker) -> Result) -> Result {
    let outer = itemFields
    itemFields = Dictionary(fields.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    defer { itemFields = outer }
    return body(&self)
  }
}
