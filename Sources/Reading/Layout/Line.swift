/// One line of the source without the blanks around it.
struct Line {
  /// UTF-8 bytes.
  var bytes: Range<Int>
  /// The scalar offset of its first character.
  var at: Int
  /// Its length in scalars.
  var count: Int
  /// Whether a line without text stands before it.
  var hasGap = false
}

enum LineScanner {
  /// The lines that hold text, in order.
  static func scan(_ source: SourceText) -> [Line] {
    let bytes = source.bytes
    var lines: [Line] = []
    var start = source.start
    var at = source.start > 0 ? 1 : 0
    var index = start
    var isGap = false
    while index <= bytes.count {
      index = bytes.firstIndex(of: 0x0A, in: index..<bytes.count)
      let count = lines.count
      at = append(bytes, start..<index, at: at, &lines)
      if lines.count > count {
        lines[count].hasGap = isGap
        isGap = false
      } else {
        isGap = true
      }
      if index < bytes.count { at += 1 }
      start = index + 1
      index = start
    }
    return withoutWatermark(lines, bytes)
  }

  /// Pages against copying end every line with the same few letters (`…工作回顾F9f`); without them
  /// headings, dates and stops are what they were.
  private static func withoutWatermark(_ lines: [Line], _ bytes: [UInt8]) -> [Line] {
    var counts: [UInt64: Int] = [:]
    for line in lines {
      if let tail = tail(line, bytes) { counts[tail.letters, default: 0] += 1 }
    }
    // 6 lines and a fifth of all: no word ends so many lines of prose.
    guard let (mark, count) = counts.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }),
      count >= 6, count * 5 >= lines.count
    else { return lines }
    var kept: [Line] = []
    var isGap = false
    for line in lines {
      var line = line
      if let tail = tail(line, bytes), tail.letters == mark {
        line.bytes = line.bytes.lowerBound..<line.bytes.upperBound - tail.length
        line.count -= tail.length
        if line.count == 0 {
          isGap = true
          continue
        }
      }
      line.hasGap = line.hasGap || isGap
      isGap = false
      kept.append(line)
    }
    return kept
  }

  /// The two to five ASCII letters and digits that close a line of Chinese, one a letter.
  private static func tail(_ line: Line, _ bytes: [UInt8]) -> (letters: UInt64, length: Int)? {
    var letters: UInt64 = 0
    var length = 0
    var hasLetter = false
    while length < line.bytes.count {
      let byte = bytes[line.bytes.upperBound - 1 - length]
      let isLetter = (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A
      guard isLetter || (byte >= 0x30 && byte <= 0x39) else {
        guard byte >= 0x80 else { return nil }
        break
      }
      hasLetter = hasLetter || isLetter
      letters = letters << 8 | UInt64(byte)
      length += 1
      if length > 5 { return nil }
    }
    return length >= 2 && hasLetter ? (letters, length) : nil
  }

  /// The parts of a line, `nil` where the whole line is one.
  ///
  /// A stop followed by a blank ends a part, because pages lose their line breaks that way.
  static func parts(of line: Line, _ source: SourceText) -> [Line]? {
    let bytes = source.bytes
    let blank = bytes.firstIndex(of: 0x20, in: line.bytes)
    // Nearly all lines: without a blank inside, and trimmed already.
    if blank == line.bytes.upperBound, isTrimmed(bytes, line.bytes) { return nil }
    var parts: [Line] = []
    var start = line.bytes.lowerBound
    var at = line.at
    var index = blank
    while index < line.bytes.upperBound {
      if isAfterStop(bytes, index, start) {
        at = append(bytes, start..<index, at: at, &parts) + 1
        start = index + 1
      }
      index = bytes.firstIndex(of: 0x20, in: index + 1..<line.bytes.upperBound)
    }
    _ = append(bytes, start..<line.bytes.upperBound, at: at, &parts)
    return parts
  }

  /// Whether neither end is a blank.
  private static func isTrimmed(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    guard range.count >= 3 else { return false }
    let end = range.upperBound
    return blankWidth(bytes, range.lowerBound, end) == 0 && blankWidth(bytes, end - 1, end) == 0
      && blankWidth(bytes, end - 2, end) == 0 && blankWidth(bytes, end - 3, end) == 0
  }

  /// Whether `。` and then the blank at `index`.
  private static func isAfterStop(_ bytes: [UInt8], _ index: Int, _ start: Int) -> Bool {
    index - start >= 3 && bytes[index - 3] == 0xE3 && bytes[index - 2] == 0x80
      && bytes[index - 1] == 0x82
  }

  /// Adds the trimmed line; returns the scalar offset behind the untrimmed one.
  private static func append(
    _ bytes: [UInt8], _ range: Range<Int>, at: Int, _ lines: inout [Line]
  ) -> Int {
    var start = range.lowerBound
    var first = at
    while start < range.upperBound {
      let width = blankWidth(bytes, start, range.upperBound)
      if width == 0 { break }
      start += width
      first += 1
    }
    var end = range.upperBound
    var trailing = 0
    while end > start {
      if bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 || bytes[end - 1] == 0x0D {
        end -= 1
      } else if end - start >= 3, blankWidth(bytes, end - 3, end) == 3 {
        end -= 3
      } else if end - start >= 2, blankWidth(bytes, end - 2, end) == 2 {
        end -= 2
      } else {
        break
      }
      trailing += 1
    }
    let count = Passage.scalarCount(bytes, start..<end)
    if count > 0 { lines.append(Line(bytes: start..<end, at: first, count: count)) }
    return first + count + trailing
  }

  /// The width of the blank character at `index`, 0 for others.
  private static func blankWidth(_ bytes: [UInt8], _ index: Int, _ limit: Int) -> Int {
    switch bytes[index] {
    case 0x20, 0x09, 0x0D: return 1
    case 0xC2 where index + 1 < limit && bytes[index + 1] == 0xA0: return 2
    case 0xE3 where index + 2 < limit && bytes[index + 1] == 0x80 && bytes[index + 2] == 0x80:
      return 3
    case 0xEF where index + 2 < limit && bytes[index + 1] == 0xBB && bytes[index + 2] == 0xBF:
      return 3
    default: return 0
    }
  }
}
