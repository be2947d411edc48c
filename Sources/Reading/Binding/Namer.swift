/// Finds the name of what an amount measures in the words around it.
///
/// A name is what is left of the text before the amount when time words, modal words and the
/// predicate are taken off, or the noun after it, or both: `完成8个村改造`.
///
/// A class of constants, because every rule holds on to it.
final class Namer {
  let passage: Passage
  let lexicon: Lexicon
  let times: [TimeMark]
  /// What the headings above the passage say.
  let frame: Frame

  init(passage: Passage, lexicon: Lexicon, times: [TimeMark], frame: Frame) {
    self.passage = passage
    self.lexicon = lexicon
    self.times = times
    self.frame = frame
  }

  // 60 and 32: no subject or noun phrase in the measured reports is longer; the limit keeps the
  // work per amount constant on text without punctuation.
  static let leftMax = 60
  static let rightMax = 32

  private var text: Passage { passage }

  /// What stood between the name and the amount.
  struct Predicate {
    var classes: WordClass = []
    /// 年均 or 累计 was among the words.
    var isYearly = false
    var isCumulative = false
    /// 累计达到: a sum over the years for money, for a count how many there are by now.
    var isTotal = false
    /// Compared with a year by name (`比2002年`).
    var hasBase = false
    /// The word next to the amount.
    var nearest: WordClass = []
    var nearestLength = 0
    /// The word of rising or falling nearest to the amount.
    var change: Range<Int>?

    /// Adds the change that stands behind the value.
    mutating func takeIn(_ behind: (classes: WordClass, word: Range<Int>)?) {
      guard let behind else { return }
      classes.formUnion(behind.classes)
      nearest = behind.classes
      change = change ?? behind.word
      nearestLength = max(1, nearestLength)
    }
  }

  /// Takes predicate, adverbs and compared times off the end of `range`.
  func stripTail(_ range: Range<Int>) -> (Range<Int>, Predicate) {
    let floor = max(range.lowerBound, range.upperBound - Self.leftMax)
    var end = range.upperBound
    var predicate = Predicate()
    while end > floor {
      let last = text[end - 1]
      // `促进增长的十项措施`: what 的 closes is no predicate.
      if last == 0x7684, end == range.upperBound,
        lexicon.backward.longest(text, before: end - 1, floor: floor, mask: [.rise, .fall]) != nil
      {
        break
      }
      if last.isBlank || last == 0x3001 || last == 0x7684 || last == 0x201C {  // 、的“
        end -= 1
        continue
      }
      if let compared = compared(floor..<end) {
        end = compared.start
        if predicate.change == nil { predicate.change = compared.word }
        predicate.classes.formUnion(compared.classes)
        if predicate.nearestLength == 0 { predicate.nearest = compared.classes }
        predicate.nearestLength = max(1, predicate.nearestLength)
        continue
      }
      if let phrase = aside(floor..<end) ?? comparedBudget(floor..<end) {
        end = phrase
        continue
      }
      if let mark = times.beginning(in: floor..<end).last, mark.end >= end {
        if mark.isBase, mark.value != nil { predicate.hasBase = true }
        end = mark.start
        // The word of comparing, and the mark that opens a plan's name: `较“十三五”`.
        if end > floor, mark.isBase, text[end - 1] == 0x201C { end -= 1 }
        if end > floor, mark.isBase { end -= 1 }
        continue
      }
      guard
        let word = lexicon.backward.longest(
          text, before: end, floor: floor,
          mask: WordClass.trailing.union([.shield, .indicator, .measure])),
        !word.classes.isDisjoint(with: WordClass.trailing),
        word.classes.isDisjoint(with: .shield) || isMove(word)
      else { break }
      end -= word.length
      if predicate.change == nil, !word.classes.isDisjoint(with: [.rise, .fall]) {
        predicate.change = end..<end + word.length
      }
      predicate.classes.formUnion(word.classes)
      if predicate.nearestLength == 0 {
        predicate.nearest = word.classes
        predicate.nearestLength = word.length
      }
      if passage.starts("年均", at: end) { predicate.isYearly = true }
      if passage.starts("累计", at: end), word.classes.isDisjoint(with: .state) {
        predicate.isCumulative = true
      } else if passage.starts("累计", at: end) {
        predicate.isTotal = true
      }
    }
    return (range.lowerBound..<end, predicate)
  }

