import Ledger
import Programmes
import Quantities
import Testing

struct EntryCodecTests {
  private static func store(
    _ entry: Entry, seed: UInt64 = 1
  ) throws -> StoredEntry {
    var entropy = SeededGenerator(seed: seed)
    return try EntryCodec.encode(
      entry, secrets: Samples.secrets(), keys: { Samples.key(Int64($0) + 1) }, entropy: &entropy)
  }

  @Test(arguments: 0..<300) func `a stored entry gives the whole decision back`(seed: Int) throws {
    var samples = Samples(seed: UInt64(seed))
    let entry = samples.entry()
    let decoded = try EntryCodec.decode(Self.store(entry))
    let expected = entry.withoutSealedValues { Int64($0) + 1 }
    #expect(decoded == expected)
    let values = { (entry: Entry) in
      entry.decision.touches.flatMap(\.writes).map { printed($0.value) }
    }
    #expect(values(decoded) == values(expected))
  }

  @Test(arguments: 0..<100) func `sealed values open to what was entered`(seed: Int) throws {
    var samples = Samples(seed: UInt64(seed))
    let entry = samples.entry()
    let stored = try Self.store(entry)
    for (index, touch) in entry.decision.touches.enumerated() {
      for write in touch.writes where write.level.isSealed {
        let key = Samples.key(Int64(index) + 1)
        let value = try EntryCodec.open(stored, touch: index, name: write.name, key: key)
        #expect(printed(value) == printed(write.value))
      }
    }
  }

  @Test func `the same generator gives the same bytes and another gives others`() throws {
    let entry = Samples.inspection()
    #expect(try Self.store(entry) == Self.store(entry))
    #expect(try Self.store(entry).leaf != Self.store(entry, seed: 2).leaf)
  }

