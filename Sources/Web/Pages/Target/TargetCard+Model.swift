package import Publishing
package import Quantities

/// A target with its indicator and where its number comes from: returns, a formula, or records.
package struct TargetCard: Sendable {
  /// A figure that a statistics office gave.
  package struct Return: Sendable, Hashable {
    /// The period as written: `2022-H1`.
    package let period: String
    /// How firm it is, such as 预计 or 快报.
    package let vintage: Text
    package let value: Decimal64
    package let givenOn: Day
    package let source: String
    /// The entry that brought it, where that is known.
    package let entry: Int64?

    /// Of these parts, taken as they are.
    package init(
      period: String, vintage: Text, value: Decimal64, givenOn: Day, source: String, entry: Int64?
    ) {
      self.period = period
      self.vintage = vintage
      self.value = value
      self.givenOn = givenOn
      self.source = source
      self.entry = entry
    }
  }

  /// A measure that the indicator's formula names.
  package struct Term: Sendable, Hashable {
    package let name: String
    package let title: String
    package let value: Decimal64?
    package let countingUnit: String
    package let card: Route?

    /// Of these parts, taken as they are.
    package init(
      name: String, title: String, value: Decimal64?, countingUnit: String, card: Route?
    ) {
      self.name = name
      self.title = title
      self.value = value
      self.countingUnit = countingUnit
      self.card = card
    }
  }

  /// The unit and the ones above it, outermost first.
  package let path: [NumberCard.UnitName]
  package let story: Dashboard.Story
  package let query: TargetQuery
  package let year: Int
  /// What is counted and what is not; `nil` where nobody has said which indicator it is.
  package let definition: String?
  /// `retail-sales@1`.
  package let indicator: String?
  package let formula: String?
  package let terms: [Term]
  /// Newest first.
  package let returns: [Return]
  package let checkpoint: NumberCard.Checkpoint?

  /// Of these parts, taken as they are.
  package init(
    path: [NumberCard.UnitName], story: Dashboard.Story, query: TargetQuery, year: Int,
    definition: String?, indicator: String?, formula: String?, terms: [Term], returns: [Return],
    checkpoint: NumberCard.Checkpoint?
  ) {
    self.path = path
    self.story = story
    self.query = query
    self.year = year
    self.definition = definition
    self.indicator = indicator
    self.formula = formula
    self.terms = terms
    self.returns = returns
    self.checkpoint = checkpoint
  }
}
