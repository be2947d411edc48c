/// Decides whether a figure happened, is estimated, aimed at, or part of a project to come.
struct StandingRule {
  let namer: Namer
  let frame: Frame

  struct Evidence {
    let clause: Clause
    let amount: Amount
    let part: Part
    let name: String
    let period: Period?
    let hasTimeWord: Bool
    let cues: WordClass
    let isForecast: Bool
  }

  func standing(_ evidence: Evidence) -> Standing {
    let isAhead = looksAhead(evidence)
    if isProjectSize(evidence, isAhead: isAhead) { return .planned }
    if isAhead { return .target }
    if evidence.isForecast { return .estimated }
    return .actual
  }

  /// Whether the sentence speaks of what is to be done.
  private func looksAhead(_ evidence: Evidence) -> Bool {
    let year = frame.reportYear
    let isDated = evidence.hasTimeWord || frame.mode == .open
    switch frame.mode {
    case .plan:
      guard isDated, let year, let period = evidence.period else { return true }
      return period.last >= year
    case .past:
      guard evidence.hasTimeWord, let year, let period = evidence.period, period.first >= year
      else { return false }
      return !evidence.cues.isDisjoint(with: [.aim, .plan])
    case .open:
      guard let period = evidence.period else { return false }
      guard let year, period.last >= year else { return false }
      return true
    }
  }

  /// `投资2亿元的…项目`, `总投资90亿元`, `60万吨铜矿`: sizes of what does not yet exist.
  private func isProjectSize(_ evidence: Evidence, isAhead: Bool) -> Bool {
    let amount = evidence.amount
    if amount.isSized { return true }
    guard !amount.isPercent, amount.kind == .plain else { return false }
    let left = evidence.part.left
    let size = namer.lexicon.backward.longest(
      namer.passage.text, before: left.upperBound, floor: left.lowerBound, mask: .size)
    let behind = evidence.part.right.prefix(5)
    let isAttributive = behind.contains { namer.passage.text[$0] == 0x7684 }
    let limit = min(evidence.clause.end, amount.end + 40)
    let clauseRest = amount.end..<max(amount.end, limit)
    if let size {
      let word = namer.passage.string(left.upperBound - size.length..<left.upperBound)
      if word.hasSuffix("总投资") { return true }
      if word.hasPrefix("占地") || word == "年产" || word == "首期规模" {
        return isAhead || frame.mode == .open || word == "首期规模"
      }
      if isAttributive || (isAhead && frame.mode == .open && left.count <= 16) {
        if isAhead { return true }
        return isUnfinished(clauseRest)
      }
      return false
    }
    let named = namer.noun(evidence.part.right)
    if isAttributive, isAhead, !amount.isCounter, namer.endsWith(named, .project) { return true }
    // A physical size inside a project's name.
    guard !isAhead, !amount.isCounter, !evidence.part.right.isEmpty, frame.mode == .past else {
      return false
    }
    let noun = namer.noun(evidence.part.right)
    let hasProject = namer.lexicon.backward.longest(
      namer.passage.text, before: noun.upperBound, floor: noun.lowerBound, mask: .project)
    return hasProject != nil && left.count > 0 && !namer.holds(left, [.action, .finished])
      && isUnfinished(clauseRest)
  }

  private func isUnfinished(_ range: Range<Int>) -> Bool {
    let word = namer.firstWord(range, .unfinished)
    let done = namer.firstWord(range, .finished)
    guard let word else { return false }
    guard let done else { return true }
    // 主体完工 holds 完工: the longer word that begins first decides.
    return word.lowerBound <= done.lowerBound && word.upperBound >= done.upperBound
  }
}

/// Decides which year or span a figure is of.
struct PeriodRule {
  let frame: Frame
  let namer: Namer

  func period(
    _ period: Period?, _ form: Form, _ predicate: Namer.Predicate, _ name: String,
    _ amount: Amount, _ standing: Standing, isState carried: Bool
  ) -> Period? {
    guard standing != .planned, let period else { return nil }
    guard period.isSpan else { return period }
    if predicate.isYearly || predicate.isCumulative || name.contains("累计") { return period }
    if form == .growth || form == .change { return period }
    let isState =
      carried || predicate.classes.contains(.state) || form == .share || form == .rate
      || (form == .level && isStock(name, amount))
    return isState ? Period(period.last) : period
  }

  /// Whether the part says what was done, which adds up over the years.
  func acts(_ part: Part) -> Bool {
    namer.holds(part.left.suffix(24), [.action, .flow])
      || namer.passage.ends("投资", before: part.left.upperBound)
  }

  private func isStock(_ name: String, _ amount: Amount) -> Bool {
    let outer = amount.outerStart..<amount.start
    if ["超过", "突破", "站上", "迈上"].contains(where: { namer.passage.starts($0, at: outer.lowerBound) })
    {
      return true
    }
    return ["总量", "总里程", "全长", "余额", "里程", "容量", "总数"].contains { name.hasSuffix($0) }
  }
}
