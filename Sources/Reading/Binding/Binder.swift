import Quantities

/// Binds the amounts of one passage, clause by clause from left to right.
struct Binder {
  let passage: Passage
  let lexicon: Lexicon
  let frame: Frame
  let times: [TimeMark]
  let namer: Namer
  private(set) var drafts: [Draft] = []

  private var period: Period?
  private var timeIndex = 0
  /// The period to go back to behind `由2019年的4家`, which dates one amount only.
  private var beforeOrigin: Period??
  private var hasTimeWord = false
  private var isEstimated = false
  private var cue: WordClass = []
  /// Name and form that the next clause carries on.
  private var subject = ""
  /// Whether `subject` was named in the sentence at hand.
  private var isSubjectFresh = false
  /// The project or body that a clause without amounts ended on.
  private var topic: String?
  /// The size word (`投资`) of the sentence.
  private var lastSize: String?
  /// The sentence states how things stood at the end of its years.
  private var isState = false

  init(_ passage: Passage, lexicon: Lexicon, frame: Frame, times: [TimeMark]) {
    self.passage = passage
    self.lexicon = lexicon
    self.frame = frame
    self.times = times
    period = frame.period
    namer = Namer(passage: passage, lexicon: lexicon, times: times)
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
      readCues(clause)
      next = last
      if last == next { topic = namer.topic(clause.range) }
      if clause.endsSentence { endSentence(clause) }
    }
  }

  private mutating func endSentence(_ clause: Clause) {
    isEstimated = false
    isState = false
    cue = []
    topic = nil
    lastSize = nil
    // Inside a span of years a dated sentence is an aside; the next is of the span again.
    if let span = frame.period, span.isSpan { period = span }
    if clause.closer != 0x3B { isSubjectFresh = false }
  }

  /// Cue words of a clause hold for the clauses after it in the same sentence.
  private mutating func readCues(_ clause: Clause) {
    advanceTime(to: clause.end)
    let head = clause.start..<min(clause.end, clause.start + Namer.leftMax)
    if namer.holds(head, .forecast) { isEstimated = true }
    if namer.holds(head, .aim) { cue.insert(.aim) }
    if namer.holds(head, .plan) { cue.insert(.plan) }
  }

  private mutating func advanceTime(to position: Int) {
    while timeIndex < times.count, times[timeIndex].start < position {
      if !times[timeIndex].isBase {
        let before = passage.scalar(times[timeIndex].start - 1)
        let isOrigin = before == 0x4ECE || before == 0x7531  // 从 由
        beforeOrigin = isOrigin ? .some(period) : nil
        period = times[timeIndex].value
        hasTimeWord = true
      }
      timeIndex += 1
    }
  }

  // MARK: - One clause

  private mutating func bindClause(
    _ clause: Clause, _ amounts: [Amount], following: Clause?
  ) {
    let parts = PartCutter(namer: namer).cut(clause, amounts)
    let series = DistributiveRule(namer: namer).names(
      clause, amounts, parts, earlier: drafts.suffix(6))
    var amounts = amounts
    if series != nil, let closing = amounts.last?.comparator {
      for index in amounts.indices where amounts[index].comparator == .eq {
        amounts[index].comparator = closing
      }
    }
    var shared = Namer.Predicate()
    for (index, amount) in amounts.enumerated() {
      advanceTime(to: amount.start)
      var part = parts[index]
      if part.right.isEmpty, let noun = attributed(parts, after: index) { part.right = noun }
      let (body, predicate) = namer.stripTail(part.left)
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
      if name.isEmpty { name = subject }
      if name.isEmpty { name = remainder(part) }
      let ruling = FormRule(namer: namer, lexicon: lexicon).form(
        amount, part, body, effective, name, previous: isBare ? drafts.last : nil)
      append(clause, amount, part, effective, name, ruling, amounts.count)
      if let earlier = beforeOrigin {
        period = earlier
        beforeOrigin = nil
      }
      if ruling.form != .rank {
        subject = name
        isSubjectFresh = true
      }
    }
  }

  private mutating func append(
    _ clause: Clause, _ amount: Amount, _ part: Part, _ predicate: Namer.Predicate, _ name: String,
    _ ruling: FormRule.Ruling, _ companions: Int
  ) {
    var cues = cue
    let before = clause.start..<amount.start
    let head = before.prefix(Namer.leftMax)
    if namer.holds(head, .aim) { cues.insert(.aim) }
    if namer.holds(head, .plan) { cues.insert(.plan) }
    let forecast = isEstimated || namer.holds(head, .forecast)
    let standing = StandingRule(namer: namer, frame: frame).standing(
      StandingRule.Evidence(
        clause: clause, amount: amount, part: part, name: name, period: period,
        hasTimeWord: hasTimeWord, cues: cues, isForecast: forecast))
    let rule = PeriodRule(frame: frame, namer: namer)
    var when = rule.period(
      period, ruling.form, predicate, name, amount, standing, isState: isState && !rule.acts(part))
    // `占全国三成` after a flow is the share of that flow.
    let opening = part.left.first { !passage.text[$0].isBlank }
    if ruling.form == .share, let opening, passage.text[opening] == 0x5360, let last = drafts.last {
      when = last.period
    }
    isState = period?.isSpan == true && when?.isSpan == false
    drafts.append(
      Draft(
        amount: amount, name: name, form: ruling.form, isNegative: ruling.isNegative,
        standing: standing, period: when, clause: clause.range, part: part.whole,
        companions: companions))
  }

  // MARK: - Names

  private mutating func name(
    _ part: Part, _ body: Range<Int>, _ amount: Amount, _ next: Clause?
  ) -> String {
    var left = namer.stripHead(namer.beforeOrigin(body))
    var right = namer.noun(part.right)
    if part.isShared {
      let measure = namer.measureLength(right)
      if measure < right.count { right = right.lowerBound..<right.upperBound - measure }
    }
    if amount.kind == .rank || amount.kind == .grade || amount.isPercent {
      right = right.lowerBound..<right.lowerBound
    }
    if right.isEmpty, let noun = amount.noun { right = noun }
    if right.isEmpty, amount.unit == "次" {
      right = namer.untilBreak(
        part.right.lowerBound..<min(part.right.upperBound, part.right.lowerBound + 14))
    }
    if !right.isEmpty {
      if part.isContinued, amount.isCounter { left = left.upperBound..<left.upperBound }
      return counted(part, left, right, amount)
    }
    // `年度计划完成投资`: a bare measure word keeps what was taken for time or manner.
    if namer.isWord(left, [.attribute, .measure, .size]), left.lowerBound > body.lowerBound {
      let whole = namer.stripLead(body)
      let taken = namer.stripTail(whole.lowerBound..<max(whole.lowerBound, left.lowerBound)).0
      if !taken.isEmpty, whole.count <= 24 { return passage.string(whole) }
    }
    if left.isEmpty { return subject }
    if amount.isCounter || amount.unit.hasSuffix("户") || amount.unit.hasSuffix("人"),
      namer.isWord(left, .action), let last = amount.unit.last, last == "户" || last == "人"
    {
      return (isSubjectFresh && subject.count <= 12 ? subject : "") + passage.string(left)
        + String(last) + "数"
    }
    return measured(left, part.right.isEmpty && !isSubjectFresh ? next : nil)
  }

  /// What else the clause says, where nothing names the amount.
  private func remainder(_ part: Part) -> String {
    let right = namer.untilBreak(part.right.prefix(14).startIndex..<part.right.prefix(14).endIndex)
    return passage.string(
      right.isEmpty
        ? namer.untilBreak(part.left.suffix(14).startIndex..<part.left.upperBound) : right)
  }

  /// A name that stands before the number alone.
  private func measured(_ left: Range<Int>, _ next: Clause?) -> String {
    let own = passage.string(left)
    if let share = namer.shareStart(left) {
      let isRest = share == left.lowerBound || namer.isWord(left.lowerBound..<share, .attribute)
      let whole = own.hasSuffix("比重") || own.hasSuffix("比例") ? own : own + "比重"
      return isRest ? subject + whole : whole
    }
    guard namer.isWord(left, [.attribute, .size]) else { return own }
    if let topic { return topic + own }
    let isBare = namer.isMeasure(subject)
    if isSubjectFresh, !isBare, !subject.hasSuffix(own), namer.isWord(left, .attribute) {
      return subject + own
    }
    if let next, namer.isWord(left, .size) {
      let object = namer.noun(namer.stripLead(next.range))
      if object.count >= 3 { return passage.string(object) + own }
    }
    return passage.ends("完成", before: left.lowerBound) ? "完成" + own : own
  }

  /// The noun of `占地9亩、投资3亿元的…` for the amounts before the last.
  private func attributed(_ parts: [Part], after index: Int) -> Range<Int>? {
    guard index + 1 < parts.count, let last = parts.last,
      passage.scalar(last.right.lowerBound) == 0x7684, last.right.count > 1,
      namer.endsWith(parts[index].left, .size)
    else { return nil }
    return last.right
  }

  /// A name whose noun stands behind the number.
  private mutating func counted(
    _ part: Part, _ left: Range<Int>, _ right: Range<Int>, _ amount: Amount
  ) -> String {
    let isAttributive = namer.attributiveStart(part.right) != nil
    if let size = namer.sizeLength(left) {
      let word = passage.string(left.upperBound - size..<left.upperBound)
      lastSize = word
      let owner = left.lowerBound..<left.upperBound - size
      // `可容纳80人办公的…`: the verb behind the number belongs to the size.
      if !isAttributive, let of = right.first(where: { passage.text[$0] == 0x7684 }) {
        return word + passage.string(right.lowerBound..<of)
      }
      if isAttributive || !amount.isCounter {
        let keepsOwner = owner.count <= 8 && !namer.isWord(owner, .action)
        return (keepsOwner ? passage.string(owner) : "") + passage.string(right) + word
      }
    }
    // `投资3亿元的甲项目、2亿元的乙项目`: the size word is said once.
    if left.isEmpty, isAttributive, !amount.isCounter, let lastSize {
      return passage.string(right) + lastSize
    }
    let action = namer.action(of: left)
    var noun = right
    // `甲园等6个项目`: examples name a general noun.
    if noun.count <= 2, action.isEmpty, passage.ends("等", before: left.upperBound) {
      let start = left.last { passage.text[$0] == 0x7684 }.map { $0 + 1 } ?? left.lowerBound
      return passage.string(start..<left.upperBound) + passage.string(noun)
    }
    // A general noun alone says nothing; what it does names the figure.
    if noun.count <= 2, action.isEmpty, amount.comparator != .about, !part.isShared {
      let limit = min(part.right.upperBound, noun.upperBound + 14)
      let rest = noun.lowerBound..<max(noun.upperBound, limit)
      noun = namer.untilBreak(rest)
    }
    return passage.string(action) + passage.string(noun)
  }
}
