internal import Programmes
internal import Quantities

extension Leaf {
  /// Reads a leaf.
  ///
  /// - Throws: `CodecError.malformed` for anything that is not exactly as the format says, and
  ///   `CodecError.leafTooLarge`.
  public init(decoding bytes: [UInt8]) throws(CodecError) {
    guard bytes.count <= EntryCodec.leafBytesMax else {
      throw .leafTooLarge(bytes: bytes.count, limit: EntryCodec.leafBytesMax)
    }
    var reader = CBORReader(bytes, part: .leaf)
    let mapOffset = reader.offset
    let keyCount = try reader.map(nil)
    guard (13...15).contains(keyCount) else {
      throw reader.malformed(.expected(.map(13)), at: mapOffset)
    }
    try reader.key("v")
    let formatOffset = reader.offset
    guard try reader.integer() == Int64(Self.format) else {
      throw reader.malformed(.outOfRange, at: formatOffset)
    }
    try reader.key("on")
    self.on = try reader.day()
    try reader.key("alg")
    try reader.key(Self.algorithm)
    try reader.key("unit")
    self.unit = try reader.text()
    try reader.key("actor")
    self.actor = try reader.pseudonym()
    try reader.key("block")
    self.blockHash = try reader.hash()
    self.marks = keyCount > 13 ? try reader.leafMarks() : []
    try reader.key("action")
    self.action = try reader.text()
    let told = marks.isEmpty ? 13 : 14
    self.amends = keyCount > told ? try reader.leafAmendment() : nil
    guard keyCount == (amends == nil ? told : told + 1) else {
      throw reader.malformed(.expected(.map(told)), at: mapOffset)
    }
    try reader.key("deltas")
    self.deltas = try reader.leafDeltas()
    try reader.key("fields")
    let fieldsOffset = reader.offset
    self.fields = try reader.leafFields()
    try reader.key("sealed")
    let sealsOffset = reader.offset
    self.seals = try reader.leafSeals()
    try reader.key("touches")
    self.touches = try reader.leafTouches()
    try reader.key("version")
    self.programmeVersion = try reader.integer(as: Int.self, atLeast: 0)
    try reader.key("programme")
    self.programme = try reader.text()
    try reader.finish()
    // The touches come after the paths that name them, since map keys are sorted.
    for field in fields where field.path.touch >= touches.count {
      throw reader.malformed(.badPath, at: fieldsOffset)
    }
    for seal in seals where seal.path.touch >= touches.count {
      throw reader.malformed(.badPath, at: sealsOffset)
    }
  }
}

extension CBORReader {
  fileprivate mutating func pseudonym() throws(CodecError) -> Pseudonym {
    let start = offset
    guard let pseudonym = Pseudonym(bytes: try byteString(Pseudonym.byteCount)) else {
      throw malformed(.expected(.bytes(Pseudonym.byteCount)), at: start)
    }
    return pseudonym
  }

  /// At least one mark, ascending; none if the leaf has no such key.
  fileprivate mutating func leafMarks() throws(CodecError) -> [String] {
    guard try skipKey("marks") else { return [] }
    let start = offset
    var marks: [String] = []
    for _ in 0..<(try array(nil)) {
      let mark = try text()
      if let last = marks.last, !bytesPrecede(last, mark) { throw malformed(.order, at: start) }
      marks.append(mark)
    }
    guard !marks.isEmpty else { throw malformed(.inconsistent, at: start) }
    return marks
  }

  fileprivate mutating func leafAmendment() throws(CodecError) -> LeafAmendment {
    try key("amends")
    _ = try array(2)
    let seq = try integer(as: Int64.self, atLeast: 0)
    let start = offset
    let manner = try integer()
    guard manner == 0 || manner == 1 else { throw malformed(.outOfRange, at: start) }
    return LeafAmendment(seq: seq, manner: manner == 1 ? .void : .correct)
  }

  private mutating func optionalPseudonym() throws(CodecError) -> Pseudonym? {
    skipNull() ? nil : try pseudonym()
  }

  /// A path that comes after `last`.
  private mutating func path(after last: FieldPath?) throws(CodecError) -> FieldPath {
    let start = offset
    guard let path = FieldPath(try text()) else { throw malformed(.badPath, at: start) }
    if let last, !FieldPath.precedes(last, path) { throw malformed(.order, at: start) }
    return path
  }

  fileprivate mutating func leafTouches() throws(CodecError) -> [LeafTouch] {
    var touches: [LeafTouch] = []
    for _ in 0..<(try array(nil)) {
      _ = try array(3)
      touches.append(
        LeafTouch(
          kind: try text(), record: try pseudonym(),
          base: try integer(as: UInt32.self, atLeast: 0)))
    }
    return touches
  }

  fileprivate mutating func leafFields() throws(CodecError) -> [LeafField] {
    var fields: [LeafField] = []
    for _ in 0..<(try map(nil)) {
      let path = try path(after: fields.last?.path)
      fields.append(LeafField(path: path, value: try value()))
    }
    return fields
  }

  fileprivate mutating func leafSeals() throws(CodecError) -> [LeafSeal] {
    var seals: [LeafSeal] = []
    for _ in 0..<(try array(nil)) {
      _ = try array(3)
      let path = try path(after: seals.last?.path)
      seals.append(LeafSeal(path: path, commitment: try hash(), itemHash: try hash()))
    }
    return seals
  }

  fileprivate mutating func leafDeltas() throws(CodecError) -> [LeafDelta] {
    var deltas: [LeafDelta] = []
    for _ in 0..<(try array(nil)) {
      _ = try array(7)
      deltas.append(
        LeafDelta(
          measure: try text(), part: try text(), unit: try text(), day: try day(),
          amount: try integer(), owner: try optionalPseudonym(),
          member: try optionalPseudonym()))
    }
    return deltas
  }
}
