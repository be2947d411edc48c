import Indicators
import Quantities
import Storage

/// The tallies that what a unit does moves, under names made once: the reach of a unit
/// (`UnitReach`) for one measure and part.
final class TallyReach: Sendable {
  /// At the unit of the work.
  let own: TallyName
  /// At every level, by the days from which on they hold; the first begins with time.
  private let spans: [Span]
  /// Kept for the days on which it changes.
  let reach: UnitReach?

  private struct Span {
    let from: Day
    let names: [TallyName]
    /// What a thing comes to that is counted for the first time.
    let countedOnce: MemberCounts

    init(from: Day, _ names: [TallyName]) {
      self.from = from
      self.names = names
      var counts = MemberCounts()
      for name in names { counts[name.unit] = 1 }
      self.countedOnce = counts
    }
  }

  init(measure: String, part: String, unit: String, reach: UnitReach?) {
    let own = TallyName(measure: measure, part: part, unit: unit)
    self.own = own
    self.reach = reach
    let spans = (reach?.spans ?? []).map { span in
      let names = span.units.map {
        $0 == unit ? own : TallyName(measure: measure, part: part, unit: $0)
      }
      return Span(from: span.from, names)
    }
    self.spans = spans.isEmpty ? [Span(from: Day(number: .min), [own])] : spans
  }

  /// The tallies of a day at every level, nearest first; the own alone while there is no tree.
  func names(on day: Day) -> [TallyName] { spans[place(of: day)].names }

  /// How often a thing counts at every level that is counted for the first time.
  func countedOnce(on day: Day) -> MemberCounts { spans[place(of: day)].countedOnce }

  /// Whether the unit comes to count for others after a day.
  func turns(after day: Day) -> Bool { spans.count > 1 && spans[spans.count - 1].from > day }

  private func place(of day: Day) -> Int {
    var place = spans.count - 1
    while place > 0, spans[place].from > day { place -= 1 }
    return place
  }
}

/// What is asked for by name.
struct TallyPlace: Hashable {
  let measure: String
  let part: String
  let unit: String

  /// Of the measure only its length: a unit has few measures of one length, and their names are
  /// long.
  func hash(into hasher: inout Hasher) {
    hasher.combine(unit)
    hasher.combine(part)
    hasher.combine(measure.utf8.count)
  }
}
