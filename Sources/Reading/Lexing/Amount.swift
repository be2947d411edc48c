import Quantities

/// A number that measures something, with its unit, before it is bound to what it measures.
struct Amount {
  enum Kind: Hashable {
    case plain
    /// One part of `a:b:c`; which part, from 0.
    case ratio(part: Int)
    case rank
    case grade
    /// 翻番 and its like.
    case doubling
  }

  /// The quote, in scalars of the passage.
  var start: Int
  var end: Int
  var value: Decimal64
  var high: Decimal64?
  /// `IV`, for a grade.
  var grade: String?
  /// With its multiplier, normalised.
  let unit: String
  let isPercent: Bool
  var kind: Kind = .plain
  /// From 余, 多 inside the quote or a comparator that is part of the reading (前三).
  var inner: Comparator?
  /// Counts things; the noun follows or stands before.
  var isCounter = false
  /// The comparator is that of the series it stands in: `增长6%、4%以上`.
  var closesSeries = false
  /// `30亿元级的`: the size of a thing.
  var isSized = false
  /// The noun that serves as the unit (`千万家庭`), in scalars of the passage.
  var noun: Range<Int>?
  /// Quote with the comparator words around it.
  var outerStart: Int
  var outerEnd: Int
  var comparator: Comparator = .eq

  init(start: Int, end: Int, value: Decimal64, unit: String) {
    self.start = start
    self.end = end
    self.value = value
    self.unit = unit
    isPercent = unit.reads("%") || unit.reads("‰")
    outerStart = start
    outerEnd = end
  }
}

/// A word of time and the years it means.
struct TimeMark {
  let start: Int
  let end: Int
  /// `nil` for words that take the period away (目前).
  let value: Period?
  /// Stands in a comparison (`比2015年`) and dates nothing.
  let isBase: Bool
}

/// The years a statement is of.
struct Period: Hashable, Sendable {
  let first: Int
  let last: Int
  /// The two letters of `part`, 0 where there is none: periods are copied all over the rules.
  private let letters: UInt16

  /// `H1`, `Q3`, `04` after the year.
  var part: String? {
    guard letters != 0 else { return nil }
    return String(
      decoding: [UInt8(letters >> 8), UInt8(truncatingIfNeeded: letters)], as: UTF8.self)
  }

  /// `part` has two ASCII characters.
  init(_ year: Int, part: String? = nil) {
    first = year
    last = year
    letters = part?.utf8.reduce(0) { $0 << 8 | UInt16($1) } ?? 0
  }

  init(_ first: Int, _ last: Int) {
    self.first = first
    self.last = last
    letters = 0
  }

  var isSpan: Bool { first != last }

  /// As the guide writes it: `2022`, `2022-H1`, `2017/2021`.
  var text: String {
    if isSpan { return "\(first)/\(last)" }
    guard let part else { return "\(first)" }
    return "\(first)-\(part)"
  }
}

extension [TimeMark] {
  /// The marks that begin in `range`, by binary search: a passage can be a whole file.
  func beginning(in range: Range<Int>) -> ArraySlice<TimeMark> {
    self[index(of: range.lowerBound)..<index(of: range.upperBound)]
  }

  /// The index of the first mark that begins at `position` or later.
  private func index(of position: Int) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle].start < position { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