  /// Whether a word that shields a shorter one (升) is itself a change: 提升, 上升.
  private func isMove(_ word: WordMatch) -> Bool {
    word.length >= 2 && !word.classes.isDisjoint(with: [.rise, .fall])
  }

  /// Takes time, actor and manner off the front: the name begins behind the last of them.
  func stripHead(_ range: Range<Int>) -> Range<Int> {
    var start = max(range.lowerBound, range.upperBound - Self.leftMax)
    let end = range.upperBound
    var index = start
    let mask: WordClass = [.cut, .share, .shield, .indicator, .measure]
    for mark in times.beginning(in: start..<max(start, end)) where mark.end < end {
      start = mark.end
    }
    index = max(index, start)
    while index < end {
      // Words inside a quoted name are not the sentence's own.
      if text[index] == 0x201C, let close = (index..<end).first(where: { text[$0] == 0x201D }) {
        index = close + 1
        continue
      }
      guard let word = lexicon.forward.longest(text, at: index, limit: end, mask: mask) else {
        index += 1
        continue
      }
      // `甲投资占全部投资比重`: behind 占 is the whole that the share is of.
      if text[index] == 0x5360, word.classes.contains(.share) { break }
      let isVerb = word.length == 2 && word.classes.isDisjoint(with: [.adverb, .lead, .aim, .plan])
      let isObject = isVerb && word.classes.contains(.action) && end - index <= 4
      let isInfix = word.classes.contains([.adverb, .cut]) && index - start >= 3
      index += word.length
      // `用于科技的支出`: what 的 closes says which spending.
      if word.length == 2, passage.starts("用于", at: index - 2),
        (index..<end).contains(where: { text[$0] == 0x7684 && end - $0 <= 6 })
      {
        continue
      }
      // `甲产品累计销售`: a short rest says what was done with what stands before.
      if isObject || (isInfix && end - index <= 3 && end - index >= 2) { continue }
      if word.classes.contains(.cut), word.classes.isDisjoint(with: .shield), index < end {
        start = index
      }
    }
    return stripLead(start..<end)
  }

  func stripLead(_ range: Range<Int>) -> Range<Int> {
    var start = range.lowerBound
    while start < range.upperBound {
      let scalar = text[start]
      if scalar.isBlank || scalar == 0x3001 || scalar == 0x2C || scalar == 0x29 || scalar == 0x7684
        || scalar == 0x201D || scalar == 0x2019 || scalar == 0x2B
      {
        start += 1
        continue
      }
      guard
        let word = lexicon.forward.longest(
          text, at: start, limit: range.upperBound, mask: [.lead, .shield, .indicator, .measure]),
        word.classes.contains(.lead), word.classes.isDisjoint(with: .shield)
      else { break }
      start += word.length
    }
    return start..<range.upperBound
  }

  /// Where the noun begins behind `的` or `实施的`, or `nil` when no attribute stands there.
  func attributiveStart(_ range: Range<Int>) -> Int? {
    guard let first = range.first else { return nil }
    if text[first] == 0x7684 { return first + 1 }
    let limit = min(range.upperBound, first + 6)
    guard
      let word = lexicon.forward.longest(
        text, at: first, limit: limit, mask: [.nounStop, .action]),
      first + word.length < range.upperBound, text[first + word.length] == 0x7684
    else { return nil }
    return first + word.length + 1
  }

