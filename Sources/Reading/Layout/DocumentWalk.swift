import Quantities

/// Walks a document line by line, keeps the headings above the place, and reads every passage.
struct DocumentWalk {
  let source: SourceText
  let lexicon: Lexicon
  let reportYear: Int?
  let explains: Bool

  var collected = Collected()
  var stack: [Title] = []
  var frame = Frame()
  /// A heading or short sentence that is an undertaking itself unless text follows under it.
  var pending: Pending?

  /// The span of years that an earlier line of the same part opened.
  private var running: Period?
  /// The years that the paragraphs of a review have turned to: `刚刚过去的2025年，…`.
  private var scope: Period?
  /// The heading of the part names a single year, alone or beside several.
  private var namesYear = false
  /// The heading of the part names aims.
  private var namesAims = false
  private var isSentenceLined = false
  private var passage = Passage.Draft()
  private var isTitled = false
  /// Several articles of a newspaper: interviews tell of aims without setting them.
  private var isPage = false
  /// Text without headings has come to what will be done.
  private var isAhead = false

  struct Title {
    let level: Int
    let text: String
  }

  struct Pending {
    let passage: Passage
    let title: String
    let level: Int
    let frame: Frame
  }

  /// What the walk has found so far.
  struct Collected {
    var headline: String?
    var outline: [Heading] = []
    var figures: [Figure] = []
    var aims: [(aim: Aim, figureAt: Int?)] = []
    var undertakings: [Undertaking] = []
    var problems: [Problem] = []
  }

  init(source: SourceText, lexicon: Lexicon, reportYear: Int?, explains: Bool) {
    self.source = source
    self.explains = explains
    self.lexicon = lexicon
    self.reportYear = reportYear
    frame.reportYear = reportYear
  }

  mutating func read(_ layout: PageLayout) {
    isPage = layout.articles.count > 1
    let joiner = LineJoiner(source: source)
    // The lines of a column, tied to paragraphs, say nothing about sentences.
    isSentenceLined = joiner.isSentenceLined(
      layout.articles.lazy.flatMap { article in
        article.front + article.blocks.flatMap { $0.lines.count < 3 ? $0.lines : [] }
      })
    for (index, article) in layout.articles.enumerated() {
      if index > 0 { leaveSections() }
      for line in article.front {
        add(line, joiner, isRest: false)
        flush()
      }
      for block in article.blocks { read(block, joiner) }
      flush()
    }
    settlePending(hasBody: false)
  }

  private mutating func read(_ block: PageLayout.Block, _ joiner: LineJoiner) {
    for (index, line) in block.lines.enumerated() { add(line, joiner, isRest: index > 0) }
    if block.isCutOff { flush() }
  }

  /// The line's sentences; the first one goes on from what was read when it is a torn `rest`.
  private mutating func add(_ line: Line, _ joiner: LineJoiner, isRest: Bool) {
    guard let parts = LineScanner.parts(of: line, source) else {
      return add(part: line, joiner, isRest: isRest)
    }
    for (index, part) in parts.enumerated() {
      add(part: part, joiner, isRest: isRest && index == 0)
    }
  }

  private mutating func add(part: Line, _ joiner: LineJoiner, isRest: Bool) {
    if !isRest, !joiner.joins(passage, part) { flush() }
    passage.append(source, part)
  }

  /// The headings of one article say nothing about the next.
  private mutating func leaveSections() {
    settlePending(hasBody: false)
    stack.removeAll()
    running = nil
    scope = nil
    isAhead = false
    frame = Frame()
    frame.reportYear = reportYear
  }

  private mutating func flush() {
    guard passage.count > 0 else { return }
    let current = passage.passage(marked: lexicon.forward)
    passage = Passage.Draft()
    if let mark = HeadingMark(current.text) {
      for item in items(current, mark) {
        if let mark = HeadingMark(item.text) { numbered(item, mark) } else { body(item) }
      }
    } else if isHeadingLine(current) {
      unnumbered(current)
    } else {
      body(current)
    }
  }

  /// `（1）新建学校2所。（2）改造道路3条。` in one paragraph: one passage for each number.
  private func items(_ passage: Passage, _ mark: HeadingMark) -> [Passage] {
    guard mark.level == 3, mark.ordinal > 0, mark.isFigure else { return [passage] }
    var result: [Passage] = []
    var start = 0
    var ordinal = mark.ordinal
    for index in 0..<max(0, passage.count - 2) where passage.text[index].endsSentence {
      let rest = index + 1..<passage.count
      guard let next = HeadingMark(passage.text[rest]), next.level == 3, next.isFigure,
        next.ordinal == ordinal + 1
      else { continue }
      result.append(passage.slice(start..<index + 1))
      start = index + 1
      ordinal += 1
    }
    if start == 0 { return [passage] }
    result.append(passage.suffix(from: start))
    return result
  }

