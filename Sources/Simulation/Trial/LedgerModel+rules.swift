// The rules of the bundled programmes, told by hand: states, derived facts, keys, measures. A
// programme that changes has to be changed here too, as in any double entry.

import Programmes
import Quantities

extension LedgerModel {
  private static let states = [
    "unit.found": "active", "unit.close": "closed", "unit.merge": "closed",
    "account.open": "active",
    "account.close": "closed", "account.reopen": "active", "document.store": "stored",
    "station.apply": "applied", "station.accept": "built", "station.open": "open",
    "station.suspend": "suspended", "station.resume": "open", "station.close": "closed",
    "person.register": "registered", "person.leave": "left", "person.return": "registered",
    "premises.register": "registered", "premises.close": "closed",
    "inspection.transfer": "transferred", "return.report": "reported",
    "return.withdraw": "withdrawn", "target.adopt": "adopted",
    "target.adopt-unbound": "unbound", "target.bind": "adopted", "target.withdraw": "withdrawn",
    "round.plan": "draft", "round.open": "open", "round.close": "closed",
    "site.set-up": "active", "site.close": "closed", "session.offer": "open",
    "session.stop": "closed", "registration.list": "due", "registration.book": "booked",
    "registration.book-proxy": "booked", "registration.book-unlisted": "booked",
    "registration.hold": "held", "registration.confirm": "booked", "registration.lapse": "due",
    "registration.cancel": "due", "registration.check-in": "done",
    "registration.walk-in": "done", "registration.exempt": "exempt",
    "registration.home-visit": "done", "erasure.erase": "done",
    "period.close": "closed", "period.reopen": "reopened",
    "aid-account.open": "active", "aid-account.close": "closed",
    "aid-period.announce": "collecting", "aid-period.take-effect": "effective",
    "aid-period.settle": "settled", "aid-enrolment.collect": "received",
    "aid-claim.submit": "submitted", "aid-claim.review": "reviewed",
    "aid-claim.approve": "approved", "aid-claim.reject": "rejected", "aid-claim.send": "sent",
    "arrival.keep": "waiting", "arrival.enter": "entered", "arrival.mark": "marked",
    "arrival.hold": "conflict", "arrival.wait": "waiting", "arrival.seen": "entered",
    "arrival.insist": "waiting", "arrival.drop": "dropped", "arrival.merge": "merged",
    "arrival.reopen": "conflict", "arrival-link.link": "linked",
    "programme.publish": "published",
    "aid-claim.fail": "approved", "aid-claim.pay": "paid", "aid-posting.post": "posted",
  ]

  static func state(after verb: String, of thing: Thing) -> String {
    guard thing.kind == "inspection" else {
      return states["\(thing.kind).\(verb)"] ?? thing.state
    }
    switch verb {
    case "inspect":
      if thing.text("outcome") != "inspected" { return "missed" }
      if thing.hazards.isEmpty { return "passed" }
      return thing.hazards.allSatisfy(\.isFixed) ? "closed" : "rectifying"
    case "recheck": return thing.hazards.allSatisfy(\.isFixed) ? "closed" : "rectifying"
    default: return states["inspection.\(verb)"] ?? thing.state
    }
  }

  /// Writes what a programme works out by itself.
  func derive(_ thing: inout Thing, before: Thing?, _ request: Request, _ seq: Int64) {
    func write(_ name: String, _ value: Value?) {
      if let value, thing.value(name) != value { thing.write(name, value, seq) }
    }
    switch thing.kind {
    case "person" where before == nil || request.fields["identity-number"] != nil:
      guard let number = thing.text("identity-number"),
        let born = Day(Self.birth(in: number))
      else { return write("age-band", .text("unknown")) }
      write("age-band", .text(AgeBand(born: born, on: request.on).rawValue))
    case "registration" where before == nil:
      let person = thing.reference("person").flatMap { things[$0] }
      let round = thing.reference("round").flatMap { things[$0] }
      write("residence", person?.value("residence"))
      write("listed", .truth(round?.state == "draft"))
      write("age-band", person?.value("age-band"))
    case "return" where before == nil: write("given", .day(request.on))
    default: break
    }
  }

  /// Digits 7 to 14 of an identity number as a day.
  private static func birth(in number: String) -> String {
    let digits = Array(number)
    return "\(String(digits[6..<10]))-\(String(digits[10..<12]))-\(String(digits[12..<14]))"
  }

  // MARK: Keys

