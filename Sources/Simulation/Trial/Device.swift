// Somebody who works without a network: on the records as they were when it was last there, by a
// clock of their own, and sends what they made when they are back, perhaps not all of it, perhaps
// twice, and in another order.

import Programmes
import Quantities
import Registry

/// One device and what it has made.
struct Device: Sendable {
  let actor: Actor
  /// How far its clock is off, in milliseconds.
  let skew: Int64
  /// The ledger as it was when the network went; `nil` while it is there.
  private(set) var trunk: LedgerModel?
  /// The version of `premises` that it has; `nil` if it does not say.
  private(set) var version: UInt32?
  /// The last entry that it made about each record.
  private var last: [RecordID: EntryID] = [:]
  /// The records that it has begun, by their kinds.
  private var begun: [String: [RecordID]] = [:]
  /// What has not been answered.
  var unsent: [Arrival] = []
  private var madeLast: Int64 = 0

  init(actor: Actor, skew: Int64) {
    self.actor = actor
    self.skew = skew
  }

  /// The network goes.
  mutating func leave(with trunk: LedgerModel, version: UInt32?) {
    self.trunk = trunk
    self.version = version
    last = [:]
    begun = [:]
  }

  /// The network is there again, and everything was answered.
  mutating func comeBack() { trunk = nil }

  /// What somebody makes now on this device; nothing if it has nothing to work on.
  mutating func make(_ workload: inout Workload) -> Arrival? {
    guard let trunk, var form = workload.offline(trunk, begun: begun) else { return nil }
    let made = max(madeLast + 1, workload.now + skew)
    madeLast = made
    var after: EntryID?
    switch form.subject {
    case .existing(let id, _):
      after = last[id]
      form.subject = .existing(id, base: workload.base(of: id, in: trunk))
    case .new(let id): begun[LedgerModel.parts(form.action).kind, default: []].append(id)
    }
    for record in form.records.values where begun.values.contains(where: { $0.contains(record.id) })
    {
      if after == nil, !workload.draw.chance(1, of: 6) { after = last[record.id] }
    }
    if after == nil, let other = last.values.max(), workload.draw.chance(1, of: 10) {
      after = other
    }
    let request = workload.request(
      form, on: Day(milliseconds: made).advanced(by: -workload.draw.one(of: [0, 0, 0, 3, 40])),
      by: actor, for: workload.draw.one(of: trunk.standing))
    last[form.subject.id] = request.id
    let arrival = Arrival(
      request: request, made: made, after: after,
      version: form.programme == "premises" ? version : nil)
    unsent.append(arrival)
    return arrival
  }
}

extension Workload {
  /// The version of a record that a device has: now and then an older one than it might.
  fileprivate mutating func base(of id: RecordID, in trunk: LedgerModel) -> UInt32 {
    let version = trunk.things[id]?.version ?? 0
    return draw.chance(1, of: 10) ? UInt32(draw.below(Int(version) + 1)) : version
  }

  /// A form that somebody fills in without a network; of entries that tell of one record only.
  fileprivate mutating func offline(
    _ trunk: LedgerModel, begun: [String: [RecordID]]
  ) -> Form? {
    switch draw.below(12) {
    case 0...3: changed(trunk, begun)
    case 4...5: registered()
    case 6...7: inspected(trunk, begun)
    case 8: rechecked(trunk, begun)
    default: booked(trunk)
    }
  }

  /// One that the device has begun itself, or knows.
  private mutating func known(
    _ kind: String, _ state: String, _ trunk: LedgerModel, _ begun: [String: [RecordID]]
  ) -> RecordID? {
    if let own = begun[kind], !own.isEmpty, draw.chance(1, of: 2) { return draw.one(of: own) }
    // So few that several devices come upon the same.
    let ids = (trunk.ids[kind] ?? []).filter { trunk.things[$0]?.state == state }
    return ids.isEmpty ? nil : draw.one(of: Array(ids.suffix(3)))
  }

  private mutating func changed(_ trunk: LedgerModel, _ begun: [String: [RecordID]]) -> Form? {
    guard let id = known("premises", "registered", trunk, begun) else { return registered() }
    var form = Form(
      programme: "premises", action: "premises.update", subject: .existing(id, base: nil))
    if draw.chance(1, of: 12) {
      return Form(programme: "premises", action: "premises.close", subject: form.subject)
    }
    for _ in 0..<draw.within(1...2) {
      switch draw.below(6) {
      case 0: form.fields["category"] = .text(draw.one(of: ["shop", "inn", "clinic"]))
      case 1: form.fields["gas"] = .text(draw.one(of: ["none", "piped", "bottled"]))
      case 2: form.fields["lodging"] = .truth(draw.chance(1, of: 2))
      case 3: form.fields["keeper"] = .text(draw.one(of: ["演示甲", "演示乙"]))
      case 4: form.fields["number"] = .text("演示\(number())")
      default: form.fields["floor-area"] = .decimal(Decimal64(Int64(draw.within(10...14))))
      }
    }
    return form
  }

  /// Shops with few numbers, so that some are on file already, and some are registered twice.
  private mutating func registered() -> Form {
    let number = draw.within(1...9)
    return Form(
      programme: "premises", action: "premises.register", subject: .new(draw.id(at: now)),
      fields: [
        "name": .text("演示店"), "address": .text("演示街\(number)号"), "category": .text("shop"),
        "number": .text("演示外\(number)"),
      ])
  }

  private mutating func inspected(_ trunk: LedgerModel, _ begun: [String: [RecordID]]) -> Form? {
    guard let shop = known("premises", "registered", trunk, begun) else { return registered() }
    return ShopForms.visit(
      draw.id(at: now), shop: shop, VisitOutcome(&draw), second: Self.worker,
      deadline: Day(milliseconds: now).advanced(by: 10))
  }

  private mutating func rechecked(_ trunk: LedgerModel, _ begun: [String: [RecordID]]) -> Form? {
    guard let id = known("inspection", "rectifying", trunk, begun) else {
      return inspected(trunk, begun)
    }
    let hazards = trunk.things[id]?.hazards ?? []
    let fixed = Hazard(kind: "wiring", isMajor: false, isFixed: draw.chance(1, of: 2))
    return ShopForms.recheck(id, hazards.isEmpty ? [fixed] : hazards.map(\.fixed))
  }

  private mutating func booked(_ trunk: LedgerModel) -> Form? {
    let state = draw.one(of: ["due", "booked", "booked"])
    guard let id = known("registration", state, trunk, [:]) else { return nil }
    let action = draw.one(
      of: state == "due"
        ? ["walk-in", "home-visit", "exempt", "book"]
        : ["check-in", "check-in", "cancel", "exempt"])
    var form = Form(
      programme: "test-booking", action: "registration.\(action)",
      subject: .existing(id, base: nil))
    switch action {
    case "exempt": form.fields["reason"] = .text("away")
    case "check-in", "walk-in": form.fields["tube"] = .text("管\(number())")
    case "book":
      guard let session = known("session", "open", trunk, [:]) else { return nil }
      form.records["session"] = .existing(session, base: nil)
    default: break
    }
    return form
  }
}
