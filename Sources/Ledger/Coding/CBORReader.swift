internal import Programmes
internal import Quantities

/// A key, or a constant text, of at most eight bytes, to be compared as one number.
struct CBORKey: Sendable {
  let name: String
  let count: Int
  let word: UInt64

  init(_ name: String) {
    let bytes = Array(name.utf8)
    precondition(bytes.count <= 8)
    self.name = name
    self.count = bytes.count
    self.word = Ledger.word(at: 0, count: bytes.count, of: bytes)
  }
}

/// Reads deterministic CBOR and refuses everything else, naming the offset.
///
/// It is a puller: the caller says what must come next. So there is no tree of items, no recursion
/// but that of values, and no key or kind that the format does not name.
struct CBORReader {
  let bytes: [UInt8]
  private let part: CodecError.Part
  /// Where it stops: the bytes may be a piece of more.
  private let end: Int
  private(set) var offset: Int

  init(_ bytes: [UInt8], part: CodecError.Part) {
    self.init(bytes, part: part, in: 0..<bytes.count)
  }

  /// A reader of a piece; the offsets of its errors are those in the whole.
  init(_ bytes: [UInt8], part: CodecError.Part, in range: Range<Int>) {
    precondition(range.lowerBound >= 0)
    precondition(range.upperBound <= bytes.count)
    self.bytes = bytes
    self.part = part
    self.end = range.upperBound
    self.offset = range.lowerBound
  }

  /// A `CodecError` at an offset, by default where the reader stands.
  func malformed(_ what: CodecError.Malformation, at offset: Int? = nil) -> CodecError {
    .malformed(what, part: part, offset: offset ?? self.offset)
  }

  /// The kind of the next item (RFC 8949 section 3.1), or `nil` at the end.
  var nextMajor: UInt8? { offset < end ? bytes[offset] >> 5 : nil }

  /// Throws unless everything was read.
  func finish() throws(CodecError) {
    guard offset == end else { throw malformed(.trailingBytes) }
  }

  /// What was read since `start`, as stored.
  func slice(from start: Int) -> [UInt8] { Array(bytes[start..<offset]) }

  /// Reads a head of the kind wanted and gives its argument.
  private mutating func head(
    _ major: UInt8, else expectation: CodecError.Expectation
  ) throws(CodecError) -> UInt64 {
    guard offset < end else { throw malformed(.truncated) }
    let first = bytes[offset]
    guard first >> 5 == major else { throw malformed(.expected(expectation)) }
    let short = first & 31
    if short < 24 {
      offset += 1
      return UInt64(short)
    }
    guard short < 28 else { throw malformed(.unsupported) }
    let count = 1 << Int(short - 24)
    guard end - offset > count else { throw malformed(.truncated) }
    var argument: UInt64 = 0
    for index in 1...count { argument = argument << 8 | UInt64(bytes[offset + index]) }
    let least: UInt64 = count == 1 ? 24 : 1 << UInt64(4 * count)
    guard argument >= least else { throw malformed(.notShortest) }
    offset += 1 + count
    return argument
  }

  /// Reads a head whose argument counts bytes or items that must follow, each at least one byte.
  private mutating func length(
    _ major: UInt8, else expectation: CodecError.Expectation, bytesEach: Int
  ) throws(CodecError) -> Int {
    let start = offset
    if start < end, bytes[start] >> 5 == major, bytes[start] & 31 < 24 {
      // Nearly all are as short as this.
      let short = Int(bytes[start] & 31)
      guard short * bytesEach < end - start else { throw malformed(.truncated, at: start) }
      offset = start + 1
      return short
    }
    let argument = try head(major, else: expectation)
    guard argument <= UInt64((end - offset) / bytesEach) else {
      throw malformed(.truncated, at: start)
    }
    return Int(argument)
  }

  mutating func integer() throws(CodecError) -> Int64 {
    let start = offset
    let negative = nextMajor == 1
    let argument = try head(negative ? 1 : 0, else: .integer)
    guard let magnitude = Int64(exactly: argument) else {
      throw malformed(.outOfRange, at: start)
    }
    return negative ? ~magnitude : magnitude
  }

  /// An integer that fits in `Number`, and is at least `least`.
  mutating func integer<Number: FixedWidthInteger>(
    as type: Number.Type, atLeast least: Number
  ) throws(CodecError) -> Number {
    let start = offset
    let wide = try integer()
    guard let number = Number(exactly: wide), number >= least else {
      throw malformed(.outOfRange, at: start)
    }
    return number
  }

  /// A byte string, of `count` bytes if a count is given.
  mutating func byteString(_ count: Int?) throws(CodecError) -> [UInt8] {
    let start = offset
    let length = try length(2, else: .bytes(count), bytesEach: 1)
    if let count, length != count { throw malformed(.expected(.bytes(count)), at: start) }
    offset += length
    return Array(bytes[offset - length..<offset])
  }

  mutating func hash() throws(CodecError) -> Hash {
    let start = offset
    guard let hash = Hash(bytes: try byteString(Hash.byteCount)) else {
      throw malformed(.expected(.bytes(Hash.byteCount)), at: start)
    }
    return hash
  }

