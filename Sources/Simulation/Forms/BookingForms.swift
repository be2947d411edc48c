import Programmes
import Quantities

/// The entry forms of `persons` and `test-booking`, and what they add to the measures.
enum BookingForms {
  private static let programme = "test-booking"

  static func person(
    _ citizen: Citizen, number: Int, identity: String, home: String, _ draw: inout Draw
  ) -> Form {
    let building = draw.within(1...30)
    let floor = draw.within(1...18)
    return Form(
      programme: "persons", action: "person.register", subject: .new(citizen.id),
      fields: [
        "name": .text(Names.person(&draw)), "identity-number": .text(identity),
        "phone": .text(Codes.phone(index: 1_000_000 + number)), "residence": .text(home),
        "address": .text("\(building)号楼\(floor)层（演示）"),
      ])
  }

  static func plan(_ round: RecordID, name: String, from: Day, to: Day) -> Form {
    Form(
      programme: programme, action: "round.plan", subject: .new(round),
      fields: ["name": .text(name), "from": .day(from), "to": .day(to)])
  }

  static func round(_ action: String, _ round: RecordID) -> Form {
    Form(
      programme: programme, action: "round.\(action)", subject: .existing(round, base: nil))
  }

  static func setUp(_ site: RecordID, name: String, _ draw: inout Draw) -> Form {
    Form(
      programme: programme, action: "site.set-up", subject: .new(site),
      fields: [
        "name": .text(name), "address": .text("社区广场（演示）"),
        // Within the built-up area of Pingcheng.
        "place": .place(
          latitude: Int32(40_060_000 + draw.below(50_000)),
          longitude: Int32(113_270_000 + draw.below(70_000))),
      ])
  }

  static func offer(_ session: BookingWork.Session, round: RecordID, site: RecordID) -> Form {
    Form(
      programme: programme, action: "session.offer", subject: .new(session.id),
      records: ["round": .existing(round, base: nil), "site": .existing(site, base: nil)],
      fields: [
        "date": .day(session.day), "from": .integer(session.from),
        "to": .integer(session.from + 3_600_000), "capacity": .integer(Int64(session.capacity)),
      ])
  }

  static func list(_ id: RecordID, _ citizen: Citizen, round: RecordID) -> Form {
    Form(
      programme: programme, action: "registration.list", subject: .new(id),
      records: [
        "person": .existing(citizen.id, base: nil), "round": .existing(round, base: nil),
      ])
  }

  /// A booking by oneself (no relation) or by somebody else.
  static func book(_ id: RecordID, session: RecordID, relation: String?) -> Form {
    var form = Form(
      programme: programme,
      action: relation == nil ? "registration.book" : "registration.book-proxy",
      subject: .existing(id, base: nil),
      records: ["session": .existing(session, base: nil)])
    if let relation {
      form.fields["relation"] = .text(relation)
      form.fields["consent"] = .truth(true)
    }
    return form
  }

  /// What follows on the list or on a booking.
  static func follow(_ action: String, _ id: RecordID, _ fields: [String: Value] = [:]) -> Form {
    Form(
      programme: programme, action: "registration.\(action)", subject: .existing(id, base: nil),
      fields: fields)
  }

  static func expectPerson(_ citizen: Citizen, _ expected: inout Expected) {
    expected.add("persons.registered", part: citizen.band.rawValue)
  }

  static func expectListing(_ citizen: Citizen, _ expected: inout Expected) {
    expected.add("test-booking.due")
    expected.add("test-booking.missing", part: citizen.band.rawValue)
  }

  static func expectBooking(relation: String?, _ expected: inout Expected) {
    expected.add("test-booking.registered")
    expected.add("test-booking.booked-in-session")
    if let relation { expected.add("test-booking.registered-by-proxy", part: relation) }
  }

  static func expectCancellation(relation: String?, _ expected: inout Expected) {
    expected.add("test-booking.registered", -1)
    expected.add("test-booking.booked-in-session", -1)
    if let relation { expected.add("test-booking.registered-by-proxy", part: relation, -1) }
  }

  static func expectSample(_ citizen: Citizen, wasBooked: Bool, _ expected: inout Expected) {
    expected.add("test-booking.sampled")
    expected.add("test-booking.missing", part: citizen.band.rawValue, -1)
    if !wasBooked { expected.add("test-booking.registered") }
  }

  static func expectHomeVisit(_ expected: inout Expected) {
    expected.add("test-booking.sampled-at-home")
  }

  static func expectExemption(
    _ citizen: Citizen, reason: String, _ expected: inout Expected
  ) {
    expected.add("test-booking.exempt", part: reason)
    expected.add("test-booking.missing", part: citizen.band.rawValue, -1)
  }
}
