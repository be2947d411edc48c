import Indicators
import Quantities
import Storage

/// The tallies that what a unit does moves, under names made once: the reach of a unit
/// (`UnitReach`) for one measure and part.
final class TallyReach: Sendable {
  /// At the unit of the work.
  let own: TallyName
  /// At every level, by the days from which on they hold; the first begins with time.
  private let spans: [(from: Day, names: [TallyName])]
  /// Kept for the days on which it changes.
  let reach: UnitReach?

  init(measure: String, part: String, unit: String, reach: UnitReach?) {
    let own = TallyName(measure: measure, part: part, unit: unit)
    self.own = own
    self.reach = reach
    spans = (reach?.spans ?? []).map { span in
      let names = span.units.map {
        $0 == unit ? own : TallyName(measure: measure, part: part, unit: $0)
      }
      return (span.from, names)
    }
  }

  /// The tallies of a day at every level, nearest first; the own alone while there is no tree.
  func names(on day: Day) -> [TallyName] {
    if spans.isEmpty { return [own] }
    for span in spans.reversed() where span.from <= day { return span.names }
    preconditionFailure("the first span begins with time")
  }
}

/// What is asked for by name.
struct TallyPlace: Hashable {
  let measure: String
  let part: String
  let unit: String
}
