/// How likely each pair of a line and a rest belongs together, given that every line has one rest
/// at most and every rest one line.
///
/// Belief propagation: a line tells each rest how well it would do without it, a rest each line,
/// a few times over. What remains doubtful because two rests fit about as well has low odds, so
/// that it can be left apart.
struct JoinOdds {
  /// In sixteenths of a bit; one row for a line, one column for a rest.
  private(set) var odds: [[Int]]

  static let never = -1_000_000
  private static let rounds = 16
  /// Beyond this a score tells nothing more.
  private static let most = 60 * 16

  /// `scores` are sixteenths of a bit for each pair against both standing alone.
  init(_ scores: [[Int]]) {
    let rows = scores.count
    let columns = scores.first?.count ?? 0
    let flat = scores.joined().map {
      $0 <= Self.never / 2 ? Self.never : max(-Self.most, min(Self.most, $0))
    }
    var fromRows = [Int](repeating: 0, count: flat.count)
    var fromColumns = fromRows
    for _ in 0..<Self.rounds {
      for row in 0..<rows {
        let places = stride(from: row * columns, to: (row + 1) * columns, by: 1)
        Self.tell(&fromRows, flat, fromColumns, places)
      }
      for column in 0..<columns {
        let places = stride(from: column, to: flat.count, by: columns)
        Self.tell(&fromColumns, flat, fromRows, places)
      }
    }
    odds = (0..<rows).map { row in
      (row * columns..<(row + 1) * columns).map { place in
        flat[place] == Self.never
          ? Self.never : flat[place] + fromRows[place] + fromColumns[place]
      }
    }
  }

  /// The column of each row whose odds are at least `least`, if there is one.
  func pairs(least: Int) -> [Int?] {
    var best: [Int: (row: Int, odds: Int)] = [:]
    for (row, line) in odds.enumerated() {
      guard let column = line.indices.max(by: { line[$0] < line[$1] }), line[column] >= least,
        best[column]?.odds ?? Self.never < line[column]
      else { continue }
      best[column] = (row, line[column])
    }
    var result = [Int?](repeating: nil, count: odds.count)
    for (column, pair) in best { result[pair.row] = column }
    return result
  }

  /// What a line, or a rest, tells each of its pairs: how much better all others together do.
  private static func tell(
    _ told: inout [Int], _ scores: [Int], _ heard: [Int], _ places: StrideTo<Int>
  ) {
    var top = 0
    for place in places where scores[place] != never {
      top = max(top, scores[place] + heard[place])
    }
    var total = Power.of(-top)
    for place in places where scores[place] != never {
      total += Power.of(scores[place] + heard[place] - top)
    }
    for place in places where scores[place] != never {
      let others = total - Power.of(scores[place] + heard[place] - top)
      let value = -(Swift.max(1, others).logarithm16 - 16 * Power.bits + top)
      // Half of what it told before, or the messages swing to and fro.
      told[place] = (told[place] + value) / 2
    }
  }

  /// Powers of two whose exponents are sixteenths.
  private enum Power {
    static let bits = 24
    /// 2 to the power of 24 and so many sixteenths, less 1.
    private static let parts = [
      16_777_216, 17_519_905, 18_295_471, 19_105_369, 19_951_119, 20_834_309, 21_756_595,
      22_719_709, 23_725_457, 24_775_728, 25_872_492, 27_017_807, 28_213_823, 29_462_784,
      30_767_034, 32_129_019,
    ]

    /// Of a number not above 0.
    static func of(_ sixteenths: Int) -> Int {
      let whole = sixteenths >> 4
      return whole < -bits ? 0 : parts[sixteenths & 15] >> -whole
    }
  }
}
