#if PostgreSQL
import Ledger
import Registry
import Storage
import StoragePostgreSQL

// Ledgers in a database: what `LedgerFolder` does with files.

extension LedgerFolder {
  static func open(
    _ address: PostgreSQLAddress, ledger: String, resources: ResourceFolder,
    creating properties: LedgerProperties?, clock: (any Clock)?
  ) throws -> LedgerFolder {
    try open(
      try PostgreSQLStore(address, properties: properties?.stored), ledger: ledger,
      resources: resources, mayCreate: properties != nil, clock: clock)
  }

  static func open(
    _ store: PostgreSQLStore, ledger: String, resources: ResourceFolder, mayCreate: Bool,
    clock: (any Clock)?
  ) throws -> LedgerFolder {
    let found = try settled(of: store)
    let root = try rootKey(ledger, properties: found, mayCreate: mayCreate)
    let lastMoment = try store.lastMoment()
    let standing: any Clock =
      found.isDemo ? StandingClock(milliseconds: lastMoment ?? 0) : SystemClock()
    let registry = try Registry(
      store: store, writer: try store.makeWriter(), projector: try store.makeProjector(),
      properties: found, root: root, bundled: try resources.programmes(),
      indicators: try resources.indicators(), clock: clock ?? standing)
    return LedgerFolder(registry: registry, store: store)
  }

  /// Opens a ledger for showing it, while another process may write to it.
  static func openReading(
    _ address: PostgreSQLAddress, ledger: String, resources: ResourceFolder
  ) throws -> LedgerFolder {
    let store = try PostgreSQLStore(address, properties: nil)
    let found = try settled(of: store)
    let clock: any Clock = found.isDemo ? FollowingClock(store: store) : SystemClock()
    let registry = try Registry(
      reading: store, properties: found,
      root: try rootKey(ledger, properties: found, mayCreate: false),
      bundled: try resources.programmes(), indicators: try resources.indicators(), clock: clock)
    return LedgerFolder(registry: registry, store: store)
  }

  /// Audits a state of the ledger; entries and projections of one state belong together, whoever
  /// writes meanwhile.
  static func audit(
    _ address: PostgreSQLAddress, ledger: String, resources: ResourceFolder, decides: Bool,
    control: AuditControl
  ) throws -> (report: AuditReport, key: VerifierKey) {
    let store = try PostgreSQLStore(address, properties: nil)
    let found = try settled(of: store)
    return try Registry.audit(
      store, properties: found, root: try rootKey(ledger, properties: found, mayCreate: false),
      bundled: try resources.programmes(), decides: decides, isLive: false, control: control)
  }

  static func rebuild(
    _ address: PostgreSQLAddress, ledger: String, resources: ResourceFolder,
    progress: @escaping (_ done: Int64, _ count: Int64) -> Void
  ) throws -> Rebuilt {
    let store = try PostgreSQLStore(rebuilding: address)
    let found = try settled(of: store)
    let entries = try Registry.rebuild(
      store: store, writer: try store.makeWriter(), projector: try store.makeProjector(),
      properties: found, root: try rootKey(ledger, properties: found, mayCreate: false),
      bundled: try resources.programmes(), progress: progress)
    let differences = try store.finishRebuilding()
    let lines = differences.map { difference in
      "DIFFERED  \(difference.table): \(difference.wrong) rows that should not be as they were, "
        + "\(difference.missing) that should have been there"
    }
    return Rebuilt(
      entries: entries, before: 0,
      words: lines.isEmpty ? ["nothing was different in the old projections"] : lines)
  }

  static func settled(of store: PostgreSQLStore) throws -> LedgerProperties {
    try settled(by: store.properties(), of: store.address.shown)
  }
}

extension HeldLedger {
  /// The change and the projections made anew, which hold what is looked up by sealed values, are
  /// one transaction: no reader sees a ledger without its projections.
  init(_ address: PostgreSQLAddress) throws {
    let store = try PostgreSQLStore(rotating: address)
    self.init(store: store, properties: try LedgerFolder.settled(of: store)) { rotation, root in
      var entropy = SystemRandomNumberGenerator()
      try store.beginRotating(
        properties: rotation.properties.stored, checkpoint: rotation.checkpoint
      ) { try rotation.rewrapped($0, entropy: &entropy) }
      let progress = EntryProgress()
      defer { progress.close() }
      _ = try Registry.rebuild(
        store: store, writer: try store.makeWriter(), projector: try store.makeProjector(),
        properties: rotation.properties, root: root,
        bundled: try ResourceFolder.find().programmes()
      ) { done, count in progress.show(done, of: count, "projecting") }
      try store.finishRotating()
    }
  }
}

/// The day that a demo ledger has reached, which another process may move.
private struct FollowingClock: Clock {
  let store: PostgreSQLStore

  func milliseconds() -> Int64 {
    // A page that cannot ask for the time cannot ask for anything else, and says so.
    (try? store.lastMoment()) ?? 0
  }
}
#endif