  /// The noun that follows an amount: up to the first word that says what it does.
  func noun(_ range: Range<Int>) -> Range<Int> {
    var start = attributiveStart(range) ?? range.lowerBound
    let limit = min(range.upperBound, start + Self.rightMax)
    if [0x3001, 0x5E76].contains(passage.scalar(start)) { return start..<start }  // 、并
    let isAttributive = start > range.lowerBound
    while start < limit, text[start].isBlank || text[start] == 0x7684 || text[start] == 0x4EE5 {
      start += 1
    }
    var index = start
    let mask: WordClass = [.nounStop, .shield, .indicator, .fall, .rise, .state]
    var depth = 0
    while index < limit {
      let scalar = text[index]
      if scalar == 0x28 || scalar == 0x201C { depth += 1 }
      if scalar == 0x29 || scalar == 0x201D { depth -= 1 }
      if depth < 0 || (depth == 0 && (scalar.endsClause || scalar == 0x2014)) { break }
      if depth == 0,
        let word = lexicon.forward.longest(text, at: index, limit: limit, mask: mask)
      {
        // 高频, 低保: one character of change begins an adjective.
        let isPart = word.length == 1 && !word.classes.isDisjoint(with: [.rise, .fall])
        let stops = !isPart && word.classes.isDisjoint(with: [.shield, .indicator])
        // 新投产项目: 新 makes the word behind it an attribute.
        let isNew = index == start + 1 && text[start] == 0x65B0
        // `总投资3亿元的河岸及城区亮化工程`: one thing, whatever it lies on.
        let joins = isAttributive && text[index] == 0x53CA && word.length == 1
        if stops, !isNew, !joins { break }
        index += word.length
        continue
      }
      index += 1
    }
    while index > start, text[index - 1].isBlank || text[index - 1] == 0x3001 { index -= 1 }
    if index > start + 2, text[index - 1] == 0x7B49 { index -= 1 }  // 等
    if index > start + 4, passage.scalar(index - 3) == 0x7B49,
      ["工程", "项目", "任务", "工作", "措施"].contains(where: { passage.ends($0, before: index) })
    {
      index -= 3
    }
    // `173名个人和6个团队`, `2411名受灾群众的基本生活`
    if index > start + 1, text[index - 1] == 0x7684 { index -= 1 }
    if index > start + 1, [0x548C, 0x4E0E, 0x53CA].contains(text[index - 1]),
      passage.scalar(index).isDigit
    {
      index -= 1
    }
    // `供应9个县、规模居全市前列`: the second item is measured on its own.
    if let mark = (start..<index).last(where: { text[$0] == 0x3001 }),
      isWord(mark + 1..<index, [.attribute, .measure])
    {
      index = mark
    }
    return start..<index
  }

  /// The measure word a name ends with (`增加值`), as its length.
  func measureLength(_ range: Range<Int>) -> Int {
    lexicon.backward.longest(
      text, before: range.upperBound, floor: range.lowerBound, mask: [.measure, .rate])?.length ?? 0
  }

  /// What is done to a counted noun: the text before the number without examples and places.
  ///
  /// `改造甲路、乙路等3条道路` keeps 改造; a long text keeps its last action.
  func action(of range: Range<Int>) -> Range<Int> {
    let isList =
      range.contains { text[$0] == 0x3001 } || passage.ends("等", before: range.upperBound)
      || passage.ends("等方面", before: range.upperBound)
    guard range.count > 10 || isList else { return range }
    var found: Range<Int>?
    var index = range.lowerBound
    while index < range.upperBound {
      if let word = lexicon.forward.longest(
        text, at: index, limit: range.upperBound, mask: [.action, .shield, .indicator])
      {
        if word.classes.contains(.action), !isList || found == nil {
          found = index..<index + word.length
        }
        index += word.length
      } else {
        index += 1
      }
    }
    if isList {
      guard let found, found.lowerBound - range.lowerBound <= 4 else {
        return range.upperBound..<range.upperBound
      }
      return found
    }
    return found.map { $0.lowerBound..<range.upperBound } ?? range
  }

  /// `X从最初的10名`: the name is what stands before 从 or 由.
  func beforeOrigin(_ range: Range<Int>) -> Range<Int> {
    let floor = max(range.lowerBound + 2, range.upperBound - 8)
    guard floor < range.upperBound,
      let origin = (floor..<range.upperBound).last(where: {
        text[$0] == 0x4ECE || text[$0] == 0x7531
      })
    else { return range }
    let between = passage.string(origin + 1..<range.upperBound)
    let isOrigin = [
      "最初", "最开始", "原来", "原先", "过去", "起初", "原", "刚开始", "开始", "当初", "人均", "户均", "年均", "不足", "每年",
    ].contains(between)
    return isOrigin ? stripTail(range.lowerBound..<origin).0 : range
  }

  /// Where 占 begins in `总量占全市`, not in 占有率 or 占地.
  func shareStart(_ range: Range<Int>) -> Int? {
    var index = range.lowerBound
    while index < range.upperBound {
      let word = lexicon.forward.longest(
        text, at: index, limit: range.upperBound, mask: [.share, .shield, .rate, .indicator])
      // 占地区生产总值 begins like 占地 and is a share.
      if passage.starts("占地区", at: index), !passage.starts("占地区域", at: index) { return index }
      if let word, text[index] == 0x5360, word.classes.isDisjoint(with: [.shield, .rate]),
        word.length == 1 || text[index + 1] != 0x6BD4
      {
        return index
      }
      index += word?.length ?? 1
    }
    return nil
  }

