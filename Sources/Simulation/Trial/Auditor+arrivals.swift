import Ledger
import Programmes
import Quantities
import Registry
import Storage

// What arrivals came to, held against the rule told by hand.

extension Auditor {
  /// The records that a request names, as they are.
  func known(_ request: Request) -> [RecordID: LedgerModel.Thing] {
    var known: [RecordID: LedgerModel.Thing] = [:]
    for id in [request.subject.id] + request.records.values.map(\.id) {
      known[id] = model.things[id]
    }
    return known
  }

  /// Where the request of an arrival that is being kept stands already, sent over the network
  /// before.
  func online(_ request: Request) -> Int64? {
    guard request.action == "arrival.keep", case .text(let text)? = request.fields["entry"],
      let id = EntryID(text), let seq = seqs[id], requests[seq] == offline.sent[id]?.request
    else { return nil }
    return seq
  }

  /// How many arrivals are in a state.
  func offlineCount(in state: String) -> Int {
    offline.kept.values.count { offline.state($0, model) == state }
  }

  // MARK: Marks

  /// What has happened is marked with what would have refused it, as the record was then; nothing
  /// else is.
  func checkMarks(
    _ entry: Entry, of item: OfflineModel.Kept, _ before: [RecordID: LedgerModel.Thing],
    today: Day
  ) throws {
    let found = Set(entry.decision.marks.filter { !$0.hasPrefix("arrival.") })
    // What is brought back is decided where it stood.
    guard entry.amends == nil else { return }
    let wanted = item.hasHappened ? marks(of: entry, before, today: today) : []
    guard found == wanted else {
      throw TrialFinding(
        "marks of entry \(model.count - 1) (\(entry.action))", expected: "\(wanted.sorted())",
        found: "\(found.sorted())")
    }
  }

  private func marks(
    of entry: Entry, _ before: [RecordID: LedgerModel.Thing], today: Day
  ) -> Set<String> {
    guard let id = entry.decision.touches.first?.record else { return [] }
    let from: [String: Set<String>] = [
      "inspection.inspect": ["new"], "inspection.recheck": ["rectifying", "transferred"],
      "registration.check-in": ["booked"], "registration.walk-in": ["new", "due", "held"],
      "registration.home-visit": ["due", "held", "booked"],
    ]
    var marks: Set<String> = []
    if from[entry.action]?.contains(before[id]?.state ?? "new") == false {
      marks.insert("record.wrong-state")
    }
    let daysMax = entry.programme == "shop-inspection" ? 31 : 366
    if today.days(since: entry.on) > daysMax { marks.insert("day.out-of-range") }
    func named(_ name: String) -> LedgerModel.Thing? {
      model.things[id]?.reference(name).flatMap { model.things[$0] }
    }
    let isDraft = entry.action == "registration.walk-in" && named("round")?.state == "draft"
    let isClosed = entry.action == "inspection.inspect" && named("premises")?.state == "closed"
    // Whoever's clock was put back may have set a day for repairs that was over by then.
    var isOver = false
    if entry.action == "inspection.inspect",
      case .day(let deadline)? = model.things[id]?.value("deadline")
    {
      isOver = deadline < entry.on
    }
    if isDraft || isClosed || isOver { marks.insert("condition.failed") }
    return marks
  }

  // MARK: What became of them

  /// Takes in what the ledger answered; `before` is the model as it was then.
  mutating func takeIn(
    _ arrivals: [Arrival], _ statuses: [ArrivalStatus], before: LedgerModel, _ view: LedgerView
  ) throws {
    try takeInUnanswered(upTo: try view.through(), view)
    for (arrival, status) in zip(arrivals, statuses) {
      guard let item = offline.kept[arrival.request.id] else {
        throw TrialFinding(
          "arrival \(arrival.request.id)", expected: "that it is kept", found: "\(status)")
      }
      let wanted = self.status(of: item)
      guard status == wanted else {
        throw TrialFinding(
          "answer to arrival \(item.id)", expected: "\(wanted)", found: "\(status)")
      }
    }
    try checkLots(around: arrivals.map(\.request.id), before: before, view)
  }

