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
    var unit: String
    var state = ""
    var version: UInt32 = 0
    /// What is known; `nil` for what is sealed.
    var facts: [String: Known] = [:]
    /// The values of what is sealed.
    var secrets: [String: Value] = [:]
    var history: [Int64] = []
    /// Whether an amendment told anew what is known; by which entries is then left open.
    var isAmended = false
    /// Whether what is sealed was erased.
    var isErased = false
    /// Whether anything was ever sealed of it, so that it has a key.
    var hasKey = false

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
    /// Whether the value was erased.
    var isErased = false
  }

  /// A movement of a number.
  struct Movement: Sendable, Hashable {
    var measure: String
    var part = ""
    var unit: String
    var owner: RecordID?
    var member: RecordID?
    var amount: Int64 = 1
    /// The day it counts on.
    var day = Day(number: 0)
    /// Whether it is of what records hold, and not of what happened.
    var isStock = false
  }

  /// Entries so far, those that came with the ledger included.
  private(set) var count: Int64 = 0
  /// The entries before the first request: the definitions.
  private(set) var definitions: Int64 = 0
  private(set) var things: [RecordID: Thing] = [:]
  private(set) var keys: [String: [String: RecordID]] = [:]
  private(set) var balances: [BalanceKey: Int64] = [:]
  /// What each entry moved.
  private(set) var movements: [Int64: [Movement]] = [:]
  /// The entries that put others right.
  private(set) var amendments: Set<Int64> = []
  /// The units by their codes, those that ended too.
  var places: [String: Place] = [:]
  /// The entries about each record, amendments aside.
  private var sent: [RecordID: [Int64]] = [:]
  /// Each record as it was first told, with what was read of others then.
  private var beginnings: [RecordID: Thing] = [:]
  /// The moment of each of them.
  private var moments: [Int64: Int64] = [:]
  /// What each of them says now; `nil` for those that are void.
  private(set) var contents: [Int64: Request?] = [:]
  /// What the entries about a record moved by themselves.
  private var posted: [RecordID: [Movement]] = [:]
  /// The ids of each kind in the order in which they came, for whoever makes up requests.
  private(set) var ids: [String: [RecordID]] = [:]

  /// Begins with the definitions that the ledger enters itself.
  init(definitions: Int64) {
    self.definitions = definitions
    self.count = definitions
  }

  /// Takes in a request that was accepted at a moment; gives what is wrong with that, if anything
  /// is.
  mutating func accept(_ request: Request, at moment: Int64) -> String? {
    let seq = count
    count += 1
    moments[seq] = moment
    if let amendment = request.amends { return amend(request, amendment, seq) }
    let id = request.subject.id
    let before = things[id]
    var others: [(id: RecordID, before: Thing?, after: Thing)] = []
    let named = told(of: before, request, seq)
    for (name, target) in referredWrites(request, named) {
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
    var (subject, moved) = step(before, request, seq, at: moment, asBefore: nil)
    if before == nil { beginnings[id] = subject }
    subject.version += 1
    subject.history.append(seq)
    set(id, subject)
    sent[id, default: []].append(seq)
    contents[seq] = request
    posted[id, default: []] += moved
    if subject.kind == "unit" { note(request, codeBefore: before?.text("code"), subject) }
    var problem = rekey(id, from: before, to: subject) ?? late(before, subject)
    for other in others {
      problem =
        problem ?? rekey(other.id, from: other.before, to: other.after)
        ?? late(other.before, other.after)
      let held = Self.held(from: other.before, to: other.after, other.id, on: request.on)
      moved += held
      sent[other.id, default: []].append(seq)
      posted[other.id, default: []] += held
    }
    movements[seq] = moved
    if !["period", "arrival"].contains(subject.kind) { problem = problem ?? intoClosed(moved) }
    if subject.kind == "erasure" { problem = problem ?? erase(request, seq) }
    return problem ?? add(moved)
  }

  /// What a record is after a request about it, and what that moves; `asBefore` has what was read
  /// of other records when it was first told, `moment` is that of the entry that is told.
  private func step(
    _ before: Thing?, _ request: Request, _ seq: Int64, at moment: Int64, asBefore: Thing?
  ) -> (Thing, [Movement]) {
    let verb = Self.parts(request.action).verb
    let id = request.subject.id
    var subject = told(of: before, request, seq)
    if subject.kind == "premises", verb == "move" { subject.unit = request.unit }
    if let asBefore, before == nil {
      for name in ["residence", "listed", "age-band", "given"] {
        if let value = asBefore.value(name) { subject.write(name, value, seq) }
      }
    } else {
      derive(&subject, before: before, request, seq)
    }
    if subject.kind == "registration", verb == "hold" { hold(&subject, seq, from: moment) }
    subject.state = Self.state(after: verb, of: subject)
    let moved = Self.difference(
      before.map { Self.stocks(of: $0, id) } ?? [], Self.stocks(of: subject, id))
    return (
      subject, (moved + flows(of: verb, subject, request)).map { $0.on(request.on) }
    )
  }

  /// Notes until when a place is held from a moment on.
  private func hold(_ registration: inout Thing, _ seq: Int64, from moment: Int64) {
    let session = registration.reference("session").flatMap { things[$0] }
    var minutes: Int64 = 15
    if case .integer(let own)? = session?.value("hold-minutes") { minutes = own }
    let until = Value.integer(moment + minutes * 60_000)
    if registration.value("held-until") != until { registration.write("held-until", until, seq) }
  }

  /// The record with what a request gives for it.
  private func told(of before: Thing?, _ request: Request, _ seq: Int64) -> Thing {
    let kind = Self.parts(request.action).kind
    var subject = before ?? Thing(kind: kind, unit: request.unit)
    for (name, reference) in request.records { subject.write(name, .record(reference.id), seq) }
    for (path, value) in request.fields where !path.contains(".") {
      subject.write(path, value, seq)
    }
    return subject
  }

  /// Tells a record anew from all that was sent about it, as if it had been right from the start.
  private mutating func amend(
    _ request: Request, _ amendment: Amendment, _ seq: Int64
  ) -> String? {
    let id = request.subject.id
    guard contents[amendment.seq] != nil, let was = things[id] else {
      return "there is no entry \(amendment.seq) about \(id)"
    }
    amendments.insert(seq)
    contents[amendment.seq] = .some(amendment.manner == .void ? nil : request)
    var thing: Thing?
    var moved: [Movement] = []
    for place in sent[id] ?? [] {
      guard let content = contents[place] ?? nil else { continue }
      guard content.subject.id == id else {
        let after = written(thing, id, by: content, seq)
        moved += Self.held(from: thing, to: after, id, on: content.on)
        thing = after
        continue
      }
      let (after, movements) = step(
        thing, content, seq, at: moments[place] ?? 0, asBefore: beginnings[id])
      thing = after
      moved += movements
    }
    var after = thing ?? Thing(kind: was.kind, unit: was.unit, state: Record.voidState)
    after.version = was.version + 1
    after.history = was.history + [seq]
    after.isAmended = true
    after.isErased = was.isErased
    after.hasKey = after.hasKey || was.hasKey
    set(id, after)
    let net = Self.difference(posted[id] ?? [], moved)
    posted[id] = moved
    movements[seq] = net
    return rekey(id, from: was, to: after) ?? add(net)
  }

  /// What a record is after a request about another one that gives some of its facts.
  private func written(
    _ before: Thing?, _ id: RecordID, by request: Request, _ seq: Int64
  ) -> Thing? {
    guard let name = request.records.first(where: { $0.value.id == id })?.key else { return before }
    var after = before ?? Thing(kind: name, unit: request.unit, state: "registered")
    for (path, value) in request.fields where path.hasPrefix("\(name).") {
      after.write(String(path.dropFirst(name.utf8.count + 1)), value, seq)
    }
    return after
  }

  /// How what a record holds moves.
  private static func held(
    from before: Thing?, to after: Thing?, _ id: RecordID, on day: Day
  ) -> [Movement] {
    difference(
      before.map { stocks(of: $0, id) } ?? [], after.map { stocks(of: $0, id) } ?? []
    ).map { $0.on(day) }
  }

  /// Erases what is sealed in the record that a request names.
  private mutating func erase(_ request: Request, _ seq: Int64) -> String? {
    guard case .text(let text)? = request.fields["erased"], let id = RecordID(text),
      let before = things[id]
    else { return "there is no such record" }
    guard before.hasKey, !before.facts.values.contains(where: \.isErased) else {
      return "nothing personal is in \(id)"
    }
    var after = before
    after.facts = after.facts.mapValues { known in
      Known(value: known.value, seq: known.seq, isErased: known.value == nil)
    }
    after.secrets = [:]
    after.isErased = true
    after.version += 1
    after.history.append(seq)
    set(id, after)
    return rekey(id, from: before, to: after)
  }

  /// What is wrong if something personal was added to an erased record.
  private func late(_ before: Thing?, _ after: Thing) -> String? {
    guard let before, before.isErased, after.secrets != before.secrets else { return nil }
    return "personal data were added to a \(after.kind) after its erasure"
  }

  /// Whether an entry wrote to a record that was erased since, so that what was asked for may not
  /// be known any more.
  func isForgotten(_ seq: Int64) -> Bool {
    things.values.contains { $0.isErased && $0.history.contains(seq) }
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
      for (name, text) in Self.keys(of: before, id) where keys[name]?[text] == id {
        keys[name]?[text] = nil
      }
    }
    for (name, text) in Self.keys(of: after, id) {
      if let holder = keys[name]?[text] {
        problem = "\(name) is held by \(holder) and was given to \(id) too"
      }
      keys[name, default: [:]][text] = id
    }
    return problem
  }

  /// Adds to the balances; gives what passed its limit.
  private mutating func add(_ moved: [Movement]) -> String? {
    var owners: [String: Set<RecordID>] = [:]
    for movement in moved {
      guard let owner = movement.owner else { continue }
      balances[BalanceKey(measure: movement.measure, owner: owner), default: 0] += movement.amount
      owners[movement.measure, default: []].insert(owner)
    }
    for owner in owners["test-booking.booked-in-session"] ?? [] {
      let key = BalanceKey(measure: "test-booking.booked-in-session", owner: owner)
      guard case .integer(let capacity)? = things[owner]?.value("capacity"),
        let after = balances[key], after > capacity
      else { continue }
      // A session may have been made smaller than it was full, but nobody comes to it then.
      let grown = moved.reduce(0) { sum, movement in
        movement.measure == key.measure && movement.owner == owner ? sum + movement.amount : sum
      }
      if grown > 0 { return "session \(owner) has \(capacity) places and \(after) bookings" }
    }
    return money(owners[Self.postings] ?? [])
  }

  static let postings = "mutual-aid.balance"

  /// What is wrong with the money of some accounts: a fund has less than nothing, or what left one
  /// account has not come to another.
  private func money(_ owners: Set<RecordID>) -> String? {
    guard !owners.isEmpty else { return nil }
    for owner in owners where things[owner]?.text("side") == "fund" {
      let balance = balances[BalanceKey(measure: Self.postings, owner: owner), default: 0]
      if balance < 0 { return "the fund \(owner) has \(balance) fen" }
    }
    let sum = balances.reduce(0) { $1.key.measure == Self.postings ? $0 + $1.value : $0 }
    return sum == 0 ? nil : "the two sides of all postings differ by \(sum) fen"
  }

  /// What is wrong if something moves in a month that a unit, or one above it, has closed.
  private func intoClosed(_ moved: [Movement]) -> String? {
    for movement in moved {
      for unit in chain(movement.unit, on: movement.day)
      where isClosed(unit, movement.day.month) {
        return "\(unit) has closed \(movement.day.month)"
      }
    }
    return nil
  }

  /// Whether a unit has closed a month.
  func isClosed(_ unit: String, _ month: Month) -> Bool {
    (ids["period"] ?? []).contains { id in
      guard let period = things[id], period.state == "closed", period.unit == unit,
        case .integer(let year)? = period.value("year"),
        case .integer(let number)? = period.value("month")
      else { return false }
      return Month(year: Int(year), month: Int(number)) == month
    }
  }

  /// The places that are held beyond a moment that has come, with what they are held by.
  func overdue(at moment: Int64) -> [RecordID: Thing] {
    things.filter { _, thing in thing.heldUntil.map { $0 <= moment } ?? false }
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

extension LedgerModel.Movement {
  /// The same on a day.
  fileprivate func on(_ day: Day) -> LedgerModel.Movement {
    var movement = self
    movement.day = day
    return movement
  }
}

extension LedgerModel.Thing {
  /// Until when it holds a place that nobody has confirmed; `nil` if it holds none.
  var heldUntil: Int64? {
    guard kind == "registration", state == "held", case .integer(let until)? = value("held-until")
    else { return nil }
    return until
  }

  mutating func write(_ name: String, _ value: Value, _ seq: Int64) {
    let isHidden = isSealed(name)
    facts[name] = LedgerModel.Known(value: isHidden ? nil : value, seq: seq)
    if isHidden {
      secrets[name] = value
      hasKey = true
    }
  }

  func isSealed(_ name: String) -> Bool {
    switch kind {
    case "person": ["name", "identity-number", "phone", "birth", "address"].contains(name)
    case "premises": ["keeper", "phone"].contains(name)
    case "registration": name == "tube"
    case "aid-claim": name == "diagnosis"
    case "arrival": name == "content"
    default: false
    }
  }
}
