/// What is known of a record, by field name.
///
/// A record has a dozen facts, and deciding and folding look at and change a few of them for every
/// entry: a short array in the order of names is looked through faster than a name is hashed, and
/// copied in one piece.
public struct Facts: Sendable, Hashable {
  fileprivate struct Item: Sendable, Hashable {
    let name: String
    var fact: Fact
  }

  /// By ascending names, each once.
  private var items: [Item] = []

  /// Nothing known.
  public init() {}

  /// Makes room for so many more, so that adding them one by one moves none.
  package mutating func reserve(_ count: Int) { items.reserveCapacity(items.count + count) }

  /// How many facts there are.
  public var count: Int { items.count }
  /// Whether nothing is known.
  public var isEmpty: Bool { items.isEmpty }
  /// The names in ascending order.
  public var keys: [String] { items.map(\.name) }
  /// The facts in the order of their names.
  public var values: [Fact] { items.map(\.fact) }

  /// Whether a fact of this name is known.
  func has(_ name: String) -> Bool { items.contains { $0.name == name } }

  /// The fact of a name; `nil` for one that is not known, and to make it so.
  public subscript(_ name: String) -> Fact? {
    get {
      for index in items.indices where items[index].name == name { return items[index].fact }
      return nil
    }
    set {
      guard let newValue else { return items.removeAll { $0.name == name } }
      var place = items.count
      // From the end, since facts are mostly written in the order of their names.
      while place > 0 {
        if items[place - 1].name == name {
          items[place - 1].fact = newValue
          return
        }
        if items[place - 1].name < name { break }
        place -= 1
      }
      items.insert(Item(name: name, fact: newValue), at: place)
    }
  }
}

extension Facts: Sequence {
  /// Names and facts in the order of names.
  public struct Iterator: IteratorProtocol {
    private let items: [Item]
    private var place = 0

    fileprivate init(_ items: [Item]) {
      self.items = items
    }

    /// The next name with its fact.
    public mutating func next() -> (key: String, value: Fact)? {
      guard place < items.count else { return nil }
      defer { place += 1 }
      return (items[place].name, items[place].fact)
    }
  }

  /// Goes through the facts in the order of names.
  public func makeIterator() -> Iterator { Iterator(items) }
}

extension Facts: ExpressibleByDictionaryLiteral {
  /// Facts by name; of one name twice the last counts.
  public init(dictionaryLiteral elements: (String, Fact)...) {
    for (name, fact) in elements { self[name] = fact }
  }
}
