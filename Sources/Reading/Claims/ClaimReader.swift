import Quantities

/// Finds what a body sets itself: aims for indicators and undertakings.
struct ClaimReader {
  let passage: Passage
  let lexicon: Lexicon
  let source: SourceText
  let frame: Frame
  let times: [TimeMark]
  let clauses: [Clause]

  private let namer: Namer

  init(
    passage: Passage, lexicon: Lexicon, source: SourceText, frame: Frame, times: [TimeMark],
    clauses: [Clause]
  ) {
    self.passage = passage
    self.lexicon = lexicon
    self.source = source
    self.frame = frame
    self.times = times
    self.clauses = clauses
    namer = Namer(passage: passage, lexicon: lexicon, times: times)
  }

  func read(drafts: [Draft], firstFigure: Int, into collected: inout DocumentWalk.Collected) {
    for (index, draft) in drafts.enumerated() where draft.standing == .target {
      collected.aims.append((numeric(draft), firstFigure + index))
    }
    var walk = ClaimWalk(
      passage: passage, lexicon: lexicon, frame: frame, times: times, namer: namer)
    var start = 0
    while start < clauses.count {
      var end = start
      while end < clauses.count - 1, !clauses[end].endsSentence { end += 1 }
      walk.sentence(
        Array(clauses[start...end]), isFirst: start == 0, isLast: end == clauses.count - 1)
      start = end + 1
    }
    for claim in walk.undertakings {
      let bytes = passage.byteRange(claim.range)
      collected.undertakings.append(
        Undertaking(
          span: ByteSpan(bytes), at: passage.at(claim.range.lowerBound),
          quote: source.string(bytes), path: claim.path, year: claim.year))
    }
    for heading in walk.headings {
      collected.outline.append(
        Heading(
          level: 4, title: passage.string(heading), span: ByteSpan(passage.byteRange(heading))))
    }
    readAims(walk.undertakings, drafts, into: &collected)
  }

  /// Aims without a number, from the clauses of undertakings; all three lists are in order.
  private func readAims(
    _ claims: [ClaimWalk.Claim], _ drafts: [Draft], into collected: inout DocumentWalk.Collected
  ) {
    let rule = AimRule(namer: namer, frame: frame)
    let numbered = drafts.filter { $0.standing == .target }
    var draft = 0
    var claim = 0
    for clause in clauses {
      while claim < claims.count, claims[claim].range.upperBound <= clause.start { claim += 1 }
      guard claim < claims.count, claims[claim].range.lowerBound <= clause.start else { continue }
      while draft < numbered.count, numbered[draft].clause.upperBound <= clause.start { draft += 1 }
      if draft < numbered.count, numbered[draft].clause.overlaps(clause.range) { continue }
      for found in rule.aims(clause) {
        let year = claims[claim].year
        collected.aims.append((aim(clause.range, found.name, found.kind, year), nil))
      }
    }
  }

  private func numeric(_ draft: Draft) -> Aim {
    let range = draft.companions <= 2 ? draft.clause : draft.part
    var end = max(range.upperBound, draft.amount.outerEnd)
    end = min(end, draft.clause.upperBound)
    let quote = min(range.lowerBound, draft.amount.start)..<max(end, draft.amount.end)
    let kind: Aim.Kind = draft.amount.high == nil ? .number : .range
    return aim(quote, draft.name, kind, draft.period?.last, period: draft.period?.text)
  }

  private func aim(
    _ range: Range<Int>, _ name: String, _ kind: Aim.Kind, _ year: Int?, period: String? = nil
  ) -> Aim {
    let bytes = passage.byteRange(range)
    return Aim(
      span: ByteSpan(bytes), at: passage.at(range.lowerBound), quote: source.string(bytes),
      indicator: name, kind: kind, period: period ?? year.map { "\($0)" }, figureIndex: nil)
  }
}
