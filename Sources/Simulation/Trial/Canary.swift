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
  /// That a month was closed.
  case month
  /// When one place that is held lapses.
  case deadline
  /// That one place was given back, so that it lapses again.
  case lapse
  /// What is paid out of funds, so that they seem richer than they are.
  case fund
  /// What comes to the other side of postings.
  case side
  /// That one entry made without a network has to do with a record, so that others collide with it
  /// unseen.
  case arrival
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
  private var balances: [BalanceKey: Int64] = [:]
  private var hasSpoiled = false

  init(_ canary: Canary) {
    self.canary = canary
  }

  /// Whether it has chosen what it forgets; from then on it forgets it always, so that nothing
  /// written later mends it.
  var hasChosen: Bool {
    record != nil || key != nil || balance != nil || tally != nil || member != nil
      || contribution != nil || hasSpoiled
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
    case .month:
      let closed = batch.records.filter { $0.value.record.kind == "period" }.keys
      hasSpoiled = hasSpoiled || !closed.isEmpty
      for id in closed { batch.records[id] = nil }
    case .deadline, .lapse: spoilDeadline(&batch, isTaken: canary == .deadline)
    case .arrival:
      let places = batch.keys.filter { $0.key.name == "arrival.record-1" && $0.value != nil }
      key = key ?? places.keys.min { order($0) < order($1) }
      if let key { batch.keys.removeValue(forKey: key) }
    case .fund: spoilFunds(&batch)
    case .side:
      let isSide = { (key: TallyKey) in key.measure == LedgerModel.postings && key.part == "in" }
      hasSpoiled = hasSpoiled || batch.tallies.keys.contains(where: isSide)
      batch.tallies = batch.tallies.filter { !isSide($0.key) }
    }
  }

  /// Forgets that a record waits for the clock, or that it does no more.
  private mutating func spoilDeadline(_ batch: inout ProjectionBatch, isTaken: Bool) {
    let waiting = batch.keys.filter {
      $0.key.name == LedgerModel.lapsing && ($0.value != nil) == isTaken
    }
    key = key ?? waiting.keys.min { order($0) < order($1) }
    if let key { batch.keys.removeValue(forKey: key) }
  }

  /// Keeps what a balance was when it falls.
  private mutating func spoilFunds(_ batch: inout ProjectionBatch) {
    for (key, after) in batch.balances where key.measure == LedgerModel.postings && after >= 0 {
      let before = balances[key, default: 0]
      balances[key] = max(before, after)
      guard after < before else { continue }
      batch.balances[key] = before
      hasSpoiled = true
    }
  }

  /// Dictionaries have no order of their own, and the choice must be the same each time.
  private func order(_ value: some Any) -> String { "\(value)" }
}
