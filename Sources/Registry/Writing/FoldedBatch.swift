import Ledger
import Programmes
import Quantities
import Storage

/// What a batch of entries changes, before its tallies have been added up: that is left to whoever
/// stores the batch, since nothing is decided on tallies.
struct FoldedBatch: Sendable {
  /// What is known at once: records, keys, balances and members.
  var batch: ProjectionBatch
  /// What tallies moved by, in the order of the entries.
  private var moves: [(key: TallyKey, amount: Int64)] = []
  /// The entries, for their contributions.
  private var entries: [Entry] = []

  /// Makes room for about `count` entries.
  init(from seq: Int64, count: Int) {
    batch = ProjectionBatch(from: seq, through: seq)
    batch.records.reserveCapacity(count)
    batch.keys.reserveCapacity(count)
    batch.balances.reserveCapacity(count)
    moves.reserveCapacity(8 * count)
    entries.reserveCapacity(count)
  }

  /// The entry after the last.
  var through: Int64 { batch.through }

  mutating func add(_ amount: Int64, to name: TallyName, in period: TallyPeriod) {
    moves.append((TallyKey(name, period: period), amount))
  }

  /// Says that all of an entry is in.
  mutating func end(_ entry: Entry) {
    entries.append(entry)
    batch.through = entry.seq + 1
  }

  /// Everything, with these tiles.
  func summed(with tiles: [TileRow] = []) -> ProjectionBatch {
    var whole = batch
    whole.tiles = tiles
    whole.tallies.reserveCapacity(moves.count / 2)
    for (key, amount) in moves { whole.tallies[key, default: 0] += amount }
    whole.contributions.reserveCapacity(2 * entries.count)
    for entry in entries {
      for (ordinal, delta) in entry.decision.deltas.enumerated() {
        whole.contributions.append(
          ContributionRow(
            measure: delta.measure, part: delta.part, unit: delta.unit, day: delta.day,
            seq: entry.seq, ordinal: Int32(ordinal), amount: delta.amount,
            member: delta.member))
      }
    }
    return whole
  }
}
