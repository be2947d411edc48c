import Glibc
import Quantities
import Synchronization

/// Where the registry takes the time from.
public protocol Clock: Sendable {
  /// Milliseconds since 1970-01-01T00:00Z.
  func milliseconds() -> Int64
}

/// The computer's clock.
public struct SystemClock: Clock {
  /// The clock of the computer that the program runs on.
  public init() {}

  /// The time that the kernel keeps, rounded down to a millisecond; integers from end to end.
  public func milliseconds() -> Int64 {
    var time = timespec()
    let code = unsafe clock_gettime(CLOCK_REALTIME, &time)
    precondition(code == 0, "every Linux has a real-time clock")
    return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
  }
}

/// A clock that stands at a moment until it is set: simulations, tests, and demo ledgers, whose day
/// is the one that the simulation reached.
public final class StandingClock: Clock {
  private let moment: Mutex<Int64>

  /// A clock that stands at `milliseconds` since 1970.
  public init(milliseconds: Int64) {
    self.moment = Mutex(milliseconds)
  }

  /// The moment it was last set to.
  public func milliseconds() -> Int64 { moment.withLock { $0 } }

  /// Moves the clock; a ledger still never lets its time go back.
  public func set(milliseconds: Int64) {
    moment.withLock { $0 = milliseconds }
  }
}
