/// The text of a clause that belongs to one amount.
struct Part {
  /// Before the amount and its comparator.
  var left: Range<Int>
  /// Behind the amount and its comparator.
  var right: Range<Int>
  /// The text behind also stands before the next amount.
  var isShared: Bool
  /// The text before is the noun of the amount before.
  var isContinued = false

  var whole: Range<Int> { left.lowerBound..<max(right.upperBound, left.upperBound) }
}

/// Divides a clause among its amounts.
struct PartCutter {
  let namer: Namer

  private var text: Passage { namer.passage }

  func cut(_ clause: Clause, _ amounts: [Amount]) -> [Part] {
    var parts: [Part] = []
    var start = clause.start
    var continued = false
    for (index, amount) in amounts.enumerated() {
      let leftEnd = max(start, amount.outerStart)
      let left = start..<leftEnd
      guard index + 1 < amounts.count else {
        let from = min(amount.outerEnd, clause.end)
        parts.append(
          Part(
            left: left, right: from..<max(from, clause.end), isShared: false, isContinued: continued
          ))
        break
      }
      let gap = amount.outerEnd..<max(amount.outerEnd, amounts[index + 1].outerStart)
      let (rightEnd, nextStart) = divide(gap, behind: amount)
      let isShared = rightEnd > nextStart
      parts.append(
        Part(
          left: left, right: amount.outerEnd..<rightEnd, isShared: isShared, isContinued: continued)
      )
      continued = isShared
      start = nextStart
    }
    return parts
  }

  /// Where the text between two amounts ends for the first and begins for the second.
  private func divide(_ gap: Range<Int>, behind amount: Amount) -> (Int, Int) {
    guard let first = gap.first else { return (gap.lowerBound, gap.upperBound) }
    let scalar = text[first]
    if isList(first) || scalar == 0x2C || scalar == 0x29 || scalar == 0x28 {
      return (gap.lowerBound, first + 1)
    }
    // `实现6%增长、…`: the change stands behind its value.
    if amount.isPercent, namer.changeBehind(gap) != nil,
      let mark = gap.first(where: { isList($0) })
    {
      return (mark, mark + 1)
    }
    if amount.isPercent || amount.kind == .rank { return (gap.lowerBound, gap.lowerBound) }
    if joinsProject(gap) { return (gap.upperBound, gap.lowerBound) }
    var depth = 0
    for index in gap {
      let scalar = text[index]
      if scalar == 0x201C || scalar == 0x28 { depth += 1 }
      if scalar == 0x201D || scalar == 0x29 { depth -= 1 }
      if depth == 0, scalar == 0x3001 { return (index, index + 1) }
    }
    for index in gap where isList(index) && index > gap.lowerBound {
      return (index, index + 1)
    }
    // No mark between them: `17个行业增加值增长5%` is about both.
    return (gap.upperBound, gap.lowerBound)
  }

  /// `投资3亿元的河岸、公园绿化工程新增绿地…`: the list is inside the name of the project, which
  /// the next amount is about too.
  private func joinsProject(_ gap: Range<Int>) -> Bool {
    guard namer.attributiveStart(gap) != nil,
      let mark = gap.last(where: { isList($0) }), gap.upperBound - mark > 6
    else { return false }
    let tail = mark + 1..<gap.upperBound
    guard let project = namer.firstWord(tail, .project), project.upperBound < tail.upperBound
    else { return false }
    return namer.acts(project.upperBound..<tail.upperBound)
  }

  private func isList(_ index: Int) -> Bool {
    namer.joinsItems(index)
  }
}
