import Quantities

/// Binds the amounts of one passage, clause by clause from left to right.
struct Binder {
  let passage: Passage
  let namer: Namer
  private let times: [TimeMark]
  private(set) var drafts: [Draft] = []

  private var period: Period?
  /// The time word that gave `period`; `nil` while it is the heading's.
  private var periodWord: Range<Int>?
  private var timeIndex = 0
  /// The period to go back to behind `由2019年的4家`, which dates one amount only.
  private var beforeOrigin: (period: Period?, word: Range<Int>?)?
  /// The year that `由2019年的…` of the sentence dates; a like change after it begins there too.
  private var originYear: Int?
  /// The year that the sentence compares with: `比2019年`.
  private var baseYear: Int?
  private var hasTimeWord = false
  private var isEstimated = false
  private var isForecast = false
  private var cue: WordClass = []
  /// The last cue word of the sentence.
  private var cueWord: Range<Int>?
  /// Name and form that the next clause carries on.
  var subject = ""
  /// Whether `subject` was named in the sentence at hand.
  var isSubjectFresh = false
  /// The project or body that a clause without amounts ended on.
  var topic: String?
  /// A clause without amounts that has not been asked for its topic and heading yet: in most
  /// sentences no amount follows.
  private var unnamed: Range<Int>?
  /// What the clause before spoke of: `覆盖面逐步扩大，…达到12%`.
  var spoken: Range<Int>?
  /// What the sentence before announced: `经营主体持续壮大。总量达到…`.
  var announced: Range<Int>?
  /// The indicator that a clause without amounts only named: `研发经费，从…增加到…`.
  var heading: String?
  /// The size word (`投资`) of the sentence.
  var lastSize: String?
  /// The sentence states how things stood at the end of its years.
  private var isState = false
  private let isTurned: Bool
  /// An earlier clause of the sentence said what was done.
  private var hasActed = false
  /// How many drafts stood before the sentence at hand.
  private var sentenceStart = 0

  init(_ namer: Namer) {
    passage = namer.passage
    times = namer.times
    self.namer = namer
    period = namer.frame.period
    isTurned = Self.turns(namer.frame, namer.times)
  }

  private var frame: Frame { namer.frame }

  /// Whether a passage in a part about several years begins with the last of them:
  /// `2025年，…` tells of that year to its end.
  private static func turns(_ frame: Frame, _ times: [TimeMark]) -> Bool {
    guard let span = frame.period, span.isSpan, let first = times.first, !first.isBase,
      let year = first.value, !year.isSpan, year.last == span.last
    else { return false }
    // 10: `各位代表,刚刚过去的2025年`.
    return first.start <= 10
  }

  mutating func bind(_ amounts: [Amount], _ clauses: [Clause]) {
    var next = 0
    for (position, clause) in clauses.enumerated() {
      var last = next
      while last < amounts.count, amounts[last].start < clause.end { last += 1 }
      if last > next {
        var following: Clause?
        if !clause.endsSentence, position + 1 < clauses.count {
          let candidate = clauses[position + 1]
          let isFree = last == amounts.count || amounts[last].start >= candidate.end
          following = isFree ? candidate : nil
        }
        bindClause(clause, Array(amounts[next..<last]), following: following)
      }
      if frame.mode == .past, frame.period?.isSpan == true, !hasActed {
        hasActed = namer.acts(clause.range.prefix(Namer.leftMax))
      }
      readCues(clause)
      if last == next {
        unnamed = clause.range
      }
      next = last
      if clause.endsSentence { endSentence(clause) }
    }
  }

  private mutating func endSentence(_ clause: Clause) {
    announced = unnamed.flatMap { $0 == clause.range ? namer.announced($0) : nil }
    // `预计全年…；财政收入…`: an estimate said before all else holds to the full stop.
    if clause.closer != 0x3B { isForecast = false }
    isEstimated = isForecast
    isState = false
    hasActed = false
    cue = []
    cueWord = nil
    topic = nil
    heading = nil
    spoken = nil
    unnamed = nil
    lastSize = nil
    // Inside a span of years a dated sentence is an aside; the next is of the span again.
    if let span = frame.period, span.isSpan, clause.closer != 0x3B, !isTurned {
      period = span
      periodWord = nil
    }
    // What is still to come is an aside in a review.
    if frame.mode == .past, let own = frame.period, let now = period, now.last > own.last {
      period = own
      periodWord = nil
      isForecast = false
      isEstimated = false
    }
    if clause.closer != 0x3B {
      isSubjectFresh = false
      originYear = nil
      baseYear = nil
      sentenceStart = drafts.count
    }
  }

