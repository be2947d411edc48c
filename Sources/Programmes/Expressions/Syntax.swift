import Quantities

/// An expression as written, before its names are known.
indirect enum Syntax: Hashable {
  case text(String, Int)
  case number(Decimal64, Int)
  case day(Day, Int)
  case name(String, Int)
  case path(String, String, Int)
  case call(String, [Argument], Int)
  case not(Syntax, Int)
  case both(Joint, Syntax, Syntax, Int)
  case compare(Comparison, Syntax, Syntax, Int)
  case isIn(Syntax, [Syntax], isNegated: Bool, Int)
  case isEmpty(Syntax, isNegated: Bool, Int)
  case arithmetic(Arithmetic, Syntax, Syntax, Int)
  case negative(Syntax, Int)

  /// An argument of a function, with the condition that may follow it.
  struct Argument: Hashable {
    let value: Syntax
    let condition: Syntax?
  }

  /// Where it begins, in Unicode scalars.
  var offset: Int {
    switch self {
    case .text(_, let offset), .number(_, let offset), .day(_, let offset),
      .name(_, let offset), .path(_, _, let offset), .call(_, _, let offset),
      .not(_, let offset), .both(_, _, _, let offset), .compare(_, _, _, let offset),
      .isIn(_, _, _, let offset), .isEmpty(_, _, let offset),
      .arithmetic(_, _, _, let offset), .negative(_, let offset):
      offset
    }
  }
}

/// How two conditions are joined.
enum Joint: Hashable, Sendable {
  case and
  case or
}

/// How two values are compared.
enum Comparison: String, Hashable, Sendable {
  case equal = "="
  case unequal = "!="
  case less = "<"
  case atMost = "<="
  case greater = ">"
  case atLeast = ">="

  /// Whether it asks for an order and not only for equality.
  var isOrder: Bool { self != .equal && self != .unequal }
}

/// What is done with two numbers.
enum Arithmetic: String, Hashable, Sendable {
  case plus = "+"
  case minus = "-"
  case times = "*"
}
