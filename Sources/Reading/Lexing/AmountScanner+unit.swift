import Quantities

/// A unit found after a number.
struct UnitMatch {
  /// With its multiplier, without 余 and 多.
  let text: String
  let end: Int
  /// Where the unit proper begins, behind multiplier and 余.
  let properStart: Int
  let isCounter: Bool
  let inner: Comparator?
  /// The unit is a noun, not a classifier.
  var isNoun = false
}

extension AmountScanner {
  /// The multiplier and unit that follow a number ending at `end`.
  func unitMatch(after end: Int, isChinese: Bool) -> UnitMatch? {
    var cursor = end
    if text[safe: cursor]?.isBlank == true { cursor += 1 }
    var inner: Comparator?
    if isMore(cursor) {
      inner = .gt
      cursor += 1
    }
    let multiplierStart = cursor
    // `提高2个多百分点`
    if passage.starts("个多百分点", at: cursor) || passage.starts("个余百分点", at: cursor) {
      return UnitMatch(
        text: "个百分点", end: cursor + 5, properStart: cursor, isCounter: false, inner: .gt)
    }
    var match = proper(at: cursor)
    while match == nil, let scalar = text[safe: cursor],
      let place = ChineseNumerals.place(scalar), place >= 2 || cursor > multiplierStart,
      cursor - multiplierStart < 4
    {
      cursor += 1
      match = proper(at: cursor)
    }
    var multiplier = passage.string(multiplierStart..<cursor)
    if match == nil, isMore(cursor) {
      // `3千多万元`, `4万多亿元`: 多 stands between the multipliers.
      inner = .gt
      cursor += 1
      let more = cursor
      match = proper(at: cursor)
      while match == nil, let place = text[safe: cursor], ChineseNumerals.place(place) != nil {
        cursor += 1
        match = proper(at: cursor)
      }
      multiplier += passage.string(more..<cursor)
    }
    var classes = match?.classes ?? []
    var length = match?.length ?? 0
    var isNoun = false
    if !multiplier.isEmpty || (isChinese && match == nil), let noun = noun(at: cursor),
      noun > length
    {
      classes = .counter
      length = noun
      isNoun = true
    }
    if length == 0, !isChinese, isGreat(multiplier) {
      // `20万低收入群众`, `超过30万`: the noun, or what is left of it, is the unit.
      length = modifiedNoun(at: cursor)
      isNoun = length > 0
      classes = .counter
    } else if length == 0 {
      return nil
    }
    var unitEnd = cursor + length
    if text[safe: unitEnd] == 0x2F, let per = proper(at: unitEnd + 1) {
      unitEnd += 1 + per.length
    }
    let unit = multiplier + passage.string(cursor..<unitEnd)
    return UnitMatch(
      text: unit, end: unitEnd, properStart: cursor, isCounter: classes.contains(.counter),
      inner: inner, isNoun: isNoun)
  }

  /// The length of the noun at `index` that serves as a unit: 农户, or two in one (农民群众).
  private func noun(at index: Int) -> Int? {
    guard
      let noun = lexicon.forward.longest(text, at: index, limit: passage.count, mask: .nounUnit)
    else { return nil }
    let more = lexicon.forward.longest(
      text, at: index + noun.length, limit: passage.count, mask: .nounUnit)
    return noun.length + (more?.length ?? 0)
  }

  /// Whether a multiplier without a unit still makes an amount: 万 and 亿 do, 百 and 千 do not.
  private func isGreat(_ multiplier: String) -> Bool {
    multiplier.ends(with: "万") || multiplier.ends(with: "亿")
  }

  /// The length of a noun that serves as the unit with its modifiers; 0 where there is none.
  private func modifiedNoun(at index: Int) -> Int {
    // 8: `农村贫困家庭` and its like; what is longer is a clause.
    if passage.starts("左右", at: index) || passage.starts("以上", at: index) { return 0 }
    for start in index..<min(index + 8, passage.count) {
      if let noun = lexicon.forward.longest(text, at: start, limit: passage.count, mask: .nounUnit)
      {
        return start + noun.length - index
      }
      // `20万参加医保的居民`: the noun comes behind a clause of its own.
      if passage.starts(Self.taking, at: start) { return 0 }
      let scalar = text[start]
      if scalar.isBoundary || scalar.isDigit || scalar == 0x7684 { return 0 }
    }
    return 0
  }

  private static let taking: Phrases = ["参加", "享受", "领取"]

  private func proper(at index: Int) -> WordMatch? {
    guard index < passage.count else { return nil }
    // `站上5万亿台阶`: 台 is no classifier there.
    if passage.starts("台阶", at: index) { return nil }
    return lexicon.forward.longest(text, at: index, limit: passage.count, mask: .unit)
  }

