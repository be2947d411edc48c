import Quantities

/// Finds the numbers of a passage that measure something.
///
/// One pass from left to right; every number is looked at where it begins and either becomes an
/// amount or is passed over with the name, date or slogan it stands in.
struct AmountScanner {
  let passage: Passage
  let lexicon: Lexicon
  /// Short quotations and titles, in order: numbers inside are part of a name.
  let quotations: [Range<Int>]
  private(set) var amounts: [Amount] = []
  /// What was refused.
  var damages: [Damage] = []
  private var quotation = 0

  init(_ passage: Passage, lexicon: Lexicon) {
    self.passage = passage
    self.lexicon = lexicon
    quotations = Self.shortQuotations(passage)
  }

  var text: Passage { passage }

  mutating func scan() {
    var from = 0
    while let index = passage.next(.number, from: from) {
      let scalar = text[index]
      let next: Int
      if scalar < 0x80 {
        next = scalar.isDigit ? arabic(at: index) : letters(at: index)
      } else if ChineseNumerals.isNumeral(scalar) {
        next = chinese(at: index)
      } else if scalar == 0x7B2C || scalar == 0x524D || scalar == 0x9996 {  // 第 前 首
        next = rank(at: index) ?? index + 1
      } else if scalar == 0x7FFB || scalar == 0x500D {  // 翻 倍
        next = doubling(at: index) ?? index + 1
      } else if scalar >= 0x2160 && scalar <= 0x2165 {
        next = grade(at: index, length: 1) ?? index + 1
      } else {
        next = index + 1
      }
      from = max(next, index + 1)
    }
  }

  /// Whether `scan` does anything where `scalar` stands.
  static func mayBegin(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x49, 0x56, 0x7B2C, 0x524D, 0x9996, 0x7FFB, 0x500D, 0x2160...0x2165: true
    default: scalar.isDigit || ChineseNumerals.isNumeral(scalar)
    }
  }

  /// `IV类`; any other ASCII is passed over.
  private mutating func letters(at index: Int) -> Int {
    guard text[index] == 0x49 || text[index] == 0x56 else { return index + 1 }
    var end = index
    while let scalar = text[safe: end], scalar.isLetter { end += 1 }
    guard end - index <= 3, !passage.scalar(index - 1).isLetter else { return end }
    return grade(at: index, length: end - index) ?? end
  }

  mutating func append(_ amount: consuming Amount, isName: Bool = true) {
    while quotation < quotations.count, quotations[quotation].upperBound <= amount.start {
      quotation += 1
    }
    if quotation < quotations.count, quotations[quotation].contains(amount.start) {
      guard !isName, quotations[quotation].count == amount.end - amount.start + 2 else { return }
    }
    ComparatorRule(passage: passage, lexicon: lexicon).bind(&amount)
    amounts.append(amount)
  }

  // 18: the longest quoted programme names seen; real speech in quotation marks runs longer.
  private static let quotationMax = 18

  /// Quotations and titles short enough to be names.
  private static func shortQuotations(_ passage: Passage) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var open: [(closer: UInt32, at: Int)] = []
    var from = 0
    while let index = passage.next(.quotation, from: from) {
      from = index + 1
      let scalar = passage[index]
      switch scalar {
      case 0x201C: open.append((0x201D, index))
      case 0x2018: open.append((0x2019, index))
      case 0x300A: open.append((0x300B, index))
      case 0x201D, 0x2019, 0x300B:
        guard let last = open.lastIndex(where: { $0.closer == scalar }) else { continue }
        let range = open[last].at..<index + 1
        open.removeLast(open.count - last)
        let isTitle = scalar == 0x300B
        if range.count <= (isTitle ? 60 : quotationMax) { found.append(range) }
      default: break
      }
      // Unbalanced openers must not pile up over a long text.
      if open.count > 8 { open.removeFirst() }
    }
    return merged(found)
  }

  static func isQuotation(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x2018, 0x2019, 0x201C, 0x201D, 0x300A, 0x300B: true
    default: false
    }
  }

  private static func merged(_ ranges: [Range<Int>]) -> [Range<Int>] {
    let isInOrder = ranges.indices.dropFirst().allSatisfy {
      ranges[$0 - 1].upperBound <= ranges[$0].lowerBound
    }
    if isInOrder { return ranges }
    var result: [Range<Int>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = result.last, range.lowerBound < last.upperBound { continue }
      result.append(range)
    }
    return result
  }
}
