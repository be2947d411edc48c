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
