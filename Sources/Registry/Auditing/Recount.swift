// A second, naive telling of what the ledger holds: plain dictionaries, everything summed from
// entry 0, distinct counts made at the end from all members. It shares no code with the folding
// that the writer does, so that a slip there shows.

import Indicators
import Ledger
import Programmes
import Quantities
import Storage

/// The state that the entries add up to.
struct Recount {
  private(set) var records: [RecordID: RecordRow] = [:]
  private(set) var keys: [KeyRow: RecordID] = [:]
  private(set) var balances: [BalanceKey: Int64] = [:]
  private(set) var flows: [TallyKey: Int64] = [:]
  private(set) var members: [MemberKey: MemberCounts] = [:]
  private(set) var contributions: [Place: ContributionRow] = [:]
  var directory: Directory

  /// A delta's place in the ledger.
  struct Place: Hashable {
    let seq: Int64
    let ordinal: Int32
  }

  init(directory: Directory) {
    self.directory = directory
  }

  mutating func add(
    _ entry: Entry, blindKeys: (_ touch: Int, KeyChange) throws -> [UInt8]?
  ) throws {
    for (index, touch) in entry.decision.touches.enumerated() where !touch.isContent {
      var row =
        records[touch.record]
        ?? RecordRow(
          record: Record(
            id: touch.record, kind: touch.kind, version: 0, state: "", unit: touch.unit,
            facts: [:]),
          keyNumber: nil, blindKeys: [:], history: [])
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
      for change in touch.keys.filter({ !$0.isTaken }) + touch.keys.filter(\.isTaken) {
        try move(change, of: &row, blind: try blindKeys(index, change))
      }
      records[touch.record] = row
      if directory.concerns(kind: touch.kind) { try directory.note(row.record) }
    }
    for (ordinal, delta) in entry.decision.deltas.enumerated() {
      add(delta, at: Place(seq: entry.seq, ordinal: Int32(ordinal)), on: entry.on)
    }
  }

  private mutating func move(
    _ change: KeyChange, of row: inout RecordRow, blind: [UInt8]?
  ) throws {
    let value: [UInt8]?
    switch change.value {
    case .plain(let text): value = Array(text.utf8)
    case .blind:
      value = change.isTaken ? blind : row.blindKeys[change.name]
      row.blindKeys[change.name] = change.isTaken ? blind : nil
    }
    guard let value else { return }
    let key = KeyRow(name: change.name, value: value)
    if change.isTaken {
      keys[key] = row.record.id
    } else if keys[key] == row.record.id {
      keys[key] = nil
    }
  }

  private mutating func add(_ delta: Delta, at place: Place, on day: Day) {
    contributions[place] = ContributionRow(
      measure: delta.measure, part: delta.part, unit: delta.unit, day: delta.day, seq: place.seq,
      ordinal: place.ordinal, amount: delta.amount, member: delta.member)
    if let owner = delta.owner {
      balances[BalanceKey(measure: delta.measure, owner: owner), default: 0] += delta.amount
    }
    let month = TallyPeriod.month(Month(containing: delta.day))
    guard let member = delta.member else {
      flows[key(delta, at: delta.unit, .day(delta.day)), default: 0] += delta.amount
      for unit in directory.ancestors(of: delta.unit, on: day) {
        flows[key(delta, at: unit, month), default: 0] += delta.amount
      }
      return
    }
    for period in [month, .year(Int32(delta.day.year))] {
      let key = MemberKey(
        measure: delta.measure, part: delta.part, period: period, thing: member)
      members[key, default: [:]][delta.unit, default: 0] += delta.amount
    }
  }

  private func key(_ delta: Delta, at unit: String, _ period: TallyPeriod) -> TallyKey {
    TallyKey(measure: delta.measure, part: delta.part, unit: unit, period: period)
  }

  /// All tallies: the flows, and the things counted at each level of each period.
  func tallies() -> [TallyKey: Int64] {
    var tallies = flows.filter { $0.value != 0 }
    for (key, counts) in members {
      var reached: Set<String> = []
      for (unit, count) in counts where count > 0 {
        let day =
          switch key.period {
          case .day(let day): day
          case .month(let month): month.last
          case .year(let year): Day(year: Int(year), month: 12, day: 31) ?? Day(number: 0)
          }
        reached.formUnion(directory.ancestors(of: unit, on: day))
      }
      for unit in reached {
        let tally = TallyKey(
          measure: key.measure, part: key.part, unit: unit, period: key.period)
        tallies[tally, default: 0] += 1
      }
    }
    return tallies
  }

  /// Members without those counted nought times.
  func liveMembers() -> [MemberKey: MemberCounts] {
    members.compactMapValues { counts in
      let live = counts.filter { $0.value != 0 }
      return live.isEmpty ? nil : live
    }
  }
}
