public import Programmes

/// What kind of number an indicator is; the words are those of the reading contract.
public enum IndicatorForm: String, Sendable, Hashable, CaseIterable {
  /// An amount or a count.
  case level
  /// A change relative to a base, in %.
  case growth
  /// A ratio that is an indicator of its own: an unemployment rate.
  case rate
  /// A part of a whole, in %.
  case share
  /// An absolute change: 个百分点, 净增5家.
  case change
  /// A place in an order, the first being 1.
  case rank
}

/// Which side of its target an indicator should be on.
public enum Direction: String, Sendable, Hashable, CaseIterable {
  case atLeast = "at-least"
  case atMost = "at-most"
  case around
}

/// How figures within a year make the year's figure.
public enum TimeRule: String, Sendable, Hashable, CaseIterable {
  /// The flows of the year, added.
  case sum
  /// What stands at the date.
  case stock
  /// Each figure already covers the year to date; the newest counts.
  case cumulative
  /// The newest figure, which covers its own period only.
  case latest

  /// Whether the year's aim fills up with time, so that it can be compared with time elapsed.
  public var fillsUp: Bool { self == .sum || self == .cumulative }
}

/// Where an indicator's results come from.
public enum IndicatorSource: Sendable, Hashable {
  /// One measure of the ledger: `elder-station.stations-opened`.
  case measure(MeasureName)
  case formula(Formula)
  /// Statistics returns: figures that no record of the district can produce.
  case returns
}

/// A measure, or one part of a measure that is split.
public struct MeasureName: Sendable, Hashable, CustomStringConvertible {
  /// Programme and measure: `shop-inspection.hazards-found`.
  public let measure: String
  /// The part: `major`; empty for all parts together.
  public let part: String

  /// A name from its measure and part.
  public init(measure: String, part: String) {
    self.measure = measure
    self.part = part
  }

  /// `shop-inspection.hazards-found[major]`.
  public var description: String { part.isEmpty ? measure : "\(measure)[\(part)]" }
}

/// One indicator as the catalogue defines it.
public struct Indicator: Sendable, Hashable {
  /// Kebab English, the same in the reading lexicon and in the ledger: `retail-sales`.
  public let id: String
  /// The name for people.
  public let title: Title
  /// What one of it is called (`个`, `亿元`); for growth and rates `%`.
  public let countingUnit: String
  /// What kind of number it is.
  public let form: IndicatorForm
  /// Which side of a target is good.
  public let direction: Direction
  /// Where results come from.
  public let source: IndicatorSource
  /// How the year's figure is made.
  public let timeRule: TimeRule
  /// Decimal places shown.
  public let decimals: UInt8
  /// What is counted and what is not, in words.
  public let definition: Title
  /// Goes up when the definition changes: a series never runs over two versions silently.
  public let version: Int

  /// An indicator with everything given.
  public init(
    id: String, title: Title, countingUnit: String, form: IndicatorForm, direction: Direction,
    source: IndicatorSource, timeRule: TimeRule, decimals: UInt8, definition: Title, version: Int
  ) {
    self.id = id
    self.title = title
    self.countingUnit = countingUnit
    self.form = form
    self.direction = direction
    self.source = source
    self.timeRule = timeRule
    self.decimals = decimals
    self.definition = definition
    self.version = version
  }

  /// The measures that its results need; empty for returns.
  public var measures: [MeasureName] {
    switch source {
    case .measure(let name): [name]
    case .formula(let formula): formula.measures
    case .returns: []
    }
  }
}
