/// Writes JSON by hand: keys in the order written, no floating point, UTF-8.
struct JSONWriter {
  private(set) var bytes: [UInt8] = []
  private var needsComma = false

  mutating func open(_ bracket: Unicode.Scalar) {
    separate()
    bytes.append(UInt8(truncatingIfNeeded: bracket.value))
    needsComma = false
  }

  mutating func close(_ bracket: Unicode.Scalar) {
    bytes.append(UInt8(truncatingIfNeeded: bracket.value))
    needsComma = true
  }

  mutating func key(_ name: StaticString) {
    separate()
    name.appendKey(to: &bytes)
    needsComma = false
  }

  mutating func string(_ text: String) {
    separate()
    quote(text)
    needsComma = true
  }

  mutating func integer(_ value: Int) {
    separate()
    // The digits from the last to the first; an Int has 19 at most.
    var digits: InlineArray<20, UInt8> = .init(repeating: 0)
    var first = digits.count
    var rest = value.magnitude
    repeat {
      first -= 1
      digits[first] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    } while rest > 0
    if value < 0 { bytes.append(0x2D) }
    for index in first..<digits.count { bytes.append(digits[index]) }
    needsComma = true
  }

  mutating func null() {
    separate()
    bytes.append(contentsOf: "null".utf8)
    needsComma = true
  }

  /// Ends the text with a line feed.
  mutating func endLine() {
    bytes.append(0x0A)
  }

  /// Appends what another writer wrote.
  mutating func append(_ other: JSONWriter) {
    bytes.append(contentsOf: other.bytes)
  }

  mutating func newline() {
    separate()
    bytes.append(0x0A)
    needsComma = false
  }

  mutating func field(_ name: StaticString, _ text: String?) {
    guard let text else { return }
    key(name)
    string(text)
  }

  mutating func field(_ name: StaticString, _ value: Int?) {
    guard let value else { return }
    key(name)
    integer(value)
  }

  private mutating func separate() {
    if needsComma { bytes.append(0x2C) }
    needsComma = false
  }

  private mutating func quote(_ text: String) {
    bytes.append(0x22)
    // Almost no text needs an escape, and whole strings copy much faster than single bytes.
    if text.appendPlain(to: &bytes) {
      bytes.append(0x22)
      return
    }
    for byte in text.utf8 {
      switch byte {
      case 0x22, 0x5C:
        bytes.append(0x5C)
        bytes.append(byte)
      case 0x0A: bytes.append(contentsOf: [0x5C, 0x6E])
      case 0x0D: bytes.append(contentsOf: [0x5C, 0x72])
      case 0x09: bytes.append(contentsOf: [0x5C, 0x74])
      case 0..<0x20:
        bytes.append(contentsOf: "\\u00".utf8)
        for digit in [byte >> 4, byte & 0x0F] {
          bytes.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
        }
      default: bytes.append(byte)
      }
    }
    bytes.append(0x22)
  }
}
