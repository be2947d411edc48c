// Units are records like others: told of in any order, under any ids.

import Indicators
import Programmes
import Quantities
import Registry
import Testing

@Suite struct UnitTests {
  private static let district = "140213"
  private static let subdistrict = "140213001"

  /// The district under a higher id than the subdistrict below it.
  private func found(in registry: Registry, subdistrictOn day: Day) async throws {
    try await found(
      Self.district, RecordID(high: 9, low: 9), on: Fixture.firstDay, in: registry,
      [
        "level": .text("district"), "from": .day(Fixture.firstDay.advanced(by: -100)),
      ])
    try await found(
      Self.subdistrict, RecordID(high: 9, low: 2), on: day, in: registry,
      [
        "level": .text("subdistrict"), "parent": .text(Self.district),
        "from": .day(Fixture.firstDay),
      ])
  }

  private func found(
    _ code: String, _ id: RecordID, on day: Day, in registry: Registry,
    _ fields: [String: Value]
  ) async throws {
    let named: [String: Value] = ["code": .text(code), "name": .text("演示\(code)")]
    _ = try await registry.submit(
      Request(
        id: EntryID(high: id.high, low: id.low), on: day, actor: .system, unit: code,
        programme: "units", action: "unit.found", subject: .new(id), records: [:],
        fields: named.merging(fields) { $1 }))
  }

  @Test func `a ledger opens again though a unit's id sorts before its parent's`() async throws {
    let folder = Fixture.Folder()
    try await found(
      in: Fixture.open(.sqlite, folder: folder).registry, subdistrictOn: Fixture.firstDay)
    let registry = try Fixture.open(.sqlite, folder: folder).registry
    let chain = try registry.read {
      $0.units?.ancestors(of: Self.subdistrict, on: Fixture.firstDay)
    }
    #expect(chain == [Self.subdistrict, Self.district])
  }

  @Test func `work of a day before its unit began counts above it too`() async throws {
    let opened = try Fixture.open(.sqlite)
    let day = Fixture.firstDay.advanced(by: -40)
    try await found(in: opened.registry, subdistrictOn: day)
    let (counts, findings) = try opened.registry.read { view in
      (
        try view.values(
          measure: "units.active", part: "subdistrict", units: [Self.district, Self.subdistrict],
          over: DayRange(month: Month(containing: day))),
        try view.audit(decides: true, progress: { _ in }).findings
      )
    }
    #expect(counts == [Self.district: 1, Self.subdistrict: 1])
    #expect(findings == [])
  }
}
