/// How much the words of two pieces have in common, against what is usual on the page.
struct TopicScores {
  /// Sixteenths; one row for a torn line, one column for a candidate.
  private(set) var scores: [[Int]]

  init(_ befores: [TornPieces.Piece], _ afters: [TornPieces.Piece]) {
    let rows = befores.map(\.grams)
    let columns = afters.map(\.grams)
    var spread: [UInt64: Int] = [:]
    for grams in rows + columns {
      for gram in grams { spread[gram, default: 0] += 1 }
    }
    let pieces = rows.count + columns.count
    // A word on every seventh piece tells no topic.
    let most = max(6, pieces / 7)
    var weights: [UInt64: Int32] = [:]
    for (gram, count) in spread where count > 1 && count <= most {
      weights[gram] = Int32((pieces / count).logarithm16)
    }
    let left = rows.map { Self.weighed($0, weights) }
    let right = columns.map { Self.weighed($0, weights) }
    let roots = columns.map { Self.root($0.count + 1) }
    var raw: [[Int?]] = []
    for (row, grams) in left.enumerated() {
      let root = Self.root(rows[row].count + 1)
      raw.append(
        right.indices.map { column in
          // A piece is as like itself as none is like another; that would hide all else.
          befores[row].lines.overlaps(afters[column].lines)
            ? nil : Self.shared(grams, right[column]) * 4096 / (root * roots[column])
        })
    }
    scores = Self.standing(raw)
  }

  private typealias Weighed = [(gram: UInt64, weight: Int32)]

  private static func weighed(_ grams: [UInt64], _ weights: [UInt64: Int32]) -> Weighed {
    grams.compactMap { gram in weights[gram].map { (gram, $0) } }
  }

  private static func shared(_ left: Weighed, _ right: Weighed) -> Int {
    var sum = 0
    var first = 0
    var second = 0
    while first < left.count, second < right.count {
      if left[first].gram == right[second].gram {
        sum += Int(left[first].weight)
        first += 1
        second += 1
      } else if left[first].gram < right[second].gram {
        first += 1
      } else {
        second += 1
      }
    }
    return sum
  }

  /// How far each value lies above the mean of its row and column, in deviations.
  private static func standing(_ raw: [[Int?]]) -> [[Int]] {
    guard let columns = raw.first?.count else { return [] }
    let rows = raw.map { spread($0) }
    let across = (0..<columns).map { column in spread(raw.map { $0[column] }) }
    return raw.indices.map { row in
      (0..<columns).map { column in
        guard let value = raw[row][column] else { return 0 }
        let own = (value - rows[row].mean) * 16 / rows[row].deviation
        let other = (value - across[column].mean) * 16 / across[column].deviation
        return max(-32, min(64, (own + other) / 2))
      }
    }
  }

  private static func spread(_ known: [Int?]) -> (mean: Int, deviation: Int) {
    let values = known.compactMap(\.self)
    guard !values.isEmpty else { return (0, 1) }
    let mean = values.reduce(0, +) / values.count
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (mean, max(1, root(squares / values.count)))
  }

  /// The whole part of the square root.
  private static func root(_ value: Int) -> Int {
    guard value > 1 else { return max(0, value) }
    var guess = 1 << ((Int.bitWidth - value.leadingZeroBitCount + 1) / 2)
    while true {
      let next = (guess + value / guess) / 2
      if next >= guess { return guess }
      guess = next
    }
  }
}
