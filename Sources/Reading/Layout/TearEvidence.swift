/// Weighs how well each line goes on from each torn line, in sixteenths of a bit.
///
/// The weights are those of a logistic model of the choice, fitted on pages torn from real
/// reports, none of which is in the tests.
struct TearEvidence {
  static let never = -1_000_000

  /// One row for a torn line, one column for a candidate.
  private(set) var scores: [[Int]]

  private let counts: GramCounts
  private let statistics = SeamStatistics.reports

  init(pieces: TornPieces, torn: [Int], candidates: [Int]) {
    let befores = torn.map { pieces.before($0) }
    let afters = candidates.map { pieces.after($0) }
    counts = GramCounts((befores + afters).flatMap(\.texts))
    let topics = TopicScores(befores, afters).scores
    let left = befores.map { SeamSide(before: $0.text) }
    let right = afters.map { SeamSide(after: $0.text) }
    // The more lines follow complete ones, the less any of them is likely to go on from another.
    let closed = candidates.count { !pieces.isTorn.contains($0 - 1) }
    let inset = 32 + max(0, 64 * (closed * 16 / torn.count).logarithm16 / 16 - 256)
    scores = []
    for (row, before) in befores.enumerated() {
      var line: [Int] = []
      for (column, after) in afters.enumerated() {
        guard candidates[column] > torn[row] else {
          line.append(Self.never)
          continue
        }
        var score = seam(left[row], right[column]) - 30
        score += brackets(left[row], right[column]) + local(left[row], right[column])
        score += numbering(before.lastItem, after.firstItem) + topics[row][column] * 12 / 16
        if !pieces.isTorn.contains(candidates[column] - 1) { score -= inset }
        line.append(score)
      }
      scores.append(line)
    }
  }

  /// The characters on both sides of the cut: a word, a number, a phrase known from elsewhere, a
  /// clause of a usual length.
  private func seam(_ before: SeamSide, _ after: SeamSide) -> Int {
    guard let last = before.edge.last, let first = after.edge.first else { return 0 }
    var score = first == 0x201C ? -40 : 0
    if last.isIdeograph, first.isIdeograph {
      if statistics.count(last, first) == 0 { score -= 10 }
      score += statistics.pair(last, first) * 15 / 16
      if let second = before.edge.dropLast().last, second.isIdeograph {
        score += statistics.triple(second, last, first) * 20 / 16
      }
      if let second = after.edge.dropFirst().first, second.isIdeograph {
        score += statistics.triple(last, first, second) * 22 / 16
      }
      score += counts[[last, first]].logarithm16 * 7 / 16
    } else if last == 0x2E {
      score += first.isDigit ? 93 : -93
    } else if last.isDigit {
      score += Self.isMeasure(first) ? 58 : -58
    } else if !first.isIdeograph, !first.isDigit, !first.isLetter, first != 0x201C {
      // Only what closes may follow, and pages do not begin a column with it.
      score -= 55
    }
    for taken in 1...4 where before.edge.count >= taken && after.edge.count >= 5 - taken {
      let gram = Array(before.edge.suffix(taken) + after.edge.prefix(5 - taken))
      score += counts[gram].logarithm16 * 34 / 16
    }
    let length = before.length + after.length
    return score + statistics.clause(from: before.mark, to: after.mark, length: length) * 15 / 16
  }

  /// What may stand right behind a digit.
  private static func isMeasure(_ scalar: UInt32) -> Bool {
    let signs: StaticString = "亿万%个家.户人公年月日亩项件元倍平大条"
    return scalar.isDigit || signs.scalars.contains(scalar)
  }

  /// An opened quotation, bracket or book title is closed in the rest, and nothing else is.
  private func brackets(_ before: SeamSide, _ after: SeamSide) -> Int {
    zip(before.brackets, after.brackets).reduce(0) { score, sides in
      score + (sides.0 != sides.1 ? -90 : sides.0 ? 90 : 0)
    }
  }

  /// Pairs of characters that the ends of both sides share.
  private func local(_ before: SeamSide, _ after: SeamSide) -> Int {
    var score = 0
    for pair in after.pairs where before.known.contains(pair) {
      let first = UInt32(truncatingIfNeeded: pair >> 16)
      let second = UInt32(truncatingIfNeeded: pair & 0xFFFF)
      score += statistics.isCommon(first, second) ? 1 : 2
    }
    return min(4, score) * 18
  }

  /// An item 四是 goes on where the next item is 五是.
  private func numbering(_ last: Int?, _ next: Int?) -> Int {
    guard let last, let next else { return 0 }
    return next == last + 1 ? 55 : -55
  }
}

/// What matters of one side of a tear, found once.
private struct SeamSide {
  /// The four characters at the tear.
  var edge: [UInt32]
  /// The mark nearest to the tear and the characters between.
  var mark: UInt32 = 0x0A
  var length = 0
  /// Which kinds of bracket are open at the tear, or are closed first behind it.
  var brackets: [Bool]
  /// Pairs of ideographs near the tear.
  var pairs: [UInt64] = []
  var known: Set<UInt64> = []

  private static let brackets: [(open: UInt32, close: UInt32)] = [
    (0x201C, 0x201D), (0x28, 0x29), (0x300A, 0x300B),
  ]

  init(before text: [UInt32]) {
    edge = Array(text.suffix(4))
    brackets = Self.brackets.map { pair in
      text.lastIndex(of: pair.open) ?? -1 > text.lastIndex(of: pair.close) ?? -1
    }
    measure(text.reversed())
    collect(text.suffix(40))
  }

  init(after text: [UInt32]) {
    edge = Array(text.prefix(4))
    brackets = Self.brackets.map { pair in
      guard let closed = text.firstIndex(of: pair.close) else { return false }
      return closed < text.firstIndex(of: pair.open) ?? Int.max
    }
    measure(text)
    collect(text.prefix(40))
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

  private mutating func collect(_ text: ArraySlice<UInt32>) {
    for (first, second) in zip(text, text.dropFirst())
    where first.isIdeograph && second.isIdeograph {
      let pair = UInt64(first) << 16 | UInt64(second)
      if known.insert(pair).inserted { pairs.append(pair) }
    }
  }

  private static func isMark(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x2C, 0x3001, 0x3002, 0x3B, 0x3A, 0x201C, 0x201D, 0x28, 0x29, 0x300A, 0x300B: true
    default: false
    }
  }
}

/// How often runs of two and of five characters stand in the pieces at hand.
struct GramCounts {
  private var counts: [UInt64: Int32] = [:]

  init(_ texts: [[UInt32]]) {
    // A piece is there as what stands before a tear and as what follows another; once is enough.
    for text in Set(texts) {
      for length in [2, 5] where text.count >= length {
        for start in 0...text.count - length {
          counts[Self.code(text[start..<start + length]), default: 0] += 1
        }
      }
    }
  }

  subscript(_ gram: [UInt32]) -> Int { Int(counts[Self.code(gram[...])] ?? 0) }

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
