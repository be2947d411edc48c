/// One line of one column: a piece of a printed line, or a whole one.
struct ColumnCell {
  var line: Line
  /// Blank display columns before it, from the start of its column.
  var indent: Int
  /// Display columns; Chinese characters take two.
  let width: Int
  /// Its first scalars, as many as a heading's mark takes.
  let head: [UInt32]
  /// Its last two scalars.
  let tail: [UInt32]

  init(_ decoder: LineDecoder, _ line: Line, indent: Int) {
    self.line = line
    self.indent = indent
    let scalars = decoder.scalars(line)
    width = scalars.reduce(0) { $0 + $1.displayWidth }
    head = Array(scalars.prefix(8))
    tail = Array(scalars.suffix(2))
  }

  var closes: Bool { tail.last.map(TearMender.closes) ?? false }

  /// Whether the first character or the one behind it may not have stood on the line above.
  var mayBePushed: Bool {
    guard let first = head.first else { return false }
    return first.opensBracket || (head.count > 1 && head[1].mayNotLead)
  }
}

/// How long the lines of a column are, and how far they are set in.
struct ColumnMeasure {
  let count: Int
  let width: Int
  let indent: Int
  /// Whether paragraphs are set in.
  let isIndenting: Bool
  /// Whether lines end after so many characters, whatever their width.
  let isCounted: Bool

  init(_ cells: [ColumnCell]) {
    let count = Self.mode(cells.map(\.line.count))
    let width = Self.mode(cells.map(\.width))
    self.count = count
    self.width = width
    isCounted =
      cells.count { $0.line.count == count }
      > cells.count { $0.width + 1 >= width && $0.width <= width }
    let indent = Self.mode(cells.map(\.indent))
    self.indent = indent
    let inset = cells.count { $0.indent >= indent + 2 }
    isIndenting = inset > 0 && inset * 2 < cells.count
  }

  func isIndented(_ cell: ColumnCell) -> Bool { isIndenting && cell.indent >= indent + 2 }

  /// Whether a line reaches the end of the column, or nearly.
  func isFull(_ cell: ColumnCell) -> Bool {
    let inset = isIndented(cell) ? cell.indent - indent : 0
    return cell.line.count + inset / 2 + 3 >= count || cell.width + inset + 6 >= width
  }

  /// Whether a paragraph ends with `cell`, `next` being the line below it.
  func ends(_ cell: ColumnCell, _ next: ColumnCell) -> Bool {
    if isIndented(next) { return true }
    guard cell.closes else {
      let goesOn = cell.tail.last == 0x2C || cell.tail.last == 0x3001
      return !goesOn && !isFull(cell)
    }
    if let mark = HeadingMark(next.head), mark.level <= 2 { return true }
    // What a dash announces stands in a paragraph of its own where a sentence ends before it.
    if next.head.starts(with: [0x2014, 0x2014]) { return true }
    if isIndenting { return !isFull(cell) }
    // A line may be a character short where the next one would begin with a mark.
    let inset = isIndented(cell) ? cell.indent - indent : 0
    let spare = next.mayBePushed ? 2 : 0
    return isCounted
      ? cell.line.count + inset / 2 + spare < count
      : cell.width + inset + spare * 2 + 1 < width
  }

  /// How well `next` goes on from `cell`, in sixteenths of a bit.
  func seam(_ cell: ColumnCell, _ next: ColumnCell) -> Int {
    if isIndented(next) { return cell.closes ? isFull(cell) ? 0 : 32 : -64 }
    if cell.closes, !isFull(cell) { return isIndenting ? -32 : 0 }
    guard let last = cell.tail.last, let first = next.head.first else { return 0 }
    if first.mayNotLead { return last.isMark ? -64 : 0 }
    if last == 0x2E { return first.isDigit ? 76 : -76 }
    if last.isDigit { return first.isMeasure ? 48 : -48 }
    guard last.isIdeograph, first.isIdeograph else { return 0 }
    let statistics = SeamStatistics.reports
    var score = statistics.count(last, first) == 0 ? -13 : 0
    score += statistics.pair(last, first) * 14 / 16
    if cell.tail.count > 1, cell.tail[0].isIdeograph {
      score += statistics.triple(cell.tail[0], last, first) * 9 / 16
    }
    if next.head.count > 1, next.head[1].isIdeograph {
      score += statistics.triple(last, first, next.head[1]) * 10 / 16
    }
    return score
  }

  /// Whether the lines may be those of a column of prose: of about one length, many of them full
  /// and stopping anywhere.
  func isProse(_ cells: [ColumnCell]) -> Bool {
    guard count >= 8, count <= 60 else { return false }
    return cells.count { !$0.closes && isFull($0) } * 5 >= cells.count * 2
  }

  /// The most frequent of small numbers, the greatest of several.
  static func mode(_ numbers: [Int]) -> Int {
    var counts = [Int](repeating: 0, count: 256)
    for number in numbers where number >= 0 && number < counts.count { counts[number] += 1 }
    var best = 0
    for number in counts.indices where counts[number] > 0 && counts[number] >= counts[best] {
      best = number
    }
    return best
  }
}

extension UInt32 {
  /// Columns of a terminal or a typewritten page.
  var displayWidth: Int { self < 0x2000 ? 1 : 2 }

  /// A mark that no printed line begins with.
  fileprivate var mayNotLead: Bool {
    switch self {
    case 0x2C, 0x3001, 0x3002, 0x3B, 0x3A, 0x21, 0x3F, 0x25, 0x29, 0x201D, 0x2019, 0x300B, 0x3011:
      true
    default: false
    }
  }

  fileprivate var opensBracket: Bool {
    self == 0x201C || self == 0x28 || self == 0x300A || self == 0x3010 || self == 0x2018
  }

  fileprivate var isMark: Bool { mayNotLead || opensBracket }

  /// What may stand right behind a digit.
  fileprivate var isMeasure: Bool {
    let signs: StaticString = "亿万%个家户人公年月日亩项件元倍平大条"
    return isDigit || signs.scalars.contains(self)
  }
}
