/// Bytes in the encodings that reports are found in, made UTF-8.
enum TextDecoder {
  /// A decoded text.
  struct Decoded {
    let bytes: [UInt8]
    let encoding: InputSource.Encoding
    /// How many faults were replaced by U+FFFD.
    var replaced = 0
  }

  // 500: one fault in so many bytes is a slip of a page; more is another encoding or no text.
  private static let bytesPerFault = 500

  /// A text without markup.
  ///
  /// UTF-8, sound or not, is handed on as it is: Reading checks it.
  static func plain(_ bytes: [UInt8]) throws(InputError) -> ExtractedText {
    let decoded = try decode(bytes, lenient: false)
    return ExtractedText(
      bytes: decoded.bytes,
      source: InputSource(
        kind: .text, encoding: decoded.encoding, notes: notes(decoded)))
  }

  /// A page of HTML.
  ///
  /// What it says of its own encoding counts only where the bytes leave a choice,
  /// because pages are saved anew without their declaration being changed.
  static func page(_ bytes: [UInt8], declared: String?) throws(InputError) -> Decoded {
    do {
      return try decode(bytes, lenient: true)
    } catch {
      if case .unknownEncoding = error, let declared, !known(declared) {
        throw .encodingNotRead(name: declared)
      }
      throw error
    }
  }

  /// One sentence for what was replaced.
  static func notes(_ decoded: Decoded) -> [String] {
    guard decoded.replaced > 0 else { return [] }
    return [
      "\(decoded.replaced) bytes or sequences are not \(decoded.encoding.rawValue) and stand as "
        + "U+FFFD"
    ]
  }

  private static func known(_ name: String) -> Bool {
    let lower = name.lowercased()
    return lower.hasPrefix("gb") || lower.hasPrefix("utf") || lower.hasPrefix("x-gbk")
  }

  /// - Parameter lenient: Whether UTF-8 with a few faults is mended.
  private static func decode(_ bytes: [UInt8], lenient: Bool) throws(InputError) -> Decoded {
    if bytes.starts(with: [0xFF, 0xFE]) {
      return UTF16Text.decode(bytes.dropFirst(2), isBigEndian: false)
    }
    if bytes.starts(with: [0xFE, 0xFF]) {
      return UTF16Text.decode(bytes.dropFirst(2), isBigEndian: true)
    }
    let unicode = UTF8Check(bytes)
    guard let first = unicode.firstFault else { return Decoded(bytes: bytes, encoding: .utf8) }
    // Sound ideographs around a fault mean damaged UTF-8. GB18030 read as UTF-8 rarely has any:
    // half of all bytes in them is far from both.
    if unicode.ideographBytes * 2 >= unicode.wideBytes {
      guard lenient, unicode.faults * bytesPerFault <= bytes.count else {
        return Decoded(bytes: bytes, encoding: .utf8)
      }
      let text = String(decoding: bytes, as: UTF8.self)
      return Decoded(bytes: Array(text.utf8), encoding: .utf8, replaced: unicode.faults)
    }
    guard !bytes.contains(0) else { return Decoded(bytes: bytes, encoding: .utf8) }
    let national = GB18030Check(bytes)
    guard national.pairs > 0, national.faults.count * bytesPerFault <= bytes.count + bytesPerFault,
      let text = GB18030Text.decode(bytes, faults: national.faults)
    else {
      throw .unknownEncoding(offset: first)
    }
    return Decoded(bytes: text, encoding: .gb18030, replaced: national.faults.count)
  }
}

/// How much of a text is UTF-8.
struct UTF8Check {
  private(set) var firstFault: Int?
  private(set) var faults = 0
  /// Bytes in sound sequences of three and four.
  private(set) var ideographBytes = 0
  /// Bytes that are not ASCII.
  private(set) var wideBytes = 0

  init(_ bytes: [UInt8]) {
    var index = 0
    while index < bytes.count {
      if bytes[index] < 0x80 {
        index += 1
        continue
      }
      let length = Self.length(bytes, at: index)
      if length == 0 {
        if firstFault == nil { firstFault = index }
        faults += 1
        wideBytes += 1
        index += 1
      } else {
        if length > 2 { ideographBytes += length }
        wideBytes += length
        index += length
      }
    }
  }

  /// The length of the sound sequence of two to four bytes at `index`, or 0.
  static func length(_ bytes: [UInt8], at index: Int) -> Int {
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
}

/// UTF-16 with a byte order mark.
enum UTF16Text {
  static func decode(_ bytes: ArraySlice<UInt8>, isBigEndian: Bool) -> TextDecoder.Decoded {
    var units: [UInt16] = []
    units.reserveCapacity(bytes.count / 2)
    var index = bytes.startIndex
    while index + 1 < bytes.endIndex {
      let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
      units.append(isBigEndian ? first << 8 | second : second << 8 | first)
      index += 2
    }
    let text = String(decoding: units, as: UTF16.self)
    var faults = index < bytes.endIndex ? 1 : 0
    for unit in units.indices where isLone(units, unit) { faults += 1 }
    return TextDecoder.Decoded(
      bytes: Array(text.utf8), encoding: isBigEndian ? .utf16BigEndian : .utf16LittleEndian,
      replaced: faults)
  }

  /// Half a character: a surrogate without its partner.
  private static func isLone(_ units: [UInt16], _ index: Int) -> Bool {
    if UTF16.isLeadSurrogate(units[index]) {
      return index + 1 == units.count || !UTF16.isTrailSurrogate(units[index + 1])
    }
    guard UTF16.isTrailSurrogate(units[index]) else { return false }
    return index == 0 || !UTF16.isLeadSurrogate(units[index - 1])
  }
}
