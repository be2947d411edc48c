package import Programmes
package import Publishing
package import Quantities

/// The front page of one unit for one month, ready to be set.
package struct Dashboard: Sendable {
  /// The unit and the ones above it, outermost first.
  package let path: [NumberCard.UnitName]
  /// The units directly below, in code order.
  package let below: [NumberCard.UnitName]
  /// What the units below are: 街道, 社区.
  package let belowLevel: Text
  package let month: Month
  /// Months that can be chosen, newest first.
  package let months: [Month]
  /// The last day counted.
  package let cutoff: Day
  package let lead: Story?
  package let counts: [Story]
  package let growth: [Story]
  package let bounds: [Story]
  package let others: [Story]
  package let programmes: [MeasureGroup]
  /// Units below without a record in the month; `nil` if the unit has none below.
  package let silent: [NumberCard.UnitName]?

  /// One target and where it stands.
  package struct Story: Sendable, Hashable {
    package let target: RecordID
    /// The name as printed.
    package let name: String
    /// The aim in signs: `≥ 30 个`.
    package let aim: String
    /// The printed words.
    package let quote: String
    /// Where they are printed.
    package let place: Route?
    package let outcome: Outcome
    package let light: Light?
    package let notes: [Text]
    /// The card of its number.
    package let card: Route?
    /// The last day its number covers, where that is not the page's.
    package let through: Day?
    /// The units below, for targets that count records.
    package let children: [Child]
    /// The list of the things counted.
    package let list: Route?
    package let countingUnit: String

    /// Of these parts, taken as they are.
    package init(
      target: RecordID, name: String, aim: String, quote: String, place: Route?, outcome: Outcome,
      light: Light?, notes: [Text], card: Route?, through: Day?, children: [Child], list: Route?,
      countingUnit: String
    ) {
      self.target = target
      self.name = name
      self.aim = aim
      self.quote = quote
      self.place = place
      self.outcome = outcome
      self.light = light
      self.notes = notes
      self.card = card
      self.through = through
      self.children = children
      self.list = list
      self.countingUnit = countingUnit
    }

    /// The anchor of its row on the front page.
    package var anchor: String { "target-\(target)" }
  }

  /// A unit below and its share of a number.
  package struct Child: Sendable, Hashable {
    package let unit: NumberCard.UnitName
    package let value: Decimal64
    package let card: Route

    /// Of these parts, taken as they are.
    package init(unit: NumberCard.UnitName, value: Decimal64, card: Route) {
      self.unit = unit
      self.value = value
      self.card = card
    }
  }

  /// How a target stands, by the arithmetic of its form.
  package enum Outcome: Sendable, Hashable {
    /// A count or amount: shares in percent, rounded for showing, never capped.
    case completion(actual: Decimal64, aim: Decimal64, percent: Decimal64, pace: Pace?)
    /// A rate or growth: actual − aim.
    case difference(actual: Decimal64, by: Decimal64, inPoints: Bool)
    /// An upper bound: aim − actual, and whether it held at every publication.
    case margin(actual: Decimal64, by: Decimal64, inPoints: Bool, holds: Bool)
    /// A unit's share of a count that the unit above has set itself.
    case part(actual: Decimal64)
    /// A number that cannot be compared yet, or nothing.
    case open(Text, actual: Decimal64?)
  }

  /// Completion beside the time gone, in percent and percentage points.
  package struct Pace: Sendable, Hashable {
    package let elapsed: Decimal64
    package let lead: Decimal64

    /// Of these parts, taken as they are.
    package init(elapsed: Decimal64, lead: Decimal64) {
      self.elapsed = elapsed
      self.lead = lead
    }
  }

  /// A supervision light.
  package enum Light: String, Sendable, Hashable {
    case green, yellow, red
  }

  /// The measures of one programme.
  package struct MeasureGroup: Sendable, Hashable {
    package let title: String
    package let lines: [MeasureLine]

    /// Of these parts, taken as they are.
    package init(title: String, lines: [MeasureLine]) {
      self.title = title
      self.lines = lines
    }
  }

  /// One measure of the unit in the month.
  package struct MeasureLine: Sendable, Hashable {
    package let title: String
    package let value: Decimal64
    package let countingUnit: String
    /// What stands at the month's end, not what happened in it.
    package let isStock: Bool
    package let card: Route

    /// Of these parts, taken as they are.
    package init(
      title: String, value: Decimal64, countingUnit: String, isStock: Bool, card: Route
    ) {
      self.title = title
      self.value = value
      self.countingUnit = countingUnit
      self.isStock = isStock
      self.card = card
    }
  }

  /// The unit the page is of.
  package var unit: NumberCard.UnitName {
    path.last ?? NumberCard.UnitName(code: "", name: "")
  }

  /// Whether the unit's district has set itself anything for the year.
  var hasTargets: Bool {
    lead != nil || !(counts.isEmpty && growth.isEmpty && bounds.isEmpty && others.isEmpty)
  }

  /// Of these parts, taken as they are.
  package init(
    path: [NumberCard.UnitName], below: [NumberCard.UnitName], belowLevel: Text, month: Month,
    months: [Month], cutoff: Day, stories: Stories, programmes: [MeasureGroup],
    silent: [NumberCard.UnitName]?
  ) {
    self.path = path
    self.below = below
    self.belowLevel = belowLevel
    self.month = month
    self.months = months
    self.cutoff = cutoff
    self.lead = stories.lead
    self.counts = stories.counts
    self.growth = stories.growth
    self.bounds = stories.bounds
    self.others = stories.others
    self.programmes = programmes
    self.silent = silent
  }
}

extension Dashboard {
  /// The targets sorted into the page's sections.
  ///
  /// The lead is the first promise counted by records that a resident can walk to: one with a list
  /// of things; failing that the first count; a front page never leads with a rate.
  package struct Stories: Sendable {
    package private(set) var lead: Story?
    package private(set) var counts: [Story] = []
    package private(set) var growth: [Story] = []
    package private(set) var bounds: [Story] = []
    package private(set) var others: [Story] = []

    /// `stories` in the order of the report.
    package init(_ stories: [Story]) {
      lead = stories.first { $0.list != nil && $0.isCount } ?? stories.first(where: \.isCount)
      for story in stories where story.target != lead?.target {
        switch story.outcome {
        case .completion, .part: counts.append(story)
        case .difference: growth.append(story)
        case .margin: bounds.append(story)
        case .open: others.append(story)
        }
      }
    }
  }
}

extension Dashboard.Story {
  var isCount: Bool {
    switch outcome {
    case .completion, .part: true
    case .difference, .margin, .open: false
    }
  }
}
