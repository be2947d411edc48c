// Folding an entry's effects into the projections: the same code when an entry is made and when the
// projections are rebuilt. It looks at effects only, and of a programme only at whether a measure
// is a stock. Which units a number counts for: docs/decisions/0015-numbers-follow-the-day.md.

import Indicators
import Ledger
import Programmes
import Quantities
import Storage

/// Gathers what a batch of entries changes.
struct Folding {
  private let state: WorkingState
  private(set) var folded: FoldedBatch

  /// Makes room for about `count` entries.
  init(state: WorkingState, from seq: Int64, count: Int) {
    self.state = state
    self.folded = FoldedBatch(from: seq, count: count)
  }

  /// Takes in the next entry.
  ///
  /// `newKeys` gives the numbers of the keys that a new entry's touches seal under, whose sealed
  /// values are still among the writes. `blindKeys` gives the look-up value of a key over sealed
  /// fields for a touch, or `nil` if the values have been erased.
  mutating func fold(
    _ entry: Entry, newKeys: (_ touch: Int) -> Int64? = { _ in nil },
    blindKeys: (_ touch: Int, KeyChange) throws -> KeyRow?
  ) throws {
    precondition(entry.seq == folded.through, "entries are folded in order")
    for (index, touch) in entry.decision.touches.enumerated() where !touch.isContent {
      try fold(touch, at: index, of: entry, newKey: newKeys(index), blindKeys: blindKeys)
    }
    for delta in entry.decision.deltas { try fold(delta, of: entry) }
    folded.end(entry)
  }

  private mutating func fold(
    _ touch: Touch, at index: Int, of entry: Entry, newKey: Int64?,
    blindKeys: (_ touch: Int, KeyChange) throws -> KeyRow?
  ) throws {
    let before = try state.row(touch.record)
    var row = RecordContent(
      record: Self.applied(touch, to: before, seq: entry.seq), keyNumber: before?.keyNumber,
      blindKeys: before?.blindKeys ?? [:], history: (before?.history ?? []) + [entry.seq])
    if let newKey { row.keyNumber = newKey }
    for sealed in entry.sealedWrites where sealed.touch == index {
      row.record.facts[sealed.name] = Fact(content: .sealed, seq: entry.seq)
      row.keyNumber = sealed.keyNumber
    }
    if touch.isErasure { erase(&row) }
    // What is given up goes first, so that a record may take its own key again.
    for change in touch.keys where !change.isTaken { try giveUp(change, of: &row) }
    for change in touch.keys where change.isTaken {
      try take(change, touch: index, of: &row, blindKeys: blindKeys)
    }
    let after = RecordRow(row)
    state.set(after)
    folded.batch.records[touch.record] = after
    guard state.concerns(kind: touch.kind) else { return }
    let tree = state.directory.tree
    try state.note(row.record, on: entry.on)
    try countAnew(after: tree)
  }

  /// The record as a touch leaves it, but for writes whose sealed values are not at hand.
  static func applied(_ touch: Touch, to row: RecordRow?, seq: Int64) -> Record {
    var record =
      row?.record
      ?? Record(
        id: touch.record, kind: touch.kind, version: 0, state: touch.state, unit: touch.unit,
        facts: [:])
    record.version = touch.base + 1
    record.state = touch.state
    record.unit = touch.unit
    for name in touch.removes { record.facts[name] = nil }
    for write in touch.writes {
      record.facts[write.name] = Fact(
        content: write.level.isSealed ? .sealed : .plain(write.value), seq: seq)
    }
    return record
  }

  /// Forgets what a record's sealed facts can be looked up by; the key itself goes with the batch.
  private mutating func erase(_ row: inout RecordContent) {
    row.record.erase()
    for (name, value) in row.blindKeys {
      let key = KeyRow(name: name, value: value)
      state.set(key, holder: nil)
      folded.batch.keys[key] = .some(nil)
    }
    row.blindKeys = [:]
  }

  private mutating func giveUp(_ change: KeyChange, of row: inout RecordContent) throws {
    let key: KeyRow
    switch change.value {
    case .plain(let text): key = KeyRow(name: change.name, value: Array(text.utf8))
    case .blind:
      guard let value = row.blindKeys.removeValue(forKey: change.name) else { return }
      key = KeyRow(name: change.name, value: value)
    }
    // Of two records that an amendment lets exchange keys, the first has taken the second's.
    if let holder = try state.holder(key), holder != row.record.id { return }
    state.set(key, holder: nil)
    folded.batch.keys[key] = .some(nil)
  }

