import Indicators
import Programmes
import Quantities

/// Persons, rounds, lists and bookings.
extension Workload {
  /// An open round with those who are due and a session of few places: without a beginning, few
  /// districts get as far in their few steps.
  mutating func preparedRound() -> [Form] {
    let today = Day(milliseconds: now)
    let (round, site): (RecordID, RecordID) = (draw.id(at: now), draw.id(at: now))
    var forms = [BookingForms.plan(round, name: "演示首轮", from: today, to: today.advanced(by: 60))]
    for _ in 0..<draw.within(3...12) {
      let (person, registration): (RecordID, RecordID) = (draw.id(at: now), draw.id(at: now))
      let home = draw.one(of: Self.units.map(\.code).filter { $0.utf8.count == 12 })
      forms.append(
        Form(
          programme: "persons", action: "person.register", subject: .new(person),
          fields: [
            "name": .text(Names.person(&draw)), "identity-number": .text(identity()),
            "residence": .text(home),
          ]))
      forms.append(
        Form(
          programme: "test-booking", action: "registration.list", subject: .new(registration),
          records: ["person": .existing(person, base: nil), "round": .existing(round, base: nil)]))
    }
    forms.append(BookingForms.round("open", round))
    forms.append(BookingForms.setUp(site, name: "演示首点", &draw))
    for hour in [9, 14] as [Int64] {
      let session = BookingWork.Session(
        id: draw.id(at: now), day: today, from: hour * 3_600_000, capacity: draw.within(1...4),
        left: 0)
      var form = BookingForms.offer(session, round: round, site: site)
      if draw.chance(2, of: 3) { form.fields["hold-minutes"] = .integer(hour) }
      forms.append(form)
    }
    return forms
  }

  mutating func person(_ model: LedgerModel) -> Form {
    let state = draw.chance(4, of: 5) ? "registered" : "left"
    let known = find("person", state, model)
    guard let id = known, draw.chance(1, of: 3) else {
      var number = identity()
      // The same person a second time.
      if draw.chance(1, of: 12), let twin = known.flatMap({ model.things[$0] }) {
        number = twin.text("identity-number") ?? number
      }
      return Form(
        programme: "persons", action: "person.register", subject: .new(fresh("person", model)),
        fields: [
          "name": .text(Names.person(&draw)), "identity-number": .text(number),
          "residence": .text(ground(model)),
        ])
    }
    let isLeft = model.things[id]?.state == "left"
    let action = isLeft ? "return" : draw.one(of: ["update", "update", "leave"])
    var fields: [String: Value] = [:]
    if action == "return" { fields["residence"] = .text(ground(model)) }
    if action == "update" {
      switch draw.below(3) {
      case 0: fields["residence"] = .text(ground(model))
      case 1: fields["phone"] = .text(Codes.phone(index: number()))
      default: fields["identity-number"] = .text(identity())
      }
    }
    return Form(
      programme: "persons", action: "person.\(action)", subject: .existing(id, base: nil),
      fields: fields)
  }

  mutating func round(_ model: LedgerModel) -> Form {
    let today = Day(milliseconds: now)
    let round = find("round", draw.one(of: ["draft", "open"]), model)
    let site = find("site", "active", model)
    switch (draw.below(8), round, site) {
    case (0...1, let round?, _):
      let isDraft = model.things[round]?.state == "draft"
      return BookingForms.round(isDraft ? "open" : "close", round)
    case (2...4, let round?, let site?):
      let from = Int64(draw.within(8...17)) * 3_600_000
      let session = BookingWork.Session(
        id: fresh("session", model), day: today, from: from,
        capacity: draw.one(of: [1, 2, 3, 5, 40]), left: 0)
      var form = BookingForms.offer(session, round: round, site: site)
      if draw.chance(1, of: 2) {
        form.fields["hold-minutes"] = .integer(Int64(draw.one(of: [1, 5, 60, 1_440])))
      }
      return form
    case (5, _, _):
      guard let session = find("session", "open", model) else { break }
      if draw.chance(1, of: 3) { return follow("session.stop", session) }
      return follow(
        "session.enlarge", session, ["capacity": .integer(Int64(draw.within(1...30)))])
    case (6, _, let site?) where draw.chance(1, of: 6): return follow("site.close", site)
    case (6...7, _, _):
      return BookingForms.setUp(fresh("site", model), name: "演示点\(number())", &draw)
    default: break
    }
    return BookingForms.plan(
      fresh("round", model), name: "演示轮\(number())", from: today, to: today.advanced(by: 60))
  }

