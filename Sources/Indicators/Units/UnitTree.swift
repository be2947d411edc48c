public import Quantities

/// The units of a district over time.
///
/// The write path asks for the units above every delta, so the chains are worked out once, when
/// the tree is built: a chain is split wherever anything on it changes, and a question is one
/// look-up in a dictionary and (nearly always) one comparison of days. Answers are stored arrays.
public final class UnitTree: Sendable {
  /// A stretch of days on which everything above a unit stays the same.
  struct Stretch: Sendable {
    let from: Day
    let through: Day
    /// Index of the row that holds.
    let row: Int
    /// Positions of the unit and the units above it, nearest first.
    let chain: [Int]
    /// The same as codes.
    let codes: [String]
  }

  /// All rows, in code order, and in time order within a code.
  public let rows: [AdministrativeUnit]
  /// Every code once, in code order; a unit's position is its index here.
  public let codes: [String]
  /// The position of the unit at the top.
  public let rootPosition: Int

  let positions: [String: Int]
  let stretches: [[Stretch]]
  /// What each position's work counts for.
  let reaches: [UnitReach]
  /// Positions of every unit that was ever directly below a unit, in code order.
  let everBelow: [[Int]]
  /// Positions of every unit whose work ever counts for a unit, in code order.
  let everCounted: [[Int]]

  /// Builds the tree from rows in any order.
  public init(_ units: [AdministrativeUnit]) throws(UnitTreeError) {
    let builder = try UnitTreeBuilder(units)
    self.rows = builder.rows
    self.codes = builder.codes
    self.positions = builder.positions
    self.rootPosition = builder.root
    let stretches = try builder.stretches()
    self.stretches = stretches
    let reaches = try builder.reaches(stretches)
    self.reaches = reaches
    self.everBelow = Self.gathered(
      stretches.map { $0.compactMap { $0.chain.count > 1 ? $0.chain[1] : nil } })
    self.everCounted = Self.gathered(
      reaches.map { $0.spans.flatMap { $0.units.compactMap { builder.positions[$0] } } })
  }

  /// For every position those that name it, in code order.
  private static func gathered(_ named: [[Int]]) -> [[Int]] {
    var gathered = [[Int]](repeating: [], count: named.count)
    for (position, names) in named.enumerated() {
      for name in Set(names) { gathered[name].append(position) }
    }
    return gathered
  }

  /// The code of the unit at the top.
  public var root: String { codes[rootPosition] }

  /// A unit's position, which stays the same as long as the tree does.
  public func position(of code: String) -> Int? { positions[code] }

  /// The row of a unit that holds on `day`.
  public func unit(_ code: String, on day: Day) -> AdministrativeUnit? {
    guard let position = positions[code], let stretch = stretch(position, on: day) else {
      return nil
    }
    return rows[stretch.row]
  }

  /// Whether a unit of this code exists on `day`.
  public func exists(_ code: String, on day: Day) -> Bool {
    guard let position = positions[code] else { return false }
    return stretch(position, on: day) != nil
  }

  /// The unit and the units above it on `day`, nearest first; empty if there is no such unit then.
  public func ancestors(of code: String, on day: Day) -> [String] {
    guard let position = positions[code] else { return [] }
    return stretch(position, on: day)?.codes ?? []
  }

  /// The positions of the unit and the units above it on `day`, nearest first.
  public func ancestors(ofPosition position: Int, on day: Day) -> [Int] {
    stretch(position, on: day)?.chain ?? []
  }

  /// The units directly below on `day`, in code order.
  public func children(of code: String, on day: Day) -> [AdministrativeUnit] {
    guard let position = positions[code] else { return [] }
    return childStretches(of: position, on: day).map { rows[$0.row] }
  }

  /// The unit and everything below it on `day`: each unit before its children, in code order.
  public func subtree(of code: String, on day: Day) -> [AdministrativeUnit] {
    guard let position = positions[code], let first = stretch(position, on: day) else { return [] }
    var found: [AdministrativeUnit] = []
    var waiting = [first]
    while let next = waiting.popLast() {
      found.append(rows[next.row])
      waiting.append(contentsOf: childStretches(of: next.chain[0], on: day).reversed())
    }
    return found
  }

  /// Whether `code` is `above` or stands below it on `day`.
  public func contains(_ code: String, in above: String, on day: Day) -> Bool {
    ancestors(of: code, on: day).contains(above)
  }

  private func childStretches(of position: Int, on day: Day) -> [Stretch] {
    everBelow[position].compactMap { child in
      guard let stretch = stretch(child, on: day), stretch.chain.count > 1,
        stretch.chain[1] == position
      else { return nil }
      return stretch
    }
  }

  private func stretch(_ position: Int, on day: Day) -> Stretch? {
    for stretch in stretches[position] where day <= stretch.through {
      return stretch.from <= day ? stretch : nil
    }
    return nil
  }
}
