// `luoshi verify`, in memory that does not grow with the ledger. Two passes: the entries, whose
// leaves grow the tree (compared with tiles and signed checkpoints) and whose effects are added up
// in sums (`AuditSums`); the rows of the projections, which are taken away from the sums. An entry
// that makes a record adds what the record is as long as no other touches it: most are touched
// once, and done with. The others are made again from the entries in their histories, which also
// takes the first entry's assumption back.
// If sums are left, entries and rows are gone through once more for the rows of those sums, by
// name, and all records are made again.

import Ledger
import Programmes
import Quantities
import Storage

/// One audit of one state of the ledger; for one thread, with two more that do what takes long.
final class StreamingAudit {
  let reader: any StoreReader
  let secrets: LedgerSecrets
  let keys: KeyHistory
  /// Whether another process may be writing: then what is newer than the projections is left out.
  let isLive: Bool
  let control: AuditControl
  let threads = AuditThreads()
  var report = AuditReport()
  var state: AuditState
  var sums: AuditSums
  /// Units and definitions as all entries make them: what a number comes to depends on changes of
  /// units that may be entered later.
  private(set) var directory: Directory
  var tiles = TileWriter()
  /// Rows being taken away from the sums.
  var takings: [Promised<AuditSums>] = []
  /// Records being made again.
  var bundles: [Promised<RecordBundle.Result>] = []
  /// Whether the passes are made again to name rows.
  private(set) var isNaming = false
  private var isComparing = false

  /// Entries read at a time.
  static let pageMax = 1_024

  init(
    reader: any StoreReader, secrets: LedgerSecrets, keys: KeyHistory, directory: Directory,
    isLive: Bool, control: AuditControl
  ) {
    self.reader = reader
    self.secrets = secrets
    self.keys = keys
    self.directory = directory
    self.isLive = isLive
    self.control = control
    self.state = AuditState(origin: keys.name)
    self.sums = AuditSums(key: state.key, sums: nil)
  }

  deinit {
    threads.stop()
  }

  func run() throws -> AuditReport {
    let through = try reader.through()
    loadDirectory()
    if let resumed = control.resumed { try resume(resumed, through: through) }
    try checkEntries(through: through)
    let count = tiles.frontier.size
    report.entries = count
    report.root = tiles.frontier.root.base64
    if through != count {
      report.add("projections", expected: "\(count) entries", found: "\(through)")
    }
    keep()
    isComparing = true
    try compareRows(count: count)
    if !sums.isBalanced { try nameRows(count: count) }
    return report
  }

  /// Between pages: the caller may keep the state, or end the audit.
  func pause() throws {
    guard !isNaming else { return }
    try control.pause {
      keep()
      return state
    }
  }

  /// Brings the state up to date; once rows are compared it stays as it was before them, since the
  /// projections may have changed until it is gone on with.
  private func keep() {
    guard !isComparing else { return }
    state.frontier = tiles.frontier.snapshot
    state.sums = sums.sums
    state.checkpoints = report.checkpoints
    state.findings = report.findings
    state.findingCount = report.findingCount
  }

  /// Goes on with an earlier audit, unless it was of another ledger or the tiles have changed.
  private func resume(_ earlier: AuditState, through: Int64) throws {
    guard earlier.origin == keys.name, let frontier = Frontier(snapshot: earlier.frontier),
      frontier.size <= through, earlier.recounted == frontier.size,
      earlier.directorySeqs == directory.unitSeqs
    else { return }
    let grown = try? TileWriter(size: frontier.size) { level, index in
      try reader.tile(level: Int(level), index: index) ?? []
    }
    guard let grown, grown.frontier.root == frontier.root else { return }
    tiles = grown
    state = earlier
    report.take(earlier)
    sums = AuditSums(key: earlier.key, sums: earlier.sums)
  }

  /// Units and definitions, of the entries that the projections name: were others named than
  /// there are, the records' histories would not add up.
  private func loadDirectory() {
    let genesis = directory.genesis
    do {
      directory = try Directory(programmes: genesis) { kind in
        var rows: [RecordRow] = []
        while true {
          let page = try reader.records(
            kind: kind, after: rows.last?.record.id, limit: Self.pageMax)
          rows += page
          if page.count < Self.pageMax { return rows }
        }
      } entry: { seq in
        try reader.entry(seq).map { try EntryCodec.decode($0) }
      }
    } catch {
      // Units or definitions that do not hang together, since an entry or a record is damaged.
      report.add("units", expected: "records that hang together", found: "\(error)")
    }
    state.directorySeqs = directory.unitSeqs
  }

  // MARK: Naming

  private func nameRows(count: Int64) throws {
    isNaming = true
    let told = report.findingCount
    sums.beginNaming()
    try nameExpected(to: count)
    try nameFoundRows(count: count)
    var left: Set<String> = []
    for (row, expected, found) in sums.differences {
      let words = AuditWords.difference(row, expected: expected, found: found)
      // A contribution or a key that changed is two rows, and told once.
      guard left.insert(words.subject).inserted else { continue }
      report.add(words.subject, expected: words.expected, found: words.found)
    }
    if report.findingCount == told {
      report.add("projections", expected: "sums that come to 0", found: "another sum")
    }
  }

  /// Holds what the entries bring about, row by row where sums were left.
  private func nameExpected(to end: Int64) throws {
    var ahead: [Promised<AuditSums>] = []
    var next: Int64 = 0
    let directory = directory
    while true {
      while ahead.count < AuditThreads.pagesMax, next < end {
        let limit = Int(min(Int64(Self.pageMax), end - next))
        let page = try reader.entries(from: next, limit: limit)
        guard let last = page.last else { break }
        next = last.seq + 1
        let fork = sums.fork()
        ahead.append(threads.begin { Self.expected(of: page, in: fork, directory) })
      }
      guard !ahead.isEmpty else { break }
      sums.join(ahead.removeFirst().wait())
    }
  }

  private static func expected(
    of entries: [StoredEntry], in sums: AuditSums, _ directory: Directory
  ) -> AuditSums {
    var sums = sums
    for stored in entries {
      // Those that cannot be decoded were told of when the effects were added up.
      guard let entry = try? EntryCodec.decode(stored) else { continue }
      for touch in entry.decision.touches where !touch.isContent {
        sums.expect(.touch(touch.record, seq: stored.seq), 1)
      }
      Movements.visit(entry, in: directory) { sums.expect($0, $1) }
    }
    return sums
  }
}
