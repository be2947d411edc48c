// What the ledger should hold, worked out from the requests alone: plain dictionaries, and the
// rules of the bundled programmes told a second time by hand. It uses neither `decide` nor the
// folding nor the recount, so that a slip there shows.

import Programmes
import Quantities
import Storage

/// A ledger as the acknowledged requests make it.
struct LedgerModel: Sendable {
  /// A record as the requests make it.
  struct Thing: Sendable {
    let kind: String
    let unit: String
    var state = ""
    var version: UInt32 = 0
    /// What is known; `nil` for what is sealed.
    var facts: [String: Known] = [:]
    /// The values of what is sealed.
    var secrets: [String: Value] = [:]
    var history: [Int64] = []

    func value(_ name: String) -> Value? { facts[name]?.value ?? secrets[name] }

    func text(_ name: String) -> String? {
      if case .text(let text)? = value(name) { text } else { nil }
    }

    func reference(_ name: String) -> RecordID? {
      if case .record(let id)? = value(name) { id } else { nil }
    }
  }

  /// A fact and the entry that wrote it.
  struct Known: Sendable, Hashable {
    let value: Value?
    let seq: Int64
  }

  /// A movement of a number.
  struct Movement: Sendable, Hashable {
    var measure: String
    var part = ""
    var unit: String
    var owner: RecordID?
    var member: RecordID?
    var amount: Int64 = 1
  }

  /// Entries so far, those that came with the ledger included.
  private(set) var count: Int64 = 0
  /// The entries before the first request: the definitions.
  private(set) var definitions: Int64 = 0
  private(set) var things: [RecordID: Thing] = [:]
  private(set) var keys: [String: [String: RecordID]] = [:]
  private(set) var balances: [BalanceKey: Int64] = [:]
  private(set) var tallies: [TallyKey: Int64] = [:]
  private(set) var members: [MemberKey: [String: Int64]] = [:]
  /// What each entry moved, and on which day.
  private(set) var movements: [Int64: (on: Day, moved: [Movement])] = [:]
  private(set) var parents: [String: String] = [:]
  /// The ids of each kind in the order in which they came, for whoever makes up requests.
  private(set) var ids: [String: [RecordID]] = [:]

  /// Begins with the definitions that the ledger enters itself.
  init(definitions: Int64) {
    self.definitions = definitions
    self.count = definitions
  }

  /// The unit and all above it.
  func chain(_ unit: String) -> [String] {
    var chain = [unit]
    while let above = chain.last.flatMap({ parents[$0] }) { chain.append(above) }
    return chain
  }

  /// Takes in a request that was accepted; gives what is wrong with that, if anything is.
  mutating func accept(_ request: Request) -> String? {
    let seq = count
    count += 1
    let (kind, verb) = Self.parts(request.action)
    let id = request.subject.id
    let before = things[id]
    var subject = before ?? Thing(kind: kind, unit: request.unit)
    for (name, reference) in request.records { subject.write(name, .record(reference.id), seq) }
    for (path, value) in request.fields where !path.contains(".") {
      subject.write(path, value, seq)
    }
    var others: [(id: RecordID, before: Thing?, after: Thing)] = []
    for (name, target) in referredWrites(request, subject) {
      let before = things[target.id]
      var after = before ?? Thing(kind: name, unit: request.unit, state: "registered")
      for (field, value) in target.fields where after.value(field) != value || after.isSealed(field)
      { after.write(field, value, seq) }
      guard after.facts != before?.facts else { continue }
      after.version += 1
      after.history.append(seq)
      others.append((target.id, before, after))
    }
    for other in others { set(other.id, other.after) }
    derive(&subject, before: before, request, seq)
    subject.state = Self.state(after: verb, of: subject)
    subject.version += 1
    subject.history.append(seq)
    set(id, subject)
    if kind == "unit", let code = subject.text("code") {
      parents[code] = subject.text("parent")
    }
    var problem = rekey(id, from: before, to: subject)
    for other in others {
      problem = problem ?? rekey(other.id, from: other.before, to: other.after)
    }
    var moved = Self.difference(
      before.map { Self.stocks(of: $0, id) } ?? [], Self.stocks(of: subject, id))
    moved += Self.flows(of: verb, subject, id, request)
    for other in others {
      moved += Self.difference(
        other.before.map { Self.stocks(of: $0, other.id) } ?? [],
        Self.stocks(of: other.after, other.id))
    }
    movements[seq] = (request.on, moved)
    for movement in moved {
      problem = problem ?? add(movement, on: request.on)
    }
    return problem
  }

