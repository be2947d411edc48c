// Whether an id has come before is asked for every request. Clients choose ids in the order of
// time, so nearly every new one is near the newest: those are known here, and only an older one has
// to be looked up in the store.

import Programmes

/// The ids of the newest entries.
struct RecentIDs {
  /// Every stored id above this is in `known`; `nil` if all are.
  private var floor: EntryID?
  private var known: Set<EntryID> = []

  private let keptMax: Int

  /// What is known of a ledger with this highest id: that there is nothing above it.
  ///
  /// Of more than `keptMax` ids the older half is forgotten; the usual number takes some 8 MiB.
  init(above highest: EntryID?, keptMax: Int = 200_000) {
    self.floor = highest
    self.keptMax = keptMax
    // At once, or batches would wait while it grows.
    known.reserveCapacity(keptMax + 1)
  }

  /// Whether an id has come, or `nil` if only the store can tell.
  func contains(_ id: EntryID) -> Bool? {
    if let floor, id <= floor { return nil }
    return known.contains(id)
  }

  /// Remembers an accepted id.
  mutating func insert(_ id: EntryID) {
    if let floor, id <= floor { return }
    known.insert(id)
    if known.count > keptMax { forget() }
  }

  private mutating func forget() {
    let sorted = known.sorted()
    floor = sorted[sorted.count / 2]
    known.removeAll(keepingCapacity: true)
    known.formUnion(sorted[(sorted.count / 2 + 1)...])
  }
}
