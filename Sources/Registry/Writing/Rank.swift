#if canImport(Glibc)
import Glibc
#endif

/// Who gets a processor first, while all are wanted (sched(7)).
enum Rank: Int32 {
  /// As any thread.
  case first = 0
  /// Has little to do for each entry, and shall not take the processor from who has most.
  case second = 2
  /// Gets a third of what others get.
  case behind = 5

  /// Gives this thread its rank; where a system knows no niceness of threads, nothing happens.
  func take() {
    guard self != .first else { return }
    #if canImport(Glibc)
    // On Linux a process of number 0 is the calling thread.
    setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, rawValue)
    #endif
  }
}
