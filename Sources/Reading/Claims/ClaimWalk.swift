import Quantities

/// Goes through the sentences of a passage and keeps what is undertaken.
struct ClaimWalk {
  let passage: Passage
  let namer: Namer
  private let deed: DeedRule
  private let remark: RemarkRule
  private let aside: AsideRule

  struct Claim {
    let range: Range<Int>
    let path: [String]
    let due: Period?
  }

  private(set) var undertakings: [Claim] = []
  private(set) var headings: [Range<Int>] = []
  /// Run-in headings: the first sentence of the paragraph, then `…方面，`.
  private var runIn: [String] = [] {
    didSet { path = frame.path + runIn }
  }
  /// The headings above, with the run-in ones.
  private var path: [String]
  private var isAhead = false
  private var hasBegun = false
  private var isRemarking = false
  /// The run of years that the passage has begun to speak of: `“十五五”时期`.
  private var span: Period?
  /// The paragraph begins with a short sentence that announces it all.
  private var isHeaded = false
  /// Sentences tell of a time before the report's year, until one says otherwise.
  private var isBack = false
  /// Every short sentence of the paragraph announces what follows it.
  private var isNested = false
  /// The paragraph has listed aims, and its other sentences may go on with them.
  private var isSettingAims = false
  /// What a run-in heading before a colon announces, to the end of its sentence.
  private var announced = Announced.nothing

  private enum Announced {
    case nothing, aims, guidance
  }

  init(_ namer: Namer) {
    passage = namer.passage
    self.namer = namer
    deed = DeedRule(passage: namer.passage, lexicon: namer.lexicon)
    aside = AsideRule(passage: namer.passage, deed: deed)
    remark = RemarkRule(passage: namer.passage, namer: namer, deed: deed)
    path = namer.frame.path
  }

  private var lexicon: Lexicon { namer.lexicon }
  private var frame: Frame { namer.frame }
  private var times: [TimeMark] { namer.times }

  /// Makes room for the undertakings of so many clauses.
  mutating func reserve(_ clauses: Int) { undertakings.reserveCapacity(clauses) }

  private static let ordinals: Phrases = ["首先", "其次", "再次", "最后"]
  private static let heard: Phrases = ["获悉", "据悉", "据了解", "了解到"]
  private static let aims: Phrases = ["目标", "指标"]
  private static let thoughts: Phrases = ["要求", "思路", "指导思想", "思想"]
  private static let aimLeads: Phrases = ["目标是", "任务是", "目标为"]
  private static let openings: Phrases = ["做好今年", "做好政府工作", "做好202", "综合"]
  private static let burdens: Phrases = ["任务", "形势", "压力"]

  // 12 and 16: run-in headings are slogans of four to fourteen characters.
  private static let runInMax = 16

  mutating func sentence(_ clauses: ArraySlice<Clause>, isFirst: Bool, isLast: Bool) {
    var clauses = clauses
    guard let tail = clauses.last, let first = clauses.first else { return }
    takeTime(first.start..<tail.end)
    defer { if tail.closer != 0x3B { announced = .nothing } }
    let isCounted = dropOrdinal(&clauses)
    guard let head = clauses.first else { return }
    if frame.mode == .plan, clauses.count == 1, !isLast, announces(head) {
      // A second one right behind the first: the paragraph is ordered in this way.
      let isNext = headings.last.map { $0.upperBound + 1 == head.start } ?? false
      // 10: the sub-headings of such paragraphs; longer ones are tasks.
      let isShort = head.range.count <= 10
      let opensNested = isNext && isShort && !isNested
      if opensNested { isNested = true }
      // Paragraphs that begin with a heading hold no other of this kind.
      let goesOn =
        !isNext && !isHeaded
        && TopicRule(passage: passage, title: head.range).goesOn(in: passage, from: head.end + 1)
      if isFirst || opensNested || isCounted || (isNested && !isNext && isShort) || goesOn {
        runIn = (isFirst ? [] : runIn.prefix(1)) + [passage.string(head.range)]
        headings.append(head.range)
        if isFirst { isHeaded = true }
        return
      }
    }
    takeHeard(&clauses)
    // `压力仍然较大，主要是：…`
    let hasColon = clauses.prefix(3).dropFirst().contains { $0.closer == 0x3A }
    let isReason = hasColon && remark.remarks((clauses.first ?? head).range)
    takeRunIn(&clauses)
    guard let last = clauses.last, let first = clauses.first else { return }
    if frame.mode == .open { return told(clauses) }
    // After `；` a remark goes on, until a sentence says again what is to be done.
    if isReason, announced == .nothing {
      isRemarking = true
    } else if isRemarking, deed.modal(first.range) != nil {
      isRemarking = false
    }
    if !isRemarking {
      let isRemark = announced != .aims && remark.remarks(first.range, isAiming: isAiming)
      isRemarking = announced != .aims && remark.judges(clauses, opens: isRemark)
      if !isRemarking { emit(undertaken(clauses, opensRemark: isRemark), shortest: 5) }
    }
    if last.closer != 0x3B { isRemarking = false }
  }

