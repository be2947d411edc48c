/// Phrases that stand between a name and its amount, and names that stand alone.
extension Namer {
  /// `高于全国平均水平`: where it begins, and its first word.
  struct Compared {
    let start: Int
    let word: Range<Int>
    let classes: WordClass
  }

  /// Where `高于全国平均水平` at the end of `range` begins, and what its first word is.
  func compared(_ range: Range<Int>) -> Compared? {
    var end = range.upperBound
    let levels: [StaticString] = ["平均水平", "平均增速", "平均", "水平"]
    for level in levels where passage.ends(level, before: end) {
      end -= level.scalarCount
      break
    }
    guard
      let field = lexicon.backward.longest(
        passage.text, before: end, floor: range.lowerBound, mask: .field),
      let word = lexicon.backward.longest(
        passage.text, before: end - field.length, floor: range.lowerBound, mask: [.rise, .fall]),
      word.length > 1
    else { return nil }
    let start = end - field.length - word.length
    return Compared(
      start: start, word: start..<start + word.length,
      classes: word.classes.intersection([.rise, .fall]))
  }

  /// Where `在…基础上` at the end of `range` begins.
  func aside(_ range: Range<Int>) -> Int? {
    let last = passage.text[range.upperBound - 1]
    guard last == 0x4E0A || last == 0x4E0B,  // 上 下
      ["基础上", "前提下", "情况下", "条件下"].contains(where: {
        passage.ends($0, before: range.upperBound)
      })
    else { return nil }
    return range.last { passage.text[$0] == 0x5728 }  // 在
  }

  /// The indicator that is all a clause says, or `nil`.
  func heading(_ range: Range<Int>) -> String? {
    guard range.count <= 24, endsWith(range, [.measure, .indicator]),
      !holds(range, [.action, .move, .rise, .fall, .plan, .aim])
    else { return nil }
    let name = stripHead(range)
    return name.count >= 3 ? passage.string(name) : nil
  }

  /// A name without the measure word at its end, or `nil` when it has none.
  func stem(_ name: String) -> String? {
    let scalars = name.unicodeScalars.map(\.value)
    guard
      let word = lexicon.backward.longest(
        endOf: scalars, mask: [.measure, .attribute, .size]),
      lexicon.indicator(named: name) == nil
    else { return nil }
    return String(name.dropLast(word.length))
  }
}
