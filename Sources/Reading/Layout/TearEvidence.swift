/// Weighs how well each line goes on from each torn line, in sixteenths of a bit, against the one
/// being cut off and the other beginning a text.
///
/// The weights are those of a logistic model of the choice, fitted on pages torn from real
/// reports, none of which is in the tests.
struct TearEvidence {
  /// One row for a torn line, one column for a candidate.
  private(set) var scores: [[Int]]

  /// Joins that are missed would be more than those made wrongly; the odds are weighed later.
  private static let boldness = 58

  private let page: PageGrams
  private let statistics = SeamStatistics.reports

  init(pieces: TornPieces, torn: [Int], candidates: [Int]) {
    let befores = torn.map { pieces.before($0) }
    let afters = candidates.map { pieces.after($0) }
    page = PageGrams((befores + afters).flatMap(\.texts))
    let left = befores.map { SeamSide(before: $0.text) }
    let right = afters.map { SeamSide(after: $0.text) }
    let views = afters.map { SubjectView($0.joined, isReversed: false) }
    // The more lines follow complete ones, the less any of them is likely to go on from another.
    let closed = candidates.count { !pieces.isTorn.contains($0 - 1) }
    let inset = max(0, 64 * (closed * 16 / torn.count).logarithm16 / 16 - 256)
    // The more lines there are, the less are any two of them likely to belong together.
    let many = 22 * max(7, torn.count - 1).logarithm16 / 16
    let alone = left.map { Self.alone($0) }
    scores = []
    let begins = zip(right, candidates).map { side, line in
      beginning(side) + many - Self.boldness + (pieces.isTorn.contains(line - 1) ? -17 : inset)
    }
    for (row, before) in befores.enumerated() {
      let allowed = candidates.map { $0 > torn[row] }
      let subjects = Self.subjects(
        SubjectView(before.joined.reversed(), isReversed: true), views, allowed)
      scores.append(
        candidates.indices.map { column in
          guard allowed[column] else { return JoinOdds.never }
          return seam(left[row], right[column]) + brackets(left[row], right[column])
            + numbering(before.lastItem, afters[column].firstItem) + subjects[column]
            - alone[row] - begins[column]
        })
    }
  }

  /// The characters on both sides of the cut: a word, a number, a phrase known from elsewhere, a
  /// clause of a usual length.
  private func seam(_ before: SeamSide, _ after: SeamSide) -> Int {
    guard let last = before.edge.last, let first = after.edge.first else { return 0 }
    var score = statistics.pair(last, first, page: page) * 35 / 32
    if before.edge.count > 1 {
      let second = before.edge[before.edge.count - 2]
      score += statistics.triple(second, last, first, page: page) * 26 / 32
    }
    if after.edge.count > 1 {
      score += statistics.triple(last, first, after.edge[1], page: page) * 31 / 32
    }
    for taken in 1...4 where before.edge.count >= taken && after.edge.count >= 5 - taken {
      let gram = Array(before.edge.suffix(taken) + after.edge.prefix(5 - taken))
      score += page.count(gram).logarithm16 * 28 / 32
    }
    let length = before.length + after.length
    return score + statistics.clause(from: before.mark, to: after.mark, length: length) * 30 / 32
  }

  /// An opened quotation, bracket or book title is closed in the rest, and nothing else is.
  private func brackets(_ before: SeamSide, _ after: SeamSide) -> Int {
    zip(before.brackets, after.brackets).reduce(0) { score, sides in
      score + (sides.0 != sides.1 ? -70 : sides.0 ? 43 : 0)
    }
  }

  /// An item 四是 goes on where the next item is 五是.
  private func numbering(_ last: Int?, _ next: Int?) -> Int {
    guard let last, let next else { return 0 }
    return next == last + 1 ? 43 : 0
  }

  /// How much nearer in subject than the other candidates each is.
  private static func subjects(
    _ before: SubjectView, _ afters: [SubjectView], _ allowed: [Bool]
  ) -> [Int] {
    var scores = [Int](repeating: 0, count: afters.count)
    // For each distance: what the likeness weighs, and what it weighs among the others.
    for (index, weights) in [(86, 19), (26, 0), (44, 13)].enumerated() {
      let likeness = afters.map { before.likeness($0, index) }
      let known = zip(likeness, allowed).filter(\.1).map(\.0)
      guard !known.isEmpty else { continue }
      let mean = known.reduce(0, +) / known.count
      let squares = known.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      let deviation = (squares / known.count).squareRoot + 1
      for (column, value) in likeness.enumerated() {
        let standing = max(-48, min(64, (value - mean) * 16 / deviation))
        scores[column] += value * weights.0 / SubjectView.unit + standing * weights.1 / 16
      }
    }
    return scores
  }

