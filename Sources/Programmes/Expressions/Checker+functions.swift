import Quantities

extension Checker {
  /// The functions there are, for suggestions.
  static let functions = [
    "count", "sum", "all", "any", "years", "birth-date", "first-known", "smallest", "largest",
    "minutes-after",
  ]

  mutating func call(_ name: String, _ arguments: [Syntax.Argument], _ offset: Int) -> Typed {
    switch name {
    case "count", "sum", "all", "any":
      guard arguments.count == 1 else { return wrongCount(name, "one list", offset) }
      return overList(name, arguments[0], offset)
    case "years":
      guard arguments.count == 2 else {
        return wrongCount(name, "a date of birth and a date: years(birth, on)", offset)
      }
      let from = day(arguments[0])
      let to = day(arguments[1])
      return (.years(from: from, to: to), .number(places: 0))
    case "minutes-after":
      guard arguments.count == 2 else {
        return wrongCount(name, "a time and a number: minutes-after(now, 15)", offset)
      }
      return minutesAfter(arguments[0], arguments[1])
    case "birth-date":
      guard arguments.count == 1 else { return wrongCount(name, "one identity number", offset) }
      return birthDate(arguments[0])
    case "first-known", "smallest", "largest":
      guard arguments.count >= 2 else { return wrongCount(name, "two or more values", offset) }
      return several(name, arguments, offset)
    default:
      report(
        offset, "there is no function \"\(name)\"",
        Suggestion.remedy(for: name, among: Self.functions, otherwise: ""))
      return Self.broken
    }
  }

  private func wrongCount(_ name: String, _ wanted: String, _ offset: Int) -> Typed {
    report(offset, "\(name) has the wrong number of arguments", "give it \(wanted)")
    return Self.broken
  }

  /// `count(hazards where not fixed)`, `sum(lines.amount)`, `all(hazards.fixed)`.
  private mutating func overList(
    _ name: String, _ argument: Syntax.Argument, _ offset: Int
  ) -> Typed {
    let outcome: ValueType = name == "count" || name == "sum" ? .number(places: 0) : .truth
    let failed: Typed = (.constant(.truth(false)), .broken)
    guard let (listName, part, at) = listPath(argument.value) else {
      report(
        argument.value.offset, "\(name) needs a list's name here",
        "write \(name)(hazards) or \(name)(hazards.fixed where …)")
      return failed
    }
    let (list, type) = resolve(.name(listName, at), expected: nil)
    guard case .list(let fields) = type else {
      if type != .broken {
        report(at, "\"\(listName)\" is not a list but \(type.description)", "name a list field")
      }
      return failed
    }
    let condition = argument.condition.map { condition in
      within(fields) { $0.condition(condition) }
    }
    if name == "count" {
      guard part == nil else {
        report(
          at, "count needs the list alone",
          "write count(\(listName)) or count(\(listName) where …)")
        return failed
      }
      return (.count(list: list, condition: condition), outcome)
    }
    guard let part else {
      report(at, "\(name) needs a field of the list's items", "write \(name)(\(listName).…)")
      return failed
    }
    return combine(name, list, fields, part, condition, at)
  }

  private mutating func combine(
    _ name: String, _ list: Expression, _ fields: [Field], _ part: String,
    _ condition: Expression?, _ offset: Int
  ) -> Typed {
    guard let field = fields.first(where: { $0.name == part }) else {
      report(
        offset, "the list's items have no field \"\(part)\"",
        Suggestion.remedy(for: part, among: fields.map(\.name), otherwise: "define it"))
      return Self.broken
    }
    let item = Expression.itemFact(part)
    switch (name, field.type.valueType) {
    case (_, .broken): return Self.broken
    case ("sum", .number(let places)):
      return (.sum(list: list, value: item, condition: condition), .number(places: places))
    case ("all", .truth):
      // An item outside the condition does not count against "all".
      let holds = condition.map { Expression.both(.or, .not($0), item) } ?? item
      return (.all(list: list, condition: holds), .truth)
    case ("any", .truth):
      let holds = condition.map { Expression.both(.and, $0, item) } ?? item
      return (.any(list: list, condition: holds), .truth)
    default:
      report(
        offset, "\(name) does not go with \(field.type.valueType.description)",
        name == "sum" ? "sum a number" : "name a yes-no field, or use count(… where …)")
      return Self.broken
    }
  }

  private func listPath(_ syntax: Syntax) -> (String, String?, Int)? {
    switch syntax {
    case .name(let name, let offset): (name, nil, offset)
    case .path(let name, let part, let offset): (name, part, offset)
    default: nil
    }
  }

  private mutating func condition(_ syntax: Syntax) -> Expression {
    let (expression, type) = resolve(syntax, expected: .truth)
    if type != .truth, type != .broken {
      report(
        syntax.offset, "yes or no is needed after \"where\", but this is \(type.description)",
        "compare it with something")
    }
    return expression
  }

  private mutating func day(_ argument: Syntax.Argument) -> Expression {
    let (expression, type) = resolve(argument.value, expected: .day)
    if type != .day, type != .broken {
      report(
        argument.value.offset, "a date is needed here, but this is \(type.description)",
        "name a date field, \"on\" or a date such as 2022-07-31")
    }
    return expression
  }

  private mutating func minutesAfter(
    _ moment: Syntax.Argument, _ minutes: Syntax.Argument
  ) -> Typed {
    let (start, startType) = resolve(moment.value, expected: .moment)
    if startType != .moment, startType != .broken {
      report(
        moment.value.offset, "a time is needed here, but this is \(startType.description)",
        "name a time field or \"now\"")
    }
    let (count, countType) = resolve(minutes.value, expected: nil)
    if countType != .number(places: 0), countType != .broken {
      report(
        minutes.value.offset,
        "a whole number of minutes is needed here, but this is \(countType.description)",
        "write a number such as 15, or name an integer field")
    }
    return (.minutesAfter(start, count), .moment)
  }

  private mutating func birthDate(_ argument: Syntax.Argument) -> Typed {
    let (expression, type) = resolve(argument.value, expected: nil)
    guard type == .identityNumber || type == .broken else {
      report(
        argument.value.offset, "birth-date needs an identity number, not \(type.description)",
        "name a field of type identity-number")
      return Self.broken
    }
    return (.birthDate(expression), type == .broken ? .broken : .day)
  }

  private mutating func several(
    _ name: String, _ arguments: [Syntax.Argument], _ offset: Int
  ) -> Typed {
    var values: [Expression] = []
    var common: ValueType?
    for argument in arguments {
      let (expression, type) = resolve(argument.value, expected: common)
      guard type != .broken else { return Self.broken }
      if let found = common {
        guard let joined = found.joined(with: type) else {
          report(
            argument.value.offset,
            "\(type.description) does not go with \(found.description)", "use values of one type")
          return Self.broken
        }
        common = joined
      } else {
        common = type
      }
      values.append(expression)
    }
    guard let type = common else { return Self.broken }
    if name == "first-known" { return (.firstKnown(values), type) }
    guard type.hasOrder else {
      report(offset, "\(name) needs values with an order", "use numbers or dates")
      return Self.broken
    }
    return (.extreme(values, isLargest: name == "largest"), type)
  }
}

extension ValueType {
  /// The type of a value that may be of either type, if there is one.
  func joined(with other: ValueType) -> ValueType? {
    if case .number(let p) = self, case .number(let q) = other { return .number(places: max(p, q)) }
    return self == other ? self : nil
  }
}
