public import Programmes
public import Quantities

/// Who takes all rows of the projections, for the audit: millions of them, so that an engine hands
/// on columns rather than making values of them where it can.
public protocol ProjectionSink: AnyObject {
  /// A row as a value.
  func take(_ row: ProjectionRow) throws
  /// What a number in the columns below stands for; told before any of them.
  func name(_ number: Int64, is text: String) throws
  /// A record; `facts`, `blindKeys` and `history` as their columns hold them.
  func record(_ columns: RecordColumns) throws
  /// A unique key that is held.
  func key(name: Int64, value: [UInt8], holder: RecordID) throws
  /// What a ceiling or floor is held against.
  func balance(measure: Int64, owner: RecordID, amount: Int64) throws
  /// A tally that is not 0; `period` is a `TallyPeriod`'s code.
  func tally(measure: Int64, part: Int64, unit: Int64, period: Int64, amount: Int64) throws
  /// A thing that is counted; `counts` as its column holds them.
  func member(
    measure: Int64, part: Int64, period: Int64, thing: RecordID, counts: [UInt8]) throws
  /// One movement.
  func contribution(_ columns: ContributionColumns) throws
}

/// A record as an engine keeps it.
public struct RecordColumns: Sendable {
  /// Which record.
  public let id: RecordID
  /// The number of its kind's name.
  public let kind: Int64
  /// Entries that have touched it.
  public let version: Int64
  /// The number of its state's name.
  public let state: Int64
  /// The number of its unit's code.
  public let unit: Int64
  /// The number of its own key, if it has one.
  public let keyNumber: Int64?
  /// See `FactsColumn`.
  public let facts: [UInt8]
  /// See `BlindKeysColumn`.
  public let blindKeys: [UInt8]
  /// See `HistoryColumn`.
  public let history: [UInt8]

  /// A record's columns.
  public init(
    id: RecordID, kind: Int64, version: Int64, state: Int64, unit: Int64, keyNumber: Int64?,
    facts: [UInt8], blindKeys: [UInt8], history: [UInt8]
  ) {
    self.id = id
    self.kind = kind
    self.version = version
    self.state = state
    self.unit = unit
    self.keyNumber = keyNumber
    self.facts = facts
    self.blindKeys = blindKeys
    self.history = history
  }
}

/// A movement as an engine keeps it.
public struct ContributionColumns: Sendable {
  /// The numbers of the names of measure, part and unit.
  public let measure, part, unit: Int64
  /// The day's number.
  public let day: Int64
  /// The entry and the place in it.
  public let seq, ordinal: Int64
  /// In the measure's smallest step.
  public let amount: Int64
  /// The thing counted, for a distinct count.
  public let member: RecordID?

  /// A movement's columns.
  public init(
    measure: Int64, part: Int64, unit: Int64, day: Int64, seq: Int64, ordinal: Int64,
    amount: Int64, member: RecordID?
  ) {
    self.measure = measure
    self.part = part
    self.unit = unit
    self.day = day
    self.seq = seq
    self.ordinal = ordinal
    self.amount = amount
    self.member = member
  }
}