  /// Passes over a byte string of `count` bytes and tells where it begins.
  mutating func skipBytes(_ count: Int) throws(CodecError) -> Int {
    let start = offset
    guard try length(2, else: .bytes(count), bytesEach: 1) == count else {
      throw malformed(.expected(.bytes(count)), at: start)
    }
    offset += count
    return offset - count
  }

  /// Passes over a byte string of any length and tells where it lies.
  mutating func skipBytes() throws(CodecError) -> Range<Int> {
    let length = try length(2, else: .bytes(nil), bytesEach: 1)
    offset += length
    return offset - length..<offset
  }

  /// Passes over a text's head; where its bytes lie, which are not looked at.
  mutating func skipTextUnread() throws(CodecError) -> Range<Int> {
    let length = try length(3, else: .text, bytesEach: 1)
    offset += length
    return offset - length..<offset
  }

  /// Passes over a text and tells where its bytes lie.
  mutating func skipText() throws(CodecError) -> Range<Int> {
    let start = offset
    let range = try skipTextUnread()
    guard
      isASCII(range, of: bytes)
        || (try? UTF8Span(validating: bytes.span.extracting(range))) != nil
    else { throw malformed(.notUTF8, at: start) }
    return range
  }

  /// The same as the reader of a name, known before.
  mutating func key(_ key: CBORKey) throws(CodecError) {
    let count = key.count
    guard end - offset > count, bytes[offset] == 0x60 | UInt8(truncatingIfNeeded: count),
      word(at: offset + 1, count: count, of: bytes) == key.word
    else { throw malformed(.expected(.key(key.name))) }
    offset += 1 + count
  }

  mutating func text() throws(CodecError) -> String {
    let start = offset
    let length = try length(3, else: .text, bytesEach: 1)
    offset += length
    // Over a span: the initializers that take any collection are not specialized for bytes.
    guard let text = try? UTF8Span(validating: bytes.span.extracting(offset - length..<offset))
    else { throw malformed(.notUTF8, at: start) }
    return String(copying: text)
  }

  /// Takes the key of the next pair if it is this one, and says whether it was.
  mutating func skipKey(_ name: String) throws(CodecError) -> Bool {
    let start = offset
    if try text() == name { return true }
    offset = start
    return false
  }

  /// The key of the next pair, or a constant text, which must be this one.
  mutating func key(_ name: String) throws(CodecError) {
    let start = offset
    let length = try length(3, else: .key(name), bytesEach: 1)
    guard length == name.utf8.count else { throw malformed(.expected(.key(name)), at: start) }
    for byte in name.utf8 {
      guard bytes[offset] == byte else { throw malformed(.expected(.key(name)), at: start) }
      offset += 1
    }
  }

  /// The number of items of an array, `count` if a count is given.
  mutating func array(_ count: Int?) throws(CodecError) -> Int {
    let start = offset
    let length = try length(4, else: .array(count), bytesEach: 1)
    if let count, length != count { throw malformed(.expected(.array(count)), at: start) }
    return length
  }

  /// The number of pairs of a map, `count` if a count is given.
  mutating func map(_ count: Int?) throws(CodecError) -> Int {
    let start = offset
    let length = try length(5, else: .map(count), bytesEach: 2)
    if let count, length != count { throw malformed(.expected(.map(count)), at: start) }
    return length
  }

  /// The number of the next tag.
  mutating func tag() throws(CodecError) -> UInt64 { try head(6, else: .value) }

  mutating func tag(_ number: UInt64) throws(CodecError) {
    let start = offset
    guard try head(6, else: .tag(number)) == number else {
      throw malformed(.expected(.tag(number)), at: start)
    }
  }

  mutating func truth() throws(CodecError) -> Bool {
    guard offset < end else { throw malformed(.truncated) }
    let byte = bytes[offset]
    guard byte >> 5 == 7 else { throw malformed(.expected(.truth)) }
    guard byte == 0xF4 || byte == 0xF5 else {
      throw malformed(byte == 0xF6 ? .expected(.truth) : .unsupported)
    }
    offset += 1
    return byte == 0xF5
  }

  /// Whether a null comes next; it is then read.
  mutating func skipNull() -> Bool {
    guard offset < end, bytes[offset] == 0xF6 else { return false }
    offset += 1
    return true
  }

  /// The content of a day, after its tag 100.
  mutating func dayNumber() throws(CodecError) -> Day {
    Day(number: try integer(as: Int32.self, atLeast: .min))
  }

  mutating func day() throws(CodecError) -> Day {
    try tag(100)
    return try dayNumber()
  }

  /// The content of an identifier, after its tag 37.
  mutating func idBytes<Tag>(of type: ID<Tag>.Type) throws(CodecError) -> ID<Tag> {
    let start = offset
    guard try length(2, else: .bytes(16), bytesEach: 1) == 16 else {
      throw malformed(.expected(.bytes(16)), at: start)
    }
    return ID<Tag>(high: bigEndianWord(), low: bigEndianWord())
  }

  /// Eight bytes that were found to be there.
  private mutating func bigEndianWord() -> UInt64 {
    var word: UInt64 = 0
    for index in offset..<offset + 8 { word = word << 8 | UInt64(bytes[index]) }
    offset += 8
    return word
  }

  mutating func id<Tag>(of type: ID<Tag>.Type) throws(CodecError) -> ID<Tag> {
    try tag(37)
    return try idBytes(of: type)
  }
}
