// Putting an entry right. The entries of every record that it touched are decided again, from the
// first, with the entry corrected or left out; what comes out differently is the amendment's
// effect. So records, keys, balances and tallies are as if it had been right from the start, and
// both the entry and its amendment stay in the ledger.
// docs/decisions/0014-amendments-replay.md says why.

import Ledger
import Programmes
import Quantities
import Storage

/// Decides one amendment.
struct Amending<Around: AmendingSurroundings> {
  private let around: Around
  private let request: Request
  private let amendment: Amendment
  /// The place that the amendment will have.
  private let seq: Int64
  private let target: KnownEntry

  /// Records whose entries are decided again.
  private var affected: Set<RecordID> = []
  /// The entries that are, amendments aside.
  private var originals: Set<Int64> = []
  /// The amendments among what touched the affected records, and the newest of each entry.
  private var amendments: Set<Int64> = []
  private var newest: [Int64: KnownEntry] = [:]

  /// - Throws: `Refusal` if there is no such entry or it cannot be put right.
  init(_ request: Request, _ amendment: Amendment, seq: Int64, in around: Around) throws {
    guard let target = try around.known(amendment.seq) else {
      throw Refusal.entryUnknown(seq: amendment.seq)
    }
    self.around = around
    self.request = request
    self.amendment = amendment
    self.seq = seq
    self.target = target
  }

  /// The amendment's entry but for its place, time and digest.
  struct Result {
    let on: Day
    let unit: String
    let programmeVersion: Int
    let decision: Decision
  }

  mutating func decided() throws -> Result {
    try check()
    for touch in target.entry.decision.touches { try include(touch.record) }
    try checkStale()
    while true {
      var outcome = ReplayOutcome(replay: Replay(around, affected: affected))
      for seq in originals.sorted() { try replay(seq, into: &outcome) }
      if outcome.further.isEmpty { return try result(outcome) }
      for id in outcome.further { try include(id) }
    }
  }

  // MARK: - What may be put right

  private func check() throws {
    let entry = target.entry
    if let amends = entry.amends {
      throw notAmendable(
        zh: "第\(entry.seq)号是对第\(amends.seq)号的更正，请直接更正第\(amends.seq)号。",
        en: "Entry \(entry.seq) puts entry \(amends.seq) right; amend entry \(amends.seq) instead.")
    }
    guard entry.programme == request.programme, entry.action == request.action else {
      throw notAmendable(
        zh: "第\(entry.seq)号登记的是“\(entry.action)”，更正必须是同一操作；要换操作，请作废后重新登记。",
        en: "Entry \(entry.seq) is \(entry.programme) \(entry.action); a correction must be the "
          + "same. To record another action, void the entry and enter the right one.")
    }
    guard let subject = entry.decision.touches.first, subject.record == request.subject.id else {
      throw notAmendable(
        zh: "第\(entry.seq)号登记的是另一条记录；更正不能换记录，请作废后重新登记。",
        en: "Entry \(entry.seq) is about another record; void it and enter the right one.")
    }
    guard let kind = around.programmes.kind(subject.kind),
      kind.provides == nil, entry.programme != BuiltIn.programmes
    else {
      throw notAmendable(
        zh: "单位、账号和业务定义不能更正，请用其自身的操作（更名、划转、授权、停用、发布新版本）。",
        en: "Units, accounts and definitions are not amended; use their own actions (rename, "
          + "move, grant, close, publish a new version).")
    }
    if amendment.manner == .void, kind.isThing, subject.base == 0 {
      throw notAmendable(
        zh: "其他记录可能引用这条档案，不能作废其建档；请更正内容，或用“注销”“停用”等操作。",
        en: "Other records may refer to this one, so its first entry cannot be voided; correct it, "
          + "or use an action such as close.")
    }
    let reason = amendment.reason
    guard reason.contains(where: { !$0.isWhitespace }) else { throw Refusal.fieldMissing("reason") }
    guard reason.count <= Self.reasonMax else {
      throw Refusal.fieldInvalid(
        "reason", reason: "has \(reason.count) characters; \(Self.reasonMax) are allowed",
        reasonZh: "共\(reason.count)字，最多\(Self.reasonMax)字")
    }
    try checkRoles()
  }

  /// The longest reason, in characters.
  private static var reasonMax: Int { 500 }

  private func notAmendable(zh: String, en: String) -> Refusal {
    .notAmendable(seq: amendment.seq, zh: zh, en: en)
  }

  private func checkRoles() throws {
    guard let (_, action) = try programme(of: target.entry).action(request.action) else { return }
    for unit in Set([target.entry.unit, request.unit]) {
      let held = try around.roles(of: request.actor, at: unit)
      guard action.amend.contains(where: held.contains) else {
        throw Refusal.roleMissing(needed: action.amend)
      }
    }
  }

  private func checkStale() throws {
    guard case .existing(let id, let base?) = request.subject,
      let record = try around.row(id)?.record, record.version != base
    else { return }
    throw Refusal.stale(kind: record.kind, base: base, current: record.version)
  }

