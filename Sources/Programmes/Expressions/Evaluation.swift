import Quantities

/// A sum or product passed the range of exact numbers.
struct Overflow: Error {}

/// What an expression is evaluated on.
struct Scope {
  /// The record whose facts are read.
  let record: Record
  /// The referred records with their reference fields; few, so they are searched in a row.
  let referred: [(name: String, record: Record)]
  /// Sealed values given in this request, for derived fields only.
  let sealed: [String: Value]
  /// The item inside a `where`.
  var item: [String: Value]?
  /// Restricts one list to the items of one part while a measure is split.
  var filter: Filter?
  /// The day of the work.
  let on: Day
  /// The moment of the entry in milliseconds since 1970-01-01T00:00Z.
  let now: Int64

  struct Filter {
    let list: String
    let field: String
    let part: String
  }

  init(
    record: Record, referred: [(name: String, record: Record)], sealed: [String: Value], on: Day,
    now: Int64
  ) {
    self.record = record
    self.referred = referred
    self.sealed = sealed
    self.item = nil
    self.filter = nil
    self.on = on
    self.now = now
  }

  /// The record that a reference field leads to.
  func target(_ reference: String) -> Record? {
    for item in referred where item.name == reference { return item.record }
    return nil
  }

  fileprivate func fact(_ name: String) -> Value? {
    guard let value = record.value(name) ?? sealed[name] else { return nil }
    guard let filter, filter.list == name, case .list(let items) = value else { return value }
    return .list(items.filter { partText($0[filter.field]) == filter.part })
  }
}

/// The part that a value belongs to: its text, or empty if it is missing.
func partText(_ value: Value?) -> String {
  value.map(\.canonicalText) ?? ""
}

extension Expression {
  /// The outcome, or `nil` if something it needs is missing.
  func value(in scope: Scope) throws(Overflow) -> Value? {
    switch self {
    case .constant(let value): return value
    case .fact(let name): return scope.fact(name)
    case .itemFact(let name): return scope.item?[name]
    case .referredFact(let reference, let name): return scope.target(reference)?.value(name)
    case .state: return .text(scope.record.state)
    case .referredState(let reference):
      return (scope.target(reference)?.state).map(Value.text)
    case .unit: return .text(scope.record.unit)
    case .referredUnit(let reference): return (scope.target(reference)?.unit).map(Value.text)
    case .on: return .day(scope.on)
    case .now: return .integer(scope.now)
    case .not, .both, .compare, .isIn, .isEmpty, .all, .any:
      return .truth(try isTrue(in: scope))
    case .count(let list, let condition):
      var count: Int64 = 0
      for item in try list.items(in: scope)
      where try condition?.isTrue(in: scope, item: item) ?? true {
        count += 1
      }
      return .integer(count)
    case .number(let arithmetic, let left, let right):
      guard let a = try left.value(in: scope), let b = try right.value(in: scope) else {
        return nil
      }
      return try combine(arithmetic, a, b)
    case .sum, .shiftDay, .daysBetween, .minutesAfter, .years, .birthDate, .firstKnown, .extreme:
      return try computed(in: scope)
    }
  }

  /// Whether a condition holds; what is missing does not.
  func isTrue(in scope: Scope) throws(Overflow) -> Bool {
    switch self {
    case .not(let condition): return try !condition.isTrue(in: scope)
    case .both(.and, let left, let right):
      return try left.isTrue(in: scope) ? try right.isTrue(in: scope) : false
    case .both(.or, let left, let right):
      return try left.isTrue(in: scope) ? true : try right.isTrue(in: scope)
    case .compare(let comparison, let left, let right):
      guard let a = try left.value(in: scope), let b = try right.value(in: scope) else {
        return comparison == .unequal
      }
      return comparison.holds(a, b)
    case .isIn(let value, let options):
      guard let value = try value.value(in: scope) else { return false }
      return options.contains(value.comparable)
    case .isEmpty(let value):
      guard let value = try value.value(in: scope) else { return true }
      if case .list(let items) = value { return items.isEmpty }
      return false
    case .all(let list, let condition):
      for item in try list.items(in: scope) where try !condition.isTrue(in: scope, item: item) {
        return false
      }
      return true
    case .any(let list, let condition):
      for item in try list.items(in: scope) where try condition.isTrue(in: scope, item: item) {
        return true
      }
      return false
    default:
      return try value(in: scope) == .truth(true)
    }
  }

  private func isTrue(in scope: Scope, item: [String: Value]) throws(Overflow) -> Bool {
    var inner = scope
    inner.item = item
    return try isTrue(in: inner)
  }

  private func items(in scope: Scope) throws(Overflow) -> [[String: Value]] {
    guard case .list(let items)? = try value(in: scope) else { return [] }
    return items
  }

