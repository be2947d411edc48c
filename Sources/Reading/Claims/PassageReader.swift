import Quantities

/// What stands in a passage before anything is bound: numbers, times, clauses.
struct PassageScan {
  let amounts: [Amount]
  let times: [TimeMark]
  let clauses: [Clause]
  /// Numbers that were refused.
  let damages: [Damage]

  init(_ passage: Passage, lexicon: Lexicon, frame: Frame) {
    var scanner = AmountScanner(passage, lexicon: lexicon)
    scanner.scan()
    let span = frame.period.flatMap { $0.isSpan ? $0 : nil }
    var clock = TimeScanner(
      passage, lexicon: lexicon, reportYear: frame.reportYear, span: span,
      isReview: frame.mode == .past)
    clock.scan()
    amounts = scanner.amounts
    damages = scanner.damages
    times = clock.marks
    clauses = ClauseSplitter.split(
      passage, quotations: scanner.quotations, amounts: scanner.amounts)
  }
}

/// Reads one passage under its headings: figures, then aims and undertakings.
struct PassageReader {
  let lexicon: Lexicon
  let source: SourceText
  let frame: Frame
  let explains: Bool

  /// Adds what the passage says; returns the last year or span it speaks of by name.
  @discardableResult
  func read(_ passage: Passage, into collected: inout DocumentWalk.Collected) -> Period? {
    let marked = passage.marked(by: lexicon.forward)
    return bind(marked, PassageScan(marked, lexicon: lexicon, frame: frame), into: &collected)
  }

  /// Binds what was found in a passage; returns the last year or span it speaks of by name.
  @discardableResult
  func bind(
    _ passage: Passage, _ scan: PassageScan, into collected: inout DocumentWalk.Collected
  ) -> Period? {
    let namer = Namer(passage: passage, lexicon: lexicon, times: scan.times, frame: frame)
    var binder = Binder(namer)
    binder.bind(scan.amounts, scan.clauses)

    let first = collected.figures.count
    let drafts = binder.drafts.span
    for index in drafts.indices {
      collected.figures.append(figure(drafts[index], passage, index: first + index))
    }
    for damage in scan.damages {
      let bytes = passage.byteRange(damage.range)
      collected.problems.append(
        Problem(
          span: ByteSpan(bytes), at: passage.at(damage.range.lowerBound),
          quote: source.string(bytes), what: damage.kind.words))
    }
    let lastTime = scan.times.last { !$0.isBase && $0.value != nil }?.value
    guard frame.mode != .past else { return lastTime }
    let claims = ClaimReader(namer: namer, source: source, clauses: scan.clauses)
    claims.read(drafts: binder.drafts, firstFigure: first, into: &collected)
    return lastTime
  }

  /// Adds the figures of a heading, which undertakes nothing itself.
  func readFigures(_ passage: Passage, into collected: inout DocumentWalk.Collected) {
    var aside = DocumentWalk.Collected()
    aside.figures = collected.figures
    read(passage, into: &aside)
    collected.figures = aside.figures
    collected.problems += aside.problems
  }

  private func figure(_ draft: Draft, _ passage: Passage, index: Int) -> Figure {
    let amount = draft.amount
    let bytes = passage.byteRange(amount.start..<amount.end)
    let sign = draft.isNegative ? "-" : ""
    return Figure(
      index: index, span: ByteSpan(bytes), at: passage.at(amount.start),
      quote: source.string(bytes), indicator: draft.name,
      indicatorID: lexicon.indicatorID(named: draft.name),
      value: amount.grade ?? sign + amount.value.description,
      high: amount.high.map { sign + $0.description }, unit: amount.unit, form: draft.form,
      comparator: amount.comparator, standing: draft.standing, period: draft.period?.text,
      reasons: explains ? Explainer(passage: passage, source: source).reasons(draft) : [])
  }
}

extension SourceText {
  /// The text of a byte range that begins and ends between characters.
  func string(_ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self)
  }

  /// The same as a place, without a copy.
  func excerpt(_ range: Range<Int>) -> Excerpt {
    Excerpt(source: bytes, span: ByteSpan(range))
  }
}
