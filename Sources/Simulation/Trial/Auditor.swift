// Who believes nothing: everything that was answered is kept and held against the ledger, after
// every batch in samples, after every crash and at the end in full.

import Ledger
import Programmes
import Quantities
import Registry
import Storage

/// Something is not as it should be.
public struct TrialFinding: Error, Sendable, CustomStringConvertible {
  /// What it is about.
  public let subject: String
  /// What should be.
  public let expected: String
  /// What is.
  public let found: String
  /// What else may help to see why, line by line.
  let details: [String]

  init(_ subject: String, expected: String, found: String, details: [String] = []) {
    self.subject = subject
    self.expected = expected
    self.found = found
    self.details = details
  }

  /// Subject, what should be, and what is.
  public var description: String { "\(subject): expected \(expected), found \(found)" }
}

/// Keeps what was answered, and the model of it.
struct Auditor {
  private(set) var model: LedgerModel
  /// The request of each entry after the definitions, whether its receipt arrived or not.
  private(set) var requests: [Int64: Request] = [:]
  private(set) var seqs: [EntryID: Int64] = [:]
  /// Receipts that arrived.
  private(set) var receipts: [Int64: Receipt] = [:]
  /// Requests sent without an answer, and the contents they were sent with.
  private(set) var unanswered: [EntryID: [Request]] = [:]
  /// Of an entry that no answer told of: the requests of its id that fit it, where several do.
  ///
  /// A void has the day of what it voids, so which of two days was asked for the next answer says.
  private var alike: [Int64: [Request]] = [:]
  /// What was made without a network.
  var offline = OfflineModel()
  /// The version of the programme `premises` that came with the program.
  let premisesVersion: UInt32
  /// What the clock could not do in this run of the process, by the version of the record.
  private var setAside: [RecordID: UInt32] = [:]
  /// The hash of every leaf seen.
  var leafHashes: [Hash] = []
  var newest: Checkpoint?
  private var lastAt: Int64 = 0
  /// The checkpoint whose signature was looked at last: all receipts of a batch have the same.
  private var verified: (note: SignedNote, size: Int64)?
  let key: VerifierKey

  /// Begins with a ledger that has nothing but its definitions.
  init(_ view: LedgerView, key: VerifierKey) throws {
    self.key = key
    self.premisesVersion = view.programmes.latest("premises")?.version ?? 0
    self.model = LedgerModel(definitions: try view.through())
    for seq in 0..<model.definitions {
      guard let entry = try view.entry(seq), let stored = try view.stored(seq),
        entry.action == "programme.publish"
      else { throw TrialFinding("entry \(seq)", expected: "a definition", found: "another") }
      leafHashes.append(stored.leafHash)
    }
  }

  // MARK: Answers

  /// Takes in a batch that nobody got an answer to: all of it may be in the ledger, or none.
  mutating func leaveUnanswered(_ batch: [Request]) {
    for request in batch where seqs[request.id] == nil {
      unanswered[request.id, default: []].append(request)
    }
  }

  /// A request was refused: nobody waits for it.
  mutating func giveUp(_ request: Request) { unanswered[request.id] = nil }

  /// Takes in the entries up to `end` that no answer told of; each must have been asked for.
  mutating func takeInUnanswered(upTo end: Int64, _ view: LedgerView) throws {
    while model.count < end {
      guard let entry = try view.entry(model.count) else {
        throw TrialFinding("entry \(model.count)", expected: "an entry", found: "none")
      }
      if let request = try offline.request(of: entry, model) {
        try takeIn(request, view)
        continue
      }
      if entry.actor == .clock, unanswered[entry.id] == nil {
        try takeIn(try clockRequest(of: entry), view)
        continue
      }
      let sent = unanswered[entry.id] ?? []
      let fitting = sent.filter { Self.matches($0, entry) }
      guard let request = fitting.first else {
        throw TrialFinding(
          "entry \(model.count)", expected: "a request that waits for its answer",
          found: "\(entry.action) \(entry.id), which "
            + (sent.isEmpty ? "nobody waits for" : "was sent with another content"))
      }
      if fitting.count > 1 { alike[model.count] = fitting }
      try takeIn(request, view)
    }
  }

