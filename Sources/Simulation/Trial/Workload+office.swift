import Programmes
import Quantities

/// Units, accounts, documents, targets and returns.
extension Workload {
  mutating func unit(_ model: LedgerModel) -> Form {
    if draw.chance(1, of: 2), let id = find("unit", "active", model) {
      return Form(
        programme: "units", action: "unit.rename", subject: .existing(id, base: nil),
        fields: ["name": .text("演示\(number())"), "reason": .text("演示")])
    }
    let parent = draw.one(of: ["140213001", "140213002"])
    let suffix = String(number() % 900 + 1_100).suffix(3)
    return Form(
      programme: "units", action: "unit.found", subject: .new(fresh("unit", model)),
      fields: [
        "code": .text(parent + suffix), "name": .text("演示新社区"), "level": .text("community"),
        "parent": .text(parent), "from": .day(Day(milliseconds: now)),
      ])
  }

  mutating func account(_ model: LedgerModel) -> Form {
    let role = draw.one(of: ["worker", "lead", "enforcement", "volunteer"])
    let unit = draw.one(of: model.parents.keys.sorted())
    let state = draw.chance(3, of: 4) ? "active" : "closed"
    guard let id = find("account", state, model), id != Self.boss, draw.chance(1, of: 2) else {
      return open(fresh("account", model), [(role, unit)])
    }
    let isClosed = model.things[id]?.state == "closed"
    let action = isClosed ? "reopen" : draw.one(of: ["grant", "close"])
    let roles = Value.list([["role": .text(role), "unit": .text(unit)]])
    return Form(
      programme: "accounts", action: "account.\(action)", subject: .existing(id, base: nil),
      fields: action == "close" ? [:] : ["roles": roles])
  }

  mutating func document() -> Form {
    let number = number()
    return Form(
      programme: "documents", action: "document.store", subject: .new(draw.id(at: now)),
      fields: [
        "name": .text("演示文件\(number)"), "digest": .text("digest-\(number)"),
        "year": .integer(2022), "kind": .text(draw.one(of: ["report", "plan", "notice"])),
        "text": .text("演示正文"),
      ])
  }

  mutating func target(_ model: LedgerModel) -> Form {
    guard let document = find("document", "stored", model) else { return document() }
    let known = find("target", draw.chance(2, of: 3) ? "adopted" : "unbound", model)
    if let id = known, draw.chance(1, of: 3) {
      let action = draw.one(of: ["bind", "withdraw"])
      let fields: [String: Value] =
        action == "bind" ? ["indicator": .text("elder-stations-built")] : ["reason": .text("演示")]
      return Form(
        programme: "targets", action: "target.\(action)", subject: .existing(id, base: nil),
        fields: fields)
    }
    let isBound = draw.chance(1, of: 2)
    var fields: [String: Value] = [
      "year": .integer(2022), "name": .text("演示目标\(number())"),
      "form": .text(draw.one(of: ["level", "growth"])), "comparator": .text("at-least"),
      "value": .decimal(Decimal64(Int64(draw.below(50)))),
      "places": .list([["start": .integer(0), "end": .integer(9), "quote": .text("演示")]]),
    ]
    if isBound { fields["indicator"] = .text("elder-stations-built") }
    return Form(
      programme: "targets", action: isBound ? "target.adopt" : "target.adopt-unbound",
      subject: .new(fresh("target", model)),
      records: ["document": .existing(document, base: nil)], fields: fields)
  }

  mutating func statistics(_ model: LedgerModel) -> Form {
    if draw.chance(1, of: 3), let id = find("return", "reported", model) {
      let isCorrection = draw.chance(2, of: 3)
      var fields: [String: Value] = ["reason": .text("演示")]
      if isCorrection {
        fields["value"] = .decimal(Decimal64(Int64(draw.below(99))))
        fields["source"] = .text("演示")
      }
      return Form(
        programme: "statistics", action: isCorrection ? "return.correct" : "return.withdraw",
        subject: .existing(id, base: nil), fields: fields)
    }
    return Form(
      programme: "statistics", action: "return.report", subject: .new(fresh("return", model)),
      fields: [
        "indicator": .text("indicator-\(draw.below(9))"),
        "period": .text("2022-0\(draw.within(1...9))"),
        "form": .text("level"), "value": .decimal(Decimal64(Int64(draw.below(99)))),
        "vintage": .text(draw.one(of: ["flash", "express", "final"])), "source": .text("演示"),
      ])
  }
}
