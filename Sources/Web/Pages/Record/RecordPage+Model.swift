package import Programmes
package import Publishing
package import Quantities

/// What is public of a record: its open facts, each with the entry that wrote it.
package struct RecordPage: Sendable {
  /// An open fact.
  package struct OpenFact: Sendable, Hashable {
    package let title: String
    package let value: String
    package let seq: Int64

    /// Of these parts, taken as they are.
    package init(title: String, value: String, seq: Int64) {
      self.title = title
      self.value = value
      self.seq = seq
    }
  }

  /// An entry that the record was written by.
  package struct Event: Sendable, Hashable {
    package let seq: Int64
    package let day: Day
    package let action: String

    /// Of these parts, taken as they are.
    package init(seq: Int64, day: Day, action: String) {
      self.seq = seq
      self.day = day
      self.action = action
    }
  }

  package let id: RecordID
  package let name: String
  package let kind: String
  package let state: String
  /// The unit's way from the district down.
  package let path: [NumberCard.UnitName]
  package let facts: [OpenFact]
  /// How many facts are not shown.
  package let hiddenCount: Int
  /// Whether what was personal in it has been erased.
  package let isErased: Bool
  /// In the order of the ledger.
  package let events: [Event]

  /// Of these parts, taken as they are.
  package init(
    id: RecordID, name: String, kind: String, state: String, path: [NumberCard.UnitName],
    facts: [OpenFact], hiddenCount: Int, events: [Event], isErased: Bool = false
  ) {
    self.id = id
    self.name = name
    self.kind = kind
    self.state = state
    self.path = path
    self.facts = facts
    self.hiddenCount = hiddenCount
    self.isErased = isErased
    self.events = events
  }
}
