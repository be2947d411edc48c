// From a reading to requests: what a report aims at becomes target records, what it says of past
// years becomes statistics returns, and whatever cannot be tied to an indicator is listed. Nothing
// is guessed: a figure is bound only by an indicator id that the lexicon gave it.

public import Indicators
public import Programmes
public import Quantities

/// What adopting a report would enter, and what it could not bind.
public struct AdoptionPlan: Sendable {
  /// The document, then targets, then returns; in this order their references hold.
  public let requests: [Request]
  /// Targets to be entered, in the order of the document; bound or not.
  public let targets: [PlannedTarget]
  /// Past figures to be entered as statistics returns, in the order of the document.
  public let returns: [PlannedReturn]
  /// What a person still has to look at, by its place in the document.
  public let unbound: [Unbound]

  /// A target to be entered.
  public struct PlannedTarget: Sendable {
    /// The target as it will be judged.
    public let target: Indicators.Target
    /// The record it will have; the same reading gives the same one.
    public let record: RecordID
    /// Whether an indicator is named; a target without one is entered and waits.
    public let isBound: Bool
  }

  /// A past figure to be entered.
  public struct PlannedReturn: Sendable {
    /// The figure with its indicator, unit and period.
    public let figure: StatisticsReturn
    /// The record it will have; the same reading gives the same one.
    public let record: RecordID
    /// UTF-8 offset of the figure in the document.
    public let place: Int
  }

  /// A statement that was read but not tied to an indicator.
  public struct Unbound: Sendable {
    /// The words of the document.
    public let quote: String
    /// What the document calls it, as far as a name was found; may be empty.
    public let name: String
    /// UTF-8 offset in the document.
    public let offset: Int
    /// Why nothing was bound; decides what a person is asked.
    public let reason: Reason
  }

  /// Why something was not bound.
  public enum Reason: String, Sendable, CaseIterable {
    /// A target whose indicator nobody has named; it is entered and waits.
    case targetWithoutIndicator
    /// An aim without a number; a person decides what counts as reaching it.
    case aimWithoutNumber
    /// A past figure that no indicator of the catalogue is called by.
    case pastFigureWithoutIndicator
    /// A past figure whose period the text does not say.
    case pastFigureWithoutPeriod
    /// A figure of a kind that is not kept as a target or return (a rank, a grade, a range).
    case kindNotKept
    /// The same indicator, period and vintage is stated twice with different values.
    case contradicts
  }
}
