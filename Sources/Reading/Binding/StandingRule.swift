/// Decides whether a figure happened, is estimated, aimed at, or part of a project to come.
struct StandingRule {
  let namer: Namer

  private var frame: Frame { namer.frame }

  struct Evidence {
    let clause: Clause
    let amount: Amount
    let part: Part
    let name: String
    let period: Period?
    let hasTimeWord: Bool
    let cues: WordClass
    let isForecast: Bool
    /// Where a change begins: `从A提高到B`.
    let isOrigin: Bool
    /// The word of aiming, planning, completion or forecasting that was met last.
    let cueWord: Range<Int>?
    let periodWord: Range<Int>?
  }

  func standing(_ evidence: Evidence) -> (Standing, Cause) {
    if evidence.isOrigin { return (.actual, Cause(.originOfChange)) }
    // `建成后可安置500人`: what a thing will do once it exists.
    if evidence.cues.contains(.completion), !evidence.amount.isPercent {
      return (.planned, Cause(.onceFinished, evidence.cueWord))
    }
    let isAhead = looksAhead(evidence) && !isDone(evidence)
    if isProjectSize(evidence, isAhead: isAhead) { return (.planned, Cause(.projectSize)) }
    if isAhead { return (.target, ahead(evidence)) }
    if evidence.isForecast { return (.estimated, Cause(.forecastWord, evidence.cueWord)) }
    return (.actual, Cause(.reported))
  }

  private func ahead(_ evidence: Evidence) -> Cause {
    if !evidence.cues.isDisjoint(with: [.aim, .plan]), let word = evidence.cueWord {
      return Cause(.setForTheYear, word)
    }
    if let word = evidence.periodWord { return Cause(.yearAhead, word) }
    return Cause(.underPlanHeading)
  }

