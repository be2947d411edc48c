import Ledger
import Programmes
import Quantities
import Storage
import Synchronization

/// Some records made again from the entries in their histories, a page after another, on a thread
/// that does not read.
final class RecordBundle: Sendable {
  /// What is not as the entries say, and the keys that the records hold, as sums.
  struct Result: Sendable {
    var sums: AuditSums
    var findings: [AuditFinding] = []
  }

  private struct State {
    var made: [RecordID: RecordContent] = [:]
    var held: [RecordID: Set<KeyRow>] = [:]
    var result: Result
  }

  private let rows: [RecordRow]
  private let wanted: Set<RecordID>
  /// Wrapped keys, by their numbers.
  private let keys: [Int64: [UInt8]]
  private let secrets: LedgerSecrets
  /// Whether rows are named: then nothing is told again, and of the records those compared by sums
  /// before are compared one by one.
  private let isNaming: Bool
  private let state: Mutex<State>

  init(
    _ rows: [RecordRow], keys: [Int64: [UInt8]], secrets: LedgerSecrets, sums: AuditSums,
    isNaming: Bool
  ) {
    self.isNaming = isNaming
    self.rows = rows
    self.wanted = Set(rows.map(\.record.id))
    self.keys = keys
    self.secrets = secrets
    self.state = Mutex(State(result: Result(sums: sums)))
  }

  /// Takes in entries, in order; those that cannot be decoded were told of when the effects were
  /// added up.
  func add(_ page: [StoredEntry]) {
    state.withLock { state in
      for stored in page {
        guard let entry = try? EntryCodec.decode(stored) else { continue }
        for (index, touch) in entry.decision.touches.enumerated()
        where wanted.contains(touch.record) && !touch.isContent {
          do {
            try add(touch, index, of: entry, stored, to: &state)
          } catch {
            // Of a record's first touch it was told when the effects were added up.
            guard !isNaming, touch.base != 0 else { continue }
            state.result.findings.append(Self.finding(error, at: stored.seq))
          }
        }
      }
    }
  }

  private func add(
    _ touch: Touch, _ index: Int, of entry: Entry, _ stored: StoredEntry, to state: inout State
  ) throws {
    if !isNaming && touch.base == 0 {
      // It was taken to be the only one.
      let sole = try Self.sole(
        touch, at: index, of: entry, stored, keys: keys, secrets: secrets)
      try state.result.sums.move(sole: sole.row, holding: sole.keys, isFound: true)
    }
    try Self.apply(
      touch, at: index, of: entry, stored, keys: keys, secrets: secrets,
      to: &state.made[touch.record, default: RecordFold.begin(touch)],
      holding: &state.held[touch.record, default: []])
  }

  /// What a record is, and the keys that it holds, if no other entry touches it.
  static func sole(
    _ touch: Touch, at index: Int, of entry: Entry, _ stored: StoredEntry,
    keys: [Int64: [UInt8]], secrets: LedgerSecrets
  ) throws -> (row: RecordContent, keys: Set<KeyRow>) {
    var row = RecordFold.begin(touch)
    var held: Set<KeyRow> = []
    try apply(
      touch, at: index, of: entry, stored, keys: keys, secrets: secrets, to: &row,
      holding: &held)
    return (row, held)
  }

  /// Takes a touch into what a record is and the keys that it holds.
  private static func apply(
    _ touch: Touch, at index: Int, of entry: Entry, _ stored: StoredEntry,
    keys: [Int64: [UInt8]], secrets: LedgerSecrets, to row: inout RecordContent,
    holding held: inout Set<KeyRow>
  ) throws {
    let moved = try RecordFold.apply(touch, at: index, of: entry, to: &row) { change in
      try Audit.blindValue(
        change, touch: index, entry: entry, stored: stored, secrets: secrets,
        subjectKey: { keys[$0] })
    }
    for (key, isTaken) in moved {
      if isTaken { held.insert(key) } else { held.remove(key) }
    }
  }

  static func finding(_ error: any Error, at seq: Int64) -> AuditFinding {
    if error is SecretsError {
      return AuditFinding(subject: "keys of entry \(seq)", expected: "the key", found: "\(error)")
    }
    return AuditFinding(
      subject: "entry \(seq)", expected: "what was written", found: "\(error)")
  }

  /// Compares what was made with what is stored.
  func finished() -> Result {
    state.withLock { state in
      for row in rows {
        for seq in row.history { state.result.sums.find(.touch(row.record.id, seq: seq), 1) }
      }
      for row in rows
      where (!isNaming || row.history.count == 1) && state.made[row.record.id] != row.content {
        state.result.findings.append(
          AuditFinding(
            subject: "record \(row.record.kind) \(row.record.id)",
            expected: AuditWords.text(state.made[row.record.id]),
            found: AuditWords.text(row.content)))
      }
      for (holder, keys) in state.held {
        for key in keys { state.result.sums.expect(.key(key, holder: holder), 1) }
      }
      return state.result
    }
  }
}
