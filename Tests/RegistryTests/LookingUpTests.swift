// One number can be read in several ways, so that the one with the least to read may be taken: all
// of them must say the same.

import Indicators
import Ledger
import Programmes
import Quantities
import Simulation
import Storage
import Testing

@testable import Registry

@Suite struct LookingUpTests {
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

  @Test(arguments: Fixture.Engine.allCases)
  func `the table holds what each of its places is looked up as`(engine: Fixture.Engine) throws {
    let (opened, _) = try Fixture.played(engine)
    let from = Month(containing: Fixture.firstDay)
    let to = from.advanced(by: 4)
    try opened.registry.read { view in
      let units = try #require(view.units).codes
      let measures = view.programmes.allMeasures.map(\.id)
      var table: [TallyKey: Int64] = [:]
      for cell in try view.cells(measures: measures, units: units, from: from, to: to) {
        #expect(table.updateValue(cell.amount, forKey: cell.key) == nil, "\(cell.key)")
      }
      #expect(table.count > 300)
      for (key, amount) in table { #expect(try view.reader.tally(key) == amount, "\(key)") }
      var left = table.filter { $0.value != 0 }
      for unit in units {
        for measure in measures {
          for row in try view.reader.tallies(
            measure: measure, unit: unit, from: .month(from), to: .month(to))
          where row.amount != 0 {
            #expect(left.removeValue(forKey: row.key) == row.amount, "\(row.key)")
          }
        }
      }
      #expect(left.isEmpty)
    }
  }
}
