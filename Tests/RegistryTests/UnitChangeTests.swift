// Units that are moved, merged, split, renamed and converted: numbers at every level on every day,
// against answers counted by hand.

import Indicators
import Programmes
import Quantities
import Registry
import Storage
import Testing

@Suite struct UnitChangeTests {
  // MARK: Moving

  @Test(arguments: Fixture.Engine.allCases)
  func `a move takes the stock along on its day, and flows of before stay`(
    engine: Fixture.Engine
  ) throws {
    var town = try Town(engine)
    try town.register(at: Town.east1, on: 5, count: 3)
    try town.inspect(0, at: Town.east1, on: 10)
    try town.inspect(1, at: Town.east1, on: 20)
    // The work of the move's own day counts for the new parent, also what was entered before it.
    try town.inspect(2, at: Town.east1, on: 40)
    try town.change("move", Town.east1, on: 40, ["parent": .text(Town.west)])
    try town.inspect(0, at: Town.east1, on: 45)
    try town.register(at: Town.east1, on: 50, count: 1)

    // Day 39 is 9 February, day 40 the 10th, day 50 the 20th.
    #expect(try town.stock(Town.east, on: 39) == 3)
    #expect(try town.stock(Town.west, on: 39) == 0)
    #expect(try town.stock(Town.east, on: 40) == 0)
    #expect(try town.stock(Town.west, on: 40) == 3)
    #expect(try town.stock(Town.west, on: 55) == 4)
    #expect(try town.stock(Town.east1, on: 55) == 4)
    #expect(try town.stock(Town.district, on: 39) == 3)
    #expect(try town.stock(Town.district, on: 55) == 4)
    #expect(try town.visits(Town.east, from: 0, to: 58) == 2)
    #expect(try town.visits(Town.west, from: 0, to: 58) == 2)
    #expect(try town.visits(Town.east, from: 15, to: 45) == 1)
    #expect(try town.visits(Town.west, from: 15, to: 42) == 1)
    // Premises 0 was inspected for both, so the year's different premises do not add up.
    #expect(try town.different(Town.east, year: true) == 2)
    #expect(try town.different(Town.west, year: true) == 2)
    #expect(try town.different(Town.district, year: true) == 3)
    try town.audit()
  }

  @Test func `work entered late counts where its day belongs`() throws {
    var town = try Town(.sqlite)
    try town.register(at: Town.east1, on: 5, count: 1)
    try town.change("move", Town.east1, on: 40, ["parent": .text(Town.west)])
    // Entered on day 60, of day 30, when the unit belonged to the east.
    try town.register(at: Town.east1, on: 30, count: 2, entered: 60)
    try town.inspect(0, at: Town.east1, on: 30, entered: 61)
    #expect(try town.stock(Town.east, on: 35) == 3)
    #expect(try town.stock(Town.east, on: 41) == 0)
    #expect(try town.stock(Town.west, on: 41) == 3)
    #expect(try town.visits(Town.east, from: 0, to: 60) == 1)
    #expect(try town.visits(Town.west, from: 0, to: 60) == 0)
    try town.audit()
  }

  @Test func `a move entered late moves what was counted since`() throws {
    var town = try Town(.sqlite)
    try town.register(at: Town.east1, on: 5, count: 2)
    try town.inspect(0, at: Town.east1, on: 45)
    try town.inspect(1, at: Town.east1, on: 46)
    try town.register(at: Town.east1, on: 47, count: 1)
    #expect(try town.different(Town.east, month: 45) == 2)
    try town.change("move", Town.east1, on: 46, ["parent": .text(Town.west)], entered: 70)
    #expect(try town.visits(Town.east, from: 40, to: 70) == 1)
    #expect(try town.visits(Town.west, from: 40, to: 70) == 1)
    #expect(try town.different(Town.east, month: 45) == 1)
    #expect(try town.different(Town.west, month: 45) == 1)
    #expect(try town.different(Town.district, month: 45) == 2)
    #expect(try town.stock(Town.east, on: 45) == 2)
    #expect(try town.stock(Town.east, on: 46) == 0)
    #expect(try town.stock(Town.west, on: 46) == 2)
    #expect(try town.stock(Town.west, on: 47) == 3)
    try town.audit()
  }

