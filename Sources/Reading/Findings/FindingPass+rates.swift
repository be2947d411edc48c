/// Days of a year, rates of two counts, amounts per head.
extension FindingPass {
  private static let goodDays = Words.list("优良 达标 二级 良好")
  private static let dayRates = Words.list("优良 达标 占 比例 比率 率")
  private static let months = Words.list("月 季度 上半年 截至 截止")
  private static let rates = Words.list(
    "办结率 开工率 竣工率 完工率 完成率 签约率 投产率 入库率 整改率 办复率 落地率 达标率 合格率 通过率")
  private static let ofWhole = Words.list("占总数 占总人口 占总量 占全部 占总面积 占总投资")
  private static let perHead = Words.list("人均 每人 平均每人 户均 每户 平均每户")
  private static let notTotal = Words.list("月 标准 最高 最低 上限 天 日 每年 不低于 以上 增")

  /// 100 × days against rate × 365 or 366.
  mutating func checkDays(_ a: Int, _ b: Int) {
    let days = statements[a]
    let rate = statements[b]
    guard days.unit == "天", days.isLevel, days.isEqual, let count = days.value,
      rate.unit == "%", rate.isEqual, [.share, .rate].contains(rate.figure.form),
      let printed = rate.printed
    else { return }
    let around = before(a)
    let name = Array(days.figure.indicator.utf8)[...]
    guard Words.holdsAny(name, Self.goodDays) || Words.holdsAny(around, Self.goodDays),
      Words.holdsAny(gap(a), Self.dayRates) || Words.holdsAny(after(b), Self.dayRates),
      !Words.holdsAny(around, Self.months), !Words.holdsAny(gap(a), Self.months),
      days.figure.period.map({ $0.utf8.count == 4 }) ?? true
    else { return }
    var lengths: [Int128] = [365, 366]
    if let year = days.year {
      let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
      // Cities print over 365 days in leap years too, so a leap year allows both.
      if !isLeap { lengths = [365] }
    }
    let differs = lengths.allSatisfy {
      printed.times(Reach(Exact($0))).excludes(Reach(count.times(tenTo: 2)))
    }
    guard let length = lengths.last else { return }
    let best =
      lengths.first { !printed.times(Reach(Exact($0))).excludes(Reach(count.times(tenTo: 2))) }
      ?? length
    add(
      .days, differs ? .differs : .agrees, [a, b],
      expected: count.times(tenTo: 2).shown(over: Exact(best), scale: rate.scale),
      formula: "\(days.shown) ÷ \(best)天")
  }

  /// 100 × part against rate × whole, for 甲100件、办结98件、办结率98%.
  mutating func checkRatio(_ a: Int) {
    let (whole, part, rate) = (statements[a], statements[a + 1], statements[a + 2])
    guard whole.base == part.base, !whole.base.isEmpty, whole.isLevel, part.isLevel,
      whole.isEqual, part.isEqual, rate.isEqual, rate.unit == "%",
      [.share, .rate].contains(rate.figure.form), this(a, isPositive: true),
      let total = whole.reach, let count = part.reach, let printed = rate.printed,
      let top = part.value, let bottom = whole.value
    else { return }
    let link = gap(a + 1)
    let isOfWhole = Words.holdsAny(link, Self.ofWhole)
    // The rate's verb stands before the part: 办结98件、办结率98%.
    let isOwn = Self.rates.contains { word in
      Words.holds(link, word) && Words.holds(gap(a), Array(word.dropLast(3)))
        && link.count <= word.count + 12
    }
    guard isOfWhole || isOwn, link.count <= 45, gap(a).count <= 60 else { return }
    let differs = printed.times(total).excludes(count.times(tenTo: 2))
    add(
      .ratio, differs ? .differs : .agrees, [a, a + 1, a + 2],
      expected: top.times(tenTo: 2).shown(over: bottom, scale: rate.scale),
      formula: "\(part.shown) ÷ \(whole.shown)")
  }

  /// Heads × amount per head against the amount, three figures next to one another.
  mutating func checkPerHead(_ a: Int) {
    let three = a..<a + 3
    guard three.allSatisfy({ statements[$0].isEqual && statements[$0].isLevel }),
      let each = three.first(where: { statements[$0].base == "元" && isPerHead($0) }),
      let heads = three.first(where: { Self.headUnits.contains(statements[$0].base) }),
      let amount = three.first(where: { $0 != each && statements[$0].base == "元" }),
      !isPerHead(amount), amount < each, isOwn(each, of: heads),
      !Words.holdsAny(before(each), Self.notTotal),
      !Words.holdsAny(after(each).prefix(12), Self.notTotal),
      this(each, isPositive: true), this(heads, isPositive: true),
      let number = statements[heads].reach, let share = statements[each].reach,
      let printed = statements[amount].printed, let value = statements[amount].value,
      let product = statements[heads].value.flatMap({ n in
        statements[each].value.flatMap { n.times($0) }
      })
    else { return }
    let total = number.times(share)
    var kind = Finding.Kind.perHead
    var verdict = Finding.Verdict.agrees
    if total.excludes(printed) {
      verdict = .differs
      let slack = statements[amount].last
      for power in [-4, 4]
      where !total.excludes(Reach(value, slack: slack).times(tenTo: power)) { kind = .unitSlip }
    }
    add(
      kind, verdict, [heads, each, amount],
      expected: product.reduced(
        per: statements[amount].power, scale: max(statements[amount].scale, 2)),
      formula: "\(statements[heads].shown) × \(statements[each].shown)")
  }

  private static let headUnits: Set<String> = ["人", "名", "户", "位", "人次", "家", "户次"]

  /// 户均 is over 户, 人均 over people, and income or output per head is about everybody.
  private func isOwn(_ each: Int, of heads: Int) -> Bool {
    let words = before(each).suffix(30) + Array(statements[each].figure.indicator.utf8)
    let text = Array(words)[...]
    let isHouse = Words.holds(text, Array("户".utf8))
    return isHouse == statements[heads].base.hasPrefix("户")
      && !Words.holdsAny(text, Self.everybody)
  }

  private static let everybody = Words.list("收入 总值 GDP 寿命 面积 支出 消费 产值 生产率")

  private func isPerHead(_ index: Int) -> Bool {
    Words.holdsAny(Array(statements[index].figure.indicator.utf8)[...], Self.perHead)
      || Words.holdsAny(before(index).suffix(30), Self.perHead)
  }
}
