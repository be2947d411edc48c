import Quantities

/// Finds what a body sets itself: aims for indicators and undertakings.
struct ClaimReader {
  let namer: Namer
  let source: SourceText
  let clauses: [Clause]

  private var passage: Passage { namer.passage }

  func read(drafts: [Draft], firstFigure: Int, into collected: inout DocumentWalk.Collected) {
    for (index, draft) in drafts.enumerated() where draft.standing == .target {
      collected.aims.append((numeric(draft), firstFigure + index))
    }
    var walk = ClaimWalk(namer)
    walk.reserve(clauses.count)
    var start = 0
    while start < clauses.count {
      var end = start
      while end < clauses.count - 1, !clauses[end].endsSentence { end += 1 }
      walk.sentence(
        clauses[start...end], isFirst: start == 0, isLast: end == clauses.count - 1)
      start = end + 1
    }
    let rule = BodyRule(passage: passage)
    let marks = rule.marks()
    if let first = marks.first,
      !walk.undertakings.contains(where: { $0.range.upperBound <= first.range.lowerBound })
    {
      assignAbove(first.bodies, into: &collected)
    }
    let passage = passage
    let claims = walk.undertakings.span
    let text = source.bytes
    for index in claims.indices {
      let claim = claims[index]
      if !marks.isEmpty, marks.contains(where: { $0.range.overlaps(claim.range) }) { continue }
      var bodies = rule.named(in: claim.range)
      // `牵头单位：…；责任单位：…`: lists right behind each other.
      var end: Int?
      for mark in marks where mark.range.lowerBound >= claim.range.upperBound {
        if let end, mark.range.lowerBound > end + 2 { break }
        for body in mark.bodies where !bodies.contains(body) { bodies.append(body) }
        end = mark.range.upperBound
      }
      let bytes = passage.byteRange(claim.range)
      collected.undertakings.append(
        Undertaking(
          excerpt: Excerpt(source: text, span: ByteSpan(bytes)),
          at: passage.at(claim.range.lowerBound),
          path: claim.path, year: claim.due?.last,
          firstYear: claim.due.flatMap { $0.isSpan ? $0.first : nil }, bodies: bodies))
    }
    for heading in walk.headings {
      collected.outline.append(
        Heading(
          level: 4, title: passage.string(heading), span: ByteSpan(passage.byteRange(heading))))
    }
    readAims(walk.undertakings, drafts, into: &collected)
  }

  /// A line of its own names who answers for what stands above it under the same headings.
  private func assignAbove(_ bodies: [String], into collected: inout DocumentWalk.Collected) {
    guard let path = collected.undertakings.last?.path else { return }
    var index = collected.undertakings.count - 1
    while index >= 0, collected.undertakings[index].path == path,
      collected.undertakings[index].bodies.isEmpty
    {
      collected.undertakings[index].bodies = bodies
      index -= 1
    }
  }

  /// Aims without a number, from the clauses of undertakings; all three lists are in order.
  private func readAims(
    _ claims: [ClaimWalk.Claim], _ drafts: [Draft], into collected: inout DocumentWalk.Collected
  ) {
    let rule = AimRule(namer: namer)
    let numbered =
      drafts.contains { $0.standing == .target }
      ? drafts.filter { $0.standing == .target } : []
    var draft = 0
    var claim = 0
    for clause in clauses {
      while claim < claims.count, claims[claim].range.upperBound <= clause.start { claim += 1 }
      guard claim < claims.count, claims[claim].range.lowerBound <= clause.start else { continue }
      while draft < numbered.count, numbered[draft].clause.upperBound <= clause.start { draft += 1 }
      if draft < numbered.count, numbered[draft].clause.overlaps(clause.range) { continue }
      for found in rule.aims(clause) {
        let due = claims[claim].due?.text
        collected.aims.append((aim(clause.range, found.name, found.kind, due), nil))
      }
    }
  }

  // 4: a clause that lists more is quoted by its parts.
  private static let companionMax = 4

  private func numeric(_ draft: Draft) -> Aim {
    let isListed = draft.companions > Self.companionMax || draft.isItem
    let range = isListed ? draft.part : draft.clause
    var end = max(range.upperBound, draft.amount.outerEnd)
    end = min(end, draft.clause.upperBound)
    let quote = min(range.lowerBound, draft.amount.start)..<max(end, draft.amount.end)
    let kind: Aim.Kind = draft.amount.high == nil ? .number : .range
    return aim(quote, draft.name, kind, draft.period?.text)
  }

  private func aim(
    _ range: Range<Int>, _ name: String, _ kind: Aim.Kind, _ period: String?
  ) -> Aim {
    let bytes = passage.byteRange(range)
    return Aim(
      excerpt: source.excerpt(bytes), at: passage.at(range.lowerBound), indicator: name,
      kind: kind, period: period, figureIndex: nil)
  }
}
