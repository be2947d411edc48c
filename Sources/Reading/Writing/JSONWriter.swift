import Quantities

/// Writes JSON by hand: keys in the order written, no floating point, UTF-8.
struct JSONWriter: ~Copyable {
  private var buffer: ByteBuffer
  private var needsComma = false

  init() { buffer = ByteBuffer() }

  private init(_ buffer: consuming ByteBuffer) { self.buffer = buffer }

  /// What was written.
  var bytes: [UInt8] { buffer.bytes }

  /// What `write` writes; `capacity` is the room in bytes it will hardly need more of.
  static func bytes(capacity: Int, _ write: (inout JSONWriter) -> Void) -> [UInt8] {
    ByteBuffer.bytes(capacity: capacity) { buffer in
      var writer = JSONWriter(buffer)
      write(&writer)
      buffer = writer.finish()
    }
  }

  private consuming func finish() -> ByteBuffer { buffer }

  /// How many bytes are written.
  var count: Int { buffer.count }

  /// Writes the value again that stands in `range` of what is written.
  mutating func value(again range: Range<Int>) {
    separate()
    buffer.append(again: range)
    needsComma = true
  }

  mutating func open(_ bracket: Unicode.Scalar) {
    separate()
    buffer.append(byte: UInt8(truncatingIfNeeded: bracket.value))
    needsComma = false
  }

  mutating func close(_ bracket: Unicode.Scalar) {
    buffer.append(byte: UInt8(truncatingIfNeeded: bracket.value))
    needsComma = true
  }

  mutating func key(_ name: StaticString) {
    buffer.append(key: name, comma: needsComma)
    needsComma = false
  }

  mutating func string(_ text: String) {
    separate()
    buffer.append(quoted: text)
    needsComma = true
  }

  /// The bytes of UTF-8 in `range`.
  mutating func string(_ bytes: [UInt8], _ range: Range<Int>) {
    separate()
    buffer.append(quoted: bytes, range)
    needsComma = true
  }

  /// The digits of a number as a string.
  mutating func quoted(_ value: Int) {
    separate()
    buffer.append(byte: 0x22)
    buffer.append(number: value)
    buffer.append(byte: 0x22)
    needsComma = true
  }

  mutating func integer(_ value: Int) {
    separate()
    buffer.append(number: value)
    needsComma = true
  }

  mutating func null() {
    separate()
    buffer.append("null")
    needsComma = true
  }

  /// Ends the text with a line feed.
  mutating func endLine() {
    buffer.append(byte: 0x0A)
  }

  /// Appends what another writer wrote.
  mutating func append(_ other: borrowing JSONWriter) {
    buffer.append(other.buffer)
  }

  mutating func newline() {
    separate()
    buffer.append(byte: 0x0A)
    needsComma = false
  }

  mutating func field(_ name: StaticString, _ text: String?) {
    guard let text else { return }
    key(name)
    buffer.append(quoted: text)
    needsComma = true
  }

  mutating func field(_ name: StaticString, _ excerpt: Excerpt) {
    key(name)
    buffer.append(quoted: excerpt.source, excerpt.span.range)
    needsComma = true
  }

  mutating func field(_ name: StaticString, _ value: Int?) {
    guard let value else { return }
    key(name)
    buffer.append(number: value)
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { buffer.append(byte: 0x2C) }
    needsComma = false
  }
}
