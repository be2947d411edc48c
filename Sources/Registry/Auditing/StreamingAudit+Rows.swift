import Ledger
import Programmes
import Quantities
import Storage

extension StreamingAudit {
  /// Records made again at a time, and the entries in their histories: what memory holds.
  private static let recordsMax = 20_000
  private static let historyMax = 60_000

  /// Takes what the projections hold away from the sums, and makes each record again.
  func compareRows(count: Int64) throws {
    var records: [RecordRow] = []
    var history = 0
    var tileCount = 0
    var done: Int64 = 0
    try reader.scan { row in
      done += 1
      switch row {
      case .record(let row):
        for seq in row.history { sums.find(.touch(row.record.id, seq: seq), 1) }
        records.append(row)
        history += row.history.count
        if records.count >= Self.recordsMax || history >= Self.historyMax {
          try compare(records, count: count)
          records = []
          history = 0
        }
      case .key(let key, let holder): sums.find(.key(key, holder: holder), 1)
      case .balance(let key, let amount): sums.find(.balance(key), amount)
      case .tally(let row): sums.find(.tally(row.key), row.amount)
      case .member(let key, let counts):
        for (unit, amount) in counts { sums.find(.member(key, unit: unit), amount) }
        // Members are held against the entries themselves, so what they come to may be used here.
        for tally in Movements.reached(key, counts) {
          sums.expect(.tally(tally), 1)
        }
      case .contribution(let row): sums.find(.contribution(row), 1)
      case .tile(let row):
        tileCount += 1
        check(row, count: count)
      }
      if done % 4_096 == 0 {
        control.progress(.rows, done, nil)
        try pause()
      }
    }
    try compare(records, count: count)
    if !isNaming { report.rows += Int(done) }
  }

  /// Tiles were compared with the tree's; here only those that should not be there are told.
  private func check(_ row: TileRow, count: Int64) {
    let width =
      row.level < 8
      ? Tile.width(level: UInt8(clamping: row.level), index: row.index, size: count) : 0
    guard width == 0 else { return }
    let place = Audit.TilePlace(level: row.level, index: row.index)
    tell(AuditWords.name(place), expected: "nothing", found: "\(row.hashes.count / 32) hashes")
  }

  /// Makes records again from the entries in their histories and compares them; the keys they hold
  /// go into the sums.
  private func compare(_ stored: [RecordRow], count: Int64) throws {
    var made: [RecordID: RecordContent] = [:]
    var held: [RecordID: Set<KeyRow>] = [:]
    let wanted = Set(stored.map(\.record.id))
    let seqs = Set(stored.flatMap(\.history)).filter { $0 >= 0 && $0 < count }.sorted()
    try visit(seqs) { entry, stored in
      for (index, touch) in entry.decision.touches.enumerated()
      where wanted.contains(touch.record) && !touch.isContent {
        let moved = try RecordFold.apply(
          touch, at: index, of: entry, to: &made[touch.record, default: RecordFold.begin(touch)]
        ) { change in
          try Audit.blindValue(
            change, touch: index, entry: entry, stored: stored, reader: reader, secrets: secrets)
        }
        for (key, isTaken) in moved {
          if isTaken {
            held[touch.record, default: []].insert(key)
          } else {
            held[touch.record]?.remove(key)
          }
        }
      }
    }
    for row in stored where made[row.record.id] != row.content {
      tell(
        "record \(row.record.kind) \(row.record.id)",
        expected: AuditWords.text(made[row.record.id]), found: AuditWords.text(row.content))
    }
    for (holder, keys) in held {
      for key in keys { sums.expect(.key(key, holder: holder), 1) }
    }
  }

  /// Reads and decodes the entries at these places, in order; those that cannot be decoded were
  /// told of when the effects were added up.
  private func visit(
    _ seqs: [Int64], _ body: (Entry, StoredEntry) throws -> Void
  ) throws {
    typealias Page = [(stored: StoredEntry, entry: Result<Entry, CodecError>)]
    var ahead: [Promised<Page>] = []
    var rest = seqs[...]
    while true {
      while ahead.count < AuditThreads.pagesMax, !rest.isEmpty {
        let page = try stored(&rest)
        ahead.append(
          threads.begin { zip(page, Self.decoded(page)).map { ($0, $1.entry) } })
      }
      guard !ahead.isEmpty else { return }
      for (stored, result) in ahead.removeFirst().wait() {
        guard case .success(let entry) = result else { continue }
        do {
          try body(entry, stored)
        } catch let error as CodecError {
          tell("entry \(stored.seq)", expected: "what was written", found: "\(error)")
        } catch let error as SecretsError {
          tell("keys of entry \(stored.seq)", expected: "the key", found: "\(error)")
        }
      }
    }
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