  @Test func `the format of a typical leaf is as it always was`() throws {
    let stored = try Self.store(Samples.inspection())
    let text = "\(stored.leaf.count) \(stored.block.count) \(stored.sealed.count)"
    #expect(text == "450 419 62")
    #expect(
      stored.leafHash.description
        == "e5ff692c40640059ca6d022875d54fa2e953bef666fe4862c699f7427914f5f1")
  }

  @Test func `the leaf says what is put right, and only the block says why`() throws {
    let right = Samples.inspection()
    let entry = Entry(
      seq: 9, id: right.id, at: right.at, on: right.on, actor: right.actor, unit: right.unit,
      programme: right.programme, programmeVersion: right.programmeVersion,
      action: right.action, requestDigest: right.requestDigest, decision: right.decision,
      amends: Amendment(seq: 4, manner: .void, reason: "录错了户"), sealedWrites: [])
    let stored = try Self.store(entry)
    let leaf = try Leaf(decoding: stored.leaf)
    #expect(leaf.amends == LeafAmendment(seq: 4, manner: .void))
    #expect(!String(decoding: stored.leaf, as: UTF8.self).contains("录错了户"))
    #expect(try EntryCodec.decode(stored).amends == entry.amends)
  }

  @Test func `marks stand in the leaf, in order and each once`() throws {
    func store(_ marks: [String]) throws -> StoredEntry {
      let entry = Samples.inspection()
      let decision = Decision(
        touches: entry.decision.touches, deltas: entry.decision.deltas, marks: marks)
      return try Self.store(
        Entry(
          seq: 9, id: entry.id, at: entry.at, on: entry.on, actor: entry.actor, unit: entry.unit,
          programme: entry.programme, programmeVersion: entry.programmeVersion,
          action: entry.action, requestDigest: entry.requestDigest, decision: decision,
          sealedWrites: []))
    }
    let marks = ["condition.failed", "record.wrong-state"]
    let stored = try store(marks)
    #expect(try Leaf(decoding: stored.leaf).marks == marks)
    #expect(try EntryCodec.decode(stored).decision.marks == marks)
    // Without them the leaf is as it always was.
    #expect(try store([]) == Self.store(Samples.inspection()))
    for wrong in [Array(marks.reversed()), [marks[0], marks[0]]] {
      #expect(throws: CodecError.self) { try Leaf(decoding: store(wrong).leaf) }
    }
  }

  @Test func `nothing internal or personal stands in the leaf`() throws {
    let entry = Samples.inspection()
    let stored = try Self.store(entry)
    let text = String(decoding: stored.leaf, as: UTF8.self)
    for word in ["灭火器", "王小明", "2023-0815", "open\u{0}", "score", "premises-inspected"] {
      #expect(!text.contains(word))
    }
    #expect(text.contains("hazards"))
    for id in entry.decision.touches.map(\.record.bytes) + [entry.id.bytes] {
      #expect(!contains(stored.leaf, id))
    }
    #expect(!String(decoding: stored.block + stored.sealed, as: UTF8.self).contains("王小明"))
  }

  @Test func `an actor's pseudonym is not that of the actor's record`() throws {
    let id = RecordID(high: 1, low: 2)
    let secrets = try Samples.secrets()
    let pseudonyms = [
      secrets.pseudonym(of: id), secrets.pseudonym(of: .account(id)),
      secrets.pseudonym(of: .resident(id)), secrets.pseudonym(of: .clock),
      secrets.pseudonym(of: .system), try Samples.secrets(8).pseudonym(of: id),
    ]
    #expect(Set(pseudonyms).count == 6)
  }

  @Test func `a leaf says what is public`() throws {
    let entry = Samples.inspection()
    let leaf = try Leaf(decoding: Self.store(entry).leaf)
    let secrets = try Samples.secrets()
    #expect(leaf.programme == "shop-inspection")
    #expect(leaf.programmeVersion == 3)
    #expect(leaf.actor == secrets.pseudonym(of: entry.actor))
    #expect(leaf.touches.map(\.kind) == ["inspection", "premises"])
    #expect(leaf.touches[1].record == secrets.pseudonym(of: entry.decision.touches[1].record))
    #expect(leaf.fields.map(\.path.description) == ["0.result", "0.hazards"])
    #expect(leaf.seals.map(\.path.description) == ["0.keeper"])
    #expect(leaf.deltas.map(\.amount) == [1, 2])
  }

  @Test func `a leaf over 60 KiB is refused with both numbers`() throws {
    let long = Write(
      name: "long", level: .open, value: .text(String(repeating: "长", count: 20_480)),
      isDerived: false)
    let error = #expect(throws: CodecError.self) {
      try Self.store(Samples.inspection(sealed: [long]))
    }
    guard case .leafTooLarge(let bytes, let limit) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(bytes > 61_440)
    #expect(limit == 61_440)
    #expect(throws: CodecError.leafTooLarge(bytes: 61_441, limit: 61_440)) {
      try Leaf(decoding: [UInt8](repeating: 0, count: 61_441))
    }
  }

  @Test func `writes out of order or twice are refused`() throws {
    let touch = Samples.inspection().decision.touches[0]
    func write(_ name: String) -> Write {
      Write(name: name, level: .staff, value: .integer(1), isDerived: false)
    }
    let lists = [
      touch.writes.reversed(), [touch.writes[0], touch.writes[0]],
      // One name to Swift in two spellings, either way round.
      [write("e\u{301}"), write("\u{e9}")], [write("\u{e9}"), write("e\u{301}")],
      // In Swift's order but not in that of the bytes.
      [write("\u{e8}"), write("e\u{301}")],
    ]
    for writes in lists {
      let entry = Samples.inspection()
      let wrong = Touch(
        record: touch.record, kind: "k", base: 0, state: "s", unit: "u", writes: writes, keys: [])
      let broken = Entry(
        seq: 0, id: entry.id, at: 0, on: entry.on, actor: .clock, unit: "u", programme: "p",
        programmeVersion: 1, action: "a", requestDigest: .sha256([]),
        decision: Decision(touches: [wrong], deltas: []), sealedWrites: [])
      #expect(throws: CodecError.writesUnsorted(touch: 0, name: writes[1].name)) {
        try Self.store(broken)
      }
    }
  }

  @Test func `every changed byte of every part is noticed`() throws {
    let stored = try Self.store(Samples.inspection())
    let hash = stored.leafHash
    for bit in 0..<(stored.leaf.count * 8) {
      let changed = flipped(stored.leaf, bit: bit)
      #expect(Hash.leaf(changed) != hash)
      // Decoding may accept another leaf (its hash tells); it must not crash.
      _ = try? Leaf(decoding: changed)
    }
    for bit in 0..<(stored.block.count * 8) {
      #expect(throws: CodecError.hashDiffers(.block)) {
        try EntryCodec.decode(stored.with(block: flipped(stored.block, bit: bit)))
      }
    }
    for bit in 0..<(stored.sealed.count * 8) {
      #expect(throws: CodecError.self) {
        try EntryCodec.decode(stored.with(sealed: flipped(stored.sealed, bit: bit)))
      }
    }
    let other = StoredEntry(
      seq: 9, id: EntryID(high: 0, low: 0), leaf: stored.leaf, block: stored.block,
      sealed: stored.sealed)
    #expect(throws: CodecError.idDiffers) { try EntryCodec.decode(other) }
  }

  @Test func `torn and random leaves and blocks are refused without a crash`() throws {
    let stored = try Self.store(Samples.inspection())
    for count in 0..<stored.leaf.count {
      #expect(throws: CodecError.self) { try Leaf(decoding: Array(stored.leaf[..<count])) }
    }
    #expect(throws: CodecError.self) { try Leaf(decoding: stored.leaf + [0]) }
    var samples = Samples(seed: 4)
    for _ in 0..<20_000 {
      var leaf = stored.leaf
      for _ in 0..<(1 + samples.number(4)) {
        leaf[samples.number(leaf.count)] = UInt8(truncatingIfNeeded: samples.integer())
      }
      _ = try? Leaf(decoding: leaf)
    }
  }

  @Test func `random blocks under a leaf that names them are refused without a crash`() throws {
    let stored = try Self.store(Samples.inspection())
    let place = try #require(offset(of: Hash.sha256(stored.block).bytes, in: stored.leaf))
    var samples = Samples(seed: 5)
    for _ in 0..<10_000 {
      var block = stored.block
      for _ in 0..<(1 + samples.number(3)) {
        block[samples.number(block.count)] = UInt8(truncatingIfNeeded: samples.integer())
      }
      var leaf = stored.leaf
      leaf.replaceSubrange(place..<place + 32, with: Hash.sha256(block).bytes)
      let forged = StoredEntry(
        seq: 9, id: stored.id, leaf: leaf, block: block, sealed: stored.sealed)
      _ = try? EntryCodec.decode(forged)
    }
  }

  private func flipped(_ bytes: [UInt8], bit: Int) -> [UInt8] {
    var bytes = bytes
    bytes[bit / 8] ^= 1 << UInt8(bit % 8)
    return bytes
  }

  private func contains(_ bytes: [UInt8], _ part: [UInt8]) -> Bool {
    offset(of: part, in: bytes) != nil
  }

  private func offset(of part: [UInt8], in bytes: [UInt8]) -> Int? {
    guard bytes.count >= part.count else { return nil }
    return (0...(bytes.count - part.count)).first {
      bytes[$0..<$0 + part.count].elementsEqual(part)
    }
  }
}

