import Foundation
import Glibc

/// A line on a terminal that says how far a run is; nothing where standard error is no terminal.
struct ReadingProgress {
  private let total: Int
  private let isShown: Bool
  private let start: ContinuousClock.Instant
  private var shown: ContinuousClock.Instant
  private var done = 0
  private var skipped = 0
  private var bytes = 0

  init(total: Int, isPrinting: Bool) {
    self.total = total
    isShown = total > 1 && !isPrinting && isatty(2) == 1
    start = .now
    shown = .now
  }

  /// A file is done.
  mutating func step(bytes count: Int, isSkipped: Bool) {
    done += 1
    if isSkipped { skipped += 1 }
    bytes += count
    let now = ContinuousClock.now
    guard isShown, done == total || now - shown > .milliseconds(100) else { return }
    shown = now
    put("\r\u{1B}[K" + line(after: now - start))
  }

  /// A line for people, above the progress.
  mutating func note(_ text: String) {
    if isShown { put("\r\u{1B}[K") }
    Console.note(text)
  }

  mutating func close() {
    if isShown, done > 0 { put("\n") }
  }

  private func line(after time: Duration) -> String {
    let milliseconds = max(
      1,
      Int(time.components.seconds) * 1_000
        + Int(time.components.attoseconds / 1_000_000_000_000_000))
    let filled = total > 0 ? done * 20 / total : 20
    let bar =
      String(repeating: "#", count: filled) + String(repeating: ".", count: 20 - filled)
    let read = done - skipped
    let rate = tenths(read * 10_000 / milliseconds)
    // Tenths of a megabyte a second: bytes a millisecond are kilobytes a second.
    let speed = tenths(bytes / milliseconds / 100)
    let rest = read > 0 ? (total - done) * (milliseconds / read) / 1_000 : 0
    return "[\(bar)] \(done)/\(total) files  \(rate) files/s  \(speed) MB/s  "
      + "\(rest / 60):\(rest % 60 < 10 ? "0" : "")\(rest % 60) left"
  }

  private func tenths(_ value: Int) -> String { "\(value / 10).\(value % 10)" }

  private func put(_ text: String) {
    FileHandle.standardError.write(Data(text.utf8))
  }
}
