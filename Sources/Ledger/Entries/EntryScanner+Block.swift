import Programmes
internal import Quantities

extension EntryScanner {
  /// The keys of leaf and block.
  struct Keys: Sendable {
    let action = CBORKey("action")
    let actor = CBORKey("actor")
    let alg = CBORKey("alg")
    let algorithm = CBORKey(Leaf.algorithm)
    let at = CBORKey("at")
    let block = CBORKey("block")
    let deltas = CBORKey("deltas")
    let derived = CBORKey("derived")
    let fields = CBORKey("fields")
    let id = CBORKey("id")
    let keys = CBORKey("keys")
    let on = CBORKey("on")
    let request = CBORKey("request")
    let salt = CBORKey("salt")
    let sealed = CBORKey("sealed")
    let state = CBORKey("state")
    let touches = CBORKey("touches")
    let unit = CBORKey("unit")
    let v = CBORKey("v")
    let version = CBORKey("version")
    let writes = CBORKey("writes")
  }

  mutating func read(
    block reader: inout CBORReader, of id: EntryID
  ) throws(CodecError) {
    _ = try reader.map(7)
    try reader.key(key.at)
    _ = try reader.integer()
    try reader.key(key.id)
    guard try reader.id(of: EntryID.self) == id else { throw unsure(reader) }
    try reader.key(key.salt)
    _ = try reader.skipBytes(EntryCodec.saltByteCount)
    try reader.key(key.actor)
    _ = try reader.actor()
    try reader.key(key.deltas)
    for index in 0..<(try reader.array(nil)) { try readBlockDelta(index, &reader) }
    guard deltas.count == shown.count + hiddenCount else { throw unsure(reader) }
    try reader.key(key.request)
    _ = try reader.skipBytes(Hash.byteCount)
    try reader.key(key.touches)
    guard try reader.array(nil) == kinds.count else { throw unsure(reader) }
    for index in kinds.indices { try readTouch(index, &reader) }
    try reader.finish()
    for reference in references {
      if let owner = reference.owner {
        guard let record = record(owner) else { throw unsure(reader) }
        deltas[reference.delta].owner = record
      }
      if let member = reference.member {
        guard let record = record(member) else { throw unsure(reader) }
        deltas[reference.delta].member = record
      }
    }
  }

  /// The record that a block names; `nil` if it should have named it otherwise.
  private func record(_ reference: BlockReference) -> RecordID? {
    switch reference {
    case .touch(let index):
      guard index < touches.count else { return nil }
      let record = touches[index].record
      return touches.firstIndex { $0.record == record } == index ? record : nil
    case .record(let id): return touches.contains { $0.record == id } ? nil : id
    }
  }

  private mutating func readBlockDelta(
    _ index: Int, _ reader: inout CBORReader
  ) throws(CodecError) {
    let count = try reader.array(nil)
    guard count == 2 || count == 7 else { throw unsure(reader) }
    let isShown = count == 2
    if isShown {
      let place = index - hiddenCount
      guard place < shown.count else { throw unsure(reader) }
      deltas.append(shown[place].delta)
    } else {
      deltas.append(try movement(&reader))
      hiddenCount += 1
    }
    let owner = try reader.reference()
    let member = try reader.reference()
    if isShown {
      let told = shown[index - hiddenCount]
      guard told.hasOwner == (owner != nil), told.hasMember == (member != nil) else {
        throw unsure(reader)
      }
    }
    if owner != nil || member != nil {
      references.append(Reference(delta: index, owner: owner, member: member))
    }
  }

  private mutating func readTouch(
    _ index: Int, _ reader: inout CBORReader
  ) throws(CodecError) {
    // Contents of corrections, erasures and facts removed have more than six.
    _ = try reader.map(6)
    try reader.key(key.id)
    let record = try reader.id(of: RecordID.self)
    try reader.key(key.keys)
    for _ in 0..<(try reader.array(nil)) { try readKey(index, &reader) }
    try reader.key(key.unit)
    let unit = try name(&reader)
    try reader.key(key.state)
    let state = try name(&reader)
    try reader.key(key.writes)
    var last: Range<Int>?
    for _ in 0..<(try reader.array(nil)) {
      _ = try reader.array(3)
      let name = try ascendingName(&reader, after: &last)
      let value = try reader.skipValue()
      _ = try reader.truth()
      facts.append(
        ScannedFact(touch: index, name: name, value: value, keyNumber: 0, isOfBlock: true))
    }
    try reader.key(key.derived)
    last = nil
    for _ in 0..<(try reader.array(nil)) {
      derived.append((index, try ascendingName(&reader, after: &last)))
    }
    touches.append(
      ScannedTouch(
        record: record, kind: kinds[index].kind, state: state, unit: unit,
        base: kinds[index].base))
  }

