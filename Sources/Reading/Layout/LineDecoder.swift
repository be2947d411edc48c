/// Decodes lines of the source, or their ends only, into normalised scalars.
struct LineDecoder {
  let source: SourceText

  /// The first scalars of a line.
  func scalars(_ line: Line, first: Int = .max) -> [UInt32] {
    var result: [UInt32] = []
    result.reserveCapacity(min(first, line.bytes.count))
    var index = line.bytes.lowerBound
    while index < line.bytes.upperBound, result.count < first {
      let (scalar, width) = Passage.decode(source.bytes, index)
      result.append(Passage.normalised(scalar))
      index += width
    }
    return result
  }

  /// The last `count` scalars of a line.
  func scalars(_ line: Line, last count: Int) -> [UInt32] {
    var start = line.bytes.upperBound
    var left = count
    while start > line.bytes.lowerBound, left > 0 {
      start -= 1
      if source.bytes[start] & 0xC0 != 0x80 { left -= 1 }
    }
    var tail = line
    tail.bytes = start..<line.bytes.upperBound
    return scalars(tail)
  }

  func last(_ line: Line) -> UInt32? {
    var start = line.bytes.upperBound
    while start > line.bytes.lowerBound {
      start -= 1
      guard source.bytes[start] & 0xC0 == 0x80 else {
        return Passage.normalised(Passage.decode(source.bytes, start).scalar)
      }
    }
    return nil
  }
}

extension UInt32 {
  /// A Chinese character of the basic block.
  var isIdeograph: Bool { self >= 0x4E00 && self <= 0x9FFF }
}

extension Sequence<UInt32> {
  /// Whether the scalars of `word` stand somewhere in the text.
  func holds(_ word: StaticString) -> Bool {
    let wanted = word.scalars
    let text = Array(self)
    guard text.count >= wanted.count else { return false }
    return (0...text.count - wanted.count).contains { text[$0...].starts(with: wanted) }
  }
}

extension StaticString {
  var scalars: [UInt32] { description.unicodeScalars.map(\.value) }
}