  /// Drops `一是`, `首先，` and their like from the beginning of a sentence.
  private func dropOrdinal(_ clauses: inout ArraySlice<Clause>) -> Bool {
    guard let head = clauses.first else { return false }
    if clauses.count > 1, head.range.count <= 3,
      passage.starts(Self.ordinals, at: head.start) || passage.text[head.start] == 0x7B2C
    {
      clauses = clauses.dropFirst()
      return true
    }
    let numerals = head.range.prefix(3).prefix { ChineseNumerals.isNumeral(passage.text[$0]) }
    guard let last = numerals.last, passage.scalar(last + 1) == 0x662F, last + 3 < head.end
    else { return false }
    clauses[clauses.startIndex] = Clause(start: last + 2, end: head.end, closer: head.closer)
    return true
  }

  /// `记者获悉，…` says from whom it was heard.
  private func takeHeard(_ clauses: inout ArraySlice<Clause>) {
    if let heard = clauses.prefix(4).lastIndex(where: { clause in
      passage.ends(Self.heard, before: clause.end)
    }) {
      clauses = clauses[(heard + 1)...]
    }
  }

  /// `主要目标是：…` and `…方面，…` open what follows as headings do.
  private mutating func takeRunIn(_ clauses: inout ArraySlice<Clause>) {
    if let colon = clauses.prefix(3).firstIndex(where: { $0.closer == 0x3A || opensAims($0) }),
      clauses[colon].range.count <= 40
    {
      let head = trimmedHead(clauses[colon].range)
      runIn = [passage.string(head)]
      announced = announcement(head)
      clauses = clauses[(colon + 1)...]
    } else if let head = clauses.first, passage.ends("方面", before: head.end),
      head.range.count <= 24, clauses.count > 1
    {
      clauses = clauses.dropFirst()
      runIn = runIn.prefix(1) + [passage.string(head.range)]
      headings.append(head.range)
    }
  }

  private func announcement(_ head: Range<Int>) -> Announced {
    if passage.contains(Self.aims, in: head) { return .aims }
    return passage.ends(Self.thoughts, before: head.upperBound) ? .guidance : .nothing
  }

  private func announces(_ clause: Clause) -> Bool {
    clause.range.count <= Self.runInMax && clause.closer == 0x3002
      && !passage.text[clause.range].contains(where: \.isDigit)
  }

  /// Keeps the years ahead that a sentence names, until another names a single year.
  private mutating func takeTime(_ range: Range<Int>) {
    guard let year = frame.reportYear else { return }
    for time in times.beginning(in: range) where !time.isBase {
      guard let value = time.value else { continue }
      span = value.isSpan && value.last > year ? value : nil
    }
  }

  /// `今年的主要预期目标是，…`: a comma where a colon is usual.
  private func opensAims(_ clause: Clause) -> Bool {
    clause.closer == 0x2C && passage.ends(Self.aimLeads, before: clause.end)
  }

  private func trimmedHead(_ range: Range<Int>) -> Range<Int> {
    passage.ends("是", before: range.upperBound) || passage.ends("为", before: range.upperBound)
      ? range.lowerBound..<range.upperBound - 1 : range
  }

