import Quantities

/// Chinese numerals, fractions, ranks, doublings and grades.
extension AmountScanner {
  mutating func chinese(at index: Int) -> Int {
    var end = index
    while let scalar = text[safe: end], ChineseNumerals.isNumeral(scalar) { end += 1 }
    // 大 and 小 after a numeral name a set; 数, 几 before make it indefinite; 第 orders.
    let before = passage.scalar(index - 1)
    if before == 0x6570 || before == 0x51E0 || before == 0x7B2C || before == 0x5341 { return end }
    if passage.starts("分之", at: end) { return fraction(index, end) }
    if passage.starts("一半", at: index), end == index + 1 { return half(index) }
    if text[safe: end] == 0x5E74, passage.ends("连续", before: index),
      let years = ChineseNumerals.integer(text[index..<end]), years > 1
    {
      var amount = Amount(start: index, end: end + 1, value: Decimal64(years), unit: "年")
      amount.isCounter = true
      append(amount)
      return end + 1
    }
    if passage.starts("连", at: end), let years = consecutive(index, end) { return years }
    if let first = text[safe: index], let place = ChineseNumerals.place(first) {
      return bare(index, place: place, end: end)
    }
    // 零部件, 零碳: 零 counts nothing.
    guard !before.isDigit, text[index] != 0x96F6, text[index] != 0x3007 else { return end }
    return counted(index, end)
  }

  /// A numeral that begins with a digit word: `两所`, `三成`, `二十个`, `三千万元`.
  private mutating func counted(_ index: Int, _ end: Int) -> Int {
    // The multiplier stays in the unit, so the number itself ends before 万 and 亿.
    var numberEnd = index
    while numberEnd < end, (ChineseNumerals.place(text[numberEnd]) ?? 0) < 4 { numberEnd += 1 }
    guard let value = ChineseNumerals.integer(text[index..<numberEnd]) else { return end }
    let hasPlace = text[index..<numberEnd].contains { ChineseNumerals.place($0) != nil }
    if numberEnd - index > 1, !hasPlace { return end }
    if text[safe: numberEnd] == 0x6210 {  // 成
      return tenths(index, numberEnd, value)
    }
    guard let unit = unitMatch(after: numberEnd, isChinese: true) else { return end }
    // 三门峡, 五台县: a name that begins with a numeral.
    if let name = lexicon.forward.longest(
      text, at: index, limit: passage.count, mask: .shield), name.length > 2
    {
      return index + name.length
    }
    let isMeasured = numberEnd < end || !unit.isCounter
    // `一个`, `一支` is an article, not a count; a whole amount (`一亿元`) or multiple is one.
    if value == 1, !isMeasured { return unit.end }
    if value == 1, unit.isCounter { return unit.end }
    // `二次开发`: 二 before a classifier orders; two of a thing are 两.
    if numberEnd == end, end == index + 1, text[index] == 0x4E8C, unit.isCounter { return unit.end }
    guard !isClassLabel(unit, isChinese: true), !isOrganisation(index, unit) else {
      return unit.end
    }
    // `石桥、五台3个街道`: the last of the names counted.
    if passage.scalar(index - 1) == 0x3001, passage.scalar(unit.end).isDigit { return unit.end }
    var amount = Amount(start: index, end: unit.end, value: Decimal64(value), unit: unit.text)
    amount.inner = unit.inner
    amount.isCounter = unit.isCounter
    amount.noun = unit.isNoun ? unit.properStart..<unit.end : nil
    append(amount)
    return unit.end
  }

  /// `两级`, `三位一体`, `十四届八次`: numerals that order meetings or name bodies.
  private func isOrganisation(_ index: Int, _ unit: UnitMatch) -> Bool {
    let before = passage.scalar(index - 1)
    if before == 0x5C4A { return true }  // 届
    let proper = passage.scalar(unit.properStart)
    let after = passage.scalar(unit.end)
    switch proper {
    case 0x6B21, 0x6761, 0x5757, 0x4F4D, 0x9879, 0x573A, 0x4EF6, 0x79CD:  // 次条块位项场件种
      return after == 0x201D || after == 0x4F1A
    default:
      return !unit.isCounter && unit.text.count == 1 && unit.text != "倍" && unit.text != "人"
    }
  }

  private mutating func tenths(_ index: Int, _ end: Int, _ value: Int64) -> Int {
    guard value >= 1, value <= 10, end - index == 1 else { return end + 1 }
    let after = passage.scalar(end + 1)
    if value == 1, !after.isBoundary { return end + 1 }
    let half = after == 0x534A  // 半
    let amountEnd = half ? end + 2 : end + 1
    guard passage.scalar(amountEnd) != 0x7ACB else { return amountEnd }  // 成立
    append(
      Amount(
        start: index, end: amountEnd, value: Decimal64(value * 10 + (half ? 5 : 0)), unit: "%"))
    return amountEnd
  }

