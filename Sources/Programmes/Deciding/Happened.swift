// What has happened is not undone by a rule: it is entered, and marked with what would have refused
// it. docs/decisions/0016-arrivals.md says what is passed over, and what is not even so.

/// Decides what is said to have happened: `decide`, but that its day, the record's state and the
/// conditions of the action refuse nothing; the decision is marked with what they would have.
///
/// Of an action that does not say `happened: yes` nothing is passed over.
public func decideHappened(
  _ request: Request, at now: Int64, under programme: Programme, in set: ProgrammeSet,
  given surroundings: some Surroundings
) throws -> Decision {
  guard let plan = programme.plans[request.action], plan.action.hasHappened else {
    return try decide(request, at: now, under: programme, in: set, given: surroundings)
  }
  guard request.programme == programme.name else {
    throw Refusal.programmeUnknown(request.programme)
  }
  var deciding = Deciding(
    request: request, now: now, programme: programme, set: set, surroundings: surroundings,
    plan: plan)
  deciding.passed = []
  let decision = try deciding.decision()
  return decision.marked((deciding.passed ?? []).map(\.code))
}

/// The words for what an entry is marked with.
public enum EntryMark {
  /// What a mark says, in a few words; its code if it is not known here.
  public static func title(_ code: String) -> Title {
    titles[code] ?? Title(zh: code, en: code)
  }

  private static let titles = [
    "arrival.collision": Title(zh: "与他人所填不一致", en: "others wrote otherwise"),
    "arrival.version-closed": Title(
      zh: "填写时的版本已停止受理", en: "the version of the form was closed"),
    "arrival.without-basis": Title(
      zh: "所依据的前一条未入账", en: "what it rests on was not entered"),
    "condition.failed": Title(zh: "不符合办理条件", en: "a condition did not hold"),
    "day.out-of-range": Title(zh: "补报已过期限", en: "it came too late"),
    "record.wrong-state": Title(zh: "当时的状态不适用", en: "the record was in another state"),
  ]
}

extension Deciding {
  /// Notes what would refuse the request and has happened all the same; else refuses it.
  mutating func pass(_ refusal: Refusal) throws(Refusal) {
    guard passed != nil else { throw refusal }
    passed?.append(refusal)
  }
}
