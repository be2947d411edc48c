import Quantities

/// Finds the words of a passage that say when.
struct TimeScanner {
  let passage: Passage
  let lexicon: Lexicon
  /// The year the report is given in: 今年.
  let reportYear: Int?
  /// The span of the section's heading, which 五年 then means.
  let span: Period?
  /// The section looks back on the years of its heading.
  let isReview: Bool
  private(set) var marks: [TimeMark] = []

  init(
    _ passage: Passage, lexicon: Lexicon, reportYear: Int?, span: Period?, isReview: Bool = false
  ) {
    self.passage = passage
    self.lexicon = lexicon
    self.reportYear = reportYear
    self.span = span
    self.isReview = isReview
  }

  private var text: Passage { passage }

  /// Words of time, and words that hold one without meaning it.
  static let mask = WordClass.time.union(.shield)

  /// Every time begins with a digit, a numeral or a word of `mask`; nothing else is looked at.
  mutating func scan() {
    let mask = Self.mask
    var from = 0
    while let place = passage.next(.time, from: from) {
      var index = place
      defer { from = index }
      let scalar = text[index]
      if scalar.isDigit {
        index = digits(at: index)
      } else if let next = yearsPast(at: index) {
        index = next
      } else if scalar == 0x5341, let next = plan(at: index) {  // 十四五
        index = next
      } else if scalar >= 0x4E00,
        let word = lexicon.forward.longest(
          text, at: index, limit: passage.count, mask: mask)
      {
        index = cue(at: index, word)
      } else {
        index += 1
      }
    }
  }

  private mutating func mark(_ start: Int, _ end: Int, _ value: Period?) {
    marks.append(TimeMark(start: start, end: end, value: value, isBase: isBase(start)))
  }

  /// Whether what stands before makes the time a thing compared with.
  private func isBase(_ start: Int) -> Bool {
    switch passage.scalar(start - 1) {
    case 0x6BD4, 0x8F83, 0x540C, 0x4E0E, 0x662F, 0x81EA, 0x8D85: true  // 比较同与是自超
    case 0x201C: isBase(start - 1)
    default: false
    }
  }

  private mutating func digits(at index: Int) -> Int {
    var end = index
    while text[safe: end]?.isDigit == true { end += 1 }
    guard end - index == 4, !passage.scalar(index - 1).isLetter, let year = year(index) else {
      return end
    }
    let after = passage.scalar(end)
    if after == 0x5E74 {  // 年
      let (part, stop) = part(after: end + 1)
      // `按2020年价格`, `（2010年不变价）`: prices of a year, not a statement about it.
      if passage.starts("以来", at: end + 1) {
        marks.append(TimeMark(start: index, end: end + 3, value: Period(year), isBase: true))
        return end + 3
      }
      if passage.starts("价格", at: end + 1) || passage.starts("不变价", at: end + 1) {
        return end + 1
      }
      if let last = spanEnd(after: end + 1) {
        mark(index, last.end, Period(year, last.year))
        return last.end
      }
      mark(index, stop, Period(year, part: part))
      return stop
    }
    if let last = spanEnd(after: end) {
      mark(index, last.end, Period(year, last.year))
      return last.end
    }
    return end
  }

  private func year(_ index: Int) -> Int? {
    var value = 0
    for offset in 0..<4 {
      guard let scalar = text[safe: index + offset], scalar.isDigit else { return nil }
      value = value * 10 + Int(scalar - 0x30)
    }
    return value >= 1949 && value <= 2099 ? value : nil
  }

  /// `—2025年`, `至2025年` right after a year.
  private func spanEnd(after end: Int) -> (year: Int, end: Int)? {
    var cursor = end
    while let scalar = text[safe: cursor],
      [0x2D, 0x2013, 0x2014, 0x7E, 0x81F3, 0x2212, 0x2015].contains(scalar), cursor - end < 3
    {
      cursor += 1
    }
    guard cursor > end, let year = year(cursor), passage.scalar(cursor + 4) == 0x5E74 else {
      return nil
    }
    return (year, cursor + 5)
  }

  /// 上半年, 一季度, 4月 after a year; a full date gives no part.
  private func part(after end: Int) -> (String?, Int) {
    let names: [(StaticString, String)] = [
      ("上半年", "H1"), ("下半年", "H2"), ("一季度", "Q1"), ("第一季度", "Q1"), ("二季度", "Q2"),
      ("三季度", "Q3"), ("四季度", "Q4"), ("前三季度", "Q3"),
    ]
    if passage.starts("年底", at: end) || passage.starts("年末", at: end) { return (nil, end + 2) }
    if [0x5E95, 0x672B, 0x521D].contains(passage.scalar(end)) { return (nil, end + 1) }  // 底末初
    for (name, part) in names where passage.starts(name, at: end) {
      return (part, end + name.scalarCount)
    }
    var cursor = end
    var month = 0
    while let scalar = text[safe: cursor], scalar.isDigit, cursor - end < 2 {
      month = month * 10 + Int(scalar - 0x30)
      cursor += 1
    }
    guard cursor > end, month >= 1, month <= 12, passage.scalar(cursor) == 0x6708 else {
      return (nil, end)
    }
    cursor += 1
    // `截至2024年12月底`: the whole year.
    if month == 12, [0x5E95, 0x672B].contains(passage.scalar(cursor)) { return (nil, cursor + 1) }
    if text[safe: cursor]?.isDigit == true {
      while text[safe: cursor]?.isDigit == true { cursor += 1 }
      return (nil, cursor + 1)
    }
    return (month < 10 ? "0\(month)" : "\(month)", cursor)
  }

