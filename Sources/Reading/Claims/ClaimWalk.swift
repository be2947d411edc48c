/// Goes through the sentences of a passage and keeps what is undertaken.
struct ClaimWalk {
  let passage: Passage
  let namer: Namer

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
  /// Every short sentence of the paragraph announces what follows it.
  private var isNested = false

  init(_ namer: Namer) {
    passage = namer.passage
    self.namer = namer
    path = namer.frame.path
  }

  private var frame: Frame { namer.frame }
  private var times: [TimeMark] { namer.times }

  // 12 and 16: run-in headings are slogans of four to fourteen characters.
  private static let runInMax = 16

  /// Makes room for the undertakings of so many clauses.
  mutating func reserve(_ clauses: Int) { undertakings.reserveCapacity(clauses) }

  mutating func sentence(_ clauses: ArraySlice<Clause>, isFirst: Bool, isLast: Bool) {
    guard let head = clauses.first, let tail = clauses.last else { return }
    takeTime(head.start..<tail.end)
    var clauses = clauses
    if frame.mode == .plan, clauses.count == 1, !isLast, announces(head) {
      // A second one right behind the first: the paragraph is ordered in this way.
      let isNext = headings.last.map { $0.upperBound + 1 == head.start } ?? false
      // 10: the sub-headings of such paragraphs; longer ones are tasks.
      let isShort = head.range.count <= 10
      let opensNested = isNext && isShort && !isNested
      if opensNested { isNested = true }
      if isFirst || opensNested || (isNested && !isNext && isShort) {
        runIn = (isFirst ? [] : runIn.prefix(1)) + [passage.string(head.range)]
        headings.append(head.range)
        return
      }
    }
    // `记者获悉，…` says from whom it was heard.
    if let heard = clauses.prefix(4).lastIndex(where: { clause in
      passage.ends(Self.heard, before: clause.end)
    }) {
      clauses = clauses[(heard + 1)...]
    }
    if let colon = clauses.prefix(3).firstIndex(where: { $0.closer == 0x3A || opensAims($0) }),
      clauses[colon].range.count <= 40
    {
      runIn = [passage.string(trimmedHead(clauses[colon].range))]
      clauses = clauses[(colon + 1)...]
    } else if passage.ends("方面", before: head.end), head.range.count <= 24, clauses.count > 1 {
      clauses = clauses.dropFirst()
      runIn = runIn.prefix(1) + [passage.string(head.range)]
      headings.append(head.range)
    }
    guard let first = clauses.first, let last = clauses.last else { return }
    if frame.mode == .open { return told(clauses) }
    let undertaken = !isRemarking && isUndertaken(first, clauses)
    // After `；` the remark goes on.
    isRemarking = !undertaken && last.closer == 0x3B
    guard undertaken else { return }
    emit(clauses, shortest: 5)
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
    clause.closer == 0x2C && passage.ends(Self.aimsOpened, before: clause.end)
  }

  private static let heard: Phrases = ["获悉", "据悉", "据了解", "了解到"]
  private static let aimsOpened: Phrases = ["目标是", "任务是", "目标为"]

  private func trimmedHead(_ range: Range<Int>) -> Range<Int> {
    passage.ends("是", before: range.upperBound) || passage.ends("为", before: range.upperBound)
      ? range.lowerBound..<range.upperBound - 1 : range
  }

  /// Whether a sentence says what will be done, not how things stand or why.
  private func isUndertaken(_ first: Clause, _ clauses: ArraySlice<Clause>) -> Bool {
    guard frame.mode == .plan else { return false }
    let range = first.start..<(clauses.last?.end ?? first.end)
    if let year = frame.reportYear, let time = times.beginning(in: range).first,
      !time.isBase, let value = time.value, value.last < year
    {
      return false
    }
    // `上述目标，是按照…确定的`
    if clauses.dropFirst().contains(where: { passage.text[$0.start] == 0x662F }) { return false }
    let cues = passage.cues(in: range.prefix(100))
    if cues.contains(.verdict), namer.holds(range.prefix(100), .verdict) { return false }
    if namer.holds(first.range, .remark) || tells(first.range) { return false }
    if let copula = passage.first(0x662F, in: first.range),
      !passage.ends("特别", before: copula), !passage.ends("尤其", before: copula)
    {
      return false
    }
    if range.count <= 60 { return true }
    if range.count > 170, clauses.contains(where: { tells($0.range) }) { return false }
    // The opening sentence of aims and guiding thought runs on and on; it undertakes nothing.
    let opens = passage.starts(Self.openings, at: range.lowerBound)
    return range.count <= Self.longest && !opens && !guides(range)
  }

