/// The same indicator in several places: repeated statements, and growth over an earlier level.
extension FindingPass {
  /// Growth that is not over the year before.
  private static let notYear = Words.list("年均 平均 年递增 累计 五年 实际 名义")

  /// Words that make a statement one about something else under the same name.
  private static let otherScope = Words.list(
    "累计 总数 总量 存量 保有 其中 全国 全省 全市 全区 全县 分别 城区 新区 园区 开发区 新增 再 已 由 从 到 月 季度 半年 其他 镇 乡 村 人均")

  private struct Key: Hashable {
    let id: Spelling
    let name: Spelling
    let period: Spelling
    let form: Form
    let isAim: Bool
    let base: Spelling

    /// Indicator and period tell nearly all of them apart.
    func hash(into hasher: inout Hasher) {
      hasher.combine(id)
      hasher.combine(period)
    }
  }

  /// Statements of known indicators by what they say; later ones against the first.
  mutating func checkRepeats() {
    var first: [Key: Int] = [:]
    for index in statements.indices {
      guard let key = key(index) else { continue }
      guard let earlier = first[key] else {
        first[key] = index
        continue
      }
      compare(earlier, index)
    }
    for index in statements.indices.dropFirst()
    where statements[index].figure.form == .growth && statements[index].unit == "%" {
      checkEarlier(index, first)
    }
  }

  private func key(_ index: Int, year: Int? = nil) -> Key? {
    let statement = statements[index]
    let figure = statement.figure
    guard let id = figure.indicatorID, statement.isEqual, let period = figure.period,
      [.level, .rate, .share, .growth].contains(figure.form),
      figure.form != .growth || !Words.holdsAny(before(index), Self.notYear)
    else { return nil }
    return Key(
      id: Spelling(text: id), name: Spelling(text: figure.indicator),
      period: Spelling(text: year.map(String.init) ?? period), form: figure.form,
      isAim: figure.standing == .target || figure.standing == .planned,
      base: Spelling(text: statement.base))
  }

  private mutating func compare(_ earlier: Int, _ later: Int) {
    guard let left = statements[earlier].printed, let right = statements[later].printed,
      let value = statements[earlier].value
    else { return }
    let first = statements[earlier]
    let shown = value.shown(per: statements[later].power, scale: first.scale)
    let names = "\(first.figure.indicator) \(first.figure.period ?? "")"
    if !left.excludes(right) {
      // Two numbers of one precision that are one unit apart neither agree nor contradict.
      let isSame = first.value == statements[later].value
      guard first.sentence != statements[later].sentence,
        isSame || first.last != statements[later].last
      else { return }
      add(.repeat, .agrees, [earlier, later], expected: shown, formula: names)
    } else if first.base != "%", !first.isCount, !statements[later].isCount,
      first.sentence != statements[later].sentence,
      !left.times(tenTo: 4).excludes(right) || !left.times(tenTo: -4).excludes(right)
    {
      add(.unitSlip, .differs, [earlier, later], expected: first.shown, formula: names)
    } else if !(first.figure.period ?? "/").utf8.contains(0x2F),
      first.sentence != statements[later].sentence,
      isNear(first, statements[later]),
      ![earlier, later].contains(where: { Words.holdsAny(before($0), Self.otherScope) })
    {
      // What is said of a span of years is as often said of its last year alone; two values in
      // one sentence, or behind words of another scope, are two statements.
      add(.repeat, .differs, [earlier, later], expected: shown, formula: names)
    }
  }

  /// Within half of one another: five years' total is not last year's, printed wrong.
  private func isNear(_ left: Statement, _ right: Statement) -> Bool {
    guard let a = left.value, let b = right.value, let twoA = a.times(Exact(2)),
      let twoB = b.times(Exact(2)), let threeA = a.times(Exact(3)), let threeB = b.times(Exact(3))
    else { return false }
    return twoA.isAtMost(threeB) == true && twoB.isAtMost(threeA) == true
  }

  /// 2023年 120亿元、增长20% against 2022年 100亿元 elsewhere in the text.
  private mutating func checkEarlier(_ growth: Int, _ first: [Key: Int]) {
    let level = growth - 1
    guard statements[growth].isEqual, statements[level].isLevel,
      statements[level].figure.indicatorID == statements[growth].figure.indicatorID,
      statements[level].sentence == statements[growth].sentence, basis(level) == .current,
      let year = statements[level].year, statements[growth].year == year,
      let key = key(level, year: year - 1)
    else { return }
    let past = Key(
      id: key.id, name: key.name, period: key.period, form: .level, isAim: false, base: key.base)
    let gap = gap(level)
    guard let earlier = first[past], earlier != level,
      Words.run(gap, Words.link + Words.changed + Words.onYear) == gap.endIndex,
      !Words.holdsAny(after(growth), Words.other)
    else { return }
    // Revised bases and 同口径 that is not said explain a few points.
    checkGrowth(earlier, level, growth, slack: 5)
  }
}
