// The one file of Reading that looks at bytes in place. Comparing a word of the rules through
// `String` costs more than the rules themselves.

/// Words written in the rules, compared without making a `String` of them.
extension StaticString {
  /// Its length in scalars.
  var scalarCount: Int {
    var count = 0
    for index in 0..<utf8CodeUnitCount where unsafe utf8Start[index] & 0xC0 != 0x80 { count += 1 }
    return count
  }

  /// Its first scalar, 0 where it is empty.
  @inline(__always)
  var firstScalar: UInt32 {
    let size = utf8CodeUnitCount
    guard size > 0 else { return 0 }
    let lead = UInt32(unsafe utf8Start[0])
    if lead < 0x80 { return lead }
    if size >= 3, lead >= 0xE0, lead < 0xF0 { return unsafe Self.threeBytes(utf8Start) }
    return rareScalar(at: 0)
  }

  /// Its last scalar, 0 where it is empty.
  @inline(__always)
  var lastScalar: UInt32 {
    let size = utf8CodeUnitCount
    guard size > 0 else { return 0 }
    let last = UInt32(unsafe utf8Start[size - 1])
    if last < 0x80 { return last }
    if size >= 3, unsafe utf8Start[size - 3] >= 0xE0, unsafe utf8Start[size - 3] < 0xF0 {
      return unsafe Self.threeBytes(utf8Start + (size - 3))
    }
    var start = size - 1
    while start > 0, unsafe utf8Start[start] & 0xC0 == 0x80 { start -= 1 }
    return rareScalar(at: start)
  }

  @inline(__always)
  private static func threeBytes(_ bytes: UnsafePointer<UInt8>) -> UInt32 {
    let lead = UInt32(unsafe bytes[0]) & 0x0F
    return unsafe lead << 12 | (UInt32(bytes[1]) & 0x3F) << 6 | (UInt32(bytes[2]) & 0x3F)
  }

  /// The scalar of two or four bytes that begins at `start`.
  private func rareScalar(at start: Int) -> UInt32 {
    let lead = UInt32(unsafe utf8Start[start])
    let width = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    var scalar = lead & (0xFF >> UInt32(width + 1))
    for offset in (start + 1)..<(start + width) {
      scalar = scalar << 6 | (UInt32(unsafe utf8Start[offset]) & 0x3F)
    }
    return scalar
  }

  /// Whether `isWanted` holds for every scalar; stops at the first for which it does not.
  func allScalars(_ isWanted: (UInt32) -> Bool) -> Bool {
    var index = 0
    while index < utf8CodeUnitCount {
      let lead = UInt32(unsafe utf8Start[index])
      let width = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
      var scalar = width == 1 ? lead : lead & (0xFF >> UInt32(width + 1))
      for offset in (index + 1)..<(index + width) {
        scalar = scalar << 6 | UInt32(unsafe utf8Start[offset]) & 0x3F
      }
      guard isWanted(scalar) else { return false }
      index += width
    }
    return true
  }
}

extension String {
  /// Whether it is `word`, byte by byte; `==` compares normal forms of what is not ASCII.
  func reads(_ word: StaticString) -> Bool {
    utf8.count == word.utf8CodeUnitCount && ends(with: word)
  }

  /// Whether `word` stands in it, byte by byte.
  func holds(_ word: StaticString) -> Bool {
    var text = self
    return text.withUTF8 { utf8 in
      guard utf8.count >= word.utf8CodeUnitCount else { return false }
      for start in 0...utf8.count - word.utf8CodeUnitCount {
        var length = 0
        while length < word.utf8CodeUnitCount,
          unsafe utf8[start + length] == word.utf8Start[length]
        {
          length += 1
        }
        if length == word.utf8CodeUnitCount { return true }
      }
      return false
    }
  }

  /// The string of these scalars.
  init(scalars: ArraySlice<UInt32>) {
    guard !scalars.isEmpty else {
      self = ""
      return
    }
    // Four bytes at most for each, in the string's own memory.
    self = unsafe String(unsafeUninitializedCapacity: scalars.count * 4) { buffer in
      var count = 0
      for scalar in scalars {
        Passage.encode(scalar) { byte in
          unsafe buffer[count] = byte
          count += 1
        }
      }
      return count
    }
  }

  /// Whether it ends with `word`, byte by byte; `hasSuffix` compares normal forms.
  func ends(with word: StaticString) -> Bool {
    guard utf8.count >= word.utf8CodeUnitCount else { return false }
    let found = unsafe utf8.withContiguousStorageIfAvailable { utf8 in
      let start = utf8.count - word.utf8CodeUnitCount
      for index in 0..<word.utf8CodeUnitCount
      where unsafe utf8[start + index] != word.utf8Start[index] { return false }
      return true
    }
    if let found { return found }
    return utf8.suffix(word.utf8CodeUnitCount).elementsEqual(word.description.utf8)
  }
}

extension String {
  /// A number that its bytes give, eight at once; equal for equal bytes, and well mixed.
  var byteHash: UInt64 {
    let hash: UInt64? = unsafe utf8.withContiguousStorageIfAvailable { utf8 in
      let raw = UnsafeRawBufferPointer(utf8)
      let factor: UInt64 = 0x9E37_79B9_7F4A_7C15
      var hash = UInt64(raw.count) &* factor
      var index = 0
      while index + 8 <= raw.count {
        hash ^= unsafe raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        hash = hash &* factor
        hash ^= hash >> 29
        index += 8
      }
      var rest: UInt64 = 0
      while index < raw.count {
        rest = rest << 8 | UInt64(unsafe raw[index])
        index += 1
      }
      hash = (hash ^ rest) &* factor
      return hash ^ hash >> 32
    }
    if let hash { return hash }
    var text = self
    text.makeContiguousUTF8()
    return text.byteHash
  }

