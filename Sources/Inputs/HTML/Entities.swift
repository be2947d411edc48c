/// The named and numbered characters of HTML.
enum Entities {
  /// Those that Chinese pages use; an unknown one stands as it is written.
  private static let named: [String: UInt32] = [
    "amp": 0x26, "lt": 0x3C, "gt": 0x3E, "quot": 0x22, "apos": 0x27, "nbsp": 0xA0,
    "ensp": 0x2002, "emsp": 0x2003, "thinsp": 0x2009, "ndash": 0x2013, "mdash": 0x2014,
    "lsquo": 0x2018, "rsquo": 0x2019, "ldquo": 0x201C, "rdquo": 0x201D, "hellip": 0x2026,
    "middot": 0xB7, "bull": 0x2022, "times": 0xD7, "divide": 0xF7, "deg": 0xB0, "plusmn": 0xB1,
    "permil": 0x2030, "yen": 0xA5, "cent": 0xA2, "pound": 0xA3, "euro": 0x20AC, "sup2": 0xB2,
    "sup3": 0xB3, "frac12": 0xBD, "laquo": 0xAB, "raquo": 0xBB, "copy": 0xA9, "reg": 0xAE,
    "trade": 0x2122, "sect": 0xA7, "para": 0xB6, "le": 0x2264, "ge": 0x2265, "ne": 0x2260,
    "asymp": 0x2248, "minus": 0x2212, "larr": 0x2190, "rarr": 0x2192, "uarr": 0x2191,
    "darr": 0x2193, "alpha": 0x3B1, "beta": 0x3B2, "zwnj": 0x200C, "zwj": 0x200D, "shy": 0xAD,
    "tilde": 0x2DC, "prime": 0x2032, "Prime": 0x2033, "lang": 0x27E8, "rang": 0x27E9,
    "bigstar": 0x2605, "ordm": 0xBA, "iexcl": 0xA1, "acute": 0xB4, "radic": 0x221A,
  ]

  /// What bytes 0x80 to 0x9F mean where a page numbers them, as browsers read them.
  private static let windows: [UInt32] = [
    0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039,
    0x152, 0x8D, 0x17D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC,
    0x2122, 0x161, 0x203A, 0x153, 0x9D, 0x17E, 0x178,
  ]

  // 10: no name or number that is known is longer.
  private static let lengthMax = 10

  /// The character that begins with `&` at `index`, and how many bytes it takes; `nil` if none.
  static func decode(_ bytes: [UInt8], _ index: Int, end: Int) -> (scalar: UInt32, length: Int)? {
    var stop = index + 1
    let limit = min(end, index + 1 + lengthMax)
    while stop < limit,
      ASCII.isLetter(bytes[stop]) || ASCII.isDigit(bytes[stop])
        || (stop == index + 1 && bytes[stop] == 0x23)
    {
      stop += 1
    }
    guard stop > index + 1 else { return nil }
    let body = bytes[index + 1..<stop]
    let hasStop = stop < end && bytes[stop] == 0x3B
    let length = stop - index + (hasStop ? 1 : 0)
    if body.first == 0x23 {
      guard let scalar = number(body.dropFirst()) else { return nil }
      return (scalar, length)
    }
    let name = String(decoding: body, as: UTF8.self)
    if let scalar = named[name], hasStop || name == "nbsp" { return (scalar, length) }
    // `&nbspA` stands in pages of old editors.
    if !hasStop, name.hasPrefix("nbsp") { return (0xA0, 5) }
    return nil
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> UInt32? {
    let text = String(decoding: digits, as: UTF8.self)
    let value =
      text.first == "x" || text.first == "X"
      ? UInt32(text.dropFirst(), radix: 16) : UInt32(text)
    guard let value, value != 0, Unicode.Scalar(value) != nil else {
      return value == nil ? nil : 0xFFFD
    }
    return 0x80...0x9F ~= value ? windows[Int(value) - 0x80] : value
  }
}
