/// Finds the lines that stop in mid-sentence and the lines they go on in.
///
/// Torn lines are taken in order, at most `batch` at a time; the rest of each is looked for in
/// the next `reach` lines that stand behind a blank line or behind another torn line. Every line
/// is the rest of one other at most, and all rests of a batch are weighed together; what remains
/// doubtful is cut off. A text of short hard lines is not torn but wrapped and left alone. When
/// `work` pairs have been weighed the rest of the file is left as it stands, so that reading
/// stays linear.
struct TearMender {
  let source: SourceText
  let lines: [Line]
  let roles: LineRoles
  let columns: ColumnFinder.Page
  let decoder: LineDecoder

  private static let batch = 64
  private static let reach = 400
  private static let candidateMax = 256
  private static let work = 3_000_000
  /// Four times as likely as not (2 bits): a wrong join does more harm than a missing one.
  private static let oddsMin = 32
  /// A heading is shorter than a torn piece.
  private static let tornMin = 24

  init(source: SourceText, lines: [Line], roles: LineRoles, columns: ColumnFinder.Page) {
    self.columns = columns
    self.source = source
    self.lines = lines
    self.roles = roles
    decoder = LineDecoder(source: source)
  }

  func ties() -> TornTies {
    var ties = columns.ties
    var torn = [Int]()
    for index in lines.indices
    where roles.isBody(index) && !columns.settled.contains(index) && isTorn(index) {
      if isWrapped(index) { ties.tie(index, index + 1) } else { torn.append(index) }
    }
    guard !isHardLined(torn.count) else { return ties }
    let isTorn = Set(torn)
    var weighed = 0
    var start = 0
    while start < torn.count, weighed < Self.work {
      var end = start + 1
      while end < torn.count, end - start < Self.batch,
        torn[end] - torn[end - 1] <= Self.reach
      {
        end += 1
      }
      let group = Array(torn[start..<end])
      let candidates = candidates(group, isTorn, ties)
      weighed += group.count * candidates.count
      join(group, candidates, isTorn, &ties)
      start = end
    }
    return ties
  }

  // MARK: - Lines

  /// Whether a line stops in mid-sentence, by what it ends with and how long it is.
  private func isTorn(_ index: Int) -> Bool {
    let line = lines[index]
    // 摄: the line of a picture.
    guard let last = decoder.last(line), last != 0x6444 else { return false }
    let closes = Self.closes(last)
    if closes, last != 0x201D, last != 0x29 { return false }
    let text = decoder.scalars(line, last: 200)
    if closes {
      // A quotation or bracket that ends a sentence holds its stop.
      let end = text.suffix(2)
      guard line.count >= 60, end.count == 2 else { return false }
      return end.first?.endsSentence == false && text.contains(0x3002)
    }
    let holdsStop = text.contains(0x3002)
    let mark = HeadingMark(decoder.scalars(line, first: 8))
    if let mark, mark.level <= 2 || mark.ordinal == 0 {
      return (holdsStop && line.count >= 12) || endsBlock(index)
    }
    if holdsStop || line.count >= 60 { return true }
    if line.count >= Self.tornMin, text.contains(where: \.endsClause) { return true }
    return endsBlock(index)
  }

  /// A short line below prose and above a blank line: a heading would have text below it.
  private func endsBlock(_ index: Int) -> Bool {
    guard index > 0, index + 1 < lines.count, !lines[index].hasGap, lines[index + 1].hasGap,
      roles.isBody(index - 1), lines[index - 1].count >= 60
    else { return false }
    return decoder.last(lines[index - 1]).map(Self.closes) == true
  }

  /// Whether a line that ends so is complete.
  static func closes(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x3A, 0x201D, 0x2019, 0x29, 0x300B, 0x3011, 0x2026, 0x2014, 0x5D, 0x3D: true
    default: scalar.endsSentence
    }
  }

  /// A line that ends with a comma goes on in the very next line of a wrapped text.
  private func isWrapped(_ index: Int) -> Bool {
    guard index + 1 < lines.count, roles.isBody(index + 1), !lines[index + 1].hasGap,
      let last = decoder.last(lines[index]), last == 0x2C || last == 0x3001
    else { return false }
    return HeadingMark(decoder.scalars(lines[index + 1], first: 8)) == nil
  }

  /// Whether most lines are short and end anywhere.
  private func isHardLined(_ torn: Int) -> Bool {
    guard torn >= 16, torn * 2 > lines.count else { return false }
    return lines.reduce(0) { $0 + $1.count } < lines.count * 100
  }

  /// The lines that may be the rest of one of `group`.
  private func candidates(_ group: [Int], _ isTorn: Set<Int>, _ ties: TornTies) -> [Int] {
    guard let first = group.first, let last = group.last else { return [] }
    var result: [Int] = []
    for index in first + 1..<min(lines.count, last + Self.reach)
    where roles.isBody(index) && ties.origin[index] == nil && !roles.starts.contains(index) {
      guard lines[index].hasGap || isTorn.contains(index - 1),
        !columns.settled.contains(index)
      else { continue }
      let head = decoder.scalars(lines[index], first: 8)
      guard HeadingMark(head) == nil, let start = head.first, lines[index].count >= 2
      else { continue }
      // A rest that is no prose would be a heading.
      guard
        lines[index].count >= Self.tornMin
          || decoder.last(lines[index]).map(Self.closes) == true
      else { continue }
      if start == 0x2014 || start == 0x25CF || start == 0x25A0 { continue }
      result.append(index)
      if result.count == Self.candidateMax { break }
    }
    return result
  }

  // MARK: - Joining

  private func join(
    _ group: [Int], _ candidates: [Int], _ isTorn: Set<Int>, _ ties: inout TornTies
  ) {
    let pieces = TornPieces(lines: lines, roles: roles, decoder: decoder, isTorn: isTorn)
    let evidence = TearEvidence(pieces: pieces, torn: group, candidates: candidates)
    for (row, column) in JoinOdds(evidence.scores).pairs(least: Self.oddsMin).enumerated() {
      if let column {
        ties.tie(group[row], candidates[column])
      } else {
        ties.cutOff.insert(group[row])
      }
    }
  }
}
