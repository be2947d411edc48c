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
  private let state: Mutex<State>

  init(
    _ rows: [RecordRow], keys: [Int64: [UInt8]], secrets: LedgerSecrets, sums: AuditSums
  ) {
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
        do {
          try add(entry, stored, to: &state)
        } catch {
          state.result.findings.append(Self.finding(error, at: stored.seq))
        }
      }
    }
  }

  private func add(_ entry: Entry, _ stored: StoredEntry, to state: inout State) throws {
    for (index, touch) in entry.decision.touches.enumerated()
    where wanted.contains(touch.record) && !touch.isContent {
      let moved = try RecordFold.apply(
        touch, at: index, of: entry,
        to: &state.made[touch.record, default: RecordFold.begin(touch)]
      ) { change in
        try Audit.blindValue(
          change, touch: index, entry: entry, stored: stored, secrets: secrets,
          subjectKey: { keys[$0] })
      }
      for (key, isTaken) in moved {
        if isTaken {
          state.held[touch.record, default: []].insert(key)
        } else {
          state.held[touch.record]?.remove(key)
        }
      }
    }
  }

  private static func finding(_ error: any Error, at seq: Int64) -> AuditFinding {
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
      for row in rows where state.made[row.record.id] != row.content {
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
