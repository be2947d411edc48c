#if PostgreSQL
// The values of a statement's parameters in PostgreSQL's binary form, one after another in one
// piece of memory: numbers and bytes go over as they are, never as text.

import Quantities

/// The parameters of one statement, in their order.
struct Parameters {
  private(set) var bytes: [UInt8] = []
  /// Where each begins, and how long it is; -1 for NULL.
  private(set) var places: [(start: Int, count: Int32)] = []

  init() {}

  init(_ values: Value...) {
    for value in values { append(value) }
  }

  /// One value.
  enum Value {
    /// `integer`
    case small(Int32)
    /// `bigint`
    case large(Int64)
    /// `bytea`
    case bytes([UInt8])
    /// `text`
    case text(String)
    /// `uuid`
    case identifier(high: UInt64, low: UInt64)
    case null
    /// `integer[]`
    case smalls([Int32])
  }

  mutating func append(_ value: Value) {
    let start = bytes.count
    switch value {
    case .small(let number): integer(number)
    case .large(let number): integer(number)
    case .bytes(let value): bytes += value
    case .text(let text): bytes += text.utf8
    case .identifier(let high, let low):
      integer(high)
      integer(low)
    case .null:
      places.append((start, -1))
      return
    case .smalls(let numbers):
      column(.small, numbers) { .small($0) }
      return
    }
    places.append((start, Int32(bytes.count - start)))
  }

  /// The types of array elements, by their numbers in every PostgreSQL (`pg_type.dat`).
  enum Element: UInt32 {
    case bytes = 17
    case large = 20
    case small = 23
    case identifier = 2_950
  }

  /// An array with one element for each row.
  mutating func column<Rows: Collection>(
    _ element: Element, _ rows: Rows, value: (Rows.Element) throws -> Value
  ) rethrows {
    let start = bytes.count
    // Dimensions, whether there may be NULLs, the type, how many, and the first index.
    integer(Int32(1))
    integer(Int32(1))
    integer(element.rawValue)
    integer(Int32(rows.count))
    integer(Int32(1))
    for row in rows { appendElement(try value(row)) }
    places.append((start, Int32(bytes.count - start)))
  }

  private mutating func appendElement(_ value: Value) {
    switch value {
    case .small(let number):
      integer(Int32(4))
      integer(number)
    case .large(let number):
      integer(Int32(8))
      integer(number)
    case .bytes(let value):
      integer(Int32(value.count))
      bytes += value
    case .text(let text):
      integer(Int32(text.utf8.count))
      bytes += text.utf8
    case .identifier(let high, let low):
      integer(Int32(16))
      integer(high)
      integer(low)
    case .null: integer(Int32(-1))
    case .smalls: preconditionFailure("an array's elements are single values")
    }
  }

  /// Big-endian, as everything on the wire.
  private mutating func integer(_ number: some FixedWidthInteger) {
    for shift in stride(from: number.bitWidth - 8, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: number >> shift))
    }
  }
}

extension Parameters.Value {
  /// An identifier of any kind.
  init<Tag>(_ id: ID<Tag>) {
    self = .identifier(high: id.high, low: id.low)
  }
}
#endif
