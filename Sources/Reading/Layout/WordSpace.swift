/// Where words stand in a space in which words of one subject lie near one another.
///
/// A word is a pair of ideographs; its place comes from what it stood near in the reports that
/// `scripts/seam-counts.py` read. Rare words lie farther out and so weigh more.
struct WordSpace: Sendable {
  static let reports = WordSpace()

  typealias Place = SIMD64<Int16>

  private let keys = WordKeys.counts
  private let places: [Place]

  private init() {
    var places: [Place] = []
    var place = Place()
    var index = 0
    for letter in WordVectors.parts.lazy.flatMap(\.description.utf8) {
      guard let value = HashedCounts.value(letter) else { continue }
      place[index] = Int16(value >> 3) - 3
      place[index + 1] = Int16(value & 7) - 3
      index += 2
      if index == Place.scalarCount {
        places.append(place)
        index = 0
      }
    }
    self.places = places
  }

  func place(_ first: UInt32, _ second: UInt32) -> Place? {
    guard first.isIdeograph, second.isIdeograph else { return nil }
    return keys.index(UInt64(first) << 16 | UInt64(second)).map { places[$0] }
  }
}

/// What a text is about near its beginning: sums of its words' places, those farther off weighing
/// less.
struct SubjectView {
  typealias Sum = SIMD64<Int32>

  /// For each of `distances` a sum of length `unit`.
  private let sums: [Sum]

  /// How far it sees, in characters, until a word weighs about a third.
  static let distances = [16, 50, 150]
  static let unit = 1024
  private static let reach = 380

  /// Runs of characters, longer the farther off; the words of one weigh the same, for speed.
  private static let runs: [(end: Int, weights: [Int32])] = {
    var runs: [(end: Int, weights: [Int32])] = []
    var weights = [Int](repeating: 1 << 16, count: distances.count)
    var start = 0
    while start < reach {
      let end = start + max(2, start / 8)
      // The weight in the middle of the run.
      for step in start..<end {
        if step == (start + end) / 2 {
          runs.append((end, weights.map { Int32(truncatingIfNeeded: $0 >> 8) }))
        }
        for index in weights.indices { weights[index] -= weights[index] / distances[index] }
      }
      start = end
    }
    return runs
  }()

  /// `text` begins at the tear; `isReversed` when it leads to it and so runs backwards.
  init(_ text: [UInt32], isReversed: Bool) {
    let space = WordSpace.reports
    var totals = [Sum](repeating: Sum(), count: Self.distances.count)
    var at = 0
    for run in Self.runs {
      var sum = WordSpace.Place()
      let end = min(run.end, text.count - 1)
      while at < end {
        let word =
          isReversed
          ? space.place(text[at + 1], text[at]) : space.place(text[at], text[at + 1])
        if let word { sum &+= word }
        at += 1
      }
      let wide = Sum(truncatingIfNeeded: sum)
      for (index, weight) in run.weights.enumerated() where weight > 0 {
        totals[index] &+= wide &* weight
      }
      if at == text.count - 1 { break }
    }
    sums = totals.map(Self.levelled)
  }

  /// The cosine of the angle between two views, in parts of `unit`.
  func likeness(_ other: SubjectView, _ index: Int) -> Int {
    Int((sums[index] &* other.sums[index]).wrappedSum()) / Self.unit
  }

  private static func levelled(_ sum: Sum) -> Sum {
    var squares = 0
    for index in sum.indices { squares += Int(sum[index]) * Int(sum[index]) }
    let length = max(1, squares.squareRoot)
    var result = Sum()
    for index in sum.indices {
      result[index] = Int32(truncatingIfNeeded: Int(sum[index]) * unit / length)
    }
    return result
  }
}

extension Int {
  /// The whole part of the square root.
  var squareRoot: Int {
    guard self > 1 else { return Swift.max(0, self) }
    var guess = 1 << ((Int.bitWidth - leadingZeroBitCount + 1) / 2)
    while true {
      let next = (guess + self / guess) / 2
      if next >= guess { return guess }
      guess = next
    }
  }
}
