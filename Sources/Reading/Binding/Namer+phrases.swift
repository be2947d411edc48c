/// Phrases that stand between a name and its amount, and names that stand alone.
extension Namer {
  /// `高于全国平均水平`: where it begins, and its first word.
  struct Compared {
    let start: Int
    let word: Range<Int>
    let classes: WordClass
  }

  /// Where `高于全国平均水平` at the end of `range` begins, and what its first word is.
  func compared(_ range: Range<Int>) -> Compared? {
    var end = range.upperBound
    end -= passage.length(of: Self.levels, before: end) ?? 0
    guard
      let field = lexicon.backward.longest(
        passage.text, before: end, floor: range.lowerBound, mask: .field),
      let word = lexicon.backward.longest(
        passage.text, before: end - field.length, floor: range.lowerBound, mask: [.rise, .fall]),
      word.length > 1
    else { return nil }
    let start = end - field.length - word.length
    return Compared(
      start: start, word: start..<start + word.length,
      classes: word.classes.intersection([.rise, .fall]))
  }

  private static let levels: Phrases = ["平均水平", "平均增速", "平均", "水平"]

  /// The change named behind a value: `实现6%的增长`, `6%左右增长`.
  func changeBehind(_ range: Range<Int>) -> (classes: WordClass, word: Range<Int>)? {
    var start = range.lowerBound
    if passage.scalar(start) == 0x7684 { start += 1 }
    for lead: StaticString in ["预期", "经济", "年均", "年度"] where passage.starts(lead, at: start) {
      start += 2
    }
    guard start < range.upperBound,
      let word = lexicon.forward.longest(
        passage.text, at: start, limit: range.upperBound, mask: [.rise, .fall, .shield]),
      word.length == 2, word.classes.isDisjoint(with: [.shield, .state]),
      start + 2 == range.upperBound || passage.scalar(start + 2).isBoundary
        || ["速度", "目标", "幅度"].contains(where: { passage.starts($0, at: start + 2) })
    else { return nil }
    return (word.classes.intersection([.rise, .fall]), start..<start + 2)
  }

  /// `5%左右的预期增长目标`: the aim named behind its value.
  func growthAimBehind(_ range: Range<Int>) -> Range<Int>? {
    guard let word = changeBehind(range)?.word, passage.scalar(range.lowerBound) == 0x7684 else {
      return nil
    }
    let isAim = ["速度", "目标", "幅度"].contains { passage.starts($0, at: word.upperBound) }
    let start = range.lowerBound + 1
    return isAim && start < word.lowerBound ? start..<word.upperBound + 2 : nil
  }

  /// A name without the words of doing it begins with: 新建学校 gives 学校.
  func withoutAction(_ name: String) -> String {
    var scalars = name.unicodeScalars.map(\.value)[...]
    while let word = lexicon.forward.longest(startOf: scalars, mask: [.action, .shield]),
      word.classes.contains(.action), word.length < scalars.count
    {
      scalars = scalars.dropFirst(word.length)
    }
    return String(name.unicodeScalars.suffix(scalars.count))
  }

  /// The share named behind a value: `以20%的占比`, `做出43%的贡献`.
  func shareBehind(_ range: Range<Int>) -> Range<Int>? {
    guard let first = range.first, passage.text[first] == 0x7684 else { return nil }
    for word: StaticString in ["占比", "比重", "比例", "份额", "贡献"]
    where passage.starts(word, at: first + 1) && passage.scalar(first + 3).isBoundary {
      return first + 1..<first + 3
    }
    return nil
  }

  /// `range` without the verb at its end: 以, 做出, 达到.
  func withoutVerb(_ range: Range<Int>) -> Range<Int> {
    for verb: StaticString in ["做出了", "作出了", "做出", "作出", "以", "占", "达到", "创造"]
    where passage.ends(verb, before: range.upperBound) && verb.utf8CodeUnitCount / 3 < range.count {
      return range.lowerBound..<range.upperBound - verb.utf8CodeUnitCount / 3
    }
    return range
  }

  /// Where `在…基础上` at the end of `range` begins.
  func aside(_ range: Range<Int>) -> Int? {
    let last = passage.text[range.upperBound - 1]
    // `提高到人均320元`, `吞吐量5年增长1.6倍`
    if last == 0x5747, let state = perHead(range) { return state }
    if last == 0x5E74, let years = yearCount(range) { return years }
    if [0x524D, 0x5E95, 0x672B, 0x4EFD].contains(last), let date = monthEnd(range) {  // 前底末份
      return date
    }
    guard last == 0x4E0A || last == 0x4E0B,  // 上 下
      ["基础上", "前提下", "情况下", "条件下"].contains(where: {
        passage.ends($0, before: range.upperBound)
      })
    else { return nil }
    return range.last { passage.text[$0] == 0x5728 }  // 在
  }

