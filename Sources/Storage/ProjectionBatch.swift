public import Programmes

/// What one batch changes in the projections; absolute values but for tallies, which add.
public struct ProjectionBatch: Sendable {
  /// Entries that must have been projected before; another number there is refused as damage, since
  /// a batch left out can never be seen again.
  public let from: Int64
  /// Entries projected once this batch is in: the next `seq`.
  public var through: Int64
  /// Records changed, whole.
  public var records: [RecordID: RecordRow] = [:]
  /// The holder of each key changed; `nil` for a key given up.
  public var keys: [KeyRow: RecordID?] = [:]
  /// Balances changed, as they are now.
  public var balances: [BalanceKey: Int64] = [:]
  /// What each tally moved by.
  public var tallies: [TallyKey: Int64] = [:]
  /// Counts changed, as they are now; empty for a thing no longer counted.
  public var members: [MemberKey: MemberCounts] = [:]
  /// Movements added.
  public var contributions: [ContributionRow] = []
  /// Tiles added or filled further.
  public var tiles: [TileRow] = []

  /// An empty batch of the entries from `from` up to `through`, which is not in it.
  public init(from: Int64, through: Int64) {
    precondition(from <= through)
    self.from = from
    self.through = through
  }

  /// Takes in the batch that follows, so that both are written in one transaction.
  public mutating func append(_ next: ProjectionBatch) {
    precondition(next.from == through, "batches follow each other")
    through = next.through
    records.merge(next.records) { $1 }
    keys.merge(next.keys) { $1 }
    balances.merge(next.balances) { $1 }
    tallies.merge(next.tallies) { $0 + $1 }
    members.merge(next.members) { $1 }
    contributions += next.contributions
    tiles += next.tiles
  }
}
