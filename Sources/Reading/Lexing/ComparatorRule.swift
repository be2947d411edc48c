import Quantities

/// Reads how the words around an amount bound it.
struct ComparatorRule {
  let passage: Passage
  let lexicon: Lexicon

  /// Sets the comparator and the outer range, which takes in the comparator words.
  func bind(_ amount: inout Amount) {
    let text = passage.text
    let floor = max(0, amount.start - 12)
    var before: Comparator?
    var start = amount.start
    if start > floor, text[start - 1].isBlank { start -= 1 }
    if amount.kind != .rank,
      let match = lexicon.backward.longest(
        text, before: start, floor: floor, mask: WordClass.comparing.union(.shield)),
      // 通过 and 经过 end in a word of exceeding and exceed nothing.
      !match.classes.isDisjoint(with: WordClass.comparing)
    {
      before = comparator(match.classes)
      start -= match.length
    }
    var after: Comparator?
    var end = amount.end
    // 起步, 起点 begin with a word of closing and close nothing.
    if let match = lexicon.forward.longest(
      text, at: end, limit: passage.count, mask: WordClass.closing.union(.shield)),
      !match.classes.isDisjoint(with: WordClass.closing)
    {
      after = comparator(match.classes)
      end += match.length
    }
    amount.outerStart = before == nil ? amount.start : start
    amount.outerEnd = end
    if amount.high != nil {
      amount.comparator = .between
    } else {
      amount.comparator = decide(before: before, inner: amount.inner, after: after)
    }
  }

  /// The closing word holds over the opening one (`达到或超过50%以上` is as it ends); what stands
  /// inside the quote gives way to both.
  private func decide(before: Comparator?, inner: Comparator?, after: Comparator?) -> Comparator {
    if let after { return after }
    if let before { return before }
    return inner ?? .eq
  }

  private func comparator(_ classes: WordClass) -> Comparator? {
    if classes.contains(.afterGe) || classes.contains(.overGe) { return .ge }
    if classes.contains(.afterLe) || classes.contains(.belowLe) { return .le }
    if classes.contains(.afterAbout) || classes.contains(.around) { return .about }
    if classes.contains(.belowLt) { return .lt }
    if classes.contains(.overGt) { return .gt }
    return nil
  }
}