  private func computed(in scope: Scope) throws(Overflow) -> Value? {
    switch self {
    case .sum(let list, let value, let condition):
      return try sum(of: value, over: list, where: condition, in: scope)
    case .shiftDay(let day, let by, let isBack):
      guard case .day(let day)? = try day.value(in: scope),
        case .integer(let count)? = try by.value(in: scope)?.asInteger
      else { return nil }
      // 4,000,000 days are more than the calendar has.
      guard (-4_000_000...4_000_000).contains(count) else { throw Overflow() }
      return .day(day.advanced(by: Int(isBack ? -count : count)))
    case .daysBetween(let left, let right):
      guard case .day(let a)? = try left.value(in: scope),
        case .day(let b)? = try right.value(in: scope)
      else { return nil }
      return .integer(Int64(a.days(since: b)))
    case .minutesAfter(let moment, let minutes):
      guard case .integer(let start)? = try moment.value(in: scope),
        case .integer(let count)? = try minutes.value(in: scope)?.asInteger
      else { return nil }
      let (length, isTooLong) = count.multipliedReportingOverflow(by: 60_000)
      let (end, isTooLate) = start.addingReportingOverflow(length)
      guard !isTooLong, !isTooLate else { throw Overflow() }
      return .integer(end)
    case .years(let from, let to):
      guard case .day(let birth)? = try from.value(in: scope),
        case .day(let day)? = try to.value(in: scope)
      else { return nil }
      return .integer(Int64(completeYears(from: birth, to: day)))
    case .birthDate(let number):
      guard case .text(let text)? = try number.value(in: scope) else { return nil }
      return IdentityNumber(text)?.birth.map(Value.day)
    case .firstKnown(let values):
      for value in values { if let known = try value.value(in: scope) { return known } }
      return nil
    case .extreme(let values, let isLargest):
      return try extreme(of: values, isLargest: isLargest, in: scope)
    default: return nil
    }
  }

  private func sum(
    of value: Expression, over list: Expression, where condition: Expression?, in scope: Scope
  ) throws(Overflow) -> Value {
    var total = Value.integer(0)
    for item in try list.items(in: scope) {
      var inner = scope
      inner.item = item
      guard try condition?.isTrue(in: inner) ?? true else { continue }
      guard let next = try value.value(in: inner) else { continue }
      total = try combine(.plus, total, next) ?? total
    }
    return total
  }

  private func extreme(
    of values: [Expression], isLargest: Bool, in scope: Scope
  ) throws(Overflow) -> Value? {
    var best: Value?
    for value in values {
      guard let next = try value.value(in: scope) else { return nil }
      guard let found = best else {
        best = next
        continue
      }
      if (isLargest ? Comparison.greater : .less).holds(next, found) { best = next }
    }
    return best
  }

  private func combine(
    _ arithmetic: Arithmetic, _ left: Value, _ right: Value
  ) throws(Overflow) -> Value? {
    if case .integer(let a) = left, case .integer(let b) = right {
      let (result, overflowed) =
        switch arithmetic {
        case .plus: a.addingReportingOverflow(b)
        case .minus: a.subtractingReportingOverflow(b)
        case .times: a.multipliedReportingOverflow(by: b)
        }
      guard !overflowed else { throw Overflow() }
      return .integer(result)
    }
    guard let a = left.asDecimal, let b = right.asDecimal else { return nil }
    let result =
      switch arithmetic {
      case .plus: a.adding(b)
      case .minus: a.subtracting(b)
      case .times: a.multiplied(by: b)
      }
    guard let result else { throw Overflow() }
    return .decimal(result)
  }
}

/// Birthdays passed; someone born on 29 February grows older on 1 March of a common year.
func completeYears(from birth: Day, to day: Day) -> Int {
  let a = birth.date
  let b = day.date
  let isBefore = (b.month, b.day) < (a.month, a.day)
  return b.year - a.year - (isBefore ? 1 : 0)
}

extension Comparison {
  /// Compares two values of comparable types; of other types only `!=` holds.
  func holds(_ left: Value, _ right: Value) -> Bool {
    switch (left, right) {
    case (.integer(let a), .integer(let b)): return holds(a, b)
    case (.day(let a), .day(let b)): return holds(a, b)
    case (.text(let a), .text(let b)): return isOrder ? holds(a, b) : (a == b) == (self == .equal)
    case (.truth(let a), .truth(let b)): return (a == b) == (self == .equal)
    case (.record(let a), .record(let b)): return (a == b) == (self == .equal)
    default:
      if let a = left.asDecimal, let b = right.asDecimal { return holds(a, b) }
      return self == .unequal
    }
  }

  private func holds<Ordered: Comparable>(_ left: Ordered, _ right: Ordered) -> Bool {
    switch self {
    case .equal: left == right
    case .unequal: left != right
    case .less: left < right
    case .atMost: left <= right
    case .greater: left > right
    case .atLeast: left >= right
    }
  }
}
