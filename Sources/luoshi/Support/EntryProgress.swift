import Glibc
import Synchronization

/// How far a run over a ledger's entries is: on a terminal a line that changes, elsewhere a line
/// every few seconds.
final class EntryProgress: Sendable {
  private let isTerminal = isatty(2) == 1
  private let start = ContinuousClock.now
  private let state = Mutex<State>(State())

  private struct State {
    var first: Int64?
    var shown = ContinuousClock.now
    var isOpen = false
  }

  /// `done` of `count` entries are done.
  func show(_ done: Int64, of count: Int64, _ what: String) {
    let now = ContinuousClock.now
    let pause: Duration = isTerminal ? .milliseconds(100) : .seconds(5)
    state.withLock { state in
      let first = state.first ?? done
      state.first = first
      guard now - state.shown >= pause else { return }
      state.shown = now
      let milliseconds = max(1, Int64((now - start) / .milliseconds(1)))
      let rate = (done - first) * 1_000 / milliseconds
      let rest = rate > 0 ? (count - done) / rate : 0
      let line =
        "  \(what): \(done) of \(count) entries, \(rate) a second, "
        + "\(rest / 60):\(rest % 60 < 10 ? "0" : "")\(rest % 60) left"
      if isTerminal {
        Console.draft("\r\u{1B}[K" + line)
        state.isOpen = true
      } else {
        Console.note(line)
      }
    }
  }

  /// Ends the line that changes.
  func close() {
    state.withLock { state in
      if state.isOpen { Console.draft("\r\u{1B}[K") }
      state.isOpen = false
    }
  }
}
