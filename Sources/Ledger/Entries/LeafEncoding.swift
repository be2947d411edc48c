internal import Programmes
internal import Quantities

extension CBORWriter {
  /// Writes an entry's leaf.
  mutating func leaf(
    _ entry: Entry, blockHash: Hash, seals: [LeafSeal], secrets: LedgerSecrets
  ) throws(CodecError) {
    let touches = entry.decision.touches
    // A movement's owner and member are nearly always touched records, whose pseudonyms are needed
    // anyway; each HMAC costs as much as writing ten fields.
    let pseudonyms = touches.map { secrets.pseudonym(of: $0.record) }
    let marks = entry.decision.marks
    map(13 + (entry.amends == nil ? 0 : 1) + (marks.isEmpty ? 0 : 1))
    text("v")
    integer(Int64(Leaf.format))
    text("on")
    day(entry.on)
    text("alg")
    text(Leaf.algorithm)
    text("unit")
    text(entry.unit)
    text("actor")
    pseudonym(secrets.pseudonym(of: entry.actor))
    text("block")
    hash(blockHash)
    if !marks.isEmpty {
      text("marks")
      array(marks.count)
      for mark in marks { text(mark) }
    }
    text("action")
    text(entry.action)
    if let amends = entry.amends { leafAmendment(amends) }
    text("deltas")
    array(entry.decision.deltas.count { $0.isOpen })
    for delta in entry.decision.deltas where delta.isOpen {
      leafDelta(delta) { record in
        touches.firstIndex { $0.record == record }.map { pseudonyms[$0] }
          ?? secrets.pseudonym(of: record)
      }
    }
    text("fields")
    let open = EntryCodec.writes(of: entry.decision) { $0.level == .open }
    map(open.count)
    for (path, write) in open {
      self.path(touch: path.touch, name: path.name)
      try value(write.value)
    }
    text("sealed")
    array(seals.count)
    for seal in seals { leafSeal(seal) }
    text("touches")
    array(touches.count)
    for (touch, pseudonym) in zip(touches, pseudonyms) {
      array(3)
      text(touch.kind)
      self.pseudonym(pseudonym)
      integer(Int64(touch.base))
    }
    text("version")
    integer(Int64(entry.programmeVersion))
    text("programme")
    text(entry.programme)
  }

  /// `[17, 0]` corrects entry 17, `[17, 1]` voids it.
  private mutating func leafAmendment(_ amendment: Amendment) {
    text("amends")
    array(2)
    integer(amendment.seq)
    integer(amendment.manner == .void ? 1 : 0)
  }

  private mutating func leafDelta(_ delta: Delta, pseudonym: (RecordID) -> Pseudonym) {
    array(7)
    text(delta.measure)
    text(delta.part)
    text(delta.unit)
    day(delta.day)
    integer(delta.amount)
    if let owner = delta.owner { self.pseudonym(pseudonym(owner)) } else { null() }
    if let member = delta.member { self.pseudonym(pseudonym(member)) } else { null() }
  }

  private mutating func leafSeal(_ seal: LeafSeal) {
    array(3)
    path(touch: seal.path.touch, name: seal.path.name)
    hash(seal.commitment)
    hash(seal.itemHash)
  }
}