  /// The sentence of guiding thought that opens a plan.
  private func guides(_ range: Range<Int>) -> Bool {
    passage.contains(Self.guidance, in: range.prefix(90))
  }

  private static let openings: Phrases = ["做好今年", "做好政府工作", "做好202", "综合"]
  private static let guidance: Phrases = ["为指导", "指导思想", "总体要求", "精神", "总体思路"]

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
    let isTold = clauses.contains { namer.holds($0.range, [.verdict, .remark]) || tells($0.range) }
    if isTold { begin = nil }
    hasBegun = begin != nil
    guard let begin, let first = clauses[begin...].first, let last = clauses.last else { return }
    guard !namer.holds(first.range, .remark), last.end - first.start <= 170 else { return }
    emit(clauses[begin...], shortest: 20)
  }

  /// `公布了18项实事`: 了 says that it happened.
  private func tells(_ range: Range<Int>) -> Bool {
    range.dropFirst(2).contains { index in
      passage.text[index] == 0x4E86 && passage.scalar(index - 1) != 0x4E3A
        && passage.scalar(index - 1) != 0x9664 && passage.scalar(index + 1) != 0x89E3
    }
  }

  private mutating func emit(_ clauses: ArraySlice<Clause>, shortest: Int) {
    let due = span ?? frame.period ?? frame.reportYear.map { Period($0) }
    var start: Int?
    for index in clauses.indices {
      let clause = clauses[index]
      if isAside(clause, isFirst: index == clauses.startIndex) { continue }
      if index > clauses.startIndex, passage.starts("其中", at: clauses[index - 1].start),
        clauses[index - 1].range.count <= 2
      {
        continue
      }
      let from = start ?? clause.start
      // Shorter pieces cannot stand alone; they run on into the next.
      let isTime = clause.range.count <= 7 && passage.ends("年", before: clause.end)
      if clause.end - from < shortest || isTime, index + 1 < clauses.endIndex {
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
      let word = namer.lexicon.forward.longest(
        passage, at: range.lowerBound, limit: range.upperBound, mask: [.action, .shield]),
      word.classes.contains(.action), word.length < range.count
    else { return false }
    // `改造、提升老旧小区` and `建设项目` do not open a deed of their own.
    let next = passage.scalar(range.lowerBound + word.length)
    return next != 0x3001 && next != 0x7684
  }

  /// `总投资12亿元`: what it costs or takes, said beside what is done.
  private func isSize(_ clause: Clause) -> Bool {
    clause.range.count <= 16 && passage.starts(Self.sizes, at: clause.start)
  }

  private static let sizes: Phrases = [
    "总投资", "计划投资", "计划总投资", "占地", "项目总投资", "总建筑面积", "总用地",
  ]

  /// Clauses that give a purpose or an effect.
  private func isAside(_ clause: Clause, isFirst: Bool) -> Bool {
    if passage.ends("的同时", before: clause.end) { return true }
    // `要把握好以下原则`, `重点抓好以下工作`: says what comes, and does nothing.
    if clause.range.count <= 24,
      passage.ends(Self.announced, before: clause.end),
      passage.contains(Self.following, in: clause.range)
    {
      return true
    }
    if passage.starts("经", at: clause.start), clause.range.count <= 16,
      passage.ends(Self.approvals, before: clause.end)
    {
      return true
    }
    if !isFirst, isSize(clause) { return true }
    if passage.first(sign: 0x77, in: clause.range) != nil,
      passage.contains("www.", in: clause.range)
    {
      return true
    }
    if passage.starts(Self.purposes, at: clause.start) { return true }
    // A clause with a number of its own sets something: `完成8个村的改造任务`, `实现就业3万人`.
    if passage.holdsDigit(clause.range) { return false }
    if isFirst {
      return clause.closer == 0x2C && passage.starts(Self.completing, at: clause.start)
        && passage.ends(Self.completed, before: clause.end)
    }
    return passage.starts(Self.effects, at: clause.start)
  }

  private static let announced: Phrases = ["工作", "原则", "取向", "方面", "任务", "事项"]
  private static let purposes: Phrases = [
    "为确保", "为了", "为实现", "为推动", "其中", "有利于", "体现了", "兼顾了", "表明", "这是", "实现上述", "实现以上",
  ]
  private static let effects: Phrases = ["形成", "实现", "让", "使", "可谓"]
  private static let approvals: Phrases = ["同意", "研究", "批准"]
  private static let completing: Phrases = ["完成", "全面完成"]
  private static let completed: Phrases = ["目标", "任务"]
  private static let following: Phrases = ["以下"]
}