  /// Cue words of a clause hold for the clauses after it in the same sentence.
  private mutating func readCues(_ clause: Clause) {
    advanceTime(to: clause.end)
    let head = clause.start..<min(clause.end, clause.start + Namer.leftMax)
    let begun = passage.cues(in: head)
    guard !begun.isDisjoint(with: [.forecast, .aim, .plan, .completion]) else { return }
    if begun.contains(.forecast), let word = namer.firstWord(head, .forecast) {
      isEstimated = true
      cueWord = word
      if word.lowerBound <= clause.start + 2 { isForecast = true }
    }
    let found = cues(head)
    cue.formUnion(found.classes)
    cueWord = found.word ?? cueWord
  }

  /// The words of aiming, planning and completion in `head`, and the last of them.
  private func cues(_ head: Range<Int>) -> (classes: WordClass, word: Range<Int>?) {
    var classes: WordClass = []
    var last: Range<Int>?
    let begun = passage.cues(in: head)
    guard !begun.isDisjoint(with: [.aim, .plan, .completion]) else { return ([], nil) }
    for each in [WordClass.aim, .plan, .completion] {
      guard begun.contains(each), let word = namer.firstWord(head, each) else { continue }
      classes.insert(each)
      if word.lowerBound >= last?.lowerBound ?? 0 { last = word }
    }
    return (classes, last)
  }

  /// `从A提高到B`: A, where the text does not say of which year it is.
  private func isOrigin(_ clause: Clause, _ amount: Amount) -> Bool {
    if case .ratio = amount.kind { return isRatioOrigin(amount) }
    var before = amount.outerStart - 1
    while before > clause.start, passage.text[before].isBlank { before -= 1 }
    guard passage.scalar(before) == 0x4ECE || passage.scalar(before) == 0x7531 else { return false }
    return (amount.outerEnd..<min(clause.end, amount.outerEnd + 8)).contains {
      passage.text[$0] == 0x5230 || passage.text[$0] == 0x81F3  // 到 至
    }
  }

  /// `由12:45:43调整为11:44:45`: all parts of the first ratio.
  private func isRatioOrigin(_ amount: Amount) -> Bool {
    func isPart(_ scalar: UInt32) -> Bool {
      scalar.isDigit || scalar.isBlank || scalar == 0x2E || scalar == 0x3A
    }
    var start = amount.start
    while isPart(passage.scalar(start - 1)) { start -= 1 }
    var end = amount.end
    while isPart(passage.scalar(end)) { end += 1 }
    // 8: `由2020年的`.
    let before = max(0, start - 8)..<start
    return ["由", "从"].contains { passage.contains($0, in: before) }
      && ["调整为", "优化为", "演进为", "变为", "调整到", "优化到", "提升为", "转变为"].contains {
        passage.starts($0, at: end)
      }
  }

  /// Whether the clause begins with the point a change starts from: `研发经费，从2亿元增加到…`.
  private func startsOrigin(_ clause: Clause) -> Bool {
    passage.scalar(clause.start) == 0x4ECE || passage.scalar(clause.start) == 0x7531  // 从由
  }

  private mutating func advanceTime(to position: Int) {
    while timeIndex < times.count, times[timeIndex].start < position {
      if !times[timeIndex].isBase {
        let before = passage.scalar(times[timeIndex].start - 1)
        let isOrigin = before == 0x4ECE || before == 0x7531  // 从 由
        beforeOrigin = isOrigin ? (period, periodWord) : nil
        if let year = times[timeIndex].value, isOrigin, !year.isSpan { originYear = year.last }
        // `由2020年的5亿元增加到2025年的9亿元`: then the years between are spoken of again.
        if let span = frame.period, span.isSpan, let year = times[timeIndex].value, !year.isSpan,
          originYear != nil, year.last == span.last, !isTurned, before == 0x5230 || before == 0x81F3
        {
          beforeOrigin = (span, nil)
        }
        period = times[timeIndex].value
        periodWord = times[timeIndex].start..<times[timeIndex].end
        hasTimeWord = true
      } else if let year = times[timeIndex].value, !year.isSpan {
        baseYear = year.last
      }
      timeIndex += 1
    }
  }

  // MARK: - One clause

