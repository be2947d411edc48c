/// Wholes and their parts.
extension FindingPass {
  private static let sumWords = Words.list("共计 合计 总计 总共 共")
  private static let listed = Words.list("、 ， 和 及 :")

  /// Ratio series to 100, and the three industries' shares.
  mutating func checkSeries(_ sentence: Range<Int>) {
    var start = sentence.lowerBound
    while start < sentence.upperBound {
      var end = start + 1
      while end < sentence.upperBound, isRatioMark(gap(end - 1)) { end += 1 }
      if end - start >= 3 { addShares(Array(start..<end)) }
      start = end
    }
    guard sentence.count >= Self.industries.count else { return }
    let found = Self.industries.compactMap { id in
      let hits = sentence.filter { statements[$0].figure.indicatorID == id }
      return hits.count == 1 ? hits.first : nil
    }
    guard found.count == Self.industries.count,
      !found.contains(where: { statements[$0].quotedAsRatio(self, $0) })
    else { return }
    addShares(found)
  }

  private static let industries = ["primary-share", "secondary-share", "tertiary-share"]

  func isRatioMark(_ text: ArraySlice<UInt8>) -> Bool {
    var mark = 0
    // The bytes that are no blanks, as one number; three are the most that a mark has.
    for byte in text where byte != 0x20 {
      mark = mark << 8 | Int(byte)
      if mark > 0xFF_FFFF { return false }
    }
    return mark == 0x3A || mark == 0xE288B6 || mark == 0xEFBC9A || mark == 0xEFB8B0
  }

  private mutating func addShares(_ parts: [Int]) {
    var sum = Reach(Exact(0))
    var value = Exact(0)
    var last = 0
    for index in parts {
      let part = statements[index]
      guard part.isEqual, part.unit == "%", let reach = part.value, part.figure.form == .share,
        let next = value.plus(reach)
      else { return }
      value = next
      last = max(last, part.last.exponent)
      sum = sum.plus(Reach(reach))
    }
    // Each share may be rounded by half a unit: n shares by n/2 units, and never less than one.
    let slack = Exact(Int128(max(1, parts.count / 2)), exponent: last)
    let hundred = Reach(Exact(100), slack: slack)
    let differs = sum.excludes(hundred)
    // A series such as 5:3:2 is no breakdown in %.
    let near = Reach(Exact(100), slack: Exact(20))
    if differs, sum.excludes(near) { return }
    let scale = UInt8(clamping: -last)
    guard let shown = value.shown(per: 0, scale: scale), let result = parts.last else { return }
    let formula = parts.map { statements[$0].figure.value }.joined(separator: " + ")
    findings.append(
      Finding(
        kind: .shares, verdict: differs ? .differs : .agrees,
        figures: parts.map { statements[$0].figure.index }, expected: shown, printed: "100",
        unit: statements[result].unit, formula: formula,
        tolerance: slack.shown(per: 0, scale: scale) ?? "1"))
  }

  /// 其中: parts behind their whole; 共, 合计: items before their total.
  mutating func checkParts(_ sentence: Range<Int>) {
    for index in sentence.dropFirst() where statements[index].isLevel {
      let gap = gap(index - 1)
      if Words.holds(gap, Words.among) {
        checkAmong(index, sentence)
      } else if Self.sumWords.contains(where: { Words.matches(gap, gap.endIndex - $0.count, $0) }) {
        checkTotal(index, sentence)
      }
    }
  }

  /// Levels of the same unit that follow one another from `first`.
  private func run(from first: Int, in sentence: Range<Int>) -> [Int] {
    var result: [Int] = []
    for index in first..<sentence.upperBound {
      let part = statements[index]
      guard part.base == statements[first].base, part.isLevel, part.isEqual else { break }
      if index > first, Words.holds(gap(index - 1), Words.among) { break }
      result.append(index)
    }
    return result
  }

  private mutating func checkAmong(_ first: Int, _ sentence: Range<Int>) {
    let wholes = (sentence.lowerBound..<first).filter {
      statements[$0].base == statements[first].base && !statements[$0].base.isEmpty
        && (statements[$0].isLevel || statements[$0].figure.form == .change)
    }
    // The nearest level of the unit is the whole; an earlier one may be, so all must be smaller.
    guard !wholes.isEmpty, statements[first].base != "%" else { return }
    if let whole = wholes.last, speaksOfPart(first, whole),
      let part = statements[first].printed, statements[first].figure.comparator != .le,
      statements[first].figure.comparator != .lt,
      wholes.allSatisfy({ statements[$0].printed?.isBelow(part) == true })
    {
      add(
        .part, .differs, [whole, first],
        expected: statements[whole].value?.shown(
          per: statements[first].power, scale: statements[first].scale),
        formula: "\(statements[first].shown) ≤ \(statements[whole].shown)")
      return
    }
    let parts = run(from: first, in: sentence)
    for whole in wholes.reversed() where statements[whole].isEqual && statements[whole].isLevel {
      for count in stride(from: parts.count, through: 2, by: -1) {
        let chosen = Array(parts[..<count])
        if fits(chosen, whole) == true {
          addTotal(.agrees, chosen, whole)
          return
        }
      }
    }
    checkKnownParts(parts, wholes)
  }

