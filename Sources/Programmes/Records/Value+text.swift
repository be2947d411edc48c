import Quantities

extension Value {
  /// One text for each value, the same for equal values; what keys and parts are made of.
  public var canonicalText: String {
    switch self {
    case .text(let text): text
    case .integer(let integer): String(integer)
    case .decimal(let decimal): decimal.reduced.description
    case .day(let day): day.description
    case .truth(let truth): truth ? "yes" : "no"
    case .record(let id): hexadecimal(id)
    case .place(let latitude, let longitude): "\(latitude),\(longitude)"
    case .list(let items):
      items.map { item in
        item.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.canonicalText)" }
          .joined(separator: "\u{1E}")
      }.joined(separator: "\u{1D}")
    }
  }

  /// A number as an exact decimal.
  var asDecimal: Decimal64? {
    switch self {
    case .integer(let integer): Decimal64(integer)
    case .decimal(let decimal): decimal
    case .text, .day, .truth, .record, .place, .list: nil
    }
  }

  /// A whole number as an integer, if it is one.
  var asInteger: Value? {
    switch self {
    case .integer: self
    case .decimal(let decimal):
      decimal.rescaled(to: 0).map { Value.integer($0.mantissa) }
    case .text, .day, .truth, .record, .place, .list: nil
    }
  }

  /// Numbers in one form, so that 1, 1.0 and 1.00 are one element of a set.
  var comparable: Value {
    switch self {
    case .decimal: asInteger ?? self
    case .text, .integer, .day, .truth, .record, .place, .list: self
    }
  }
}

/// The identifier as it prints, made in one piece, since keys over references are looked up often.
private func hexadecimal(_ id: RecordID) -> String {
  let digits = Array("0123456789abcdef".utf8)
  var text: [UInt8] = []
  text.reserveCapacity(36)
  for (half, offset) in [(id.high, 0), (id.low, 8)] {
    for index in 0..<8 {
      if [4, 6, 8, 10].contains(index + offset) { text.append(UInt8(ascii: "-")) }
      let byte = UInt8(truncatingIfNeeded: half >> UInt64(56 - 8 * index))
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
  }
  return String(decoding: text, as: UTF8.self)
}
