import Ledger
import Programmes
import Quantities
import Storage

/// Something that the entries bring about and the projections hold, as the audit weighs it.
enum AuditRow: Hashable, Sendable {
  /// A record is touched by an entry.
  case touch(RecordID, seq: Int64)
  /// A record holds a unique key.
  case key(KeyRow, holder: RecordID)
  /// What a ceiling or floor is held against.
  case balance(BalanceKey)
  /// An amount over a period.
  case tally(TallyKey)
  /// A thing is counted by the work of a unit.
  case member(MemberKey, unit: String)
  /// One movement.
  case contribution(ContributionRow)

  /// Which of the cases, from 0.
  var kind: Int {
    switch self {
    case .touch: 0
    case .key: 1
    case .balance: 2
    case .tally: 3
    case .member: 4
    case .contribution: 5
    }
  }

  static let kindCount = 6
}

/// What an entry's movements add to which rows.
enum Movements {
  static func visit(
    _ entry: Entry, in directory: Directory, _ visit: (AuditRow, Int64) -> Void
  ) {
    for (ordinal, delta) in entry.decision.deltas.enumerated() {
      visit(
        .contribution(
          ContributionRow(
            measure: delta.measure, part: delta.part, unit: delta.unit, day: delta.day,
            seq: entry.seq, ordinal: Int32(ordinal), amount: delta.amount, member: delta.member)),
        1)
      if let owner = delta.owner {
        visit(.balance(BalanceKey(measure: delta.measure, owner: owner)), delta.amount)
      }
      let month = TallyPeriod.month(Month(containing: delta.day))
      if entry.amends != nil {
        for unit in directory.ancestors(of: delta.unit, on: entry.on) {
          let key = TallyKey(
            measure: AmendmentTally.name(of: delta.measure), part: delta.part, unit: unit,
            period: month)
          visit(.tally(key), 1)
        }
      }
      if let member = delta.member {
        for period in [month, .year(Int32(delta.day.year))] {
          let key = MemberKey(
            measure: delta.measure, part: delta.part, period: period, thing: member)
          visit(.member(key, unit: delta.unit), delta.amount)
        }
      } else {
        visit(tally(delta, at: delta.unit, .day(delta.day)), delta.amount)
        for unit in directory.ancestors(of: delta.unit, on: entry.on) {
          visit(tally(delta, at: unit, month), delta.amount)
        }
      }
    }
  }

  private static func tally(_ delta: Delta, at unit: String, _ period: TallyPeriod) -> AuditRow {
    .tally(TallyKey(measure: delta.measure, part: delta.part, unit: unit, period: period))
  }

  /// The tallies that a thing counts in, by the units of the work: once at each level.
  static func reached(
    _ key: MemberKey, _ counts: MemberCounts, in directory: Directory
  ) -> [TallyKey] {
    let day =
      switch key.period {
      case .day(let day): day
      case .month(let month): month.last
      case .year(let year): Day(year: Int(year), month: 12, day: 31) ?? Day(number: 0)
      }
    var units: Set<String> = []
    for (unit, count) in counts where count > 0 {
      units.formUnion(directory.ancestors(of: unit, on: day))
    }
    return units.map {
      TallyKey(measure: key.measure, part: key.part, unit: $0, period: key.period)
    }
  }
}

/// A record made of its entries.
enum RecordFold {
  /// A record that nothing has been told of but its first touch.
  static func begin(_ touch: Touch) -> RecordRow {
    RecordRow(
      record: Record(
        id: touch.record, kind: touch.kind, version: 0, state: "", unit: touch.unit, facts: [:]),
      keyNumber: nil, blindKeys: [:], history: [])
  }

  /// Takes in an entry's touch and tells the keys given up and taken, in this order.
  ///
  /// `blind` gives the look-up value of a key over sealed fields that is taken.
  static func apply(
    _ touch: Touch, at index: Int, of entry: Entry, to row: inout RecordRow,
    blind: (KeyChange) throws -> [UInt8]?
  ) rethrows -> [(key: KeyRow, isTaken: Bool)] {
    row.record.version += 1
    row.history.append(entry.seq)
    row.record.state = touch.state
    row.record.unit = touch.unit
    for name in touch.removes { row.record.facts[name] = nil }
    for write in touch.writes {
      row.record.facts[write.name] = Fact(content: .plain(write.value), seq: entry.seq)
    }
    for sealed in entry.sealedWrites where sealed.touch == index {
      row.record.facts[sealed.name] = Fact(content: .sealed, seq: entry.seq)
      row.keyNumber = sealed.keyNumber
    }
    var moved: [(key: KeyRow, isTaken: Bool)] = []
    if touch.isErasure {
      row.record.erase()
      for (name, value) in row.blindKeys {
        moved.append((KeyRow(name: name, value: value), false))
      }
      row.blindKeys = [:]
    }
    for change in touch.keys.filter({ !$0.isTaken }) + touch.keys.filter(\.isTaken) {
      let value: [UInt8]?
      switch change.value {
      case .plain(let text): value = Array(text.utf8)
      case .blind:
        value = change.isTaken ? try blind(change) : row.blindKeys[change.name]
        row.blindKeys[change.name] = change.isTaken ? value : nil
      }
      if let value { moved.append((KeyRow(name: change.name, value: value), change.isTaken)) }
    }
    return moved
  }
}
