import Programmes
import Quantities
import Storage

/// Mutual aid: fees, claims and what is paid, also more than a fund has.
extension Workload {
  /// A fund that has something, and a period in which claims can be paid from it.
  mutating func preparedFund() -> [Form] {
    let today = Day(milliseconds: now)
    let (fund, members): (RecordID, RecordID) = (draw.id(at: now), draw.id(at: now))
    let (period, enrolment): (RecordID, RecordID) = (draw.id(at: now), draw.id(at: now))
    var forms = [(fund, "fund"), (members, "outside")].map { id, side in
      Form(
        programme: "mutual-aid", action: "aid-account.open", subject: .new(id),
        fields: ["name": .text("演示\(side)"), "side": .text(side)])
    }
    forms.append(
      Form(
        programme: "mutual-aid", action: "aid-period.announce", subject: .new(period),
        fields: [
          "number": .integer(1), "fee": .integer(100), "from": .day(today),
          "to": .day(today.advanced(by: 365)), "claim-until": .day(today.advanced(by: 400)),
        ]))
    let people = Int64(draw.within(1...30))
    forms.append(
      Form(
        programme: "mutual-aid", action: "aid-enrolment.collect", subject: .new(enrolment),
        records: [
          "period": .existing(period, base: nil), "payer": .existing(members, base: nil),
          "payee": .existing(fund, base: nil),
        ],
        fields: [
          "work-unit": .text("演示首单位"), "people": .integer(people),
          "amount": .integer(people * 100),
        ]))
    forms.append(aid("aid-period.take-effect", period))
    return forms
  }

  mutating func money(_ model: LedgerModel) -> Form {
    guard let fund = account("fund", model), let outside = account("outside", model),
      let period = find("aid-period", draw.one(of: ["collecting", "effective"]), model)
    else { return draw.chance(2, of: 3) ? openAccount(model) : announce(model) }
    switch draw.below(12) {
    case 0: return openAccount(model)
    case 1: return announce(model)
    case 2:
      let action = ["collecting": "take-effect", "effective": "settle"]
      let next = action[model.things[period]?.state ?? ""] ?? "take-effect"
      // Claims need a period that lasts.
      return aid("aid-period.\(draw.chance(5, of: 6) ? "take-effect" : next)", period)
    case 3...4: return collect(period, from: outside, to: fund, model)
    case 5: return post(draw.chance(1, of: 3) ? (outside, fund) : (fund, outside), model)
    case 6...7: return submit(period, from: fund, to: outside, model)
    default: return claim(model) ?? submit(period, from: fund, to: outside, model)
    }
  }

  /// An account of one side; now and then any.
  private mutating func account(_ side: String, _ model: LedgerModel) -> RecordID? {
    let ids = (model.ids["aid-account"] ?? []).filter { id in
      draw.chance(1, of: 30) || model.things[id]?.text("side") == side
    }
    return ids.isEmpty ? nil : draw.one(of: ids)
  }

  private mutating func openAccount(_ model: LedgerModel) -> Form {
    if draw.chance(1, of: 12), let id = find("aid-account", "active", model) {
      return aid("aid-account.close", id)
    }
    return begin(
      "aid-account.open", "aid-account", [:],
      ["name": .text("演示户\(number())"), "side": .text(draw.one(of: ["fund", "outside"]))], model)
  }

  private mutating func announce(_ model: LedgerModel) -> Form {
    let today = Day(milliseconds: now)
    return begin(
      "aid-period.announce", "aid-period", [:],
      [
        "number": .integer(Int64(number() % 999 + 1)),
        "fee": .integer(Int64(draw.one(of: [1, 33, 5_000]))),
        "from": .day(today), "to": .day(today.advanced(by: 365)),
        "claim-until": .day(today.advanced(by: 400)),
      ], model)
  }

