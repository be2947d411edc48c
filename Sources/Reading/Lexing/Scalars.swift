/// Questions about single characters of normalised text.
extension UInt32 {
  init(_ character: Unicode.Scalar) { self = character.value }

  /// `0` to `9`.
  var isDigit: Bool { self >= 0x30 && self <= 0x39 }
  var isLetter: Bool { (self >= 0x41 && self <= 0x5A) || (self >= 0x61 && self <= 0x7A) }
  var isBlank: Bool { self == 0x20 }

  /// Ends a sentence or a part of one that stands for itself: `。！？；`.
  var endsSentence: Bool { self == 0x3002 || self == 0x21 || self == 0x3F || self == 0x3B }

  /// Ends a clause; `、` does not.
  var endsClause: Bool { endsSentence || self == 0x2C || self == 0x3A }

  /// `、` or a dash or anything that ends a clause, closes a bracket or quotation.
  var isBoundary: Bool {
    endsClause || self == 0 || self == 0x3001 || self == 0x2014 || self == 0x29
      || self == 0x201D || self == 0x2019 || self == 0x20 || self == 0x300B
  }
}

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
}