  @Test func `a corrected entry of before a move is right on both sides of it`() throws {
    var town = try Town(.sqlite)
    try town.register(at: Town.east1, on: 5, count: 2)
    try town.inspect(1, at: Town.east1, on: 31)
    try town.change("move", Town.east1, on: 40, ["parent": .text(Town.west)])
    let entry = try town.inspect(0, at: Town.east1, on: 30, entered: 42)
    #expect(try town.visits(Town.east, from: 0, to: 60) == 2)
    // It was done on day 41, so it counts for the west.
    try town.amend(entry, .correct, on: 41, entered: 50)
    #expect(try town.visits(Town.east, from: 0, to: 60) == 1)
    #expect(try town.visits(Town.west, from: 0, to: 60) == 1)
    #expect(try town.different(Town.east, year: true) == 1)
    #expect(try town.different(Town.west, year: true) == 1)
    try town.amend(entry, .void, on: 41, entered: 51)
    #expect(try town.visits(Town.west, from: 0, to: 60) == 0)
    #expect(try town.different(Town.west, year: true) == 0)
    #expect(try town.different(Town.district, year: true) == 1)
    try town.audit()
  }

  // MARK: Merging, converting, splitting

  @Test func `a merged unit's records count for the other from that day on`() throws {
    var town = try Town(.sqlite)
    try town.register(at: Town.east1, on: 5, count: 2)
    try town.register(at: Town.west1, on: 6, count: 3)
    try town.inspect(0, at: Town.east1, on: 10)
    try town.change("merge", Town.east1, on: 40, ["into": .text(Town.west1)])
    #expect(try town.stock(Town.east1, on: 39) == 2)
    #expect(try town.stock(Town.east1, on: 40) == 0)
    #expect(try town.stock(Town.east, on: 40) == 0)
    #expect(try town.stock(Town.west1, on: 40) == 5)
    #expect(try town.stock(Town.west, on: 58) == 5)
    #expect(try town.units(Town.east, on: 39) == 1)
    #expect(try town.units(Town.east, on: 40) == 0)
    #expect(try town.units(Town.west, on: 40) == 1)
    // A record of the unit that ended is worked on by the other.
    try town.close(0, at: Town.west1, on: 45)
    #expect(try town.stock(Town.west1, on: 45) == 4)
    #expect(try town.visits(Town.east1, from: 0, to: 58) == 1)
    #expect(try town.visits(Town.west, from: 0, to: 58) == 0)
    #expect(
      throws: Refusal.unitEnded(Town.east1, last: Town.day(39), successor: Town.west1)
    ) { try town.inspect(1, at: Town.east1, on: 45) }
    try town.audit()
  }

  @Test func `a merged subdistrict's communities go along`() throws {
    var town = try Town(.sqlite)
    try town.register(at: Town.east1, on: 5, count: 2)
    try town.change("merge", Town.east, on: 40, ["into": .text(Town.west)])
    #expect(try town.stock(Town.east, on: 39) == 2)
    #expect(try town.stock(Town.east, on: 40) == 0)
    #expect(try town.stock(Town.west, on: 40) == 2)
    #expect(try town.stock(Town.east1, on: 40) == 2)
    let tree = try #require(try town.registry.read { $0.units })
    #expect(
      tree.ancestors(of: Town.east1, on: Town.day(40)) == [Town.east1, Town.west, Town.district])
    #expect(
      tree.children(of: Town.west, on: Town.day(40)).map(\.code) == [Town.east1, Town.west1])
    try town.audit()
  }

  @Test func `a village becomes a community under a new code and keeps what it has`() throws {
    var town = try Town(.sqlite)
    try town.register(at: Town.east1, on: 5, count: 2)
    let new = "140213001009"
    try town.change(
      "convert", Town.east1, on: 40,
      ["level": .text("village"), "code": .text(new), "name": .text("改制村")])
    #expect(try town.stock(Town.east1, on: 39) == 2)
    #expect(try town.stock(Town.east1, on: 40) == 0)
    #expect(try town.stock(new, on: 40) == 2)
    #expect(try town.stock(Town.east, on: 40) == 2)
    #expect(try town.units(Town.east, part: "community", on: 40) == 0)
    #expect(try town.units(Town.east, part: "village", on: 40) == 1)
    try town.inspect(0, at: new, on: 45)
    #expect(try town.visits(Town.east, from: 0, to: 58) == 1)
    let tree = try #require(try town.registry.read { $0.units })
    #expect(tree.unit(Town.east1, on: Town.day(39))?.nameZh == "演示\(Town.east1)")
    #expect(tree.unit(new, on: Town.day(40))?.nameZh == "改制村")
    try town.audit()
  }

  @Test func `a split gives records to the new unit, and an end leaves none behind`() throws {
    var town = try Town(.sqlite)
    try town.register(at: Town.east1, on: 5, count: 3)
    try town.inspect(0, at: Town.east1, on: 10)
    let new = "140213001008"
    try town.found(
      new, .community, under: Town.east, on: 40, ["predecessor": .text(Town.east1)])
    try town.move(0, to: new, on: 40)
    try town.move(1, to: new, on: 41)
    #expect(try town.stock(Town.east1, on: 40) == 2)
    #expect(try town.stock(new, on: 40) == 1)
    #expect(try town.stock(new, on: 41) == 2)
    #expect(try town.stock(Town.east, on: 41) == 3)
    guard
      case .unitUnchangeable(let zh, let en)? = town.refusal({
        try $0.change("close", Town.east1, on: 50, ["to": .day(Town.day(50))])
      })
    else {
      Issue.record("a unit with premises left may not end")
      return
    }
    #expect(zh.contains("在册场所"))
    #expect(en.contains("Premises on file"))
    try town.move(2, to: new, on: 50)
    try town.change("close", Town.east1, on: 51, ["to": .day(Town.day(50))])
    #expect(try town.stock(new, on: 52) == 3)
    #expect(try town.stock(Town.east1, on: 52) == 0)
    try town.audit()
  }

  // MARK: Names, second parents, comparable numbers

  @Test func `a past name is shown for its past, and a bureau works in a street`() throws {
    var town = try Town(.memory)
    try town.change("rename", Town.east1, on: 40, ["name": .text("新名社区")])
    try town.change("station", Town.bureau, on: 41, ["stationed-at": .text(Town.east)])
    let tree = try #require(try town.registry.read { $0.units })
    #expect(tree.unit(Town.east1, on: Town.day(39))?.nameZh == "演示\(Town.east1)")
    #expect(tree.unit(Town.east1, on: Town.day(40))?.nameZh == "新名社区")
    #expect(tree.stationed(at: Town.east, on: Town.day(40)).isEmpty)
    #expect(tree.stationed(at: Town.east, on: Town.day(41)).map(\.code) == [Town.bureau])
    #expect(tree.ancestors(of: Town.bureau, on: Town.day(41)) == [Town.bureau, Town.district])
    try town.audit()
  }

  @Test func `numbers of the past for today's territory`() throws {
    var town = try Town(.sqlite)
    try town.register(at: Town.east1, on: 5, count: 3)
    try town.inspect(0, at: Town.east1, on: 10)
    try town.inspect(1, at: Town.east1, on: 20)
    try town.change("move", Town.east1, on: 40, ["parent": .text(Town.west)])
    try town.inspect(0, at: Town.east1, on: 45)
    let values = try town.registry.read { view in
      try ["shop-inspection.inspections", "shop-inspection.premises-inspected"].map { measure in
        try [Town.east, Town.west].map { unit in
          try view.comparable(
            measure: measure, part: nil, unit: unit, on: Town.day(58),
            over: DayRange(from: Town.day(0), to: Town.day(58)))
        }
      }
    }
    let none = ComparableValue(amount: 0, undivided: [:])
    #expect(values[0] == [none, ComparableValue(amount: 3, undivided: [:])])
    #expect(values[1] == [none, ComparableValue(amount: 2, undivided: [:])])
    let stock = try town.registry.read {
      try $0.comparable(
        measure: "premises.registered", part: nil, unit: Town.west, on: Town.day(58),
        over: DayRange(from: Town.day(30), to: Town.day(30)))
    }
    #expect(stock?.amount == 3)
    // What was split off cannot be told from what it was split off from.
    let new = "140213001008"
    try town.found(
      new, .community, under: Town.east, on: 50, ["predecessor": .text(Town.east1)])
    let undivided = try town.registry.read {
      try $0.comparable(
        measure: "premises.registered", part: nil, unit: new, on: Town.day(58),
        over: DayRange(from: Town.day(30), to: Town.day(30)))?.undivided
    }
    #expect(undivided == [new: Town.day(50)])
  }

  // MARK: What may not be

  @Test func `what a unit cannot become is refused in words`() throws {
    var town = try Town(.memory)
    try town.register(at: Town.east1, on: 5, count: 1)
    try town.change("rename", Town.east1, on: 40, ["name": .text("新名")])
    let early = Town.day(39)
    let cases: [(String, String, Int, [String: Value])] = [
      ("rename", Town.east1, 39, ["name": .text("更早")]),
      ("move", Town.district, 45, ["parent": .text(Town.east)]),
      ("move", Town.east, 45, ["parent": .text(Town.east1)]),
      ("merge", Town.east, 45, ["into": .text(Town.east1)]),
      ("merge", Town.east1, 45, ["into": .text(Town.east1)]),
      ("merge", Town.east1, 40, ["into": .text(Town.west1)]),
      ("close", Town.east, 45, ["to": .day(early)]),
      ("close", Town.east1, 45, ["to": .day(early)]),
      ("convert", Town.east1, 45, ["level": .text("village"), "code": .text(Town.west1)]),
    ]
    for (action, unit, day, fields) in cases {
      switch town.refusal({ try $0.change(action, unit, on: day, fields) }) {
      case .unitUnchangeable(let zh, let en)?:
        #expect(zh.hasSuffix("。") && en.hasSuffix("."), "\(action) of \(unit)")
      case .keyTaken?: #expect(action == "convert")
      case let other: Issue.record("\(action) of \(unit): \(String(describing: other))")
      }
    }
    let nowhere = town.refusal {
      try $0.change("move", Town.east1, on: 45, ["parent": .text("140213777")])
    }
    #expect(nowhere?.code == "field.invalid")
    try town.audit()
  }

  @Test func `a change that would move a closed month is refused`() throws {
    var town = try Town(.memory)
    try town.register(at: Town.east1, on: 5, count: 1)
    try town.closeMonth(1, entered: 60)
    let move: (inout Town) throws -> Void = {
      try $0.change("move", Town.east1, on: 20, ["parent": .text(Town.west)], entered: 60)
    }
    let january = Month(containing: Town.day(5))
    #expect(town.refusal(move) == .periodClosed(unit: Town.district, month: january))
    // One more unit in that month would be one more in a number that is closed.
    let found: (inout Town) throws -> Void = {
      try $0.found("140213001009", .community, under: Town.west, on: 20, entered: 60)
    }
    #expect(town.refusal(found) == .periodClosed(unit: Town.district, month: january))
    try town.found("140213001009", .community, under: Town.west, on: 40, entered: 60)
    try town.change("move", Town.east1, on: 40, ["parent": .text(Town.west)], entered: 60)
    #expect(try town.stock(Town.west, on: 40) == 1)
    try town.audit()
  }

  @Test func `a rebuilt ledger and a reopened one say the same`() throws {
    let folder = Fixture.Folder()
    var town: Town? = try Town(.sqlite, folder: folder)
    try town?.register(at: Town.east1, on: 5, count: 2)
    try town?.inspect(0, at: Town.east1, on: 41)
    try town?.change("move", Town.east1, on: 40, ["parent": .text(Town.west)], entered: 42)
    try town?.change("merge", Town.west1, on: 50, ["into": .text(Town.east1)])
    let before = try town.map { try Portrait($0.registry, months: 0...3) }
    town = nil
    let reopened = try Fixture.open(.sqlite, folder: folder)
    #expect(try Portrait(reopened.registry, months: 0...3) == before)
    let findings = try reopened.registry.read {
      try $0.audit(decides: true, progress: { _ in }).findings
    }
    #expect(findings == [])
  }
}
