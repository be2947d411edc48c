/// What stands above an article on a newspaper page.
struct ArticleFront {
  /// The lines it takes; empty where an article opens with 本报讯 alone.
  var lines: Range<Int>
  var kicker: [Int] = []
  var headline: [Int] = []
  var byline: [String] = []
}

/// Finds where articles begin.
///
/// Short lines without a stop open an article only together with a reporter's line (本报记者 …), a
/// subtitle between blank lines (——…) or a body that begins with 本报讯; alone they are headings
/// inside an article. A text without a reporter anywhere is one article.
struct FrontFinder {
  let source: SourceText
  let lines: [Line]
  let decoder: LineDecoder

  /// The most lines that stand above an article.
  private static let frontMax = 8

  init(source: SourceText, lines: [Line]) {
    self.source = source
    self.lines = lines
    decoder = LineDecoder(source: source)
  }

  /// The fronts by the index of the line they begin at.
  func fronts() -> [Int: ArticleFront] {
    guard lines.indices.contains(where: { isDispatch($0) || isByline($0) }) else { return [:] }
    var result: [Int: ArticleFront] = [:]
    var index = 0
    while index < lines.count {
      let start = index
      while index < lines.count, isTitle(index) || isSubtitle(index) || isByline(index) {
        index += 1
      }
      if let front = front(start..<index) {
        result[front.lines.lowerBound] = front
      }
      if index == start || (index < lines.count && isDispatch(index)) { index += 1 }
    }
    return result
  }

  private func front(_ run: Range<Int>) -> ArticleFront? {
    var body = run.upperBound
    let isOpening = body < lines.count && isDispatch(body)
    // A short line below the reporter's is a heading of the text.
    while !isOpening, body > run.lowerBound, !isSubtitle(body - 1), !isByline(body - 1) {
      body -= 1
    }
    let start = max(run.lowerBound, body - Self.frontMax)
    var front = ArticleFront(lines: start..<body)
    var titles: [Int] = []
    var hasSign = isOpening
    for index in front.lines {
      if isByline(index) {
        front.byline += Byline.names(decoder.scalars(lines[index]))
        hasSign = true
      } else if isSubtitle(index) {
        hasSign = hasSign || !titles.isEmpty
      } else {
        titles.append(index)
      }
    }
    guard hasSign, body < lines.count else { return nil }
    if isOpening { front.byline += Byline.names(Byline.brackets(head(body, 40))) }
    split(titles, body: body, &front)
    return front
  }

  /// Kickers first, then the headline: it speaks of what the body speaks of.
  private func split(_ titles: [Int], body: Int, _ front: inout ArticleFront) {
    var rest = titles[...]
    while rest.count > 1, let first = rest.first, isKicker(first) {
      front.kicker.append(first)
      rest.removeFirst()
    }
    if rest.count > 1 {
      let text = pairs(body..<min(lines.count, body + 3))
      let start = rest.firstIndex { index in
        let own = pairs(index..<index + 1)
        return own.count(where: text.contains) * 2 >= own.count
      }
      if let start {
        front.kicker += rest[..<start]
        rest = rest[start...]
      }
    }
    front.headline = Array(rest)
  }

  private func pairs(_ range: Range<Int>) -> Set<UInt64> {
    var result: Set<UInt64> = []
    for index in range {
      let text = decoder.scalars(lines[index], first: 600)
      for (first, second) in zip(text, text.dropFirst())
      where first.isIdeograph && second.isIdeograph {
        result.insert(UInt64(first) << 32 | UInt64(second))
      }
    }
    return result
  }

  // MARK: - Lines

  /// The words of a series: 系列报道, 巡礼, 专栏, or a number in brackets at the end.
  private func isKicker(_ index: Int) -> Bool {
    let text = decoder.scalars(lines[index])
    let words: [StaticString] = ["系列报道", "巡礼", "专栏", "专题", "特刊", "连载"]
    return text.last == 0x29 || words.contains { text.holds($0) }
  }

  private func isTitle(_ index: Int) -> Bool {
    let line = lines[index]
    guard line.count <= 40, let last = decoder.last(line) else { return false }
    if last.endsClause || last == 0x3001 { return false }
    let head = head(index, 8)
    return HeadingMark(head) == nil && !isDispatch(index) && !isCredit(index)
  }

  private func isSubtitle(_ index: Int) -> Bool {
    let line = lines[index]
    guard line.count <= 60, line.hasGap, index > 0, index + 1 < lines.count,
      lines[index + 1].hasGap, let last = decoder.last(line), !last.endsClause
    else { return false }
    return head(index, 2) == [0x2014, 0x2014]
  }

  /// `本报讯（记者 …）` at the head of a body.
  func isDispatch(_ index: Int) -> Bool {
    source.bytes.starts(with: "本报讯", in: lines[index].bytes)
  }

  /// `本报记者 …` alone on a line.
  private func isByline(_ index: Int) -> Bool {
    let bytes = lines[index].bytes
    guard lines[index].count <= 30,
      source.bytes.starts(with: "本报记者", in: bytes)
        || source.bytes.starts(with: "记者", in: bytes),
      !isCredit(index)
    else { return false }
    return decoder.last(lines[index])?.endsClause == false
  }

  /// `资料图片`, `… 摄`: the line of a picture.
  func isCredit(_ index: Int) -> Bool {
    guard lines[index].count <= 30, let last = decoder.last(lines[index]) else { return false }
    if last == 0x6444 { return true }
    guard lines[index].count <= 8 else { return false }
    let text = decoder.scalars(lines[index])
    return text.holds("资料图") || text.holds("图片")
  }

  private func head(_ index: Int, _ count: Int) -> [UInt32] {
    decoder.scalars(lines[index], first: count)
  }
}

/// The names in a reporter's line.
enum Byline {
  /// What stands in the first brackets of `text`.
  static func brackets(_ text: [UInt32]) -> [UInt32] {
    guard let open = text.firstIndex(of: 0x28),
      let close = text[open...].firstIndex(of: 0x29)
    else { return [] }
    return Array(text[open + 1..<close])
  }

  /// The names behind 记者 up to another office; a name of two characters may be spaced out.
  static func names(_ text: [UInt32]) -> [String] {
    guard let start = text.indices.first(where: { text[$0...].starts(with: [0x8BB0, 0x8005]) })
    else { return [] }
    var names: [[UInt32]] = []
    for word in text[(start + 2)...].split(whereSeparator: { !$0.isIdeograph }) {
      // 通讯员, 实习生: others than reporters.
      if word.starts(with: [0x901A, 0x8BAF]) || word.starts(with: [0x5B9E, 0x4E60]) { break }
      if word.count == 1, let held = names.last, held.count == 1 {
        names[names.count - 1] += word
      } else {
        names.append(Array(word))
      }
    }
    return names.map { String(scalars: $0[...]) }
  }
}
