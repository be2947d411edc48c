import Quantities

/// Arabic numbers, their ranges and ratio series.
extension AmountScanner {
  /// Reads the number at `index`; returns where to go on.
  mutating func arabic(at index: Int) -> Int {
    let (first, end) = number(at: index)
    guard let first, !isInsideName(index, end) else { return pastName(end) }
    if let damagedEnd = damaged(at: index, end) { return damagedEnd }
    if let ratioEnd = ratio(at: index, end) { return ratioEnd }
    if let fractionEnd = fraction(at: index, end, first) { return fractionEnd }
    if let next = text[safe: end], next == 0x5E74 {  // 年
      return durationOrYear(index, end, first)
    }
    if let compoundEnd = compound(at: index, end, first) { return compoundEnd }
    var amountEnd = end
    var high: Decimal64?
    var lowUnit: UnitMatch?
    let own = unitMatch(after: end, isChinese: false)
    if let range = rangeEnd(after: end, own) {
      high = range.value
      amountEnd = range.end
      lowUnit = range.unit
    }
    guard
      let unit = amountEnd == end ? own : unitMatch(after: amountEnd, isChinese: false)
    else {
      if high == nil, let unit = sharedUnit(after: end) {
        append(Amount(start: index, end: end, value: first, unit: unit))
      }
      return amountEnd
    }
    guard !isClassLabel(unit, isChinese: false) else { return unit.end }
    // `完成230个50户以上的村寨`: a bound of those counted just before.
    if let last = amounts.last, last.end == index,
      passage.starts("以上", at: unit.end)
        || passage.starts("以下", at: unit.end)
    {
      return unit.end
    }
    // `5至6个` shares the unit; `5%—6%` repeats it.
    if let low = lowUnit, low.text != unit.text { return amountEnd }
    var amount = Amount(start: index, end: unit.end, value: first, unit: unit.text)
    amount.high = high
    amount.inner = high == nil ? unit.inner : .between
    amount.isCounter = unit.isCounter
    amount.noun = unit.isNoun ? unit.properStart..<unit.end : nil
    amount.isSized = text[safe: unit.end] == 0x7EA7  // 级
    if isBelowZero(index), let negative = Decimal64(0).subtracting(first) {
      amount.start = index - 1
      amount.value = negative
    }
    append(amount)
    return unit.end
  }

  /// The unit that a few numbers share: `分别提高4.2和0.7个百分点`, `增长12、10%`.
  private func sharedUnit(after end: Int) -> String? {
    var next = end
    // 3: `提高4.2、3.1、2.6和0.7个百分点`; longer runs of bare numbers are codes.
    for _ in 0..<3 {
      guard let mark = text[safe: next], mark == 0x3001 || mark == 0x548C || mark == 0x4E0E,
        text[safe: next + 1]?.isDigit == true
      else { break }
      next = number(at: next + 1).1
    }
    guard next > end, let unit = unitMatch(after: next, isChinese: false), !unit.isCounter,
      ["%", "个百分点", "元", "吨"].contains(where: { unit.text.hasSuffix($0) })
    else { return nil }
    return unit.text
  }

  /// The digits at `index`, with thousands commas and a decimal point.
  func number(at index: Int) -> (Decimal64?, Int) {
    var mantissa: Int64 = 0
    var scale: UInt8 = 0
    var digits = 0
    var seenPoint = false
    var cursor = index
    while let scalar = text[safe: cursor] {
      if scalar.isDigit {
        digits += 1
        if digits > 17 { break }
        mantissa = mantissa * 10 + Int64(scalar - 0x30)
        if seenPoint { scale += 1 }
      } else if scalar == 0x2E, !seenPoint, text[safe: cursor + 1]?.isDigit == true {
        seenPoint = true
      } else if scalar == 0x2C, !seenPoint, isThousandsComma(cursor, from: index) {
        // A comma inside a number is no boundary; nothing to add.
      } else {
        break
      }
      cursor += 1
    }
    guard digits > 0, digits <= 17 else {
      while text[safe: cursor]?.isDigit == true { cursor += 1 }
      return (nil, cursor)
    }
    return (Decimal64(mantissa: mantissa, scale: scale), cursor)
  }

  /// `1,234`: up to three digits before, exactly three after.
  private func isThousandsComma(_ comma: Int, from start: Int) -> Bool {
    guard (comma - start) % 4 == 3 || comma - start < 4 else { return false }
    for offset in 1...3 where text[safe: comma + offset]?.isDigit != true { return false }
    return text[safe: comma + 4]?.isDigit != true && comma > start
  }

