// The mass booking round. Each day of it has its own part, so that a round for a whole district of
// a million people can be generated day by day; what a day needs of earlier ones is kept small.

import Programmes
import Quantities

/// One round of mass test booking: the list, the freeze, bookings in a rush, two days of sampling.
///
/// People are put on file from 11 April, listed from 18 April, book on 22 April and come on 23 and
/// 24 April 2022. The round happens only if the simulation reaches its end.
struct BookingWork: Sendable {
  /// An hour at a site.
  struct Session: Sendable {
    let id: RecordID
    let day: Day
    let from: Int64
    let capacity: Int
    var left: Int
  }

  /// How it ends for one person.
  private enum Fate: Sendable {
    case samples
    case cancels
    case staysAway
    case walksIn
    case isVisited
    case isExempt
    case isMissing
  }

  /// What is to come for one person once the booking is over.
  private struct Prospect: Sendable {
    let fate: Fate
    /// When it happens.
    let at: Int64
  }

  private let options: SimulationOptions
  private let days: RoundDays?
  private var draw: Draw
  private var codes = Codes()
  private var round: RecordID?
  private var citizens: [Citizen] = []
  /// Of each citizen the registration in the round.
  private var registrations: [RecordID] = []
  private var prospects: [Prospect] = []
  /// Indices of the grown-up, who book for others.
  private var grownUp: [Int] = []
  /// Sessions of the sites of each subdistrict.
  private var sessions: [[Session]] = []

  private static let hours = 8..<20

  init(_ options: SimulationOptions) {
    let days = RoundDays()
    let happens = days.map { options.people > 0 && options.through >= $0.second } ?? false
    self.options = options
    self.days = happens ? days : nil
    self.draw = Draw(seed: options.seed, stream: 5)
  }

  /// Adds what happens from `first` through `last`; each day of the round has its own part.
  mutating func work(
    _ first: Day, _ last: Day, _ place: Place, into batch: inout Batch, _ expected: inout Expected
  ) {
    guard let days else { return }
    let stretch = first...last
    for index in 0..<5 where stretch.contains(days.register.advanced(by: index)) {
      register(part: index, days, place, into: &batch, &expected)
    }
    if stretch.contains(days.plan) { list(days, place, into: &batch, &expected) }
    guard let round else { return }
    if stretch.contains(days.freeze) { open(round, days, place, into: &batch) }
    if stretch.contains(days.booking) {
      for index in citizens.indices { book(index, days, place, into: &batch, &expected) }
    }
    for day in [days.first, days.second] where stretch.contains(day) {
      for index in prospects.indices where Day(milliseconds: prospects[index].at) == day {
        sample(index, place, into: &batch, &expected)
      }
    }
    guard stretch.contains(days.second) else { return }
    close(round, days, place, into: &batch)
  }

  /// A fifth of the people on each of five days.
  private mutating func register(
    part: Int, _ days: RoundDays, _ place: Place, into batch: inout Batch,
    _ expected: inout Expected
  ) {
    let day = days.register.advanced(by: part)
    let numbers = options.people * part / 5..<options.people * (part + 1) / 5
    for number in numbers {
      let at = Clock.spread(
        number - numbers.lowerBound, of: numbers.count, on: day, from: 9, until: 18)
      let ground = draw.below(place.grounds.grounds.count)
      let born = Citizen.dayOfBirth(on: day, &draw)
      let citizen = Citizen(
        id: draw.id(at: at), ground: ground, born: born, band: AgeBand(born: born, on: day))
      let worker = place.staff.workers[ground]
      let identity = codes.identity(born: born, &draw)
      let form = BookingForms.person(
        citizen, number: number, identity: identity, home: worker.unit, &draw)
      batch.send(form, at: at, by: worker.actor, for: worker.unit, &draw)
      BookingForms.expectPerson(citizen, &expected)
      if citizen.band == .working { grownUp.append(number) }
      citizens.append(citizen)
    }
  }

