// Kinds, actions, inputs and measures are classes of constants: a decision passes them around, and
// copying their many fields would cost more than everything it decides.

/// A kind of record: a thing that lives long and is known to many programmes, or a case.
public final class Kind: Sendable {
  /// Unique among all programmes: `premises`.
  public let name: String
  /// Its title for people.
  public let title: Title
  /// The programme that defines it.
  public let programme: String
  /// Whether it is a thing; otherwise a case.
  public let isThing: Bool
  /// The reference field that a case is about, which has the same name as the thing's kind.
  public let about: String?
  /// Its fields in the order of the definition; the derived ones last.
  public let fields: [Field]
  /// Its unique keys.
  public let keys: [Key]
  /// What the clock does to its records, and when.
  public let deadlines: [Deadline]
  /// How derived fields are computed.
  public let derived: [Derived]
  /// Its actions in the order of the definition.
  public let actions: [Action]
  /// Its states in the order they are first reached, with their titles.
  public let states: [State]
  /// What the registry finds in it without knowing the programme's name.
  public let provides: Provision?

  let fieldIndex: [String: Int]
  /// The fields that refer to a record, with the kind that they refer to.
  let references: [(name: String, type: FieldType, kind: String)]
  /// Reference fields that some expression of the kind steps through.
  let referencesRead: [String]

  init(
    name: String, title: Title, programme: String, isThing: Bool, about: String?,
    fields: [Field], keys: [Key], deadlines: [Deadline], derived: [Derived], actions: [Action],
    states: [State], provides: Provision?, fieldIndex: [String: Int], referencesRead: [String]
  ) {
    self.name = name
    self.title = title
    self.programme = programme
    self.isThing = isThing
    self.about = about
    self.fields = fields
    self.keys = keys
    self.deadlines = deadlines
    self.derived = derived
    self.actions = actions
    self.states = states
    self.provides = provides
    self.fieldIndex = fieldIndex
    self.references = fields.compactMap { field in
      field.type.referredKind.map { (field.name, field.type, $0) }
    }
    self.referencesRead = referencesRead
  }

  /// A field by its name.
  public func field(_ name: String) -> Field? {
    guard let index = fieldIndex[name] else { return nil }
    return fields[index]
  }

  /// An action by its name.
  public func action(_ name: String) -> Action? { actions.first { $0.name == name } }

  /// The action that a record of this kind begins with.
  public var firstAction: Action? { actions.first { $0.mayBeNew } }
}

/// A state of a record, with its title.
public struct State: Sendable, Hashable {
  /// What is stored.
  public let name: String
  /// Its title; the name itself if the definition gives none.
  public let title: Title
}

/// What a kind stands for in the registry.
public enum Provision: String, Sendable, Hashable, CaseIterable {
  /// Facts `code`, `name`, `level`, `parent`, `from`, `to`; and if it has them `into` (the unit
  /// that takes over), `stationed-at` and `predecessor`.
  case units
  /// Facts `login`, `name`, and `roles`, a list of `role` and `unit`.
  case accounts
  /// Facts `year` and `month`: in the state `closed`, the record's unit has closed that month.
  case periods
  /// Facts `erased`, the id of a record whose personal values the entry erases.
  case erasures
}

/// Fields whose values no two records of the kind share.
public struct Key: Sendable, Hashable {
  /// Kind and key: `premises.licence`.
  public let name: String
  /// The fields in order; `unit` means the record's unit.
  public let fields: [String]
  /// Whether a field is sealed, so that the key is looked up by an HMAC.
  public let isBlind: Bool
}

/// When the clock does something to a record.
///
/// Each record that waits for it holds a key, `kind.action@due`, whose value begins with the
/// moment; so what is due is found in the order of time, and is folded, amended and audited as
/// keys are.
public final class Deadline: Sendable {
  /// The name of the key: `registration.lapse@due`.
  public let key: String
  /// The action, by its name within the kind.
  public let action: String
  /// The states it starts from; `nil` means any.
  let from: [String]?
  /// A date, after whose end it is due, or a moment.
  let due: Expression
  /// The facts that the moment depends on.
  let reads: Set<String>

