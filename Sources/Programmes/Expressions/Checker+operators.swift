import Quantities

extension Checker {
  mutating func compare(
    _ comparison: Comparison, _ left: Syntax, _ right: Syntax, _ offset: Int
  ) -> Typed {
    // The side that is a field comes first, so that a bare option on the other side is understood.
    let isSwapped = isBareWord(left) && !isBareWord(right)
    let (firstSyntax, secondSyntax) = isSwapped ? (right, left) : (left, right)
    let first = resolve(firstSyntax, expected: nil)
    let second = resolve(secondSyntax, expected: first.1)
    let (a, b) = isSwapped ? (second, first) : (first, second)
    guard a.1 != .broken, b.1 != .broken else { return (.constant(.truth(false)), .truth) }
    guard a.1.isComparable(with: b.1) else {
      report(
        offset, "\(a.1.description) cannot be compared with \(b.1.description)",
        "compare values of one type; text and options stand in ' '")
      return (.constant(.truth(false)), .truth)
    }
    if comparison.isOrder, !a.1.hasOrder {
      report(
        offset, "\(a.1.description) has no order",
        "use = or !=, or \"in [ … ]\" for several options")
    }
    return (.compare(comparison, a.0, b.0), .truth)
  }

  private func isBareWord(_ syntax: Syntax) -> Bool {
    switch syntax {
    case .text: true
    case .name(let name, _):
      names.fields[name] == nil && !["state", "on", "now"].contains(name)
    default: false
    }
  }

  mutating func isIn(
    _ value: Syntax, _ options: [Syntax], _ isNegated: Bool, _ offset: Int
  ) -> Typed {
    let (expression, type) = resolve(value, expected: nil)
    var values: [Value] = []
    for option in options {
      let (resolved, found) = resolve(option, expected: type)
      guard found != .broken, type != .broken else { continue }
      guard type.isComparable(with: found) else {
        report(
          option.offset, "\(found.description) does not go with \(type.description)",
          "list values of one type")
        continue
      }
      guard let constant = try? resolved.constantValue() else {
        report(
          option.offset, "the list after \"in\" may hold only fixed values",
          "use = and \"or\" to compare with fields")
        continue
      }
      values.append(constant.comparable)
    }
    let result = Expression.isIn(expression, values)
    return (isNegated ? .not(result) : result, .truth)
  }

  mutating func calculate(
    _ arithmetic: Arithmetic, _ left: Syntax, _ right: Syntax, _ offset: Int
  ) -> Typed {
    let a = resolve(left, expected: nil)
    let b = resolve(right, expected: nil)
    switch (a.1, b.1, arithmetic) {
    case (.broken, _, _), (_, .broken, _): return Self.broken
    case (.number(let p), .number(let q), .times):
      guard p + q <= Decimal64.scaleMax else {
        report(offset, "the product has more than 18 decimal places", "use fewer places")
        return Self.broken
      }
      return (.number(arithmetic, a.0, b.0), .number(places: p + q))
    case (.number(let p), .number(let q), _):
      return (.number(arithmetic, a.0, b.0), .number(places: max(p, q)))
    case (.day, .number(places: 0), .plus), (.day, .number(places: 0), .minus):
      return (.shiftDay(a.0, by: b.0, isBack: arithmetic == .minus), .day)
    case (.day, .day, .minus): return (.daysBetween(a.0, b.0), .number(places: 0))
    default:
      report(
        offset,
        "\"\(arithmetic.rawValue)\" does not go with \(a.1.description) and \(b.1.description)",
        "calculate with numbers, a date and a number of days, or the difference of two dates")
      return Self.broken
    }
  }
}

extension Expression {
  /// The value of a constant; throws for anything that depends on a record.
  func constantValue() throws(NotConstant) -> Value {
    if case .constant(let value) = self { return value }
    if case .number(.minus, .constant(.integer(0)), .constant(let value)) = self {
      switch value {
      case .integer(let integer) where integer != Int64.min: return .integer(-integer)
      case .decimal(let decimal) where decimal.mantissa != Int64.min:
        return .decimal(Decimal64(mantissa: -decimal.mantissa, scale: decimal.scale))
      default: break
      }
    }
    throw NotConstant()
  }
}

/// A fixed value was needed.
struct NotConstant: Error {}

extension ValueType {
  /// Whether values of both types can be equal.
  func isComparable(with other: ValueType) -> Bool {
    switch (self, other) {
    case (.number, .number), (.text, .text), (.text, .choice), (.choice, .text),
      (.truth, .truth), (.day, .day), (.moment, .moment), (.moment, .number),
      (.identityNumber, .text):
      true
    case (.choice(let left), .choice(let right)): left.contains(where: right.contains)
    case (.record(let left), .record(let right)): left == right
    default: false
    }
  }

  /// Whether values stand in an order.
  var hasOrder: Bool {
    switch self {
    case .number, .day, .moment, .text: true
    case .choice, .truth, .place, .list, .record, .identityNumber, .broken: false
    }
  }
}