  /// The clauses of a sentence from which on it says what will be done, not how things stand.
  private mutating func undertaken(
    _ clauses: ArraySlice<Clause>, opensRemark: Bool
  ) -> ArraySlice<Clause> {
    guard frame.mode == .plan, announced != .guidance, let head = clauses.first,
      let tail = clauses.last
    else { return [] }
    let range = head.start..<tail.end
    if remark.calls(range, tail) { return [] }
    if looksBack(head, range) { return [] }
    // `上述目标，是按照…确定的`
    if clauses.dropFirst().contains(where: { passage.text[$0.start] == 0x662F }) { return [] }
    // The opening sentence of aims and guiding thought runs on and on; it undertakes nothing.
    if range.count > 170, clauses.contains(where: { remark.tells($0.range) }) { return [] }
    if range.count > Self.longest { return [] }
    // 60: what guides in fewer words sets something.
    if range.count > 40, passage.starts(Self.openings, at: range.lowerBound) { return [] }
    if range.count > 60, remark.guides(clauses, range) { return [] }
    if announced == .aims {
      isSettingAims = true
      return clauses
    }
    if opensRemark || remark.tells(head.range) {
      // `目前老旧管网仍然较多，要加快改造`: what is to be done comes behind the remark.
      guard let turn = clauses.dropFirst().firstIndex(where: { deed.modal($0.range) != nil })
      else { return [] }
      return clauses[turn...]
    }
    // More sentences of aims may follow the list of them.
    if isSettingAims, deed.urges(head.range) { isSettingAims = false }
    guard isSettingAims || acts(clauses) else { return [] }
    return clauses[(foreword(clauses) ?? clauses.startIndex)...]
  }

  /// Whether a sentence begins with a time before the report's year, or goes on about one.
  private mutating func looksBack(_ head: Clause, _ range: Range<Int>) -> Bool {
    guard let year = frame.reportYear else { return false }
    let time = times.beginning(in: range).first { !$0.isBase && $0.value != nil }
    if let time, let value = time.value {
      isBack =
        value.last < year && time.start < head.end && !deed.opensDeed(head.range)
        && passage.scalar(time.end) != 0x5230
      return isBack
    }
    if isBack, announced == .aims || deed.urges(head.range) { isBack = false }
    return isBack
  }

  /// Whether the headings above speak of aims for several years, which are told as states.
  private var isAiming: Bool {
    (frame.period?.isSpan ?? false) && path.contains { $0.contains("目标") }
  }

  /// Whether any clause of a sentence does something or sets a number.
  private func acts(_ clauses: ArraySlice<Clause>) -> Bool {
    if isAiming { return true }
    // 12: short sentences that stand alone are tasks told like headings: `教育优质发展`.
    if clauses.count == 1, let only = clauses.first, only.range.count <= 12 { return true }
    return clauses.contains(where: acts)
  }

  private func acts(_ clause: Clause) -> Bool {
    deed.urges(clause.range) || deed.opensLater(clause.range)
      || passage.holdsDigit(clause.range)
      || namer.holds(clause.range, [.plan, .aim, .relation, .reference])
      || namer.acts(clause.range)
  }

  /// `任务繁重而艰巨，…，我们必须加强学习`: where the clauses end that only lead there.
  private func foreword(_ clauses: ArraySlice<Clause>) -> Int? {
    guard
      let turn = clauses.firstIndex(where: { clause in
        deed.urges(clause.range) || passage.holdsDigit(clause.range)
          || (deed.leads(clause.range) && !remark.tells(clause.range))
      }), turn > clauses.startIndex,
      let modal = deed.modal(clauses[turn].range), modal <= clauses[turn].start + 2,
      clauses[..<turn].contains(where: { clause in
        remark.tells(clause.range) || passage.contains(Self.burdens, in: clause.range)
      })
    else { return nil }
    return turn
  }

  // 600: a whole section that is one sentence of aims or tasks; what is longer lost its stops.
  private static let longest = 600

