/// Goes through the sentences of a passage and keeps what is undertaken.
struct ClaimWalk {
  let passage: Passage
  let lexicon: Lexicon
  let frame: Frame
  let times: [TimeMark]
  let namer: Namer

  struct Claim {
    let range: Range<Int>
    let path: [String]
    let year: Int?
  }

  private(set) var undertakings: [Claim] = []
  private(set) var headings: [Range<Int>] = []
  /// Run-in headings: the first sentence of the paragraph, then `…方面，`.
  private var runIn: [String] = []
  private var isAhead = false
  private var hasBegun = false
  private var isRemarking = false

  init(
    passage: Passage, lexicon: Lexicon, frame: Frame, times: [TimeMark], namer: Namer
  ) {
    self.passage = passage
    self.lexicon = lexicon
    self.frame = frame
    self.times = times
    self.namer = namer
  }

  // 12 and 16: run-in headings are slogans of four to fourteen characters.
  private static let runInMax = 16

  mutating func sentence(_ clauses: [Clause], isFirst: Bool, isLast: Bool) {
    guard let head = clauses.first else { return }
    var clauses = clauses
    if frame.mode == .plan, isFirst, clauses.count == 1, !isLast,
      head.range.count <= Self.runInMax, head.closer == 0x3002,
      !passage.text[head.range].contains(where: \.isDigit)
    {
      runIn = [passage.string(head.range)]
      headings.append(head.range)
      return
    }
    if let colon = clauses.prefix(3).firstIndex(where: { $0.closer == 0x3A }),
      clauses[colon].range.count <= 40
    {
      runIn = [passage.string(trimmedHead(clauses[colon].range))]
      clauses.removeFirst(colon + 1)
    } else if passage.ends("方面", before: head.end), head.range.count <= 24, clauses.count > 1 {
      clauses.removeFirst()
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

  private func trimmedHead(_ range: Range<Int>) -> Range<Int> {
    passage.ends("是", before: range.upperBound) || passage.ends("为", before: range.upperBound)
      ? range.lowerBound..<range.upperBound - 1 : range
  }

  /// Whether a sentence says what will be done, not how things stand or why.
  private func isUndertaken(_ first: Clause, _ clauses: [Clause]) -> Bool {
    guard frame.mode == .plan else { return false }
    let range = first.start..<(clauses.last?.end ?? first.end)
    if let year = frame.reportYear, let time = times.beginning(in: range).first,
      !time.isBase, let value = time.value, value.last < year
    {
      return false
    }
    // `上述目标，是按照…确定的`
    if clauses.dropFirst().contains(where: { passage.text[$0.start] == 0x662F }) { return false }
    if namer.holds(range.prefix(100), .verdict) { return false }
    if namer.holds(first.range, .remark) { return false }
    if let copula = first.range.first(where: { passage.text[$0] == 0x662F }),
      !passage.ends("特别", before: copula), !passage.ends("尤其", before: copula)
    {
      return false
    }
    // The opening sentence of aims and guiding thought runs on and on; it undertakes nothing.
    let opens = ["做好今年", "做好政府工作", "做好202", "综合"].contains {
      passage.starts($0, at: range.lowerBound)
    }
    return range.count <= (opens ? 60 : 170)
  }

  /// A sentence told outside any plan: from the clause on that says what is to be done this year.
  private mutating func told(_ clauses: [Clause]) {
    guard let year = frame.reportYear else { return }
    var begin: Int?
    for (index, clause) in clauses.enumerated() {
      for time in times.beginning(in: clause.range) where !time.isBase {
        let value = time.value?.last ?? 0
        isAhead = value >= year
        if !isAhead { begin = nil }
      }
      guard isAhead, begin == nil else { continue }
      let isCued = namer.holds(clause.range, [.plan, .aim])
      if isCued || hasBegun { begin = index }
    }
    let isTold = clauses.contains { namer.holds($0.range, [.verdict, .remark]) }
    if isTold { begin = nil }
    hasBegun = begin != nil
    guard let begin, let first = clauses[begin...].first, let last = clauses.last else { return }
    guard !namer.holds(first.range, .remark), last.end - first.start <= 170 else { return }
    emit(Array(clauses[begin...]), shortest: 20)
  }

  private mutating func emit(_ clauses: [Clause], shortest: Int) {
    let path = frame.path + runIn
    let due = frame.period?.last ?? frame.reportYear
    var start: Int?
    for (index, clause) in clauses.enumerated() {
      if isAside(clause, isFirst: index == 0) { continue }
      if index > 0, passage.starts("其中", at: clauses[index - 1].start),
        clauses[index - 1].range.count <= 2
      {
        continue
      }
      let from = start ?? clause.start
      // Shorter pieces cannot stand alone; they run on into the next.
      let isTime = clause.range.count <= 7 && passage.ends("年", before: clause.end)
      if clause.end - from < shortest || isTime, index + 1 < clauses.count {
        start = from
        continue
      }
      undertakings.append(Claim(range: from..<clause.end, path: path, year: due))
      start = nil
    }
  }

  /// Clauses that give a purpose or an effect.
  private func isAside(_ clause: Clause, isFirst: Bool) -> Bool {
    if passage.ends("的同时", before: clause.end) { return true }
    // `要把握好以下原则`, `重点抓好以下工作`: says what comes, and does nothing.
    if clause.range.count <= 24, passage.contains("以下", in: clause.range),
      Self.announced.contains(where: { passage.ends($0, before: clause.end) })
    {
      return true
    }
    if Self.purposes.contains(where: { passage.starts($0, at: clause.start) }) { return true }
    // A clause with a number of its own sets something: `完成8个村的改造任务`, `实现就业3万人`.
    let isCounted = clause.range.contains { passage.text[$0].isDigit }
    if isCounted { return false }
    if isFirst {
      let ends = ["目标", "任务"].contains { passage.ends($0, before: clause.end) }
      return ends
        && (passage.starts("完成", at: clause.start) || passage.starts("全面完成", at: clause.start))
        && clause.closer == 0x2C
    }
    return Self.effects.contains { passage.starts($0, at: clause.start) }
  }

  private static let announced: [StaticString] = ["工作", "原则", "取向", "方面", "任务", "事项"]
  private static let purposes: [StaticString] = [
    "为确保", "为了", "为实现", "为推动", "其中", "有利于", "体现了", "兼顾了", "表明", "这是", "实现上述", "实现以上",
  ]
  private static let effects: [StaticString] = ["形成", "实现", "让", "使", "可谓"]
}
