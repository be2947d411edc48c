import Quantities

/// Reads what a heading says about the text below it: looking back or ahead, and of which years.
struct HeadingReader {
  let lexicon: Lexicon

  struct Meaning {
    var mode: Frame.Mode?
    var period: Period?
    /// The run of years that it names.
    var years: Period?
    /// Its words look back only where nothing else is said: `主要工作`.
    var isWeak = false
  }

  func meaning(_ passage: Passage, _ range: Range<Int>, reportYear: Int?) -> Meaning {
    var meaning = Meaning()
    let past = first(passage, range, .headPast)
    let plan = first(passage, range, .headPlan)
    let year = explicitYear(passage, range)
    // `为“十五五”开好局`: only the plan's first year is meant.
    let isOpening = passage.contains(Self.openings, in: range)
    let span = isOpening ? nil : planSpan(passage, range)
    // `2024年的主要工作` in a report of 2024 lies ahead; without a year it goes on as before.
    let isWeak =
      past.map { passage.starts("主要工作", at: $0) || passage.starts("工作情况", at: $0) } ?? false
    let isAhead = year.map { $0.year >= reportYear ?? Int.max } ?? Self.thisYear(passage, range)
    if let past, plan.map({ past < $0 }) ?? true, !(isWeak && isAhead) {
      meaning.mode = .past
      meaning.isWeak = isWeak && year == nil
    } else if plan != nil || (isWeak && isAhead) {
      meaning.mode = .plan
    }
    switch (year, span) {
    case (let year?, let span?):
      meaning.period = span.at < year.at ? span.period : Period(year.year)
    case (let year?, nil): meaning.period = Period(year.year)
    case (nil, let span?): meaning.period = span.period
    case (nil, nil): meaning.period = relative(passage, range, meaning.mode, reportYear)
    }
    meaning.years = span?.period
    if span == nil, passage.contains("五年", in: range), meaning.mode == .past {
      meaning.years = reportYear.map { Period($0 - 5, $0 - 1) }
    }
    // A year before the report's looks back, whatever the words.
    if meaning.mode == nil, let period = meaning.period, let reportYear {
      meaning.mode = period.last < reportYear ? .past : .plan
    }
    return meaning
  }

  private static let openings: Phrases = ["开好局", "开局", "起好步"]
  private static func thisYear(_ passage: Passage, _ range: Range<Int>) -> Bool {
    passage.contains("今年", in: range) || passage.contains("下一步", in: range)
  }

  /// Whether a heading word stands in `range`.
  func holdsWord(_ passage: Passage, _ range: Range<Int>) -> Bool {
    first(passage, range, [.headPast, .headPlan, .headAny]) != nil
  }

  private func relative(
    _ passage: Passage, _ range: Range<Int>, _ mode: Frame.Mode?, _ reportYear: Int?
  ) -> Period? {
    guard let reportYear else { return nil }
    if passage.contains("五年", in: range) {
      if passage.contains("今后", in: range) || passage.contains("未来", in: range) {
        return Period(reportYear, reportYear + 4)
      }
      return Period(reportYear - 5, reportYear - 1)
    }
    switch mode {
    case .past: return Period(reportYear - 1)
    case .plan: return Period(reportYear)
    case .open, nil: return nil
    }
  }

  func explicitYear(_ passage: Passage, _ range: Range<Int>) -> (year: Int, at: Int)? {
    for index in range where passage.text[index].isDigit {
      if let year = Self.year(passage, at: index) { return (year, index) }
    }
    return nil
  }

  /// The year in four digits and 年 at `index`.
  static func year(_ passage: Passage, at index: Int) -> Int? {
    guard index + 4 < passage.count, passage.scalar(index + 4) == 0x5E74,
      !passage.scalar(index - 1).isDigit
    else { return nil }
    var value = 0
    for offset in 0..<4 {
      let scalar = passage.text[index + offset]
      value = scalar.isDigit ? value * 10 + Int(scalar - 0x30) : -100_000
    }
    return value >= 1949 && value <= 2099 ? value : nil
  }

  private func planSpan(_ passage: Passage, _ range: Range<Int>) -> (period: Period, at: Int)? {
    for index in range {
      if let period = TimeScanner.fiveYearPlan(passage.text, at: index) { return (period, index) }
      if passage.starts("个五年", at: index), index >= 3,
        let number = ChineseNumerals.integer(passage.text[index - 2..<index]),
        passage.scalar(index - 3) == 0x7B2C
      {
        let first = 2026 + (Int(number) - 15) * 5
        return (Period(first, first + 4), index)
      }
    }
    return nil
  }

  private func first(_ passage: Passage, _ range: Range<Int>, _ mask: WordClass) -> Int? {
    range.first {
      lexicon.forward.longest(passage.text, at: $0, limit: range.upperBound, mask: mask) != nil
    }
  }
}