  /// Numbers next to letters, signs of addition or 第 belong to names.
  func isInsideName(_ start: Int, _ end: Int) -> Bool {
    let before = passage.scalar(start - 1)
    if before == 0x6BCF { return true }  // 每10万人
    if before.isLetter || before == 0x7B2C || before == 0x2B || before == 0x2F
      || before == 0x5F
    {
      return true
    }
    if before == 0x2D, passage.scalar(start - 2).isLetter { return true }
    // A decimal tail (`PM2.5`) was eaten with its head; a dot before is a version or a list.
    if before == 0x2E { return true }
    let after = passage.scalar(end)
    if after == 0x2B { return true }
    if after.isLetter { return unitMatch(after: end, isChinese: false) == nil }
    return false
  }

  private func pastName(_ end: Int) -> Int {
    var cursor = end
    while let scalar = text[safe: cursor], scalar.isLetter || scalar.isDigit { cursor += 1 }
    return cursor
  }

  /// `2015年` is a date; `连续12年` and `18连丰` count years.
  private mutating func durationOrYear(_ start: Int, _ end: Int, _ value: Decimal64) -> Int {
    guard passage.ends("连续", before: start), value.scale == 0, value < Decimal64(200) else {
      return end + 1
    }
    var amount = Amount(start: start, end: end + 1, value: value, unit: "年")
    amount.isCounter = true
    append(amount)
    return end + 1
  }

  /// `贡献率为-0.7%`: a sign right behind a word, not a dash between numbers.
  private func isBelowZero(_ index: Int) -> Bool {
    let sign = passage.scalar(index - 1)
    return (sign == 0x2D || sign == 0x2212) && passage.scalar(index - 2) >= 0x4E00
      && passage.scalar(index - 2) <= 0x9FFF
  }

  /// `占全国的1/3`: a small fraction where its clause ends or is bounded.
  private mutating func fraction(at index: Int, _ end: Int, _ part: Decimal64) -> Int? {
    guard text[safe: end] == 0x2F, part.scale == 0, part.mantissa < 10 else { return nil }
    let (whole, stop) = number(at: end + 1)
    guard let whole, whole.scale == 0, whole.mantissa <= 10, part < whole else { return nil }
    let isBound =
      lexicon.forward.longest(
        text, at: stop, limit: passage.count, mask: WordClass.closing) != nil
    guard isBound || passage.scalar(stop).isBoundary,
      let value = part.multiplied(by: Decimal64(100))?.divided(by: whole, scale: 2)
    else { return nil }
    append(Amount(start: index, end: stop, value: value.reduced, unit: "%"))
    return stop
  }

  /// `1万2千户` and `2×30万千瓦`: two numbers that make one value.
  private mutating func compound(at index: Int, _ end: Int, _ first: Decimal64) -> Int? {
    guard let joint = text[safe: end], text[safe: end + 1]?.isDigit == true else { return nil }
    let (second, stop) = number(at: end + 1)
    guard let second, let unit = unitMatch(after: stop, isChinese: false) else { return nil }
    if joint == 0xD7 {
      guard let product = first.multiplied(by: second) else { return nil }
      append(amount(index, unit, product, unit.text))
      return unit.end
    }
    guard let place = ChineseNumerals.place(joint), place >= 3, first.scale == 0, second.scale == 0
    else { return nil }
    var name = unit.text[...].unicodeScalars
    var factor = second
    while let lead = name.first, let power = ChineseNumerals.place(lead.value) {
      guard let next = scaled(factor, power) else { return nil }
      factor = next
      name.removeFirst()
    }
    guard let high = scaled(first, place), high > factor,
      let sum = high.adding(factor)
    else { return nil }
    let isBare = name.isEmpty
    let value = Decimal64(mantissa: sum.mantissa, scale: isBare ? 4 : 0).reduced
    append(amount(index, unit, value, isBare ? "万" : String(name)))
    return unit.end
  }

  private func amount(
    _ start: Int, _ unit: UnitMatch, _ value: Decimal64, _ name: String
  ) -> Amount {
    var amount = Amount(start: start, end: unit.end, value: value, unit: name)
    amount.inner = unit.inner
    amount.isCounter = unit.isCounter
    amount.noun = unit.isNoun ? unit.properStart..<unit.end : nil
    return amount
  }