  private mutating func list(
    _ days: RoundDays, _ place: Place, into batch: inout Batch, _ expected: inout Expected
  ) {
    let start = Clock.at(days.plan, hour: 8, minute: 0)
    let round: RecordID = draw.id(at: start)
    self.round = round
    let office = place.staff.office.actor
    batch.send(
      BookingForms.plan(round, name: "2022年4月检测（演示）", from: days.first, to: days.second),
      at: start, by: office, for: place.grounds.district, &draw)
    registrations.reserveCapacity(citizens.count)
    for (index, citizen) in citizens.enumerated() {
      let at = Clock.spread(index, of: citizens.count, on: days.plan, from: 9, until: 20)
      let id: RecordID = draw.id(at: at)
      let worker = place.staff.workers[citizen.ground]
      batch.send(
        BookingForms.list(id, citizen, round: round), at: at, by: worker.actor,
        for: worker.unit, &draw)
      BookingForms.expectListing(citizen, &expected)
      registrations.append(id)
    }
  }

  /// A site for every 250 people of a subdistrict, with an hour's session from 8 to 20 on both
  /// days.
  private mutating func open(
    _ round: RecordID, _ days: RoundDays, _ place: Place, into batch: inout Batch
  ) {
    var people = [Int](repeating: 0, count: place.grounds.subdistricts.count)
    for citizen in citizens { people[place.grounds.grounds[citizen.ground].subdistrict] += 1 }
    for (index, code) in place.grounds.subdistricts.enumerated() {
      var offered: [Session] = []
      let lead = place.staff.leads[index]
      let sites = max(1, (people[index] + 249) / 250)
      let at = Clock.at(days.freeze, hour: 9, minute: 0) + Int64(index) * 1000
      // Three in ten places more than people, as the afternoon hours stay half empty.
      let capacity = people[index] * 13 / 10 / (sites * Self.hours.count * 2) + 1
      for number in 1...sites {
        let site: RecordID = draw.id(at: at)
        let name = "\(place.grounds.name(of: code))\(number)号采样点（演示）"
        batch.send(
          BookingForms.setUp(site, name: name, &draw), at: at, by: lead.actor, for: code, &draw)
        for day in [days.first, days.second] {
          for hour in Self.hours {
            let session = Session(
              id: draw.id(at: at), day: day, from: Clock.at(day, hour: hour, minute: 0),
              capacity: capacity, left: capacity)
            batch.send(
              BookingForms.offer(session, round: round, site: site), at: at + 500,
              by: lead.actor, for: code, &draw)
            offered.append(session)
          }
        }
      }
      sessions.append(offered)
    }
    batch.send(
      BookingForms.round("open", round), at: Clock.at(days.freeze, hour: 18, minute: 0),
      by: place.staff.office.actor, for: place.grounds.district, &draw)
  }

  /// The day of booking in one life, and what is to come of it.
  private mutating func book(
    _ index: Int, _ days: RoundDays, _ place: Place, into batch: inout Batch,
    _ expected: inout Expected
  ) {
    let fate = fate(of: citizens[index])
    var at = Clock.at(days.first, hour: 9, minute: 0) + Int64(draw.below(32_400_000))
    switch fate {
    case .isMissing, .isExempt, .isVisited, .walksIn: break
    case .samples, .cancels, .staysAway:
      let (booker, relation, from) = reserve(index, days, place, into: &batch, &expected)
      at = from + Int64(draw.below(3_500_000))
      guard fate == .cancels else { break }
      batch.send(
        BookingForms.follow("cancel", registrations[index]),
        at: Clock.at(days.booking, hour: 23, minute: 0), by: booker,
        for: place.grounds.grounds[citizens[index].ground].code, &draw)
      BookingForms.expectCancellation(relation: relation, &expected)
    }
    prospects.append(Prospect(fate: fate, at: at))
  }

