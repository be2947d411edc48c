import Programmes
import Storage

/// A fault that must be found, so that the trial itself is tested: a store that forgets one thing.
public enum Canary: String, Sendable, CaseIterable {
  /// A batch that was said to be synced and is gone after the next power cut.
  case entry
  /// Every change of one record.
  case record
  /// One unique key.
  case key
  /// What one ceiling is held against.
  case balance
  /// The movements of one tally.
  case tally
  /// One thing of a distinct count.
  case member
  /// One movement, as number cards list it.
  case contribution
}

/// One canary at work on a disk.
struct CanaryBird: Sendable {
  private let canary: Canary
  /// The disk as it was before a batch that was only said to be synced.
  var lost: MemoryStore?
  private var record: RecordID?
  private var key: KeyRow?
  private var balance: BalanceKey?
  private var tally: TallyKey?
  private var member: MemberKey?
  private var contribution: ContributionRow?
  private var appends = 0

  init(_ canary: Canary) {
    self.canary = canary
  }

  /// Whether it has chosen what it forgets; from then on it forgets it always, so that nothing
  /// written later mends it.
  var hasChosen: Bool {
    record != nil || key != nil || balance != nil || tally != nil || member != nil
      || contribution != nil
  }

  /// Sees a disk before a batch is appended.
  mutating func watch(_ store: MemoryStore) {
    appends += 1
    if canary == .entry, appends == 3 { lost = store.copy(projectionsOf: store) }
  }

  /// Takes out of a batch what it forgets.
  mutating func spoil(_ batch: inout ProjectionBatch) {
    switch canary {
    case .entry: break
    case .record:
      record = record ?? batch.records.keys.min()
      if let record { batch.records[record] = nil }
    case .key:
      key = key ?? batch.keys.filter { $0.value != nil }.keys.min { order($0) < order($1) }
      if let key { batch.keys.removeValue(forKey: key) }
    case .balance:
      balance =
        balance ?? batch.balances.filter { $0.value != 0 }.keys.min { order($0) < order($1) }
      if let balance { batch.balances[balance] = nil }
    case .tally:
      tally = tally ?? batch.tallies.filter { $0.value != 0 }.keys.min { order($0) < order($1) }
      if let tally { batch.tallies[tally] = nil }
    case .member:
      member =
        member ?? batch.members.filter { !$0.value.isEmpty }.keys.min { order($0) < order($1) }
      if let member { batch.members[member] = nil }
    case .contribution:
      contribution = contribution ?? batch.contributions.first
      if let contribution { batch.contributions.removeAll { $0 == contribution } }
    }
  }

  /// Dictionaries have no order of their own, and the choice must be the same each time.
  private func order(_ value: some Any) -> String { "\(value)" }
}