  // MARK: - Headings

  private mutating func numbered(_ passage: Passage, _ mark: HeadingMark) {
    let stop = titleEnd(passage, from: mark.length)
    let rest = stop + 1 < passage.count ? passage.suffix(from: stop + 1) : nil
    // A long first sentence after 一是 or a dash is a statement, not a heading.
    let isLong = stop - mark.length > (mark.level == 3 ? 24 : 60)
    let isEnumerated =
      mark.level == 3 && rest == nil
      && passage.text[min(mark.length, stop)..<stop].contains(0x2C)
    // `一、新建菜市场3个，改造厕所20座。`: a task of a list, not its heading.
    let isListed = mark.level == 3 && passage.text.last == 0x3B
    let isTask =
      rest == nil
      && (isListed
        || ((mark.level < 3 || mark.isFigure) && stop < passage.count
          && passage.text[stop] == 0x3002
          && passage.text[min(mark.length, stop)..<stop].contains(where: \.isDigit)))
    if isLong || isEnumerated || isTask || (mark.level == 3 && holdsNumber(passage, stop)) {
      settlePending(hasBody: pending.map { goesOn($0, in: passage) } ?? true)
      body(passage.suffix(from: min(mark.length, passage.count - 1)))
      return
    }
    let titleStart = mark.level == 3 ? mark.length : 0
    enter(passage, titleStart..<stop, level: mark.level)
    if let rest { body(rest) }
  }

  private func holdsNumber(_ passage: Passage, _ stop: Int) -> Bool {
    passage.text[..<stop].contains { $0 == 0x25 }
  }

  /// Where a numbered title ends: its first stop, colon or the end of the passage.
  private func titleEnd(_ passage: Passage, from start: Int) -> Int {
    for index in start..<passage.count
    where passage.text[index] == 0x3002 || passage.text[index] == 0x3A {
      return index
    }
    return passage.count
  }

  /// A short line without a stop that names a part of the report.
  private func isHeadingLine(_ passage: Passage) -> Bool {
    guard passage.count <= 40, let last = passage.text.last else { return false }
    if last.endsSentence || last == 0x2C || last == 0x3A { return false }
    return true
  }

  private mutating func unnumbered(_ passage: Passage) {
    let whole = 0..<passage.count
    let meaning = HeadingReader(lexicon: lexicon).meaning(passage, whole, reportYear: reportYear)
    // `首页 > 政务公开 > 政府工作报告` says where on a site the page stands.
    let isCrumb = passage.text.contains(0x3E)
    let isTitle =
      !isCrumb && (passage.contains("报告", in: whole) || passage.contains("报 告", in: whole))
    let isDateline =
      isCrumb || passage.contains("会议", in: whole) || passage.contains("来源", in: whole)
    if !isTitled, isTitle || (collected.headline == nil && passage.count >= 8 && !isDateline) {
      isTitled = isTitle
      collected.headline = passage.string(whole)
      stack = [Title(level: 0, text: passage.string(whole))]
      collected.outline.append(heading(passage, whole, level: 0))
      frame.path = stack.map(\.text)
      if ["实事", "任务分解", "工作要点", "重点任务"].contains(where: { passage.contains($0, in: whole) }) {
        // `2024年民生实事完成情况` tells what was done.
        frame.mode = meaning.mode == .past ? .past : .plan
        frame.period = meaning.period ?? reportYear.map { Period($0) }
      }
      if !isTitle { read(figuresOf: passage, frame) }
      return
    }
    let hasYear = HeadingReader(lexicon: lexicon).explicitYear(passage, whole) != nil
    let words = HeadingReader(lexicon: lexicon).holdsWord(passage, whole)
    let isPart = meaning.mode != nil && (hasYear || passage.count <= 20) && words
    guard !isDateline, !isTitle, isPart, !passage.text.contains(0x3A) else {
      if !BodyRule(passage: passage).marks().isEmpty {
        settlePending(hasBody: false)
        body(passage)
      } else if !isDateline, !isTitle {
        read(figuresOf: passage, frame)
      }
      return
    }
    enter(passage, whole, level: 1)
  }

