/// Finds columns that stand beside each other: every printed line holds a piece of each, with a
/// gap between.
struct BesideColumns {
  let decoder: LineDecoder

  /// A printed line.
  struct Row {
    var cells: [Piece]
    /// Where it ends, in display columns.
    var end = 0
  }

  /// What stands between two gaps of a printed line.
  struct Piece {
    var line: Line
    /// Where it begins, in display columns.
    let start: Int
    /// The tabs before it.
    let tabs: Int
    /// The blanks right before it, from the last tab on.
    let blanks: Int
  }

  static let rowsMin = 6
  /// A printed line is shorter; a paragraph is not looked at.
  static let lengthMax = 200
  private static let columnsMax = 4

  /// The pieces of a line.
  func row(_ line: Line) -> Row {
    let bytes = decoder.source.bytes
    var index = line.bytes.lowerBound
    while index > decoder.source.start, bytes[index - 1] != 0x0A { index -= 1 }
    var row = Row(cells: [])
    var place = 0
    var tabs = 0
    var gap = 0
    var hasTab = false
    var scalarAt = line.at
    var isOpen = false
    while index < line.bytes.upperBound {
      let (raw, size) = Passage.decode(bytes, index)
      let isInside = index >= line.bytes.lowerBound
      if isInside, Passage.normalised(raw) != 0x20 {
        if !isOpen || hasTab || gap >= 2 {
          let piece = Line(bytes: index..<index, at: scalarAt, count: 0)
          row.cells.append(Piece(line: piece, start: place, tabs: tabs, blanks: gap))
          isOpen = true
        }
        let last = row.cells.count - 1
        let cell = row.cells[last].line
        row.cells[last].line.bytes = cell.bytes.lowerBound..<index + size
        row.cells[last].line.count = scalarAt - cell.at + 1
        gap = 0
        hasTab = false
      } else {
        gap += raw.displayWidth
        if raw == 0x09 {
          gap = 0
          tabs += 1
          hasTab = true
        }
      }
      place += raw.displayWidth
      if isInside { scalarAt += 1 }
      index += size
    }
    row.end = place
    return row
  }

  /// The cells of the rows, column by column, or nothing where they are no columns of prose.
  func columns(_ rows: [Row]) -> [[ColumnCell]] {
    let parted = rows.filter { $0.cells.count > 1 }
    let number = ColumnMeasure.mode(parted.map(\.cells.count))
    guard parted.count >= Self.rowsMin, number >= 2, number <= Self.columnsMax else { return [] }
    let regular = parted.filter { $0.cells.count == number }
    guard regular.count * 2 >= parted.count else { return [] }
    let starts = (0..<number).map { column in
      ColumnMeasure.mode(regular.map { $0.cells[column].start })
    }
    let grid = rows.map { placed($0, starts) }
    let cells = (0..<number).map { column in grid.compactMap { $0[column] } }
    let measures = cells.map { ColumnMeasure($0) }
    guard zip(measures, cells).allSatisfy({ $0.isProse($1) }) else { return [] }
    return isRead(grid, measures) ? cells : []
  }

  /// One cell for each column; pieces of one column are put together.
  private func placed(_ row: Row, _ starts: [Int]) -> [ColumnCell?] {
    var pieces = [Piece?](repeating: nil, count: starts.count)
    for (index, piece) in row.cells.enumerated() {
      var column = index
      if row.cells.count != starts.count {
        column =
          piece.tabs > 0
          ? min(piece.tabs, starts.count - 1) : starts.lastIndex { $0 <= piece.start + 3 } ?? 0
      }
      // Never back to the left.
      if let last = pieces.lastIndex(where: { $0 != nil }) { column = max(column, last) }
      if let held = pieces[column] {
        var joined = held
        joined.line.bytes = held.line.bytes.lowerBound..<piece.line.bytes.upperBound
        joined.line.count = piece.line.at + piece.line.count - held.line.at
        pieces[column] = joined
      } else {
        pieces[column] = piece
      }
    }
    return zip(pieces, starts).map { piece, start in
      piece.map { piece in
        let indent = piece.tabs > 0 ? piece.blanks : max(0, piece.start - start)
        return ColumnCell(decoder, piece.line, indent: indent)
      }
    }
  }

  /// Whether the text reads better down the columns than across them.
  private func isRead(_ grid: [[ColumnCell?]], _ measures: [ColumnMeasure]) -> Bool {
    var down = 0
    var across = 0
    var links = 0
    for (row, below) in zip(grid, grid.dropFirst()) {
      for column in measures.indices {
        guard let cell = row[column], let next = below[column] else { continue }
        let isLast = column + 1 == measures.count
        guard let beside = isLast ? below[0] : row[column + 1] else { continue }
        down += measures[column].seam(cell, next)
        across += measures[column].seam(cell, beside)
        links += 1
      }
    }
    return links >= Self.rowsMin && down > 0 && down - across >= max(200, 12 * links)
  }
}
