package import Programmes
package import Publishing
package import Quantities

/// A unit: its measures, the units below it, and the named lists behind its promises.
package struct UnitPage: Sendable {
  /// Public things of one kind that stand in the unit.
  package struct NamedList: Sendable, Hashable {
    /// The kind's name, for the anchor.
    package let kind: String
    package let title: String
    package let items: [NamedItem]

    /// Of these parts, taken as they are.
    package init(kind: String, title: String, items: [NamedItem]) {
      self.kind = kind
      self.title = title
      self.items = items
    }
  }

  /// One thing of a list.
  package struct NamedItem: Sendable, Hashable {
    package let record: RecordID
    package let name: String
    package let state: String
    package let unit: NumberCard.UnitName
    /// Its dates with their titles: 建成 2022-05-17.
    package let dates: [String]

    /// Of these parts, taken as they are.
    package init(
      record: RecordID, name: String, state: String, unit: NumberCard.UnitName, dates: [String]
    ) {
      self.record = record
      self.name = name
      self.state = state
      self.unit = unit
      self.dates = dates
    }
  }

  /// A unit below with its number of things of each list.
  package struct Below: Sendable, Hashable {
    package let unit: NumberCard.UnitName
    package let counts: [Int]

    /// Of these parts, taken as they are.
    package init(unit: NumberCard.UnitName, counts: [Int]) {
      self.unit = unit
      self.counts = counts
    }
  }

  package let path: [NumberCard.UnitName]
  package let level: Text
  /// Units that work here without belonging here.
  package let stationed: [NumberCard.UnitName]
  package let month: Month
  package let below: [Below]
  package let belowLevel: Text
  package let lists: [NamedList]
  package let programmes: [Dashboard.MeasureGroup]

  /// Of these parts, taken as they are.
  package init(
    path: [NumberCard.UnitName], level: Text, stationed: [NumberCard.UnitName] = [],
    month: Month, below: [Below], belowLevel: Text, lists: [NamedList],
    programmes: [Dashboard.MeasureGroup]
  ) {
    self.path = path
    self.level = level
    self.stationed = stationed
    self.month = month
    self.below = below
    self.belowLevel = belowLevel
    self.lists = lists
    self.programmes = programmes
  }

  /// The unit itself.
  package var unit: NumberCard.UnitName {
    path.last ?? NumberCard.UnitName(code: "", name: "")
  }
}
