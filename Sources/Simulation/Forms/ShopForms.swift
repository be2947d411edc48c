import Programmes
import Quantities

/// The entry forms of `premises` and `shop-inspection`, and what they add to the measures.
enum ShopForms {
  static let hazardKinds = [
    "extinguisher", "exit", "wiring", "gas", "alarm", "lodging", "charging", "other",
  ]
  static let hazardWeights = [30, 16, 22, 8, 8, 3, 6, 7]

  private static let categories = [
    "shop", "restaurant", "beauty", "workshop", "clinic", "inn", "school", "entertainment",
    "net-bar",
  ]
  private static let categoryWeights = [44, 27, 10, 5, 4, 4, 3, 2, 1]
  private static let shopKinds = [
    ["便利店", "超市", "五金店", "粮油店", "服装店", "文具店"], ["面馆", "小吃店", "饭店", "烧烤店", "早餐店"],
    ["理发店", "美容店", "洗浴店"], ["加工店", "豆腐坊", "馒头坊"], ["诊所"], ["旅馆", "招待所"], ["幼儿园"],
    ["歌厅", "棋牌室"], ["网吧"],
  ]
  private static let streets = ["迎春街", "槐树巷", "平安路", "北苑街", "和顺路", "文昌巷", "新开路", "柳荫街"]

  /// A place put on file.
  static func register(
    _ id: RecordID, number: Int, serial: String, _ draw: inout Draw, _ expected: inout Expected
  ) -> Form {
    let category = draw.index(ofWeights: categoryWeights)
    let name = Names.shop(draw.one(of: shopKinds[category]), &draw)
    let isKitchen = categories[category] == "restaurant"
    let gas = isKitchen ? draw.one(of: ["piped", "piped", "bottled"]) : "none"
    // Half a square metre is the finest that people measure.
    let area = Decimal64(mantissa: Int64(draw.within(24...400) * 5), scale: 1)
    var fields: [String: Value] = [
      "number": .text(serial), "name": .text(name),
      "keeper": .text(Names.person(&draw)), "phone": .text(Codes.phone(index: number)),
      "address": .text("\(draw.one(of: streets))\(draw.within(1...199))号（演示）"),
      "category": .text(categories[category]), "floor-area": .decimal(area),
      "lodging": .truth(draw.chance(1, of: 30)), "gas": .text(gas),
    ]
    // Some keepers cannot show a licence; the file is kept all the same.
    if !draw.chance(1, of: 25) { fields["licence"] = .text(Codes.credit(index: number)) }
    expected.add("premises.registered", part: categories[category])
    return Form(
      programme: "premises", action: "premises.register", subject: .new(id), fields: fields)
  }

  /// A visit; where hazards stay, the keeper gets a paper with a deadline.
  static func visit(
    _ id: RecordID, shop: RecordID, _ outcome: VisitOutcome, second: RecordID, deadline: Day
  ) -> Form {
    var fields: [String: Value] = ["second": .record(second)]
    switch outcome {
    case .shut: fields["outcome"] = .text("shut")
    case .refused: fields["outcome"] = .text("refused")
    case .passed: fields["outcome"] = .text("inspected")
    case .hazards(let hazards):
      fields["outcome"] = .text("inspected")
      fields["hazards"] = value(of: hazards)
      if hazards.contains(where: { !$0.isFixed }) {
        fields["notice"] = .text("inform")
        fields["deadline"] = .day(deadline)
      }
    }
    return Form(
      programme: "shop-inspection", action: "inspection.inspect", subject: .new(id),
      records: ["premises": .existing(shop, base: nil)], fields: fields)
  }

  /// An order by certified officers, which a community may not give.
  static func order(_ id: RecordID, second: RecordID, deadline: Day) -> Form {
    Form(
      programme: "shop-inspection", action: "inspection.order",
      subject: .existing(id, base: nil),
      fields: ["second": .record(second), "deadline": .day(deadline)])
  }

  /// A second look at the hazards of a visit.
  static func recheck(_ id: RecordID, _ hazards: [Hazard]) -> Form {
    Form(
      programme: "shop-inspection", action: "inspection.recheck",
      subject: .existing(id, base: nil), fields: ["hazards": value(of: hazards)])
  }

  static func expectVisit(_ outcome: VisitOutcome, _ expected: inout Expected) {
    let measure = "shop-inspection.visits"
    switch outcome {
    case .shut: return expected.add(measure, part: "shut")
    case .refused: return expected.add(measure, part: "refused")
    case .passed, .hazards: expected.add(measure, part: "inspected")
    }
    expected.add("shop-inspection.inspections")
    guard case .hazards(let hazards) = outcome else { return }
    for hazard in hazards {
      expected.add("shop-inspection.hazards-found", part: hazard.grade)
      if hazard.isFixed { expected.add("shop-inspection.fixed-on-site") }
    }
    guard hazards.contains(where: { !$0.isFixed }) else { return }
    expected.add("shop-inspection.notices", part: "inform")
    expected.add("shop-inspection.cases-open")
    expectOpen(hazards, sign: 1, &expected)
  }

  static func expectOrder(_ expected: inout Expected) {
    expected.add("shop-inspection.orders")
  }

  static func expectRecheck(
    from before: [Hazard], to after: [Hazard], _ expected: inout Expected
  ) {
    expectOpen(before, sign: -1, &expected)
    expectOpen(after, sign: 1, &expected)
    if after.allSatisfy(\.isFixed) { expected.add("shop-inspection.cases-open", -1) }
  }

  static func expectFirstInspection(_ expected: inout Expected) {
    expected.add("shop-inspection.premises-inspected")
  }

  private static func expectOpen(_ hazards: [Hazard], sign: Int64, _ expected: inout Expected) {
    for hazard in hazards where !hazard.isFixed {
      expected.add("shop-inspection.hazards-open", part: hazard.grade, sign)
    }
  }

  private static func value(of hazards: [Hazard]) -> Value {
    .list(
      hazards.map { hazard in
        [
          "kind": .text(hazard.kind), "grade": .text(hazard.grade),
          "fixed": .truth(hazard.isFixed),
        ]
      })
  }
}