  /// `“十四五”时期`: the years of a five-year plan, where the text speaks of them as a time.
  private mutating func plan(at index: Int) -> Int? {
    guard let period = Self.fiveYearPlan(text, at: index) else { return nil }
    var end = index + 3
    if passage.scalar(end) == 0x201D { end += 1 }
    if passage.scalar(end) == 0x524D, passage.scalar(end + 2) == 0x5E74,  // 前四年
      let years = ChineseNumerals.digit(passage.scalar(end + 1)), years >= 2, years <= 4
    {
      mark(index, end + 3, Period(period.first, period.first + Int(years) - 1))
      return end + 3
    }
    let isTime = ["时期", "期间", "以来", "五年", "末"].contains { passage.starts($0, at: end) }
    if !isTime, isBase(index) {
      marks.append(TimeMark(start: index, end: end, value: nil, isBase: true))
    }
    guard isTime else { return end }
    let isEnd = passage.scalar(end) == 0x672B
    mark(index, isEnd ? end + 1 : end + 2, isEnd ? Period(period.last) : period)
    return isEnd ? end + 1 : end + 2
  }

  /// The years of 十一五, 十二五… (the plan of 2021 to 2025 is 十四五).
  static func fiveYearPlan(_ text: Passage, at index: Int) -> Period? {
    guard text[safe: index] == 0x5341, let middle = text[safe: index + 1],
      let number = ChineseNumerals.digit(middle), number >= 1, text[safe: index + 2] == 0x4E94
    else { return nil }
    let first = 2006 + (Int(number) - 1) * 5
    return Period(first, first + 4)
  }

  /// `三年来`, `过去四年`: the years up to the report's; five have words of their own.
  private mutating func yearsPast(at index: Int) -> Int? {
    guard let reportYear, passage.scalar(index + 1) == 0x5E74,
      let count = ChineseNumerals.digit(text[index]), count >= 2, count <= 4,
      !ChineseNumerals.isNumeral(passage.scalar(index - 1)), passage.scalar(index - 1) != 0x7B2C
    else { return nil }
    if passage.ends("今后", before: index) || passage.ends("未来", before: index) {
      mark(index - 2, index + 2, Period(reportYear, reportYear + Int(count) - 1))
      return index + 2
    }
    // `近三年淘汰…`
    if passage.ends("近", before: index), passage.scalar(index + 2) != 0x5185 {  // 内
      mark(index - 1, index + 2, Period(reportYear - Int(count), reportYear - 1))
      return index + 2
    }
    let isPast =
      passage.scalar(index + 2) == 0x6765 || passage.ends("过去", before: index)
      || passage.starts("累计", at: index + 2)
    guard isPast else { return nil }
    let end = passage.scalar(index + 2) == 0x6765 ? index + 3 : index + 2
    mark(index, end, Period(reportYear - Int(count), reportYear - 1))
    return end
  }

  private mutating func cue(at index: Int, _ word: WordMatch) -> Int {
    let end = index + word.length
    if word.classes.isDisjoint(with: WordClass.time) { return end }
    if word.classes.contains(.lastYear), passage.scalar(end) == 0x5747 { return end }  // 基础上年均
    if word.classes.contains(.present) {
      // `上缴近年结存的利润`: what is said of a thing dates nothing.
      let opens = passage.scalar(index - 1).isBoundary || passage.scalar(index - 1) == 0
      if passage.starts("近年", at: index), !opens { return end }
      mark(index, end, nil)
    } else if word.classes.contains(.years) {
      let before = passage.scalar(index - 1)
      if passage.scalar(end) == 0x524D {  // 比五年前
        marks.append(TimeMark(start: index, end: end + 1, value: nil, isBase: true))
        return end + 1
      }
      if before == 0x524D {  // 比前五年
        marks.append(TimeMark(start: index - 1, end: end, value: nil, isBase: true))
        return end
      }
      // 第十五年, 两个五年, 三十五年 and 五年规划 are no time of their own.
      let isPart = [0x4E2A, 0x7B2C, 0x4E00, 0x5341, 0x201C, 0x7EED].contains(before)
      let isName = ["规划", "计划", "行动", "级", "期"].contains { passage.starts($0, at: end) }
      if isPart || isName { return end }
      if before == 0x540E || before == 0x6765 {  // 今后五年, 未来五年
        if let reportYear { mark(index, end, Period(reportYear, reportYear + 4)) }
      } else if let span {
        mark(index, end, span)
      } else if let reportYear {
        mark(index, end, Period(reportYear - 5, reportYear - 1))
      }
    } else if isReview, passage.starts("年内", at: index) {
      return end  // 年内 of the year told of
    } else if let reportYear {
      // `由上年的12%提高到14%`: the year before the one told of.
      let isBefore =
        isReview && passage.starts("上年", at: index)
        && [0x7531, 0x4ECE].contains(passage.scalar(index - 1))  // 由从
      if isBefore {
        mark(index, end, Period(reportYear - 2))
        return end
      }
      let offset = word.classes.contains(.lastYear) ? -1 : word.classes.contains(.nextYear) ? 1 : 0
      let (part, stop) = part(after: end)
      mark(index, part == nil ? end : stop, Period(reportYear + offset, part: part))
    }
    return end
  }
}
