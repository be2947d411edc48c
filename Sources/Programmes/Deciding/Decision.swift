public import Quantities

/// What a request changes: the effects that the entry stores and that every projection folds.
///
/// Folding never looks at a programme again, so what was decided stays what it was.
public struct Decision: Sendable, Hashable {
  /// The records touched, the subject first.
  public let touches: [Touch]
  /// The movements of tallies, balances and members, in the order of the programme's measures.
  public let deltas: [Delta]
  /// What would have refused it, had it not happened: codes of refusals, each once, ascending.
  ///
  /// Empty in nearly all. What begins with `arrival.` was found when it was placed among others.
  public let marks: [String]

  /// A decision from its parts; the order of the lists is hashed with the entry.
  public init(touches: [Touch], deltas: [Delta], marks: [String] = []) {
    self.touches = touches
    self.deltas = deltas
    self.marks = marks
  }

  /// The same decision with these marks.
  public func marked(_ marks: [String]) -> Decision {
    Decision(touches: touches, deltas: deltas, marks: Set(marks).sorted())
  }
}

/// One record's change.
public struct Touch: Sendable, Hashable {
  /// The record touched.
  public let record: RecordID
  /// The record's kind, which never changes.
  public let kind: String
  /// The version decided on; 0 for a new record.
  ///
  /// The record's version afterwards is `base + 1`.
  public let base: UInt32
  /// The state afterwards.
  public let state: String
  /// The unit that the record belongs to afterwards.
  public let unit: String
  /// Facts written, sorted by name.
  public let writes: [Write]
  /// Unique keys taken and given up.
  public let keys: [KeyChange]
  /// Facts that are known no more, sorted by name; only amendments have them.
  public let removes: [String]
  /// Whether this only says what the corrected entry should have said: then it changes nothing,
  /// and what it comes to stands in the other touches.
  public let isContent: Bool
  /// Whether the record's personal values are erased: its subject key is destroyed, and what is
  /// looked up by its sealed facts is given up.
  public let isErasure: Bool

  /// A change as it will be stored; nothing is checked here.
  public init(
    record: RecordID, kind: String, base: UInt32, state: String, unit: String, writes: [Write],
    keys: [KeyChange], removes: [String] = [], isContent: Bool = false, isErasure: Bool = false
  ) {
    self.record = record
    self.kind = kind
    self.base = base
    self.state = state
    self.unit = unit
    self.writes = writes
    self.keys = keys
    self.removes = removes
    self.isContent = isContent
    self.isErasure = isErasure
  }

  /// The same change with other writes.
  public func with(writes: [Write]) -> Touch {
    Touch(
      record: record, kind: kind, base: base, state: state, unit: unit, writes: writes,
      keys: keys, removes: removes, isContent: isContent, isErasure: isErasure)
  }
}

/// A fact written.
public struct Write: Sendable, Hashable {
  /// The field's name in the record's kind.
  public let name: String
  /// How widely it may be known, which says where in the entry it lies.
  public let level: Level
  /// What the fact is from now on.
  public let value: Value
  /// Computed when the entry was made (an age band), not given by the submitter.
  public let isDerived: Bool

  /// A written fact; `level` must be that of the definition it was decided under.
  public init(name: String, level: Level, value: Value, isDerived: Bool) {
    self.name = name
    self.level = level
    self.value = value
    self.isDerived = isDerived
  }
}

/// A unique key taken by a record, or given up.
public struct KeyChange: Sendable, Hashable {
  /// Kind and key: `premises.licence`.
  public let name: String
  /// The values in the key's order, as canonical text; for a key over sealed fields this is empty
  /// in what is stored, and the look-up value is an HMAC computed when the fields are at hand.
  public let value: KeyValue
  /// Whether the key is taken; otherwise it is given up.
  public let isTaken: Bool

  /// A change of a key; `name` is `kind.key`.
  public init(name: String, value: KeyValue, isTaken: Bool) {
    self.name = name
    self.value = value
    self.isTaken = isTaken
  }
}

/// What a unique key is looked up by.
public enum KeyValue: Sendable, Hashable {
  /// The canonical text of plain values, joined by U+001F.
  case plain(String)
  /// Over sealed fields: the names of the fields, whose values are sealed in the same entry.
  case blind(fields: [String])
}

/// A movement of a measure.
public struct Delta: Sendable, Hashable {
  /// Programme and measure: `shop-inspection.hazards-open`.
  public let measure: String
  /// The part it is split into, or empty.
  public let part: String
  /// The code of the unit it counts for.
  public let unit: String
  /// The day it counts on.
  public let day: Day
  /// In the measure's smallest step (an integer count, fen, 10^-scale of a decimal).
  public let amount: Int64
  /// The record whose ceiling or floor it is held against.
  public let owner: RecordID?
  /// The thing counted, for a distinct count; the amount is then +1 or -1 of its membership.
  public let member: RecordID?
  /// Whether the movement stands in the public leaf.
  public let isOpen: Bool

  /// A movement of one measure, in one part, at one unit and on one day.
  public init(
    measure: String, part: String, unit: String, day: Day, amount: Int64, owner: RecordID?,
    member: RecordID?, isOpen: Bool
  ) {
    self.measure = measure
    self.part = part
    self.unit = unit
    self.day = day
    self.amount = amount
    self.owner = owner
    self.member = member
    self.isOpen = isOpen
  }
}
