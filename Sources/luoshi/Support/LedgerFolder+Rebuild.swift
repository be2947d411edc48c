import Registry
import Storage
import StorageSQLite

extension LedgerFolder {
  /// What came of a rebuild.
  struct Rebuilt {
    let entries: Int64
    /// Entries that an earlier rebuild, cut short, had done already.
    let before: Int64
    /// How the old projections differed.
    let words: [String]
  }

  /// Makes the projections anew beside the old ones, compares them and puts them in their place.
  static func rebuild(
    _ ledger: String, resources: ResourceFolder,
    progress: @escaping (_ done: Int64, _ count: Int64) -> Void
  ) throws -> Rebuilt {
    switch try LedgerPlace(ledger) {
    case .folder(let folder):
      return try rebuild(folder: folder, resources: resources, progress: progress)
    #if PostgreSQL
    case .database(let address):
      return try rebuild(address, ledger: ledger, resources: resources, progress: progress)
    #endif
    }
  }

  private static func rebuild(
    folder: String, resources: ResourceFolder,
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
    return Rebuilt(entries: entries, before: before, words: words(comparison))
  }

  private static func words(_ comparison: SQLiteStore.Comparison) -> [String] {
    switch comparison {
    case .none: return ["there were no projections before"]
    case .behind(let through):
      return ["the old projections ended at entry \(through); they were not compared"]
    case .unreadable(let reason):
      return ["the old projections could not be read, and were not compared: \(reason)"]
    case .compared(let differences):
      if differences.isEmpty { return ["nothing was different in the old projections"] }
      return differences.flatMap { difference in
        [
          "DIFFERED  \(difference.table): \(difference.changed) rows with another content, "
            + "\(difference.missing) missing, \(difference.surplus) too many"
        ] + difference.examples.map { "          \($0)" }
      }
    }
  }
}
