// How a record's facts and a member's counts are laid out in one column. Only the engines read
// them, and a projection is rebuilt rather than migrated, so the layout may change freely.

package import Ledger
package import Programmes
import Quantities

/// Appends length-prefixed pieces.
package struct RowWriter {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  /// An unsigned number, seven bits a byte, least significant first (LEB128).
  package mutating func number(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// A signed number, zigzag.
  package mutating func signed(_ value: Int64) {
    number(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
  }

  package mutating func piece(_ piece: some Collection<UInt8>) {
    number(UInt64(piece.count))
    bytes.append(contentsOf: piece)
  }
}

/// Reads what `RowWriter` wrote; anything else is `damaged`.
package struct RowReader {
  private let bytes: [UInt8]
  private var position = 0

  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  package var isAtEnd: Bool { position == bytes.count }

  package mutating func number() throws(RowDamage) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while position < bytes.count, shift < 64 {
      let byte = bytes[position]
      position += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    throw RowDamage()
  }

  package mutating func signed() throws(RowDamage) -> Int64 {
    let raw = try number()
    return Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)
  }

  package mutating func piece() throws(RowDamage) -> ArraySlice<UInt8> {
    let count = try number()
    guard count <= UInt64(bytes.count - position) else { throw RowDamage() }
    let start = position
    position += Int(count)
    return bytes[start..<position]
  }
}

/// A column that this engine did not write.
package struct RowDamage: Error {
  package init() {}
}

/// The `facts` column of a record.
package enum FactsColumn {
  /// Stands for a value that was erased: CBOR's `undefined`, which no value is.
  private static let erased: [UInt8] = [0xF7]

  /// Whether a value's bytes say that it was erased.
  package static func isErased(_ value: ArraySlice<UInt8>) -> Bool {
    value.count == 1 && value.first == erased.first
  }

  package static func encode(_ facts: Facts) throws -> [UInt8] {
    var writer = RowWriter()
    for (name, fact) in facts {
      writer.piece(name.utf8)
      writer.signed(fact.seq)
      switch fact.content {
      case .plain(let value): writer.piece(try ValueCodec.encode(value))
      case .sealed: writer.piece([])
      case .erased: writer.piece(erased)
      }
    }
    return writer.bytes
  }

  private static func content(_ value: ArraySlice<UInt8>) throws(RowDamage) -> Fact.Content {
    guard !value.isEmpty else { return .sealed }
    if isErased(value) { return .erased }
    do {
      return .plain(try ValueCodec.decode(Array(value)))
    } catch {
      throw RowDamage()
    }
  }

  /// How many facts there are.
  private static func count(_ bytes: [UInt8]) throws(RowDamage) -> Int {
    var reader = RowReader(bytes)
    var count = 0
    while !reader.isAtEnd {
      _ = try reader.piece()
      _ = try reader.number()
      _ = try reader.piece()
      count += 1
    }
    return count
  }

  package static func decode(_ bytes: [UInt8]) throws(RowDamage) -> Facts {
    var reader = RowReader(bytes)
    var facts = Facts()
    facts.reserve(try count(bytes))
    while !reader.isAtEnd {
      let name = String(decoding: try reader.piece(), as: UTF8.self)
      let seq = try reader.signed()
      let value = try reader.piece()
      facts[name] = Fact(content: try content(value), seq: seq)
    }
    return facts
  }
}

/// The `blindKeys` column of a record.
package enum BlindKeysColumn {
  package static func encode(_ keys: [String: [UInt8]]) -> [UInt8] {
    var writer = RowWriter()
    for name in keys.keys.sorted() {
      writer.piece(name.utf8)
      writer.piece(keys[name] ?? [])
    }
    return writer.bytes
  }

  package static func decode(_ bytes: [UInt8]) throws(RowDamage) -> [String: [UInt8]] {
    var reader = RowReader(bytes)
    var keys: [String: [UInt8]] = [:]
    while !reader.isAtEnd {
      let name = String(decoding: try reader.piece(), as: UTF8.self)
      keys[name] = Array(try reader.piece())
    }
    return keys
  }
}

/// The `history` column of a record: the first entry and the steps from each to the next.
package enum HistoryColumn {
  package static func encode(_ history: [Int64]) -> [UInt8] {
    var writer = RowWriter()
    var last: Int64 = 0
    for seq in history {
      writer.signed(seq - last)
      last = seq
    }
    return writer.bytes
  }

  package static func decode(_ bytes: [UInt8]) throws(RowDamage) -> [Int64] {
    var reader = RowReader(bytes)
    var history: [Int64] = []
    while !reader.isAtEnd {
      let (seq, overflowed) = (history.last ?? 0).addingReportingOverflow(try reader.signed())
      guard !overflowed else { throw RowDamage() }
      history.append(seq)
    }
    return history
  }
}

/// The `counts` column of a member.
package enum CountsColumn {
  package static func encode(_ counts: MemberCounts) -> [UInt8] {
    var writer = RowWriter()
    for (unit, count) in counts {
      writer.piece(unit.utf8)
      writer.signed(count)
    }
    return writer.bytes
  }

  package static func decode(_ bytes: [UInt8]) throws(RowDamage) -> MemberCounts {
    var reader = RowReader(bytes)
    var counts = MemberCounts()
    var last: String?
    while !reader.isAtEnd {
      let unit = String(decoding: try reader.piece(), as: UTF8.self)
      let count = try reader.signed()
      // Nobody writes it otherwise, and what is written must be told from what is not.
      guard count != 0, last.map({ $0 < unit }) ?? true else { throw RowDamage() }
      counts[unit] = count
      last = unit
    }
    return counts
  }
}

extension StoredEntry {
  /// An entry from its columns.
  package init(
    seq: Int64, idBytes: [UInt8], leaf: [UInt8], block: [UInt8], sealed: [UInt8]
  ) throws(RowDamage) {
    guard let id = EntryID(bytes: idBytes) else { throw RowDamage() }
    self.init(seq: seq, id: id, leaf: leaf, block: block, sealed: sealed)
  }
}
