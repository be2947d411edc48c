import Programmes
import Quantities
import Storage
import Synchronization

/// A batch that has been acknowledged and whose projections may not have been written yet.
///
/// Its numbers are added up when somebody first asks: the projector, or who reads before it.
final class PendingBatch: Sendable {
  private let folded: FoldedBatch
  private let whole = Mutex<ProjectionBatch?>(nil)
  private let rows = Mutex<Rows?>(nil)
  private let numbers = Mutex<Numbers?>(nil)

  /// What a reader looks for by kind and place, made when somebody first looks.
  struct Rows: Sendable {
    var records: [String: [RecordRow]] = [:]
    var tiles: [TilePlace: TileRow] = [:]
  }

  /// What a reader looks for by measure, made when somebody first looks.
  struct Numbers: Sendable {
    var tallies: [String: [TallyRow]] = [:]
    var contributions: [String: [ContributionRow]] = [:]
  }

  /// A tile's place in the tree.
  struct TilePlace: Hashable, Sendable {
    let level: Int
    let index: Int64
  }

  init(_ folded: FoldedBatch) {
    self.folded = folded
  }

  /// The first entry in it.
  var from: Int64 { folded.batch.from }
  /// The entry after its last.
  var through: Int64 { folded.batch.through }

  /// Records, keys, balances and tiles; no numbers.
  var batch: ProjectionBatch { folded.batch }

  var indexedRows: Rows {
    rows.withLock { rows in
      if let rows { return rows }
      let made = Rows(batch)
      rows = made
      return made
    }
  }

  // MARK: Numbers

  /// Everything in batches that follow each other, added up; `members` is asked for what distinct
  /// counts came to before the first.
  static func summed(
    _ pending: [PendingBatch], after members: ([MemberKey]) throws -> [MemberKey: MemberCounts]
  ) throws -> [ProjectionBatch] {
    var wanted: Set<MemberKey> = []
    var isSummed = true
    for batch in pending where batch.whole.withLock({ $0 == nil }) {
      isSummed = false
      wanted.formUnion(batch.folded.memberKeys)
    }
    if isSummed { return pending.compactMap { batch in batch.whole.withLock { $0 } } }
    var counts = wanted.isEmpty ? [:] : try members(wanted.sorted())
    return pending.map { batch in
      let whole = batch.summed(after: counts)
      if !wanted.isEmpty { counts.merge(whole.members) { $1 } }
      return whole
    }
  }

  /// It is the same whoever adds up, so it is done once.
  private func summed(after counts: [MemberKey: MemberCounts]) -> ProjectionBatch {
    whole.withLock { whole in
      if let whole { return whole }
      let made = folded.summed(after: counts)
      whole = made
      return made
    }
  }

  /// The numbers of a batch that has been added up.
  func indexed(_ whole: ProjectionBatch) -> Numbers {
    numbers.withLock { numbers in
      if let numbers { return numbers }
      let made = Numbers(whole)
      numbers = made
      return made
    }
  }
}

extension PendingBatch.Rows {
  fileprivate init(_ batch: ProjectionBatch) {
    for row in batch.records.values { records[row.record.kind, default: []].append(row) }
    for tile in batch.tiles {
      tiles[PendingBatch.TilePlace(level: tile.level, index: tile.index)] = tile
    }
  }
}

extension PendingBatch.Numbers {
  fileprivate init(_ batch: ProjectionBatch) {
    for (key, amount) in batch.tallies where amount != 0 {
      tallies[key.measure, default: []].append(TallyRow(key: key, amount: amount))
    }
    for row in batch.contributions { contributions[row.measure, default: []].append(row) }
  }
}