  /// What a heading counts (`投资12亿元 实施8个项目`) is stated like any other figure.
  private mutating func read(figuresOf passage: Passage, _ frame: Frame) {
    guard passage.text.contains(where: \.isDigit) else { return }
    var own = frame
    if own.mode == .open, isAhead { own.mode = .plan }
    if own.mode == .plan, own.period == nil { own.period = reportYear.map { Period($0) } }
    PassageReader(lexicon: lexicon, source: source, frame: own, explains: explains)
      .readFigures(passage, into: &collected)
  }

  /// Goes under a heading: closes those of its level and deeper, and takes on what it says.
  private mutating func enter(_ passage: Passage, _ range: Range<Int>, level: Int) {
    // Deeper numbering is the body of the heading above.
    settlePending(hasBody: pending.map { $0.level < level } ?? true)
    collected.outline.append(heading(passage, range, level: level))
    let above = stack.last { $0.level < level }
    stack.removeAll { $0.level >= level }
    if level <= 2 { running = nil }
    if level <= 1 {
      scope = nil
      namesYear = HeadingReader(lexicon: lexicon).explicitYear(passage, range) != nil
      namesAims = passage.contains("目标", in: range) || passage.contains("任务", in: range)
    }
    let title = passage.string(range)
    stack.append(Title(level: level, text: title))
    var meaning = HeadingReader(lexicon: lexicon).meaning(passage, range, reportYear: reportYear)
    if meaning.isWeak, frame.mode == .plan { meaning = HeadingReader.Meaning() }
    if level == 1, meaning.mode == nil, exhorts(passage, range),
      frame.mode != .open || (HeadingMark(passage.text)?.ordinal ?? 0) >= 2
    {
      meaning.mode = .plan
      meaning.period = reportYear.map { Period($0) }
    }
    if level == 1 || above == nil, meaning.mode != nil {
      frame.mode = meaning.mode ?? frame.mode
      frame.period = meaning.period
      frame.years = meaning.years
    } else if level == 2, let mode = meaning.mode, passage.contains("年", in: range) {
      frame.mode = mode
      frame.period = meaning.period ?? frame.period
    }
    frame.path = stack.map(\.text)
    if level > 1 { turn(passage.slice(range)) }
    if level == 3 {
      var own = frame
      own.path.removeLast()
      pending = Pending(
        passage: passage.slice(range), title: title, level: level, frame: own)
    }
  }

  /// A later part titled by what is to be done: `四、切实加强自身建设`.
  private func exhorts(_ passage: Passage, _ range: Range<Int>) -> Bool {
    ["努力", "奋力", "全力", "着力", "切实", "全面加强", "加快", "深入"].contains {
      passage.contains($0, in: range)
    }
  }

  private func heading(_ passage: Passage, _ range: Range<Int>, level: Int) -> Heading {
    Heading(
      level: level, title: passage.string(range), span: ByteSpan(passage.byteRange(range)))
  }

  // MARK: - Body

  private mutating func body(_ passage: Passage) {
    guard passage.count > 0 else { return }
    if frame.mode == .plan, stack.contains(where: { $0.level >= 1 }), isShortSentence(passage) {
      let level = 4
      settlePending(hasBody: pending.map { $0.level < level } ?? true)
      stack.removeAll { $0.level >= level }
      frame.path = stack.map(\.text)
      let range = 0..<passage.count - 1
      pending = Pending(
        passage: passage.slice(range), title: passage.string(range), level: level, frame: frame)
      return
    }
    if let held = pending, held.level == 4 {
      if !goesOn(held, in: passage) {
        settlePending(hasBody: false)
        return body(passage)
      }
      pending = nil
      stack.append(Title(level: 4, text: held.title))
      frame.path = stack.map(\.text)
      collected.outline.append(heading(held.passage, 0..<held.passage.count, level: 4))
    }
    pending = nil
    if frame.mode == .open, !isPage { return untitled(passage) }
    var own = frame
    turn(passage)
    if frame.mode == .past, let scope {
      own.period = scope
      if let reportYear, scope.first >= reportYear { own.mode = .plan }
    }
    if let running { own.period = running }
    let last = PassageReader(
      lexicon: lexicon, source: source, frame: own, explains: explains
    )
    .read(passage, into: &collected)
    // Where every sentence has a line of its own, `五年来` at the head of one holds for the next.
    // 4: 近三年 in passing opens nothing.
    if isSentenceLined, let last { running = last.last - last.first >= 4 ? last : nil }
  }

