public import Quantities

/// How large a made-up district is, and for how long it works.
public struct SimulationOptions: Sendable, Hashable {
  /// Everything follows from it: the same options give the same requests bit for bit.
  public var seed: UInt64
  /// The last day of work; the first is 1 January 2022.
  public var through: Day
  /// Shops and other small places on the books.
  public var premises: Int
  /// Visits from 1 January through the last day, shut and refused ones included.
  public var inspections: Int
  /// People due in the booking round of 23 and 24 April; 0 for no round.
  public var people: Int

  /// Options with everything given.
  public init(seed: UInt64, through: Day, premises: Int, inspections: Int, people: Int) {
    precondition(premises > 0)
    precondition(inspections >= 0)
    precondition(people >= 0)
    self.seed = seed
    self.through = through
    self.premises = premises
    self.inspections = inspections
    self.people = people
  }

  /// The demo's size: a ledger of about 36 000 entries by the end of July.
  public static func demo(seed: UInt64, through: Day) -> SimulationOptions {
    SimulationOptions(
      seed: seed, through: through, premises: 4_000, inspections: 10_000, people: 5_000)
  }
}