  private mutating func set(_ id: RecordID, _ thing: Thing) {
    if things.updateValue(thing, forKey: id) == nil { ids[thing.kind, default: []].append(id) }
  }

  /// The fields of referred records, by reference.
  private func referredWrites(
    _ request: Request, _ subject: Thing
  ) -> [(String, (id: RecordID, fields: [(String, Value)]))] {
    var writes: [String: (id: RecordID, fields: [(String, Value)])] = [:]
    for (path, value) in request.fields {
      let parts = path.split(separator: ".").map(String.init)
      guard parts.count == 2, let id = subject.reference(parts[0]) else { continue }
      writes[parts[0], default: (id, [])].fields.append((parts[1], value))
    }
    return writes.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  private mutating func rekey(_ id: RecordID, from before: Thing?, to after: Thing) -> String? {
    var problem: String?
    if let before {
      for (name, text) in Self.keys(of: before) where keys[name]?[text] == id {
        keys[name]?[text] = nil
      }
    }
    for (name, text) in Self.keys(of: after) {
      if let holder = keys[name]?[text] {
        problem = "\(name) is held by \(holder) and was given to \(id) too"
      }
      keys[name, default: [:]][text] = id
    }
    return problem
  }

  private mutating func add(_ movement: Movement, on day: Day) -> String? {
    if let member = movement.member {
      add(movement, member: member, in: .month(Month(containing: day)))
      add(movement, member: member, in: .year(Int32(day.year)))
    } else {
      tally(movement, at: movement.unit, in: .day(day), by: movement.amount)
      for unit in chain(movement.unit) {
        tally(movement, at: unit, in: .month(Month(containing: day)), by: movement.amount)
      }
    }
    guard let owner = movement.owner else { return nil }
    let sum = balances[BalanceKey(measure: movement.measure, owner: owner), default: 0]
    let after = sum + movement.amount
    balances[BalanceKey(measure: movement.measure, owner: owner)] = after
    guard movement.measure == "test-booking.booked-in-session", movement.amount > 0,
      case .integer(let capacity)? = things[owner]?.value("capacity"), after > capacity
    else { return nil }
    return "session \(owner) has \(capacity) places and \(after) bookings"
  }

  private mutating func add(_ movement: Movement, member: RecordID, in period: TallyPeriod) {
    let key = MemberKey(
      measure: movement.measure, part: movement.part, period: period, thing: member)
    let before = Set((members[key] ?? [:]).keys.flatMap(chain))
    members[key, default: [:]][movement.unit, default: 0] += movement.amount
    for unit in chain(movement.unit) where !before.contains(unit) {
      tally(movement, at: unit, in: period, by: 1)
    }
  }

  private mutating func tally(
    _ movement: Movement, at unit: String, in period: TallyPeriod, by amount: Int64
  ) {
    let key = TallyKey(
      measure: movement.measure, part: movement.part, unit: unit, period: period)
    let sum = tallies[key, default: 0] + amount
    tallies[key] = sum == 0 ? nil : sum
  }

  /// What is there after without what was there before.
  private static func difference(_ before: [Movement], _ after: [Movement]) -> [Movement] {
    var sums: [Movement: Int64] = [:]
    for (list, sign) in [(before, Int64(-1)), (after, 1)] {
      for movement in list {
        var place = movement
        place.amount = 0
        sums[place, default: 0] += sign * movement.amount
      }
    }
    return sums.filter { $0.value != 0 }.map { place, amount in
      var movement = place
      movement.amount = amount
      return movement
    }
  }

  /// Kind and verb of an action.
  static func parts(_ action: String) -> (kind: String, verb: String) {
    let parts = action.split(separator: ".", maxSplits: 1).map(String.init)
    precondition(parts.count == 2, "an action is named kind.verb")
    return (parts[0], parts[1])
  }
}

extension LedgerModel.Thing {
  mutating func write(_ name: String, _ value: Value, _ seq: Int64) {
    let isHidden = isSealed(name)
    facts[name] = LedgerModel.Known(value: isHidden ? nil : value, seq: seq)
    if isHidden { secrets[name] = value }
  }

  func isSealed(_ name: String) -> Bool {
    switch kind {
    case "person": ["name", "identity-number", "phone", "birth", "address"].contains(name)
    case "premises": ["keeper", "phone"].contains(name)
    case "registration": name == "tube"
    default: false
    }
  }
}