  private mutating func bindClause(
    _ clause: Clause, _ amounts: [Amount], following: Clause?
  ) {
    let before = unnamed
    if let range = unnamed {
      topic = namer.topic(range)
      heading = namer.heading(range, isOrigin: startsOrigin(clause)) ?? namer.opening(range)
      spoken = namer.announced(range)
      unnamed = nil
    }
    let parts = PartCutter(namer: namer).cut(clause, amounts)
    let distribute = DistributiveRule(namer: namer)
    let series = distribute.names(
      clause, amounts, parts, earlier: drafts.suffix(6), before: before)
    let amounts = closed(amounts, parts, isSeries: series != nil)
    var shared = Namer.Predicate()
    for (index, amount) in amounts.enumerated() {
      advanceTime(to: amount.start)
      var part = parts[index]
      if part.right.count <= 1, let noun = attributed(parts, after: index) { part.right = noun }
      let (body, predicate) = predicate(part, amount)
      // `分别增长6%、4%`: the second amount has the predicate of the first.
      let isBare = part.left.isEmpty || (body.isEmpty && predicate.nearestLength == 0)
      let effective = isBare && index > 0 && part.right.isEmpty ? shared : predicate
      shared = effective
      var name: String
      if let series, let given = series[index] {
        name = given
      } else if case .ratio(let place) = amount.kind {
        name = ["第一产业占比", "第二产业占比", "第三产业占比"][min(place, 2)]
      } else {
        name = self.name(part, body, amount, index == 0 ? following : nil)
      }
      if name.isEmpty { name = carried(part, amount) }
      if name.reads("经济"), !effective.classes.isDisjoint(with: [.rise, .fall]) { name = "经济增长" }
      var ruling = FormRule(namer: namer).form(
        amount, part, body, effective, name, previous: isBare ? drafts.last : nil)
      ruling = again(ruling, body, amount, name)
      let names =
        series == nil ? distribute.each(part, amount, earlier: sentenceTail(clause)) : nil
      for name in names ?? [name] {
        append(
          clause, amount, part, effective, name, ruling, amounts.count,
          isDealtOut: series?[index] != nil || names != nil)
      }
      if let earlier = beforeOrigin, amount.kind != .ratio(part: 0), amount.kind != .ratio(part: 1)
      {
        (period, periodWord) = earlier
        beforeOrigin = nil
      }
      // `在全省181个县中排名第9位，增长6%`: the counties are no subject.
      if ruling.form != .rank, !isSetting(part, amount) {
        subject = name
        heading = nil
        isSubjectFresh = true
      }
    }
  }

  /// Whether an amount counts those among whom something is placed.
  private func isSetting(_ part: Part, _ amount: Amount) -> Bool {
    amount.isCounter && passage.contains(Self.placing, in: part.left.prefix(4))
      && passage.contains(Self.among, in: part.right.prefix(10))
  }

  private static let placing: Phrases = ["在"]
  private static let among: Phrases = ["中排", "中位", "中居", "中列"]

  /// What stands before the amount without its predicate, and that predicate.
  private func predicate(_ part: Part, _ amount: Amount) -> (Range<Int>, Namer.Predicate) {
    var (body, predicate) = namer.stripTail(part.left)
    guard amount.isPercent else { return (body, predicate) }
    // `浓度改善12%`: less of it.
    if body.count > 4, passage.ends("改善", before: body.upperBound) {
      let word = body.upperBound - 2..<body.upperBound
      (body, predicate) = namer.stripTail(body.lowerBound..<word.lowerBound)
      predicate.takeIn((.fall, word))
    }
    predicate.takeIn(namer.changeBehind(part.right))
    if let given = namer.changeByRate(part.right) {
      predicate.takeIn((given.classes, given.word))
    }
    return (body, predicate)
  }

  /// The amounts with the closing word of a series (`甲15家、乙2家、丙20家以上`) held by all of it.
  private func closed(_ amounts: [Amount], _ parts: [Part], isSeries: Bool) -> [Amount] {
    let isList =
      amounts.count >= 3 && amounts.allSatisfy(\.isCounter)
      && parts.dropLast().allSatisfy(\.right.isEmpty)
    guard isSeries || isList, let closing = amounts.last?.comparator, closing == .ge || isSeries
    else { return amounts }
    var amounts = amounts
    for index in amounts.indices where amounts[index].comparator == .eq {
      amounts[index].comparator = closing
      amounts[index].closesSeries = closing != .eq
    }
    return amounts
  }

  /// What the last clause with amounts named, if it is of the sentence of `clause`.
  private func sentenceTail(_ clause: Clause) -> [Draft] {
    guard isSubjectFresh, let last = drafts.last, last.clause.lowerBound < clause.start else {
      return []
    }
    let own = Array(drafts.suffix(5).filter { $0.clause == last.clause && $0.form != .rank })
    // `客流达到8万人，收入达到3亿元，均增长9%`: one amount in each of two clauses.
    let levels = drafts[min(sentenceStart, drafts.count)...].suffix(4).filter { $0.form == .level }
    let isRow = own.count == 1 && levels.count == 2 && levels[1].clause == last.clause
    return isRow && levels[0].name != levels[1].name ? levels : own
  }

