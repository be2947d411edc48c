/// Finds the year a report is given in.
struct ReportYear {
  let source: SourceText
  let lexicon: Lexicon

  // 60: page furniture, title, date line and speaker come within the first lines.
  private static let headLines = 60

  /// From the date line (`2024年1月20日在…会议上`), the title, or the last year of a plan heading.
  func find(_ layout: PageLayout) -> Int? {
    // 5000 lines reach past any one report; a concatenation of reports has its year in each.
    let lines = Array(layout.lines.lazy.flatMap { LineScanner.parts(of: $0, source) }.prefix(5000))
    let reader = HeadingReader(lexicon: lexicon)
    var title: Int?
    for line in lines.prefix(Self.headLines) where line.count <= 80 {
      let passage = decode(line)
      let whole = 0..<passage.count
      guard let year = reader.explicitYear(passage, whole) else { continue }
      if passage.contains("会议", in: whole), passage.contains("月", in: whole) { return year.year }
      if title == nil, passage.contains("报告", in: whole) { title = year.year }
    }
    if let title { return title }
    return heading(lines, reader)
  }

  private func heading(_ lines: [Line], _ reader: HeadingReader) -> Int? {
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
