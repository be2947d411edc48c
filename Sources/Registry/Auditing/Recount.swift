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
      var row = records[touch.record] ?? RecordFold.begin(touch)
      let moved = try RecordFold.apply(touch, at: index, of: entry, to: &row) { change in
        try blindKeys(index, change)
      }
      for (key, isTaken) in moved {
        if isTaken {
          keys[key] = row.record.id
        } else if keys[key] == row.record.id {
          keys[key] = nil
        }
      }
      records[touch.record] = row
      if directory.concerns(kind: touch.kind) { try directory.note(row.record) }
    }
    Movements.visit(entry, in: directory) { row, amount in
      switch row {
      case .balance(let key): balances[key, default: 0] += amount
      case .tally(let key): flows[key, default: 0] += amount
      case .member(let key, let unit): members[key, default: [:]][unit, default: 0] += amount
      case .contribution(let row):
        contributions[Place(seq: row.seq, ordinal: row.ordinal)] = row
      case .touch, .key: break
      }
    }
  }

  /// All tallies: the flows, and the things counted at each level of each period.
  func tallies() -> [TallyKey: Int64] {
    var tallies = flows.filter { $0.value != 0 }
    for (key, counts) in members {
      for tally in Movements.reached(key, counts, in: directory) {
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