  private static let keyFields: [String: [(name: String, fields: [String])]] = [
    "unit": [("unit.code", ["code"])],
    "account": [("account.login", ["login"])],
    "document": [("document.digest", ["digest"])],
    "station": [("station.name", ["name"])],
    "person": [("person.identity-number", ["identity-number"])],
    "premises": [("premises.licence", ["licence"]), ("premises.number", ["number"])],
    "return": [("return.figure", ["indicator", "unit", "period", "form", "vintage"])],
    "target": [("target.printed", ["unit", "document", "year", "name", "form"])],
    "round": [("round.name", ["name"])],
    "site": [("site.name", ["name"])],
    "session": [("session.time", ["round", "site", "from"])],
    "registration": [("registration.once", ["round", "person"])],
    "arrival": ["entry", "record-1", "record-2", "record-3", "follows", "listed"].map {
      ("arrival.\($0)", [$0])
    }, "arrival-link": [("arrival-link.place", ["place"])],
    "period": [("period.month", ["unit", "year", "month"])],
    "aid-account": [("aid-account.name", ["name"])],
    "aid-period": [("aid-period.number", ["number"])],
    "aid-enrolment": [("aid-enrolment.once", ["period", "work-unit"])],
  ]

  /// The key of those that wait for the clock.
  static let lapsing = "registration.lapse@due"

  /// The unique keys that a record holds; one that waits for the clock holds one by its moment.
  static func keys(of thing: Thing, _ id: RecordID) -> [(name: String, text: String)] {
    let waiting = thing.heldUntil.map { until in
      let digits = String(until)
      let zeros = String(repeating: "0", count: 16 - digits.count)
      return (name: lapsing, text: "\(zeros)\(digits)\u{1F}\(id)")
    }
    return lasting(of: thing) + (waiting.map { [$0] } ?? [])
  }

  private static func lasting(of thing: Thing) -> [(name: String, text: String)] {
    (keyFields[thing.kind] ?? []).compactMap { name, fields in
      let values = fields.compactMap { field in
        field == "unit" ? thing.unit : thing.value(field)?.canonicalText
      }
      guard values.count == fields.count else { return nil }
      return (name, values.joined(separator: "\u{1F}"))
    }
  }

  // MARK: Measures

  /// What a record adds to numbers as long as it is as it is.
  static func stocks(of thing: Thing, _ id: RecordID) -> [Movement] {
    held(by: thing).map { movement in
      var movement = movement
      movement.isStock = true
      return movement
    }
  }

  private static func held(by thing: Thing) -> [Movement] {
    func one(_ measure: String, part: String? = "") -> Movement {
      Movement(measure: measure, part: part ?? "", unit: thing.unit)
    }
    switch (thing.kind, thing.state) {
    case ("unit", "active"): return [one("units.active", part: thing.text("level"))]
    case ("account", "active"): return [one("accounts.active")]
    case ("document", _): return [one("documents.stored", part: thing.text("kind"))]
    case ("premises", "registered"):
      return [one("premises.registered", part: thing.text("category"))]
    case ("return", "reported"): return [one("statistics.reported", part: thing.text("vintage"))]
    case ("target", "adopted"), ("target", "unbound"):
      return [one("targets.adopted", part: thing.text("form"))]
    case ("station", "open"):
      var beds = one("elder-station.beds-running")
      beds.unit = thing.text("community") ?? ""
      if case .integer(let count)? = thing.value("beds") { beds.amount = count }
      var running = beds
      running.measure = "elder-station.stations-running"
      running.amount = 1
      return beds.amount == 0 ? [running] : [running, beds]
    case ("person", "registered"):
      var person = one("persons.registered", part: thing.text("age-band"))
      person.unit = thing.text("residence") ?? ""
      return [person]
    case ("inspection", "rectifying"), ("inspection", "transferred"):
      let open = thing.hazards.filter { !$0.isFixed }
      return [one("shop-inspection.cases-open")]
        + parts(of: open.map(\.grade), one("shop-inspection.hazards-open"))
    case ("arrival", "conflict"): return [one("arrivals.to-settle")]
    case ("arrival", "marked"): return [one("arrivals.to-look-at")]
    case ("period", "closed"): return [one("periods.closed")]
    case ("registration", _): return bookings(of: thing)
    case ("aid-claim", "submitted"), ("aid-claim", "reviewed"), ("aid-claim", "approved"),
      ("aid-claim", "sent"):
      return [one("mutual-aid.claims-open")]
    default: return []
    }
  }

