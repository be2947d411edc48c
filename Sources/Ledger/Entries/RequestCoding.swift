public import Programmes
internal import Quantities

/// The canonical CBOR of a request, over which its digest is made: a map of the request's parts.
func canonicalBytes(of request: Request) throws(CodecError) -> [UInt8] {
  var writer = CBORWriter(capacity: 512)
  writer.map(request.amends == nil ? 9 : 10)
  writer.text("id")
  writer.id(request.id)
  writer.text("on")
  writer.day(request.on)
  writer.text("unit")
  writer.text(request.unit)
  writer.text("actor")
  writer.actor(request.actor)
  writer.text("action")
  writer.text(request.action)
  if let amends = request.amends {
    writer.text("amends")
    writer.array(3)
    writer.integer(amends.seq)
    writer.integer(amends.manner == .void ? 1 : 0)
    writer.text(amends.reason)
  }
  writer.text("fields")
  try writer.fields(request.fields)
  writer.text("records")
  writer.map(request.records.count)
  for (name, subject) in request.records.sorted(by: { keyPrecedes($0.key, $1.key) }) {
    writer.text(name)
    writer.subject(subject)
  }
  writer.text("subject")
  writer.subject(request.subject)
  writer.text("programme")
  writer.text(request.programme)
  return writer.bytes
}

/// Requests as bytes, for those that are kept until they can be decided.
public enum RequestCodec {
  /// The canonical CBOR of a request.
  public static func encode(_ request: Request) throws(CodecError) -> [UInt8] {
    try canonicalBytes(of: request)
  }

  /// The request of canonical CBOR with nothing before or after; amendments are not kept.
  ///
  /// - Throws: `CodecError.malformed` with the offset, for any other bytes.
  public static func decode(_ bytes: [UInt8]) throws(CodecError) -> Request {
    var reader = CBORReader(bytes, part: .value)
    _ = try reader.map(9)
    try reader.key("id")
    let id = try reader.id(of: EntryID.self)
    try reader.key("on")
    let day = try reader.day()
    try reader.key("unit")
    let unit = try reader.text()
    try reader.key("actor")
    let actor = try reader.actor()
    try reader.key("action")
    let action = try reader.text()
    try reader.key("fields")
    let fields = try reader.fields()
    try reader.key("records")
    var records: [String: Subject] = [:]
    for _ in 0..<(try reader.map(nil)) {
      let name = try reader.text()
      records[name] = try reader.subject()
    }
    try reader.key("subject")
    let subject = try reader.subject()
    try reader.key("programme")
    let programme = try reader.text()
    try reader.finish()
    return Request(
      id: id, on: day, actor: actor, unit: unit, programme: programme, action: action,
      subject: subject, records: records, fields: fields)
  }
}

extension CBORWriter {
  /// `[0, id]` for a new record, `[1, id]` for one as it is, `[1, id, base]` for one as it was
  /// seen.
  fileprivate mutating func subject(_ subject: Subject) {
    switch subject {
    case .new(let id):
      array(2)
      integer(0)
      self.id(id)
    case .existing(let id, let base):
      array(base == nil ? 2 : 3)
      integer(1)
      self.id(id)
      if let base { integer(Int64(base)) }
    }
  }

  /// `[1, id]` account, `[2, id]` resident, `[3]` clock, `[4]` system.
  mutating func actor(_ actor: Actor) {
    switch actor {
    case .account(let id):
      array(2)
      integer(1)
      self.id(id)
    case .resident(let id):
      array(2)
      integer(2)
      self.id(id)
    case .clock:
      array(1)
      integer(3)
    case .system:
      array(1)
      integer(4)
    }
  }
}

extension CBORReader {
  /// A subject as `CBORWriter.subject` writes it.
  fileprivate mutating func subject() throws(CodecError) -> Subject {
    let start = offset
    let count = try array(nil)
    let kind = try integer()
    switch (kind, count) {
    case (0, 2): return .new(try id(of: RecordID.self))
    case (1, 2): return .existing(try id(of: RecordID.self), base: nil)
    case (1, 3):
      return .existing(
        try id(of: RecordID.self), base: try integer(as: UInt32.self, atLeast: 0))
    default: throw malformed(.inconsistent, at: start)
    }
  }

  /// An actor as `CBORWriter.actor` writes it.
  mutating func actor() throws(CodecError) -> Actor {
    let start = offset
    let count = try array(nil)
    let kind = try integer()
    switch (kind, count) {
    case (1, 2): return .account(try id(of: RecordID.self))
    case (2, 2): return .resident(try id(of: RecordID.self))
    case (3, 1): return .clock
    case (4, 1): return .system
    default: throw malformed(.inconsistent, at: start)
    }
  }
}