  /// Whether 其中 is right before the part and about the same kind of thing as the whole.
  private func speaksOfPart(_ first: Int, _ whole: Int) -> Bool {
    let gap = gap(first - 1)
    guard let mark = gap.indices.last(where: { Words.matches(gap, $0, Words.among) }) else {
      return false
    }
    var rest = gap[(mark + Words.among.count)...]
    if Words.matches(rest, rest.startIndex, Self.comma) { rest = rest.dropFirst(3) }
    guard rest.count <= 60, !Words.holds(rest, Self.comma),
      !Words.holdsAny(rest, Self.wholeWords)
    else { return false }
    let name = Array(statements[whole].figure.indicator.utf8)[...]
    return Self.kinds.allSatisfy { !Words.holds(rest, $0) || Words.holds(name, $0) }
  }

  private static let comma = Array("，".utf8)
  private static let wholeWords = Words.list("累计 余额 总 达 存量 保有 历年 共")
  private static let kinds = Words.list("产值 收入 投资 资金 税 利润 贷款 存款 销售 营收 出口 面积 里程")

  /// Breakdowns that are whole by definition: exports and imports, the three industries.
  private mutating func checkKnownParts(_ parts: [Int], _ wholes: [Int]) {
    guard let whole = wholes.last, statements[whole].isLevel, statements[whole].isEqual else {
      return
    }
    let ids = parts.map { statements[$0].figure.indicatorID }
    let names = parts.map { statements[$0].figure.indicator }
    let isTrade =
      statements[whole].figure.indicatorID == "foreign-trade" && parts.count == 2
      && names.contains { $0.contains("出口") && !$0.contains("进出口") }
      && names.contains { $0.contains("进口") }
    let industries = ["primary-value-added", "secondary-value-added", "tertiary-value-added"]
    let isOutput =
      statements[whole].figure.indicatorID == "gdp" && parts.count == 3
      && ids.compactMap(\.self) == industries
    guard isTrade || isOutput, fits(parts, whole) == false else { return }
    addTotal(.differs, parts, whole)
  }

  /// Items listed one behind the other in one unit, then their total.
  private mutating func checkTotal(_ total: Int, _ sentence: Range<Int>) {
    var items: [Int] = []
    for index in (sentence.lowerBound..<total).reversed() {
      let item = statements[index]
      guard item.base == statements[total].base, !item.base.isEmpty, item.base != "%",
        item.isLevel, item.isEqual
      else { break }
      items.insert(index, at: 0)
    }
    guard items.count >= 2, statements[total].isEqual else { return }
    // A total speaks only of what is listed: 甲3个、乙5个，共8个.
    let isList = items.dropFirst().allSatisfy { index in
      let gap = gap(index - 1)
      return gap.count <= 60 && Words.run(gap, Self.listed) > gap.startIndex
    }
    guard isList, let fit = fits(items, total) else { return }
    if fit {
      addTotal(.agrees, items, total)
    } else if isBareTotal(total) {
      addTotal(.differs, items, total)
    }
  }

  /// Whether nothing but a comma and 共 or 合计 stands between the last item and the total.
  private func isBareTotal(_ total: Int) -> Bool {
    let gap = gap(total - 1)
    return Words.run(gap, Self.sumWords + Self.listed) == gap.endIndex
  }

  /// Whether the parts add up to the whole; `nil` where a rounding leaves it open.
  private func fits(_ parts: [Int], _ whole: Int) -> Bool? {
    guard let target = statements[whole].value else { return nil }
    var sum = Exact(0)
    var last = statements[whole].last.exponent
    for index in parts {
      guard let value = statements[index].value, let next = sum.plus(value) else { return nil }
      sum = next
      last = max(last, statements[index].last.exponent)
    }
    if !Reach(sum).excludes(Reach(target, slack: Exact(1, exponent: last))) { return true }
    let slack = Exact(Int128(max(1, (parts.count + 1) / 2)), exponent: last)
    return Reach(sum).excludes(Reach(target, slack: slack)) ? false : nil
  }

  private mutating func addTotal(_ verdict: Finding.Verdict, _ parts: [Int], _ whole: Int) {
    var sum = Exact(0)
    for index in parts {
      guard let value = statements[index].value, let next = sum.plus(value) else { return }
      sum = next
    }
    let target = statements[whole]
    let scale = parts.reduce(target.scale) { scale, index in
      UInt8(clamping: max(Int(scale), target.power - statements[index].last.exponent))
    }
    var kind = Finding.Kind.total
    if verdict == .differs, let value = target.value,
      !Reach(sum).excludes(Reach(value.times(tenTo: 4), slack: target.last.times(tenTo: 4)))
        || !Reach(sum).excludes(Reach(value.times(tenTo: -4), slack: target.last))
    {
      kind = .unitSlip
    }
    add(
      kind, verdict, parts + [whole], expected: sum.reduced(per: target.power, scale: scale),
      formula: parts.map { statements[$0].shown }.joined(separator: " + "))
  }
}

extension Statement {
  /// Whether it is one part of a series `a:b:c`, which is checked as such.
  func quotedAsRatio(_ pass: FindingPass, _ index: Int) -> Bool {
    index + 1 < pass.statements.count && pass.isRatioMark(pass.gap(index))
      || index > 0 && pass.isRatioMark(pass.gap(index - 1))
  }
}
