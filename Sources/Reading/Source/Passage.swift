/// A run of text that belongs together, decoded so that one element is one character.
///
/// Rules compare characters and step back as often as forward, which on UTF-8 bytes would mean
/// decoding again and again; a passage is decoded once and dropped when read, so memory stays flat.
/// Every element keeps its byte and scalar offset in the source: a passage may be put together
/// from torn pieces, and its quotes still point at the source.
///
/// Rules ask for words at nearly every character and nearly always in vain; `marked` looks all
/// words up once and keeps what begins and ends where, so that most questions are answered by one
/// load.
/// A class of constants, because rules hand the passage on for every amount.
final class Passage: RandomAccessCollection {
  /// Normalised scalars: full-width forms become ASCII, all blanks become U+0020.
  private let scalars: [UInt32]
  /// Where each scalar stands in the source.
  private let places: [SourcePlace]
  private let marks: Marks

  private init(_ scalars: [UInt32], _ places: [SourcePlace], _ marks: Marks = Marks()) {
    self.scalars = scalars
    self.places = places
    self.marks = marks
  }

  /// What is looked up once of every scalar; empty before the passage is marked.
  struct Marks {
    /// One for each scalar, and one for the end of the passage.
    var words: [Words] = []
    var places = PlaceSets()
  }

  /// What begins and ends at a place.
  struct Words {
    /// The classes of all words that begin here.
    var begun: WordClass = []
    /// The classes of all words that end before here.
    var ended: WordClass = []
  }

  /// A character's place in the source, in one word: 31 bits each for byte and scalar offset, two
  /// for the source bytes that it takes.
  struct SourcePlace {
    private var bits: UInt64

    @inline(__always)
    init(byte: Int, at: Int32, width: Int) {
      bits = UInt64(truncatingIfNeeded: byte) << 33 | UInt64(UInt32(bitPattern: at)) << 2
      bits |= UInt64(truncatingIfNeeded: width - 1)
    }

    @inline(__always)
    var byte: Int { Int(bits >> 33) }
    @inline(__always)
    var at: Int { Int(bits >> 2 & 0x7FFF_FFFF) }
    @inline(__always)
    var width: Int { Int(bits & 3) + 1 }
  }

  /// The passage as the collection of its scalars.
  var text: Passage { self }
  var startIndex: Int { 0 }
  var endIndex: Int { scalars.count }
  var count: Int { scalars.count }

  subscript(index: Int) -> UInt32 { scalars[index] }
  subscript(range: Range<Int>) -> ArraySlice<UInt32> { scalars[range] }

  /// The scalar at `index`, or `nil` outside.
  subscript(safe index: Int) -> UInt32? {
    index >= 0 && index < scalars.count ? scalars[index] : nil
  }

  /// The same passage with the words at every scalar looked up.
  func marked(by words: WordTrie) -> Passage {
    marks.words.isEmpty ? Passage(scalars, places, words.marks(scalars)) : self
  }

  /// The first place of a kind at `index` or later; `index` itself before the passage is marked.
  @inline(__always)
  func next(_ kind: PlaceSets.Kind, from index: Int) -> Int? {
    marks.places.first(kind, from: index, before: scalars.count)
  }

  /// The first place of `sign`, which is not an ideograph, in `range`.
  func first(sign: UInt32, in range: Range<Int>) -> Int? {
    var index = range.lowerBound
    while let place = marks.places.first(.sign, from: index, before: range.upperBound) {
      if scalars[place] == sign { return place }
      index = place + 1
    }
    return nil
  }

  /// Whether an ASCII digit stands in `range`.
  func holdsDigit(_ range: Range<Int>) -> Bool {
    var index = range.lowerBound
    while let place = marks.places.first(.sign, from: index, before: range.upperBound) {
      if scalars[place].isDigit { return true }
      index = place + 1
    }
    return false
  }

  /// Whether a word of `mask` may begin at `index`; surely not when false.
  func mayStart(_ mask: WordClass, at index: Int) -> Bool {
    marks.words.isEmpty || !marks.words[index].begun.isDisjoint(with: mask)
  }