  /// Where 人均 behind a word of state at the end of `range` begins.
  private func perHead(_ range: Range<Int>) -> Int? {
    guard passage.ends("人均", before: range.upperBound),
      lexicon.backward.longest(
        passage.text, before: range.upperBound - 2, floor: range.lowerBound, mask: .state) != nil
    else { return nil }
    return range.upperBound - 2
  }

  /// Where a count of years in digits at the end of `range` begins.
  private func yearCount(_ range: Range<Int>) -> Int? {
    var start = range.upperBound - 1
    while start > range.lowerBound, passage.text[start - 1].isDigit { start -= 1 }
    let digits = range.upperBound - 1 - start
    return digits >= 1 && digits <= 2 && start - range.lowerBound >= 4 ? start : nil
  }

  /// Where `6月底前` at the end of `range` begins.
  private func monthEnd(_ range: Range<Int>) -> Int? {
    for word: StaticString in ["月底前", "月前", "月底", "月末", "月份", "日前"]
    where passage.ends(word, before: range.upperBound) {
      var start = range.upperBound - word.scalarCount
      guard start > range.lowerBound, passage.text[start - 1].isDigit else { return nil }
      while start > range.lowerBound, passage.text[start - 1].isDigit { start -= 1 }
      return start
    }
    return nil
  }

  /// Whether `range` begins with a word of `mask`.
  func startsWith(_ range: Range<Int>, _ mask: WordClass) -> Bool {
    lexicon.forward.longest(
      passage.text, at: range.lowerBound, limit: range.upperBound, mask: mask) != nil
  }

  /// What follows a verb that says nothing itself (实施, 进行), or nothing.
  func deed(_ range: Range<Int>) -> Range<Int> {
    for verb: StaticString in ["实施", "进行", "开展", "予以", "给予"]
    where passage.starts(verb, at: range.lowerBound) {
      return untilBreak(
        (range.lowerBound + 2..<max(range.lowerBound + 2, range.upperBound)).prefix(12))
    }
    return range.lowerBound..<range.lowerBound
  }

  /// The indicator that a clause opens with and says something of: `能耗提前完成任务，居全市第一`.
  func opening(_ range: Range<Int>) -> String? {
    let body = stripHead(range.prefix(24))
    var start = body.lowerBound
    while start < min(body.upperBound, body.lowerBound + 8) {
      let word = lexicon.forward.longest(
        passage.text, at: start, limit: body.upperBound, mask: .indicator)
      if let word, word.length >= 3 {
        return passage.string(body.lowerBound..<start + word.length)
      }
      start += 1
    }
    return nil
  }

  /// The indicator that is all a clause says, or `nil`.
  func heading(_ range: Range<Int>, isOrigin: Bool = false) -> String? {
    guard range.count <= 24, isOrigin || endsWith(range, [.measure, .indicator]),
      !holds(range, [.action, .move, .rise, .fall, .plan, .aim])
    else { return nil }
    let name = stripHead(range)
    return name.count >= 3 ? passage.string(name) : nil
  }

  /// A name without the measure word at its end, or `nil` when it has none.
  func stem(_ name: String) -> String? {
    let scalars = name.unicodeScalars.map(\.value)
    guard
      let word = lexicon.backward.longest(
        endOf: scalars, mask: [.measure, .attribute, .size]),
      lexicon.indicator(named: name) == nil
    else { return nil }
    return String(name.dropLast(word.length))
  }

  /// `按不低于5%的幅度压减一般性支出`: the change made at a rate, and what is changed.
  func changeByRate(
    _ range: Range<Int>
  ) -> (classes: WordClass, word: Range<Int>, object: Range<Int>)? {
    guard let first = range.first, passage.text[first] == 0x7684,
      ["幅度", "比例", "速度"].contains(where: { passage.starts($0, at: first + 1) }),
      let word = lexicon.forward.longest(
        passage.text, at: first + 3, limit: range.upperBound, mask: [.rise, .fall])
    else { return nil }
    let object = untilBreak(
      (first + 3 + word.length..<max(first + 3 + word.length, range.upperBound)).prefix(14))
    guard object.count >= 2 else { return nil }
    return (
      word.classes.intersection([.rise, .fall]), first + 3..<first + 3 + word.length, object
    )
  }

