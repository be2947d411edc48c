import Quantities

/// An expression whose names and types were checked: total, free of side effects, quick.
///
/// A missing value makes arithmetic missing, an order or equality false, a truth `no`; so every
/// expression has an outcome whatever is known. Only overflow stops an evaluation.
indirect enum Expression: Sendable, Hashable {
  case constant(Value)
  /// A fact of the record, or of the item inside `where`.
  case fact(String)
  case itemFact(String)
  /// A fact of a referred record.
  case referredFact(reference: String, String)
  case state
  case referredState(reference: String)
  case unit
  case referredUnit(reference: String)
  /// The day of the work.
  case on
  /// The moment at which the entry is made.
  case now
  case not(Expression)
  case both(Joint, Expression, Expression)
  case compare(Comparison, Expression, Expression)
  /// Few options, so that comparing with each is quicker than hashing.
  case isIn(Expression, [Value])
  case isEmpty(Expression)
  case number(Arithmetic, Expression, Expression)
  case shiftDay(Expression, by: Expression, isBack: Bool)
  case daysBetween(Expression, Expression)
  /// The moment so many minutes later.
  case minutesAfter(Expression, Expression)
  case count(list: Expression, condition: Expression?)
  case sum(list: Expression, value: Expression, condition: Expression?)
  case all(list: Expression, condition: Expression)
  case any(list: Expression, condition: Expression)
  case years(from: Expression, to: Expression)
  case birthDate(Expression)
  case firstKnown([Expression])
  case extreme([Expression], isLargest: Bool)
}

/// The type of an expression's outcome.
enum ValueType: Hashable {
  case number(places: UInt8)
  case text
  case choice([String])
  case truth
  case day
  case moment
  case place
  case list([Field])
  case record(kind: String)
  case identityNumber
  /// A mistake that was reported already, so that it is not reported again.
  case broken

  /// For messages.
  var description: String {
    switch self {
    case .number: "a number"
    case .text: "text"
    case .choice: "a choice"
    case .truth: "yes or no"
    case .day: "a date"
    case .moment: "a time"
    case .place: "a place"
    case .list: "a list"
    case .record(let kind): "a record (\(kind))"
    case .identityNumber: "an identity number"
    case .broken: "unknown"
    }
  }
}

extension FieldType {
  /// What an expression sees of a field.
  var valueType: ValueType {
    switch self {
    case .text, .creditCode, .phone, .unit: .text
    case .integer, .money: .number(places: 0)
    case .decimal(let places, _, _): .number(places: places)
    case .date: .day
    case .time: .moment
    case .choice(let choices): .choice(choices.map(\.name))
    case .truth: .truth
    case .list(let fields): .list(fields)
    case .place: .place
    case .identityNumber: .identityNumber
    case .record(let kind): .record(kind: kind)
    case .broken: .broken
    }
  }
}
