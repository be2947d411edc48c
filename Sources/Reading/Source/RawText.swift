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

  /// Appends its UTF-8 to `bytes`.
  func append(to bytes: inout [UInt8]) {
    unsafe bytes.append(
      contentsOf: UnsafeBufferPointer(start: utf8Start, count: utf8CodeUnitCount))
  }
}

extension String {
  /// Appends its UTF-8 to `bytes` unless a byte of it needs an escape in JSON; whether it did.
  func appendPlain(to bytes: inout [UInt8]) -> Bool {
    var text = self
    return text.withUTF8 { utf8 in
      // No early exit: so the compiler compares many bytes at once.
      var special: UInt8 = 0
      for index in 0..<utf8.count {
        let byte = unsafe utf8[index]
        special |= byte < 0x20 || byte == 0x22 || byte == 0x5C ? 1 : 0
      }
      if special == 0 { unsafe bytes.append(contentsOf: utf8) }
      return special == 0
    }
  }
}