  /// What speaks for a line's rest not being there: hardly anything but its last character does.
  private static func alone(_ side: SeamSide) -> Int {
    let mark = side.edge.last == 0x2C ? -3 : side.edge.last == 0x3001 ? -5 : 0
    return 13 + mark + (side.brackets.contains(true) ? -4 : 0)
  }

  /// What speaks for a text beginning here.
  private func beginning(_ side: SeamSide) -> Int {
    guard let first = side.edge.first else { return 0 }
    let start = SeamStatistics.paragraphStart
    var score = 13 + statistics.pair(start, first) * 7 / 32
    if side.edge.count > 1 {
      score += statistics.triple(start, first, side.edge[1]) * 13 / 32
    }
    return score + (side.isHeaded ? 9 : 0)
  }
}

/// What matters of one side of a tear, found once.
private struct SeamSide {
  /// The four characters at the tear, as they are counted.
  var edge: [UInt32]
  /// The mark nearest to the tear and the characters between.
  var mark: UInt32 = 0x0A
  var length = 0
  /// Which kinds of bracket are open at the tear, or are closed first behind it.
  var brackets: [Bool]
  /// Whether it begins with a short sentence, as paragraphs do that have no line for a heading.
  var isHeaded = false

  private static let brackets: [(open: UInt32, close: UInt32)] = [
    (0x201C, 0x201D), (0x28, 0x29), (0x300A, 0x300B),
  ]

  init(before text: [UInt32]) {
    edge = text.suffix(4).map(SeamStatistics.sign)
    brackets = Self.brackets.map { pair in
      text.lastIndex(of: pair.open) ?? -1 > text.lastIndex(of: pair.close) ?? -1
    }
    measure(text.reversed())
  }

  init(after text: [UInt32]) {
    edge = text.prefix(4).map(SeamStatistics.sign)
    brackets = Self.brackets.map { pair in
      guard let closed = text.firstIndex(of: pair.close) else { return false }
      return closed < text.firstIndex(of: pair.open) ?? Int.max
    }
    measure(text)
    if let stop = text.prefix(27).firstIndex(of: 0x3002) {
      isHeaded = text.count > stop + 30 && !text[..<stop].contains(0x2C)
    }
  }

  private mutating func measure(_ text: some Sequence<UInt32>) {
    for scalar in text {
      if Self.isMark(scalar) {
        mark = scalar
        return
      }
      length += 1
      if length == SeamStatistics.lengthMax { return }
    }
  }

  private static func isMark(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x2C, 0x3001, 0x3002, 0x3B, 0x3A, 0x201C, 0x201D, 0x28, 0x29, 0x300A, 0x300B: true
    default: false
    }
  }
}

/// How often runs of two, three and five characters stand in the pieces at hand.
struct PageGrams {
  private var counts: [UInt64: Int32] = [:]

  init(_ texts: [[UInt32]]) {
    // A piece is there as what stands before a tear and as what follows another; once is enough.
    for text in Set(texts) {
      let signs = text.map(SeamStatistics.sign)
      for length in [2, 3, 5] where signs.count >= length {
        for start in 0...signs.count - length {
          counts[Self.code(signs[start..<start + length]), default: 0] += 1
        }
      }
    }
  }

  func count(_ gram: [UInt32]) -> Int { Int(counts[Self.code(gram[...])] ?? 0) }

  private static func code(_ gram: ArraySlice<UInt32>) -> UInt64 {
    var code = UInt64(gram.count)
    for scalar in gram { code = (code &* 0x1_0000_0001B3) ^ UInt64(scalar) }
    return code
  }
}

extension Int {
  /// 16 times the binary logarithm of one more.
  var logarithm16: Int {
    let value = Swift.max(0, self) + 1
    let whole = Int.bitWidth - 1 - value.leadingZeroBitCount
    let rest = whole >= 4 ? value >> (whole - 4) : value << (4 - whole)
    return whole * 16 + rest - 16
  }
}
