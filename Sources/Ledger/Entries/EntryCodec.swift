public import Programmes
internal import Quantities

/// Between entries and the three byte strings they are stored as.
public enum EntryCodec {
  /// The largest leaf, in bytes: entry bundles of C2SP tlog-tiles count a leaf's bytes in 16 bits,
  /// and 60 KiB leaves room for what a publisher may put around it.
  public static let leafBytesMax = 61_440
  /// The length of the salts of blocks and commitments.
  static let saltByteCount = 16

  /// Stores an entry: seals what is personal, hides ids, and hashes what the leaf leaves out.
  ///
  /// `requestDigest` is stored instead of the entry's, if it is given.
  /// `keys` gives the subject key for a touch's sealed writes and is called once for each of them.
  /// From `entropy` come the block's salt, then salt and nonce of each sealed value in the order of
  /// the leaf; the same generator gives the same bytes.
  ///
  /// - Throws: `CodecError.leafTooLarge` with both numbers, `writesUnsorted`, `valueTooDeep`.
  public static func encode(
    _ entry: Entry, requestDigest: Hash? = nil, secrets: LedgerSecrets,
    keys: (_ touch: Int) -> SubjectKey, entropy: inout some RandomNumberGenerator
  ) throws(CodecError) -> StoredEntry {
    precondition(entry.seq >= 0)
    precondition(entry.programmeVersion >= 0)
    precondition(entry.sealedWrites.isEmpty, "an entry read back is not stored again")
    try checkOrder(entry.decision.touches)
    var block = CBORWriter(capacity: 640)
    try block.block(
      entry, requestDigest: requestDigest ?? entry.requestDigest,
      salt: randomBytes(saltByteCount, from: &entropy))

    let sealedWrites = writes(of: entry.decision) { $0.level.isSealed }
    var sealed = CBORWriter(capacity: 1 + 128 * sealedWrites.count)
    sealed.array(sealedWrites.count)
    var seals: [LeafSeal] = []
    for (path, write) in sealedWrites {
      let (item, commitment) = try SealedItem.seal(
        write, entry: entry.id, path: path, key: keys(path.touch), entropy: &entropy)
      sealed.encoded(item)
      seals.append(LeafSeal(path: path, commitment: commitment, itemHash: .sha256(item)))
    }

    var leaf = CBORWriter(capacity: 1024)
    try leaf.leaf(entry, blockHash: .sha256(block.bytes), seals: seals, secrets: secrets)
    guard leaf.bytes.count <= leafBytesMax else {
      throw .leafTooLarge(bytes: leaf.bytes.count, limit: leafBytesMax)
    }
    return StoredEntry(
      seq: entry.seq, id: entry.id, leaf: leaf.bytes, block: block.bytes, sealed: sealed.bytes)
  }

  /// Reads an entry back and checks that its parts belong together by their hashes.
  ///
  /// Sealed values stay sealed: they stand in `sealedWrites` without value. That pseudonyms are
  /// those of the ids is not checked, since that takes the ledger's secrets.
  ///
  /// - Throws: `CodecError.malformed`, `hashDiffers`, `idDiffers`.
  public static func decode(_ stored: StoredEntry) throws(CodecError) -> Entry {
    let leaf = try Leaf(decoding: stored.leaf)
    guard Hash.sha256(stored.block) == leaf.blockHash else { throw .hashDiffers(.block) }
    let block = try Block(decoding: stored.block)
    guard block.id == stored.id else { throw .idDiffers }
    let items = try sealedItems(of: stored, leaf: leaf)
    guard block.touches.count == leaf.touches.count else { throw mismatch() }

    var touches: [Touch] = []
    var sealedWrites: [SealedWrite] = []
    for index in leaf.touches.indices {
      let (touch, sealed) = try merge(index, leaf: leaf, block: block, items: items)
      touches.append(touch)
      sealedWrites += sealed
    }
    return Entry(
      seq: stored.seq, id: block.id, at: block.at, on: leaf.on, actor: block.actor,
      unit: leaf.unit, programme: leaf.programme, programmeVersion: leaf.programmeVersion,
      action: leaf.action, requestDigest: block.requestDigest,
      decision: Decision(
        touches: touches, deltas: try merge(leaf.deltas, block: block), marks: leaf.marks),
      amends: try merge(leaf.amends, block: block), sealedWrites: sealedWrites)
  }

  /// Decrypts one sealed value and checks it against the leaf's commitment.
  ///
  /// - Throws: as `opening`.
  public static func open(
    _ stored: StoredEntry, touch: Int, name: String, key: SubjectKey
  ) throws(CodecError) -> Value {
    try opening(stored, touch: touch, name: name, key: key).value
  }

  /// Decrypts one sealed value with the salt of its commitment, which the value's owner may show to
  /// others as proof of what the ledger holds.
  ///
  /// - Throws: `CodecError.malformed`, `hashDiffers`, `sealMissing`, `keyDiffers`, `sealBroken`,
  ///   `commitmentDiffers`.
  public static func opening(
    _ stored: StoredEntry, touch: Int, name: String, key: SubjectKey
  ) throws(CodecError) -> Opening {
    let leaf = try Leaf(decoding: stored.leaf)
    let items = try sealedItems(of: stored, leaf: leaf)
    guard
      let index = leaf.seals.firstIndex(where: { $0.path.touch == touch && $0.path.name == name })
    else { throw .sealMissing(touch: touch, name: name) }
    let seal = leaf.seals[index]
    let opening = try items[index].open(entry: stored.id, path: seal.path, key: key)
    guard opening.opens(seal) else { throw .commitmentDiffers }
    return opening
  }
}

