/// Decides which lines run on into the next, and where another article begins.
struct LineJoiner {
  let source: SourceText

  // 20000: a passage is decoded as a whole; sentences are far shorter.
  private static let passageMax = 20_000

  /// Whether `line` continues `passage`.
  func joins(_ passage: Passage, _ line: Line) -> Bool {
    guard let last = passage.text.last, passage.count + line.count < Self.passageMax else {
      return false
    }
    let mender = TearMender(source: source)
    let head = mender.scalars(line, first: 8)
    if HeadingMark(head) != nil { return false }
    if last == 0x2C || last == 0x3001 || last == 0x3B || last == 0x3A { return true }
    if TearMender.closes(last) || last == 0x2014 { return false }
    // A numbered title needs no stop at its end.
    if let mark = HeadingMark(passage.text), mark.level <= 2,
      !passage.text.contains(where: \.endsSentence)
    {
      return false
    }
    // Torn in mid-sentence: both pieces are prose, and the next one comes to an end.
    guard passage.count >= 30, line.count >= 12, let end = mender.lastScalar(line),
      TearMender.closes(end) || line.count >= 60
    else { return false }
    return !startsArticle(head) && head.first != 0x201C
  }

  /// Whether the page gives every sentence a line of its own.
  func isSentenceLined(_ lines: [Line]) -> Bool {
    var stops = 0
    var prose = 0
    for line in lines.prefix(400) where line.count >= 12 {
      prose += 1
      var index = line.bytes.lowerBound
      while index + 2 < line.bytes.upperBound {
        if source.bytes[index] == 0xE3, source.bytes[index + 1] == 0x80,
          source.bytes[index + 2] == 0x82
        {
          stops += 1
          index += 2
        }
        index += 1
      }
    }
    // Below 1.3 stops a line in at least 40 lines; paragraphs hold three and more.
    return prose >= 40 && stops * 10 < prose * 13
  }

  /// Whether the lines from `index` on open another article: short lines, then a reporter's line.
  func beginsArticle(_ lines: [Line], _ index: Int) -> Bool {
    let mender = TearMender(source: source)
    // 8: headline, kicker, subtitle and byline at most.
    for next in index..<min(lines.count, index + 8) {
      let head = mender.scalars(lines[next], first: 8)
      if startsArticle(head) {
        guard next > index else { return !isShort(lines, index - 1, mender) }
        return index == 0 || !isShort(lines, index - 1, mender)
      }
      guard isShort(lines, next, mender) else { return false }
    }
    return false
  }

  private func isShort(_ lines: [Line], _ index: Int, _ mender: TearMender) -> Bool {
    guard index >= 0, lines[index].count <= 40, let last = mender.lastScalar(lines[index]) else {
      return false
    }
    return !TearMender.closes(last) || last == 0x29 || last == 0x201D
  }

  /// 本报讯, 本报记者, ——访.
  private func startsArticle(_ head: [UInt32]) -> Bool {
    let text = head.drop { $0 == 0x2014 || $0 == 0x20 }
    if text.first == 0x8BBF, text.count < head.count { return true }
    let marks: [[UInt32]] = [[0x672C, 0x62A5, 0x8BAF], [0x672C, 0x62A5, 0x8BB0, 0x8005]]
    return marks.contains { text.starts(with: $0) }
  }
}
