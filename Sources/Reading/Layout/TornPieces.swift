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
    /// The number of the item (四是, 四要) nearest to the tear.
    var lastItem: Int?
    var firstItem: Int?

    /// The whole text in order, a line's end as one character.
    var joined: [UInt32] { Array(texts.joined(separator: [0x0A])) }
  }

  /// The text up to the end of the line at `index`.
  func before(_ index: Int) -> Piece {
    var texts: [[UInt32]] = []
    var length = 0
    var item: Int?
    var line = index
    while line >= 0, roles.isBody(line), line == index || !isTorn.contains(line) {
      let text = decoder.scalars(lines[line], last: Self.pieceMax)
      if item == nil { item = Self.items(text).last }
      texts.append(text)
      length += text.count
      if length >= Self.pieceMax || roles.starts.contains(line) { break }
      line -= 1
    }
    return Piece(text: texts[0], texts: texts.reversed(), lastItem: item)
  }

  /// The text from the beginning of the line at `index`.
  func after(_ index: Int) -> Piece {
    var texts: [[UInt32]] = []
    var length = 0
    var item: Int?
    var line = index
    while line < lines.count, roles.isBody(line), line == index || !roles.starts.contains(line) {
      let text = decoder.scalars(lines[line], first: Self.pieceMax)
      if item == nil { item = Self.items(text).first }
      texts.append(text)
      length += text.count
      if length >= Self.pieceMax || isTorn.contains(line) { break }
      line += 1
    }
    return Piece(text: texts[0], texts: texts, firstItem: item)
  }

  /// The numbers of the items 一是 to 十是, 一要 to 十要 in a text.
  private static func items(_ text: [UInt32]) -> [Int] {
    let digits: StaticString = "一二三四五六七八九十"
    return text.indices.dropFirst().compactMap { index in
      guard text[index] == 0x662F || text[index] == 0x8981 else { return nil }
      return digits.scalars.firstIndex(of: text[index - 1]).map { $0 + 1 }
    }
  }
}
