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
    guard last == 0x4E0A || last == 0x4E0B,  // 上 下
      ["基础上", "前提下", "情况下", "条件下"].contains(where: {
        passage.ends($0, before: range.upperBound)
      })
    else { return nil }
    return range.last { passage.text[$0] == 0x5728 }  // 在
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
  func heading(_ range: Range<Int>) -> String? {
    guard range.count <= 24, endsWith(range, [.measure, .indicator]),
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
}
