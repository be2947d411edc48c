/// Finds the year a report is given in.
struct ReportYear {
  let source: SourceText
  let lexicon: Lexicon

  // 60: page furniture, title, date line and speaker come within the first lines.
  private static let headLines = 60

  /// From the date line (`2024年1月20日在…会议上`), the title, or the last year of a plan heading.
  func find(_ layout: PageLayout) -> Int? {
    // 5000 lines reach past any one report; a concatenation of reports has its year in each.
    let lines = layout.lines.lazy.flatMap { LineScanner.parts(of: $0, source) ?? [$0] }.prefix(5000)
    let head = Array(lines.prefix(Self.headLines))
    let reader = HeadingReader(lexicon: lexicon)
    var title: Int?
    for line in head where line.count <= 80 {
      let passage = decode(line)
      let whole = 0..<passage.count
      guard let year = reader.explicitYear(passage, whole) else { continue }
      if passage.contains("会议", in: whole), passage.contains("月", in: whole) {
        // A session in November or December tells of the year that ends and plans the next.
        let isLate =
          passage.starts("11月", at: year.at + 5) || passage.starts("12月", at: year.at + 5)
        return isLate ? year.year + 1 : year.year
      }
      if title == nil, isTitle(passage) { title = lastYear(passage, reader) }
    }
    if let title { return title }
    return heading(lines, reader) ?? told(head, reader) ?? published(head)
  }

  /// A line that names a report, a plan or a list of tasks.
  private func isTitle(_ passage: Passage) -> Bool {
    guard let last = passage.text.last, !last.endsSentence, last != 0x2C else { return false }
    return ["报告", "实事", "计划", "要点", "任务", "方案", "目标"].contains {
      passage.contains($0, in: 0..<passage.count)
    }
  }

  /// The latest year of a title: `2022年计划执行情况及2023年计划草案` is of 2023.
  private func lastYear(_ passage: Passage, _ reader: HeadingReader) -> Int? {
    var found: Int?
    var start = 0
    while let year = reader.explicitYear(passage, start..<passage.count) {
      found = max(found ?? 0, year.year)
      start = year.at + 4
    }
    return found
  }

  /// From what a text without headings says: `2021年我市将…`, `刚刚过去的2020年`.
  private func told(_ head: [Line], _ reader: HeadingReader) -> Int? {
    var found: Int?
    for line in head {
      let passage = decode(line)
      var start = 0
      while let year = reader.explicitYear(passage, start..<passage.count) {
        start = year.at + 5
        if passage.ends("过去的", before: year.at) {
          found = max(found ?? 0, year.year + 1)
        }
        // 24: subject and adverbs between the year and what is to be done.
        let near = start..<min(passage.count, start + 24)
        let clause = near.prefix { !passage.text[$0].endsSentence }
        let isPlan = ["将", "计划", "力争", "预期目标", "工作目标", "主要目标"].contains {
          passage.contains($0, in: clause)
        }
        if isPlan { found = max(found ?? 0, year.year) }
      }
    }
    return found
  }

  /// The year of the page's own date: `2019-01-31`, `2019/1/31`, `2019.1.31`.
  private func published(_ head: [Line]) -> Int? {
    for line in head where line.count <= 60 {
      let passage = decode(line)
      for index in 0..<max(0, passage.count - 7) where !passage.scalar(index - 1).isDigit {
        let mark = passage.scalar(index + 4)
        guard mark == 0x2D || mark == 0x2F || mark == 0x2E,
          let month = shortNumber(passage, at: index + 5), month.value <= 12,
          passage.scalar(month.end) == mark,
          let day = shortNumber(passage, at: month.end + 1), day.value <= 31
        else { continue }
        var value = 0
        for offset in 0..<4 {
          let scalar = passage.scalar(index + offset)
          value = scalar.isDigit ? value * 10 + Int(scalar - 0x30) : -100_000
        }
        if value >= 1990, value <= 2099 { return value }
      }
    }
    return nil
  }

  /// A month or day: one or two digits, and where they end.
  private func shortNumber(_ passage: Passage, at index: Int) -> (value: Int, end: Int)? {
    var value = 0
    var end = index
    while passage.scalar(end).isDigit, end - index < 3 {
      value = value * 10 + Int(passage.scalar(end) - 0x30)
      end += 1
    }
    guard end > index, end - index <= 2, value >= 1 else { return nil }
    return (value, end)
  }

  private func heading(_ lines: some Sequence<Line>, _ reader: HeadingReader) -> Int? {
    var found: Int?
    for line in lines where line.count <= 30 {
      let passage = decode(line)
      let meaning = reader.meaning(passage, 0..<passage.count, reportYear: nil)
      guard meaning.mode == .plan, let period = meaning.period, !period.isSpan else { continue }
      found = max(found ?? 0, period.last)
    }
    return found
  }

  private func decode(_ line: Line) -> Passage {
    Passage(source, line)
  }
}
