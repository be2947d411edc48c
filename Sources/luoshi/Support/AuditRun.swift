import Foundation
import Registry
import Synchronization

/// An audit as somebody at a terminal has it: progress, how fast each part went, a state that is
/// kept every few seconds, and Ctrl-C.
final class AuditRun {
  private let path: String
  private let progress = EntryProgress()
  private var kept = ContinuousClock.now
  private var began: [AuditControl.Part: ContinuousClock.Instant] = [:]
  private var ended: [AuditControl.Part: (at: ContinuousClock.Instant, done: Int64)] = [:]
  private var first: [AuditControl.Part: Int64] = [:]
  private let resumed: AuditState?

  /// How often the state is kept: what a stopped audit loses at most.
  private static let keptEvery: Duration = .seconds(10)

  /// The audit of the ledger in `folder`, going on with one that was stopped if `resumes`.
  init(folder: String, resumes: Bool) throws {
    path = folder + "/verify-state.json"
    guard resumes else {
      resumed = nil
      return
    }
    guard FileManager.default.fileExists(atPath: path) else {
      throw Failure("\(path): there is no verify to go on with; run it without --resume")
    }
    resumed = AuditState(try Files.read(path))
    if resumed == nil {
      Console.note("\(path) is of another version of luoshi; beginning at entry 0")
    }
  }

  /// What the audit asks and tells.
  var control: AuditControl {
    AuditControl(resumed: resumed) { [self] part, done, count in
      note(part, done, count)
    } pause: { [self] state in
      try pause(state)
    }
  }

  private func note(_ part: AuditControl.Part, _ done: Int64, _ count: Int64?) {
    let now = ContinuousClock.now
    if began[part] == nil {
      // The first page is left out: when it began is not known.
      began[part] = now
      first[part] = done
    }
    ended[part] = (now, done)
    switch part {
    case .entries: progress.show(done, of: count ?? done, "adding up")
    case .rows: progress.show(done, of: done, "comparing rows")
    }
  }

  private func pause(_ state: () -> AuditState) throws {
    let isStopped = StopRequest.isMade
    guard isStopped || ContinuousClock.now - kept >= Self.keptEvery else { return }
    kept = .now
    try Files.writeWhole(try state().encoded(), to: path)
    guard isStopped else { return }
    progress.close()
    Console.note("stopped; `luoshi verify --resume` goes on")
    throw Exit.stopped
  }

  /// The audit is done: nothing is left to go on with.
  func close() {
    progress.close()
    try? FileManager.default.removeItem(atPath: path)
  }

  /// How fast the parts went, in words.
  var rates: String {
    let parts: [(AuditControl.Part, String)] = [
      (.entries, "entries added up"), (.rows, "rows compared"),
    ]
    return parts.compactMap { part, words in
      guard let began = began[part], let ended = ended[part], let first = first[part],
        ended.done > first
      else { return nil }
      let milliseconds = max(1, Int64((ended.at - began) / .milliseconds(1)))
      return "\(words) at \((ended.done - first) * 1_000 / milliseconds)/s"
    }.joined(separator: ", ")
  }
}
