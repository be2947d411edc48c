// `EntryCodec.decode` for who goes through a million entries: it checks the same and makes nothing
// on the heap. Names come out as numbers, values as places in the bytes. What is rare (amendments,
// erasures, names beyond ASCII) it leaves to the decoder, as it does everything that is not as the
// format says: so it need not tell what is wrong.

package import Programmes
package import Quantities

/// Reads entries of pages one after another, into lists that are used again.
package struct EntryScanner: Sendable {
  /// One record's change.
  package struct ScannedTouch: Sendable {
    package let record: RecordID
    package let kind: Int32
    package let state: Int32
    package let unit: Int32
    /// The record's version decided on; 0 for a new record.
    package let base: UInt32
  }

  /// A fact written.
  package struct ScannedFact: Sendable {
    package let touch: Int
    package let name: Int32
    /// Where the value's bytes lie; `nil` if it is sealed.
    package let value: Range<Int>?
    /// The key that a sealed one is under.
    package let keyNumber: Int64
    /// Its place among the entry's seals.
    var seal = 0
    /// Whether it stands in the block, where it is said with it whether it was computed.
    var isOfBlock = false
  }

  /// A unique key taken or given up.
  package struct ScannedKey: Sendable {
    package let touch: Int
    package let name: Int32
    package let isTaken: Bool
    /// Where a plain value lies; `nil` for a key over sealed fields.
    package let value: Range<Int>?
    /// The fields of a key over sealed fields, among the entry's.
    let fields: Range<Int>
  }

  /// A movement.
  package struct ScannedDelta: Sendable {
    package let measure: Int32
    package let part: Int32
    package let unit: Int32
    package let day: Day
    package let amount: Int64
    package internal(set) var owner: RecordID?
    package internal(set) var member: RecordID?
  }

  struct Seal {
    let touch: Int
    let name: Int32
    let commitment: Int
    let itemHash: Int
    var level = Level.sensitive
    var box = 0..<0
  }

  /// The records behind a movement's pseudonyms, as a block names them.
  struct Reference {
    let delta: Int
    let owner: BlockReference?
    let member: BlockReference?
  }

  package var names = NameTable()
  package internal(set) var touches: [ScannedTouch] = []
  package internal(set) var facts: [ScannedFact] = []
  package internal(set) var keys: [ScannedKey] = []
  package internal(set) var deltas: [ScannedDelta] = []
  var kinds: [(kind: Int32, base: UInt32)] = []
  var seals: [Seal] = []
  /// Movements of the leaf, with whether they have an owner and a member.
  var shown: [(delta: ScannedDelta, hasOwner: Bool, hasMember: Bool)] = []
  var references: [Reference] = []
  var keyFields: [Int32] = []
  private var blockHash = 0
  /// Movements that stand in the block alone, so far.
  var hiddenCount = 0
  /// Names of facts that the entry says were computed, with their touches.
  var derived: [(touch: Int, name: Int32)] = []
  let key = Keys()

  package init() {}

  /// Reads one entry of a page; `false` if the decoder has to say what it is.
  package mutating func scan(_ page: EntryPage, _ index: Int) -> Bool {
    touches.removeAll(keepingCapacity: true)
    facts.removeAll(keepingCapacity: true)
    keys.removeAll(keepingCapacity: true)
    deltas.removeAll(keepingCapacity: true)
    kinds.removeAll(keepingCapacity: true)
    seals.removeAll(keepingCapacity: true)
    shown.removeAll(keepingCapacity: true)
    references.removeAll(keepingCapacity: true)
    keyFields.removeAll(keepingCapacity: true)
    derived.removeAll(keepingCapacity: true)
    hiddenCount = 0
    let place = page.places[index]
    guard place.leaf.count <= EntryCodec.leafBytesMax else { return false }
    do throws(CodecError) {
      var leaf = CBORReader(page.bytes, part: .leaf, in: place.leaf)
      try read(leaf: &leaf)
      guard Hash.sha256(place.block, of: page.bytes) == Hash(at: blockHash, of: page.bytes) else {
        return false
      }
      var block = CBORReader(page.bytes, part: .block, in: place.block)
      try read(block: &block, of: place.id)
      var sealed = CBORReader(page.bytes, part: .sealed, in: place.sealed)
      try read(sealed: &sealed)
      return isConsistent()
    } catch {
      return false
    }
  }

  // MARK: Leaf

  private mutating func read(leaf reader: inout CBORReader) throws(CodecError) {
    _ = try reader.map(13)
    try reader.key(key.v)
    guard try reader.integer() == Int64(Leaf.format) else { throw unsure(reader) }
    try reader.key(key.on)
    _ = try reader.day()
    try reader.key(key.alg)
    try reader.key(key.algorithm)
    try reader.key(key.unit)
    _ = try reader.skipText()
    try reader.key(key.actor)
    _ = try reader.skipBytes(Pseudonym.byteCount)
    try reader.key(key.block)
    blockHash = try reader.skipBytes(Hash.byteCount)
    try reader.key(key.action)
    _ = try reader.skipText()
    try reader.key(key.deltas)
    for _ in 0..<(try reader.array(nil)) { try readDelta(&reader) }
    try reader.key(key.fields)
    try readFields(&reader)
    try reader.key(key.sealed)
    try readSeals(&reader)
    try reader.key(key.touches)
    for _ in 0..<(try reader.array(nil)) {
      _ = try reader.array(3)
      let kind = try name(&reader)
      _ = try reader.skipBytes(Pseudonym.byteCount)
      kinds.append((kind, try reader.integer(as: UInt32.self, atLeast: 0)))
    }
    try reader.key(key.version)
    _ = try reader.integer(as: Int.self, atLeast: 0)
    try reader.key("programme")
    _ = try reader.skipText()
    try reader.finish()
  }

  /// What makes the decoder look at it.
  func unsure(_ reader: CBORReader) -> CodecError { reader.malformed(.inconsistent) }

  mutating func name(_ reader: inout CBORReader) throws(CodecError) -> Int32 {
    let range = try reader.skipTextUnread()
    guard let number = names.number(range, of: reader.bytes) else { throw unsure(reader) }
    return number
  }

  mutating func movement(_ reader: inout CBORReader) throws(CodecError) -> ScannedDelta {
    ScannedDelta(
      measure: try name(&reader), part: try name(&reader), unit: try name(&reader),
      day: try reader.day(), amount: try reader.integer(), owner: nil, member: nil)
  }

  private mutating func readDelta(_ reader: inout CBORReader) throws(CodecError) {
    _ = try reader.array(7)
    let delta = try movement(&reader)
    let hasOwner = !reader.skipNull()
    if hasOwner { _ = try reader.skipBytes(Pseudonym.byteCount) }
    let hasMember = !reader.skipNull()
    if hasMember { _ = try reader.skipBytes(Pseudonym.byteCount) }
    shown.append((delta, hasOwner, hasMember))
  }

  /// A path of one of the first ten touches, which comes after the one before.
  private mutating func path(
    _ reader: inout CBORReader, after last: inout Range<Int>?
  ) throws(CodecError) -> (touch: Int, name: Int32) {
    let range = try reader.skipTextUnread()
    let bytes = reader.bytes
    guard range.count > 2, bytes[range.lowerBound + 1] == UInt8(ascii: ".") else {
      throw unsure(reader)
    }
    let digit = bytes[range.lowerBound]
    guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { throw unsure(reader) }
    if let last {
      guard
        last.count < range.count || last.count == range.count && precedes(last, range, in: bytes)
      else { throw unsure(reader) }
    }
    last = range
    let name = range.lowerBound + 2..<range.upperBound
    guard let number = names.number(name, of: bytes) else { throw unsure(reader) }
    return (Int(digit - UInt8(ascii: "0")), number)
  }

  /// Whether a piece of bytes comes before another.
  func precedes(_ left: Range<Int>, _ right: Range<Int>, in bytes: [UInt8]) -> Bool {
    for step in 0..<min(left.count, right.count) {
      let (one, other) = (bytes[left.lowerBound + step], bytes[right.lowerBound + step])
      if one != other { return one < other }
    }
    return left.count < right.count
  }

  private mutating func readFields(_ reader: inout CBORReader) throws(CodecError) {
    var last: Range<Int>?
    for _ in 0..<(try reader.map(nil)) {
      let (touch, name) = try path(&reader, after: &last)
      facts.append(
        ScannedFact(touch: touch, name: name, value: try reader.skipValue(), keyNumber: 0))
    }
  }

  private mutating func readSeals(_ reader: inout CBORReader) throws(CodecError) {
    var last: Range<Int>?
    for _ in 0..<(try reader.array(nil)) {
      _ = try reader.array(3)
      let (touch, name) = try path(&reader, after: &last)
      seals.append(
        Seal(
          touch: touch, name: name, commitment: try reader.skipBytes(Hash.byteCount),
          itemHash: try reader.skipBytes(Hash.byteCount)))
    }
  }
}
