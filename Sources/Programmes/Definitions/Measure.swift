/// What the records of a kind add to a number.
public final class Measure: Sendable {
  /// Programme and measure: `shop-inspection.hazards-open`.
  public let id: String
  /// Its name within the programme.
  public let name: String
  /// Its title for people.
  public let title: Title
  /// The kind whose records it counts.
  public let kind: String
  /// What moves it.
  let style: Style
  /// What one step is called: 家次, 处, 份.
  public let countingUnit: String
  /// Digits after the point; amounts are in 10^-decimals.
  public let decimals: UInt8
  /// Whether the amounts are money: in fen, shown in yuan.
  public let isMoney: Bool
  /// How it is split into parts.
  public let split: Split?
  /// The unit it counts for.
  public let unit: UnitRule
  /// The date field it counts on; `nil` for the day of the work.
  public let dayField: String?
  /// The record its balance is held by: a reference field, or the record itself.
  public let owner: Owner?
  /// P0 or P1.
  public let level: Level
  let ceiling: Expression?
  let floor: Expression?
  /// When the limits hold; always, if `nil`.
  let limitCondition: Expression?
  /// Reference fields that its expressions step through.
  let referencesRead: Set<String>
  /// Facts of the record that a stock depends on, and `state` if it reads the state.
  let factsRead: [String]

  init(
    id: String, name: String, title: Title, kind: String, style: Style, countingUnit: String,
    decimals: UInt8, isMoney: Bool, split: Split?, unit: UnitRule, dayField: String?,
    owner: Owner?, level: Level, ceiling: Expression?, floor: Expression?,
    limitCondition: Expression?, referencesRead: Set<String>, factsRead: Set<String>
  ) {
    self.id = id
    self.name = name
    self.title = title
    self.kind = kind
    self.style = style
    self.countingUnit = countingUnit
    self.decimals = decimals
    self.isMoney = isMoney
    self.split = split
    self.unit = unit
    self.dayField = dayField
    self.owner = owner
    self.level = level
    self.ceiling = ceiling
    self.floor = floor
    self.limitCondition = limitCondition
    self.referencesRead = referencesRead
    self.factsRead = factsRead.sorted()
  }

  /// What moves a measure.
  enum Style: Sendable {
    /// Each of these actions adds to it once.
    case flow(actions: [String], amount: Amount, condition: Expression?)
    /// Every record adds to it as long as a condition holds.
    case stock(amount: Amount, condition: Expression?)
    /// Each of these actions takes an amount from one record's balance and gives it to another's.
    case posting(actions: [String], amount: Amount, condition: Expression?, Sides)
    /// Each of these actions makes the referred record (`nil`: the record itself) a member.
    case distinct(reference: String?, actions: [String], condition: Expression?)
  }

  /// The reference fields that lead to the two records of a posting.
  struct Sides: Sendable, Hashable {
    let payer: String
    let payee: String
  }

  /// The parts of a posting: what left its payer (negative), what came to its payee.
  public enum Side: String, Sendable, Hashable, CaseIterable {
    case out
    case into = "in"

    /// Its title for people.
    public var title: Title {
      switch self {
      case .out: Title(zh: "付出", en: "paid out")
      case .into: Title(zh: "收入", en: "received")
      }
    }
  }

  /// How much a record or action adds.
  enum Amount: Sendable {
    case one
    case sum(Expression)
  }

  /// How a measure is split.
  public enum Split: Sendable, Hashable {
    /// By a fact of the record, or of a referred one for flows.
    case field(reference: String?, Field)
    /// By a field of the items of a list.
    case item(list: String, Field)

    /// The field whose values are the parts.
    public var field: Field {
      switch self {
      case .field(_, let field), .item(_, let field): field
      }
    }
  }

  /// A part of a measure.
  public struct Part: Sendable, Hashable {
    /// What is stored.
    public let name: String
    /// Its title for people.
    public let title: Title
  }

  /// Which unit a measure counts for.
  public enum UnitRule: Sendable, Hashable {
    case work
    case record
    case field(String)
    /// For a posting: each side counts for the unit of its own record.
    case sides
  }

  /// Whose balance a measure keeps.
  public enum Owner: Sendable, Hashable {
    case record
    case reference(String)
  }

  /// Whether an entry that would pass a limit is refused.
  public var isLimited: Bool { ceiling != nil || floor != nil }

  /// Whether it is the sum of what all records hold now.
  public var isStock: Bool { if case .stock = style { true } else { false } }

  /// Whether each of its movements has a counterpart, so that the sum of all balances stays 0.
  public var isTwoSided: Bool { if case .posting = style { true } else { false } }

  /// The parts that are known beforehand, with their titles; empty if it has none, or any text may
  /// be a part.
  public var parts: [Part] {
    if isTwoSided { return Side.allCases.map { Part(name: $0.rawValue, title: $0.title) } }
    return (split?.field.type.choices ?? []).map { Part(name: $0.name, title: $0.title) }
  }

  /// Whether it has parts.
  public var isSplit: Bool { split != nil || isTwoSided }

  /// Whether it counts different records.
  public var isDistinct: Bool { if case .distinct = style { true } else { false } }

  /// The actions that move a flow or a distinct count; empty for a stock.
  public var actions: [String] {
    switch style {
    case .flow(let actions, _, _), .distinct(_, let actions, _), .posting(let actions, _, _, _):
      actions
    case .stock: []
    }
  }
}