  private func scaled(_ value: Decimal64, _ place: UInt8) -> Decimal64? {
    Decimal64.powerOfTen(place).flatMap { value.multiplied(by: Decimal64($0)) }
  }

  /// The second number of a range that goes on at `end`: a dash, `~`, 至 or 到, then a number; or
  /// behind `unit`, which then is the first number's own.
  private func rangeEnd(after end: Int, _ unit: UnitMatch?) -> RangeEnd? {
    rangeEnd(at: end, nil, after: end)
      ?? unit.flatMap { rangeEnd(at: $0.end, $0, after: end) }
  }

  private typealias RangeEnd = (value: Decimal64, end: Int, unit: UnitMatch?)

  private func rangeEnd(at start: Int, _ unit: UnitMatch?, after end: Int) -> RangeEnd? {
    guard let scalar = text[safe: start] else { return nil }
    var cursor = start + 1
    switch scalar {
    case 0x2D, 0x7E, 0x2013, 0x2014, 0x2015, 0x223C, 0x301C, 0x2212:
      while let more = text[safe: cursor], more == 0x2014 || more == 0x2D { cursor += 1 }
    case 0x81F3: break  // 至
    case 0x5230 where unit == nil || passage.scalar(end) == 0x25: break  // 到
    default: return nil
    }
    let (value, next) = number(at: cursor)
    guard let value, next > cursor, text[safe: next] != 0x5E74 else { return nil }
    return (value, next, unit)
  }

  /// `4.2:35.3:60.5` after words about the three sectors.
  private mutating func ratio(at index: Int, _ end: Int) -> Int? {
    var mark = end
    while passage.scalar(mark).isBlank { mark += 1 }
    guard passage.scalar(mark) == 0x3A else { return nil }
    var parts: [(range: Range<Int>, value: Decimal64)] = []
    var cursor = index
    while true {
      let (value, end) = number(at: cursor)
      guard let value, end > cursor else { break }
      parts.append((cursor..<end, value))
      cursor = end
      while text[safe: cursor]?.isBlank == true { cursor += 1 }
      guard text[safe: cursor] == 0x3A else { break }
      cursor += 1
      while text[safe: cursor]?.isBlank == true { cursor += 1 }
    }
    guard parts.count >= 2, let last = parts.last else { return nil }
    guard parts.count == 3, passage.contains("产", in: max(0, index - 44)..<index) else {
      return last.range.upperBound
    }
    for (part, item) in parts.enumerated() {
      var amount = Amount(
        start: item.range.lowerBound, end: item.range.upperBound, value: item.value, unit: "%")
      amount.kind = .ratio(part: part)
      append(amount)
    }
    return last.range.upperBound
  }
}

extension Passage {
  /// Whether the text right before `index` is `word`.
  @inline(__always)
  func ends(_ word: StaticString, before index: Int) -> Bool {
    scalar(index - 1) == word.lastScalar && goesBack(word, before: index)
  }

  private func goesBack(_ word: StaticString, before index: Int) -> Bool {
    let start = index - word.scalarCount
    return start >= 0 && goesOn(word, at: start)
  }

  /// Whether the text at `index` begins with `word`.
  @inline(__always)
  func starts(_ word: StaticString, at index: Int) -> Bool {
    // Nearly always the first character settles it.
    scalar(index) == word.firstScalar && goesOn(word, at: index)
  }

  private func goesOn(_ word: StaticString, at index: Int) -> Bool {
    var cursor = index
    return word.allScalars { scalar in
      guard self.scalar(cursor) == scalar else { return false }
      cursor += 1
      return true
    }
  }

  /// Whether the text of `range` is `word`.
  @inline(__always)
  func reads(_ word: StaticString, _ range: Range<Int>) -> Bool {
    starts(word, at: range.lowerBound) && word.scalarCount == range.count
  }

  /// The first place of `scalar` in `range`.
  func first(_ scalar: UInt32, in range: Range<Int>) -> Int? {
    for index in range where self[index] == scalar { return index }
    return nil
  }

  /// Whether `word` stands in `range`, which callers keep short.
  func contains(_ word: StaticString, in range: Range<Int>) -> Bool {
    let first = word.firstScalar
    for index in range where scalar(index) == first {
      if goesOn(word, at: index), index + word.scalarCount <= range.upperBound { return true }
    }
    return false
  }
}
