import Programmes
import Quantities

/// Premises and their inspections.
extension Workload {
  private static let categories = ["shop", "restaurant", "clinic", "inn"]

  mutating func premises(_ model: LedgerModel) -> Form {
    let known = find("premises", "registered", model)
    guard let id = known, draw.chance(1, of: 2) else { return register(model) }
    var form = Form(
      programme: "premises", action: "premises.update", subject: .existing(id, base: nil))
    switch draw.below(7) {
    case 0: form = Form(programme: "premises", action: "premises.close", subject: form.subject)
    case 6: form = Form(programme: "premises", action: "premises.move", subject: form.subject)
    case 1: form.fields["category"] = .text(draw.one(of: Self.categories))
    case 2: form.fields["licence"] = .text(Codes.credit(index: number()))
    case 3: form.fields["number"] = .text("演示\(number())")
    case 4: form.fields["keeper"] = .text(Names.person(&draw))
    default: form.fields["floor-area"] = .decimal(Decimal64(Int64(draw.within(10...400))))
    }
    return form
  }

  private mutating func register(_ model: LedgerModel) -> Form {
    var ignored = Expected()
    let number = number()
    return ShopForms.register(
      fresh("premises", model), number: number, serial: "演示\(number)", &draw, &ignored)
  }

  mutating func visit(_ model: LedgerModel) -> Form {
    let outcome = VisitOutcome(&draw)
    let id = fresh("inspection", model)
    let deadline = Day(milliseconds: now).advanced(by: 10)
    let known = find("premises", "registered", model)
    guard let shop = known, !draw.chance(1, of: 6) else {
      // Nobody has these on file yet: they are registered on the way.
      let shop = fresh("premises", model)
      var form = ShopForms.visit(id, shop: shop, outcome, second: Self.worker, deadline: deadline)
      form.records["premises"] = .new(shop)
      form.fields["premises.name"] = .text(Names.shop("小吃店", &draw))
      form.fields["premises.address"] = .text("演示街\(draw.within(1...99))号")
      form.fields["premises.category"] = .text(draw.one(of: Self.categories))
      form.fields["premises.licence"] = .text(Codes.credit(index: number()))
      form.fields["premises.keeper"] = .text(Names.person(&draw))
      return form
    }
    var form = ShopForms.visit(id, shop: shop, outcome, second: Self.worker, deadline: deadline)
    if draw.chance(1, of: 4) {
      form.fields["premises.category"] = .text(draw.one(of: Self.categories))
    }
    if draw.chance(1, of: 8) { form.fields["premises.phone"] = .text(Codes.phone(index: number())) }
    return form
  }

  mutating func recheck(_ model: LedgerModel) -> Form {
    let state = draw.chance(3, of: 4) ? "rectifying" : "transferred"
    guard let id = find("inspection", state, model) else { return visit(model) }
    switch draw.below(6) {
    case 0:
      return ShopForms.order(
        id, second: Self.worker, deadline: Day(milliseconds: now).advanced(by: 5))
    case 1:
      return Form(
        programme: "shop-inspection", action: "inspection.transfer",
        subject: .existing(id, base: nil), fields: ["transferred-to": .text("fire")])
    default:
      let hazards = model.things[id]?.hazards ?? []
      return ShopForms.recheck(id, hazards.map { draw.chance(2, of: 3) ? $0.fixed : $0 })
    }
  }

  mutating func station(_ model: LedgerModel) -> Form {
    let steps = ["applied", "built", "open", "suspended"]
    let state = draw.one(of: steps)
    let known = find("station", state, model)
    guard let id = known, draw.chance(3, of: 4) else {
      return Form(
        programme: "elder-station", action: "station.apply", subject: .new(fresh("station", model)),
        fields: ["name": .text("演示站\(number())"), "community": .text(ground(model))])
    }
    let actions = [
      "applied": ["accept"], "built": ["open"], "open": ["suspend", "suspend", "close"],
      "suspended": ["resume", "resume", "close"],
    ]
    let found = model.things[id]?.state ?? state
    let action = draw.one(of: actions[found] ?? ["resume"])
    var fields: [String: Value] = [:]
    switch action {
    case "accept":
      fields = [
        "area": .decimal(Decimal64(90)), "beds": .integer(Int64(draw.below(20))),
        "meal-seats": .integer(20), "operator": .text("演示服务社"),
      ]
    case "suspend", "close": fields = ["reason": .text("演示")]
    default: break
    }
    return Form(
      programme: "elder-station", action: "station.\(action)", subject: .existing(id, base: nil),
      fields: fields)
  }
}