  private mutating func take(
    _ change: KeyChange, touch: Int, of row: inout RecordContent,
    blindKeys: (_ touch: Int, KeyChange) throws -> KeyRow?
  ) throws {
    let key: KeyRow
    switch change.value {
    case .plain(let text): key = KeyRow(name: change.name, value: Array(text.utf8))
    case .blind:
      guard let found = try blindKeys(touch, change) else { return }
      key = found
      row.blindKeys[change.name] = found.value
    }
    state.set(key, holder: row.record.id)
    folded.batch.keys[key] = row.record.id
  }

  private mutating func fold(_ delta: Delta, of entry: Entry) throws {
    if let owner = delta.owner {
      let key = BalanceKey(measure: delta.measure, owner: owner)
      let (sum, overflowed) = try state.balance(key).addingReportingOverflow(delta.amount)
      guard !overflowed else { throw Refusal.overflow(delta.measure) }
      state.set(key, amount: sum)
      folded.batch.balances[key] = sum
    }
    let reach = state.reach(
      of: TallyPlace(measure: delta.measure, part: delta.part, unit: delta.unit))
    if let member = delta.member {
      folded.count(delta.amount, of: member, in: reach, on: delta.day)
    } else {
      folded.add(delta.amount, ofWorkIn: reach, on: delta.day)
      if reach.turns(after: delta.day) { postLater(delta.movement, in: reach) }
    }
    guard entry.amends != nil else { return }
    let amendment = delta.movement.amendment
    let amended = state.reach(
      of: TallyPlace(measure: amendment.measure, part: amendment.part, unit: amendment.unit))
    folded.add(1, ofWorkIn: amended, on: delta.day)
    if amended.turns(after: delta.day) { postLater(amendment, in: amended) }
  }

  private mutating func add(
    _ amount: Int64, of movement: Movement, at unit: String, in period: TallyPeriod
  ) {
    let name = TallyName(measure: movement.measure, part: movement.part, unit: unit)
    folded.add(amount, to: name, in: period)
  }

  /// Adds a movement at every level: in the month of its day, and for a stock also where the unit
  /// counted for others later.
  private mutating func post(_ movement: Movement, in reach: TallyReach) {
    folded.add(movement.amount, atLevelsOf: reach, on: movement.day)
    if reach.turns(after: movement.day) { postLater(movement, in: reach) }
  }

  /// Adds a stock where the unit counted for others after the movement's day.
  private mutating func postLater(_ movement: Movement, in reach: TallyReach) {
    guard state.directory.isStock(movement.measure) else { return }
    for turn in reach.reach?.turns(after: movement.day) ?? [] {
      for unit in turn.before where !turn.after.contains(unit) {
        transfer(-movement.amount, of: movement, at: unit, on: turn.day)
      }
      for unit in turn.after where !turn.before.contains(unit) {
        transfer(movement.amount, of: movement, at: unit, on: turn.day)
      }
    }
  }

  private mutating func transfer(
    _ amount: Int64, of movement: Movement, at unit: String, on day: Day
  ) {
    add(amount, of: movement, at: unit, in: .month(Month(containing: day)))
    var transferred = movement
    transferred.measure = TransferTally.name(of: movement.measure)
    add(amount, of: transferred, at: unit, in: .day(day))
  }

  // MARK: - Units that change

  /// Takes what was counted by the tree of before out of the numbers, and counts it by that of now.
  private mutating func countAnew(after older: UnitTree?) throws {
    guard let older, let newer = state.directory.tree else { return }
    for (code, day) in newer.changes(since: older) {
      let (was, isNow) = (older.reach(of: code), newer.reach(of: code))
      for movement in try state.movements(of: code, around: day, with: folded.summed()) {
        let before = movement.reach(was)
        let after = movement.reach(isNow)
        if let member = movement.member {
          folded.count(-movement.amount, of: member, in: before, on: movement.day)
          folded.count(movement.amount, of: member, in: after, on: movement.day)
        } else {
          post(movement.undone, in: before)
          post(movement, in: after)
        }
      }
    }
  }
}

extension Delta {
  fileprivate var movement: Movement {
    Movement(
      measure: measure, part: part, unit: unit, day: day, amount: amount, member: member)
  }
}
