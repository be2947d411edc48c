// Days that are no whole month: what their contributions add up to is what their tallies say, so
// that either may be asked, whichever is less to read.

import Indicators
import Ledger
import Programmes
import Quantities
import Simulation
import Storage
import Testing

@testable import Registry

@Suite struct DayTests {
  @Test(arguments: Fixture.Engine.allCases)
  func `days come to the same by contributions and by tallies`(engine: Fixture.Engine) throws {
    let (opened, _) = try Fixture.played(engine)
    let spans = [(0, 0), (3, 17), (40, 75), (0, 200)].map { (from, to) in
      DayRange(
        from: Fixture.firstDay.advanced(by: from), to: Fixture.firstDay.advanced(by: to))
    }
    try opened.registry.read { view in
      let tree = try #require(view.units)
      let units = [tree.root] + tree.children(of: tree.root, on: spans[0].to).map(\.code)
      var moved = 0
      for measure in view.programmes.allMeasures where !measure.isDistinct {
        for part in [nil] + measure.parts.map(\.name) as [String?] {
          for (unit, days) in units.flatMap({ unit in spans.map { (unit, $0) } }) {
            let selection = view.selection(
              measure: measure.id, part: part, unit: unit, over: days)
            let added = try view.moved(selection, addingAtMost: .max)
            let told = try view.moved(selection, addingAtMost: -1)
            #expect(added == told, "\(measure.id) \(part ?? "-") \(unit) \(days)")
            if added != 0 { moved += 1 }
          }
        }
      }
      #expect(moved > 100)
    }
  }
}