  /// Takes in the answers to a batch, in its order; `today` is the day it was decided on.
  mutating func takeIn(
    _ batch: [Request], _ outcomes: [Outcome], today: Day, _ view: LedgerView
  ) throws {
    var new: Set<EntryID> = []
    for (request, outcome) in zip(batch, outcomes) {
      if case .accepted(let acceptance) = outcome, !acceptance.isRepeat { new.insert(request.id) }
    }
    try takeInUnanswered(upTo: try view.through() - Int64(new.count), view)
    for (request, outcome) in zip(batch, outcomes) {
      switch outcome {
      case .accepted(let acceptance): try takeIn(request, acceptance, view)
      case .refused(let refusal):
        if let problem = problem(with: refusal, of: request, today: today) {
          throw TrialFinding(
            "refusal of \(request.action) \(request.id)", expected: problem,
            found: "\(refusal.code): \(refusal)")
        }
      }
    }
    guard try view.through() == model.count else {
      throw TrialFinding(
        "entries", expected: "\(model.count)", found: "\(try view.through()) after a batch")
    }
  }

  private mutating func takeIn(
    _ request: Request, _ acceptance: Acceptance, _ view: LedgerView
  ) throws {
    let receipt = acceptance.receipt
    guard acceptance.id == request.id else {
      throw TrialFinding("receipt", expected: "\(request.id)", found: "\(acceptance.id)")
    }
    if acceptance.isRepeat {
      guard let seq = seqs[request.id], seq == receipt.seq,
        isOf(seq, request) || model.isForgotten(seq)
      else {
        throw TrialFinding(
          "repeat of \(request.id)", expected: "the same request under this id",
          found: "a receipt for entry \(receipt.seq)")
      }
      if let fitting = alike.removeValue(forKey: seq), fitting.contains(request) {
        requests[seq] = request
      }
      if let first = receipts[seq], first != receipt {
        throw TrialFinding(
          "repeat of entry \(seq)", expected: "its first receipt", found: "another")
      }
    } else {
      guard receipt.seq == model.count, seqs[request.id] == nil else {
        throw TrialFinding(
          "receipt of \(request.id)", expected: "entry \(model.count)",
          found: "entry \(receipt.seq)")
      }
      try takeIn(request, view)
    }
    receipts[receipt.seq] = receipt
    guard leafHashes[Int(receipt.seq)] == receipt.leafHash else {
      throw TrialFinding(
        "leaf of entry \(receipt.seq)", expected: "\(receipt.leafHash)",
        found: "\(leafHashes[Int(receipt.seq)])")
    }
    if let verified, verified.note == receipt.checkpoint, receipt.seq < verified.size { return }
    verified = (receipt.checkpoint, try receipt.verify(key: key).size)
  }

  /// Takes in the next entry, which holds `request`.
  private mutating func takeIn(_ request: Request, _ view: LedgerView) throws {
    let seq = model.count
    guard let stored = try view.stored(seq), let entry = try view.entry(seq) else {
      throw TrialFinding("entry \(seq)", expected: request.action, found: "none")
    }
    guard Self.matches(request, entry) else {
      throw TrialFinding("entry \(seq)", expected: request.action, found: entry.action)
    }
    guard entry.at >= lastAt else {
      throw TrialFinding(
        "time of entry \(seq)", expected: "at least \(lastAt)", found: "\(entry.at)")
    }
    lastAt = entry.at
    leafHashes.append(stored.leafHash)
    requests[seq] = request
    seqs[request.id] = seq
    unanswered[request.id] = nil
    let before = offline.isOn ? known(request) : [:]
    if let problem = model.accept(request, at: entry.at) {
      throw TrialFinding(
        "entry \(seq) (\(request.action))", expected: "a refusal", found: problem)
    }
    if offline.isOn {
      if let kept = offline.next(entry.id), !kept.isBack {
        try checkMarks(entry, of: kept.of, before, today: Day(milliseconds: entry.at))
      }
      offline.note(request, entry, seq, known: online(request), before: before, model)
    }
    let wanted = Self.lines(model.movements[seq] ?? [])
    let found = Self.lines(
      entry.decision.deltas.map {
        LedgerModel.Movement(
          measure: $0.measure, part: $0.part, unit: $0.unit, owner: $0.owner,
          member: $0.member, amount: $0.amount, day: $0.day)
      })
    guard wanted == found else {
      throw TrialFinding(
        "movements of entry \(seq) (\(request.action))", expected: "\(wanted)", found: "\(found)")
    }
  }

