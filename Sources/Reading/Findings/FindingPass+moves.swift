/// From one level to another: 由A增加到B, and what is said about the step.
extension FindingPass {
  /// The step from figure `a` to the next, and the growth, average or change printed behind it.
  mutating func checkMove(_ a: Int, _ sentence: Range<Int>) {
    let b = a + 1
    guard let isRise = move(a) else { return }
    guard let low = statements[a].printed, let high = statements[b].printed else { return }
    let isPlace = ["名", "位", "级"].contains(statements[a].base)
    if let isRise, !isPlace, isRise ? high.isBelow(low) : low.isBelow(high) {
      let word = isRise ? "≥ " : "≤ "
      add(
        .direction, .differs, [a, b], expected: word + statements[a].shown,
        formula: "\(statements[a].shown) → \(statements[b].shown)")
    }
    let c = a + 2
    guard c < sentence.upperBound, statements[a].isEqual, statements[b].isEqual,
      statements[c].isEqual
    else { return }
    let link = gap(b)
    guard !link.isEmpty,
      Words.run(link, Words.link + Words.changed + Words.yearly + Words.onYear) == link.endIndex,
      !Words.holdsAny(after(c), Words.other)
    else { return }
    if Words.holdsAny(link, Words.yearly) {
      checkAverage(a, b, c)
    } else if Words.holdsAny(link, Words.onYear),
      statements[a].year.map({ $0 + 1 }) != statements[b].year || statements[b].year == nil
    {
      return
    } else if statements[c].unit == "个百分点", statements[b].base == "%" {
      checkChange(a, b, c, power: 0)
    } else if statements[c].figure.form == .change, statements[c].base == statements[b].base {
      checkChange(a, b, c, power: statements[c].power)
    } else if statements[c].figure.form == .growth {
      checkGrowth(a, b, c)
    }
  }

  /// Whether the figure leads to the next by a word of change: rise, fall; `nil` where not.
  private func move(_ a: Int) -> Bool?? {
    let left = statements[a]
    let right = statements[a + 1]
    guard left.base == right.base, !left.base.isEmpty, left.figure.form == right.figure.form,
      [.level, .share, .rate].contains(left.figure.form)
    else { return nil }
    // `由` or `从`, then nothing but words of time up to the first figure.
    let lead = before(a)
    guard
      lead.indices.contains(where: { index in
        Words.from.contains { Words.matches(lead, index, $0) }
          && Words.run(lead[(index + 3)...], Words.time) == lead.endIndex
      })
    else { return nil }
    let gap = gap(a)
    let verb = Words.run(gap, Words.time + [Array("，".utf8), Array("、".utf8)])
    for (words, isRise) in [(Words.risen, true), (Words.fallen, false)] {
      guard let word = words.first(where: { Words.matches(gap, verb, $0) }) else { continue }
      let rest = gap[(verb + word.count)...]
      return Words.run(rest, Words.time) == rest.endIndex ? .some(isRise) : nil
    }
    return nil
  }

  /// (100 + g) × A against 100 × B.
  ///
  /// `slack`, in points, is allowed before a difference is told.
  mutating func checkGrowth(_ a: Int, _ b: Int, _ c: Int, slack: Int128 = 0) {
    let basis = basis(a)
    guard basis != .constant, this(a, isPositive: true), this(b, isPositive: true) else { return }
    let result = statements[c]
    let isTimes = result.unit == "倍"
    guard isTimes || result.unit == "%", let first = statements[a].reach,
      let second = statements[b].reach, let growth = result.printed
    else { return }
    let whole = Exact(isTimes ? 1 : 100)
    let right = second.times(Reach(whole))
    let factor = Reach(whole).plus(growth)
    let differs = first.times(factor).excludes(right)
    // A fall may be printed with or without its sign, and 增长3倍 is also said for 3 times.
    if differs, !first.times(Reach(whole).minus(growth)).excludes(right) { return }
    if differs, isTimes, !first.times(growth).excludes(right) { return }
    if differs, basis == .comparable { return }
    if differs, slack > 0 {
      let wide = factor.plus(Reach(Exact(0), slack: Exact(slack)))
      if !first.times(wide).excludes(right) { return }
    }
    guard let from = statements[a].value, let to = statements[b].value,
      let step = to.minus(from), let top = step.times(whole)
    else { return }
    add(
      .growth, differs ? .differs : .agrees, [a, b, c],
      expected: top.shown(over: from, scale: result.scale),
      formula: "\(statements[b].shown) ÷ \(statements[a].shown) − 1")
  }

  /// (100 + g)ⁿ × A against 100ⁿ × B over the n years between the two.
  mutating func checkAverage(_ a: Int, _ b: Int, _ c: Int) {
    let basis = basis(a)
    guard basis != .constant, let first = statements[a].reach, let second = statements[b].reach,
      let growth = statements[c].printed, statements[c].unit == "%",
      let start = statements[a].year, let end = statements[b].year, start < end, end - start <= 10,
      this(a, isPositive: true), this(b, isPositive: true)
    else { return }
    var left = first
    var right = second
    for _ in start..<end {
      left = left.times(Reach(Exact(100)).plus(growth))
      right = right.times(tenTo: 2)
    }
    let differs = left.excludes(right)
    guard left.low != nil, left.high != nil, !(differs && basis == .comparable) else { return }
    let years = end - start
    let base = Exact(1)
    guard let from = statements[a].value, let value = statements[c].value,
      var product = from.times(base)
    else { return }
    for _ in 0..<years {
      guard let sum = Exact(100).plus(value), let next = product.times(sum) else { return }
      product = next.times(tenTo: -2)
    }
    guard
      let reached = product.shown(per: statements[b].power, scale: statements[b].scale)
    else { return }
    add(
      .average, differs ? .differs : .agrees, [a, c, b], expected: reached,
      formula: "\(statements[a].shown) × (1 + \(statements[c].shown))^\(years)")
  }

  /// B − A against the printed change.
  private mutating func checkChange(_ a: Int, _ b: Int, _ c: Int, power: Int) {
    guard let first = statements[a].reach, let second = statements[b].reach,
      let change = statements[c].printed, let from = statements[a].value,
      let to = statements[b].value, let step = to.minus(from)
    else { return }
    let differs =
      second.minus(first).excludes(change) && first.minus(second).excludes(change)
    add(
      .change, differs ? .differs : .agrees, [a, b, c],
      expected: step.shown(per: power, scale: statements[c].scale),
      formula: "\(statements[b].shown) − \(statements[a].shown)")
  }

  func this(_ index: Int, isPositive: Bool) -> Bool {
    (statements[index].value?.mantissa ?? 0) > 0 && statements[index].isEqual == isPositive
  }
}
