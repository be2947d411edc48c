import Ledger
import Programmes
import Quantities
import Storage
import Synchronization

/// Takes the rows of the projections, by their columns.
///
/// Most are handed to other threads, which take them away from sums of their own; records that more
/// than one entry has touched are made again.
final class FoundRows: ProjectionSink {
  let audit: StreamingAudit
  let count: Int64
  private let key: RowMixer
  var sums: AuditSums
  /// Names as the store numbers them.
  private var texts: [Int64: String] = [:]
  private var names = StoredNames()
  /// Rows to be taken by another thread, and those that are.
  private var batch = RowBatch()
  private var batches: [Promised<AuditSums?>] = []
  /// Rows given as values, and records to be made again.
  private var found: [ProjectionRow] = []
  private var records: [RecordRow] = []
  private var history = 0
  /// Records that several entries have touched, and those being folded.
  var rows: [RecordFolder.Row] = []
  var rowsHistory = 0
  var folders: [Promised<RecordFolder.Result>] = []
  let scanners: [ScanningThread]
  private(set) var done: Int64 = 0

  private static let foundMax = 4_096
  private static let batchMax = 2_048
  private static let batchesMax = 8

  init(_ audit: StreamingAudit, count: Int64) {
    self.audit = audit
    self.count = count
    self.key = audit.sums.key
    self.sums = audit.sums.fork()
    self.scanners = AuditThreads.turns.map { _ in ScanningThread(key: audit.sums.key) }
  }

  /// Has what waits taken; then the sums lack nothing but what threads are at.
  func finish() throws {
    try takeLater()
    while !batches.isEmpty { try takeBatch() }
    try fold()
    while !folders.isEmpty { try takeFolder() }
    audit.take(found)
    try audit.compare(records, count: count)
    audit.sums.join(sums)
  }

  private func note() throws {
    done += 1
    if done % 4_096 == 0 {
      audit.control.progress(.rows, done, nil)
      try audit.pause()
    }
  }

  // MARK: Values

  func take(_ row: ProjectionRow) throws {
    switch row {
    case .record(let row):
      if row.history.count == 1 {
        try sums.move(sole: row.content, holding: [], isFound: true)
        sums.find(.touch(row.record.id, seq: row.history[0]), 1)
      } else {
        try makeAgain(row)
      }
    case .tile(let row): audit.check(row, count: count)
    case .key, .balance, .tally, .member, .contribution:
      found.append(row)
      if found.count >= Self.foundMax {
        audit.take(found)
        found = []
      }
    }
    try note()
  }

  func makeAgain(_ row: RecordRow) throws {
    records.append(row)
    history += row.history.count
    if records.count >= StreamingAudit.recordsMax || history >= StreamingAudit.historyMax {
      try audit.compare(records, count: count)
      records = []
      history = 0
    }
  }

  // MARK: Columns

  func name(_ number: Int64, is text: String) throws {
    try names.note(number, key.number(of: text))
    texts[number] = text
  }

  private func word(_ number: Int64) throws -> UInt64 { try names.word(number) }

  func text(_ number: Int64) throws -> String {
    guard let text = texts[number] else { throw RowDamage() }
    return text
  }

  /// Hands on the rows that wait.
  private func takeLater() throws {
    let turn = audit.threads.nextTurn() % scanners.count
    let (scanner, batch, names, fork) = (scanners[turn], batch, names, sums.fork())
    batches.append(
      audit.threads.begin(turn: turn) {
        scanner.scanner.withLock { batch.taken(from: fork, names, &$0) }
      })
    self.batch = RowBatch()
    if batches.count > Self.batchesMax { try takeBatch() }
  }

  private func takeBatch() throws {
    guard let taken = batches.removeFirst().wait() else { throw RowDamage() }
    sums.join(taken)
  }

  private func noteInBatch() throws {
    if batch.count >= Self.batchMax { try takeLater() }
    try note()
  }

  func record(_ columns: RecordColumns) throws {
    var history = RowReader(columns.history)
    guard let first = try? history.signed(), history.isAtEnd else {
      try foldLater(
        RecordFolder.Row(
          columns: columns, kind: word(columns.kind), state: word(columns.state),
          unit: word(columns.unit), history: HistoryColumn.decode(columns.history)))
      return try note()
    }
    batch.records.append((columns, first))
    try noteInBatch()
  }

  func key(name: Int64, value: [UInt8], holder: RecordID) throws {
    let hash = key.key(try word(name), 0..<value.count, of: value, holder: holder)
    sums.move(.key, hash, 1, isFound: true)
    try note()
  }

  func balance(measure: Int64, owner: RecordID, amount: Int64) throws {
    sums.move(.balance, key.balance(try word(measure), owner: owner), amount, isFound: true)
    try note()
  }

  func tally(measure: Int64, part: Int64, unit: Int64, period: Int64, amount: Int64) throws {
    let hash = key.tally(try word(measure), try word(part), try word(unit), period: period)
    sums.move(.tally, hash, amount, isFound: true)
    try note()
  }

  func member(
    measure: Int64, part: Int64, period: Int64, thing: RecordID, counts: [UInt8]
  ) throws {
    batch.members.append(
      RowBatch.Member(
        measure: measure, part: part, period: period, thing: thing, counts: counts))
    try noteInBatch()
  }

  func contribution(_ columns: ContributionColumns) throws {
    batch.contributions.append(columns)
    try noteInBatch()
  }
}
