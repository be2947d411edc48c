import Quantities

/// Decides what kind of statement an amount makes.
struct FormRule {
  let namer: Namer

  private var lexicon: Lexicon { namer.lexicon }

  struct Ruling {
    let form: Form
    let isNegative: Bool
    let cause: Cause

    init(_ form: Form, _ rule: Rule, _ words: Range<Int>? = nil, isNegative: Bool = false) {
      self.form = form
      self.isNegative = isNegative
      self.cause = Cause(rule, words)
    }
  }

  func form(
    _ amount: Amount, _ part: Part, _ body: Range<Int>, _ predicate: Namer.Predicate,
    _ name: String, previous: Draft?
  ) -> Ruling {
    switch amount.kind {
    case .ratio: return Ruling(.share, .ratioPart)
    case .rank: return Ruling(.rank, .rankNumber)
    case .grade: return Ruling(.grade, .gradeMark)
    case .doubling: return Ruling(.growth, .doubling)
    case .plain: break
    }
    let isFall = falls(predicate)
    let isRise = rises(predicate)
    if amount.unit.ends(with: "百分点") || amount.unit.ends(with: "千分点") {
      return Ruling(.change, .percentagePoints, predicate.change, isNegative: isFall)
    }
    if amount.unit.reads("倍") {
      return isRise || isFall
        ? Ruling(.growth, .timesGrown, predicate.change) : Ruling(.rate, .timesAsMuch)
    }
    guard amount.isPercent else {
      if let net = namer.firstWord(part.left.suffix(24), .net) {
        return Ruling(.change, .netChange, net)
      }
      // `增加1条公交线路`: an act that counts what it adds.
      let isAct = amount.isCounter && namer.noun(part.right).count >= 2
      let direct = (isRise || isFall) && !isAct
      if direct, !predicate.nearest.contains(.state), amount.comparator != .between,
        predicate.nearest.contains(.rise) || predicate.nearest.contains(.fall)
      {
        return Ruling(
          .change, isFall ? .fallWord : .riseWord, predicate.change, isNegative: isFall)
      }
      return Ruling(.level, .plainAmount)
    }
    return percent(part, predicate, name, previous, isRise: isRise, isFall: isFall)
  }

  private func percent(
    _ part: Part, _ predicate: Namer.Predicate, _ name: String, _ previous: Draft?,
    isRise: Bool, isFall: Bool
  ) -> Ruling {
    if isFall { return Ruling(.growth, .fallWord, predicate.change, isNegative: true) }
    if isRise { return Ruling(.growth, .riseWord, predicate.change) }
    // `压减一般性支出10%`: the change opens the clause.
    if let cut = namer.openingFall(part.left) {
      return Ruling(.growth, .fallWord, cut, isNegative: true)
    }
    if name.ends(with: "目标"), name.holds("增长") || name.holds("增速") {
      return Ruling(.growth, .nameSaysGrowth)
    }
    // 人口自然增长率 ends in a word of growth and is a rate all the same.
    if name.ends(with: "增长率"), lexicon.indicator(named: name)?.kind == .rate {
      return Ruling(.rate, .knownRate)
    }
    if name.ends(with: "增速") || name.ends(with: "增幅") || name.ends(with: "涨幅")
      || name.ends(with: "增长率") || name.ends(with: "幅度")
    {
      return Ruling(.growth, .nameSaysGrowth)
    }
    if name.ends(with: "降幅") { return Ruling(.growth, .nameSaysGrowth, isNegative: true) }
    if let previous, previous.amount.isPercent, previous.clause.overlaps(part.whole) {
      return Ruling(previous.form, .asBefore, isNegative: previous.isNegative)
    }
    let ends = name.unicodeScalars.map { $0.value }
    let rate = lexicon.backward.longest(
      endOf: ends, mask: .rate)
    let known = lexicon.indicator(named: name)?.kind
    if known == .growth, name.ends(with: "指数") { return Ruling(.growth, .knownGrowth) }
    // 优良天数比率 ends in 率 and is a share.
    let share = lexicon.backward.longest(endOf: ends, mask: .share)
    if let share, let rate, share.length > max(rate.length, 1) {
      return Ruling(.share, .percentOfWhole)
    }
    if rate != nil, known != .share { return Ruling(.rate, .nameSaysRate) }
    if known == .rate { return Ruling(.rate, .knownRate) }
    if known == .growth { return Ruling(.growth, .knownGrowth) }
    return Ruling(.share, .percentOfWhole)
  }

  /// A rise; 提高到, which states where it ended, is a word of its own.
  private func rises(_ predicate: Namer.Predicate) -> Bool {
    predicate.classes.contains(.rise)
  }

  private func falls(_ predicate: Namer.Predicate) -> Bool {
    predicate.classes.contains(.fall)
      && !(predicate.nearest.contains(.belowLt) && !predicate.nearest.contains(.fall))
  }
}