  private func programme(of entry: Entry) throws -> Programme {
    guard let version = UInt32(exactly: entry.programmeVersion),
      let programme = around.programmes.programme(entry.programme, version)
    else { throw Refusal.programmeUnknown(entry.programme) }
    return programme
  }

  // MARK: - What is decided again

  /// Adds a record with all entries that touched it, and what their amendments touched.
  private mutating func include(_ id: RecordID) throws {
    guard affected.insert(id).inserted, let row = try around.row(id) else { return }
    for seq in row.history {
      guard let known = try around.known(seq) else { continue }
      guard let amends = known.entry.amends else {
        originals.insert(seq)
        continue
      }
      amendments.insert(seq)
      originals.insert(amends.seq)
      if newest[amends.seq].map({ $0.entry.seq < seq }) ?? true { newest[amends.seq] = known }
      for touch in known.entry.decision.touches { try include(touch.record) }
    }
  }

  /// What the replay has come to so far.
  private struct ReplayOutcome {
    var replay: Replay<Around>
    var deltas: [Delta] = []
    var limits: [Limit] = []
    var content: [Touch] = []
    /// Records outside of the replay that come out differently.
    var further: Set<RecordID> = []
  }

  /// What an entry says now, and where its values stand; `nil` if it is void.
  private struct Content {
    let request: Request
    let version: Entry
    let valuesIn: Int64
  }

  private func replay(_ seq: Int64, into outcome: inout ReplayOutcome) throws {
    guard let original = try around.known(seq) else { throw Refusal.entryUnknown(seq: seq) }
    outcome.replay.seq = seq
    outcome.replay.isAmended = seq == amendment.seq
    let isAmended = seq == amendment.seq || newest[seq] != nil
    if let content = try content(of: original, outcome.replay) {
      let decision = try again(content, at: original.entry, &outcome)
      for touch in decision.touches { outcome.replay.apply(touch, valuesIn: content.valuesIn) }
      outcome.deltas += decision.deltas
      if seq == amendment.seq { outcome.content = decision.touches }
      for touch in decision.touches where !affected.contains(touch.record) {
        let was = original.touches?.first { $0.record == touch.record }
        let isSame =
          !isAmended && was?.writes == touch.writes && was?.state == touch.state
          && was?.unit == touch.unit
        if !isSame { outcome.further.insert(touch.record) }
      }
    }
    if isAmended { try keepRegistered(by: original, in: &outcome) }
  }

  private func again(
    _ content: Content, at original: Entry, _ outcome: inout ReplayOutcome
  ) throws -> Decision {
    do {
      let (decision, limits) = try redecide(
        content.request, at: original.at, under: programme(of: content.version),
        in: around.programmes, given: outcome.replay,
        isMarked: !original.decision.marks.isEmpty)
      outcome.limits += limits
      return decision
    } catch let refusal as Refusal where original.seq != amendment.seq {
      throw Refusal.laterEntry(seq: original.seq, refusal)
    }
  }

  private func content(
    of original: KnownEntry, _ replay: Replay<Around>
  ) throws -> Content? {
    let entry = original.entry
    if entry.seq == amendment.seq {
      guard amendment.manner == .correct else { return nil }
      return Content(request: asThen(request), version: entry, valuesIn: seq)
    }
    let newest = newest[entry.seq]
    if newest?.entry.amends?.manner == .void { return nil }
    let known = newest ?? original
    guard let touches = known.touches else {
      throw notAmendable(
        zh: "第\(known.entry.seq)号登记的个人信息已按规定删除，不能再据以更正。",
        en: "The personal data of entry \(known.entry.seq) have been erased, so what rests on "
          + "them cannot be decided again.")
    }
    guard let subject = entry.decision.touches.first?.record else { return nil }
    let said = newest == nil ? touches : touches.filter(\.isContent)
    let request = known.request(said, subjectFacts: try replay.record(subject)?.facts ?? [:]) {
      $0.base == 0 ? .new($0.record) : .existing($0.record, base: nil)
    }
    guard let request else {
      throw notAmendable(
        zh: "第\(entry.seq)号登记不完整，不能据以更正。",
        en: "Entry \(entry.seq) does not hang together and cannot be decided again.")
    }
    return Content(request: request, version: entry, valuesIn: known.entry.seq)
  }

  /// The correction as if it had been sent then: what the entry registered is new again.
  private func asThen(_ request: Request) -> Request {
    let begun = Set(target.entry.decision.touches.filter { $0.base == 0 }.map(\.record))
    let then = { (subject: Subject) -> Subject in
      begun.contains(subject.id) ? .new(subject.id) : .existing(subject.id, base: nil)
    }
    return Request(
      id: request.id, on: request.on, actor: request.actor, unit: request.unit,
      programme: request.programme, action: request.action, subject: then(request.subject),
      records: request.records.mapValues { subject in
        if case .new = subject { subject } else { then(subject) }
      }, fields: request.fields)
  }