  /// What somebody decided of an arrival is in the ledger if it was accepted, and only then.
  mutating func checkSettled(_ request: Request, _ outcome: Outcome) throws {
    let isThere = seqs[request.id] != nil
    switch outcome {
    case .accepted where isThere: return
    case .refused where !isThere: giveUp(request)
    default:
      throw TrialFinding(
        "\(request.action) \(request.id)", expected: isThere ? "a receipt" : "no receipt",
        found: "\(outcome)")
    }
  }

  /// What an arrival's own record says became of it.
  private func status(of item: OfflineModel.Kept) -> ArrivalStatus {
    let codes = offline.code(item, model).split(separator: ",").map {
      String($0.drop { $0 == " " })
    }
    switch offline.state(item, model) {
    case "entered", "marked":
      return codes.isEmpty
        ? .entered(seq: item.seq ?? -1) : .marked(seq: item.seq ?? -1, codes: codes)
    case "conflict":
      let against = model.things[item.record]?.text("against") ?? "-"
      return .conflict(
        code: codes.first ?? "", against: against == "-" ? "" : against)
    case "dropped": return .dropped
    case "merged": return offline.into(item, model).map { .merged(into: $0) } ?? .dropped
    default: return .waiting
    }
  }

  /// Holds all that have to do with some against the rule, and the inbox against all.
  func checkLots(around ids: [EntryID], before: LedgerModel, _ view: LedgerView) throws {
    guard !offline.isCutShort else { return }
    var done: Set<EntryID> = []
    for id in ids where !done.contains(id) {
      let lot = offline.lot(around: [id], model)
      done.formUnion(lot.map(\.id))
      try check(lot, before: before)
    }
    for (state, found) in [
      ("conflict", try view.arrivalConflicts().map(\.record)),
      ("marked", try view.markedArrivals().map(\.record)),
    ] {
      let wanted = offline.kept.values.filter { offline.state($0, model) == state }.map(\.record)
      let shown = found.filter { model.things[$0]?.state == state }
      guard Set(shown) == Set(wanted) else {
        throw TrialFinding(
          "the list of those that are \(state)", expected: "\(wanted.sorted())",
          found: "\(found.sorted())")
      }
    }
  }

  private func check(_ lot: [OfflineModel.Kept], before: LedgerModel) throws {
    let own = ["arrival.collision", "arrival.version-closed", "programme.unknown"]
    let refused = Set(
      lot.filter {
        offline.state($0, model) == "conflict" && !own.contains(offline.code($0, model))
      }.map(\.id))
    var fixed: Set<EntryID> = []
    while true {
      let plan = OfflinePlan(
        lot, offline, model, entered: seqs, refused: refused, fixed: fixed)
      let stays = lot.first { item in
        !fixed.contains(item.id) && !item.isOnline && item.seq != nil
          && (wanted(item, plan) != self.found(item) || isInTheWay(item, lot, plan))
          && cannotBeTakenBack(item)
      }
      guard let stays else { return try compare(lot, plan, fixed, before: before) }
      fixed.insert(stays.id)
    }
  }

  /// Whether one that stands would have to make room for one made earlier, which did not get in.
  private func isInTheWay(
    _ item: OfflineModel.Kept, _ lot: [OfflineModel.Kept], _ plan: OfflinePlan
  ) -> Bool {
    lot.contains { other in
      found(other) == "conflict arrival.collision" && wanted(other, plan).hasPrefix("entered")
        && plan.behind(other).contains { $0.id == item.id }
    }
  }

