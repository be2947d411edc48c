/// The pairing of rows with columns that has the best total.
///
/// The Hungarian method with potentials, rows added one by one: rows² × columns steps.
enum Assignment {
  /// The column of every row.
  ///
  /// `scores` has as many columns as rows or more; higher is better.
  static func best(_ scores: [[Int]]) -> [Int] {
    guard let columns = scores.first?.count else { return [] }
    var table = Table(rows: scores.count, columns: columns)
    for row in 1...scores.count { table.add(row, scores) }
    var result = [Int](repeating: 0, count: scores.count)
    for column in 1...columns where table.rowOf[column] > 0 {
      result[table.rowOf[column] - 1] = column - 1
    }
    return result
  }

  /// Rows and columns count from 1; 0 is the place of the row being added.
  private struct Table {
    let columns: Int
    var rowPotential: [Int]
    var columnPotential: [Int]
    var rowOf: [Int]

    init(rows: Int, columns: Int) {
      self.columns = columns
      rowPotential = [Int](repeating: 0, count: rows + 1)
      columnPotential = [Int](repeating: 0, count: columns + 1)
      rowOf = [Int](repeating: 0, count: columns + 1)
    }

    mutating func add(_ row: Int, _ scores: [[Int]]) {
      rowOf[0] = row
      var least = [Int](repeating: Int.max / 4, count: columns + 1)
      var from = [Int](repeating: 0, count: columns + 1)
      var isUsed = [Bool](repeating: false, count: columns + 1)
      var current = 0
      repeat {
        isUsed[current] = true
        let held = rowOf[current]
        var step = Int.max / 4
        var next = 0
        for column in 1...columns where !isUsed[column] {
          let cost = -scores[held - 1][column - 1] - rowPotential[held] - columnPotential[column]
          if cost < least[column] {
            least[column] = cost
            from[column] = current
          }
          if least[column] < step {
            step = least[column]
            next = column
          }
        }
        for column in 0...columns {
          if isUsed[column] {
            rowPotential[rowOf[column]] += step
            columnPotential[column] -= step
          } else {
            least[column] -= step
          }
        }
        current = next
      } while rowOf[current] != 0
      while current != 0 {
        rowOf[current] = rowOf[from[current]]
        current = from[current]
      }
    }
  }
}
