import Ledger
import Programmes
import Quantities
import Storage

/// What a batch of entries changes, before its numbers have been added up: that is left to whoever
/// writes or reads them, since nothing is decided on tallies and on what distinct counts come to.
struct FoldedBatch: Sendable {
  /// What is known at once: records, keys, balances and tiles.
  var batch: ProjectionBatch
  /// What numbers moved by, in the order of the entries.
  private var moves: [Move] = []
  /// The entries' movements, for contributions.
  private var entries: [(seq: Int64, deltas: [Delta])] = []
  /// How many of the moves are of distinct counts.
  private var memberMoves = 0

  /// One movement; of which tallies is worked out by whoever adds up.
  fileprivate enum Move: Sendable {
    case one(Int64, TallyName, TallyPeriod)
    /// In the month of a day at every level.
    case levels(Int64, TallyReach, Day)
    /// On a day where the work is done, and in its month at every level.
    case work(Int64, TallyReach, Day)
    /// A thing, in the month and the year of a day at every level.
    case member(Int64, RecordID, TallyReach, Day)
  }

  /// Makes room for about `count` entries.
  init(from seq: Int64, count: Int) {
    batch = ProjectionBatch(from: seq, through: seq)
    batch.records.reserveCapacity(count)
    batch.keys.reserveCapacity(count)
    batch.balances.reserveCapacity(count)
    moves.reserveCapacity(4 * count)
    entries.reserveCapacity(count)
  }

  /// The entry after the last.
  var through: Int64 { batch.through }

  // MARK: Taking in

  mutating func add(_ amount: Int64, to name: TallyName, in period: TallyPeriod) {
    moves.append(.one(amount, name, period))
  }

  /// Adds in the month of a day at every level that a reach has on it.
  mutating func add(_ amount: Int64, atLevelsOf reach: TallyReach, on day: Day) {
    moves.append(.levels(amount, reach, day))
  }

  /// Adds on a day where the work is done, and in the month of that day at every level.
  mutating func add(_ amount: Int64, ofWorkIn reach: TallyReach, on day: Day) {
    moves.append(.work(amount, reach, day))
  }

  /// Counts a thing that many times more, in the month and the year of a day at every level.
  mutating func count(_ amount: Int64, of thing: RecordID, in reach: TallyReach, on day: Day) {
    moves.append(.member(amount, thing, reach, day))
    memberMoves += 1
  }

  /// Says that all of an entry is in.
  mutating func end(_ entry: Entry) {
    entries.append((entry.seq, entry.decision.deltas))
    batch.through = entry.seq + 1
  }

  // MARK: Adding up

  /// The counts that have to be known to add up.
  var memberKeys: Set<MemberKey> {
    guard memberMoves > 0 else { return [] }
    var keys: Set<MemberKey> = []
    keys.reserveCapacity(2 * memberMoves)
    for case .member(_, let thing, let reach, let day) in moves {
      keys.formUnion(Self.keys(of: thing, in: reach, on: day))
    }
    return keys
  }

  /// Everything but distinct counts.
  func summed() -> ProjectionBatch {
    var whole = batch
    whole.tallies.reserveCapacity(4 * moves.count)
    for move in moves { move.add(to: &whole.tallies) }
    whole.contributions.reserveCapacity(2 * entries.count)
    for (seq, deltas) in entries {
      for (ordinal, delta) in deltas.enumerated() {
        whole.contributions.append(
          ContributionRow(
            measure: delta.measure, part: delta.part, unit: delta.unit, day: delta.day,
            seq: seq, ordinal: Int32(ordinal), amount: delta.amount, member: delta.member))
      }
    }
    return whole
  }

  /// Everything, distinct counts as well.
  ///
  /// `counts` has what they were before, of `memberKeys` at least, and nothing for what was not
  /// counted.
  func summed(after counts: [MemberKey: MemberCounts]) -> ProjectionBatch {
    var whole = summed()
    guard memberMoves > 0 else { return whole }
    whole.members.reserveCapacity(2 * memberMoves)
    for case .member(let amount, let thing, let reach, let day) in moves {
      for key in Self.keys(of: thing, in: reach, on: day) {
        let known = whole.members[key] ?? counts[key] ?? [:]
        whole.members[key] = Self.move(
          known, by: amount, in: reach, on: day, period: key.period, &whole.tallies)
      }
    }
    return whole
  }

  private static func keys(
    of thing: RecordID, in reach: TallyReach, on day: Day
  ) -> [MemberKey] {
    [.month(Month(containing: day)), .year(Int32(day.year))].map {
      MemberKey(
        measure: reach.own.measure, part: reach.own.part, period: $0, thing: thing)
    }
  }

  /// Moves what a thing comes to, and the tallies at each level where it comes in or goes out.
  private static func move(
    _ known: MemberCounts, by amount: Int64, in reach: TallyReach, on day: Day,
    period: TallyPeriod, _ tallies: inout [TallyKey: Int64]
  ) -> MemberCounts {
    let isFirst = known.isEmpty && amount == 1
    // Nearly all are counted for the first time: then all levels are alike.
    var counts = isFirst ? reach.countedOnce(on: day) : known
    for name in reach.names(on: day) {
      if isFirst {
        tallies[TallyKey(name, period: period), default: 0] += 1
        continue
      }
      let before = counts[name.unit]
      let after = before + amount
      counts[name.unit] = after
      guard (before > 0) != (after > 0) else { continue }
      tallies[TallyKey(name, period: period), default: 0] += after > 0 ? 1 : -1
    }
    return counts
  }
}

extension FoldedBatch.Move {
  fileprivate func add(to tallies: inout [TallyKey: Int64]) {
    switch self {
    case .one(let amount, let name, let period):
      tallies[TallyKey(name, period: period), default: 0] += amount
    case .levels(let amount, let reach, let day):
      let month = TallyPeriod.month(Month(containing: day))
      for name in reach.names(on: day) {
        tallies[TallyKey(name, period: month), default: 0] += amount
      }
    case .work(let amount, let reach, let day):
      tallies[TallyKey(reach.own, period: .day(day)), default: 0] += amount
      Self.levels(amount, reach, day).add(to: &tallies)
    case .member: break
    }
  }
}