  private func compare(
    _ lot: [OfflineModel.Kept], _ plan: OfflinePlan, _ fixed: Set<EntryID>, before: LedgerModel
  ) throws {
    let lines = lot.map(line)
    for item in plan.standing where !item.isOnline {
      try checkOrder(of: item, plan, lines)
    }
    for item in lot where !fixed.contains(item.id) {
      let (wanted, found) = (wanted(item, plan), self.found(item))
      if wanted == found || item.isOnline && found.hasPrefix("entered") { continue }
      if found.hasPrefix("conflict "),
        isRight(String(found.dropFirst("conflict ".count)), item, before, plan)
      {
        continue
      }
      throw TrialFinding(
        "arrival \(item.arrival.request.action) \(item.id) kept by entry \(item.place)",
        expected: wanted + (plan.reasons[item.id].map { " (\($0))" } ?? ""),
        found: "\(found), entry \(item.seq ?? -1), against "
          + (model.things[item.record]?.text("against") ?? "-") + basis(of: item), details: lines)
    }
  }

  /// An arrival in one line, for whoever replays a finding.
  private func line(_ item: OfflineModel.Kept) -> String {
    let request = item.arrival.request
    let base = if case .existing(_, let base?) = request.subject { "@\(base)" } else { "" }
    let rests = item.arrival.after.map { " after \($0)" } ?? ""
    let isInsisted = model.things[item.record]?.value("insisted") == .truth(true)
    let fields = request.fields.mapValues(\.canonicalText).sorted { $0.key < $1.key }
    let parts = [
      "  \(item.arrival.made) \(item.id) \(request.action) \(request.subject.id)\(base)\(rests)",
      "at \(request.unit) on \(request.on) by \(request.actor)",
      "under \(item.arrival.version ?? 0), kept by \(item.place),",
      "entered by \(item.seq ?? -1) (\(item.first ?? -1)) \(item.tries) times,",
      "\(offline.state(item, model)) \(offline.code(item, model))",
      (item.isOnline ? "online " : "") + (isInsisted ? "insisted on" : ""),
      fields.map { "\($0)=\($1)" }.joined(separator: " "),
    ]
    return parts.joined(separator: " ")
  }

  /// What an arrival rests on, in words.
  private func basis(of item: OfflineModel.Kept) -> String {
    guard let after = item.arrival.after else { return "" }
    let kept = offline.kept[after]
    let state = kept.map { offline.state($0, model) } ?? "not kept"
    return ", after \(after), which is \(state) at \(seqs[after] ?? -1)"
  }

  /// Those that do not commute stand in the order in which they were made, however they came.
  private func checkOrder(
    of item: OfflineModel.Kept, _ plan: OfflinePlan, _ lines: [String]
  ) throws {
    guard let seq = item.seq else { return }
    for later in plan.behind(item) {
      guard let place = later.seq, place < seq, !cannotBeTakenBack(later) else { continue }
      throw TrialFinding(
        "arrival \(later.arrival.request.action) \(later.id) at entry \(place)",
        expected: "it behind \(item.arrival.request.action) \(item.id), which was made earlier",
        found: "that at entry \(seq)" + basis(of: item) + "; the other" + basis(of: later),
        details: lines)
    }
  }

  /// Whether the record was in a state that an arrival does not start from, in the place where the
  /// arrival belongs: before all that were made later.
  private func isElsewhere(_ item: OfflineModel.Kept, _ plan: OfflinePlan) -> Bool {
    let from: [String: Set<String>] = [
      "premises.update": ["registered"], "premises.close": ["registered"],
      "registration.exempt": ["due", "held", "booked"], "registration.cancel": ["held", "booked"],
      "registration.book": ["due", "held"],
    ]
    guard let from = from[item.arrival.request.action], let subject = plan.subject(of: item) else {
      return false
    }
    let later = plan.behind(item)
    if later.contains(where: cannotBeTakenBack) { return true }
    let told = offline.told[subject] ?? []
    let first = later.compactMap(\.seq).min() ?? .max
    return told.last { $0.seq < first }.map { !from.contains($0.state) } ?? true
  }