  /// Follows a review that turns to other years: a paragraph, or the heading of one.
  private mutating func turn(_ passage: Passage) {
    guard !isSentenceLined, frame.mode == .past, let reportYear else { return }
    let rule = ReviewScope(reportYear: reportYear, namesYear: namesYear, namesAims: namesAims)
    scope = rule.turn(passage) ?? scope
  }

  /// Text under no heading that says whether it looks back or ahead.
  private mutating func untitled(_ passage: Passage) {
    let rule = OutlookRule(lexicon: lexicon, reportYear: reportYear)
    for piece in rule.pieces(passage, carried: isAhead) {
      isAhead = piece.isAhead
      var own = frame
      if isAhead {
        own.mode = .plan
        own.period = running ?? reportYear.map { Period($0) }
      }
      let last = PassageReader(lexicon: lexicon, source: source, frame: own, explains: explains)
        .read(passage.slice(piece.range), into: &collected)
      // `“十五五”时期的目标是…。要抓好…`: the years ahead are still those.
      let isRun = last.map { $0.isSpan && $0.last > reportYear ?? $0.last } ?? (running != nil)
      running = isRun ? last ?? running : nil
    }
  }

  /// Whether the text below a held heading is about it.
  private func goesOn(_ held: Pending, in text: Passage) -> Bool {
    held.level < 4
      || TopicRule(passage: held.passage, title: 0..<held.passage.count).goesOn(in: text, from: 0)
  }

  /// One clause with a stop, as short as a heading.
  private func isShortSentence(_ passage: Passage) -> Bool {
    guard passage.count <= 16, passage.text.last == 0x3002,
      !["今年", "目前", "当前", "去年", "这"].contains(where: { passage.starts($0, at: 0) })
    else { return false }
    guard !passage.text.dropLast().contains(where: \.endsClause) else { return false }
    return TopicRule(passage: passage, title: 0..<passage.count - 1).mayHead
  }

  /// Decides about the held heading: an undertaking of its own unless text came under it.
  private mutating func settlePending(hasBody: Bool) {
    guard let held = pending else { return }
    pending = nil
    guard !hasBody, held.frame.mode == .plan else { return }
    PassageReader(
      lexicon: lexicon, source: source, frame: held.frame, explains: explains
    )
    .read(held.passage, into: &collected)
  }

  /// The finished document, figures in the order of the text.
  func document(name: String, _ layout: PageLayout) -> ReadDocument {
    var figures = collected.figures
    // Where each figure, by the order it was read in, stands in the text.
    var position = Array(figures.indices)
    if !Self.isOrdered(figures, { $0.at }) {
      figures.sort { ($0.at, $0.index) < ($1.at, $1.index) }
      for index in figures.indices {
        position[figures[index].index] = index
        figures[index].index = index
      }
    }
    let aims = collected.aims.map { item in
      var aim = item.aim
      aim.figureIndex = item.figureAt.map { position[$0] }
      return aim
    }
    return ReadDocument(
      name: name, year: reportYear, bytes: source.bytes, articles: articles(layout),
      outline: Self.ordered(collected.outline) { Int($0.span.start) }, figures: figures,
      targets: Self.ordered(aims) { $0.at },
      undertakings: Self.ordered(collected.undertakings) { $0.at },
      problems: Self.ordered(collected.problems) { $0.at })
  }

  /// The list in the order of the text; nearly always it is in that order already.
  private static func ordered<Element>(
    _ list: [Element], _ at: (borrowing Element) -> Int
  ) -> [Element] {
    isOrdered(list, at) ? list : list.sorted { at($0) < at($1) }
  }

  private static func isOrdered<Element>(
    _ list: [Element], _ at: (borrowing Element) -> Int
  ) -> Bool {
    for index in list.indices.dropFirst() where at(list[index]) < at(list[index - 1]) {
      return false
    }
    return true
  }

  private func articles(_ layout: PageLayout) -> [Article] {
    layout.articles.enumerated().map { index, draft in
      Article(
        headline: draft.headline ?? (index == 0 ? collected.headline : nil),
        kicker: draft.kicker, byline: draft.byline,
        paragraphs: draft.blocks.map { block in
          block.lines.map { $0.at..<$0.at + $0.count }
        },
        cutOff: draft.blocks.indices.filter { draft.blocks[$0].isCutOff })
    }
  }
}
