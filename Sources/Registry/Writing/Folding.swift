// Folding an entry's effects into the projections: the same code when an entry is made and when the
// projections are rebuilt. It looks at effects only, never at a programme.

import Indicators
import Ledger
import Programmes
import Quantities
import Storage

/// Gathers what a batch of entries changes.
struct Folding {
  private let state: WorkingState
  private(set) var batch: ProjectionBatch

  init(state: WorkingState, from seq: Int64) {
    self.state = state
    self.batch = ProjectionBatch(from: seq, through: seq)
  }

  /// Takes in the next entry.
  ///
  /// `blindKeys` gives the look-up value of a key over sealed fields for a touch, or `nil` if the
  /// values have been erased.
  mutating func fold(
    _ entry: Entry, blindKeys: (_ touch: Int, KeyChange) throws -> KeyRow?
  ) throws {
    precondition(entry.seq == batch.through, "entries are folded in order")
    for (index, touch) in entry.decision.touches.enumerated() where !touch.isContent {
      try fold(touch, at: index, of: entry, blindKeys: blindKeys)
    }
    for (ordinal, delta) in entry.decision.deltas.enumerated() {
      try fold(delta, ordinal: Int32(ordinal), of: entry)
    }
    batch.through = entry.seq + 1
  }

  mutating func add(_ tiles: [TileRow]) {
    batch.tiles += tiles
  }

  private mutating func fold(
    _ touch: Touch, at index: Int, of entry: Entry,
    blindKeys: (_ touch: Int, KeyChange) throws -> KeyRow?
  ) throws {
    let before = try state.row(touch.record)
    var row = RecordRow(
      record: Self.applied(touch, to: before, seq: entry.seq), keyNumber: before?.keyNumber,
      blindKeys: before?.blindKeys ?? [:], history: (before?.history ?? []) + [entry.seq])
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
    state.set(row)
    batch.records[row.record.id] = row
    if state.directory.concerns(kind: touch.kind) { try state.directory.note(row.record) }
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
  private mutating func erase(_ row: inout RecordRow) {
    row.record.erase()
    for (name, value) in row.blindKeys {
      let key = KeyRow(name: name, value: value)
      state.set(key, holder: nil)
      batch.keys[key] = .some(nil)
    }
    row.blindKeys = [:]
  }

  private mutating func giveUp(_ change: KeyChange, of row: inout RecordRow) throws {
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
    batch.keys[key] = .some(nil)
  }

  private mutating func take(
    _ change: KeyChange, touch: Int, of row: inout RecordRow,
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
    batch.keys[key] = row.record.id
  }

  private mutating func fold(_ delta: Delta, ordinal: Int32, of entry: Entry) throws {
    batch.contributions.append(
      ContributionRow(
        measure: delta.measure, part: delta.part, unit: delta.unit, day: delta.day,
        seq: entry.seq, ordinal: ordinal, amount: delta.amount, member: delta.member))
    if let owner = delta.owner {
      let key = BalanceKey(measure: delta.measure, owner: owner)
      let (sum, overflowed) = try state.balance(key).addingReportingOverflow(delta.amount)
      guard !overflowed else { throw Refusal.overflow(delta.measure) }
      state.set(key, amount: sum)
      batch.balances[key] = sum
    }
    if entry.amends != nil { noteAmendment(of: delta, on: entry.on) }
    if let member = delta.member {
      try count(delta, member: member, period: .month(Month(containing: delta.day)), entry: entry)
      try count(delta, member: member, period: .year(Int32(delta.day.year)), entry: entry)
    } else {
      add(delta.amount, to: .day(delta.day), of: delta, unit: delta.unit)
      let month = Month(containing: delta.day)
      for unit in state.directory.ancestors(of: delta.unit, on: entry.on) {
        add(delta.amount, to: .month(month), of: delta, unit: unit)
      }
    }
  }

  private mutating func add(
    _ amount: Int64, to period: TallyPeriod, of delta: Delta, unit: String
  ) {
    let key = TallyKey(measure: delta.measure, part: delta.part, unit: unit, period: period)
    batch.tallies[key, default: 0] += amount
  }

  private mutating func noteAmendment(of delta: Delta, on day: Day) {
    let period = TallyPeriod.month(Month(containing: delta.day))
    for unit in state.directory.ancestors(of: delta.unit, on: day) {
      let key = TallyKey(
        measure: AmendmentTally.name(of: delta.measure), part: delta.part, unit: unit,
        period: period)
      batch.tallies[key, default: 0] += 1
    }
  }

  /// Moves a distinct count at each level where the thing comes in or goes out.
  private mutating func count(
    _ delta: Delta, member: RecordID, period: TallyPeriod, entry: Entry
  ) throws {
    let key = MemberKey(
      measure: delta.measure, part: delta.part, period: period, thing: member)
    let before = try state.member(key)
    var after = before
    after[delta.unit, default: 0] += delta.amount
    if after[delta.unit] == 0 { after[delta.unit] = nil }
    state.set(key, counts: after)
    batch.members[key] = after
    for unit in state.directory.ancestors(of: delta.unit, on: entry.on) {
      let was = total(before, under: unit, on: entry.on) > 0
      let isNow = total(after, under: unit, on: entry.on) > 0
      if was != isNow { add(isNow ? 1 : -1, to: period, of: delta, unit: unit) }
    }
  }

  private func total(_ counts: MemberCounts, under unit: String, on day: Day) -> Int64 {
    var total: Int64 = 0
    for (place, count) in counts
    where place == unit || state.directory.ancestors(of: place, on: day).contains(unit) {
      total += count
    }
    return total
  }
}
