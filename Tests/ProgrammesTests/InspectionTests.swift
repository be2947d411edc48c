import Programmes
import Quantities
import Testing

/// The story of one shop: registered on the way, inspected, rechecked, closed.
@Suite struct InspectionTests {
  let district: District

  init() throws {
    district = District(try bundled())
  }

  static func hazard(_ kind: String, _ grade: String, fixed: Bool) -> [String: Value] {
    ["kind": .text(kind), "grade": .text(grade), "fixed": .truth(fixed)]
  }

  static let shop: [String: Value] = [
    "premises.name": .text("老王面馆"), "premises.licence": .text("91350100M000100Y43"),
    "premises.keeper": .text("王某"), "premises.address": .text("新华街1号"),
    "premises.category": .text("restaurant"),
  ]

  func inspect(
    _ case: Int, premises: Subject, hazards: [[String: Value]], more: [String: Value] = [:]
  ) throws -> Decision {
    var fields = more
    fields["outcome"] = .text("inspected")
    fields["hazards"] = .list(hazards)
    return try district.submit(
      request(
        "shop-inspection", "inspection.inspect", .new(id(`case`)), records: ["premises": premises],
        fields: fields))
  }

  @Test func `an inspection registers the shop, finds hazards and closes them`() throws {
    let decision = try inspect(
      1, premises: .new(id(100)),
      hazards: [
        Self.hazard("wiring", "general", fixed: false), Self.hazard("gas", "major", fixed: false),
        Self.hazard("exit", "general", fixed: true),
      ], more: Self.shop.merging(["notice": .text("inform")]) { a, _ in a })
    #expect(decision.touches.map(\.kind) == ["inspection", "premises"])
    #expect(decision.touches[0].state == "rectifying")
    #expect(decision.touches[1].state == "registered")
    #expect(
      decision.touches[1].keys == [
        KeyChange(
          name: "premises.licence", value: .plain("91350100M000100Y43"), isTaken: true)
      ])
    #expect(decision.touches[1].writes.first { $0.name == "keeper" }?.level == .personal)
    #expect(district.total("shop-inspection.inspections") == 1)
    #expect(district.total("shop-inspection.premises-inspected") == 1)
    #expect(district.total("shop-inspection.hazards-found", part: "general") == 2)
    #expect(district.total("shop-inspection.hazards-found", part: "major") == 1)
    #expect(district.total("shop-inspection.fixed-on-site") == 1)
    #expect(district.total("shop-inspection.hazards-open") == 2)
    #expect(district.total("shop-inspection.notices", part: "inform") == 1)
    #expect(district.total("premises.registered", part: "restaurant") == 1)
    try district.submit(
      request(
        "shop-inspection", "inspection.recheck", .existing(id(1), base: 1),
        fields: [
          "hazards": .list([
            Self.hazard("wiring", "general", fixed: true), Self.hazard("gas", "major", fixed: true),
          ])
        ]))
    #expect(district.records[id(1)]?.state == "closed")
    #expect(district.total("shop-inspection.hazards-open") == 0)
    #expect(district.total("shop-inspection.hazards-found") == 3)
  }

  @Test func `a known shop needs nothing again and a new fact is written back`() throws {
    _ = try inspect(1, premises: .new(id(100)), hazards: [], more: Self.shop)
    let decision = try inspect(
      2, premises: .existing(id(100), base: nil), hazards: [],
      more: ["premises.category": .text("shop"), "premises.name": .text("老王面馆")])
    #expect(decision.touches.count == 2)
    #expect(decision.touches[1].writes.map(\.name) == ["category"])
    #expect(district.total("premises.registered", part: "restaurant") == 0)
    #expect(district.total("premises.registered", part: "shop") == 1)
    #expect(district.total("shop-inspection.inspections") == 2)
    #expect(district.records[id(100)]?.version == 2)
  }

  @Test func `refusals say what is wrong`() throws {
    _ = try inspect(1, premises: .new(id(100)), hazards: [], more: Self.shop)
    #expect(
      refusal { _ = try inspect(2, premises: .new(id(101)), hazards: [], more: Self.shop) }
        == .keyTaken(key: "premises.licence", holder: id(100)))
    #expect(
      refusal { _ = try inspect(2, premises: .new(id(101)), hazards: []) }
        == .fieldMissing("premises.name"))
    #expect(
      refusal { _ = try inspect(1, premises: .existing(id(100), base: nil), hazards: []) }
        == .recordExists(kind: "inspection", id: id(1)))
    #expect(
      refusal { _ = try inspect(2, premises: .existing(id(100), base: 7), hazards: []) }
        == .stale(kind: "premises", base: 7, current: 1))
    #expect(
      refusal { _ = try inspect(2, premises: .existing(id(55), base: nil), hazards: []) }
        == .recordUnknown(kind: "premises", id: id(55)))
  }
}
