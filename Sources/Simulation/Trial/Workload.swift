// Requests at random, sensible and otherwise: who makes them up looks at the model to find records
// in the right state, and now and then does not look.

import Indicators
import Programmes
import Quantities

/// A kind of work that a seed turns on or off; to add one, name it here and say in
/// `Workload.requests` what it asks for.
enum Work: CaseIterable {
  case premises, visits, rechecks, stations, persons, rounds, lists, bookings, rush, units
  case accounts, documents, targets, returns, amendments, erasures, holds, money, months
}

/// Makes requests up.
struct Workload: Sendable {
  var draw: Draw
  /// What the requests are made on.
  let swarm: Swarm
  private var codes = Codes()
  /// Counts what needs a number of its own.
  private var serial = 0
  /// The moment the requests are made at.
  var now: Int64 = 0

  static let district = "140213"
  static let units: [AdministrativeUnit] = [
    unit(district, .district, nil), unit("140213001", .subdistrict, district),
    unit("140213002", .subdistrict, district), unit("140213001001", .community, "140213001"),
    unit("140213001002", .community, "140213001"), unit("140213002001", .community, "140213002"),
    unit("140213002200", .village, "140213002"), unit("B06", .bureau, district),
  ]
  /// The account that may do everything; it is never closed.
  static let boss = RecordID(high: 1, low: 1)
  /// The account of one community's worker.
  static let worker = RecordID(high: 1, low: 2)

  init(seed: UInt64, swarm: Swarm, stream: UInt64 = 102) {
    self.draw = Draw(seed: seed, stream: stream)
    self.swarm = swarm
  }

  private static func unit(
    _ code: String, _ level: UnitLevel, _ parent: String?
  ) -> AdministrativeUnit {
    AdministrativeUnit(
      code: code, nameZh: "演示\(code)", nameEn: "Demo \(code)", level: level, parent: parent,
      validFrom: Trial.firstDay.advanced(by: -3_000), validThrough: nil)
  }

  // MARK: Founding

  /// What every district begins with: units, two accounts, and something to work on.
  mutating func founding() -> [Request] {
    var requests = Self.units.map { unit in
      request(
        FoundingForms.found(draw.id(at: now), unit, on: Trial.firstDay), by: .system,
        for: unit.code)
    }
    let roles = ["admin", "office", "bureau", "lead", "enforcement", "worker", "volunteer"]
    requests.append(
      request(
        open(Self.boss, roles.map { ($0, Self.district) }), by: .system, for: Self.district))
    requests.append(
      request(
        open(Self.worker, [("worker", "140213001001")]), by: .system, for: Self.district))
    if swarm.isPrepared {
      requests += (preparedRound() + preparedFund()).map { form in
        request(form, by: .account(Self.boss), for: "140213001001")
      }
    }
    return requests
  }

  mutating func open(_ id: RecordID, _ roles: [(role: String, unit: String)]) -> Form {
    serial += 1
    return Form(
      programme: "accounts", action: "account.open", subject: .new(id),
      fields: [
        "login": .text("login-\(serial)"), "name": .text(Names.person(&draw)),
        "roles": .list(roles.map { ["role": .text($0.role), "unit": .text($0.unit)] }),
      ])
  }

  // MARK: Requests

  /// Some requests of a kind of work that this district does.
  mutating func requests(_ model: LedgerModel) -> [Request] {
    let work = Work.allCases[draw.index(ofWeights: swarm.weights)]
    if work == .rush { return rush(model) }
    if work == .amendments, let amendment = amendment(model) { return [amendment] }
    return [varied(form(work, model), model)]
  }

  private mutating func form(_ work: Work, _ model: LedgerModel) -> Form {
    switch work {
    case .premises: premises(model)
    case .visits, .amendments: visit(model)
    case .rechecks: recheck(model)
    case .stations: station(model)
    case .persons: person(model)
    case .rounds: round(model)
    case .lists: list(model)
    case .bookings, .rush: booking(model)
    case .holds: hold(model)
    case .money: money(model)
    case .months: month(model)
    case .units: unit(model)
    case .accounts: account(model)
    case .documents: document()
    case .targets: target(model)
    case .returns: statistics(model)
    case .erasures: erasure(model)
    }
  }

