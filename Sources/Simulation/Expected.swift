/// What the requests so far must come to, kept beside the generation and not by deciding them.
///
/// Tests and demos compare the ledger with it: two ways to the same numbers.
public struct Expected: Sendable, Hashable {
  /// A measure's name and part: `shop-inspection.hazards-found` and `major`.
  public struct Key: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Programme and measure.
    public let measure: String
    /// The part it is split into, or empty.
    public let part: String

    /// A measure and one of its parts, or the empty part.
    public init(measure: String, part: String) {
      self.measure = measure
      self.part = part
    }

    /// By measure, then part.
    public static func < (left: Key, right: Key) -> Bool {
      (left.measure, left.part) < (right.measure, right.part)
    }

    /// `shop-inspection.hazards-found[major]`.
    public var description: String { part.isEmpty ? measure : "\(measure)[\(part)]" }
  }

  /// Requests generated so far.
  public private(set) var requests = 0
  /// Sums over the whole district; the sum of a measure's deltas, in its smallest step.
  public private(set) var totals: [Key: Int64] = [:]

  /// A district in which nothing has happened.
  public init() {}

  /// The sum of one measure, over all its parts.
  public func total(_ measure: String) -> Int64 {
    totals.reduce(0) { $1.key.measure == measure ? $0 + $1.value : $0 }
  }

  mutating func add(_ measure: String, part: String = "", _ amount: Int64 = 1) {
    totals[Key(measure: measure, part: part), default: 0] += amount
  }

  mutating func count(requests more: Int) {
    requests += more
  }
}
