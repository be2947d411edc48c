internal import Programmes
internal import Quantities

/// Reads deterministic CBOR and refuses everything else, naming the offset.
///
/// It is a puller: the caller says what must come next. So there is no tree of items, no recursion
/// but that of values, and no key or kind that the format does not name.
struct CBORReader {
  private let bytes: [UInt8]
  private let part: CodecError.Part
  private(set) var offset = 0

  init(_ bytes: [UInt8], part: CodecError.Part) {
    self.bytes = bytes
    self.part = part
  }

  /// A `CodecError` at an offset, by default where the reader stands.
  func malformed(_ what: CodecError.Malformation, at offset: Int? = nil) -> CodecError {
    .malformed(what, part: part, offset: offset ?? self.offset)
  }

  /// The kind of the next item (RFC 8949 section 3.1), or `nil` at the end.
  var nextMajor: UInt8? { offset < bytes.count ? bytes[offset] >> 5 : nil }

  /// Throws unless everything was read.
  func finish() throws(CodecError) {
    guard offset == bytes.count else { throw malformed(.trailingBytes) }
  }

  /// What was read since `start`, as stored.
  func slice(from start: Int) -> [UInt8] { Array(bytes[start..<offset]) }

  /// Reads a head of the kind wanted and gives its argument.
  private mutating func head(
    _ major: UInt8, else expectation: CodecError.Expectation
  ) throws(CodecError) -> UInt64 {
    guard offset < bytes.count else { throw malformed(.truncated) }
    let first = bytes[offset]
    guard first >> 5 == major else { throw malformed(.expected(expectation)) }
    let short = first & 31
    if short < 24 {
      offset += 1
      return UInt64(short)
    }
    guard short < 28 else { throw malformed(.unsupported) }
    let count = 1 << Int(short - 24)
    guard bytes.count - offset > count else { throw malformed(.truncated) }
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
    let argument = try head(major, else: expectation)
    guard argument <= UInt64((bytes.count - offset) / bytesEach) else {
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
    guard offset < bytes.count else { throw malformed(.truncated) }
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
    guard offset < bytes.count, bytes[offset] == 0xF6 else { return false }
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