  /// Takes a place in a session that has room; a third do so in the first ten minutes.
  private mutating func reserve(
    _ index: Int, _ days: RoundDays, _ place: Place, into batch: inout Batch,
    _ expected: inout Expected
  ) -> (booker: Actor, relation: String?, from: Int64) {
    let citizen = citizens[index]
    let subdistrict = place.grounds.grounds[citizen.ground].subdistrict
    let count = sessions[subdistrict].count
    var choice = draw.below(count)
    while sessions[subdistrict][choice].left == 0 { choice = (choice + 1) % count }
    sessions[subdistrict][choice].left -= 1
    let session = sessions[subdistrict][choice]
    let (actor, relation) = booker(for: citizen, place)
    let rush = draw.chance(1, of: 3) ? 600_000 : 46_800_000
    let at = Clock.at(days.booking, hour: 9, minute: 0) + Int64(draw.below(rush))
    batch.send(
      BookingForms.book(registrations[index], session: session.id, relation: relation), at: at,
      by: actor, for: place.grounds.grounds[citizen.ground].code, &draw)
    BookingForms.expectBooking(relation: relation, &expected)
    return (actor, relation, session.from)
  }

  /// The day of sampling in one life.
  private mutating func sample(
    _ index: Int, _ place: Place, into batch: inout Batch, _ expected: inout Expected
  ) {
    let citizen = citizens[index]
    let id = registrations[index]
    let worker = place.staff.workers[citizen.ground]
    let tube: [String: Value] = ["tube": .text("P\(index / 10 + 1)-\(index % 10)")]
    let form: Form
    switch prospects[index].fate {
    case .isMissing, .cancels, .staysAway: return
    case .isExempt:
      let reason = draw.one(of: ["vaccinated", "tested", "away", "away", "medical"])
      form = BookingForms.follow("exempt", id, ["reason": .text(reason)])
      BookingForms.expectExemption(citizen, reason: reason, &expected)
    case .isVisited:
      form = BookingForms.follow("home-visit", id, tube)
      BookingForms.expectSample(citizen, wasBooked: false, &expected)
      BookingForms.expectHomeVisit(&expected)
    case .walksIn:
      form = BookingForms.follow("walk-in", id, tube)
      BookingForms.expectSample(citizen, wasBooked: false, &expected)
    case .samples:
      form = BookingForms.follow("check-in", id, tube)
      BookingForms.expectSample(citizen, wasBooked: true, &expected)
    }
    batch.send(form, at: prospects[index].at, by: worker.actor, for: worker.unit, &draw)
  }

  /// The round is over, and its people are forgotten.
  private mutating func close(
    _ round: RecordID, _ days: RoundDays, _ place: Place, into batch: inout Batch
  ) {
    batch.send(
      BookingForms.round("close", round), at: Clock.at(days.second, hour: 22, minute: 0),
      by: place.staff.office.actor, for: place.grounds.district, &draw)
    self.round = nil
    citizens = []
    registrations = []
    prospects = []
    grownUp = []
    sessions = []
    codes = Codes()
  }

  /// Parents book for children, children or the community worker for the old.
  private mutating func booker(
    for citizen: Citizen, _ place: Place
  ) -> (actor: Actor, relation: String?) {
    guard citizen.band.needsProxy else { return (.resident(citizen.id), nil) }
    guard !grownUp.isEmpty, citizen.band == .under15 || draw.chance(1, of: 2) else {
      return (place.staff.workers[citizen.ground].actor, "worker")
    }
    let other = citizens[draw.one(of: grownUp)]
    return (.resident(other.id), citizen.band == .under15 ? "parent" : "child")
  }

  private mutating func fate(of citizen: Citizen) -> Fate {
    if citizen.band == .eighty, draw.chance(1, of: 4) { return .isVisited }
    return switch draw.below(1000) {
    case 0..<860: .samples
    case 860..<870: .cancels
    case 870..<900: .staysAway
    case 900..<925: .walksIn
    case 925..<940: .isVisited
    case 940..<960: .isExempt
    default: .isMissing
    }
  }
}
