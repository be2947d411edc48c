internal import Programmes
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
