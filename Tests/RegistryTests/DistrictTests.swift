// A small district is played into each engine; what the ledger says is compared with what the
// simulation kept beside it, and with a recount from entry 0.

import Foundation
import Indicators
import Programmes
import Quantities
import Registry
import Simulation
import Storage
import Testing

@Suite struct DistrictTests {
  @Test(arguments: Fixture.Engine.allCases)
  func `every measure comes to what the simulation did`(engine: Fixture.Engine) throws {
    let (opened, expected) = try Fixture.played(engine)
    let last = opened.registry.today
    try opened.registry.read { view in
      let district = try #require(view.units?.root)
      for (key, wanted) in expected.totals {
        let measure = try #require(view.programmes.measure(key.measure), "\(key.measure)")
        let part = key.part.isEmpty ? nil : key.part
        guard !measure.isDistinct else { continue }
        let found = try view.value(
          measure: key.measure, part: part, unit: district,
          over: DayRange(from: LedgerView.beginning, to: last))
        #expect(found == wanted, "\(key)")
      }
    }
  }

  @Test(arguments: Fixture.Engine.allCases)
  func `the district is the sum of its subdistricts`(engine: Fixture.Engine) throws {
    let (opened, _) = try Fixture.played(engine)
    let days = DayRange(from: LedgerView.beginning, to: opened.registry.today)
    try opened.registry.read { view in
      let tree = try #require(view.units)
      let children = tree.children(of: tree.root, on: days.to).map(\.code)
      for id in ["shop-inspection.inspections", "premises.registered", "test-booking.due"] {
        let whole = try view.value(measure: id, part: nil, unit: tree.root, over: days)
        let parts = try view.values(measure: id, part: nil, units: children, over: days)
        #expect(whole > 0, "\(id)")
        #expect(parts.values.reduce(0, +) == whole, "\(id)")
      }
    }
  }

  @Test(arguments: Fixture.Engine.allCases)
  func `contributions add up to the number they explain`(engine: Fixture.Engine) throws {
    let (opened, _) = try Fixture.played(engine)
    let march = DayRange(month: Month(number: 2022 * 12 + 2))
    try opened.registry.read { view in
      let tree = try #require(view.units)
      for unit in [tree.root] + tree.children(of: tree.root, on: march.to).map(\.code) {
        let id = "shop-inspection.inspections"
        let value = try view.value(measure: id, part: nil, unit: unit, over: march)
        let query = ContributionQuery(
          measure: id, part: nil, units: view.subtree(of: unit, on: march.to), from: march.from,
          to: march.to)
        let rows = try view.contributions(query, offset: 0, limit: 10_000)
        #expect(rows.reduce(0) { $0 + $1.amount } == value)
        #expect(try view.contributionTotals(query).sum == value)
      }
    }
  }

  @Test func `the same seed gives the same root, on every engine and in any batches`() throws {
    let roots = try Fixture.Engine.allCases.map { engine in
      try root(Fixture.played(engine).opened)
    }
    #expect(Set(roots).count == 1)
    let other = try root(Fixture.played(.memory, seed: 8).opened)
    #expect(other != roots[0])
  }

  @Test(arguments: Fixture.Engine.allCases)
  func `a recount from entry 0 finds everything equal, decided again too`(
    engine: Fixture.Engine
  ) throws {
    let (opened, expected) = try Fixture.played(engine)
    try opened.registry.read { view in
      let report = try view.audit(decides: true, progress: { _ in })
      #expect(report.findings == [])
      let definitions = try Fixture.programmes().count
      #expect(report.entries == Int64(expected.requests + definitions))
      #expect(report.redecided == report.entries)
      #expect(report.rows > 1_000)
    }
  }

  private func root(_ opened: Fixture.Opened) throws -> String {
    try opened.registry.read { view in
      try #require(try view.checkpoint()).note.split(separator: "\n").prefix(3)
        .joined(separator: " ")
    }
  }
}
