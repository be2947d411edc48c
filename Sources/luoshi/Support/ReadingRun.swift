import Foundation
import Glibc
import Inputs
import Reading
import Synchronization

/// Reads many files on all cores, with a bounded number in hand, and tells in their order.
struct ReadingRun {
  let reader: Reader
  let output: ReadingOutput
  let stamp: ReadingStamp?
  let year: Int?
  let explains: Bool
  let jobs: Int

  /// What came of one file.
  struct Outcome: Sendable {
    let index: Int
    var byteCount = 0
    var isSkipped = false
    /// What to print on standard output.
    var printed: [UInt8]?
    var failure: String?
    var notes: [String] = []
  }

  /// What came of all.
  struct Summary {
    var readCount = 0
    var skippedCount = 0
    var failedCount = 0
    var byteCount = 0
    var isStopped = false
  }

  // 64: so many finished files may wait for a slow one before them, which keeps memory flat.
  private static let waitingMax = 64

  func run(_ items: [ReadingInputs.Item], progress: inout ReadingProgress) async -> Summary {
    var summary = Summary()
    await withTaskGroup(of: Outcome.self) { group in
      var started = 0
      var told = 0
      var running = 0
      var finished: [Int: Outcome] = [:]
      while told < items.count {
        while running < jobs, started < items.count, started - told < Self.waitingMax,
          !StopRequest.isMade
        {
          let (index, item) = (started, items[started])
          group.addTask { one(index, item) }
          started += 1
          running += 1
        }
        guard running > 0, let outcome = await group.next() else { break }
        running -= 1
        finished[outcome.index] = outcome
        while let next = finished.removeValue(forKey: told) {
          tell(next, &summary, &progress)
          told += 1
        }
      }
      summary.isStopped = told < items.count
    }
    progress.close()
    return summary
  }

  private func tell(
    _ outcome: Outcome, _ summary: inout Summary, _ progress: inout ReadingProgress
  ) {
    summary.byteCount += outcome.byteCount
    if let failure = outcome.failure {
      summary.failedCount += 1
      progress.note(failure)
    } else if outcome.isSkipped {
      summary.skippedCount += 1
    } else {
      summary.readCount += 1
    }
    for note in outcome.notes { progress.note(note) }
    if let printed = outcome.printed { Console.out(printed) }
    progress.step(bytes: outcome.byteCount, isSkipped: outcome.isSkipped)
  }

  private func one(_ index: Int, _ item: ReadingInputs.Item) -> Outcome {
    var outcome = Outcome(index: index)
    if let stamp, stamp.isDone(item.path, mark: output.mark(item.name)) {
      outcome.isSkipped = true
      return outcome
    }
    do {
      let text = try ReportFile.text(item.path)
      outcome.byteCount = text.bytes.count
      outcome.notes = text.source.notes.map { "\(item.path): \($0)" }
      let document = try reader.read(
        text.bytes, name: item.document, year: year, explains: explains)
      outcome.printed = try output.write(document, text, name: item.name)
    } catch let error as ReadingError {
      outcome.failure = "\(item.path): \(error.message)"
    } catch {
      outcome.failure = "\(error)"
    }
    return outcome
  }
}

/// Ctrl-C: what is in hand is finished, nothing new is begun.
///
/// A second one ends the program.
enum StopRequest {
  private static let made = Atomic<Bool>(false)

  static var isMade: Bool { made.load(ordering: .relaxed) }

  static func listen() {
    for number in [SIGINT, SIGTERM] {
      _ = signal(number) { number in
        StopRequest.made.store(true, ordering: .relaxed)
        _ = signal(number, SIG_DFL)
      }
    }
  }
}
