internal import Programmes
internal import Quantities

// The block holds what the leaf does not, so that the two together give the entry back: nothing
// stands in both. A delta that is in the leaf is here only by the ids behind its pseudonyms, and a
// record that the entry touches only by its index.

/// The order of the entry's touches by record, for naming a record by its index.
private func index(of record: RecordID, in touches: [Touch]) -> Int? {
  touches.firstIndex { $0.record == record }
}

extension CBORWriter {
  /// Writes an entry's block.
  mutating func block(
    _ entry: Entry, requestDigest: Hash, salt: [UInt8]
  ) throws(CodecError) {
    precondition(salt.count == EntryCodec.saltByteCount)
    map(entry.amends == nil ? 7 : 8)
    text("at")
    integer(entry.at)
    text("id")
    id(entry.id)
    text("salt")
    byteString(salt)
    text("actor")
    actor(entry.actor)
    text("deltas")
    array(entry.decision.deltas.count)
    for delta in entry.decision.deltas { blockDelta(delta, touches: entry.decision.touches) }
    if let amends = entry.amends {
      text("reason")
      text(amends.reason)
    }
    text("request")
    hash(requestDigest)
    text("touches")
    array(entry.decision.touches.count)
    for touch in entry.decision.touches { try blockTouch(touch) }
  }

  private mutating func blockDelta(_ delta: Delta, touches: [Touch]) {
    if delta.isOpen {
      array(2)
    } else {
      array(7)
      text(delta.measure)
      text(delta.part)
      text(delta.unit)
      day(delta.day)
      integer(delta.amount)
    }
    reference(delta.owner, touches: touches)
    reference(delta.member, touches: touches)
  }

  private mutating func reference(_ record: RecordID?, touches: [Touch]) {
    guard let record else { return null() }
    if let index = index(of: record, in: touches) {
      integer(Int64(index))
    } else {
      id(record)
    }
  }

  private mutating func blockTouch(_ touch: Touch) throws(CodecError) {
    let further = [touch.isContent, touch.isErasure, !touch.removes.isEmpty]
    map(6 + further.count { $0 })
    text("id")
    id(touch.record)
    text("keys")
    array(touch.keys.count)
    for key in touch.keys { keyChange(key) }
    text("unit")
    text(touch.unit)
    text("state")
    text(touch.state)
    if touch.isErasure {
      text("erases")
      truth(true)
    }
    text("writes")
    array(touch.writes.count { $0.level == .staff })
    for write in touch.writes where write.level == .staff {
      array(3)
      text(write.name)
      try value(write.value)
      truth(write.isDerived)
    }
    if touch.isContent {
      text("content")
      truth(true)
    }
    text("derived")
    array(touch.writes.count { $0.isDerived && $0.level != .staff })
    for write in touch.writes where write.isDerived && write.level != .staff {
      text(write.name)
    }
    if !touch.removes.isEmpty {
      text("removes")
      array(touch.removes.count)
      for name in touch.removes { text(name) }
    }
  }

  private mutating func keyChange(_ key: KeyChange) {
    array(3)
    text(key.name)
    truth(key.isTaken)
    switch key.value {
    case .plain(let value): text(value)
    case .blind(let fields):
      array(fields.count)
      for field in fields { text(field) }
    }
  }
}

/// A block as read: everything but what the leaf holds.
struct Block {
  var at: Int64
  var id: EntryID
  var actor: Actor
  /// Why an entry is put right; `nil` in an entry that is no amendment.
  var reason: String?
  var requestDigest: Hash
  var touches: [BlockTouch]
  var deltas: [BlockDelta]

  /// Reads a block.
  init(decoding bytes: [UInt8]) throws(CodecError) {
    var reader = CBORReader(bytes, part: .block)
    let mapOffset = reader.offset
    let keyCount = try reader.map(nil)
    guard keyCount == 7 || keyCount == 8 else {
      throw reader.malformed(.expected(.map(7)), at: mapOffset)
    }
    try reader.key("at")
    self.at = try reader.integer()
    try reader.key("id")
    self.id = try reader.id(of: EntryID.self)
    try reader.key("salt")
    _ = try reader.byteString(EntryCodec.saltByteCount)
    try reader.key("actor")
    self.actor = try reader.actor()
    try reader.key("deltas")
    let deltasOffset = reader.offset
    self.deltas = []
    for _ in 0..<(try reader.array(nil)) { deltas.append(try reader.blockDelta()) }
    if keyCount == 8 {
      try reader.key("reason")
      self.reason = try reader.text()
    }
    try reader.key("request")
    self.requestDigest = try reader.hash()
    try reader.key("touches")
    self.touches = []
    for _ in 0..<(try reader.array(nil)) { touches.append(try reader.blockTouch()) }
    try reader.finish()
    for delta in deltas {
      for reference in [delta.owner, delta.member] where !isCanonical(reference) {
        throw reader.malformed(.inconsistent, at: deltasOffset)
      }
    }
  }