  init(key: String, action: String, from: [String]?, due: Expression, reads: Set<String>) {
    self.key = key
    self.action = action
    self.from = from
    self.due = due
    self.reads = reads
  }
}

/// How a derived field is computed: at certain actions, or else when the record is new and when an
/// entry writes what it reads.
public final class Derived: Sendable {
  /// The field.
  public let field: Field
  let value: Outcome
  /// The fields of the same record it reads.
  let reads: Set<String>
  /// The actions on the record at which it is computed; empty for whenever what it reads is
  /// written.
  let actions: [String]

  init(
    field: Field, value: Outcome, reads: Set<String>, actions: [String]
  ) {
    self.field = field
    self.value = value
    self.reads = reads
    self.actions = actions
  }
}

/// A value that depends on conditions in order, the first that holds deciding.
struct Outcome: Sendable {
  struct Case: Sendable {
    /// `nil` for `otherwise`.
    let condition: Expression?
    let value: Expression
  }

  let cases: [Case]
}

/// One thing that can be done to a record.
public final class Action: Sendable {
  /// Its name within the kind: `inspect`.
  public let name: String
  /// Its title for people.
  public let title: Title
  /// Whether it may begin a record.
  public let mayBeNew: Bool
  /// The states it starts from; `nil` means any.
  public let from: [String]?
  /// The states it may lead to; empty if the state stays.
  public let states: [String]
  /// The roles of which the actor needs one.
  public let by: [String]
  /// Whether the role is needed at the record's unit and not at the unit that does the work.
  public let isAtRecord: Bool
  /// What may be given.
  public let inputs: [Input]
  /// Reference fields whose record may be new in this action.
  public let registers: [String]
  /// What must hold.
  public let conditions: [Condition]
  /// The roles of which somebody needs one who puts such an entry right.
  public let amend: [String]
  /// How many days ago the work may have been.
  public let lateDays: Int
  /// Whether the record goes to the unit of the work.
  public let rehomes: Bool
  /// Whether it tells what has happened, which is marked and not refused if it comes in late.
  public let hasHappened: Bool

  let inputIndex: [String: Int]
  let to: Outcome?

  init(
    name: String, title: Title, mayBeNew: Bool, from: [String]?, states: [String], by: [String],
    isAtRecord: Bool, inputs: [Input], registers: [String], conditions: [Condition],
    amend: [String], lateDays: Int, rehomes: Bool, hasHappened: Bool,
    inputIndex: [String: Int], to: Outcome?
  ) {
    self.name = name
    self.title = title
    self.mayBeNew = mayBeNew
    self.from = from
    self.states = states
    self.by = by
    self.isAtRecord = isAtRecord
    self.inputs = inputs
    self.registers = registers
    self.conditions = conditions
    self.amend = amend
    self.lateDays = lateDays
    self.rehomes = rehomes
    self.hasHappened = hasHappened
    self.inputIndex = inputIndex
    self.to = to
  }

  /// What may be given under a path.
  public func input(_ path: String) -> Input? {
    guard let index = inputIndex[path] else { return nil }
    return inputs[index]
  }
}

/// A value that an action takes.
public final class Input: Sendable {
  /// `hazards`, or `premises.keeper` for a fact of a referred record.
  public let path: String
  /// The reference field, if the fact belongs to a referred record.
  public let reference: String?
  /// The field that is written.
  public let field: Field
  /// Own fields must then be given each time; a referred record's must be given or known.
  public let isRequired: Bool

  init(
    path: String, reference: String?, field: Field, isRequired: Bool
  ) {
    self.path = path
    self.reference = reference
    self.field = field
    self.isRequired = isRequired
  }
}

extension Input {
  /// Whether a record is named by it, and not a value.
  var isReference: Bool {
    if case .record = field.type { reference == nil } else { false }
  }
}

/// A condition of an action, with the text of its refusal.
public final class Condition: Sendable {
  /// Chinese.
  public let zh: String
  /// English.
  public let en: String
  let expression: Expression

  init(
    zh: String, en: String, expression: Expression
  ) {
    self.zh = zh
    self.en = en
    self.expression = expression
  }
}
