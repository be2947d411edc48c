public import Quantities

/// Whether a request may be, and what it changes: all of the rules, and nothing but the rules.
///
/// `now` is the moment of the entry, in milliseconds since 1970-01-01T00:00Z.
///
/// Pure: it reads the surroundings and nothing else, so the same request on the same state always
/// gives the same decision. When several refusals apply, the one whose case comes first in
/// `Refusal` is thrown. Errors of the surroundings pass through unchanged.
public func decide(
  _ request: Request, at now: Int64, under programme: Programme, in set: ProgrammeSet,
  given surroundings: some Surroundings
) throws -> Decision {
  guard request.programme == programme.name else {
    throw Refusal.programmeUnknown(request.programme)
  }
  guard let plan = programme.plans[request.action] else {
    throw Refusal.actionUnknown(programme: programme.name, action: request.action)
  }
  var deciding = Deciding(
    request: request, now: now, programme: programme, set: set, surroundings: surroundings,
    plan: plan)
  return try deciding.decision()
}

/// A limit that a movement was held to, to be looked at once all entries have been decided again.
public struct Limit: Sendable, Hashable {
  /// The measure.
  public let measure: String
  /// The record whose balance it is.
  public let owner: RecordID
  /// What the balance may not pass, where there is one.
  public let ceiling: Int64?
  /// What the balance may not fall below, where there is one.
  public let floor: Int64?
}

/// Decides once more what was decided before, on a state in which an earlier entry is another.
///
/// Who may act is not asked again. Keys and limits are given back instead of checked, since what
/// others hold now says nothing about then; `surroundings` must say that every key is free.
/// `isMarked` says that it was entered in spite of what would have refused it.
public func redecide(
  _ request: Request, at now: Int64, under programme: Programme, in set: ProgrammeSet,
  given surroundings: some Surroundings, isMarked: Bool = false
) throws -> (decision: Decision, limits: [Limit]) {
  guard let plan = programme.plans[request.action] else {
    throw Refusal.actionUnknown(programme: programme.name, action: request.action)
  }
  var deciding = Deciding(
    request: request, now: now, programme: programme, set: set, surroundings: surroundings,
    plan: plan)
  deciding.isReplay = true
  if isMarked && plan.action.hasHappened { deciding.passed = [] }
  return (try deciding.decision(), deciding.limits)
}

/// Places by name: so few that looking through them is faster than hashing the name.
struct References {
  private(set) var items: [(name: String, index: Int)] = []

  subscript(_ name: String) -> Int? { items.first { $0.name == name }?.index }

  /// Says where a name stands, which has no place yet.
  mutating func place(_ name: String, at index: Int) {
    if self[name] == nil { items.append((name, index)) }
  }
}

/// One request on its way to a decision.
///
/// `records[0]` is the subject; the others are the records it refers to, each once.
struct Deciding {
  let request: Request
  /// The moment of the entry, in milliseconds since 1970-01-01T00:00Z.
  let now: Int64
  /// Its day.
  let today: Day
  let programme: Programme
  let set: ProgrammeSet
  // Not a generic parameter: unspecialized across modules, it made every step several times slower.
  let surroundings: any Surroundings
  let plan: ActionPlan
  var records: [Working] = []
  /// Where the record of each reference field of the subject stands in `records`.
  var references = References()
  /// What was given for each of the action's inputs, and then what is kept of it.
  var values: [Value?] = []
  /// Whether it has been decided before, and only its effects may be others.
  var isReplay = false
  /// The limits met, in a replay.
  var limits: [Limit] = []
  /// What was passed over, if it has happened; `nil` if nothing is.
  var passed: [Refusal]?

  init(
    request: Request, now: Int64, programme: Programme, set: ProgrammeSet,
    surroundings: any Surroundings, plan: ActionPlan
  ) {
    self.request = request
    self.now = now
    self.today = Day(milliseconds: now)
    self.programme = programme
    self.set = set
    self.surroundings = surroundings
    self.plan = plan
  }

  var kind: Kind { plan.kind }
  var action: Action { plan.action }

  /// The steps in the order of precedence.
  mutating func decision() throws -> Decision {
    try checkUnit()
    try checkDay()
    try load()
    if !isReplay { try checkRoles() }
    try checkVersions()
    try checkState()
    try checkDue()
    if action.rehomes { records[0].after.unit = request.unit }
    try checkFields()
    try writeFields()
    try deriveFields()
    try checkConditions()
    try moveStates()
    let keys = try changeKeys()
    let deltas = try movements()
    var touches: [Touch] = []
    touches.reserveCapacity(records.count)
    for (index, record) in records.enumerated() where record.isTouched {
      touches.append(record.touch(keys: keys[index]))
    }
    if kind.provides == .erasures, records[0].before == nil { touches.append(try erasure()) }
    return Decision(touches: touches, deltas: deltas)
  }

  // MARK: - Unit, day, roles

  /// The code of the unit that this request founds, if it founds one.
  private var foundedUnit: String? {
    guard kind.provides == .units, case .new = request.subject,
      case .text(let code)? = request.fields["code"]
    else { return nil }
    return trim(code)
  }

  private func checkUnit() throws {
    if let foundedUnit, foundedUnit == request.unit { return }
    guard try surroundings.unitExists(request.unit, on: request.on) else {
      throw Refusal.unitUnknown(request.unit)
    }
  }

  private mutating func checkDay() throws {
    let age = today.days(since: request.on)
    guard age >= 0 else { throw Refusal.dayOutOfRange(request.on) }
    guard age <= action.lateDays else { return try pass(.dayOutOfRange(request.on)) }
  }

  private func checkRoles() throws {
    var unit = action.isAtRecord ? records[0].after.unit : request.unit
    // Nobody holds a role at a unit that does not exist yet, so its parent's count.
    if unit == foundedUnit, case .text(let parent)? = request.fields["parent"] {
      unit = trim(parent)
    }
    let held = try surroundings.roles(of: request.actor, at: unit)
    guard action.by.contains(where: held.contains) else {
      throw Refusal.roleMissing(needed: action.by)
    }
  }

  /// Time may not act before it has come.
  private func checkDue() throws {
    guard request.actor == .clock, !isReplay,
      let deadline = kind.deadlines.first(where: { $0.action == action.name })
    else { return }
    guard let before = records[0].before, let due = try due(deadline, of: before), due <= now else {
      throw Refusal.conditionFailed(zh: "期限还没有到。", en: "The time has not come yet.")
    }
  }

  private func checkVersions() throws {
    try checkVersion(request.subject, of: records[0])
    for (name, subject) in request.records.sorted(by: { $0.key < $1.key }) {
      guard let index = references[name] else { continue }
      try checkVersion(subject, of: records[index])
    }
  }

  private func checkVersion(_ subject: Subject, of record: Working) throws {
    guard case .existing(_, let base?) = subject, let current = record.before?.version,
      base != current
    else { return }
    throw Refusal.stale(kind: record.kind.name, base: base, current: current)
  }

  private mutating func checkState() throws {
    let state = records[0].after.state
    let allowed =
      records[0].before == nil
      ? action.mayBeNew : action.from?.contains(state) ?? (state != Record.voidState)
    guard !allowed else { return }
    let needed = (action.from ?? []) + (action.mayBeNew ? ["new"] : [])
    let refusal = Refusal.wrongState(kind: kind.name, state: state, needed: needed)
    // On what is not there, or was taken back, nothing can have been done.
    guard records[0].before != nil, state != Record.voidState else { throw refusal }
    try pass(refusal)
  }
}