  /// Where `上年预算` at the end of `range` begins: what the amount is compared with.
  func comparedBudget(_ range: Range<Int>) -> Int? {
    guard [0x7B97, 0x6570, 0x671F].contains(passage.scalar(range.upperBound - 1)) else {  // 算数期
      return nil
    }
    for word: StaticString in ["预算数", "年初预算", "预算", "同期", "执行数"]
    where passage.ends(word, before: range.upperBound) {
      let start = range.upperBound - word.scalarCount
      guard let mark = times.beginning(in: range.lowerBound..<start).last, mark.isBase,
        mark.end >= start
      else { continue }
      return start
    }
    return nil
  }

  /// What a short sentence announces, without its closing phrase of four characters:
  /// `经营主体持续壮大`.
  func announced(_ range: Range<Int>) -> Range<Int>? {
    guard range.count >= 7, range.count <= 12,
      !range.contains(where: { passage.text[$0].isDigit || passage.text[$0] == 0x3001 })
    else { return nil }
    return range.lowerBound..<range.upperBound - 4
  }

  /// `围绕重点群体开展技能培训`: what is done, without what it is done for.
  func withoutPreface(_ range: Range<Int>) -> Range<Int>? {
    guard range.count > 8,
      ["围绕", "面向", "针对", "依托", "结合", "聚焦", "按照", "根据"].contains(where: {
        passage.starts($0, at: range.lowerBound)
      })
    else { return nil }
    var index = range.upperBound - 2
    while index > range.lowerBound + 3 {
      if let word = lexicon.forward.longest(
        passage.text, at: index, limit: range.upperBound, mask: [.action, .shield]),
        word.classes.contains(.action), word.length == 2, range.upperBound - index > 3
      {
        return index..<range.upperBound
      }
      index -= 1
    }
    return nil
  }

  /// The noun of `在30个县建设服务中心`: the places, without what is done there.
  func placed(_ part: Part, _ noun: Range<Int>, _ amount: Amount) -> Range<Int> {
    guard amount.isCounter, noun.count > 2, let first = part.left.first,
      (first..<min(first + 3, part.left.upperBound)).contains(where: {
        passage.text[$0] == 0x5728
      })  // 在
    else { return noun }
    var index = noun.lowerBound + 1
    while index < noun.upperBound {
      if let word = lexicon.forward.longest(
        passage.text, at: index, limit: noun.upperBound, mask: [.action, .shield, .indicator])
      {
        if word.classes.contains(.action), word.classes.isDisjoint(with: .shield) {
          return noun.lowerBound..<index
        }
        index += word.length
      } else {
        index += 1
      }
    }
    return noun
  }

  /// The word of doing that `range` opens with, or nothing.
  func openingAction(_ range: Range<Int>) -> Range<Int> {
    let word = lexicon.forward.longest(
      passage.text, at: range.lowerBound, limit: range.upperBound, mask: .action)
    return range.lowerBound..<range.lowerBound + (word?.length ?? 0)
  }

  /// Whether the text behind an amount says what was done with those counted.
  func actsBehind(_ range: Range<Int>) -> Bool {
    let near = range.prefix(20)
    return holds(near, [.finished])
      || ["成为", "脱贫", "摆脱", "入选", "受益", "获评", "落户"].contains {
        passage.contains($0, in: near)
      }
  }

  /// The word of falling that opens `压减一般性支出`, behind adverbs and words of aiming.
  func openingFall(_ range: Range<Int>) -> Range<Int>? {
    var body = stripLead(range)
    if passage.starts("平均", at: body.lowerBound), body.count > 2 {
      body = body.lowerBound + 2..<body.upperBound
    }
    guard body.count >= 3, body.count <= 24,
      let word = lexicon.forward.longest(
        passage.text, at: body.lowerBound, limit: body.upperBound, mask: [.fall, .shield, .state]),
      word.classes.isDisjoint(with: .state)
    else { return nil }
    // `减时间83%`: one character, before what a procedure takes.
    let start = body.lowerBound
    if word.length == 1, word.classes.contains(.fall),
      ["时间", "材料", "环节", "成本", "时限"].contains(where: { passage.starts($0, at: start + 1) })
    {
      return start..<start + 1
    }
    guard word.length == 2, word.classes.contains(.fall), word.classes.isDisjoint(with: [.belowLt])
    else { return nil }
    return body.lowerBound..<body.lowerBound + 2
  }
}
