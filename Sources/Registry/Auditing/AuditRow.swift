import Indicators
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
  case tally(AuditTally)
  /// A thing is counted by the work of a unit.
  case member(MemberKey, unit: String)
  /// One movement.
  case contribution(ContributionRow)

  /// The sums that it is weighed in.
  var kind: AuditSums.Kind {
    switch self {
    case .touch: .touch
    case .key: .key
    case .balance: .balance
    case .tally: .tally
    case .member: .member
    case .contribution: .contribution
    }
  }
}

/// Where a tally stands; a `TallyKey` without the name that it shares with others.
struct AuditTally: Hashable, Sendable {
  let measure: String
  let part: String
  let unit: String
  let period: TallyPeriod

  init(measure: String, part: String, unit: String, period: TallyPeriod) {
    self.measure = measure
    self.part = part
    self.unit = unit
    self.period = period
  }

  init(_ key: TallyKey) {
    self.init(measure: key.measure, part: key.part, unit: key.unit, period: key.period)
  }

  var key: TallyKey { TallyKey(measure: measure, part: part, unit: unit, period: period) }
}

/// What an entry's movements add to which rows, told by the units as all entries make them.
///
/// A number at a unit takes in what was done on a day by those units whose work counted for it on
/// that day; a stock takes in, at the end of a day, all that those units hold that count for it
/// then. docs/decisions/0015-numbers-follow-the-day.md says why.
enum Movements {
  static func visit(
    _ entry: Entry, in directory: Directory, _ visit: (AuditRow, Int64) -> Void
  ) {
    for (ordinal, delta) in entry.decision.deltas.enumerated() {
      let row = ContributionRow(
        measure: delta.measure, part: delta.part, unit: delta.unit, day: delta.day,
        seq: entry.seq, ordinal: Int32(ordinal), amount: delta.amount, member: delta.member)
      visit(.contribution(row), 1)
      if let owner = delta.owner {
        visit(.balance(BalanceKey(measure: delta.measure, owner: owner)), delta.amount)
      }
      visitNumbers(row, isAmendment: entry.amends != nil, in: directory, visit)
    }
  }

  /// The tallies and members that a contribution adds to.
  static func visitNumbers(
    _ row: ContributionRow, isAmendment: Bool, in directory: Directory,
    _ visit: (AuditRow, Int64) -> Void
  ) {
    let month = TallyPeriod.month(Month(containing: row.day))
    let units = directory.ancestors(of: row.unit, on: row.day)
    func tally(_ measure: String, _ unit: String, _ period: TallyPeriod, _ amount: Int64) {
      let key = AuditTally(measure: measure, part: row.part, unit: unit, period: period)
      visit(.tally(key), amount)
    }
    if isAmendment {
      let name = AmendmentTally.name(of: row.measure)
      tally(name, row.unit, .day(row.day), 1)
      for unit in units { tally(name, unit, month, 1) }
    }
    if let member = row.member {
      for period in [month, .year(Int32(row.day.year))] {
        let key = MemberKey(
          measure: row.measure, part: row.part, period: period, thing: member)
        for unit in units { visit(.member(key, unit: unit), row.amount) }
      }
      return
    }
    tally(row.measure, row.unit, .day(row.day), row.amount)
    for unit in units { tally(row.measure, unit, month, row.amount) }
    guard directory.isStock(row.measure) else { return }
    for turn in directory.tree?.reach(of: row.unit)?.turns(after: row.day) ?? [] {
      for unit in Set(turn.before).symmetricDifference(turn.after) {
        let amount = turn.after.contains(unit) ? row.amount : -row.amount
        tally(row.measure, unit, .month(Month(containing: turn.day)), amount)
        tally(TransferTally.name(of: row.measure), unit, .day(turn.day), amount)
      }
    }
  }

  /// The tallies that a thing counts in.
  static func reached(_ key: MemberKey, _ counts: MemberCounts) -> [AuditTally] {
    counts.filter { $0.count > 0 }.map {
      AuditTally(measure: key.measure, part: key.part, unit: $0.unit, period: key.period)
    }
  }
}

/// A record made of its entries.
enum RecordFold {
  /// A record that nothing has been told of but its first touch.
  static func begin(_ touch: Touch) -> RecordContent {
    RecordContent(
      record: Record(
        id: touch.record, kind: touch.kind, version: 0, state: "", unit: touch.unit, facts: [:]),
      keyNumber: nil, blindKeys: [:], history: [])
  }

  /// Takes in an entry's touch and tells the keys given up and taken, in this order.
  ///
  /// `blind` gives the look-up value of a key over sealed fields that is taken.
  static func apply(
    _ touch: Touch, at index: Int, of entry: Entry, to row: inout RecordContent,
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
