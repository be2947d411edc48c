public import Programmes
internal import Quantities

/// How deep the arrays and maps of a value may nest, the value itself being the first level.
///
/// A list opens two levels, itself and its items. The decoder recurses no deeper, whatever the
/// bytes.
let valueDepthMax = 8

/// The tags of values (IANA registry "CBOR Tags").
private enum Tag {
  /// RFC 8949 section 3.4.4: `[exponent, mantissa]`, base ten.
  static let decimal: UInt64 = 4
  /// A UUID as 16 bytes.
  static let record: UInt64 = 37
  /// RFC 8943: days since 1970-01-01.
  static let day: UInt64 = 100
  /// Geographic coordinates, here always `[latitude, longitude]` in millionths of a degree.
  static let place: UInt64 = 103
}

extension CBORWriter {
  /// Writes a value; `depth` is the number of levels it may still open.
  mutating func value(_ value: Value, depth: Int = valueDepthMax) throws(CodecError) {
    switch value {
    case .text(let content): text(content)
    case .integer(let number): integer(number)
    case .decimal(let decimal):
      guard depth > 0 else { throw .valueTooDeep(limit: valueDepthMax) }
      tag(Tag.decimal)
      array(2)
      integer(-Int64(decimal.scale))
      integer(decimal.mantissa)
    case .day(let day): self.day(day)
    case .truth(let isTrue): truth(isTrue)
    case .record(let id): self.id(id)
    case .place(let latitude, let longitude):
      guard depth > 0 else { throw .valueTooDeep(limit: valueDepthMax) }
      tag(Tag.place)
      array(2)
      integer(Int64(latitude))
      integer(Int64(longitude))
    case .list(let items):
      // An item is a map of its own, so that a list always opens two levels.
      guard depth > 1 else { throw .valueTooDeep(limit: valueDepthMax) }
      array(items.count)
      for item in items { try fields(item, depth: depth - 2) }
    }
  }

  /// Writes a map of named values in canonical order.
  mutating func fields(
    _ fields: [String: Value], depth: Int = valueDepthMax
  ) throws(CodecError) {
    map(fields.count)
    for (name, value) in fields.sorted(by: { keyPrecedes($0.key, $1.key) }) {
      text(name)
      try self.value(value, depth: depth)
    }
  }
}

extension CBORReader {
  /// Reads a value; `depth` is the number of levels it may still open.
  mutating func value(depth: Int = valueDepthMax) throws(CodecError) -> Value {
    switch nextMajor {
    case nil: throw malformed(.truncated)
    case 0, 1: return .integer(try integer())
    case 3: return .text(try text())
    case 4:
      guard depth > 1 else { throw malformed(.tooDeep) }
      var items: [[String: Value]] = []
      for _ in 0..<(try array(nil)) { items.append(try fields(depth: depth - 2)) }
      return .list(items)
    case 6: return try taggedValue(depth: depth)
    case 7: return .truth(try truth())
    default: throw malformed(.expected(.value))
    }
  }

  /// Passes over a value and tells where it lies.
  mutating func skipValue() throws(CodecError) -> Range<Int> {
    let start = offset
    if nextMajor == 3 {
      _ = try skipText()
    } else {
      _ = try value()
    }
    return start..<offset
  }

  private mutating func taggedValue(depth: Int) throws(CodecError) -> Value {
    let start = offset
    switch try tag() {
    case Tag.decimal:
      guard depth > 0 else { throw malformed(.tooDeep, at: start) }
      _ = try array(2)
      let exponentOffset = offset
      let exponent = try integer()
      guard (-Int64(Decimal64.scaleMax)...0).contains(exponent) else {
        throw malformed(.outOfRange, at: exponentOffset)
      }
      return .decimal(Decimal64(mantissa: try integer(), scale: UInt8(-exponent)))
    case Tag.record: return .record(try idBytes(of: RecordID.self))
    case Tag.day: return .day(try dayNumber())
    case Tag.place:
      guard depth > 0 else { throw malformed(.tooDeep, at: start) }
      _ = try array(2)
      let latitude = try integer(as: Int32.self, atLeast: .min)
      let longitude = try integer(as: Int32.self, atLeast: .min)
      return .place(latitude: latitude, longitude: longitude)
    default: throw malformed(.expected(.value), at: start)
    }
  }

  /// Reads a map of named values.
  mutating func fields(depth: Int = valueDepthMax) throws(CodecError) -> [String: Value] {
    var fields: [String: Value] = [:]
    var last: String?
    for _ in 0..<(try map(nil)) {
      let start = offset
      let name = try text()
      if let last, !keyPrecedes(last, name) { throw malformed(.order, at: start) }
      last = name
      let value = try value(depth: depth)
      // Swift holds canonically equivalent texts equal, so that different bytes can be one key.
      guard fields.updateValue(value, forKey: name) == nil else {
        throw malformed(.order, at: start)
      }
    }
    return fields
  }
}

/// The canonical CBOR of single values.
public enum ValueCodec {
  /// The deterministic CBOR of a value: what a commitment is made over.
  ///
  /// - Throws: `CodecError.valueTooDeep`.
  public static func encode(_ value: Value) throws(CodecError) -> [UInt8] {
    var writer = CBORWriter(capacity: 32)
    try writer.value(value)
    return writer.bytes
  }

  /// The value of deterministic CBOR with nothing before or after.
  ///
  /// - Throws: `CodecError.malformed` with the offset, for any other bytes.
  public static func decode(_ bytes: [UInt8]) throws(CodecError) -> Value {
    var reader = CBORReader(bytes, part: .value)
    let value = try reader.value()
    try reader.finish()
    return value
  }
}