  // MARK: The clock

  /// Forgets what the clock could not do, since a process that starts tries it again.
  mutating func startAnew() { setAside = [:] }

  /// The request that the clock must have sent for an entry that nobody asked for.
  private func clockRequest(of entry: Entry) throws -> Request {
    let id = entry.decision.touches[0].record
    guard let thing = model.things[id], let until = thing.heldUntil, until <= entry.at,
      entry.action == "registration.lapse"
    else {
      throw TrialFinding(
        "entry \(model.count)", expected: "a place whose time is over",
        found: "\(entry.action) \(entry.id) by the clock")
    }
    let unit = model.chain(thing.unit, on: entry.on)[0]
    guard entry.unit == unit else {
      throw TrialFinding(
        "entry \(model.count) by the clock", expected: "unit \(unit)", found: entry.unit)
    }
    return Request(
      id: entry.id, on: entry.on, actor: .clock, unit: unit, programme: "test-booking",
      action: entry.action, subject: .existing(id, base: thing.version), records: [:],
      fields: [:])
  }

  /// Takes in what the clock did at a moment: every place whose time is over is free again, unless
  /// there is a reason.
  mutating func takeIn(
    _ round: ClockRound, at now: Int64, today: Day, _ view: LedgerView
  ) throws {
    try takeInUnanswered(upTo: try view.through(), view)
    let on = Day(milliseconds: now)
    for (id, action, refusal) in round.refused {
      let unit = model.things[id].map { model.chain($0.unit, on: on)[0] } ?? ""
      let place = model.places[unit]
      let isRight =
        switch refusal {
        case .unitUnknown, .unitEnded:
          place.map { on < $0.stands[0].from || $0.end.map { $0.day <= on } ?? false } ?? true
        case .periodClosed(let unit, let month): model.isClosed(unit, month)
        case .dayOutOfRange: on > today || today.days(since: on) > 366
        default: false
        }
      guard isRight, let thing = model.things[id], thing.heldUntil != nil else {
        throw TrialFinding("\(action) of \(id) by the clock", expected: "done", found: "\(refusal)")
      }
      setAside[id] = thing.version
    }
    guard !round.hasMore else { return }
    for (id, thing) in model.overdue(at: now) where setAside[id] != thing.version {
      throw TrialFinding(
        "registration \(id)", expected: "its place free since \(thing.heldUntil ?? 0)",
        found: "held at \(now)")
    }
  }

  /// Whether an entry was made of a request, as far as answers have told.
  private func isOf(_ seq: Int64, _ request: Request) -> Bool {
    requests[seq] == request || alike[seq]?.contains(request) ?? false
  }

  private static func matches(_ request: Request, _ entry: Entry) -> Bool {
    // A void has the day and unit of what it voids, which may have been corrected meanwhile.
    let isWhere =
      request.amends?.manner == .void || entry.on == request.on && entry.unit == request.unit
    return entry.id == request.id && isWhere && entry.actor == request.actor
      && entry.programme == request.programme
      && entry.action == request.action && entry.amends == request.amends
      && entry.decision.touches.first?.record == request.subject.id
  }

  private static func lines(_ movements: [LedgerModel.Movement]) -> [String] {
    movements.map { movement in
      let owner = movement.owner.map { " of \($0)" } ?? ""
      let member = movement.member.map { " counting \($0)" } ?? ""
      return
        "\(movement.measure)[\(movement.part)] \(movement.unit) \(movement.day) \(movement.amount)"
        + owner + member
    }.sorted()
  }