  mutating func list(_ model: LedgerModel) -> Form {
    guard let person = find("person", "registered", model),
      let round = find("round", "draft", model)
    else { return draw.chance(1, of: 2) ? person(model) : round(model) }
    return Form(
      programme: "test-booking", action: "registration.list",
      subject: .new(fresh("registration", model)),
      records: ["person": .existing(person, base: nil), "round": .existing(round, base: nil)])
  }

  /// Somebody holds a place, and then makes up their mind, or lets it lapse.
  mutating func hold(_ model: LedgerModel) -> Form {
    if draw.chance(1, of: 3), let id = find("registration", "held", model) {
      switch draw.below(8) {
      case 0: return follow("registration.cancel", id)
      case 1: return follow("registration.walk-in", id)
      case 2: return follow("registration.exempt", id, ["reason": .text("tested")])
      case 3: return follow("registration.home-visit", id)
      // Only the clock may, and only when the time has come.
      case 4: return follow("registration.lapse", id)
      default: return follow("registration.confirm", id)
      }
    }
    guard let session = find("session", "open", model) else { return round(model) }
    guard let due = find("registration", "due", model) else { return list(model) }
    return follow("registration.hold", due, [:], ["session": .existing(session, base: nil)])
  }

  /// Somebody books, or goes on with a booking.
  mutating func booking(_ model: LedgerModel) -> Form {
    guard let session = find("session", "open", model) else { return round(model) }
    guard draw.chance(1, of: 2), let id = find("registration", "booked", model) else {
      return booking(model, of: session)
    }
    let action = draw.one(of: ["cancel", "check-in", "exempt", "home-visit", "rebook"])
    switch action {
    case "rebook":
      return follow("registration.rebook", id, [:], ["session": .existing(session, base: nil)])
    case "exempt": return follow("registration.exempt", id, ["reason": .text("away")])
    case "check-in": return follow("registration.check-in", id, ["tube": .text("管\(number())")])
    default: return follow("registration.\(action)", id)
    }
  }

  /// Somebody wants a place in a session.
  mutating func booking(_ model: LedgerModel, of session: RecordID) -> Form {
    let round = model.things[session]?.reference("round")
    let records = ["session": Subject.existing(session, base: nil)]
    if draw.chance(2, of: 3), let due = find("registration", "due", model) {
      if draw.chance(1, of: 3) {
        return follow(
          "registration.book-proxy", due,
          ["relation": .text("child"), "consent": .truth(!draw.chance(1, of: 9))], records)
      }
      if draw.chance(1, of: 9) { return follow("registration.walk-in", due) }
      let action = draw.chance(1, of: 4) ? "registration.hold" : "registration.book"
      return follow(action, due, [:], records)
    }
    guard let round, let person = find("person", "registered", model) else { return person(model) }
    var named = records
    named["person"] = .existing(person, base: nil)
    named["round"] = .existing(round, base: nil)
    if draw.chance(1, of: 8) { named["session"] = nil }
    return Form(
      programme: "test-booking",
      action: named["session"] == nil ? "registration.walk-in" : "registration.book-unlisted",
      subject: .new(fresh("registration", model)), records: named)
  }

  private func follow(
    _ action: String, _ id: RecordID, _ fields: [String: Value] = [:],
    _ records: [String: Subject] = [:]
  ) -> Form {
    Form(
      programme: "test-booking", action: action, subject: .existing(id, base: nil),
      records: records, fields: fields)
  }
}