  /// A sentence told outside any plan: from the clause on that says what is to be done this year.
  private mutating func told(_ clauses: ArraySlice<Clause>) {
    guard let year = frame.reportYear else { return }
    var begin: Int?
    for index in clauses.indices {
      let clause = clauses[index]
      for time in times.beginning(in: clause.range) where !time.isBase {
        let value = time.value?.last ?? 0
        isAhead = value >= year
        if !isAhead { begin = nil }
      }
      guard isAhead, begin == nil else { continue }
      let isCued = namer.holds(clause.range, [.plan, .aim])
      if isCued || hasBegun { begin = index }
    }
    let told: WordClass = [.verdict, .remark, .circumstance]
    let isTold = clauses.contains { namer.holds($0.range, told) || remark.tells($0.range) }
    if isTold { begin = nil }
    hasBegun = begin != nil
    guard let begin, let first = clauses[begin...].first, let last = clauses.last else { return }
    guard !namer.holds(first.range, [.remark, .circumstance]), last.end - first.start <= 170 else {
      return
    }
    emit(clauses[begin...], shortest: 20)
  }

  private mutating func emit(_ clauses: ArraySlice<Clause>, shortest: Int) {
    let due = span ?? frame.period ?? frame.reportYear.map { Period($0) }
    var start: Int?
    var isDigressing = false
    var isEffect = false
    for index in clauses.indices {
      let clause = clauses[index]
      let isFirst = index == clauses.startIndex
      if aside.digresses(clause) {
        isDigressing = true
      } else if isDigressing, deed.modal(clause.range) != nil {
        isDigressing = false
      }
      // `让城市融入森林，亲近自然`: an effect goes on.
      isEffect =
        aside.isEffect(clause)
        || (isEffect && !deed.urges(clause.range) && !passage.holdsDigit(clause.range))
      if isDigressing || (isEffect && !isFirst && !aside.isEffect(clause))
        || aside.isAside(clause, isFirst: isFirst)
      {
        // `加强监管，实现保值增值`: what is too short for itself has nothing left to run on into.
        if let begin = start, !isFirst, clauses[index - 1].end - begin >= 4 {
          undertakings.append(Claim(range: begin..<clauses[index - 1].end, path: path, due: due))
        }
        start = nil
        continue
      }
      if !isFirst, passage.starts("其中", at: clauses[index - 1].start),
        clauses[index - 1].range.count <= 2
      {
        continue
      }
      let from = start ?? clause.start
      // Shorter pieces cannot stand alone; they run on into the next.
      let isTime = clause.range.count <= 7 && passage.ends("年", before: clause.end)
      // `今年经济工作，要…`: what is spoken of, and no clause.
      let isTopic =
        isFirst && clause.range.count <= 8 && index + 1 < clauses.endIndex
        && passage.text[clauses[index + 1].start] == 0x8981 && !acts(clause)
      if clause.end - from < shortest || isTime || isTopic, index + 1 < clauses.endIndex {
        start = from
        continue
      }
      undertake(from..<clause.end, due)
      start = nil
    }
  }

  /// Keeps what `range` says will be done, each deed by itself.
  private mutating func undertake(_ range: Range<Int>, _ due: Period?) {
    guard passage.first(sign: 0x3001, in: range) != nil else {
      undertakings.append(Claim(range: range, path: path, due: due))
      return
    }
    for deed in deeds(range) { undertakings.append(Claim(range: deed, path: path, due: due)) }
  }

  /// `建成甲路、改造乙桥、安装路灯`: each item with a verb of its own is undertaken on its own.
  private func deeds(_ range: Range<Int>) -> [Range<Int>] {
    var items: [Range<Int>] = []
    var start = range.lowerBound
    for index in range where passage.text[index] == 0x3001 {
      if opensDeed(index + 1..<range.upperBound) {
        items.append(start..<index)
        start = index + 1
      }
    }
    items.append(start..<range.upperBound)
    let isRow = items.allSatisfy { $0.count >= 8 && opensDeed($0) }
    return isRow ? items : [range]
  }

  private func opensDeed(_ range: Range<Int>) -> Bool {
    guard
      let word = lexicon.forward.longest(
        passage, at: range.lowerBound, limit: range.upperBound, mask: [.action, .shield]),
      word.classes.contains(.action), word.length < range.count
    else { return false }
    // `改造、提升老旧小区` and `建设项目` do not open a deed of their own.
    let next = passage.scalar(range.lowerBound + word.length)
    return next != 0x3001 && next != 0x7684
  }
}