  /// The first place in `range` where a word of `mask` may begin.
  func firstStart(_ mask: WordClass, in range: Range<Int>) -> Int? {
    guard !marks.words.isEmpty else { return range.first }
    guard mask.isSubset(of: .cues) else {
      return range.first { !marks.words[$0].begun.isDisjoint(with: mask) }
    }
    var index = range.lowerBound
    while let place = marks.places.first(.cue, from: index, before: range.upperBound) {
      if !marks.words[place].begun.isDisjoint(with: mask) { return place }
      index = place + 1
    }
    return nil
  }

  /// The classes of all cue words that begin in `range`, and perhaps others; all where the passage
  /// is not marked.
  func cues(in range: Range<Int>) -> WordClass {
    guard !marks.words.isEmpty else { return .cues }
    var classes: WordClass = []
    var index = range.lowerBound
    while let place = marks.places.first(.cue, from: index, before: range.upperBound) {
      classes.formUnion(marks.words[place].begun)
      index = place + 1
    }
    return classes
  }

  /// Whether a word of `mask` may end before `index`; surely not when false.
  func mayEnd(_ mask: WordClass, before index: Int) -> Bool {
    marks.words.isEmpty || !marks.words[index].ended.isDisjoint(with: mask)
  }

  /// The bytes of the source from the first to the last scalar of `range`; those up to the foot of
  /// the column where the last one stands farther up.
  func byteRange(_ range: Range<Int>) -> Range<Int> {
    guard let last = range.last else {
      let offset = range.lowerBound < count ? places[range.lowerBound].byte : 0
      return offset..<offset
    }
    let start = places[range.lowerBound].byte
    let end = places[last].byte + places[last].width
    if start < end { return start..<end }
    // From the foot of a column to the top of the next one: what stands at the foot.
    var index = range.lowerBound
    while index < last, places[index + 1].byte > places[index].byte { index += 1 }
    return start..<places[index].byte + places[index].width
  }

  /// The scalar offset in the source of the scalar at `index`.
  func at(_ index: Int) -> Int { places[index].at }

  /// The normalised text of `range`.
  func string(_ range: Range<Int>) -> String {
    String(scalars: scalars[range])
  }

  /// The scalar at `index`, or 0 outside the passage.
  func scalar(_ index: Int) -> UInt32 {
    index >= 0 && index < scalars.count ? scalars[index] : 0
  }

  /// The scalars in `range` of well-formed UTF-8.
  static func scalarCount(_ bytes: [UInt8], _ range: Range<Int>) -> Int {
    bytes.scalarCount(in: range)
  }

  /// The bytes of a scalar in well-formed UTF-8 that begins with `lead`.
  static func width(of lead: UInt8) -> Int {
    lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
  }

  /// One scalar of well-formed UTF-8.
  static func decode(_ source: [UInt8], _ index: Int) -> (scalar: UInt32, width: Int) {
    decode(source.span, index)
  }

  /// One scalar of well-formed UTF-8.
  @inline(__always)
  static func decode(_ source: Span<UInt8>, _ index: Int) -> (scalar: UInt32, width: Int) {
    let lead = UInt32(source[index])
    if lead < 0x80 { return (lead, 1) }
    let second = UInt32(source[index + 1]) & 0x3F
    if lead < 0xE0 { return ((lead & 0x1F) << 6 | second, 2) }
    let third = UInt32(source[index + 2]) & 0x3F
    if lead < 0xF0 { return ((lead & 0x0F) << 12 | second << 6 | third, 3) }
    let fourth = UInt32(source[index + 3]) & 0x3F
    return ((lead & 0x07) << 18 | second << 12 | third << 6 | fourth, 4)
  }

  /// Hands the one to four bytes of a scalar in UTF-8 to `put`.
  static func encode(_ scalar: UInt32, _ put: (UInt8) -> Void) {
    switch scalar {
    case 0..<0x80:
      put(UInt8(scalar))
    case 0x80..<0x800:
      put(UInt8(0xC0 | scalar >> 6))
      put(UInt8(0x80 | scalar & 0x3F))
    case 0x800..<0x10000:
      put(UInt8(0xE0 | scalar >> 12))
      put(UInt8(0x80 | scalar >> 6 & 0x3F))
      put(UInt8(0x80 | scalar & 0x3F))
    default:
      put(UInt8(0xF0 | scalar >> 18 & 0x07))
      put(UInt8(0x80 | scalar >> 12 & 0x3F))
      put(UInt8(0x80 | scalar >> 6 & 0x3F))
      put(UInt8(0x80 | scalar & 0x3F))
    }
  }

