/// One line of the source without the blanks around it.
struct Line {
  /// UTF-8 bytes.
  var bytes: Range<Int>
  /// The scalar offset of its first character.
  var at: Int
  /// Its length in scalars.
  var count: Int
}

enum LineScanner {
  /// The lines that hold text, in order; a stop followed by a blank also ends a line, because
  /// pages lose their line breaks that way.
  static func scan(_ source: SourceText) -> [Line] {
    let bytes = source.bytes
    var lines: [Line] = []
    var start = source.start
    var at = source.start > 0 ? 1 : 0
    var index = start
    while index <= bytes.count {
      let isEnd = index == bytes.count || bytes[index] == 0x0A
      let isBreak = !isEnd && bytes[index] == 0x20 && isAfterStop(bytes, index, start)
      if isEnd || isBreak {
        at = append(bytes, start..<index, at: at, &lines)
        if index < bytes.count { at += 1 }
        start = index + 1
      }
      index += 1
    }
    return lines
  }

  /// Whether `。` or `；` and then the blank at `index`.
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
    var count = 0
    for index in start..<end where bytes[index] & 0xC0 != 0x80 { count += 1 }
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
