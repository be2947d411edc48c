/// Weighs how well each line goes on from each torn line, in sixteenths of a bit or so.
///
/// The weights were tuned on pages torn from real reports, none of which is in the tests.
struct TearEvidence {
  static let never = -1_000_000

  /// One row for a torn line, one column for a candidate.
  private(set) var scores: [[Int]]

  private let counts: GramCounts

  init(pieces: TornPieces, torn: [Int], candidates: [Int]) {
    let befores = torn.map { pieces.before($0) }
    let afters = candidates.map { pieces.after($0) }
    counts = GramCounts((befores + afters).flatMap(\.texts))
    let topics = TopicScores(befores.map(\.grams), afters.map(\.grams)).scores
    // The more lines follow complete ones, the less any of them is likely to go on from another.
    let closed = candidates.count { !pieces.isTorn.contains($0 - 1) }
    let inset = 32 + max(0, 64 * (closed * 16 / torn.count).logarithm16 / 16 - 256)
    scores = []
    for (row, before) in befores.enumerated() {
      let own = pieces.isTorn
      var line: [Int] = []
      for (column, after) in afters.enumerated() {
        guard candidates[column] > torn[row] else {
          line.append(Self.never)
          continue
        }
        var score = seam(before.text, after.text) + brackets(before.text, after.text)
        score += 16 * min(4, local(before.text, after.text)) * 3 / 2
        score += numbering(before.mark, after.mark) + topics[row][column]
        if !own.contains(candidates[column] - 1) { score -= inset }
        if candidates[column] == torn[row] + 1, torn.count < 4 { score += 4 * 16 }
        line.append(score)
      }
      scores.append(line)
    }
  }

  /// The characters on both sides of the cut: a word, a number, a phrase known from elsewhere.
  private func seam(_ before: [UInt32], _ after: [UInt32]) -> Int {
    guard let last = before.last, let first = after.first else { return 0 }
    var score = first == 0x201C ? -96 : 0
    if last.isIdeograph || last == 0x201D, first.isIdeograph {
      score += [-48, 48, 96, 144][CommonPairs.strength(last, first)]
      let left = Array(before.suffix(2))
      let right = Array(after.prefix(2))
      score += min(64, counts[[last, first]].logarithm16)
      score += 2 * min(48, counts[left + [first]].logarithm16)
      score += 2 * min(48, counts[[last] + right].logarithm16)
      score += 3 * min(48, counts[left + right].logarithm16)
    } else if last == 0x2E {
      score += first.isDigit ? 160 : -160
    } else if last.isDigit {
      score += Self.isMeasure(first) ? 96 : -96
    } else if first.isDigit, last.isIdeograph {
      score -= 24
    } else if !first.isIdeograph, !first.isDigit, !first.isLetter, first != 0x201C {
      // Only what closes may follow, and pages do not begin a column with it.
      score -= 32
    }
    return score
  }

  /// What may stand right behind a digit.
  private static func isMeasure(_ scalar: UInt32) -> Bool {
    let signs: StaticString = "亿万%个家.户人公年月日亩项件元倍平大条"
    return scalar.isDigit || signs.scalars.contains(scalar)
  }

  /// An opened quotation, bracket or book title is closed in the rest, and nothing else is.
  private func brackets(_ before: [UInt32], _ after: [UInt32]) -> Int {
    var score = 0
    let pairs: [(UInt32, UInt32)] = [(0x201C, 0x201D), (0x28, 0x29), (0x300A, 0x300B)]
    for (open, close) in pairs {
      let opened = before.lastIndex(of: open) ?? -1
      let isOpen = opened > before.lastIndex(of: close) ?? -1
      let closed = after.firstIndex(of: close)
      let isClosed = closed.map { $0 < after.firstIndex(of: open) ?? Int.max } ?? false
      if isOpen && isClosed {
        score += 96
      } else if isOpen != isClosed {
        score -= 96
      }
    }
    return score
  }

  /// Pairs of characters that the ends of both sides share.
  private func local(_ before: [UInt32], _ after: [UInt32]) -> Int {
    let left = before.suffix(40)
    let right = after.prefix(40)
    let known = Set(zip(left, left.dropFirst()).map { UInt64($0) << 32 | UInt64($1) })
    var shared: Set<UInt64> = []
    var score = 0
    for (first, second) in zip(right, right.dropFirst())
    where first.isIdeograph && second.isIdeograph {
      let pair = UInt64(first) << 32 | UInt64(second)
      guard known.contains(pair), shared.insert(pair).inserted else { continue }
      score += CommonPairs.strength(first, second) == 0 ? 2 : 1
    }
    return score
  }

  /// An item 四是 goes on where the next mark is 五是.
  private func numbering(_ before: HeadingMark?, _ after: HeadingMark?) -> Int {
    guard let before, let after, before.level == after.level, before.ordinal > 0 else { return 0 }
    return after.ordinal == before.ordinal + 1 ? 160 : -64
  }
}

/// How often runs of two to four characters stand in the pieces at hand.
struct GramCounts {
  private var counts: [UInt64: Int32] = [:]

  init(_ texts: [[UInt32]]) {
    // A piece is there as what stands before a tear and as what follows another; once is enough.
    for text in Set(texts) {
      for length in 2...4 where text.count >= length {
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