  private mutating func collect(
    _ period: RecordID, from payer: RecordID, to payee: RecordID, _ model: LedgerModel
  ) -> Form {
    let people = Int64(draw.within(1...40))
    var fee: Int64 = 1
    if case .integer(let own)? = model.things[period]?.value("fee") { fee = own }
    let slip: Int64 = draw.chance(1, of: 10) ? 1 : 0
    return begin(
      "aid-enrolment.collect", "aid-enrolment",
      ["period": period, "payer": payer, "payee": payee],
      [
        "work-unit": .text("演示单位\(number())"), "people": .integer(people),
        "amount": .integer(people * fee + slip),
      ], model)
  }

  /// Something from one account to the other, now and then more than is there.
  private mutating func post(
    _ sides: (payer: RecordID, payee: RecordID), _ model: LedgerModel
  ) -> Form {
    begin(
      "aid-posting.post", "aid-posting", ["payer": sides.payer, "payee": sides.payee],
      ["amount": .integer(amount(of: sides.payer, model)), "purpose": .text("演示")], model)
  }

  private mutating func submit(
    _ period: RecordID, from payer: RecordID, to payee: RecordID, _ model: LedgerModel
  ) -> Form {
    guard let person = find("person", "registered", model) else { return self.person(model) }
    var fields = ["asked": Value.integer(amount(of: payer, model))]
    if draw.chance(1, of: 2) { fields["diagnosis"] = .text("演示病种") }
    return begin(
      "aid-claim.submit", "aid-claim",
      ["person": person, "period": period, "payer": payer, "payee": payee], fields, model)
  }

  /// The next step of a claim, with less now and then than the step before.
  private mutating func claim(_ model: LedgerModel) -> Form? {
    let states = ["submitted", "reviewed", "approved", "sent"]
    guard let id = find("aid-claim", draw.one(of: states), model), let claim = model.things[id]
    else { return nil }
    func known(_ name: String) -> Int64 {
      if case .integer(let amount)? = claim.value(name) { amount } else { 1 }
    }
    switch claim.state {
    case "submitted", "reviewed":
      if draw.chance(1, of: 8) {
        return aid("aid-claim.reject", id, ["rejected-reason": .text("演示")])
      }
      let isNew = claim.state == "submitted"
      let (verb, name) = isNew ? ("review", "adjusted") : ("approve", "approved")
      let before = known(isNew ? "asked" : "adjusted")
      let less = draw.chance(1, of: 2) ? 0 : Int64(draw.below(Int(before) + 1))
      var fields = [name: Value.integer(before - less)]
      if less > 0 { fields["\(name)-reason"] = .text("演示") }
      return aid("aid-claim.\(verb)", id, fields)
    case "approved": return aid("aid-claim.send", id, ["amount": .integer(known("approved"))])
    default:
      return draw.chance(1, of: 5)
        ? aid("aid-claim.fail", id, ["failure": .text("演示")]) : aid("aid-claim.pay", id)
    }
  }

  /// An amount near what an account has.
  private mutating func amount(of account: RecordID, _ model: LedgerModel) -> Int64 {
    let key = BalanceKey(measure: LedgerModel.postings, owner: account)
    let balance = max(0, model.balances[key, default: 0])
    return 1 + Int64(draw.below(Int(balance) + 2)) + (draw.chance(1, of: 3) ? balance / 2 : 0)
  }

  private mutating func begin(
    _ action: String, _ kind: String, _ records: [String: RecordID], _ fields: [String: Value],
    _ model: LedgerModel
  ) -> Form {
    Form(
      programme: "mutual-aid", action: action, subject: .new(fresh(kind, model)),
      records: records.mapValues { .existing($0, base: nil) }, fields: fields)
  }

  private func aid(_ action: String, _ id: RecordID, _ fields: [String: Value] = [:]) -> Form {
    Form(
      programme: "mutual-aid", action: action, subject: .existing(id, base: nil), fields: fields)
  }
}
