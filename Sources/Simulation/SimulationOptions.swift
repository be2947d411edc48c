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

  /// A made-up district of one of the usual sizes.
  public static func demo(
    _ scale: DistrictScale = .small, seed: UInt64, through: Day
  ) -> SimulationOptions {
    switch scale {
    case .small:
      SimulationOptions(
        seed: seed, through: through, premises: 4_000, inspections: 10_000, people: 5_000)
    case .full:
      SimulationOptions(
        seed: seed, through: through, premises: 30_000, inspections: 150_000, people: 1_100_000)
    }
  }
}

/// The usual sizes of a made-up district.
public enum DistrictScale: String, Sendable, CaseIterable {
  /// A ledger of about 36 000 entries by the end of July.
  case small
  /// All premises, a year's visits and a booking round of everybody in a district of 1.1 million
  /// people: some five million entries.
  case full
}
