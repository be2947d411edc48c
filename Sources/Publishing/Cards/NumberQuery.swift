package import Quantities

/// Which number a card is of: a measure over a unit and a span of days.
package struct NumberQuery: Sendable, Hashable {
  /// Programme and measure: `shop-inspection.hazards-open`.
  package let measure: String
  /// One part, or `nil` for the whole.
  package let part: String?
  package let unit: String
  package let from: Day
  package let to: Day
  /// The page of contributions, from 1.
  package let page: Int

  /// Of these parts, taken as they are.
  package init(measure: String, part: String?, unit: String, from: Day, to: Day, page: Int = 1) {
    self.measure = measure
    self.part = part
    self.unit = unit
    self.from = from
    self.to = to
    self.page = page
  }

  /// The same number for another unit.
  package func of(_ unit: String) -> NumberQuery {
    NumberQuery(measure: measure, part: part, unit: unit, from: from, to: to)
  }

  /// Another page of the same card.
  package func page(_ page: Int) -> NumberQuery {
    NumberQuery(measure: measure, part: part, unit: unit, from: from, to: to, page: page)
  }
}