  /// Full-width ASCII becomes ASCII, blanks become U+0020; Chinese punctuation stays.
  static func normalised(_ scalar: UInt32) -> UInt32 {
    if scalar.isIdeograph { return scalar }
    return switch scalar {
    case 0x09, 0x0A, 0x0D, 0xA0, 0x2002...0x200B, 0x3000, 0xFEFF: 0x20
    case 0xFF01...0xFF5E: scalar - 0xFEE0
    case 0x2236: 0x3A  // ratio sign
    default: scalar
    }
  }
}

extension Passage {
  /// The passage from scalar `start` on.
  func suffix(from start: Int) -> Passage {
    slice(start..<count)
  }

  /// The passage of the scalars in `range`.
  func slice(_ range: Range<Int>) -> Passage {
    Passage(Array(scalars[range]), Array(places[range]))
  }

  /// The source scalars that the passage covers, as few ranges as possible.
  var pieces: [Range<Int>] {
    var result: [Range<Int>] = []
    var start = 0
    for index in 0..<count
    where index + 1 == count || places[index + 1].at != places[index].at + 1 {
      result.append(at(start)..<at(index) + 1)
      start = index + 1
    }
    return result
  }
}

extension Passage {
  /// A passage while it is put together.
  struct Draft {
    private(set) var scalars: [UInt32] = []
    fileprivate var places: [SourcePlace] = []

    var count: Int { scalars.count }

    /// Appends a line of the source.
    mutating func append(_ source: SourceText, _ line: Line) {
      let bytes = source.bytes.span
      let last = scalars.last
      // Room for all of it at once: to ask for room character by character took longer than
      // decoding.
      var places = self.places
      self.places = []
      scalars.append(addingCapacity: line.count) { scalars in
        places.append(addingCapacity: line.count) { places in
          Self.decode(bytes, line.bytes, at: line.at, after: last, &scalars, &places)
        }
      }
      self.places = places
    }

    private static func decode(
      _ bytes: Span<UInt8>, _ range: Range<Int>, at: Int, after last: UInt32?,
      _ scalars: inout OutputSpan<UInt32>, _ places: inout OutputSpan<SourcePlace>
    ) {
      var index = range.lowerBound
      var at = Int32(at)
      var last = last
      while index < range.upperBound {
        let (run, end) = bytes.appendCommon(
          range: index..<range.upperBound, at: at, &scalars, &places)
        if run > 0 {
          index = end
          at += Int32(truncatingIfNeeded: run)
          last = scalars[scalars.count - 1]
          if index == range.upperBound { break }
        }
        let (scalar, width) = Passage.decode(bytes, index)
        if scalar == 0x20, isInsideWord(bytes, index, range, after: last) {
          index += 1
          at += 1
          continue
        }
        let normalised = Passage.normalised(scalar)
        scalars.append(normalised)
        places.append(SourcePlace(byte: index, at: at, width: width))
        last = normalised
        index += width
        at += 1
      }
    }

    /// Whether the one blank at `index` parts what belongs together, as text copied from PDF has
    /// it (`212.8 亿元`, `实现生 产总值`).
    private static func isInsideWord(
      _ source: Span<UInt8>, _ index: Int, _ range: Range<Int>, after before: UInt32?
    ) -> Bool {
      guard let before, index + 1 < range.upperBound, index > range.lowerBound
      else { return false }
      // All Han characters of the basic block have three bytes that begin with E4 to E9.
      let next = source[index + 1]
      let isHanNext = next >= 0xE4 && next <= 0xE9
      let isHanBefore = before >= 0x4E00 && before <= 0x9FFF
      if before.isDigit || before == 0x25 { return isHanNext || (before != 0x25 && next == 0x25) }
      return isHanBefore && (isHanNext || (next >= 0x30 && next <= 0x39))
    }

    /// The passage as it stands, with the words at every scalar looked up.
    func passage(marked words: WordTrie) -> Passage {
      Passage(scalars, places, words.marks(scalars))
    }
  }

  /// The passage of one line.
  convenience init(_ source: SourceText, _ line: Line) {
    var draft = Draft()
    draft.append(source, line)
    self.init(draft.scalars, draft.places)
  }
}
