import Programmes
import Quantities
import Storage
import Synchronization

/// A batch that has been acknowledged and whose projections may not have been written yet.
final class PendingBatch: Sendable {
  let batch: ProjectionBatch
  private let index = Mutex<Index?>(nil)

  /// What a reader looks for by measure and by kind, made when somebody first looks.
  struct Index: Sendable {
    var tallies: [String: [TallyRow]] = [:]
    var contributions: [String: [ContributionRow]] = [:]
    var records: [String: [RecordRow]] = [:]
    var tiles: [TilePlace: TileRow] = [:]
  }

  /// A tile's place in the tree.
  struct TilePlace: Hashable, Sendable {
    let level: Int
    let index: Int64
  }

  init(_ batch: ProjectionBatch) {
    self.batch = batch
  }

  /// The first entry in it.
  var from: Int64 { batch.from }
  /// The entry after its last.
  var through: Int64 { batch.through }

  var indexed: Index {
    index.withLock { index in
      if let index { return index }
      let made = Index(batch)
      index = made
      return made
    }
  }
}

extension PendingBatch.Index {
  fileprivate init(_ batch: ProjectionBatch) {
    for (key, amount) in batch.tallies where amount != 0 {
      tallies[key.measure, default: []].append(TallyRow(key: key, amount: amount))
    }
    for row in batch.contributions { contributions[row.measure, default: []].append(row) }
    for row in batch.records.values { records[row.record.kind, default: []].append(row) }
    for tile in batch.tiles {
      tiles[PendingBatch.TilePlace(level: tile.level, index: tile.index)] = tile
    }
  }
}
