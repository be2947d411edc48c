/// Tells whether bytes are a page of HTML, and which encoding it names for itself.
struct HTMLSniffer {
  let isHTML: Bool
  let declaredCharset: String?

  // 4096: declarations stand at the top; browsers look through 1024 bytes.
  private static let headBytes = 4_096

  init(_ bytes: [UInt8]) {
    // Zero bytes are left out, so that UTF-16 is told like ASCII.
    let head = bytes.prefix(Self.headBytes).filter { $0 != 0 }.map(ASCII.lowered)
    let marks = ["<!doctype html", "<html", "<head", "<body", "<meta ", "<title>", "<div", "<p>"]
    var isHTML = false
    for mark in marks where ASCII.find(Array(mark.utf8), in: head, from: 0) != nil { isHTML = true }
    self.isHTML = isHTML
    guard let place = ASCII.find(Array("charset=".utf8), in: head, from: 0) else {
      declaredCharset = nil
      return
    }
    let name = head[(place + 8)...].drop { $0 == 0x22 || $0 == 0x27 || $0 == 0x20 }
      .prefix { ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == 0x2D || $0 == 0x5F }
    declaredCharset = name.isEmpty ? nil : String(decoding: name, as: UTF8.self)
  }
}

/// Questions about single bytes.
enum ASCII {
  static func lowered(_ byte: UInt8) -> UInt8 { 0x41...0x5A ~= byte ? byte | 0x20 : byte }

  static func isLetter(_ byte: UInt8) -> Bool { 0x61...0x7A ~= lowered(byte) }

  static func isDigit(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte }

  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || 0x09...0x0D ~= byte }

  /// Where `word` first stands at or after `start`.
  static func find(_ word: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
    guard let first = word.first, bytes.count >= word.count else { return nil }
    var index = start
    while index <= bytes.count - word.count {
      if bytes[index] == first, bytes[index..<index + word.count].elementsEqual(word) {
        return index
      }
      index += 1
    }
    return nil
  }
}
