/// Numbers that a page has damaged, which are refused instead of guessed.
extension AmountScanner {
  /// The end of a damaged number that begins at `index` and whose first digits end at `end`.
  mutating func damaged(at index: Int, _ end: Int) -> Int? {
    if let stop = runTogether(index, end) {
      damages.append(Damage(range: index..<stop, kind: .runTogether))
      return stop
    }
    if let stop = lostSeparator(index, end) {
      damages.append(Damage(range: index..<stop, kind: .lostSeparator))
      return stop
    }
    if let stop = secondPoint(index, end) {
      damages.append(Damage(range: index..<stop, kind: .secondPoint))
      return stop
    }
    return nil
  }

  /// `6.1%8%`: two percentages without anything between them.
  private func runTogether(_ index: Int, _ end: Int) -> Int? {
    guard text[safe: end] == 0x25, text[safe: end + 1]?.isDigit == true else { return nil }
    let (_, next) = number(at: end + 1)
    guard text[safe: next] == 0x25 else { return nil }
    return next + 1
  }

  /// `20221227日`, `20135年`: a date that has lost a part of its words.
  private func lostSeparator(_ index: Int, _ end: Int) -> Int? {
    let digits = end - index
    guard digits >= 5, digits <= 8, text[index..<end].allSatisfy(\.isDigit),
      let next = text[safe: end]
    else { return nil }
    let isCentury =
      (text[index] == 0x31 && text[index + 1] == 0x39)
      || (text[index] == 0x32 && text[index + 1] == 0x30)
    // 年 月 日
    guard isCentury, next == 0x65E5 || next == 0x6708 || next == 0x5E74 else { return nil }
    return end + 1
  }

  /// `12.5.3亿元`: two decimal points before a unit.
  private func secondPoint(_ index: Int, _ end: Int) -> Int? {
    guard text[safe: end] == 0x2E, text[index..<end].contains(0x2E) else { return nil }
    var stop = end
    while text[safe: stop] == 0x2E || text[safe: stop]?.isDigit == true { stop += 1 }
    guard text[safe: stop - 1]?.isDigit == true,
      let unit = unitMatch(after: stop, isChinese: false), !unit.isCounter
    else { return nil }
    return unit.end
  }
}

/// A number that was refused.
struct Damage {
  enum Kind {
    case runTogether
    case lostSeparator
    case secondPoint

    /// What a reader of the report is told.
    var words: String {
      switch self {
      case .runTogether: "two percentages run into one another; which belongs to what is not said"
      case .lostSeparator: "a date has lost 年, 月 or a digit; it dates nothing"
      case .secondPoint: "a number has two decimal points; its value is not known"
      }
    }
  }

  /// In scalars of the passage.
  let range: Range<Int>
  let kind: Kind
}