extension StoredEntry {
  func with(block: [UInt8]) -> StoredEntry {
    StoredEntry(seq: seq, id: id, leaf: leaf, block: block, sealed: sealed)
  }

  func with(sealed: [UInt8]) -> StoredEntry {
    StoredEntry(seq: seq, id: id, leaf: leaf, block: block, sealed: sealed)
  }
}

extension Entry {
  /// The entry as it is read back: sealed values are named and not known.
  fileprivate func withoutSealedValues(keyNumbers: (Int) -> Int64) -> Entry {
    // Most entries seal nothing.
    guard decision.touches.contains(where: { $0.writes.contains { $0.level.isSealed } }) else {
      return self
    }
    var touches: [Touch] = []
    var sealed: [SealedWrite] = []
    for (index, touch) in decision.touches.enumerated() {
      for write in touch.writes where write.level.isSealed {
        sealed.append(
          SealedWrite(
            touch: index, name: write.name, level: write.level, isDerived: write.isDerived,
            keyNumber: keyNumbers(index)))
      }
      touches.append(touch.with(writes: touch.writes.filter { !$0.level.isSealed }))
    }
    return Entry(
      seq: seq, id: id, at: at, on: on, actor: actor, unit: unit, programme: programme,
      programmeVersion: programmeVersion, action: action, requestDigest: requestDigest,
      decision: Decision(touches: touches, deltas: decision.deltas, marks: decision.marks),
      amends: amends, sealedWrites: sealed)
  }
}
