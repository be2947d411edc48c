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
  private(set) var records: [RecordID: RecordContent] = [:]
  private(set) var keys: [KeyRow: RecordID] = [:]
  private(set) var balances: [BalanceKey: Int64] = [:]
  private(set) var contributions: [Place: ContributionRow] = [:]
  private var amendments: Set<Int64> = []
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
      let moved = try RecordFold.apply(
        touch, at: index, of: entry,
        to: &records[touch.record, default: RecordFold.begin(touch)]
      ) { change in
        try blindKeys(index, change)
      }
      for (key, isTaken) in moved {
        if isTaken {
          keys[key] = touch.record
        } else if keys[key] == touch.record {
          keys[key] = nil
        }
      }
      if directory.concerns(kind: touch.kind), let record = records[touch.record]?.record {
        try directory.note(record, on: entry.on)
      }
    }
    if entry.amends != nil { amendments.insert(entry.seq) }
    Movements.visit(entry, in: directory) { row, amount in
      switch row {
      case .balance(let key): balances[key, default: 0] += amount
      case .contribution(let row):
        contributions[Place(seq: row.seq, ordinal: row.ordinal)] = row
      // Numbers are told in the end, by the units as all entries make them.
      case .tally, .member, .touch, .key: break
      }
    }
  }

  /// All tallies and members that the contributions come to.
  func numbers() -> (tallies: [TallyKey: Int64], members: [MemberKey: MemberCounts]) {
    var tallies: [TallyKey: Int64] = [:]
    var members: [MemberKey: MemberCounts] = [:]
    for row in contributions.values {
      Movements.visitNumbers(row, isAmendment: amendments.contains(row.seq), in: directory) {
        place, amount in
        switch place {
        case .tally(let place): tallies[place.key, default: 0] += amount
        case .member(let key, let unit): members[key, default: [:]][unit] += amount
        case .balance, .contribution, .touch, .key: break
        }
      }
    }
    members = members.filter { !$0.value.isEmpty }
    for (key, counts) in members {
      for tally in Movements.reached(key, counts) { tallies[tally.key, default: 0] += 1 }
    }
    return (tallies.filter { $0.value != 0 }, members)
  }
}
