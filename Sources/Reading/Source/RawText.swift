// The one file of Reading that looks at the bytes of strings in place. Comparing a word of the
// rules or copying a text to the output through `String` costs more than the rules themselves.

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

  /// Appends its UTF-8 to `bytes` as a key of JSON, quoted and with a colon.
  func appendKey(to bytes: inout [UInt8]) {
    bytes.append(addingCapacity: utf8CodeUnitCount + 3) { output in
      output.append(0x22)
      for index in 0..<utf8CodeUnitCount { output.append(unsafe utf8Start[index]) }
      output.append(0x22)
      output.append(0x3A)
    }
  }
}

extension String {
  /// Appends its UTF-8 to `bytes` unless a byte of it needs an escape in JSON; whether it did.
  func appendPlain(to bytes: inout [UInt8]) -> Bool {
    var text = self
    return text.withUTF8 { utf8 in
      // Eight bytes at once, without an early exit.
      let raw = UnsafeRawBufferPointer(utf8)
      var special: UInt64 = 0
      var index = 0
      while index + 8 <= raw.count {
        special |= Self.escapes(unsafe raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
        index += 8
      }
      var rest: UInt64 = 0x2020_2020_2020_2020
      while index < raw.count {
        rest = rest << 8 | UInt64(unsafe raw[index])
        index += 1
      }
      special |= Self.escapes(rest)
      if special == 0 { unsafe bytes.append(contentsOf: utf8) }
      return special == 0
    }
  }

  /// Not 0 if one of eight bytes is a control character, `"` or a backslash.
  private static func escapes(_ bytes: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let quotes = bytes ^ (ones &* 0x22)
    let slashes = bytes ^ (ones &* 0x5C)
    // A byte less than the one taken away borrows from its upper bit; `~` leaves out those that
    // had it before.
    let below = (bytes &- ones &* 0x20) & ~bytes
    let same = (quotes &- ones) & ~quotes | (slashes &- ones) & ~slashes
    return (below | same) & (ones &* 0x80)
  }

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
    var text = self
    return text.withUTF8 { utf8 in
      let start = utf8.count - word.utf8CodeUnitCount
      guard start >= 0 else { return false }
      for index in 0..<word.utf8CodeUnitCount
      where unsafe utf8[start + index] != word.utf8Start[index] { return false }
      return true
    }
  }
}
