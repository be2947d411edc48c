import Foundation
import Indicators
import Quantities
import Testing

@Suite struct UnitListTests {
  @Test func `Pingcheng has 18 subdistricts, 155 communities and 48 villages`() throws {
    let units = try Self.list().units
    let counts = Dictionary(grouping: units, by: \.level).mapValues(\.count)
    #expect(counts[.district] == 1)
    #expect(counts[.subdistrict] == 18)
    #expect(counts[.community] == 155)
    #expect(counts[.village] == 48)
    #expect(Set(units.map(\.nameZh)).count == units.count)
    #expect(Set(units.map(\.nameEn)).count == units.count)
  }

  @Test(arguments: [
    ("140213052000", "新旺街道", 15, 0), ("140213060000", "马军营街道", 3, 9),
    ("140213064000", "白登山街道", 4, 11),
  ])
  func `subdistricts have the communities and villages of January 2022`(
    code: String, name: String, communities: Int, villages: Int
  ) throws {
    let tree = try UnitTree(try Self.list().units)
    let day = try date("2022-01-25")
    #expect(tree.unit(code, on: day)?.nameZh == name)
    let below = tree.children(of: code, on: day)
    #expect(below.filter { $0.level == .community }.count == communities)
    #expect(below.filter { $0.level == .village }.count == villages)
  }

  @Test func `codes follow the rule of twelve digits`() throws {
    for unit in try Self.list().units {
      switch unit.level {
      case .district: #expect(unit.code == "140213")
      case .bureau: #expect(unit.code.hasPrefix("140213B"))
      case .subdistrict:
        #expect(unit.code.count == 12 && unit.code.hasSuffix("000"))
      case .community, .village:
        let parent = try #require(unit.parent)
        #expect(unit.code.count == 12 && unit.code.hasPrefix(parent.prefix(9)))
        let last = try #require(Int(unit.code.suffix(3)))
        #expect((unit.level == .community ? 1...199 : 200...399).contains(last))
      }
    }
  }

  @Test(arguments: [
    ("code", UnitListError.Kind.header, 1),
    ("code,level,parent,name_zh,name_en,valid_from\n1,district,,a,b", .columns(found: 5), 2),
    ("code,level,parent,name_zh,name_en,valid_from\n1,town,,a,b,", .level("town"), 2),
    ("code,level,parent,name_zh,name_en,valid_from\n\n1,district,,a,b,2021", .date("2021"), 3),
    ("code,level,parent,name_zh,name_en,valid_from\n,district,,a,b,", .emptyCode, 2),
  ])
  func `a mistake is named with its line`(text: String, kind: UnitListError.Kind, line: Int) {
    #expect(
      performing: { try UnitList(parsing: Array(text.utf8), file: "units.csv") },
      throws: { error in
        guard let error = error as? UnitListError else { return false }
        return error.kind == kind && error.line == line
          && "\(error)".hasPrefix("units.csv:\(line): ")
      })
  }

  @Test func `a file that is not UTF-8 is named`() {
    #expect(
      performing: { try UnitList(parsing: [0xC4, 0xE3], file: "units.csv") },
      throws: { ($0 as? UnitListError)?.kind == .encoding })
  }

  private static func list() throws -> UnitList {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let path = root.appending(path: "Resources/pingcheng/units.csv")
    return try UnitList(parsing: [UInt8](try Data(contentsOf: path)), file: "units.csv")
  }
}