  private mutating func append(
    _ clause: Clause, _ amount: Amount, _ part: Part, _ predicate: Namer.Predicate, _ name: String,
    _ ruling: FormRule.Ruling, _ companions: Int, isDealtOut: Bool
  ) {
    let before = clause.start..<amount.start
    let head = before.prefix(Namer.leftMax)
    let own = cues(head)
    let origin = isOrigin(clause, amount)
    let forecast = namer.firstWord(head, .forecast)
    let (standing, standingCause) = StandingRule(namer: namer).standing(
      StandingRule.Evidence(
        clause: clause, amount: amount, part: part, name: name, period: period,
        hasTimeWord: hasTimeWord, cues: cue.union(own.classes),
        isForecast: isEstimated || forecast != nil, isOrigin: origin,
        cueWord: own.word ?? forecast ?? cueWord, periodWord: periodWord))
    let periodRule = PeriodRule(namer: namer)
    var when = period
    if standing == .planned || period?.isSpan == true {
      when = periodRule.period(
        period, ruling.form, predicate, name, amount, standing, part,
        spanEvidence(clause, part, amount, periodRule))
    }
    let isEnd = when?.isSpan == false && period?.isSpan == true
    var periodCause = Cause(
      isEnd ? .endOfSpan : periodWord == nil ? .yearOfHeading : .timeWord, periodWord)
    // `占全国三成` after a flow is the share of that flow.
    let opening = part.left.first { !passage.text[$0].isBlank }
    if ruling.form == .share, let opening, passage.text[opening] == 0x5360, let last = drafts.last {
      when = last.period
      periodCause = last.causes.period.rule == .notDated ? Cause(.notDated) : Cause(.asFigureBefore)
    }
    isState = period?.isSpan == true && when?.isSpan == false
    if predicate.isYearly, let now = when, !now.isSpan {
      when = periodRule.years(now, base: baseYear)
      if when != now { periodCause = Cause(.yearOfHeading) }
    }
    if amount.unit.reads("倍"), ruling.form == .rate,
      let last = drafts.suffix(3).last(where: { $0.name == name && $0.form == .level })
        ?? drafts.last.flatMap({ $0.name == name ? $0 : nil })
    {
      when = last.period
      periodCause = Cause(.asFigureBefore)
    }
    if origin { when = originYear.map { Period($0) } }
    if origin, when != nil { periodCause = Cause(.asFigureBefore) }
    if when == nil { periodCause = Cause(.notDated) }
    drafts.append(
      Draft(
        amount: amount, name: name, form: ruling.form, isNegative: ruling.isNegative,
        standing: standing, period: when, clause: clause.range, part: part.whole,
        companions: companions, isItem: companions > 2 && isItem(amount, part),
        causes: Draft.Causes(
          name: isDealtOut ? .nameDealtOut : .nameInClause, form: ruling.cause,
          standing: standingCause, period: periodCause)))
  }

  // Verbs that the lexicon has no class for: what they did adds up.
  private static let deeds: Phrases = [
    "发展", "销售", "签订", "吸引", "集聚", "兑现", "处置", "处理", "募集", "化解", "输送", "减轻", "吸纳", "开发",
    "开办", "落地执行", "免费", "消化", "报销", "拨付", "偿还", "研发",
  ]

  private func spanEvidence(
    _ clause: Clause, _ part: Part, _ amount: Amount, _ rule: PeriodRule
  ) -> PeriodRule.SpanEvidence {
    let isNamed = periodWord.map { $0.lowerBound >= clause.start } ?? false
    let isAlone = periodWord == nil && amount.noun == nil && part.right.isEmpty
    return PeriodRule.SpanEvidence(
      isState: isState && !isNamed && !rule.acts(part) && !namer.actsBehind(part.right),
      isNamed: isNamed,
      isBare: isAlone && !part.left.isEmpty && !hasActed
        && !namer.acts((clause.start..<amount.start).suffix(Namer.leftMax))
        && !passage.contains(Self.deeds, in: part.left.prefix(6)))
  }

  /// Whether the part is a whole item of a list: its own noun, and a mark on each side.
  private func isItem(_ amount: Amount, _ part: Part) -> Bool {
    guard !amount.isPercent, amount.kind == .plain, !part.isShared, !part.isContinued
    else { return false }
    let follows = namer.isMark(part.left.lowerBound - 1)
    let isNamed = namer.holds(part.left, .action) || part.right.count >= 2
    return isNamed && (follows || namer.isMark(part.whole.upperBound))
  }
}