  /// The project or body that a clause ends on, without what is said of it before 的.
  func topic(_ range: Range<Int>) -> String? {
    guard range.count <= Self.leftMax * 2, endsWith(range, .project) else { return nil }
    let start = range.last { text[$0] == 0x7684 }.map { $0 + 1 } ?? range.lowerBound
    guard range.upperBound - start >= 3 else { return nil }
    let whole = stripHead(start..<range.upperBound)
    return whole.count >= 3 && whole.count <= 30 ? passage.string(whole) : nil
  }

  func endsWith(_ range: Range<Int>, _ mask: WordClass) -> Bool {
    lexicon.backward.longest(
      text, before: range.upperBound, floor: range.lowerBound, mask: mask) != nil
  }

  /// The length of the size word (`总投资`) that `range` ends with.
  func sizeLength(_ range: Range<Int>) -> Int? {
    lexicon.backward.longest(
      text, before: range.upperBound, floor: range.lowerBound, mask: .size)?.length
  }

  /// Whether a carried name is a bare measure word, which names nothing further.
  func isMeasure(_ name: String) -> Bool {
    let scalars = name.unicodeScalars.map(\.value)
    let word = lexicon.backward.longest(
      endOf: scalars, mask: [.measure, .attribute, .size])
    return word?.length == scalars.count
  }

  /// `range` up to its first punctuation.
  func untilBreak(_ range: Range<Int>) -> Range<Int> {
    let end = range.first { text[$0].isBoundary } ?? range.upperBound
    return range.lowerBound..<end
  }

  /// Whether the whole of `range` is one word of `mask`.
  func isWord(_ range: Range<Int>, _ mask: WordClass) -> Bool {
    guard !range.isEmpty else { return false }
    let word = lexicon.backward.longest(
      text, before: range.upperBound, floor: range.lowerBound, mask: mask)
    return word?.length == range.count
  }

  /// Whether a word of `mask` stands in `range`.
  func holds(_ range: Range<Int>, _ mask: WordClass) -> Bool {
    firstWord(range, mask) != nil
  }

  /// Whether a word of doing stands in `range`, not inside another word (社会保障).
  func acts(_ range: Range<Int>) -> Bool {
    var index = range.lowerBound
    while index < range.upperBound {
      let word = lexicon.forward.longest(
        text, at: index, limit: range.upperBound, mask: [.action, .flow, .shield])
      if let word, !word.classes.isDisjoint(with: [.action, .flow]),
        word.classes.isDisjoint(with: .shield) || word.classes.contains(.flow)
      {
        return true
      }
      index += word?.length ?? 1
    }
    return false
  }

  /// The first word of `mask` in `range`.
  func firstWord(_ range: Range<Int>, _ mask: WordClass) -> Range<Int>? {
    var rest = range
    while let index = text.firstStart(mask, in: rest) {
      if let word = lexicon.forward.longest(
        text, at: index, limit: range.upperBound, mask: mask)
      {
        return index..<index + word.length
      }
      rest = index + 1..<range.upperBound
    }
    return nil
  }

  /// Cuts a list of subjects at `、` and 和, outside quotations.
  func items(_ range: Range<Int>) -> [Range<Int>] {
    var result: [Range<Int>] = []
    var start = range.lowerBound
    var depth = 0
    for index in range {
      let scalar = text[index]
      if scalar == 0x201C || scalar == 0x28 { depth += 1 }
      if scalar == 0x201D || scalar == 0x29 { depth -= 1 }
      guard depth == 0, index > start, joinsItems(index) else { continue }
      let isAlso = scalar == 0x53CA && text[index - 1] == 0x4EE5  // 以及
      let end = isAlso ? index - 1 : index
      if end > start { result.append(start..<end) }
      start = index + 1
    }
    if start < range.upperBound { result.append(start..<range.upperBound) }
    return result
  }

  /// Whether a mark between items stands at `index`, which may lie outside the text.
  func isMark(_ index: Int) -> Bool {
    index >= 0 && index < text.count && joinsItems(index)
  }

  /// Whether `、`, 和, 及 or 与 stands here between items, not inside a word such as 普及率.
  func joinsItems(_ index: Int) -> Bool {
    switch text[index] {
    case 0x3001: return true
    case 0x548C, 0x53CA, 0x4E0E: break
    default: return false
    }
    for start in max(0, index - 2)...index {
      if let word = lexicon.forward.longest(
        text, at: start, limit: text.count, mask: [.shield, .measure, .rate, .indicator]),
        start + word.length > index
      {
        return false
      }
    }
    return true
  }
}
