/// The checked bytes of a document and where its lines are.
struct SourceText: Sendable {
  let bytes: [UInt8]

  init(_ bytes: [UInt8]) throws(ReadingError) {
    guard bytes.count < Int(Int32.max) else { throw .tooLarge(byteCount: bytes.count) }
    try Self.check(bytes)
    self.bytes = bytes
  }

  /// Where the text begins, behind a byte order mark.
  var start: Int {
    bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF ? 3 : 0
  }

  /// One pass that refuses what is not text.
  private static func check(_ bytes: [UInt8]) throws(ReadingError) {
    var index = 0
    var blank = true
    var hasIdeographs = false
    while index < bytes.count {
      if !blank {
        // Nearly all of a text.
        let run = bytes.threeByteRun(from: index)
        if run > index {
          hasIdeographs = true
          index = run
          continue
        }
      }
      let byte = bytes[index]
      if byte < 0x80 {
        if byte == 0 { throw .nulByte(offset: index) }
        if byte > 0x20 { blank = false }
        index += 1
        continue
      }
      let length = sequenceLength(bytes, at: index)
      guard length > 0 else {
        // Well-formed ideographs before the fault mean a damaged UTF-8 text, not another encoding.
        let isOther = !hasIdeographs && GB18030.fits(bytes)
        throw .notUTF8(offset: index, looksLikeGB18030: isOther)
      }
      if length == 3 { hasIdeographs = true }
      if blank, !isBlank(bytes, at: index) { blank = false }
      index += length
    }
    if blank { throw .empty }
  }

  /// The length of a well-formed sequence of two to four bytes, or 0.
  static func sequenceLength(_ bytes: [UInt8], at index: Int) -> Int {
    let lead = bytes[index]
    let length: Int
    switch lead {
    case 0xC2...0xDF: length = 2
    case 0xE0...0xEF: length = 3
    case 0xF0...0xF4: length = 4
    default: return 0
    }
    guard index + length <= bytes.count else { return 0 }
    for offset in 1..<length where bytes[index + offset] & 0xC0 != 0x80 { return 0 }
    let second = bytes[index + 1]
    switch lead {
    case 0xE0: return second >= 0xA0 ? length : 0
    case 0xED: return second < 0xA0 ? length : 0
    case 0xF0: return second >= 0x90 ? length : 0
    case 0xF4: return second < 0x90 ? length : 0
    default: return length
    }
  }

  /// Whether the character at `index` is an ideographic space, no-break space or byte order mark.
  private static func isBlank(_ bytes: [UInt8], at index: Int) -> Bool {
    if bytes[index] == 0xC2 { return bytes[index + 1] == 0xA0 }
    guard bytes[index] >= 0xE0, bytes[index] < 0xF0 else { return false }
    let triple = (bytes[index], bytes[index + 1], bytes[index + 2])
    return triple == (0xE3, 0x80, 0x80) || triple == (0xEF, 0xBB, 0xBF)
  }
}

/// The shape of the Chinese national encoding, only to recognise it and say so.
enum GB18030 {
  /// Whether the bytes are well-formed in GB18030 and hold at least one two-byte character.
  static func fits(_ bytes: [UInt8]) -> Bool {
    var index = 0
    var pairs = 0
    while index < bytes.count {
      let lead = bytes[index]
      if lead < 0x80 {
        index += 1
        continue
      }
      guard lead != 0x80, lead != 0xFF else { return false }
      // A text cut off inside a character still counts.
      guard index + 1 < bytes.count else { return pairs > 0 }
      switch bytes[index + 1] {
      case 0x40...0x7E, 0x80...0xFE:
        pairs += 1
        index += 2
      case 0x30...0x39:
        guard index + 3 < bytes.count else { return pairs > 0 }
        index += 4
      default: return false
      }
    }
    return pairs > 0
  }
}
