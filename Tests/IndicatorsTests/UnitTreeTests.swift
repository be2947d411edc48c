// The tree of units over time, against what the rows themselves say.

import Indicators
import Quantities
import Testing

@Suite struct UnitTreeTests {
  @Test func `ancestors come nearest first and include the unit itself`() throws {
    let tree = try UnitTree(Self.rows)
    #expect(tree.ancestors(of: "C1", on: Self.day) == ["C1", "S1", "D"])
    #expect(tree.ancestors(of: "D", on: Self.day) == ["D"])
    #expect(tree.ancestors(of: "nobody", on: Self.day) == [])
    #expect(tree.root == "D")
    let position = try #require(tree.position(of: "C1"))
    let chain = tree.ancestors(ofPosition: position, on: Self.day)
    #expect(chain.map { tree.codes[$0] } == ["C1", "S1", "D"])
  }

  @Test func `children and subtrees come in code order`() throws {
    let tree = try UnitTree(Self.rows.reversed())
    #expect(tree.children(of: "D", on: Self.day).map(\.code) == ["B", "S1", "S2"])
    #expect(
      tree.subtree(of: "D", on: Self.day).map(\.code) == ["D", "B", "S1", "C1", "C2", "S2", "V1"])
    #expect(tree.subtree(of: "S2", on: Self.day).map(\.code) == ["S2", "V1"])
    #expect(tree.contains("C2", in: "S1", on: Self.day))
    #expect(!tree.contains("C2", in: "S2", on: Self.day))
  }

  @Test func `a move changes the ancestors from its day on`() throws {
    let before = Self.day.advanced(by: -1)
    var rows = Self.rows.filter { $0.code != "C2" }
    rows.append(Self.row("C2", .community, "S1", through: before))
    rows.append(Self.row("C2", .community, "S2", from: Self.day))
    let tree = try UnitTree(rows)
    #expect(tree.ancestors(of: "C2", on: before) == ["C2", "S1", "D"])
    #expect(tree.ancestors(of: "C2", on: Self.day) == ["C2", "S2", "D"])
    #expect(tree.children(of: "S1", on: Self.day).map(\.code) == ["C1"])
    #expect(tree.children(of: "S2", on: Self.day).map(\.code) == ["C2", "V1"])
  }

  @Test func `when a parent moves the chains of its children are split`() throws {
    let before = Self.day.advanced(by: -1)
    var rows = Self.rows.filter { $0.code != "S1" }
    rows.append(Self.row("S1", .subdistrict, "D", through: before))
    rows.append(Self.row("S1", .subdistrict, "S2", from: Self.day))
    let tree = try UnitTree(rows)
    #expect(tree.ancestors(of: "C1", on: before) == ["C1", "S1", "D"])
    #expect(tree.ancestors(of: "C1", on: Self.day) == ["C1", "S1", "S2", "D"])
  }

  @Test func `a unit is not there outside its days`() throws {
    var rows = Self.rows
    rows.append(Self.row("C9", .community, "S1", from: Self.day, through: Self.day))
    let tree = try UnitTree(rows)
    #expect(tree.exists("C9", on: Self.day))
    #expect(!tree.exists("C9", on: Self.day.advanced(by: 1)))
    #expect(tree.unit("C9", on: Self.day.advanced(by: -1)) == nil)
    #expect(tree.ancestors(of: "C9", on: Self.day.advanced(by: 1)) == [])
  }

  @Test func `outside a unit's days the nearest of them says what is above it`() throws {
    var rows = Self.rows
    rows.append(Self.row("C9", .community, "S1", from: Self.day, through: Self.day))
    rows.append(
      Self.row(
        "C9", .community, "S2", from: Self.day.advanced(by: 10), through: Self.day.advanced(by: 20))
    )
    let tree = try UnitTree(rows)
    func above(_ days: Int) -> String {
      tree.reach(of: "C9")?.units(on: Self.day.advanced(by: days))[1] ?? "nothing"
    }
    #expect(above(-9) == "S1")
    #expect(above(0) == "S1")
    #expect(above(5) == "S2")
    #expect(above(15) == "S2")
    #expect(above(99) == "S2")
    #expect(tree.reach(of: "nobody") == nil)
    #expect(
      tree.reach(of: "C9")?.turns(after: Self.day).map(\.day) == [Self.day.advanced(by: 1)])
  }

  @Test func `what a unit had counts for the one that took over, wherever that moves`() throws {
    let third = Self.day.advanced(by: 3)
    var rows = Self.rows.filter { !["C1", "C2"].contains($0.code) }
    rows.append(
      Self.row("C1", .community, "S1").ending(Self.day.advanced(by: -1), successor: "C2"))
    rows.append(Self.row("C2", .community, "S1", through: Self.day.advanced(by: 2)))
    rows.append(Self.row("C2", .community, "S2", from: third))
    let tree = try UnitTree(rows)
    let reach = try #require(tree.reach(of: "C1"))
    #expect(reach.units(on: Self.day.advanced(by: -1)) == ["C1", "S1", "D"])
    #expect(reach.units(on: Self.day) == ["C2", "S1", "D"])
    #expect(reach.units(on: third) == ["C2", "S2", "D"])
    #expect(reach.turns(after: Self.day).map(\.day) == [third])
    #expect(!tree.exists("C1", on: Self.day))
    let territory = tree.territory(of: "S1", from: Self.day.advanced(by: -5), to: third)
    #expect(territory.map(\.units) == [["C1", "C2", "S1"], ["S1"]])
    #expect(territory.map(\.to) == [Self.day.advanced(by: 2), third])
    #expect(
      tree.territory(of: "C2", from: Self.day, to: Self.day).map(\.units) == [["C1", "C2"]])
  }

  @Test func `children of a unit that was merged stand under the one that took over`() throws {
    var rows = Self.rows.filter { $0.code != "S1" }
    rows.append(
      Self.row("S1", .subdistrict, "D").ending(Self.day.advanced(by: -1), successor: "S2"))
    let tree = try UnitTree(rows)
    #expect(tree.ancestors(of: "C1", on: Self.day) == ["C1", "S2", "D"])
    #expect(tree.children(of: "S2", on: Self.day).map(\.code) == ["C1", "C2", "V1"])
    #expect(tree.ancestors(of: "C1", on: Self.day.advanced(by: -1)) == ["C1", "S1", "D"])
  }

  @Test func `units cannot take over from each other, nor one that is not there`() {
    func merged(_ code: String, into other: String, after days: Int32) -> AdministrativeUnit {
      Self.row(code, .community, "S1").ending(
        Self.day.advanced(by: Int(days)), successor: other)
    }
    let rest = Self.rows.filter { !["C1", "C2"].contains($0.code) }
    #expect(throws: UnitTreeError.self) {
      try UnitTree(rest + [merged("C1", into: "C2", after: 0), merged("C2", into: "C1", after: 5)])
    }
    #expect(throws: UnitTreeError.self) {
      try UnitTree(rest + [merged("C1", into: "nobody", after: 0)])
    }
    #expect(throws: UnitTreeError.self) {
      try UnitTree(
        rest + [
          merged("C1", into: "C2", after: 9), Self.row("C2", .community, "S1").ending(Self.day),
        ])
    }
  }

  @Test func `rows that are no tree are refused with a typed error`() {
    #expect(throws: UnitTreeError.noRoot) { try UnitTree([]) }
    #expect(throws: UnitTreeError.twoRoots("D", "E")) {
      try UnitTree(Self.rows + [Self.row("E", .district, nil)])
    }
    #expect(throws: UnitTreeError.unknownParent(code: "X", parent: "Y")) {
      try UnitTree(Self.rows + [Self.row("X", .community, "Y")])
    }
    #expect(throws: UnitTreeError.cycle(code: "X")) {
      try UnitTree(
        Self.rows + [Self.row("X", .community, "Y"), Self.row("Y", .community, "X")])
    }
    #expect(throws: UnitTreeError.overlap(code: "C1", on: Self.day)) {
      try UnitTree(Self.rows + [Self.row("C1", .community, "S2", from: Self.day)])
    }
    #expect(throws: UnitTreeError.emptyValidity(code: "X")) {
      let before = Self.day.advanced(by: -1)
      return try UnitTree([Self.row("X", .community, nil, from: Self.day, through: before)])
    }
    let after = Self.day.advanced(by: 1)
    #expect(throws: UnitTreeError.parentNotValid(code: "X", parent: "S9", on: after)) {
      try UnitTree(
        Self.rows + [
          Self.row("S9", .subdistrict, "D", through: Self.day),
          Self.row("X", .community, "S9", from: Self.day),
        ])
    }
  }

  @Test(arguments: 1...40)
  func `chains agree with walking the rows, whatever moves`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var rows = [Self.row("U00", .district, nil)]
    for number in 1...12 {
      // Parents have smaller numbers, so nothing stands above itself.
      let code = number < 10 ? "U0\(number)" : "U\(number)"
      var from: Day?
      for _ in 0..<Int.random(in: 0...2, using: &random) {
        let start = from ?? Day(number: 0)
        let end = start.advanced(by: Int.random(in: 1...40, using: &random))
        let parent = Self.parent(below: number, &random)
        rows.append(Self.row(code, .community, parent, from: from, through: end))
        from = end.advanced(by: 1)
      }
      rows.append(Self.row(code, .community, Self.parent(below: number, &random), from: from))
    }
    let tree = try UnitTree(rows.shuffled(using: &random))
    for number in stride(from: Int32(-5), through: 130, by: 3) {
      let day = Day(number: number)
      for code in tree.codes {
        let walked = Self.walk(code, rows, day)
        #expect(tree.ancestors(of: code, on: day) == walked)
        let below = rows.filter { $0.parent == code && $0.isValid(on: day) }.map(\.code)
        #expect(tree.children(of: code, on: day).map(\.code) == below.sorted())
      }
      #expect(tree.subtree(of: "U00", on: day).count == rows.filter { $0.isValid(on: day) }.count)
    }
  }

  private static func parent(below number: Int, _ random: inout SeededGenerator) -> String {
    let above = Int.random(in: 0..<number, using: &random)
    return above < 10 ? "U0\(above)" : "U\(above)"
  }

  private static func walk(
    _ code: String, _ rows: [AdministrativeUnit], _ day: Day
  ) -> [String] {
    var chain: [String] = []
    var next: String? = code
    while let code = next, let row = rows.first(where: { $0.code == code && $0.isValid(on: day) }) {
      chain.append(code)
      next = row.parent
    }
    return chain
  }

  private static let day = Day(number: 19_204)

  private static let rows = [
    row("D", .district, nil), row("S1", .subdistrict, "D"), row("S2", .subdistrict, "D"),
    row("B", .bureau, "D"), row("C1", .community, "S1"), row("C2", .community, "S1"),
    row("V1", .village, "S2"),
  ]

  private static func row(
    _ code: String, _ level: UnitLevel, _ parent: String?, from: Day? = nil, through: Day? = nil
  ) -> AdministrativeUnit {
    AdministrativeUnit(
      code: code, nameZh: code, nameEn: code, level: level, parent: parent, validFrom: from,
      validThrough: through)
  }
}
