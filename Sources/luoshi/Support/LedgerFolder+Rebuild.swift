import Registry
import Storage
import StorageSQLite

extension LedgerFolder {
  /// What came of a rebuild.
  struct Rebuilt {
    let entries: Int64
    /// Entries that an earlier rebuild, cut short, had done already.
    let before: Int64
    let comparison: SQLiteStore.Comparison
  }

  /// Makes the projections anew beside the old ones, compares them and puts them in their place.
  static func rebuild(
    _ folder: String, resources: ResourceFolder,
    progress: @escaping (_ done: Int64, _ count: Int64) -> Void
  ) throws -> Rebuilt {
    let store = try SQLiteStore(rebuilding: folder)
    let found = try settled(of: store)
    let before = try store.read { try $0.through() }
    let entries = try Registry.rebuild(
      store: store, writer: try store.makeWriter(), projector: try store.makeProjector(),
      properties: found, root: try rootKey(folder, properties: found, mayCreate: false),
      bundled: try resources.programmes(), progress: progress)
    let comparison = try store.compareRebuilt()
    try store.replaceProjections()
    return Rebuilt(entries: entries, before: before, comparison: comparison)
  }
}
