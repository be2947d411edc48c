/// Decides where a text without headings turns from what was done to what will be done.
///
/// Excerpts and newspaper reports give no `2024年工作安排` above the plan; their sentences say it
/// (`主要预期目标是`, `年内…`, `力争…`), and what follows goes on in the same vein.
struct OutlookRule {
  let lexicon: Lexicon
  let reportYear: Int?

  /// Ranges of whole sentences, each with whether it looks ahead.
  func pieces(_ passage: Passage, carried: Bool) -> [(range: Range<Int>, isAhead: Bool)] {
    var result: [(range: Range<Int>, isAhead: Bool)] = []
    var start = 0
    var isAhead = carried
    while start < passage.count {
      var end = start
      while end < passage.count, passage.text[end] != 0x3002 { end += 1 }
      end = min(end + 1, passage.count)
      isAhead = outlook(passage, start..<end) ?? isAhead
      if let last = result.last, last.isAhead == isAhead {
        result[result.count - 1].range = last.range.lowerBound..<end
      } else {
        result.append((start..<end, isAhead))
      }
      start = end
    }
    return result
  }

  /// What one sentence says of itself, `nil` when it says nothing.
  private func outlook(_ passage: Passage, _ range: Range<Int>) -> Bool? {
    let year = firstYear(passage, range)
    if let year, let reportYear, year < reportYear { return false }
    if passage.contains(Self.looksBack, in: range) { return false }
    let isDue =
      year.map { $0 >= (reportYear ?? $0) }
      ?? (range.prefix(40).contains {
        passage.starts("今年", at: $0)
      })
    if isDue, passage.contains(Self.modal, in: range) { return true }
    return passage.contains(Self.looksAhead, in: range) ? true : nil
  }

  private func firstYear(_ passage: Passage, _ range: Range<Int>) -> Int? {
    HeadingReader(lexicon: lexicon).explicitYear(passage, range)?.year
  }

  private static let looksAhead: Phrases = ["预期目标", "主要目标是", "力争", "争取", "年内", "接下来", "下一步"]
  // With the year at hand: `2021年我市将…`.
  private static let modal: Phrases = ["将", "计划", "要", "拟"]
  private static let looksBack: Phrases = [
    "同比", "比上年", "比去年", "较上年", "去年", "上年", "前三季度", "截至", "以来", "已经", "一年来", "过去的一年", "刚刚过去",
  ]
}
