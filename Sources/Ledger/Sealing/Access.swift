public import Programmes

/// That somebody was shown personal data: who, when, of which records, how and why.
public struct Access: Sendable, Hashable {
  /// In what way the data were shown.
  public enum Manner: String, Sendable, Hashable, CaseIterable {
    /// Everything held about a person, in a file.
    case export
    /// Some fields, on a page.
    case page
  }

  /// When, in milliseconds since 1970-01-01T00:00Z.
  public let at: Int64
  /// Who was shown them, in the words of who asked.
  public let who: String
  /// In what way.
  public let manner: Manner
  /// For what purpose.
  public let why: String
  /// The records they were of.
  public let records: [RecordID]

  /// An access about to happen.
  public init(at: Int64, who: String, manner: Manner, why: String, records: [RecordID]) {
    self.at = at
    self.who = who
    self.manner = manner
    self.why = why
    self.records = records
  }

  /// Canonical CBOR: [at, who, manner, why, [record, …]].
  var encoded: [UInt8] {
    var writer = CBORWriter(capacity: 128)
    writer.array(5)
    writer.integer(at)
    writer.text(who)
    writer.text(manner.rawValue)
    writer.text(why)
    writer.array(records.count)
    for record in records { writer.id(record) }
    return writer.bytes
  }

  init(decoding bytes: [UInt8]) throws(CodecError) {
    var reader = CBORReader(bytes, part: .plaintext)
    _ = try reader.array(5)
    self.at = try reader.integer()
    self.who = try reader.text()
    let mannerOffset = reader.offset
    guard let manner = Manner(rawValue: try reader.text()) else {
      throw reader.malformed(.outOfRange, at: mannerOffset)
    }
    self.manner = manner
    self.why = try reader.text()
    var records: [RecordID] = []
    for _ in 0..<(try reader.array(nil)) { records.append(try reader.id(of: RecordID.self)) }
    self.records = records
    try reader.finish()
  }
}
