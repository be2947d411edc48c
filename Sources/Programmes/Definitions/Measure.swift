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
  /// Reference fields that its expressions step through.
  let referencesRead: Set<String>
  /// Facts of the record that a stock depends on, and `state` if it reads the state.
  let factsRead: Set<String>

  init(
    id: String, name: String, title: Title, kind: String, style: Style, countingUnit: String,
    decimals: UInt8, split: Split?, unit: UnitRule, dayField: String?, owner: Owner?,
    level: Level, ceiling: Expression?, floor: Expression?, referencesRead: Set<String>,
    factsRead: Set<String>
  ) {
    self.id = id
    self.name = name
    self.title = title
    self.kind = kind
    self.style = style
    self.countingUnit = countingUnit
    self.decimals = decimals
    self.split = split
    self.unit = unit
    self.dayField = dayField
    self.owner = owner
    self.level = level
    self.ceiling = ceiling
    self.floor = floor
    self.referencesRead = referencesRead
    self.factsRead = factsRead
  }

  /// What moves a measure.
  enum Style: Sendable {
    /// Each of these actions adds to it once.
    case flow(actions: [String], amount: Amount, condition: Expression?)
    /// Every record adds to it as long as a condition holds.
    case stock(amount: Amount, condition: Expression?)
    /// Each of these actions makes the referred record (`nil`: the record itself) a member.
    case distinct(reference: String?, actions: [String], condition: Expression?)
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

  /// Which unit a measure counts for.
  public enum UnitRule: Sendable, Hashable {
    case work
    case record
    case field(String)
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

  /// Whether it counts different records.
  public var isDistinct: Bool { if case .distinct = style { true } else { false } }

  /// The actions that move a flow or a distinct count; empty for a stock.
  public var actions: [String] {
    switch style {
    case .flow(let actions, _, _), .distinct(_, let actions, _): actions
    case .stock: []
    }
  }
}
