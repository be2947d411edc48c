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
  private var subject = ""
  /// Whether `subject` was named in the sentence at hand.
  private var isSubjectFresh = false
  /// The project or body that a clause without amounts ended on.
  private var topic: String?
  /// A clause without amounts that has not been asked for its topic and heading yet: in most
  /// sentences no amount follows.
  private var unnamed: Range<Int>?
  /// The indicator that a clause without amounts only named: `研发经费，从…增加到…`.
  private var heading: String?
  /// The size word (`投资`) of the sentence.
  private var lastSize: String?
  /// The sentence states how things stood at the end of its years.
  private var isState = false
  private let isTurned: Bool
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
      readCues(clause)
      if last == next {
        unnamed = clause.range
      }
      next = last
      if clause.endsSentence { endSentence(clause) }
    }
  }

  private mutating func endSentence(_ clause: Clause) {
    // `预计全年…；财政收入…`: an estimate said before all else holds to the full stop.
    if clause.closer != 0x3B { isForecast = false }
    isEstimated = isForecast
    isState = false
    cue = []
    cueWord = nil
    topic = nil
    heading = nil
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
    var before = amount.outerStart - 1
    while before > clause.start, passage.text[before].isBlank { before -= 1 }
    guard passage.scalar(before) == 0x4ECE || passage.scalar(before) == 0x7531 else { return false }
    return (amount.outerEnd..<min(clause.end, amount.outerEnd + 8)).contains {
      passage.text[$0] == 0x5230 || passage.text[$0] == 0x81F3  // 到 至
    }
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
    if let range = unnamed {
      topic = namer.topic(range)
      heading = namer.heading(range) ?? namer.opening(range)
      unnamed = nil
    }
    let parts = PartCutter(namer: namer).cut(clause, amounts)
    let distribute = DistributiveRule(namer: namer)
    let series = distribute.names(
      clause, amounts, parts, earlier: drafts.suffix(6))
    let amounts = closed(amounts, parts, isSeries: series != nil)
    var shared = Namer.Predicate()
    for (index, amount) in amounts.enumerated() {
      advanceTime(to: amount.start)
      var part = parts[index]
      if part.right.count <= 1, let noun = attributed(parts, after: index) { part.right = noun }
      var (body, predicate) = namer.stripTail(part.left)
      if amount.isPercent { predicate.takeIn(namer.changeBehind(part.right)) }
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
      if name.isEmpty { name = heading ?? subject }
      if name.isEmpty { name = remainder(part) }
      if name.reads("经济"), !effective.classes.isDisjoint(with: [.rise, .fall]) { name = "经济增长" }
      var ruling = FormRule(namer: namer).form(
        amount, part, body, effective, name, previous: isBare ? drafts.last : nil)
      // `增长5.5%以上，力争6%`: a second aim for the same thing.
      if amount.isPercent, body.isEmpty, isSubjectFresh, let last = drafts.last, last.name == name,
        last.amount.isPercent, ruling.form == .share, last.form == .growth
      {
        ruling = FormRule.Ruling(last.form, .asBefore, isNegative: last.isNegative)
      }
      let names =
        series == nil ? distribute.each(part, amount, earlier: sentenceTail(clause)) : nil
      for name in names ?? [name] {
        append(
          clause, amount, part, effective, name, ruling, amounts.count,
          isDealtOut: series?[index] != nil || names != nil)
      }
      if let earlier = beforeOrigin {
        (period, periodWord) = earlier
        beforeOrigin = nil
      }
      if ruling.form != .rank {
        subject = name
        heading = nil
        isSubjectFresh = true
      }
    }
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
    var when = periodRule.period(
      period, ruling.form, predicate, name, amount, standing, part,
      isState: isState && !periodRule.acts(part))
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

  /// Whether the part is a whole item of a list: its own noun, and a mark on each side.
  private func isItem(_ amount: Amount, _ part: Part) -> Bool {
    guard amount.isCounter, !part.isShared, !part.isContinued else { return false }
    let follows = namer.isMark(part.left.lowerBound - 1)
    let isNamed = namer.holds(part.left, .action) || part.right.count >= 2
    return isNamed && (follows || namer.isMark(part.whole.upperBound))
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
    if amount.isPercent, let aim = namer.growthAimBehind(part.right) { return passage.string(aim) }
    if amount.isPercent, amount.kind == .plain, let measure = namer.shareBehind(part.right) {
      let owner = namer.withoutVerb(left)
      return passage.string(owner.isEmpty ? left : owner) + passage.string(measure)
    }
    // `覆盖98%的行政村`: the noun behind 的 says of what the share is.
    if amount.isPercent, amount.kind == .plain, passage.scalar(part.right.lowerBound) == 0x7684,
      right.count >= 1, left.isEmpty || namer.endsWith(left, .field) || namer.isWord(left, .action)
    {
      let verb = namer.isWord(left, .action) ? passage.string(left) : ""
      return verb + passage.string(right)
    }
    if amount.kind == .rank || amount.kind == .grade || amount.isPercent {
      right = right.lowerBound..<right.lowerBound
    }
    if !left.isEmpty, !right.isEmpty, right.count <= 3,
      ["目标", "任务", "水平", "标准", "考验", "突破", "历史"].contains(where: {
        passage.starts($0, at: right.lowerBound)
      })
    {
      right = right.lowerBound..<right.lowerBound
    }
    // `是“十四五”的2倍`, `比全省高1万元`: the sentence speaks of the same thing.
    if right.isEmpty, isSubjectFresh, isCompared(part, left, amount) { return subject }
    if let deed = deed(part, left, amount) { return deed }
    if right.isEmpty, let noun = amount.noun { right = noun }
    if amount.unit.reads("次"), right.isEmpty || left.isEmpty {
      right = namer.untilBreak(
        part.right.lowerBound..<min(part.right.upperBound, part.right.lowerBound + 14))
    }
    // `连续三年提高标准`: what was done year after year.
    if amount.unit.reads("年"), left.count <= 2 || namer.isWord(left, .action) {
      return passage.string(left) + passage.string(namer.untilBreak(part.right.prefix(20)))
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
    if left.isEmpty { return heading ?? subject }
    if amount.isCounter || amount.unit.ends(with: "户") || amount.unit.ends(with: "人"),
      namer.isWord(left, .action), let last = amount.unit.last, last == "户" || last == "人"
    {
      return (isSubjectFresh && subject.count <= 12 ? subject : "") + passage.string(left)
        + String(last) + "数"
    }
    if amount.isCounter, let kind = kind(left) ?? again(left) { return kind }
    return measured(left, part.right.isEmpty && !isSubjectFresh ? next : nil)
  }

  /// Whether the part only compares what was named before it.
  private func isCompared(_ part: Part, _ left: Range<Int>, _ amount: Amount) -> Bool {
    guard let first = part.left.first(where: { !passage.text[$0].isBlank }) else { return false }
    if amount.unit.reads("倍"), passage.text[first] == 0x662F {  // 是
      return passage.ends("的", before: part.left.upperBound)
    }
    let opens = [0x6BD4, 0x8F83, 0x9AD8, 0x4F4E].contains(passage.text[first])  // 比较高低
    return opens && namer.isWord(left, .field)
  }

  /// `完成改造9所`: what is done now to those counted before.
  private func again(_ left: Range<Int>) -> String? {
    guard isSubjectFresh, let last = drafts.last, last.amount.isCounter, last.name == subject,
      namer.isWord(left, [.action, .finished])
    else { return nil }
    let noun = namer.withoutAction(subject)
    return noun.isEmpty || noun.contains(passage.string(left)) ? nil : passage.string(left) + noun
  }

  /// A name from what those counted do, or what is done to them.
  private func deed(_ part: Part, _ left: Range<Int>, _ amount: Amount) -> String? {
    // `对深石山区的3000户实施搬迁`: what is done to those counted names the figure.
    let deed = namer.deed(part.right)
    let unit = amount.unit
    if !deed.isEmpty, amount.isCounter || unit.ends(with: "人") || unit.ends(with: "户"),
      passage.ends("的", before: part.left.upperBound) || part.left.isEmpty
    {
      return passage.string(deed)
    }
    // `2万余居民喜迁新居`: what they do tells them from others.
    if let noun = amount.noun, !part.right.isEmpty, passage.scalar(part.right.lowerBound) != 0x7684,
      left.isEmpty
    {
      let does = namer.untilBreak(part.right.prefix(10))
      if does.count >= 2, does.count < 8 { return passage.string(does) + passage.string(noun) }
    }
    return nil
  }

  /// The kind that examples stand for, with what is done to it.
  private func kind(_ left: Range<Int>) -> String? {
    // `开通甲、乙等国际航线10条`: the examples go, the kind stays.
    guard let mark = left.last(where: { passage.text[$0] == 0x7B49 }),
      left.upperBound - mark > 4, passage.scalar(mark + 1) != 0x7EA7,
      left.prefix(mark - left.lowerBound).contains(where: { passage.text[$0] == 0x3001 })
    else { return nil }
    return passage.string(namer.action(of: left)) + passage.string(mark + 1..<left.upperBound)
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
      let whole = own.ends(with: "比重") || own.ends(with: "比例") ? own : own + "比重"
      return isRest ? subject + whole : whole
    }
    guard namer.isWord(left, [.attribute, .size, .measure]) else { return own }
    if let topic { return topic + own }
    // `蔬菜面积达到2万亩，产量达到15万吨`: one measure takes the place of the other.
    if isSubjectFresh, namer.isWord(left, .measure), !own.hasSuffix("投资"),
      let stem = namer.stem(subject), stem.count >= 2
    {
      return stem + own
    }
    if own == "出口" || own == "进口", subject.contains("进出口") { return own }
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
    // `完成3800户、58万平方米危房改造`: both measure the one noun.
    if index + 1 < parts.count, parts[index + 1].left.isEmpty, !parts[index + 1].right.isEmpty,
      namer.isWord(namer.stripHead(parts[index].left), .action)
    {
      return parts[index + 1].right
    }
    // `总投资9亿元的4个重点项目`, `4所共2万平方米的学校`.
    let own = parts[index].right
    let isBare =
      own.isEmpty || (own.count == 1 && [0x7684, 0x5171].contains(passage.scalar(own.lowerBound)))
    if index + 1 < parts.count, isBare, parts[index + 1].right.count > 1,
      passage.scalar(parts[index + 1].left.upperBound - 1) != 0x3001,
      own.count == 1 || passage.ends("共", before: parts[index + 1].left.upperBound)
    {
      return parts[index + 1].right
    }
    // `3000户1.2万人实施搬迁`: two counts of the same people.
    if index + 1 < parts.count, own.isEmpty, parts[index + 1].left.isEmpty,
      parts[index].left.count > 1,
      !namer.deed(parts[index + 1].right).isEmpty
    {
      return parts[index + 1].right
    }
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
        let last = passage.scalar(owner.upperBound - 1)
        let isDone = last == 0x4E86 || last == 0x597D  // 了 好
        let keepsOwner = owner.count <= 8 && !namer.isWord(owner, .action) && !isDone
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
