/// Decides which lines are read in one passage.
struct LineJoiner {
  let source: SourceText

  // 20000: a passage is decoded as a whole; sentences are far shorter.
  private static let passageMax = 20_000

  /// Whether `line` continues `passage`.
  func joins(_ passage: Passage.Draft, _ line: Line) -> Bool {
    guard let last = passage.scalars.last, passage.count + line.count < Self.passageMax
    else {
      return false
    }
    let goesOn = last == 0x2C || last == 0x3001 || last == 0x3B || last == 0x3A
    if !goesOn, Self.closes(last) || last == 0x2014 { return false }
    let decoder = LineDecoder(source: source)
    let head = decoder.scalars(line, first: 8)
    if HeadingMark(head) != nil { return false }
    if goesOn { return true }
    // A numbered title needs no stop at its end.
    if let mark = HeadingMark(passage.scalars), mark.level <= 2,
      !passage.scalars.contains(where: \.endsSentence)
    {
      return false
    }
    // `2024年1月9日在…会议上`: the date line.
    if last == 0x4E0A, passage.count <= 60, passage.scalars.contains(0x65E5),
      passage.scalars.suffix(3).first == 0x4F1A
    {
      return false
    }
    // Torn in mid-sentence: both pieces are prose, and the next one comes to an end.
    guard passage.count >= 30, line.count >= 12, let end = decoder.last(line),
      Self.closes(end) || line.count >= 60
    else { return false }
    return !startsArticle(head) && head.first != 0x201C
  }

  /// Whether the page gives every sentence a line of its own.
  func isSentenceLined(_ lines: some Sequence<Line>) -> Bool {
    var stops = 0
    var prose = 0
    for line in lines.prefix(400) where line.count >= 12 {
      prose += 1
      stops += stopCount(line)
    }
    // Below 1.3 stops a line in at least 40 lines; paragraphs hold three and more.
    return prose >= 40 && stops * 10 < prose * 13
  }

  /// How often `。` stands in a line.
  private func stopCount(_ line: Line) -> Int {
    let bytes = source.bytes
    var count = 0
    var index = bytes.firstIndex(of: 0xE3, in: line.bytes)
    while index < line.bytes.upperBound {
      if bytes[index + 1] == 0x80, bytes[index + 2] == 0x82 { count += 1 }
      index = bytes.firstIndex(of: 0xE3, in: index + 3..<line.bytes.upperBound)
    }
    return count
  }

  /// 本报讯, 本报记者, ——访.
  private func startsArticle(_ head: [UInt32]) -> Bool {
    let text = head.drop { $0 == 0x2014 || $0 == 0x20 }
    if text.first == 0x8BBF, text.count < head.count { return true }
    let marks: [[UInt32]] = [[0x672C, 0x62A5, 0x8BAF], [0x672C, 0x62A5, 0x8BB0, 0x8005]]
    return marks.contains { text.starts(with: $0) }
  }

  /// Whether a line that ends so is complete.
  private static func closes(_ scalar: UInt32) -> Bool {
    scalar.endsSentence || scalar == 0x3A || scalar == 0x201D || scalar == 0x29 || scalar == 0x2C
      || scalar == 0x3001
  }
}
