/// Puts the lines of torn columns back in order.
///
/// Evidence used: an item `四是…` that stops in mid-sentence, and a later item `五是…`: what lies
/// between belongs to other articles, except the line right before `五是`, which ends the open item.
struct TearMender {
  let source: SourceText

  /// The lines in reading order, and where in it the first foreign article begins, if any.
  func mend(_ lines: [Line]) -> (lines: [Line], foreignStart: Int?) {
    var open: (index: Int, ordinal: Int)?
    for (index, line) in lines.enumerated() {
      let head = scalars(line, first: 8)
      guard let mark = HeadingMark(head), mark.level == 3, mark.ordinal > 0 else {
        if let torn = open, index - torn.index > 400 { open = nil }
        if open == nil, isOpenItem(line), let ordinal = ordinalOfItem(lines, index) {
          open = (index, ordinal)
        }
        continue
      }
      if let torn = open, mark.ordinal == torn.ordinal + 1, index - torn.index > 2 {
        return moved(lines, torn.index, index)
      }
      open = isOpenItem(line) ? (index, mark.ordinal) : nil
    }
    return (lines, nil)
  }

  private func moved(_ lines: [Line], _ torn: Int, _ next: Int) -> ([Line], Int?) {
    let fragment = next - 1
    let foreign = lines[torn + 1..<fragment]
    let result = Array(lines[...torn]) + [lines[fragment]] + Array(lines[next...])
    return (result + Array(foreign), result.count)
  }

  /// The number of the list item that `index` is part of, looking back a few lines.
  private func ordinalOfItem(_ lines: [Line], _ index: Int) -> Int? {
    for back in stride(from: index, through: max(0, index - 12), by: -1) {
      if let mark = HeadingMark(scalars(lines[back], first: 8)) {
        return mark.level == 3 && mark.ordinal > 0 ? mark.ordinal : nil
      }
    }
    return nil
  }

  private func isOpenItem(_ line: Line) -> Bool {
    guard line.count >= 12, let last = lastScalar(line) else { return false }
    return !Self.closes(last)
  }

  /// Whether a line that ends so is complete.
  static func closes(_ scalar: UInt32) -> Bool {
    scalar.endsSentence || scalar == 0x3A || scalar == 0x201D || scalar == 0x29 || scalar == 0x2C
      || scalar == 0x3001
  }

  func scalars(_ line: Line, first: Int) -> [UInt32] {
    var result: [UInt32] = []
    var index = line.bytes.lowerBound
    while index < line.bytes.upperBound, result.count < first {
      let (scalar, width) = Passage.decode(source.bytes, index)
      result.append(Passage.normalised(scalar))
      index += width
    }
    return result
  }

  func lastScalar(_ line: Line) -> UInt32? {
    guard !line.bytes.isEmpty else { return nil }
    var index = line.bytes.upperBound - 1
    while index > line.bytes.lowerBound, source.bytes[index] & 0xC0 == 0x80 { index -= 1 }
    return Passage.normalised(Passage.decode(source.bytes, index).scalar)
  }
}
