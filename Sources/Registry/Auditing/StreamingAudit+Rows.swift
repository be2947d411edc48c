import Ledger
import Programmes
import Quantities
import Storage

extension StreamingAudit {
  /// Records made again at a time, and the entries in their histories: what memory holds.
  static let recordsMax = 6_000
  static let historyMax = 16_000
  /// Other rows at a time.
  private static let foundMax = 4_096

  /// Takes what the projections hold away from the sums, and makes each record again that more
  /// than one entry has touched.
  func compareRows(count: Int64) throws {
    let found = FoundRows(self, count: count)
    try reader.pour(into: found)
    try found.finish()
    try finishRows()
    report.rows += Int(found.done)
  }

  /// The same for rows by name, and for each record.
  func nameFoundRows(count: Int64) throws {
    var records: [RecordRow] = []
    var found: [ProjectionRow] = []
    var history = 0
    try reader.scan { row in
      switch row {
      case .record(let row):
        records.append(row)
        history += row.history.count
        if records.count >= Self.recordsMax || history >= Self.historyMax {
          try compare(records, count: count)
          records = []
          history = 0
        }
      case .tile: break
      case .key, .balance, .tally, .member, .contribution:
        found.append(row)
        if found.count >= Self.foundMax {
          take(found)
          found = []
        }
      }
    }
    take(found)
    try compare(records, count: count)
    try finishRows()
  }

  private func finishRows() throws {
    while !takings.isEmpty { sums.join(takings.removeFirst().wait()) }
    while !bundles.isEmpty { takeBundle() }
  }

  /// Has rows taken away from the sums.
  func take(_ found: [ProjectionRow]) {
    guard !found.isEmpty else { return }
    let fork = sums.fork()
    takings.append(threads.begin { Self.taken(found, from: fork) })
    if takings.count > AuditThreads.pagesMax { sums.join(takings.removeFirst().wait()) }
  }

  private static func taken(_ rows: [ProjectionRow], from sums: AuditSums) -> AuditSums {
    var sums = sums
    for row in rows {
      switch row {
      case .key(let key, let holder): sums.find(.key(key, holder: holder), 1)
      case .balance(let key, let amount): sums.find(.balance(key), amount)
      case .tally(let row): sums.find(.tally(AuditTally(row.key)), row.amount)
      case .member(let key, let counts):
        for (unit, amount) in counts { sums.find(.member(key, unit: unit), amount) }
        // Members are held against the entries themselves, so what they come to may be used here.
        for tally in Movements.reached(key, counts) { sums.expect(.tally(tally), 1) }
      case .contribution(let row): sums.find(.contribution(row), 1)
      case .record, .tile: preconditionFailure("records and tiles are compared one by one")
      }
    }
    return sums
  }

  /// Tiles were compared with the tree's; here only those that should not be there are told.
  func check(_ row: TileRow, count: Int64) {
    let width =
      row.level < 8
      ? Tile.width(level: UInt8(clamping: row.level), index: row.index, size: count) : 0
    guard width == 0 else { return }
    let place = Audit.TilePlace(level: row.level, index: row.index)
    let found = "\(row.hashes.count / 32) hashes"
    report.add(AuditWords.name(place), expected: "nothing", found: found)
  }

  /// Has records made again from the entries in their histories and compared; the keys they hold
  /// go into the sums.
  func compare(_ stored: [RecordRow], count: Int64) throws {
    guard !stored.isEmpty else { return }
    let bundle = RecordBundle(
      stored, keys: try subjectKeys(of: stored), secrets: secrets, sums: sums.fork(),
      isNaming: isNaming)
    let turn = threads.nextTurn()
    let seqs = Set(stored.flatMap(\.history)).filter { $0 >= 0 && $0 < count }.sorted()
    var rest = seqs[...]
    var ahead: [Promised<Void>] = []
    while !rest.isEmpty {
      let page = try self.stored(&rest)
      ahead.append(threads.begin(turn: turn) { bundle.add(page) })
      if ahead.count > 4 * AuditThreads.pagesMax { ahead.removeFirst().wait() }
    }
    bundles.append(threads.begin(turn: turn) { bundle.finished() })
    if bundles.count > 3 { takeBundle() }
  }

  /// Takes what the oldest bundle comes to.
  private func takeBundle() {
    let result = bundles.removeFirst().wait()
    sums.join(result.sums)
    for finding in result.findings { report.add(finding) }
  }

  /// The keys that look-up values of sealed facts are made with.
  private func subjectKeys(of rows: [RecordRow]) throws -> [Int64: [UInt8]] {
    var sealing: [String: Bool] = [:]
    let numbers = rows.compactMap { row -> Int64? in
      guard let number = row.keyNumber else { return nil }
      let kind = row.record.kind
      let isNeeded =
        sealing[kind] ?? directory.programmes.kind(kind)?.keys.contains(where: \.isBlind)
      sealing[kind] = isNeeded ?? true
      return isNeeded ?? true ? number : nil
    }
    return try Dictionary(
      reader.subjectKeys(numbers).map { ($0.number, $0.wrapped) }, uniquingKeysWith: { $1 })
  }

  /// The entries at the next few places; those close together are read in one go.
  private func stored(_ seqs: inout ArraySlice<Int64>) throws -> [StoredEntry] {
    var page: [StoredEntry] = []
    while let first = seqs.first, page.count < 512 {
      var last = first
      var run: Set<Int64> = []
      while let seq = seqs.first, seq - last <= 4, run.count < 512 {
        last = seq
        run.insert(seq)
        seqs.removeFirst()
      }
      page += try reader.entries(from: first, limit: Int(last - first) + 1)
        .filter { run.contains($0.seq) }
    }
    return page
  }
}