  private mutating func ascendingName(
    _ reader: inout CBORReader, after last: inout Range<Int>?
  ) throws(CodecError) -> Int32 {
    let range = try reader.skipTextUnread()
    if let last, !precedes(last, range, in: reader.bytes) { throw unsure(reader) }
    last = range
    guard let number = names.number(range, of: reader.bytes) else { throw unsure(reader) }
    return number
  }

  private mutating func readKey(
    _ touch: Int, _ reader: inout CBORReader
  ) throws(CodecError) {
    _ = try reader.array(3)
    let name = try name(&reader)
    let isTaken = try reader.truth()
    let start = keyFields.count
    var value: Range<Int>?
    if reader.nextMajor == 4 {
      for _ in 0..<(try reader.array(nil)) { keyFields.append(try self.name(&reader)) }
    } else {
      value = try reader.skipText()
    }
    keys.append(
      ScannedKey(
        touch: touch, name: name, isTaken: isTaken, value: value,
        fields: start..<keyFields.count))
  }

  /// The look-up value of a key over sealed fields that the entry just scanned takes; `nil` without
  /// the key that they are under.
  ///
  /// - Throws: where the decoder has to say what is wrong.
  package func blindValue(
    of key: ScannedKey, _ page: EntryPage, _ index: Int, secrets: LedgerSecrets,
    subjectKey: (Int64) -> [UInt8]?
  ) throws -> [UInt8]? {
    var values: [Value] = []
    for field in keyFields[key.fields] {
      guard let fact = facts.first(where: { $0.touch == key.touch && $0.name == field }) else {
        return nil
      }
      if let plain = fact.value {
        values.append(try ValueCodec.decode(Array(page.bytes[plain])))
        continue
      }
      guard let wrapped = subjectKey(fact.keyNumber) else { return nil }
      let seal = seals[fact.seal]
      let path = FieldPath(touch: seal.touch, name: names.texts[Int(seal.name)])
      let item = SealedItem(
        level: seal.level, keyNumber: fact.keyNumber, box: Array(page.bytes[seal.box]))
      let opening = try item.open(
        entry: page.places[index].id, path: path,
        key: secrets.unwrap(wrapped, number: fact.keyNumber))
      let told = LeafSeal(
        path: path, commitment: Hash(at: seal.commitment, of: page.bytes),
        itemHash: Hash(at: seal.itemHash, of: page.bytes))
      guard opening.opens(told) else { throw CodecError.commitmentDiffers }
      values.append(opening.value)
    }
    return try secrets.blindIndex(key: names.texts[Int(key.name)], values: values).bytes
  }

  // MARK: Sealed items

  /// Reads the sealed items, each of which must be the one that the leaf names at its place.
  mutating func read(sealed reader: inout CBORReader) throws(CodecError) {
    guard try reader.array(nil) == seals.count else { throw unsure(reader) }
    for index in seals.indices {
      let start = reader.offset
      _ = try reader.array(3)
      let number = try reader.integer(as: UInt8.self, atLeast: 0)
      guard let level = Level(rawValue: number), level.isSealed else { throw unsure(reader) }
      let keyNumber = try reader.integer()
      seals[index].level = level
      seals[index].box = try reader.skipBytes()
      guard
        Hash.sha256(start..<reader.offset, of: reader.bytes)
          == Hash(at: seals[index].itemHash, of: reader.bytes)
      else { throw unsure(reader) }
      facts.append(
        ScannedFact(
          touch: seals[index].touch, name: seals[index].name, value: nil, keyNumber: keyNumber,
          seal: index))
    }
    try reader.finish()
  }

  /// Whether the parts do not contradict one another.
  ///
  /// A fact is written once, and those said to be computed are facts of the leaf or sealed. Two
  /// keys for one record are for the decoder.
  func isConsistent() -> Bool {
    for (index, fact) in facts.enumerated() {
      guard fact.touch < touches.count else { return false }
      for other in facts[..<index] where other.touch == fact.touch {
        let isOfOneKey = (other.value ?? fact.value) != nil || other.keyNumber == fact.keyNumber
        guard other.name != fact.name, isOfOneKey else { return false }
      }
    }
    return derived.allSatisfy { item in
      facts.contains { $0.touch == item.touch && $0.name == item.name && !$0.isOfBlock }
    }
  }
}
