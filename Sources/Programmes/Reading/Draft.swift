import Quantities

/// A definition that was read but not yet checked against the programmes it uses.
///
/// It keeps its own errors, so that everything wrong with a file is reported at once when a
/// `ProgrammeSet` is built.
public struct ProgrammeDraft: Sendable {
  /// The programme's name; empty if it could not be read.
  public let name: String
  /// The programme's version; 0 if it could not be read.
  public let version: UInt32
  let position: Position
  let title: Title
  let uses: [Located]
  let overlapDays: Int
  let kinds: [KindDraft]
  let measures: [MeasureDraft]
  /// The file's text, as it is entered in the ledger.
  public let sourceText: String
  let errors: [DefinitionError]
}

/// A kind as read: its fields are final, its expressions still text.
struct KindDraft: Sendable {
  let name: String
  let position: Position
  let title: Title
  let isThing: Bool
  let about: Located?
  let fields: [FieldDraft]
  let keys: [KeyDraft]
  let derived: [DerivedDraft]
  let actions: [ActionDraft]
  let stateTitles: [(name: String, position: Position, title: Title)]?
  let provides: (Provision, Position)?

  /// All states that some action leads to, in order.
  var states: [String] {
    var states: [String] = []
    for name in actions.flatMap(\.to).map(\.state.text) where !states.contains(name) {
      states.append(name)
    }
    return states
  }
}

struct FieldDraft: Sendable {
  let field: Field
  let position: Position
}

struct KeyDraft: Sendable {
  let name: String
  let position: Position
  let fields: [Located]
}

struct DerivedDraft: Sendable {
  let field: Field
  let position: Position
  /// The actions at which it is computed; empty for whenever what it reads is written.
  let actions: [Located]
  let value: [OutcomeDraft]
}

/// One line of an ordered choice: `passed: "count(hazards) = 0"`.
struct OutcomeDraft: Sendable {
  let state: Located
  /// `nil` for `otherwise` and for a plain value.
  let condition: Located?
  /// Whether the outcome itself is an expression and not an option's name.
  let isExpression: Bool
}

struct ActionDraft: Sendable {
  let name: String
  let position: Position
  let title: Title
  let from: [Located]
  let to: [OutcomeDraft]
  let by: [Located]
  let isAtRecord: Bool
  let inputs: [(path: Located, isRequired: Bool)]
  let registers: [Located]
  let conditions: [(expression: Located, zh: String, en: String)]
  let amend: [Located]
  let lateDays: Int
  /// When the clock does it.
  let due: Located?
  let rehomes: Bool
  /// Where it says that it tells what has happened; `nil` if it does not.
  let happened: Position?
}

struct MeasureDraft: Sendable {
  let name: String
  let position: Position
  let title: Title
  let kind: Located
  /// All kinds that move the same measure, this one among them.
  let kinds: [Located]
  let count: Located?
  let sum: Located?
  let distinct: Located?
  let actions: [Located]
  /// `while`, for a stock.
  let condition: Located?
  /// `if`, for a flow or a distinct count.
  let actionCondition: Located?
  let split: Located?
  let countingUnit: String
  let decimals: UInt8
  /// Whether the amounts are money in fen.
  let isMoney: Bool
  let unit: Located?
  let day: Located?
  let ceiling: Located?
  let floor: Located?
  let owner: Located?
  /// The references that lead to whom the amount leaves and to whom it comes.
  let payer: Located?
  let payee: Located?
  /// When the limits hold; always, if `nil`.
  let limitCondition: Located?
  let level: Level
}
