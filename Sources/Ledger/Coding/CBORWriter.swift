internal import Programmes
internal import Quantities

/// Writes deterministic CBOR (RFC 8949 section 4.2.1).
///
/// Forms are the shortest and lengths definite. Map keys are the caller's to sort, see
/// `keyPrecedes`.
struct CBORWriter {
  private(set) var bytes: [UInt8] = []

  /// Makes room for about `capacity` bytes, so that a typical entry is written without moving.
  init(capacity: Int) {
    bytes.reserveCapacity(capacity)
  }

  mutating func head(_ major: UInt8, _ argument: UInt64) {
    let kind = major << 5
    if argument < 24 {
      bytes.append(kind | UInt8(truncatingIfNeeded: argument))
    } else if argument <= 0xFF {
      bytes.append(kind | 24)
      bytes.append(UInt8(truncatingIfNeeded: argument))
    } else if argument <= 0xFFFF {
      bytes.append(kind | 25)
      bigEndian(argument, count: 2)
    } else if argument <= 0xFFFF_FFFF {
      bytes.append(kind | 26)
      bigEndian(argument, count: 4)
    } else {
      bytes.append(kind | 27)
      bigEndian(argument, count: 8)
    }
  }

  private mutating func bigEndian(_ number: UInt64, count: UInt64) {
    for index in 0..<count {
      bytes.append(UInt8(truncatingIfNeeded: number >> (8 * (count - 1 - index))))
    }
  }

  mutating func integer(_ value: Int64) {
    if value >= 0 {
      head(0, UInt64(value))
    } else {
      head(1, UInt64(bitPattern: ~value))
    }
  }

  mutating func byteString(_ content: [UInt8]) {
    head(2, UInt64(content.count))
    bytes.append(contentsOf: content)
  }

  mutating func hash(_ hash: Hash) {
    head(2, UInt64(Hash.byteCount))
    hash.append(to: &bytes)
  }

  mutating func pseudonym(_ pseudonym: Pseudonym) {
    head(2, UInt64(Pseudonym.byteCount))
    pseudonym.append(to: &bytes)
  }

  mutating func text(_ content: String) {
    let view = content.utf8
    head(3, UInt64(view.count))
    bytes.append(contentsOf: view)
  }

  /// The path `<touch>.<name>` as one text.
  mutating func path(touch: Int, name: String) {
    let digits = decimalDigits(touch)
    let view = name.utf8
    head(3, UInt64(digits + 1 + view.count))
    var divisor = 1
    for _ in 1..<digits { divisor *= 10 }
    while divisor > 0 {
      bytes.append(UInt8(ascii: "0") + UInt8(touch / divisor % 10))
      divisor /= 10
    }
    bytes.append(UInt8(ascii: "."))
    bytes.append(contentsOf: view)
  }

  /// An item that is CBOR already.
  mutating func encoded(_ item: [UInt8]) { bytes.append(contentsOf: item) }

  mutating func array(_ count: Int) { head(4, UInt64(count)) }
  mutating func map(_ count: Int) { head(5, UInt64(count)) }
  mutating func tag(_ number: UInt64) { head(6, number) }
  mutating func truth(_ value: Bool) { bytes.append(value ? 0xF5 : 0xF4) }
  mutating func null() { bytes.append(0xF6) }

  /// Days since 1970 under tag 100 (RFC 8943 section 2.1).
  mutating func day(_ day: Day) {
    tag(100)
    integer(Int64(day.number))
  }

  /// Sixteen bytes under tag 37 (the UUID tag of the IANA registry).
  mutating func id<Tag>(_ id: ID<Tag>) {
    tag(37)
    head(2, 16)
    append(id, to: &bytes)
  }
}

/// How many decimal digits a number of at least 0 has.
func decimalDigits(_ number: Int) -> Int {
  precondition(number >= 0)
  var digits = 1
  var rest = number / 10
  while rest > 0 {
    digits += 1
    rest /= 10
  }
  return digits
}

/// Whether `left` comes before `right` by their UTF-8 bytes.
///
/// Swift's `<` compares texts after normalization, whose tables differ between Unicode versions;
/// what is stored must not depend on them.
func bytesPrecede(_ left: String, _ right: String) -> Bool {
  left.utf8.lexicographicallyPrecedes(right.utf8)
}

/// Whether text `left` comes before `right` as a map key: shorter first, then bytewise, which is
/// the bytewise order of their encodings since the length comes first.
func keyPrecedes(_ left: String, _ right: String) -> Bool {
  let (a, b) = (left.utf8, right.utf8)
  return a.count == b.count ? a.lexicographicallyPrecedes(b) : a.count < b.count
}
