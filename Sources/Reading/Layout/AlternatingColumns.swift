/// Finds columns whose lines alternate: left, right, left, right.
///
/// Each line goes on from the one above it, from the second or from the third above; the choice
/// that makes the best seams over a run of lines is found with one pass (Viterbi), a change of
/// the distance being dear. A run in which lines go on from the line above is left alone.
struct AlternatingColumns {
  private static let reach = 3
  /// 6 bits: what a change of the distance must bring.
  private static let change = 96
  /// As many lines must go on from a line farther above.
  private static let linksMin = 8
  /// Lines of columns are shorter.
  static let lengthMax = 60

  /// The lines of `run`, column by column, or nothing where none are found.
  func columns(_ run: [ColumnCell]) -> [[ColumnCell]] {
    let measure = ColumnMeasure(run)
    guard measure.isProse(run) else { return [] }
    let lags = lags(run, measure)
    guard let start = lags.indices.first(where: { lags[$0] > 1 }) else { return [] }
    var gain = 0
    var total = 0
    var links = 0
    for index in lags.indices where lags[index] > 1 {
      let score = measure.seam(run[index - lags[index]], run[index])
      total += score
      gain += score - measure.seam(run[index - 1], run[index])
      links += 1
    }
    guard links >= Self.linksMin, total > 0, gain >= max(320, 16 * links) else { return [] }
    return chains(run, lags, from: start)
  }

  /// How far above each line stands the one that it goes on from.
  private func lags(_ run: [ColumnCell], _ measure: ColumnMeasure) -> [Int] {
    var totals = [0, -Self.change, -Self.change]
    var steps: [[Int]] = []
    for index in run.indices {
      let best = totals.indices.reduce(0) { totals[$1] > totals[$0] ? $1 : $0 }
      var next: [Int] = []
      var step: [Int] = []
      for lag in 1...Self.reach {
        let stays = totals[lag - 1] >= totals[best] - Self.change
        step.append(stays ? lag - 1 : best)
        let before = stays ? totals[lag - 1] : totals[best] - Self.change
        next.append(
          before + (index >= lag ? measure.seam(run[index - lag], run[index]) : lag > 1 ? -32 : 0))
      }
      totals = next
      steps.append(step)
    }
    var state = totals.indices.reduce(0) { totals[$1] > totals[$0] ? $1 : $0 }
    var lags = [Int](repeating: 1, count: run.count)
    for index in run.indices.reversed() {
      lags[index] = index > state ? state + 1 : 1
      state = steps[index][state]
    }
    return lags
  }

  /// Lines that go on from one another; a line that loses its follower to a later one was the
  /// last before the columns began, or the head of its column.
  private func chains(_ run: [ColumnCell], _ lags: [Int], from start: Int) -> [[ColumnCell]] {
    var next = [Int](repeating: -1, count: run.count)
    var isHead = [Bool](repeating: false, count: run.count)
    if !run.isEmpty { isHead[0] = true }
    for index in run.indices.dropFirst() {
      let above = index - lags[index]
      if next[above] >= 0 { isHead[next[above]] = true }
      next[above] = index
    }
    return run.indices.filter { isHead[$0] }.map { head in
      var column: [ColumnCell] = []
      var index = head
      while index >= 0 {
        column.append(run[index])
        index = next[index]
      }
      return column
    }
  }
}