  /// Things that an amended entry registered on the way stay: others may refer to them.
  private func keepRegistered(
    by original: KnownEntry, in outcome: inout ReplayOutcome
  ) throws {
    for touch in (original.touches ?? original.entry.decision.touches).dropFirst()
    where touch.base == 0 && outcome.replay.records[touch.record] == nil {
      outcome.replay.apply(touch, valuesIn: original.entry.seq)
      outcome.deltas += original.entry.decision.deltas.filter { delta in
        guard let measure = around.programmes.measure(delta.measure) else { return false }
        return measure.kind == touch.kind && measure.isStock
      }
    }
  }

  // MARK: - What comes out differently

  private func result(_ outcome: ReplayOutcome) throws -> Result {
    let isVoid = amendment.manner == .void
    let said = newest[amendment.seq]?.entry ?? target.entry
    if isVoid, said.amends?.manner == .void {
      throw notAmendable(
        zh: "第\(amendment.seq)号登记已经作废。", en: "Entry \(amendment.seq) is void already.")
    }
    let deltas = try net(outcome)
    try checkLimits(deltas, limits(on: deltas, outcome))
    let changes = Changes(around: around, replay: outcome.replay, affected: affected)
    let subject = target.entry.decision.touches[0].record
    let effects = try changes.touches(first: subject)
    let content = isVoid ? [] : outcome.content.map(\.asContent)
    return Result(
      on: isVoid ? said.on : request.on, unit: isVoid ? said.unit : request.unit,
      programmeVersion: target.entry.programmeVersion,
      decision: Decision(touches: effects + content, deltas: deltas))
  }

  /// What the entries come to now, less what stands in the ledger for them.
  private func net(_ outcome: ReplayOutcome) throws -> [Delta] {
    var sums: [Delta: Int64] = [:]
    func add(_ delta: Delta, _ amount: Int64) throws {
      let (sum, overflowed) = sums[delta.with(amount: 0), default: 0]
        .addingReportingOverflow(amount)
      guard !overflowed else { throw Refusal.overflow(delta.measure) }
      sums[delta.with(amount: 0)] = sum
    }
    for delta in outcome.deltas { try add(delta, delta.amount) }
    for seq in originals.union(amendments) {
      guard let entry = try around.known(seq)?.entry else { continue }
      for delta in entry.decision.deltas { try add(delta, -delta.amount) }
    }
    return sums.filter { $0.value != 0 }.map { $0.key.with(amount: $0.value) }
      .sorted { $0.order.lexicographicallyPrecedes($1.order) }
  }

  /// The limits as they are now, since the balances are those of now; as they were then only where
  /// nothing can be said of now.
  ///
  /// What a voided entry moved has its limits too, and so has whoever gives back what came in.
  private func limits(on deltas: [Delta], _ outcome: ReplayOutcome) throws -> [Limit] {
    let find = { (id: RecordID) throws -> Record? in
      try outcome.replay.records[id]?.record ?? around.row(id)?.record
    }
    guard let record = try find(request.subject.id) else { return outcome.limits }
    let now = try programme(of: target.entry).limits(
      onChanging: deltas, of: record, on: request.on, at: target.entry.at, find: find)
    let then = outcome.limits.filter { then in
      !now.contains { $0.measure == then.measure && $0.owner == then.owner }
    }
    return now + then
  }

  private func checkLimits(_ deltas: [Delta], _ limits: [Limit]) throws {
    for limit in limits {
      let moved = deltas.filter { $0.measure == limit.measure && $0.owner == limit.owner }
      let net = moved.reduce(Int64(0)) { $0 &+ $1.amount }
      guard net != 0 else { continue }
      let balance = try around.balance(of: limit.measure, owner: limit.owner)
      let (after, overflowed) = balance.addingReportingOverflow(net)
      guard !overflowed else { throw Refusal.overflow(limit.measure) }
      if net > 0, let ceiling = limit.ceiling, after > ceiling {
        throw Refusal.ceilingReached(measure: limit.measure, limit: ceiling)
      }
      if net < 0, let floor = limit.floor, after < floor {
        throw Refusal.floorPassed(measure: limit.measure, limit: floor)
      }
    }
  }
}

extension Touch {
  /// The same as what a corrected entry should have said.
  fileprivate var asContent: Touch {
    Touch(
      record: record, kind: kind, base: base, state: state, unit: unit, writes: writes, keys: [],
      isContent: true)
  }
}

extension Delta {
  fileprivate func with(amount: Int64) -> Delta {
    Delta(
      measure: measure, part: part, unit: unit, day: day, amount: amount, owner: owner,
      member: member, isOpen: isOpen)
  }

  /// What movements are ordered by.
  fileprivate var order: [String] {
    [
      measure, "\(day)", unit, part, owner.map { "\($0)" } ?? "", member.map { "\($0)" } ?? "",
    ]
  }
}
