/// Puts interleaved columns into reading order before anything else reads the page.
///
/// Web pages of yearbooks hold the columns of the printed page line by line: side by side with a
/// gap between (`BesideColumns`), or one after the other (`AlternatingColumns`). Where the
/// characters at the line ends follow one another better down the columns than in the order of
/// the page, the columns are taken apart and the lines of each paragraph tied together. A text
/// without runs of short lines is not looked at.
struct ColumnFinder {
  /// The lines of a page in reading order.
  struct Page {
    var lines: [Line] = []
    /// Lines of columns that go on from the line before.
    var ties = TornTies()
    /// All lines of columns.
    var settled: Set<Int> = []
  }

  private let decoder: LineDecoder
  private let lines: [Line]

  /// A paragraph is not tied beyond this many characters, so that reading stays linear.
  private static let paragraphMax = 8_000
  /// Fewer lines are no columns.
  private static let alternatingMin = 12

  init(source: SourceText, lines: [Line]) {
    decoder = LineDecoder(source: source)
    self.lines = lines
  }

  func page() -> Page {
    var page = Page()
    page.lines.reserveCapacity(lines.count)
    var index = 0
    while index < lines.count {
      var end = index
      while end < lines.count, lines[end].count <= BesideColumns.lengthMax { end += 1 }
      if end - index < BesideColumns.rowsMin {
        end = max(end, index + 1)
        page.lines += lines[index..<end]
      } else {
        read(index..<end, into: &page)
      }
      index = end
    }
    return page
  }

  /// Short lines.
  private func read(_ run: Range<Int>, into page: inout Page) {
    let beside = BesideColumns(decoder: decoder)
    var plain = run.lowerBound
    var index = run.lowerBound
    while index < run.upperBound {
      guard holdsGap(lines[index]) else {
        index += 1
        continue
      }
      let rows = rows(from: index, before: run.upperBound, beside)
      let columns = beside.columns(rows)
      readPlain(plain..<index, into: &page)
      if columns.isEmpty {
        page.lines += lines[index..<index + rows.count]
      } else {
        add(columns, to: &page)
      }
      index += rows.count
      plain = index
    }
    readPlain(plain..<run.upperBound, into: &page)
  }

  /// The printed lines from `start` on that have a gap where the one before has its gap, or fit
  /// on one side of it.
  private func rows(
    from start: Int, before end: Int, _ beside: BesideColumns
  ) -> [BesideColumns.Row] {
    // 6: the line before may be set in by two characters.
    var rows = [beside.row(lines[start])]
    var second = rows[0].cells.count > 1 ? rows[0].cells[1].start : 0
    for index in start + 1..<max(end, start + 1) {
      let row = beside.row(lines[index])
      if row.cells.count > 1 {
        let start = row.cells[1].start
        second = row.cells[1].tabs > 0 ? max(second, start) : start
      } else if let cell = row.cells.first, cell.tabs == 0, cell.start + 6 < second {
        let isHeading = HeadingMark(decoder.scalars(lines[index], first: 8)) != nil
        if row.end >= second || lines[index].hasGap || isHeading { break }
      }
      rows.append(row)
    }
    return rows
  }

  /// Short lines without gaps.
  private func readPlain(_ run: Range<Int>, into page: inout Page) {
    guard run.count >= Self.alternatingMin else {
      page.lines += lines[run]
      return
    }
    let usual = ColumnMeasure.mode(run.map { lines[$0].count })
    var index = run.lowerBound
    while index < run.upperBound {
      var end = index
      while end < run.upperBound, isShort(lines[end], usual) { end += 1 }
      let columns = alternating(index..<end, usual)
      end = max(end, index + 1)
      if columns.isEmpty { page.lines += lines[index..<end] } else { add(columns, to: &page) }
      index = end
    }
  }

  /// Whether a line is no longer than those of a column; digits take half the room.
  private func isShort(_ line: Line, _ usual: Int) -> Bool {
    line.count <= AlternatingColumns.lengthMax
      && (line.count <= usual * 5 / 4 + 3 || line.bytes.count <= usual * 3 + 6)
  }

  private func alternating(_ run: Range<Int>, _ usual: Int) -> [[ColumnCell]] {
    guard run.count >= Self.alternatingMin,
      run.count(where: { lines[$0].count * 8 >= usual * 7 }) * 2 >= run.count
    else { return [] }
    let beside = BesideColumns(decoder: decoder)
    let cells = run.map {
      ColumnCell(decoder, lines[$0], indent: beside.row(lines[$0]).cells.first?.start ?? 0)
    }
    return AlternatingColumns().columns(cells)
  }

  /// Whether a tab, two blanks or an ideographic space stand inside a line.
  private func holdsGap(_ line: Line) -> Bool {
    let bytes = decoder.source.bytes.span.extracting(line.bytes)
    var index = 0
    while index < bytes.count {
      switch bytes[index] {
      case 0xE4...0xEF: index += 3
      case 0xE3:
        if bytes[index + 1] == 0x80, bytes[index + 2] == 0x80 { return true }
        index += 3
      case 0x09: return true
      case 0x20:
        // A line begins with no blank, so that this is the second.
        if index == 0 || bytes[index - 1] == 0x20 { return true }
        index += 1
      case let lead: index += Passage.width(of: lead)
      }
    }
    return false
  }

  // MARK: - Paragraphs

  private func add(_ columns: [[ColumnCell]], to page: inout Page) {
    var above: (cell: ColumnCell, measure: ColumnMeasure)?
    var length = 0
    for column in columns {
      let measure = ColumnMeasure(column)
      for (index, cell) in column.enumerated() {
        let place = page.lines.count
        var line = cell.line
        if index > 0 { line.hasGap = false }
        page.lines.append(line)
        page.settled.insert(place)
        length += line.count
        if let above, length <= Self.paragraphMax,
          goesOn(from: above.cell, above.measure, to: cell, measure, isTop: index == 0)
        {
          page.ties.tie(place - 1, place)
        } else {
          length = line.count
        }
        above = (cell, measure)
      }
    }
  }

  /// Whether a line goes on from the one above it, or the top of a column from the end of the one
  /// before.
  private func goesOn(
    from cell: ColumnCell, _ measure: ColumnMeasure, to next: ColumnCell,
    _ nextMeasure: ColumnMeasure, isTop: Bool
  ) -> Bool {
    guard isTop else { return !measure.ends(cell, next) }
    return !cell.closes && measure.isFull(cell) && !nextMeasure.isIndented(next)
      && HeadingMark(next.head) == nil && measure.seam(cell, next) > -32
  }
}