  /// Feeds its bytes to `hasher`, all at once.
  func hashBytes(into hasher: inout Hasher) {
    var text = self
    text.withUTF8 { utf8 in unsafe hasher.combine(bytes: UnsafeRawBufferPointer(utf8)) }
  }

  /// Whether the bytes of `word` stand in it.
  func holds(bytesOf word: Substring.UTF8View) -> Bool {
    var text = self
    var word = Substring(word)
    return word.withUTF8 { word in
      text.withUTF8 { utf8 in
        guard utf8.count >= word.count else { return false }
        for start in 0...utf8.count - word.count {
          var length = 0
          while length < word.count, unsafe utf8[start + length] == word[length] { length += 1 }
          if length == word.count { return true }
        }
        return false
      }
    }
  }
}

/// Long stretches of the source, eight bytes at once.
extension [UInt8] {
  /// The first `byte` in `range`, or its end.
  func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    return unsafe withUnsafeBytes { raw in
      let ones: UInt64 = 0x0101_0101_0101_0101
      let wanted = ones &* UInt64(byte)
      var index = range.lowerBound
      while index + 8 <= range.upperBound {
        let found = unsafe raw.loadUnaligned(fromByteOffset: index, as: UInt64.self) ^ wanted
        // The lowest bit that stays is that of the first zero byte; little endian puts it first.
        let zeros = (found &- ones) & ~found & (ones &* 0x80)
        if zeros != 0 { return index + UInt64(littleEndian: zeros).trailingZeroBitCount / 8 }
        index += 8
      }
      while index < range.upperBound, unsafe raw[index] != byte { index += 1 }
      return index
    }
  }

  /// Where the run of well-formed characters of three bytes that begins at `start` ends, but for
  /// leads that need a look at the second byte.
  func threeByteRun(from start: Int) -> Int {
    precondition(start >= 0)
    return unsafe withUnsafeBytes { raw in
      var index = start
      while index + 4 <= raw.count {
        let four = UInt32(
          littleEndian: unsafe raw.loadUnaligned(fromByteOffset: index, as: UInt32.self))
        guard four & 0x00C0_C0F0 == 0x0080_80E0 else { break }
        let lead = four & 0x0F
        guard lead != 0, lead != 0x0D else { break }
        index += 3
      }
      return index
    }
  }

  /// The scalars in `range` of well-formed UTF-8.
  func scalarCount(in range: Range<Int>) -> Int {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    return unsafe withUnsafeBytes { raw in
      var count = range.count
      var index = range.lowerBound
      while index + 8 <= range.upperBound {
        let eight = unsafe raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        // One bit a byte that goes on; the product adds them up in its upper byte.
        let more = (eight & ~(eight << 1) & 0x8080_8080_8080_8080) >> 7
        count -= Int((more &* 0x0101_0101_0101_0101) >> 56)
        index += 8
      }
      while index < range.upperBound {
        if unsafe raw[index] & 0xC0 == 0x80 { count -= 1 }
        index += 1
      }
      return count
    }
  }

  /// Whether the bytes of `word` stand at the beginning of `range`.
  func starts(with word: StaticString, in range: Range<Int>) -> Bool {
    guard range.count >= word.utf8CodeUnitCount else { return false }
    for offset in 0..<word.utf8CodeUnitCount
    where unsafe self[range.lowerBound + offset] != word.utf8Start[offset] { return false }
    return true
  }
}

extension Span<UInt8> {
  /// Decodes and normalises the characters at the beginning of `range`, the first of which is the
  /// scalar `at` of the source; gives their number and where they end.
  ///
  /// Takes those of three bytes and visible ASCII, which is nearly all of a text; stops before any
  /// other, before the last three bytes of the source, and where the outputs are full.
  func appendCommon(
    range: Range<Int>, at: Int32, _ scalars: inout OutputSpan<UInt32>,
    _ places: inout OutputSpan<Passage.SourcePlace>
  ) -> (run: Int, end: Int) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    let room = Swift.min(scalars.freeCapacity, places.freeCapacity)
    // Four bytes are loaded at once.
    let limit = Swift.min(range.upperBound, count - 3)
    return unsafe withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return (0, range.lowerBound) }
      return unsafe scalars.withUnsafeMutableBufferPointer { scalars, scalarCount in
        unsafe places.withUnsafeMutableBufferPointer { places, placeCount in
          var run = 0
          var index = range.lowerBound
          while run < room, index < limit {
            let four = UInt32(
              littleEndian: unsafe UnsafeRawPointer(base + index).loadUnaligned(as: UInt32.self))
            var scalar = four & 0xFF
            var width = 1
            if four & 0xF0 == 0xE0 {
              scalar = (four & 0x0F) << 12 | (four >> 2 & 0xFC0) | (four >> 16 & 0x3F)
              width = 3
              if !scalar.isIdeograph { scalar = Passage.normalised(scalar) }
            } else if scalar <= 0x20 || scalar >= 0x7F {
              break
            }
            unsafe scalars.initializeElement(at: scalarCount &+ run, to: scalar)
            unsafe places.initializeElement(
              at: placeCount &+ run,
              to: Passage.SourcePlace(
                byte: index, at: at &+ Int32(truncatingIfNeeded: run), width: width))
            run &+= 1
            index &+= width
          }
          scalarCount += run
          placeCount += run
          return (run, index)
        }
      }
    }
  }
}
