import Programmes
import Quantities

/// Units, accounts, documents, targets, returns and erasures.
extension Workload {
  /// Somebody wants to be erased, who may have been before.
  mutating func erasure(_ model: LedgerModel) -> Form {
    let kind = draw.one(of: ["person", "person", "premises", "registration"])
    let id = find(kind, nil, model) ?? draw.id(at: now)
    return Form(
      programme: "erasures", action: "erasure.erase", subject: .new(fresh("erasure", model)),
      fields: [
        "erased": .text(id.description), "reason": .text("演示"),
        "ground": .text(draw.one(of: ["request", "withdrawn", "expired"])),
      ])
  }

  mutating func unit(_ model: LedgerModel) -> Form {
    let known = find("unit", "active", model)
    let isFew = model.standing.count < 8
    guard let id = known, draw.chance(isFew ? 1 : 4, of: 5) else { return found(model) }
    let other = draw.one(of: places(model))
    let (action, fields): (String, [String: Value]) =
      switch draw.below(8) {
      case 0...2: ("move", ["parent": .text(draw.one(of: ["140213001", "140213002", other]))])
      case 3: ("merge", ["into": .text(other)])
      case 4:
        (
          "convert",
          [
            "level": .text(draw.one(of: ["community", "village"])),
            "code": .text(String(140_213_003_000 + number())), "name": .text("演示改制"),
          ]
        )
      case 5: ("close", ["to": .day(Day(milliseconds: now).advanced(by: draw.within(-9...0)))])
      case 6: ("station", ["stationed-at": .text(other)])
      default: ("rename", ["name": .text("演示\(number())")])
      }
    return Form(
      programme: "units", action: "unit.\(action)", subject: .existing(id, base: nil),
      fields: fields.merging(["reason": .text("演示")]) { $1 })
  }

  private mutating func found(_ model: LedgerModel) -> Form {
    let parent = draw.one(of: ["140213001", "140213002"])
    let suffix = String(number() % 900 + 1_100).suffix(3)
    return Form(
      programme: "units", action: "unit.found", subject: .new(fresh("unit", model)),
      fields: [
        "code": .text(parent + suffix), "name": .text("演示新社区"), "level": .text("community"),
        "parent": .text(parent), "from": .day(Day(milliseconds: now)),
      ])
  }

  /// Puts an entry right that changed nothing but its own record; `nil` if there is none.
  mutating func amendment(_ model: LedgerModel) -> Request? {
    let kinds = [
      "inspection", "station", "registration", "registration", "aid-enrolment", "aid-claim",
      "aid-posting",
    ].filter { model.ids[$0] != nil }
    guard !kinds.isEmpty, let id = find(draw.one(of: kinds), nil, model) else { return nil }
    let seqs = model.things[id]?.history.filter { seq in
      guard case .some(.some(let content)) = model.contents[seq] else { return false }
      let hasNew = content.records.values.contains { if case .new = $0 { true } else { false } }
      return !hasNew && !content.fields.keys.contains { $0.contains(".") }
    }
    guard let seqs, !seqs.isEmpty else { return nil }
    let seq = draw.chance(1, of: 2) ? seqs[seqs.count - 1] : draw.one(of: seqs)
    guard case .some(.some(let content)) = model.contents[seq] else { return nil }
    let isVoid = draw.chance(2, of: 5)
    var form = Form(
      programme: content.programme, action: content.action, subject: .existing(id, base: nil),
      records: isVoid ? [:] : content.records, fields: isVoid ? [:] : content.fields)
    if case .list(let items)? = form.fields["hazards"], !items.isEmpty, draw.chance(1, of: 2) {
      form.fields["hazards"] = .list(Array(items.dropLast()))
    }
    return request(
      form, on: content.on.advanced(by: isVoid ? 0 : -draw.below(3)),
      by: .account(Self.boss), for: content.unit,
      amends: Amendment(seq: seq, manner: isVoid ? .void : .correct, reason: "演示更正"))
  }

  /// A unit closes a month, as a rule one that is over, or opens it again.
  mutating func month(_ model: LedgerModel) -> Form {
    if draw.chance(1, of: 3), let id = find("period", "closed", model) {
      let isClosed = model.things[id]?.state == "closed"
      return Form(
        programme: "periods", action: isClosed ? "period.reopen" : "period.close",
        subject: .existing(id, base: nil), fields: isClosed ? ["reason": .text("演示")] : [:])
    }
    let back = draw.one(of: [0, 20, 40, 40, 70])
    let day = Day(milliseconds: now).advanced(by: -back)
    return Form(
      programme: "periods", action: "period.close", subject: .new(fresh("period", model)),
      fields: ["year": .integer(Int64(day.year)), "month": .integer(Int64(day.month.ofYear))])
  }

  mutating func account(_ model: LedgerModel) -> Form {
    let role = draw.one(of: ["worker", "lead", "enforcement", "volunteer"])
    let unit = draw.one(of: places(model))
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