  /// `一半`: half of a thing that is measured, where nothing is said of which half.
  private mutating func half(_ index: Int) -> Int {
    let end = index + 2
    let isBound = passage.starts("以上", at: end) || passage.starts("左右", at: end)
    if passage.scalar(end).isBoundary || isBound {
      append(Amount(start: index, end: end, value: Decimal64(50), unit: "%"))
    }
    return end
  }

  /// `三分之一`, `百分之五十`, `千分之三`.
  private mutating func fraction(_ index: Int, _ end: Int) -> Int {
    let start = end + 2
    var stop = start
    while let scalar = text[safe: stop], ChineseNumerals.isNumeral(scalar) { stop += 1 }
    var part =
      stop > start ? ChineseNumerals.integer(text[start..<stop]).map { Decimal64($0) } : nil
    if part == nil, text[safe: start]?.isDigit == true { (part, stop) = number(at: start) }
    guard let part else { return start }
    let head = text[index..<end]
    var unit = "%"
    var value: Decimal64? = part
    if head.elementsEqual([0x5343]) {
      unit = "‰"
    } else if !head.elementsEqual([0x767E]) {
      guard let whole = ChineseNumerals.integer(head), whole > 1 else { return stop }
      let hundredfold = part.multiplied(by: Decimal64(100))
      value = hundredfold?.divided(by: Decimal64(whole), scale: 2)
    }
    guard let value else { return stop }
    append(Amount(start: index, end: stop, value: value.reduced, unit: unit))
    return stop
  }

  /// `二十连丰`: a count of years.
  private mutating func consecutive(_ index: Int, _ end: Int) -> Int? {
    guard let next = text[safe: end + 1], [0x4E30, 0x589E, 0x51A0].contains(next),
      let value = ChineseNumerals.integer(text[index..<end])
    else { return nil }
    var amount = Amount(start: index, end: end + 2, value: Decimal64(value), unit: "年")
    amount.isCounter = true
    // `实现“十二连增”`: the marks stand around the count, not around a name.
    append(amount, isName: false)
    return end + 2
  }

  /// A multiplier without a number: `近百家`, `超万亿元`, `上千万`; counted after a comparator.
  private mutating func bare(_ index: Int, place: UInt8, end: Int) -> Int {
    let compared = lexicon.backward.longest(
      text, before: index, floor: max(0, index - 4), mask: [.overGt, .overGe, .around, .belowLt])
    let isTens = place == 1
    let numberEnd = place >= 4 ? index : index + 1
    guard isTens || compared != nil || isBounded(numberEnd) else { return end }
    if isTens {
      var stop = index
      while stop < end, (ChineseNumerals.place(text[stop]) ?? 0) < 4 { stop += 1 }
      return tens(index, stop, end)
    }
    // `上千万住房困难群众`: the noun and what is said of it is the unit.
    guard
      let unit = unitMatch(after: numberEnd, isChinese: true)
        ?? (compared == nil ? nil : unitMatch(after: numberEnd, isChinese: false))
    else { return end }
    guard !isClassLabel(unit, isChinese: false) else { return unit.end }
    let value: Int64 = place == 2 ? 100 : place == 3 ? 1000 : 1
    var amount = Amount(start: index, end: unit.end, value: Decimal64(value), unit: unit.text)
    amount.inner = unit.inner
    amount.isCounter = unit.isCounter
    amount.noun = unit.isNoun ? unit.properStart..<unit.end : nil
    append(amount)
    return unit.end
  }

  /// `稳定在万亿斤以上`: a multiplier bound from behind, where the statement ends.
  private func isBounded(_ numberEnd: Int) -> Bool {
    guard let unit = unitMatch(after: numberEnd, isChinese: true), !unit.isCounter,
      let bound = lexicon.forward.longest(
        text, at: unit.end, limit: passage.count, mask: [.afterGe, .shield]),
      bound.classes.contains(.afterGe)
    else { return false }
    return lexicon.backward.longest(
      text, before: numberEnd - 1, floor: max(0, numberEnd - 5), mask: .state) != nil
      || lexicon.backward.longest(
        text, before: numberEnd, floor: max(0, numberEnd - 5), mask: .state) != nil
  }

