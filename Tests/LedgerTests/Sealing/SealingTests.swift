import Ledger
import Programmes
import Quantities
import Testing

struct SealingTests {
  private let key = Samples.key(4)

  private func stored(_ entry: Entry = Samples.inspection()) throws -> StoredEntry {
    var entropy = SeededGenerator(seed: 2)
    return try EntryCodec.encode(
      entry, secrets: Samples.secrets(), keys: { _ in key }, entropy: &entropy)
  }

  @Test func `a sealed value opens with its key only`() throws {
    let stored = try stored()
    #expect(try EntryCodec.open(stored, touch: 0, name: "keeper", key: key) == .text("王小明"))
    #expect(throws: CodecError.keyDiffers(needed: 4, given: 5)) {
      try EntryCodec.open(stored, touch: 0, name: "keeper", key: Samples.key(5))
    }
    let forged = SubjectKey(number: 4, bytes: [UInt8](repeating: 9, count: 32))
    #expect(throws: CodecError.sealBroken) {
      try EntryCodec.open(stored, touch: 0, name: "keeper", key: forged)
    }
  }

  @Test(arguments: [(0, "hazards"), (0, "note"), (1, "keeper"), (7, "keeper"), (0, "keepe")])
  func `other fields are not sealed`(touch: Int, name: String) throws {
    #expect(throws: CodecError.sealMissing(touch: touch, name: name)) {
      try EntryCodec.open(stored(), touch: touch, name: name, key: key)
    }
  }

  /// A leaf and sealed part that name each other rightly but hold a box moved or changed.
  private func forged(
    _ stored: StoredEntry, id: EntryID, change: (inout [UInt8]) -> Void
  ) throws -> StoredEntry {
    var sealed = stored.sealed
    change(&sealed)
    let old = Hash.sha256(Array(stored.sealed.dropFirst())).bytes
    var leaf = stored.leaf
    let place = try #require(
      leaf.indices.first { leaf[$0...].prefix(32).elementsEqual(old) })
    leaf.replaceSubrange(place..<place + 32, with: Hash.sha256(Array(sealed.dropFirst())).bytes)
    return StoredEntry(seq: 9, id: id, leaf: leaf, block: stored.block, sealed: sealed)
  }

  @Test func `a box opens in no other entry and under no other name`() throws {
    let stored = try stored()
    let moved = try forged(stored, id: EntryID(high: 5, low: 5)) { _ in }
    #expect(throws: CodecError.sealBroken) {
      try EntryCodec.open(moved, touch: 0, name: "keeper", key: key)
    }
    let name = try #require(
      stored.leaf.indices.first { stored.leaf[$0...].starts(with: Array("keeper".utf8)) })
    var leaf = stored.leaf
    leaf[name] = UInt8(ascii: "k") + 1
    let renamed = StoredEntry(
      seq: 9, id: stored.id, leaf: leaf, block: stored.block, sealed: stored.sealed)
    #expect(throws: CodecError.sealBroken) {
      try EntryCodec.open(renamed, touch: 0, name: "leeper", key: key)
    }
  }

  @Test func `every changed byte of a box is noticed, even with the hash put right`() throws {
    let stored = try stored()
    for index in 1..<stored.sealed.count {
      let changed = try forged(stored, id: stored.id) { $0[index] ^= 1 }
      #expect(throws: CodecError.self) {
        try EntryCodec.open(changed, touch: 0, name: "keeper", key: key)
      }
    }
  }

  @Test func `a value sealed truly but not the one committed to is refused`() throws {
    let first = try stored()
    let second = try stored(
      Samples.inspection(sealed: [
        Write(name: "keeper", level: .personal, value: .text("李小明"), isDerived: false)
      ]))
    let swapped = try forged(first, id: first.id) { $0 = second.sealed }
    #expect(throws: CodecError.commitmentDiffers) {
      try EntryCodec.open(swapped, touch: 0, name: "keeper", key: key)
    }
  }

  @Test func `with the key destroyed the proof stays good and the rest readable`() throws {
    let stored = try stored()
    var frontier = Frontier()
    frontier.append(stored.leafHash)
    // Nobody holds the key any more; the boxes themselves may be kept.
    let entry = try EntryCodec.decode(stored)
    #expect(entry.sealedWrites.map(\.name) == ["keeper"])
    #expect(entry.sealedWrites.map(\.keyNumber) == [4])
    #expect(entry.decision.touches[0].writes.map(\.name) == ["hazards", "note", "result", "score"])
    #expect(
      MerkleProof.verifyInclusion(
        of: stored.leafHash, index: 0, size: 1, root: frontier.root, proof: []))
  }

  @Test func `an opening convinces with the leaf alone and a false one does not`() throws {
    let stored = try stored()
    let seal = try #require(try Leaf(decoding: stored.leaf).seals.first)
    let opening = try EntryCodec.opening(stored, touch: 0, name: "keeper", key: key)
    #expect(try Opening(salt: opening.salt, value: .text("王小明")).opens(seal))
    #expect(try !Opening(salt: opening.salt, value: .text("李小明")).opens(seal))
    #expect(try !Opening(salt: opening.salt + [0], value: .text("王小明")).opens(seal))
    let long = [UInt8](repeating: 0, count: 100)
    #expect(try !Opening(salt: long, value: .text("王小明")).opens(seal))
  }

  @Test func `a wrapped key comes back under its own number only`() throws {
    var entropy = SeededGenerator(seed: 3)
    let secrets = try Samples.secrets()
    let key = SubjectKey(number: 12, entropy: &entropy)
    let wrapped = secrets.wrap(key, entropy: &entropy)
    #expect(wrapped.count == 60)
    let unwrapped = try secrets.unwrap(wrapped, number: 12)
    #expect(secrets.wrap(unwrapped, entropy: &entropy) != wrapped)
    var entropyA = SeededGenerator(seed: 4)
    var entropyB = SeededGenerator(seed: 4)
    #expect(secrets.wrap(unwrapped, entropy: &entropyA) == secrets.wrap(key, entropy: &entropyB))
    #expect(throws: SecretsError.wrappedKeyBroken(number: 13)) {
      try secrets.unwrap(wrapped, number: 13)
    }
    #expect(throws: SecretsError.wrappedKeyBroken(number: 12)) {
      try Samples.secrets(9).unwrap(wrapped, number: 12)
    }
    for index in wrapped.indices {
      var changed = wrapped
      changed[index] ^= 0x80
      #expect(throws: SecretsError.self) { try secrets.unwrap(changed, number: 12) }
    }
    #expect(throws: SecretsError.self) { try secrets.unwrap([], number: 12) }
  }

  @Test(arguments: [0, 31, 33]) func `a root seed has 32 bytes`(count: Int) {
    #expect(throws: SecretsError.rootLength(count)) {
      try LedgerSecrets(root: [UInt8](repeating: 0, count: count))
    }
  }

  /// Made once with Python's hmac and hashlib from the format's description.
  @Test func `derived secrets are as they always were`() throws {
    let secrets = try Samples.secrets()
    let record = RecordID(high: 0x0001_0203_0405_0607, low: 0x0809_0a0b_0c0d_0e0f)
    #expect(secrets.pseudonym(of: record).description == "22e54ecbdf503507e8c4b8435b7a0d05")
    #expect(
      secrets.pseudonym(of: .account(record)).description == "e492954a991695a0f4cbb71ae7d6f945")
    let blind = try secrets.blindIndex(key: "person.identity", values: [.text("11010119900307")])
    #expect(
      blind.description
        == "6e98610b03e2bc1c3cd8e77246821d27f8cc20f053d3a2351d85af897b6614e4")
  }

  @Test func `look-up values tell keys, values and their borders apart`() throws {
    let secrets = try Samples.secrets()
    let values = [
      try secrets.blindIndex(key: "a", values: [.text("b"), .text("c")]),
      try secrets.blindIndex(key: "a", values: [.text("bc")]),
      try secrets.blindIndex(key: "ab", values: [.text("c")]),
      try secrets.blindIndex(key: "a", values: [.integer(1)]),
      try secrets.blindIndex(key: "a", values: [.text("1")]),
    ]
    #expect(Set(values).count == values.count)
  }

  private func request(
    unit: String = "110101", subject: Subject = .new(RecordID(high: 1, low: 1)),
    fields: [String: Value] = ["a": .integer(1)]
  ) -> Request {
    Request(
      id: EntryID(high: 1, low: 1), on: Day(number: 19_570), actor: .clock, unit: unit,
      programme: "p", action: "k.a", subject: subject,
      records: ["premises": .existing(RecordID(high: 2, low: 2), base: 3)], fields: fields)
  }

  @Test func `requests have one digest if and only if they are equal`() throws {
    let secrets = try Samples.secrets()
    let id = RecordID(high: 1, low: 1)
    let requests = [
      request(), request(unit: "110102"), request(subject: .existing(id, base: nil)),
      request(subject: .existing(id, base: 0)), request(fields: [:]),
      request(fields: ["a": .text("1")]), request(fields: ["b": .integer(1)]),
      request(fields: ["a": .integer(1), "bb": .integer(1), "c": .integer(1)]),
    ]
    let digests = try requests.map { try secrets.digest(of: $0) }
    #expect(Set(digests).count == requests.count)
    #expect(try requests.map { try secrets.digest(of: $0) } == digests)
    #expect(try Samples.secrets(9).digest(of: requests[0]) != digests[0])
  }
}