extension EntryCodec {
  /// The order of names is what lets the leaf and the block each hold a part of a touch's writes.
  private static func checkOrder(_ touches: [Touch]) throws(CodecError) {
    for (index, touch) in touches.enumerated() {
      var last: String?
      for write in touch.writes {
        // By Swift's order too, so that no two names are equal to Swift though their bytes differ.
        if let last, last >= write.name || !bytesPrecede(last, write.name) {
          throw .writesUnsorted(touch: index, name: write.name)
        }
        last = write.name
      }
    }
  }

  /// The writes that `isWanted`, in the order of paths in a leaf.
  static func writes(
    of decision: Decision, where isWanted: (Write) -> Bool
  ) -> [(path: FieldPath, write: Write)] {
    var writes: [(path: FieldPath, write: Write)] = []
    for (index, touch) in decision.touches.enumerated() {
      for write in touch.writes where isWanted(write) {
        writes.append((FieldPath(touch: index, name: write.name), write))
      }
    }
    if writes.count > 1 { writes.sort { FieldPath.precedes($0.path, $1.path) } }
    return writes
  }

  /// The sealed items, each checked to be the one that the leaf names at its place.
  private static func sealedItems(
    of stored: StoredEntry, leaf: Leaf
  ) throws(CodecError) -> [SealedItem] {
    let items = try SealedItem.list(stored.sealed)
    guard items.map(\.hash) == leaf.seals.map(\.itemHash) else { throw .hashDiffers(.sealed) }
    return items.map(\.item)
  }

  /// Leaf and block, though each well formed, say different things.
  private static func mismatch() -> CodecError {
    .malformed(.inconsistent, part: .block, offset: 0)
  }

  /// One record's change, from what leaf, block and sealed items say of it.
  private static func merge(
    _ index: Int, leaf: Leaf, block: Block, items: [SealedItem]
  ) throws(CodecError) -> (touch: Touch, sealed: [SealedWrite]) {
    let shown = leaf.touches[index]
    let hidden = block.touches[index]
    var derived = Set(hidden.derived)
    var names = Set(hidden.writes.map(\.name))
    var writes = hidden.writes
    for field in leaf.fields where field.path.touch == index {
      let name = field.path.name
      guard names.insert(name).inserted else { throw mismatch() }
      let isDerived = derived.remove(name) != nil
      writes.append(Write(name: name, level: .open, value: field.value, isDerived: isDerived))
    }
    var sealed: [SealedWrite] = []
    for (item, seal) in zip(items, leaf.seals) where seal.path.touch == index {
      let name = seal.path.name
      guard names.insert(name).inserted else { throw mismatch() }
      sealed.append(
        SealedWrite(
          touch: index, name: name, level: item.level,
          isDerived: derived.remove(name) != nil, keyNumber: item.keyNumber))
    }
    guard derived.isEmpty else { throw mismatch() }
    writes.sort { bytesPrecede($0.name, $1.name) }
    sealed.sort { bytesPrecede($0.name, $1.name) }
    let touch = Touch(
      record: hidden.record, kind: shown.kind, base: shown.base, state: hidden.state,
      unit: hidden.unit, writes: writes, keys: hidden.keys, removes: hidden.removes,
      isContent: hidden.isContent, isErasure: hidden.isErasure)
    return (touch, sealed)
  }

  /// What is put right, from the leaf, and why, from the block.
  private static func merge(
    _ shown: LeafAmendment?, block: Block
  ) throws(CodecError) -> Amendment? {
    guard (shown == nil) == (block.reason == nil) else { throw mismatch() }
    guard let shown, let reason = block.reason else { return nil }
    return Amendment(seq: shown.seq, manner: shown.manner, reason: reason)
  }

  /// All movements in their order: those of the leaf fill the places that the block leaves open.
  private static func merge(
    _ shown: [LeafDelta], block: Block
  ) throws(CodecError) -> [Delta] {
    var deltas: [Delta] = []
    var next = shown.makeIterator()
    for delta in block.deltas {
      let owner = block.record(delta.owner)
      let member = block.record(delta.member)
      if let hidden = delta.hidden {
        deltas.append(
          Delta(
            measure: hidden.measure, part: hidden.part, unit: hidden.unit, day: hidden.day,
            amount: hidden.amount, owner: owner, member: member, isOpen: false))
      } else {
        guard let open = next.next(), (open.owner == nil) == (owner == nil),
          (open.member == nil) == (member == nil)
        else { throw mismatch() }
        deltas.append(
          Delta(
            measure: open.measure, part: open.part, unit: open.unit, day: open.day,
            amount: open.amount, owner: owner, member: member, isOpen: true))
      }
    }
    guard next.next() == nil else { throw mismatch() }
    return deltas
  }
}