  private static func bookings(of thing: Thing) -> [Movement] {
    let isIn = ["booked", "done"].contains(thing.state)
    let relation = thing.text("relation")
    let measures: [(name: String, part: String?, isCounted: Bool)] = [
      ("due", "", thing.value("listed") == .truth(true)),
      ("registered", "", isIn),
      ("registered-by-proxy", relation, isIn && relation != nil),
      ("missing", thing.text("age-band"), ["due", "held", "booked"].contains(thing.state)),
      ("sampled", "", thing.state == "done"),
      ("exempt", thing.text("reason"), thing.state == "exempt"),
    ]
    var movements = measures.filter(\.isCounted).map { measure in
      Movement(
        measure: "test-booking.\(measure.name)", part: measure.part ?? "",
        unit: thing.text("residence") ?? "", owner: thing.reference("round"))
    }
    if isIn || thing.state == "held", let session = thing.reference("session") {
      movements.append(
        Movement(measure: "test-booking.booked-in-session", unit: thing.unit, owner: session))
    }
    return movements
  }

  /// What an action adds to numbers once.
  func flows(of verb: String, _ thing: Thing, _ request: Request) -> [Movement] {
    func one(_ measure: String, part: String? = "") -> Movement {
      Movement(measure: measure, part: part ?? "", unit: request.unit)
    }
    switch (thing.kind, verb) {
    case ("station", "accept"), ("station", "open"):
      let name = verb == "open" ? "stations-opened" : "stations-built"
      var station = one("elder-station.\(name)")
      station.unit = thing.text("community") ?? ""
      return [station]
    case ("registration", "home-visit"):
      var visit = one("test-booking.sampled-at-home")
      visit.unit = thing.text("residence") ?? ""
      visit.owner = thing.reference("round")
      return [visit]
    case ("erasure", "erase"): return [one("erasures.done", part: thing.text("ground"))]
    case ("inspection", "order"): return [one("shop-inspection.orders")]
    case ("inspection", "inspect"):
      let outcome = thing.text("outcome")
      var movements = [one("shop-inspection.visits", part: outcome)]
      if outcome == "inspected" {
        var place = one("shop-inspection.premises-inspected")
        place.member = thing.reference("premises")
        movements += [one("shop-inspection.inspections"), place]
      }
      movements += Self.parts(of: thing.hazards.map(\.grade), one("shop-inspection.hazards-found"))
      var fixed = one("shop-inspection.fixed-on-site")
      fixed.amount = Int64(thing.hazards.count(where: \.isFixed))
      if fixed.amount > 0 { movements.append(fixed) }
      if let notice = thing.text("notice"), notice != "none" {
        movements.append(one("shop-inspection.notices", part: notice))
      }
      return movements
    case ("aid-enrolment", _), ("aid-claim", _), ("aid-posting", _):
      return money(verb, thing, request)
    default: return []
    }
  }

  /// What a step of the mutual aid counts, and the two sides of what it pays.
  private func money(_ verb: String, _ thing: Thing, _ request: Request) -> [Movement] {
    func sum(_ measure: String, _ field: String) -> [Movement] {
      guard case .integer(let amount)? = thing.value(field), amount != 0 else { return [] }
      return [Movement(measure: "mutual-aid.\(measure)", unit: request.unit, amount: amount)]
    }
    switch verb {
    case "collect":
      return sum("fees-collected", "amount") + sum("people-enrolled", "people") + posting(thing)
    case "submit":
      let claim = Movement(measure: "mutual-aid.claims-submitted", unit: request.unit)
      return [claim] + sum("amount-asked", "asked")
    case "review": return sum("amount-adjusted", "adjusted")
    case "approve": return sum("amount-approved", "approved")
    case "pay": return sum("amount-paid", "amount") + posting(thing)
    case "post": return posting(thing)
    default: return []
    }
  }

  /// What leaves one account comes to the other, each at the unit that keeps it.
  private func posting(_ thing: Thing) -> [Movement] {
    guard case .integer(let amount)? = thing.value("amount") else { return [] }
    return [("payer", "out", -amount), ("payee", "in", amount)].compactMap { name, part, amount in
      guard let account = thing.reference(name), let unit = things[account]?.unit else {
        return nil
      }
      return Movement(
        measure: Self.postings, part: part, unit: unit, owner: account, amount: amount)
    }
  }

  private static func parts(of list: [String], _ movement: Movement) -> [Movement] {
    Set(list).sorted().map { part in
      var movement = movement
      movement.part = part
      movement.amount = Int64(list.count { $0 == part })
      return movement
    }
  }
}

extension LedgerModel.Thing {
  /// The hazards of an inspection as they stand.
  var hazards: [Hazard] {
    guard case .list(let items)? = value("hazards") else { return [] }
    return items.compactMap { item in
      guard case .text(let kind)? = item["kind"], case .text(let grade)? = item["grade"],
        case .truth(let isFixed)? = item["fixed"]
      else { return nil }
      return Hazard(kind: kind, isMajor: grade == "major", isFixed: isFixed)
    }
  }
}