  /// Many want the last places of one session at once.
  private mutating func rush(_ model: LedgerModel) -> [Request] {
    guard let session = find("session", "open", model) else { return [varied(round(model), model)] }
    return (0..<draw.within(2...12)).map { _ in varied(booking(model, of: session), model) }
  }

  /// A request as somebody sends it: late, based on what they saw, by an outsider.
  private mutating func varied(_ form: Form, _ model: LedgerModel) -> Request {
    var form = form
    if draw.chance(swarm.based, of: 100), case .existing(let id, nil) = form.subject {
      let version = model.things[id]?.version ?? 0
      let base = draw.chance(1, of: 4) ? UInt32(draw.below(5)) : version
      form.subject = .existing(id, base: base)
    }
    var actor = Actor.account(Self.boss)
    if draw.chance(swarm.outsiders, of: 100) {
      actor = draw.one(of: [.account(Self.worker), .system, .resident(Self.worker), .clock])
      if draw.chance(1, of: 2), let account = model.ids["account"], !account.isEmpty {
        actor = .account(draw.one(of: account))
      }
    }
    var on = Day(milliseconds: now)
    if draw.chance(swarm.late, of: 100) { on = on.advanced(by: draw.within(-40...1)) }
    var unit = draw.one(of: places(model))
    if form.action == "unit.found", case .text(let code)? = form.fields["code"] { unit = code }
    return request(form, on: on, by: actor, for: unit)
  }

  private mutating func request(_ form: Form, by actor: Actor, for unit: String) -> Request {
    request(form, on: Day(milliseconds: now), by: actor, for: unit)
  }

  mutating func request(
    _ form: Form, on day: Day, by actor: Actor, for unit: String, amends: Amendment? = nil
  ) -> Request {
    Request(
      id: draw.id(at: now), on: day, actor: actor, unit: unit, programme: form.programme,
      action: form.action, subject: form.subject, records: form.records, fields: form.fields,
      amends: amends)
  }

  /// The same id with another content.
  mutating func altered(_ request: Request) -> Request {
    Request(
      id: request.id, on: request.on.advanced(by: -1), actor: request.actor, unit: request.unit,
      programme: request.programme, action: request.action, subject: request.subject,
      records: request.records, fields: request.fields, amends: request.amends)
  }

  // MARK: Finding records

  /// A record in a state, or now and then in any; `nil` if there is none of its kind.
  mutating func find(_ kind: String, _ state: String?, _ model: LedgerModel) -> RecordID? {
    guard let ids = model.ids[kind], !ids.isEmpty else { return nil }
    if let state, !draw.chance(1, of: 20) {
      // The newest are the most likely to have work left.
      for _ in 0..<12 {
        let back = min(draw.below(ids.count), draw.below(ids.count))
        let id = ids[ids.count - 1 - back]
        if model.things[id]?.state == state { return id }
      }
    }
    return draw.one(of: ids)
  }

  /// The id of a record not told of yet; those made offline carry an earlier time, and once in a
  /// while somebody takes an id that is taken.
  mutating func fresh(_ kind: String, _ model: LedgerModel) -> RecordID {
    if draw.chance(1, of: 60), let ids = model.ids[kind], !ids.isEmpty { return draw.one(of: ids) }
    let age = draw.chance(1, of: 5) ? Int64(draw.below(40)) * 86_400_000 : 0
    return draw.id(at: now - age)
  }

  /// A number of its own, or now and then one that was given before.
  mutating func number() -> Int {
    serial += 1
    return draw.chance(1, of: 10) ? draw.below(serial) + 1 : serial
  }

  mutating func ground(_ model: LedgerModel) -> String {
    let communities = places(model).filter { $0.utf8.count == 12 }
    return draw.one(of: communities.isEmpty ? places(model) : communities)
  }

  /// The units that are there, or now and then all that ever were.
  mutating func places(_ model: LedgerModel) -> [String] {
    draw.chance(1, of: 12) ? model.places.keys.sorted() : model.standing
  }

  mutating func identity() -> String {
    codes.identity(born: Citizen.dayOfBirth(on: Trial.firstDay, &draw), &draw)
  }
}
