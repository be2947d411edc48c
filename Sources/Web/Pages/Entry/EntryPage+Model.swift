package import Publishing
package import Quantities

/// The public face of an entry: what stands in its leaf, and nothing internal or personal.
package struct EntryPage: Sendable {
  /// An open fact written.
  package struct OpenField: Sendable, Hashable {
    package let title: String
    package let value: String

    /// Of these parts, taken as they are.
    package init(title: String, value: String) {
      self.title = title
      self.value = value
    }
  }

  /// A public movement of a measure.
  package struct OpenDelta: Sendable, Hashable {
    package let title: String
    package let part: String
    package let unit: NumberCard.UnitName
    package let day: Day
    package let amount: Decimal64
    package let countingUnit: String
    /// The card of the unit's month that the movement is part of.
    package let card: Route

    /// Of these parts, taken as they are.
    package init(
      title: String, part: String, unit: NumberCard.UnitName, day: Day, amount: Decimal64,
      countingUnit: String, card: Route
    ) {
      self.title = title
      self.part = part
      self.unit = unit
      self.day = day
      self.amount = amount
      self.countingUnit = countingUnit
      self.card = card
    }
  }

  /// Another entry that this one puts right, or is put right by.
  package struct Amended: Sendable, Hashable {
    package let seq: Int64
    package let isVoid: Bool

    /// Of these parts, taken as they are.
    package init(seq: Int64, isVoid: Bool) {
      self.seq = seq
      self.isVoid = isVoid
    }
  }

  package let seq: Int64
  /// The entry that this one puts right.
  package let amends: Amended?
  /// The entries that put this one right, oldest first.
  package let amendedBy: [Amended]
  /// What was against it when it was entered all the same, in words.
  package let marks: [String]
  /// Entries in the ledger, for the links to the neighbours.
  package let count: Int64
  package let programme: String
  /// `shop-inspection@2`.
  package let version: String
  package let action: String
  package let unit: NumberCard.UnitName
  package let day: Day
  package let fields: [OpenField]
  package let deltas: [OpenDelta]
  /// Titles of the sealed facts; their values are never shown.
  package let sealed: [String]
  /// Titles of the sealed facts that were erased since.
  package let erased: [String]
  /// The public record it belongs to.
  package let record: Route?
  package let leafHash: String
  package let receipt: NumberCard.Checkpoint?
  package let proof: String?

  /// Of these parts, taken as they are.
  package init(
    seq: Int64, count: Int64, programme: String, version: String, action: String,
    unit: NumberCard.UnitName, day: Day, fields: [OpenField], deltas: [OpenDelta],
    sealed: [String], record: Route?, leafHash: String, receipt: NumberCard.Checkpoint?,
    proof: String?, amends: Amended? = nil, amendedBy: [Amended] = [], erased: [String] = [],
    marks: [String] = []
  ) {
    self.seq = seq
    self.amends = amends
    self.amendedBy = amendedBy
    self.marks = marks
    self.count = count
    self.programme = programme
    self.version = version
    self.action = action
    self.unit = unit
    self.day = day
    self.fields = fields
    self.deltas = deltas
    self.sealed = sealed
    self.erased = erased
    self.record = record
    self.leafHash = leafHash
    self.receipt = receipt
    self.proof = proof
  }
}