  /// What the rule says, in a few words.
  private func wanted(_ item: OfflineModel.Kept, _ plan: OfflinePlan) -> String {
    let state = offline.state(item, model)
    if ["dropped", "merged"].contains(state) { return state }
    if plan.waiting.contains(item.id) { return "waiting" }
    if let code = plan.conflicts[item.id] { return "conflict \(code)" }
    guard let marks = plan.marks[item.id] else { return "refused" }
    return "entered \(marks.sorted())"
  }

  /// What is found, in the same words.
  private func found(_ item: OfflineModel.Kept) -> String {
    let state = offline.state(item, model)
    if state == "conflict" { return "conflict \(offline.code(item, model))" }
    guard state == "entered" || state == "marked" else { return state }
    guard item.seq != nil else { return "\(state) without an entry" }
    let codes = offline.code(item, model).split(separator: ",").map {
      String($0.drop { $0 == " " })
    }
    return "entered \(codes.filter { $0.hasPrefix("arrival.") }.sorted())"
  }

  // MARK: What stays

  /// Whether there may be a reason that an entry cannot be voided, or one behind it about the same
  /// record, which it would have to come before.
  private func cannotBeTakenBack(_ item: OfflineModel.Kept) -> Bool {
    guard let seq = item.seq else { return false }
    if mustStay(item, seq) || isSeen(item, seq) { return true }
    let record = subject(of: item)
    return offline.kept.values.contains { other in
      guard let later = other.seq, later > seq, subject(of: other) == record else { return false }
      return mustStay(other, later)
    }
  }

  /// The record that an arrival's entry is about, also if somebody has said since that it is
  /// another.
  private func subject(of item: OfflineModel.Kept) -> RecordID {
    let id = item.arrival.request.subject.id
    let entered = item.seq.flatMap { seq in
      offline.told.first { $0.value.contains { $0.seq == seq } }?.key
    }
    return entered ?? offline.alias(of: id, model) ?? id
  }

  /// Whether another stands on one, made by somebody who had seen it, whatever their clocks say.
  private func isSeen(_ item: OfflineModel.Kept, _ seq: Int64) -> Bool {
    let record = subject(of: item)
    let told = (offline.told[record] ?? []).map(\.seq)
    guard let index = told.firstIndex(of: seq) else { return false }
    return offline.kept.values.contains { other in
      guard let later = other.seq, later > seq, subject(of: other) == record,
        case .existing(_, let base?) = other.arrival.request.subject
      else { return false }
      return index < Int(base)
    }
  }

  /// Whether there may be a reason that an entry itself cannot be voided: it registers a shop,
  /// something came after it, its author may not any more, its unit has ended, its month is closed,
  /// or another has what it gave up.
  private func mustStay(_ item: OfflineModel.Kept, _ seq: Int64) -> Bool {
    let request = item.arrival.request
    let subject = subject(of: item)
    let hasLater = model.things.values.contains { thing in
      // Under what one begins, an arrival may stand that was made earlier by a clock that is slow.
      thing.history.contains { $0 > seq && (item.isBeginning || !offline.ours.contains($0)) }
        && (thing.history.contains(seq)
          || thing.facts.values.contains { $0.value == .record(subject) })
    }
    return hasLater || request.action == "premises.register"
      || model.places[request.unit]?.end != nil || !mayWork(request, model)
      || isClosed(request) || isNumberTaken(from: subject, request)
      || isPlaceTaken(from: subject, request)
  }

  /// Whether somebody is a worker or lead where a request says, who may do all that devices do.
  private func mayWork(_ request: Request, _ model: LedgerModel) -> Bool {
    guard case .account(let id) = request.actor, let account = model.things[id],
      account.state == "active", case .list(let roles)? = account.value("roles")
    else { return false }
    let units = model.chain(request.unit, on: request.on)
    return roles.contains { role in
      guard case .text(let name)? = role["role"], case .text(let unit)? = role["unit"] else {
        return false
      }
      // Where a unit has ended, it is the one that took over.
      return ["worker", "lead"].contains(name)
        && units.contains(model.chain(unit, on: request.on)[0])
    }
  }

