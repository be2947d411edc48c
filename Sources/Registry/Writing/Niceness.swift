#if canImport(Glibc)
import Glibc
#endif

/// How a thread stands behind others for the processors.
enum Niceness {
  /// A third of what others get, while they want all of it (sched(7)).
  private static let behind: Int32 = 5

  /// Puts this thread behind others; where a system knows no niceness of threads, nothing happens.
  static func raise() {
    #if canImport(Glibc)
    // On Linux a process of number 0 is the calling thread.
    setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, behind)
    #endif
  }
}