  private func isMore(_ index: Int) -> Bool {
    let scalar = passage.scalar(index)
    return scalar == 0x4F59 || scalar == 0x591A  // 余 多
  }

  /// Whether a number with this unit names a class of things instead of measuring one.
  func isClassLabel(_ unit: UnitMatch, isChinese: Bool) -> Bool {
    let proper = unit.properStart..<unit.end
    let after = passage.scalar(unit.end)
    if isThreshold(unit) { return true }
    // 过亿项目: 项 is the head of the noun.
    if passage.reads("项", proper), after == 0x76EE, passage.scalar(unit.end + 1) != 0x6807 {
      return true
    }
    if passage.reads(Self.labels, proper) { return true }
    // `20万人口以上的县`
    if unit.isNoun, passage.starts("以上的", at: unit.end) { return true }
    // `完成1%人口抽样调查`
    if passage.starts(Self.samples, at: unit.end), passage.reads(Self.people, proper) {
      return true
    }
    if after == 0x5236, passage.reads("人", proper) { return true }  // 3人制
    if passage.reads("岁", proper) { return !after.isBoundary }
    // `24小时值守`, `1小时交通圈`: only where the clause ends or compares is time measured.
    if !after.isBoundary, passage.reads(Self.spans, proper), !passage.starts("以", at: unit.end) {
      return true
    }
    if after == 0x7EA7 { return passage.scalar(unit.end + 1) != 0x7684 }  // 级, but not 级的
    if unit.isCounter, !passage.reads("层", proper) { return isSlogan(unit, isChinese) }
    if passage.reads(Self.people, proper) { return false }
    let bound = lexicon.forward.longest(
      text, at: unit.end, limit: passage.count, mask: [.afterGe, .afterLe, .shield])
    guard let bound, !bound.classes.isDisjoint(with: [.afterGe, .afterLe]) else { return false }
    let next = passage.scalar(unit.end + bound.length)
    // `保持在18亿亩以上并…`: 并 begins what else was done.
    return !next.isBoundary && !next.isDigit && next != 0x5E76  // 并
  }

  // What these count or measure is a label, never an amount.
  private static let labels: Phrases = [
    "千伏", "kV", "KV", "个月", "P", "人天", "站", "股", "轮", "则", "根", "首", "队",
  ]
  private static let spans: Phrases = ["小时", "分钟", "秒", "度", "方", "里", "P/s"]
  private static let people: Phrases = ["%", "人", "户", "人次"]

  private static let places: Phrases = [
    "城市", "县", "产业", "集群", "企业", "园区", "镇", "项目", "强县", "省份", "大省", "强省", "大市", "强市", "大县",
    "城区", "开发区", "强区", "大区", "村",
  ]
  private static let samples: Phrases = ["人口抽样", "抽样"]
  private static let kinds: Phrases = ["重大", "重点", "工业", "招商", "产业", "优质", "制造业", "大", "好"]
  private static let works: Phrases = ["项目", "企业"]

  /// `5亿元的重点项目` behind 超: what a class of projects has in common, not one's size.
  private func isThreshold(_ unit: UnitMatch) -> Bool {
    guard unit.text.ends(with: "元") else { return false }
    let isAttributive = passage.scalar(unit.end) == 0x7684
    let isKind = passage.starts(Self.kinds, at: unit.end)
    let isDirect = !isAttributive && (isKind || passage.starts(Self.places, at: unit.end))
    guard isAttributive || isDirect else { return false }
    // 4: 重大工业项目, 非公企业; a longer noun is one project by name.
    let isClass = (unit.end + 1...unit.end + 5).contains { passage.starts(Self.works, at: $0) }
    guard isClass || (isDirect && !isKind) else { return false }
    var number = unit.properStart
    while number > 0, !passage.scalar(number - 1).isBoundary,
      text[number - 1].isDigit || text[number - 1] == 0x2E
        || ChineseNumerals.isNumeral(text[number - 1])
    {
      number -= 1
    }
    return lexicon.backward.longest(
      text, before: number, floor: max(0, number - 4), mask: [.overGt, .overGe]) != nil
  }

  private func isSlogan(_ unit: UnitMatch, _ isChinese: Bool) -> Bool {
    if isChinese {
      return lexicon.forward.longest(
        text, at: unit.properStart, limit: passage.count, mask: .slogan) != nil
    }
    return passage.starts(Self.slogans, at: unit.properStart)
  }

  private static let slogans: Phrases = [
    "个方面", "次会议", "次全", "位一体", "条”", "个维度", "个层面", "个台阶", "个大台阶", "个大关", "条路径", "条规定", "项规定",
  ]
}
