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
    let vein = vein(passage)
    var isAhead = vein ?? carried
    while start < passage.count {
      var end = start
      while end < passage.count, passage.text[end] != 0x3002 { end += 1 }
      end = min(end + 1, passage.count)
      isAhead = outlook(passage, start..<end) ?? (vein == true ? true : isAhead)
      if let last = result.last, last.isAhead == isAhead {
        result[result.count - 1].range = last.range.lowerBound..<end
      } else {
        result.append((start..<end, isAhead))
      }
      start = end
    }
    return result
  }

  /// Which way a whole paragraph looks: one whose clauses nearly all open with what is to be done
  /// and tell no results looks ahead.
  private func vein(_ passage: Passage) -> Bool? {
    let head = 0..<min(passage.count, 24)
    if passage.contains(Self.looksBack, in: head) { return false }
    let rule = DeedRule(passage: passage, lexicon: lexicon)
    var clauses: [Range<Int>] = []
    var deeds = 0
    var start = 0
    for end in 0...passage.count where end == passage.count || passage.text[end].endsClause {
      let range = start..<end
      start = end + 1
      // 4: `今年，` and `同时，` are no clauses of their own.
      guard range.count >= 4 else { continue }
      clauses.append(range)
      if rule.urges(range) { deeds += 1 }
    }
    // 4 clauses tell; of nine tenths of the paragraphs of real reports this says what they are.
    guard clauses.count >= 4 else { return nil }
    let told = clauses.count { range in passage.contains(Self.results, in: range) }
    if (deeds - told) * 10 >= clauses.count * 7, told * 10 <= clauses.count { return true }
    return told * 3 >= clauses.count ? false : nil
  }

  private static let results: Phrases = [
    "了", "已经", "得到", "取得", "明显", "显著", "位居", "居全", "首次", "荣获", "成功", "超额", "圆满", "累计", "同比", "比上年",
    "再创", "新高", "去年", "上年", "年来", "过去", "顺利", "获批", "入选", "完成了", "达到", "突破", "增长", "跃升", "我们坚持",
    "我们始终",
  ]

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
    "同比", "比上年", "比去年", "较上年", "去年", "上年", "前三季度", "截至", "以来", "已经", "年来", "过去的一年", "过去一年", "过去五年",
    "刚刚过去",
  ]
}
