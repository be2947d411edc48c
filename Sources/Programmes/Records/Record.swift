public import Quantities

/// What is known of one thing or case: the fold of the effects of its entries.
public struct Record: Sendable, Hashable {
  /// The record's name for ever.
  public let id: RecordID
  /// The kind's name, unique among all programmes: `premises`, `inspection`.
  public let kind: String
  /// Counts the entries that touched it; 0 for a record that does not exist yet.
  public var version: UInt32
  /// The state's name in the kind's definition.
  public var state: String
  /// The code of the unit it was first entered for.
  public var unit: String
  /// What is known, by field name; a field never written is absent.
  public var facts: Facts

  /// The state of a record whose entries have all been voided; no definition has it.
  public static let voidState = "void"

  /// A record from its parts, as folded or as stored.
  public init(
    id: RecordID, kind: String, version: UInt32, state: String, unit: String, facts: Facts
  ) {
    self.id = id
    self.kind = kind
    self.version = version
    self.state = state
    self.unit = unit
    self.facts = facts
  }

  /// Whether its personal values were erased; then none is ever added to it again.
  public var isErased: Bool { facts.contains { $0.value.content == .erased } }

  /// Marks its sealed facts as erased.
  public mutating func erase() {
    for (name, fact) in facts where fact.content == .sealed {
      facts[name] = Fact(content: .erased, seq: fact.seq)
    }
  }

  /// The value of a plain fact; `nil` if it is unknown or sealed.
  public func value(_ name: String) -> Value? {
    guard case .plain(let value)? = facts[name]?.content else { return nil }
    return value
  }
}

/// One thing known of a record, and the entry that wrote it.
public struct Fact: Sendable, Hashable {
  /// A fact's value, or where its ciphertext lies.
  public enum Content: Sendable, Hashable {
    /// A value that measures and conditions may read (P0, P1).
    case plain(Value)
    /// In the entry that wrote it, under the field's name.
    case sealed
    /// In the entry that wrote it, but the key was destroyed by an erasure.
    case erased
  }

  /// The value, or that it is sealed.
  public let content: Content
  /// The entry that wrote it.
  public let seq: Int64

  /// A fact as the entry `seq` wrote it.
  public init(content: Content, seq: Int64) {
    self.content = content
    self.seq = seq
  }
}
