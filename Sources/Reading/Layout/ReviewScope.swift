import Quantities

/// Finds where a review that tells of several years turns to the last of them, or back.
///
/// Reports of the years in which a plan or a term ends look back on both, under one heading:
/// `五年来，…` above some paragraphs, `刚刚过去的2025年，…` above the others.
struct ReviewScope {
  let reportYear: Int
  /// The heading above names the last year beside the several: a plain `2025年，` turns to it.
  let namesYear: Bool
  /// The heading above also names what lies ahead: `“十四五”发展成就和“十五五”主要目标`.
  let namesAims: Bool

  // 3 and 160: the turn is in the first sentences, behind an address and what the year was.
  private static let sentenceMax = 3
  private static let headMax = 160

  /// The years that the paragraph turns to, `nil` where it goes on as the one before it.
  func turn(_ passage: Passage) -> Period? {
    var found: Period?
    var start = 0
    var sentences = 0
    while start < min(passage.count, Self.headMax), sentences < Self.sentenceMax {
      if passage.starts("各位代表", at: start) { start += 5 }
      found = years(passage, at: start) ?? found
      guard
        let stop = passage[start..<passage.count].firstIndex(where: { $0.endsSentence })
      else { break }
      start = stop + 1
      sentences += 1
    }
    return found
  }

  private func years(_ passage: Passage, at start: Int) -> Period? {
    if opens(passage, Self.single, at: start) { return Period(reportYear - 1) }
    if opens(passage, Self.several, at: start) { return Period(reportYear - 5, reportYear - 1) }
    var index = start
    for lead: StaticString in ["回望", "回顾", "回首", "纵观", "刚刚过去的", "“"]
    where passage.starts(lead, at: index) {
      index += lead.scalarCount
    }
    if let plan = TimeScanner.fiveYearPlan(passage.text, at: index),
      plan.last == reportYear - 1 || (namesAims && plan.first == reportYear),
      Self.spells.contains(where: {
        passage.starts($0, at: index + 3) || passage.starts($0, at: index + 4)
      })
    {
      return plan
    }
    let year = HeadingReader.year(passage, at: index)
    let isTold = namesYear && [0x2C, 0x662F].contains(passage.scalar(index + 5))  // ，是
    return year == reportYear - 1 && (isTold || index > start) ? Period(reportYear - 1) : nil
  }

  private func opens(_ passage: Passage, _ words: [StaticString], at start: Int) -> Bool {
    words.contains { passage.starts($0, at: start) }
  }

  private static let single: [StaticString] = [
    "刚刚过去的一年", "过去一年", "过去的一年", "回顾过去一年", "回顾过去的一年",
  ]
  private static let several: [StaticString] = [
    "五年来", "这五年", "过去五年", "过去的五年", "回望过去五年", "回首过去五年", "回顾过去五年", "回首五年", "回顾五年", "回望五年",
    "回顾过去的五年",
  ]
  private static let spells: [StaticString] = ["时期", "的五年", "这五年", "这极", "期间", "发展", "以来"]
}