  /// Whether a shop that was given another number could not have one of its own back.
  private func isNumberTaken(from shop: RecordID, _ request: Request) -> Bool {
    guard request.fields["number"] != nil else { return false }
    let own = (offline.told[shop] ?? []).compactMap { $0.values["number"]?.canonicalText }
    return own.contains { number in
      let holder = model.keys["premises.number"]?[number]
      return holder != nil && holder != shop
    }
  }

  /// Whether somebody whose booking was given up could not have a place in its session any more.
  private func isPlaceTaken(from registration: RecordID, _ request: Request) -> Bool {
    guard ["registration.cancel", "registration.exempt"].contains(request.action),
      let session = model.things[registration]?.reference("session"),
      case .integer(let capacity)? = model.things[session]?.value("capacity")
    else { return false }
    let key = BalanceKey(measure: "test-booking.booked-in-session", owner: session)
    return model.balances[key, default: 0] >= capacity
  }

  /// Whether somebody has closed the month; what moves may count for another unit than asked for.
  private func isClosed(_ request: Request) -> Bool {
    model.places.keys.contains { model.isClosed($0, request.on.month) }
  }

  // MARK: Refusals

  /// Whether one that was refused before need not be tried again: something about its record stands
  /// that was made after it, and would have to make room.
  private func isLeftAlone(
    _ item: OfflineModel.Kept, _ code: String, _ before: LedgerModel, _ plan: OfflinePlan
  ) -> Bool {
    offline.state(item, before) == "conflict" && offline.code(item, before) == code
      && plan.standing.contains { other in
        other.seq != nil
          && (other.arrival.made, other.id) > (item.arrival.made, item.id)
          && !Set(other.records).isDisjoint(with: item.records)
      }
  }

  /// Whether an arrival may wait for a person for a reason; what has happened waits only where
  /// nothing else can be done.
  private func isRight(
    _ code: String, _ item: OfflineModel.Kept, _ before: LedgerModel, _ plan: OfflinePlan
  ) -> Bool {
    if isLeftAlone(item, code, before, plan) { return true }
    let request = item.arrival.request
    let names = ([request.subject] + request.records.values).compactMap { subject in
      if case .existing(let id, _) = subject { offline.alias(of: id, model) ?? id } else { nil }
    }
    func isGone(_ model: LedgerModel) -> Bool {
      names.contains { model.things[$0].map { $0.state == Record.voidState } ?? true }
    }
    switch code {
    case "record.wrong-state":
      return isGone(before) || isGone(model) || !item.hasHappened && isElsewhere(item, plan)
    case "condition.failed": return !item.hasHappened
    case "record.unknown":
      // What begins a record is brought back where it stood, where a shop may not have been yet.
      let isLater = names.contains { name in
        guard let first = item.first, let begun = model.things[name]?.history.first else {
          return false
        }
        return item.isBeginning && begun > first
      }
      return isGone(before) || isGone(model) || isLater
    case "record.exists":
      return item.isBeginning && before.things[request.subject.id] != nil
    case "role.missing":
      return !mayWork(request, before) || !mayWork(request, model)
    case "key.taken":
      let against = model.things[item.record]?.text("against")?.split(separator: " ").last
      guard let holder = against.flatMap({ RecordID(String($0)) }) else { return false }
      return [before, model].contains { $0.keys.values.contains { $0.values.contains(holder) } }
    case "ceiling.reached": return request.programme == "test-booking"
    case "period.closed": return isClosed(request)
    case "unit.unknown", "unit.ended":
      return model.places[request.unit].map { place in
        request.on < place.stands[0].from || place.end != nil
      } ?? true
    case "day.out-of-range":
      // What has happened may come late, but not before its day.
      return !item.hasHappened || request.on > Day(milliseconds: item.at)
    case "request.id-reused":
      return seqs[item.id].map { requests[$0] != request } ?? false
    case "entry.later", "entry.not-amendable": return item.isBeginning && item.first != nil
    default: return false
    }
  }
}