  private mutating func tens(_ index: Int, _ stop: Int, _ end: Int) -> Int {
    guard let value = ChineseNumerals.integer(text[index..<stop]),
      let unit = unitMatch(after: stop, isChinese: true),
      unit.isCounter || stop < end || unit.inner != nil,
      !isClassLabel(unit, isChinese: true), !isOrganisation(index, unit)
    else { return end }
    var amount = Amount(start: index, end: unit.end, value: Decimal64(value), unit: unit.text)
    amount.inner = unit.inner
    amount.isCounter = unit.isCounter
    amount.noun = unit.isNoun ? unit.properStart..<unit.end : nil
    append(amount)
    return unit.end
  }

  /// `全国第4位`, `位居全市第一`, `居全省前三`; quoted with its field.
  mutating func rank(at index: Int) -> Int? {
    if text[index] == 0x9996 { return firstPlace(at: index) }
    let isTop = text[index] == 0x524D
    var value: Int64?
    var end = index + 1
    if text[safe: end]?.isDigit == true {
      let (number, next) = number(at: end)
      guard let number, number.scale == 0 else { return nil }
      value = number.mantissa
      end = next
    } else {
      while let scalar = text[safe: end], ChineseNumerals.isNumeral(scalar) { end += 1 }
      value = end > index + 1 ? ChineseNumerals.integer(text[index + 1..<end]) : nil
    }
    guard let value else { return nil }
    let after = passage.scalar(end)
    let hasUnit = after == 0x4F4D || after == 0x540D  // 位 名
    let field = lexicon.backward.longest(
      text, before: index, floor: max(0, index - 6), mask: .field)
    let placed = lexicon.backward.longest(
      text, before: index - (field?.length ?? 0), floor: max(0, index - 10), mask: .state)
    let ends = hasUnit || after.isBoundary || passage.starts("的", at: end)
    guard ends, field != nil || placed != nil else { return end }
    if isTop, placed == nil, !hasUnit { return end }
    if hasUnit { end += 1 }
    var amount = Amount(
      start: index - (field?.length ?? 0), end: end, value: Decimal64(value), unit: "位")
    amount.kind = .rank
    amount.inner = isTop ? .le : nil
    append(amount)
    return end
  }

  /// `位居全市首位`: the first place without a numeral.
  private mutating func firstPlace(at index: Int) -> Int? {
    guard passage.scalar(index + 1) == 0x4F4D,
      let field = lexicon.backward.longest(
        text, before: index, floor: max(0, index - 6), mask: .field)
    else { return nil }
    var amount = Amount(
      start: index - field.length, end: index + 2, value: Decimal64(1), unit: "位")
    amount.kind = .rank
    append(amount)
    return index + 2
  }

  /// 翻番, 翻一番, 翻两番, 倍增.
  mutating func doubling(at index: Int) -> Int? {
    var end = index + 1
    var percent: Int64 = 100
    if text[index] == 0x500D {
      guard text[safe: end] == 0x589E, passage.scalar(index - 1) != 0x6210 else { return nil }
      end += 1
      let name = ["计划", "行动", "工程", "战略", "”"].contains { passage.starts($0, at: end) }
      if name { return end }
    } else {
      if passage.starts("了", at: end) { end += 1 }
      if let scalar = text[safe: end], let times = ChineseNumerals.digit(scalar) {
        guard times >= 1, times <= 9 else { return nil }
        percent = (1 << times) * 100 - 100
        end += 1
      }
      guard text[safe: end] == 0x756A else { return nil }  // 番
      end += 1
    }
    var amount = Amount(start: index, end: end, value: Decimal64(percent), unit: "%")
    amount.kind = .doubling
    append(amount)
    return end
  }

  /// `Ⅳ类` or, from the ASCII letters, `IV类`.
  mutating func grade(at index: Int, length: Int) -> Int? {
    let end = index + length
    guard passage.scalar(end) == 0x7C7B else { return nil }  // 类
    // `消除劣Ⅴ类水体`: a kind of water, not the grade of one.
    if passage.scalar(index - 1) == 0x52A3, passage.scalar(end + 1) == 0x6C34 { return end + 1 }
    // `优于Ⅲ类水体比例达95%`: the grade says of what the share is.
    let behind = end + 1..<min(passage.count, end + 13)
    let stop = behind.first { text[$0].isBoundary } ?? behind.upperBound
    let isLabel = ["比例", "占比", "比重", "比率", "个数", "断面达"].contains {
      passage.contains($0, in: behind.lowerBound..<stop)
    }
    if isLabel { return end + 1 }
    let names = ["I", "II", "III", "IV", "V", "VI"]
    let scalar = text[index]
    let name =
      scalar >= 0x2160 && scalar <= 0x2165
      ? names[Int(scalar - 0x2160)] : passage.string(index..<end)
    guard names.contains(name) else { return nil }
    var amount = Amount(start: index, end: end + 1, value: Decimal64(0), unit: "类")
    amount.kind = .grade
    amount.grade = name
    append(amount)
    return end + 1
  }
}
