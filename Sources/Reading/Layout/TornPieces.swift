/// The text around tears: what leads to a torn line, and what follows a line that may go on.
struct TornPieces {
  let lines: [Line]
  let roles: LineRoles
  let decoder: LineDecoder
  let isTorn: Set<Int>

  /// As many scalars as a piece of a column holds.
  private static let pieceMax = 700

  /// What one side of a tear says.
  struct Piece {
    /// The torn line, and all lines of the piece.
    var text: [UInt32]
    var texts: [[UInt32]]
    /// The mark of the list item nearest to the tear.
    var mark: HeadingMark?
    /// Pairs and triples of ideographs that are not common, sorted.
    var grams: [UInt64]
  }

  /// The text up to the end of the line at `index`.
  func before(_ index: Int) -> Piece {
    var texts: [[UInt32]] = []
    var length = 0
    var mark: HeadingMark?
    var line = index
    while line >= 0, roles.isBody(line), line == index || !isTorn.contains(line) {
      let text = decoder.scalars(lines[line], last: Self.pieceMax)
      if mark == nil { mark = HeadingMark(decoder.scalars(lines[line], first: 8)) }
      texts.append(text)
      length += text.count
      if length >= Self.pieceMax || roles.starts.contains(line) { break }
      line -= 1
    }
    return Piece(text: texts[0], texts: texts, mark: mark, grams: Self.grams(texts))
  }

  /// The text from the beginning of the line at `index`.
  func after(_ index: Int) -> Piece {
    var texts: [[UInt32]] = []
    var length = 0
    var mark: HeadingMark?
    var line = index
    while line < lines.count, roles.isBody(line), line == index || !roles.starts.contains(line) {
      let text = decoder.scalars(lines[line], first: Self.pieceMax)
      if mark == nil { mark = HeadingMark(text.prefix(8)) }
      texts.append(text)
      length += text.count
      if length >= Self.pieceMax || isTorn.contains(line) { break }
      line += 1
    }
    return Piece(text: texts[0], texts: texts, mark: mark, grams: Self.grams(texts))
  }

  private static func grams(_ texts: [[UInt32]]) -> [UInt64] {
    var result: Set<UInt64> = []
    for text in texts {
      for index in text.indices.dropLast() where text[index].isIdeograph {
        let second = text[index + 1]
        guard second.isIdeograph else { continue }
        let pair = UInt64(text[index]) << 16 | UInt64(second)
        if CommonPairs.strength(text[index], second) == 0 { result.insert(pair) }
        if index + 2 < text.count, text[index + 2].isIdeograph {
          result.insert(pair << 16 | UInt64(text[index + 2]))
        }
      }
    }
    return result.sorted()
  }
}
