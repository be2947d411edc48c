/// How often a thing was counted, by unit at every level; units with 0 are left out.
///
/// A thing counts for a handful of units, so they stand in one short list in their order: it is
/// looked through faster than a dictionary hashes, and copied with one request for memory.
public struct MemberCounts: Sendable, Hashable {
  private struct Item: Sendable, Hashable {
    let unit: String
    var count: Int64
  }

  private var items: [Item] = []

  /// Of a thing that is counted nowhere.
  public init() {}

  /// Whether the thing is counted nowhere.
  public var isEmpty: Bool { items.isEmpty }

  /// How often it was counted for a unit.
  public subscript(_ unit: String) -> Int64 {
    get {
      for item in items where item.unit == unit { return item.count }
      return 0
    }
    set {
      let place = items.firstIndex { $0.unit >= unit } ?? items.count
      if place < items.count, items[place].unit == unit {
        if newValue == 0 { items.remove(at: place) } else { items[place].count = newValue }
      } else if newValue != 0 {
        items.insert(Item(unit: unit, count: newValue), at: place)
      }
    }
  }
}

extension MemberCounts: Sequence {
  /// Units and counts in the order of the units.
  public func makeIterator() -> some IteratorProtocol<(unit: String, count: Int64)> {
    items.lazy.map { (unit: $0.unit, count: $0.count) }.makeIterator()
  }
}

extension MemberCounts: ExpressibleByDictionaryLiteral {
  /// Counts by unit; of a unit given twice the last counts.
  public init(dictionaryLiteral elements: (String, Int64)...) {
    for (unit, count) in elements { self[unit] = count }
  }
}
