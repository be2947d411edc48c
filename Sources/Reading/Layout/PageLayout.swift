/// A text taken apart into articles and paragraphs, torn paragraphs put back together.
struct PageLayout {
  /// One paragraph: its lines in reading order.
  struct Block {
    var lines: [Line]
    /// The end was not found.
    var isCutOff = false
  }

  /// One article.
  struct Draft {
    var front: [Line] = []
    var kicker: [Range<Int>] = []
    var headline: String?
    var byline: [String] = []
    var blocks: [Block] = []
  }

  var articles: [Draft] = []

  /// All lines in reading order.
  var lines: some Sequence<Line> {
    articles.lazy.flatMap { [$0.front, $0.blocks.flatMap(\.lines)].joined() }
  }

  init(_ source: SourceText) {
    let columns = ColumnFinder(source: source, lines: LineScanner.scan(source)).page()
    let lines = columns.lines
    let finder = FrontFinder(source: source, lines: lines)
    let fronts = finder.fronts()
    var roles = LineRoles(count: lines.count, fronts: fronts)
    if !fronts.isEmpty { roles.markPictures(lines, finder) }
    let ties = TearMender(source: source, lines: lines, roles: roles, columns: columns).ties()
    assemble(source, lines, fronts, roles, ties)
  }

  /// Walks the page in its order and sends each line to the article it belongs to.
  private mutating func assemble(
    _ source: SourceText, _ lines: [Line], _ fronts: [Int: ArticleFront], _ roles: LineRoles,
    _ ties: TornTies
  ) {
    var current = 0
    // The article and paragraph that each tie leads on from.
    var places: [Int: (article: Int, block: Int)] = [:]
    for index in lines.indices {
      if let front = fronts[index] {
        articles.append(Draft())
        current = articles.count - 1
        articles[current].byline = front.byline
        articles[current].kicker = front.kicker.map {
          lines[$0].at..<lines[$0].at + lines[$0].count
        }
        articles[current].headline = headline(front.headline.map { lines[$0] }, source)
      } else if articles.isEmpty || (ties.leadsAway(index - 1) && ties.origin[index] == nil) {
        articles.append(Draft())
        current = articles.count - 1
      }
      guard roles.isBody(index) else {
        articles[current].front.append(lines[index])
        continue
      }
      if let origin = ties.origin[index], let place = places[origin] {
        current = place.article
        articles[current].blocks[place.block].lines.append(lines[index])
        if ties.rest[index] != nil { places[index] = place }
        articles[current].blocks[place.block].isCutOff = ties.cutOff.contains(index)
      } else {
        let isCutOff = ties.cutOff.contains(index)
        articles[current].blocks.append(Block(lines: [lines[index]], isCutOff: isCutOff))
        if ties.rest[index] != nil {
          places[index] = (current, articles[current].blocks.count - 1)
        }
      }
    }
  }

  private func headline(_ lines: [Line], _ source: SourceText) -> String? {
    guard !lines.isEmpty else { return nil }
    return lines.map { line in
      let passage = Passage(source, line)
      return passage.string(0..<passage.count)
    }.joined(separator: " ")
  }
}

/// Which lines are text of an article, and which stand above or beside it.
struct LineRoles {
  private(set) var isFront: [Bool]
  private(set) var isPicture: [Bool]
  /// Where an article begins.
  private(set) var starts: Set<Int>

  init(count: Int, fronts: [Int: ArticleFront]) {
    isFront = [Bool](repeating: false, count: count)
    isPicture = isFront
    starts = Set(fronts.keys)
    for front in fronts.values {
      for index in front.lines { isFront[index] = true }
    }
  }

  func isBody(_ index: Int) -> Bool { !isFront[index] && !isPicture[index] }

  /// A picture's credit and the caption right before it.
  mutating func markPictures(_ lines: [Line], _ finder: FrontFinder) {
    for index in lines.indices where !isFront[index] && finder.isCredit(index) {
      isPicture[index] = true
      let above = index - 1
      if above >= 0, isBody(above), lines[above].count <= 60, !finder.isDispatch(above) {
        isPicture[above] = true
      }
    }
  }
}

/// Which lines go on where.
struct TornTies {
  /// The line that a line goes on from.
  var origin: [Int: Int] = [:]
  /// The line that goes on from a line.
  var rest: [Int: Int] = [:]
  /// Lines whose rest is missing.
  var cutOff: Set<Int> = []

  mutating func tie(_ line: Int, _ next: Int) {
    origin[next] = line
    rest[line] = next
  }

  /// Whether the rest of a line stands elsewhere than below it.
  func leadsAway(_ line: Int) -> Bool {
    rest[line].map { $0 != line + 1 } ?? false
  }
}
