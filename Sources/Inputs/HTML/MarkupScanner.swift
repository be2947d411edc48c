/// Takes HTML or XML apart into texts and tags; nothing written in it is an error.
///
/// Each byte is looked at once or twice, so cost is linear whatever is left open. No tree is built.
struct MarkupScanner {
  /// A piece of the page.
  enum Piece {
    /// Bytes with entities not yet decoded.
    case text(Range<Int>)
    case open(name: [UInt8], attributes: Range<Int>, isEmpty: Bool)
    case close(name: [UInt8])
  }

  private let bytes: [UInt8]
  private let isXML: Bool
  private var index = 0
  /// Whether the search for the end of a comment has failed once: then no later one succeeds.
  private var hasNoCommentEnd = false

  // 40: no element's name is longer; a name is cut there.
  private static let nameMax = 40

  init(_ bytes: [UInt8], isXML: Bool) {
    self.bytes = bytes
    self.isXML = isXML
  }

  mutating func next() -> Piece? {
    while index < bytes.count {
      let start = index
      guard bytes[index] == 0x3C, let piece = tag() else {
        if index > start { continue }
        index += 1
        while index < bytes.count, bytes[index] != 0x3C { index += 1 }
        return .text(start..<index)
      }
      return piece
    }
    return nil
  }

  /// Skips to the closing tag of a script or a style, whose content is no markup.
  mutating func skip(to name: [UInt8]) {
    while index < bytes.count {
      if bytes[index] == 0x3C, index + 1 < bytes.count, bytes[index + 1] == 0x2F,
        readName(at: index + 2) == name
      {
        return
      }
      index += 1
    }
  }

  /// The tag at `index`.
  ///
  /// `nil` with `index` moved for a comment, with `index` kept for plain text.
  private mutating func tag() -> Piece? {
    guard index + 1 < bytes.count else { return nil }
    let mark = bytes[index + 1]
    if mark == 0x21 || mark == 0x3F {
      skipComment()
      return nil
    }
    let isClosing = mark == 0x2F
    let nameStart = index + (isClosing ? 2 : 1)
    guard nameStart < bytes.count, ASCII.isLetter(bytes[nameStart]) else { return nil }
    let name = readName(at: nameStart)
    var end = nameStart + name.count
    let attributesStart = end
    var quote: UInt8 = 0
    while end < bytes.count {
      let byte = bytes[end]
      if quote != 0 {
        if byte == quote { quote = 0 }
      } else if byte == 0x3E {
        break
      } else if byte == 0x3C {
        // A tag that was never closed; the next one begins.
        break
      } else if (byte == 0x22 || byte == 0x27) && bytes[end - 1] == 0x3D {
        quote = byte
      }
      end += 1
    }
    if quote != 0 {
      // A quotation that never ends: the tag ends at the first >.
      end = attributesStart
      while end < bytes.count, bytes[end] != 0x3E, bytes[end] != 0x3C { end += 1 }
    }
    index = end < bytes.count && bytes[end] == 0x3E ? end + 1 : end
    if isClosing { return .close(name: name) }
    let isEmpty = end > attributesStart && bytes[end - 1] == 0x2F
    return .open(name: name, attributes: attributesStart..<end, isEmpty: isEmpty)
  }

  private func readName(at start: Int) -> [UInt8] {
    var name: [UInt8] = []
    var place = start
    while place < bytes.count, name.count < Self.nameMax {
      let byte = bytes[place]
      guard ASCII.isLetter(byte) || ASCII.isDigit(byte) || byte == 0x3A || byte == 0x2D else {
        break
      }
      name.append(isXML ? byte : ASCII.lowered(byte))
      place += 1
    }
    return name
  }

  private mutating func skipComment() {
    let isComment = index + 3 < bytes.count && bytes[index + 2] == 0x2D && bytes[index + 3] == 0x2D
    if isComment, !hasNoCommentEnd {
      if let end = ASCII.find([0x2D, 0x2D, 0x3E], in: bytes, from: index + 4) {
        index = end + 3
        return
      }
      hasNoCommentEnd = true
    }
    while index < bytes.count, bytes[index] != 0x3E { index += 1 }
    index = min(index + 1, bytes.count)
  }
}

/// Looks into the attributes of a tag.
enum Attributes {
  /// The value of the attribute `name` in `range`, in lower case; `nil` if it has none.
  static func value(of name: StaticString, in bytes: [UInt8], _ range: Range<Int>) -> [UInt8]? {
    let word = Array("\(name)".utf8)
    var index = range.lowerBound
    while index < range.upperBound {
      while index < range.upperBound, ASCII.isBlank(bytes[index]) || bytes[index] == 0x2F {
        index += 1
      }
      let start = index
      while index < range.upperBound, !ASCII.isBlank(bytes[index]), bytes[index] != 0x3D {
        index += 1
      }
      let found = bytes[start..<index].lazy.map(ASCII.lowered).elementsEqual(word)
      guard index < range.upperBound, bytes[index] == 0x3D else {
        if found { return [] }
        if start == index { index += 1 }
        continue
      }
      index += 1
      var end = index
      if index < range.upperBound, bytes[index] == 0x22 || bytes[index] == 0x27 {
        let quote = bytes[index]
        index += 1
        end = index
        while end < range.upperBound, bytes[end] != quote { end += 1 }
      } else {
        while end < range.upperBound, !ASCII.isBlank(bytes[end]) { end += 1 }
      }
      if found { return bytes[index..<end].map(ASCII.lowered) }
      index = end + 1
    }
    return nil
  }
}