  /// A record that is touched must be named by the index of its first touch.
  private func isCanonical(_ reference: BlockReference?) -> Bool {
    switch reference {
    case nil: true
    case .touch(let index):
      index < touches.count
        && touches.firstIndex { $0.record == touches[index].record } == index
    case .record(let id): !touches.contains { $0.record == id }
    }
  }

  /// The record of a reference that `isCanonical` accepted.
  func record(_ reference: BlockReference?) -> RecordID? {
    switch reference {
    case nil: nil
    case .touch(let index): touches[index].record
    case .record(let id): id
    }
  }
}

/// What a block says of one record's change.
struct BlockTouch {
  var record: RecordID
  var keys: [KeyChange]
  var unit: String
  var state: String
  /// The P1 facts, by ascending names.
  var writes: [Write]
  /// The names of the derived facts among the open and sealed ones, by ascending names.
  var derived: [String]
  /// The names of facts known no more, by ascending names.
  var removes: [String]
  /// Whether it only says what a corrected entry should have said.
  var isContent: Bool
  /// Whether the record's personal values are erased.
  var isErasure: Bool
}

/// What a block says of one movement.
struct BlockDelta {
  /// `nil` if the movement stands in the leaf, as the next of the leaf's.
  var hidden: (measure: String, part: String, unit: String, day: Day, amount: Int64)?
  var owner: BlockReference?
  var member: BlockReference?
}

/// How a block names a record.
enum BlockReference {
  case touch(Int)
  case record(RecordID)
}

extension CBORReader {
  fileprivate mutating func blockDelta() throws(CodecError) -> BlockDelta {
    let start = offset
    let count = try array(nil)
    guard count == 2 || count == 7 else { throw malformed(.expected(.array(7)), at: start) }
    var hidden: (String, String, String, Day, Int64)?
    if count == 7 {
      hidden = (try text(), try text(), try text(), try day(), try integer())
    }
    return BlockDelta(hidden: hidden, owner: try reference(), member: try reference())
  }

  /// A record as a block names it, or that there is none.
  mutating func reference() throws(CodecError) -> BlockReference? {
    if skipNull() { return nil }
    if nextMajor == 6 { return .record(try id(of: RecordID.self)) }
    return .touch(try integer(as: Int.self, atLeast: 0))
  }

  fileprivate mutating func blockTouch() throws(CodecError) -> BlockTouch {
    let start = offset
    let count = try map(nil)
    try key("id")
    let record = try id(of: RecordID.self)
    try key("keys")
    var keys: [KeyChange] = []
    for _ in 0..<(try array(nil)) { keys.append(try keyChange()) }
    try key("unit")
    let unit = try text()
    try key("state")
    let state = try text()
    let isErasure = count > 6 ? try flag("erases") : false
    try key("writes")
    var writes: [Write] = []
    for _ in 0..<(try array(nil)) {
      _ = try array(3)
      let name = try ascending(after: writes.last?.name)
      let value = try value()
      writes.append(Write(name: name, level: .staff, value: value, isDerived: try truth()))
    }
    let isContent = count > 6 ? try flag("content") : false
    try key("derived")
    var derived: [String] = []
    for _ in 0..<(try array(nil)) { derived.append(try ascending(after: derived.last)) }
    var removes: [String] = []
    let told = 6 + (isContent ? 1 : 0) + (isErasure ? 1 : 0)
    if count == told + 1 {
      try key("removes")
      let removesOffset = offset
      for _ in 0..<(try array(nil)) { removes.append(try ascending(after: removes.last)) }
      guard !removes.isEmpty else { throw malformed(.inconsistent, at: removesOffset) }
    } else {
      guard count == told else { throw malformed(.expected(.map(6)), at: start) }
    }
    return BlockTouch(
      record: record, keys: keys, unit: unit, state: state, writes: writes, derived: derived,
      removes: removes, isContent: isContent, isErasure: isErasure)
  }

  /// A key that is there with the value true, or not at all.
  private mutating func flag(_ name: String) throws(CodecError) -> Bool {
    guard try skipKey(name) else { return false }
    let valueOffset = offset
    guard try truth() else { throw malformed(.inconsistent, at: valueOffset) }
    return true
  }

  /// A text that comes after `last` in the order of names.
  private mutating func ascending(after last: String?) throws(CodecError) -> String {
    let start = offset
    let name = try text()
    if let last, !bytesPrecede(last, name) { throw malformed(.order, at: start) }
    return name
  }

  private mutating func keyChange() throws(CodecError) -> KeyChange {
    _ = try array(3)
    let name = try text()
    let isTaken = try truth()
    guard nextMajor == 4 else {
      return KeyChange(name: name, value: .plain(try text()), isTaken: isTaken)
    }
    var fields: [String] = []
    for _ in 0..<(try array(nil)) { fields.append(try text()) }
    return KeyChange(name: name, value: .blind(fields: fields), isTaken: isTaken)
  }
}