  // MARK: Refusals

  /// Why a refusal cannot be right; `nil` if it can.
  private func problem(with refusal: Refusal, of request: Request, today: Day) -> String? {
    let things = model.things
    let subject = things[request.subject.id]
    let isRight: Bool
    // Whether a record's later entries could stand is told by nobody else.
    if request.amends != nil, !["request.id-reused", "busy"].contains(refusal.code) { return nil }
    switch refusal {
    case .idReused(let seq):
      isRight = seqs[request.id] == seq && (requests[seq] != request || alike[seq] != nil)
    case .unitUnknown(let code):
      let from = model.places[code]?.stands[0].from
      isRight = from.map { request.on < $0 } ?? true
    case .unitEnded(let code, let last, let successor):
      let end = model.places[code]?.end
      isRight = last < request.on && end?.day == last.advanced(by: 1) && end?.into == successor
    case .unitUnchangeable: isRight = request.programme == "units"
    case .dayOutOfRange(let day):
      let daysMax = request.programme == "shop-inspection" ? 31 : 366
      isRight = day == request.on && (day > today || today.days(since: day) > daysMax)
    case .recordUnknown(_, let id): isRight = things[id] == nil
    case .recordExists(_, let id): isRight = things[id] != nil
    case .recordOfOtherKind(let expected, let found): isRight = expected != found
    case .roleMissing:
      // The boss may do everything but what only the clock does.
      isRight =
        request.actor != .account(Workload.boss) || request.action == "registration.lapse"
    case .stale(_, let base, let current):
      isRight = base != current && subject?.version == current
    case .wrongState(_, let state, let needed):
      let isNew = subject == nil
      isRight = isNew ? !needed.contains("new") : subject?.state == state && !needed.contains(state)
    case .keyTaken(let key, let holder):
      isRight =
        model.keys[key]?.values.contains(holder) ?? false
        || key == "programme.version" && isPublished(request, by: holder)
    case .ceilingReached(let measure, let limit):
      isRight = isFull(measure, limit, request)
    case .floorPassed(let measure, let limit): isRight = isShort(measure, limit, request)
    case .periodClosed(let unit, let month):
      isRight =
        model.isClosed(unit, month)
        && (request.programme == "units" || month == request.on.month)
    case .fieldInvalid, .conditionFailed, .fieldMissing: isRight = true
    case .busy, .programmeUnknown, .actionUnknown, .fieldUnknown, .overflow,
      .tooLarge, .entryUnknown, .notAmendable, .laterEntry:
      isRight = false
    }
    return isRight ? nil : "no reason for it"
  }

  /// Whether a record is the version of a programme that a request would publish.
  private func isPublished(_ request: Request, by holder: RecordID) -> Bool {
    guard let thing = model.things[holder] else { return false }
    return ["name", "version"].allSatisfy { thing.value($0) == request.fields[$0] }
  }

  private func isFull(_ measure: String, _ limit: Int64, _ request: Request) -> Bool {
    let session =
      request.records["session"]?.id ?? model.things[request.subject.id]?.reference("session")
    guard let session, measure == "test-booking.booked-in-session",
      model.things[session]?.value("capacity") == .integer(limit)
    else { return false }
    return model.balances[BalanceKey(measure: measure, owner: session), default: 0] >= limit
  }

  private func isShort(_ measure: String, _ limit: Int64, _ request: Request) -> Bool {
    let subject = model.things[request.subject.id]
    let payer = request.records["payer"]?.id ?? subject?.reference("payer")
    guard measure == LedgerModel.postings, limit == 0, let payer,
      model.things[payer]?.text("side") == "fund",
      case .integer(let amount)? = request.fields["amount"] ?? subject?.value("amount")
    else { return false }
    return model.balances[BalanceKey(measure: measure, owner: payer), default: 0] < amount
  }
}