  /// `主体完成了60%`: 了 says that it happened.
  private func isDone(_ evidence: Evidence) -> Bool {
    let left = evidence.part.left
    // `国家已设立40亿元基金`
    if frame.mode == .plan, evidence.cues.isDisjoint(with: [.aim, .plan]),
      ["已设立", "已建成", "已完成", "已达", "已开工", "已有", "已经"].contains(where: {
        namer.passage.contains($0, in: left.suffix(12))
      })
    {
      return true
    }
    return left.count > 2 && namer.passage.scalar(left.upperBound - 1) == 0x4E86
      && evidence.cues.isDisjoint(with: [.aim, .plan])
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
      // `完成全年目标的109%`
      let left = evidence.part.left
      let isMet = ["目标的", "任务的", "计划的", "目标", "任务", "计划"].contains {
        namer.passage.ends($0, before: left.upperBound)
      }
      return !evidence.cues.isDisjoint(with: [.aim, .plan]) && !isMet
    case .open:
      guard let period = evidence.period else { return false }
      guard let year, period.last >= year else { return false }
      return true
    }
  }

  /// `投资2亿元的…项目`, `总投资90亿元`, `60万吨铜矿`: sizes of what does not yet exist.
  private func isProjectSize(_ evidence: Evidence, isAhead: Bool) -> Bool {
    let amount = evidence.amount
    if amount.isSized || isListedAhead(evidence, isAhead: isAhead) { return true }
    guard !amount.isPercent, amount.kind == .plain else { return false }
    var left = evidence.part.left
    // `总投资预计6亿元`
    if let forecast = namer.lexicon.backward.longest(
      namer.passage.text, before: left.upperBound, floor: left.lowerBound, mask: .forecast)
    {
      left = left.lowerBound..<left.upperBound - forecast.length
    }
    let size = namer.lexicon.backward.longest(
      namer.passage.text, before: left.upperBound, floor: left.lowerBound, mask: .size)
    let behind = evidence.part.right.prefix(5)
    let isAttributive = behind.contains { namer.passage.text[$0] == 0x7684 }
    let limit = min(evidence.clause.end, amount.end + 40)
    let clauseRest = amount.end..<max(amount.end, limit)
    if let size {
      let word = namer.passage.string(left.upperBound - size.length..<left.upperBound)
      if word.hasSuffix("总投资") { return true }
      // `固定资产投资15亿元`: an indicator by name, not what one project costs.
      let known = namer.lexicon.backward.longest(
        namer.passage.text, before: left.upperBound, floor: left.lowerBound, mask: .indicator)
      if let known, known.length > size.length, !isAttributive { return false }
      if isAhead, Self.extents.contains(word) { return true }
      if word.hasPrefix("占地") || word.reads("年产") || word.reads("首期规模") {
        return isAhead || frame.mode == .open || word == "首期规模" || isUnfinished(clauseRest)
      }
      // `水利投资超200亿元` sets an aim; a plain sum is a budget.
      let isPlain = amount.comparator == .eq || amount.comparator == .about
      if isAhead, isPlain, Self.budgets.contains(word), names(evidence, before: size.length) {
        return true
      }
      if isAttributive || (isAhead && frame.mode == .open && left.count <= 16) {
        if isAhead { return true }
        return isUnfinished(clauseRest)
          || (isBrought(evidence) && !namer.holds(clauseRest, .finished))
      }
      return false
    }
    let named = namer.noun(evidence.part.right)
    if isAttributive, isAhead, !amount.isCounter, namer.endsWith(named, .project) { return true }
    if isAhead, !amount.isCounter, Self.capacities.contains(where: { amount.unit.ends(with: $0) }),
      !named.isEmpty, namer.holds(named, .project) ? !left.isEmpty : isBuilt(evidence, named)
    {
      return true
    }
    if isAttributive, !amount.isCounter, namer.endsWith(named, .project), isBegun(evidence),
      !namer.holds(clauseRest, .finished)
    {
      return true
    }
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

  /// `甲200万吨煤矿、乙5万千瓦风电等项目前期工作扎实推进`: capacities of works not yet begun.
  private func isListedAhead(_ evidence: Evidence, isAhead: Bool) -> Bool {
    let amount = evidence.amount
    guard !isAhead, frame.mode == .past, !amount.isCounter, !evidence.part.right.isEmpty,
      Self.capacities.contains(where: { amount.unit.ends(with: $0) })
    else { return false }
    let rest = amount.end..<max(amount.end, evidence.clause.end)
    let passage = namer.passage
    guard
      let list = rest.first(where: { index in
        passage.starts("等", at: index)
          && ["项目", "工程"].contains { word in
            passage.contains(word, in: index + 1..<min(rest.upperBound, index + 8))
          }
      })
    else { return false }
    return isUnfinished(list..<rest.upperBound)
  }

  /// `开工建设…等5个66万平方米的还建项目`: begun is not finished.
  private func isBegun(_ evidence: Evidence) -> Bool {
    let start = evidence.clause.start
    let head = start..<max(start, min(start + 6, evidence.amount.start))
    return ["开工", "启动", "推进", "签约", "开建", "奠基", "筹建"].contains {
      namer.passage.contains($0, in: head)
    }
  }

  /// `40万吨焦化建成投产`, `5万吨玻璃等项目前期工作`: a work named by what it can do.
  private func isBuilt(_ evidence: Evidence, _ named: Range<Int>) -> Bool {
    let end = evidence.clause.end
    let passage = namer.passage
    let rest = named.upperBound..<max(named.upperBound, end)
    let stages: [StaticString] = ["建成投产", "投产", "开工", "开工建设", "核准", "并网发电", "投入运营", "达产"]
    if evidence.part.left.isEmpty, rest.count <= 10,
      stages.contains(where: { passage.ends($0, before: end) })
    {
      return true
    }
    let listed: [StaticString] = ["项目前期工作", "项目前期", "项目建设", "重点项目", "等项目"]
    return listed.contains { passage.ends($0, before: end) }
  }

  /// `引进投资3亿元的…`: what was brought in is yet to be built.
  private func isBrought(_ evidence: Evidence) -> Bool {
    let head = evidence.clause.start..<min(evidence.clause.start + 6, evidence.amount.start)
    return ["引进", "引入", "签订", "签下"].contains { namer.passage.contains($0, in: head) }
  }

  // How far a work reaches.
  private static let extents = ["总里程", "总长", "全长", "总建筑面积", "建筑面积", "总长度"]
  // What a project is to cost; 完成投资 is what is spent on it in the year.
  private static let budgets = [
    "投资", "计划投资", "计划总投资", "预计总投资", "估算总投资", "概算投资", "协议投资", "合同投资", "总造价",
  ]
  // Units of what a work can do, not of how much work is done.
  private static let capacities: [StaticString] = ["吨", "千瓦", "千瓦时", "吨/日", "立方米/日", "标箱", "标准箱"]

  /// Whether the clause says on what the money is to be spent.
  private func names(_ evidence: Evidence, before size: Int) -> Bool {
    let left = evidence.part.left
    let own = left.lowerBound..<left.upperBound - size
    if namer.lexicon.backward.longest(
      namer.passage.text, before: left.upperBound, floor: left.lowerBound, mask: .indicator)
      != nil
    {
      return false
    }
    // `完成交通投资80亿元、水利投资20亿元`, `年度投资9亿元`: what is to be spent in the year.
    let head = evidence.clause.start..<max(evidence.clause.start, evidence.amount.start)
    if ["完成", "年度", "安排"].contains(where: { namer.passage.contains($0, in: head) }) {
      return false
    }
    return !namer.stripHead(namer.stripTail(own).0).isEmpty || !evidence.part.right.isEmpty
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
  let namer: Namer

  private var frame: Frame { namer.frame }

  func period(
    _ period: Period?, _ form: Form, _ predicate: Namer.Predicate, _ name: String,
    _ amount: Amount, _ standing: Standing, _ part: Part, _ evidence: SpanEvidence
  ) -> Period? {
    let carried = evidence.isState
    guard standing != .planned, let period else { return nil }
    guard period.isSpan else { return period }
    if predicate.isYearly || predicate.isCumulative || name.holds("累计") { return period }
    if predicate.isTotal, amount.unit.ends(with: "元") { return period }
    // `连续7年`: counted up to the last year.
    if amount.unit.reads("年") { return Period(period.last) }
    // `每年减轻负担超过3亿元` was so in all of them.
    if namer.passage.contains("每年", in: part.left.suffix(24)) { return period }
    if carried, predicate.hasBase { return Period(period.last) }
    if form == .growth || form == .change { return period }
    let isState =
      carried || predicate.classes.contains(.state) || form == .share || form == .rate
      || form == .rank
      || (form == .level && !evidence.isNamed && isStock(name, amount, part, evidence))
    return isState ? Period(period.last) : period
  }

  /// The years that 年均 runs over: those of the heading, or from the base to the year at hand.
  func years(_ now: Period, base: Int?) -> Period {
    if let span = frame.period, span.isSpan, span.first <= now.last, now.last <= span.last {
      return span
    }
    if let base, base < now.last - 1 { return Period(base + 1, now.last) }
    // `2016年和过去五年工作回顾`
    if let years = frame.years, years.last == now.last { return years }
    return now
  }

  /// Whether the part says what was done, which adds up over the years.
  func acts(_ part: Part) -> Bool {
    // 覆盖 says how far a thing reaches, not what was done.
    let left = part.left.suffix(24)
    let own = left.first { namer.passage.starts("覆盖", at: $0) }
    return namer.acts(left.lowerBound..<(own ?? left.upperBound))
      || namer.passage.ends("投资", before: part.left.upperBound)
  }

  private func isStock(
    _ name: String, _ amount: Amount, _ part: Part, _ evidence: SpanEvidence
  ) -> Bool {
    let outer = amount.outerStart..<amount.start
    if ["超过", "突破", "站上", "迈上"].contains(where: { namer.passage.starts($0, at: outer.lowerBound) })
    {
      return true
    }
    if namer.passage.ends("覆盖", before: part.left.upperBound) { return true }
    guard !acts(part) else { return false }
    // `装机超9万千瓦`, `已覆盖40所`: a size, not a sum of acts.
    if ["超", "逾", "近", "已近", "已超"].contains(where: {
      namer.passage.starts($0, at: outer.lowerBound)
    }) {
      return true
    }
    if Self.stocks.contains(where: { name.ends(with: $0) }) { return true }
    // `经营主体90万户`: the sentence does nothing, so it says how things stood.
    return evidence.isBare && !Self.sums.contains { name.ends(with: $0) }
  }

  /// What the text around an amount says about a span of years.
  struct SpanEvidence {
    /// The sentence has begun to state how things stood at the end.
    let isState: Bool
    /// The clause itself names the years: `五年生产…`.
    let isNamed: Bool
    /// Subject and amount are all there is, and the heading alone dates them.
    let isBare: Bool
  }

  // What is spent adds up over the years.
  private static let sums: [StaticString] = ["支出", "投入", "资金", "投资", "补贴", "补助", "次"]
  private static let stocks: [StaticString] = [
    "总量", "总里程", "全长", "余额", "里程", "容量", "总数", "积累", "结余", "储备", "覆盖", "存量", "拥有量", "保有量",
  ]
}
