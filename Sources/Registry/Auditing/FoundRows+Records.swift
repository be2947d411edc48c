import Ledger
import Programmes
import Quantities
import Storage

extension FoundRows {
  /// Entries read at a time.
  private static let pageMax = 1_024
  /// Pages and bundles of records on their way.
  private static let pagesMax = 16
  private static let foldersMax = 2

  /// Keeps a record until there are enough for a bundle.
  func foldLater(_ row: RecordFolder.Row) throws {
    rows.append(row)
    rowsHistory += row.history.count
    if rows.count >= StreamingAudit.recordsMax || rowsHistory >= StreamingAudit.historyMax {
      try fold()
    }
  }

  /// Has the records that wait made again from the entries in their histories.
  func fold() throws {
    guard !rows.isEmpty else { return }
    let folder = RecordFolder(rows, key: sums.key)
    let turn = audit.threads.nextTurn() % scanners.count
    let scanner = scanners[turn]
    var seqs = rows.flatMap(\.history).filter { $0 >= 0 && $0 < count }.sorted()
    rows = []
    rowsHistory = 0
    var places = 0
    for seq in seqs where places == 0 || seqs[places - 1] != seq {
      seqs[places] = seq
      places += 1
    }
    var ahead: [Promised<Void>] = []
    for start in stride(from: 0, to: places, by: Self.pageMax) {
      let page = try audit.reader.page(of: Array(seqs[start..<min(places, start + Self.pageMax)]))
      ahead.append(audit.threads.begin(turn: turn) { folder.add(page, by: scanner) })
      if ahead.count > Self.pagesMax { ahead.removeFirst().wait() }
    }
    let fork = sums.fork()
    folders.append(
      audit.threads.begin(turn: turn) { folder.finished(fork, by: scanner) })
    if folders.count > Self.foldersMax { try takeFolder() }
  }

  /// Takes what the oldest bundle comes to; what is not equal is made again in full.
  func takeFolder() throws {
    let result = folders.removeFirst().wait()
    sums.join(result.sums)
    for columns in result.unsure {
      let record = Record(
        id: columns.id, kind: try text(columns.kind),
        version: UInt32(clamping: columns.version), state: try text(columns.state),
        unit: try text(columns.unit), facts: try FactsColumn.decode(columns.facts))
      try makeAgain(
        RecordRow(
          record: record, keyNumber: columns.keyNumber,
          blindKeys: try BlindKeysColumn.decode(columns.blindKeys),
          history: try HistoryColumn.decode(columns.history)))
    }
  }
}
