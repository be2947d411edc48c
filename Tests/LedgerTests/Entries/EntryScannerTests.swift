// The scanner checks what the decoder checks: what it reads the decoder reads too, and alike.

import Ledger
import Programmes
import Quantities
import Testing

struct EntryScannerTests {
  private static func stored(_ entry: Entry) throws -> StoredEntry {
    var entropy = SeededGenerator(seed: 1)
    return try EntryCodec.encode(
      entry, secrets: Samples.secrets(), keys: { Samples.key(Int64($0) + 1) }, entropy: &entropy)
  }

  private static func page(_ entries: [StoredEntry]) -> EntryPage {
    var page = EntryPage()
    for entry in entries { page.add(entry) }
    return page
  }

  /// What an audit takes of an entry, as lines.
  private static func lines(_ scanner: EntryScanner, _ page: EntryPage) -> [String] {
    func name(_ number: Int32) -> String { scanner.names.texts[Int(number)] }
    func bytes(_ range: Range<Int>?) -> String { range.map { "\(page.bytes[$0])" } ?? "sealed" }
    var lines = scanner.touches.map {
      "\($0.record) \(name($0.kind)) \(name($0.state)) \(name($0.unit)) \($0.base)"
    }
    lines += scanner.facts.map {
      "\($0.touch) \(name($0.name)) \(bytes($0.value)) \($0.keyNumber)"
    }.sorted()
    lines += scanner.keys.map {
      "\($0.touch) \(name($0.name)) \($0.isTaken) \($0.value.map { bytes($0) } ?? "blind")"
    }
    lines += scanner.deltas.map { delta in
      let names = [delta.measure, delta.part, delta.unit].map(name)
      let records = [delta.owner, delta.member].map { $0.map { "\($0)" } ?? "-" }
      return "\(names) \(delta.day) \(delta.amount) \(records)"
    }
    return lines
  }

  private static func lines(_ entry: Entry) throws -> [String] {
    let touches = entry.decision.touches
    var lines = touches.map { "\($0.record) \($0.kind) \($0.state) \($0.unit) \($0.base)" }
    var facts = try touches.enumerated().flatMap { index, touch in
      try touch.writes.map { "\(index) \($0.name) \(try ValueCodec.encode($0.value)) 0" }
    }
    facts += entry.sealedWrites.map { "\($0.touch) \($0.name) sealed \($0.keyNumber)" }
    lines += facts.sorted()
    for (index, touch) in touches.enumerated() {
      for key in touch.keys {
        let value: String
        switch key.value {
        case .plain(let text): value = "\(Array(text.utf8))"
        case .blind: value = "blind"
        }
        lines.append("\(index) \(key.name) \(key.isTaken) \(value)")
      }
    }
    lines += entry.decision.deltas.map { delta in
      let records = [delta.owner, delta.member].map { $0.map { "\($0)" } ?? "-" }
      return "\([delta.measure, delta.part, delta.unit]) \(delta.day) \(delta.amount) \(records)"
    }
    return lines
  }

  @Test func `a typical entry is scanned, and says what the decoder says`() throws {
    let stored = try Self.stored(Samples.inspection())
    let page = Self.page([stored, stored])
    var scanner = EntryScanner()
    for index in 0..<2 {
      let isScanned = scanner.scan(page, index)
      try #require(isScanned)
      #expect(Self.lines(scanner, page) == (try Self.lines(EntryCodec.decode(stored))))
    }
    #expect(page[1] == stored)
    #expect(page.leafHash(1) == stored.leafHash)
  }

  /// An entry of the same values whose names are ASCII, and that has nothing rare.
  private static func common(_ entry: Entry) -> Entry {
    let touches = entry.decision.touches.prefix(10).enumerated().map { index, touch in
      Touch(
        record: touch.record, kind: "kind-\(index)", base: touch.base, state: "open",
        unit: "110101", writes: touch.writes.filter { $0.name.utf8.allSatisfy { $0 < 0x80 } },
        keys: touch.keys.map { KeyChange(name: "k", value: $0.value, isTaken: $0.isTaken) }
          .filter { if case .plain = $0.value { true } else { false } })
    }
    let deltas = entry.decision.deltas.map {
      Delta(
        measure: "m.\($0.amount % 5)", part: "", unit: "110101", day: $0.day, amount: $0.amount,
        owner: $0.owner, member: $0.member, isOpen: $0.isOpen)
    }
    return Entry(
      seq: entry.seq, id: entry.id, at: entry.at, on: entry.on, actor: entry.actor,
      unit: entry.unit, programme: entry.programme, programmeVersion: entry.programmeVersion,
      action: entry.action, requestDigest: entry.requestDigest,
      decision: Decision(touches: touches, deltas: deltas), sealedWrites: [])
  }

  @Test func `any entry is left to the decoder, or says what the decoder says`() throws {
    var scanner = EntryScanner()
    for seed in 0..<300 {
      var samples = Samples(seed: UInt64(seed))
      let entry = samples.entry()
      let (rare, common) = try (Self.stored(entry), Self.stored(Self.common(entry)))
      let page = Self.page([rare, common])
      for index in 0..<2 {
        guard scanner.scan(page, index) else {
          #expect(index == 0, "seed \(seed)")
          continue
        }
        #expect(Self.lines(scanner, page) == (try Self.lines(EntryCodec.decode(page[index]))))
      }
    }
  }

  @Test func `what the scanner reads of a changed entry the decoder reads alike`() throws {
    let stored = try Self.stored(Samples.inspection())
    let sealedHash = Hash.sha256(Array(stored.sealed.dropFirst())).bytes
    var scanner = EntryScanner()
    var scanned = 0
    func check(_ leaf: [UInt8], _ block: [UInt8], _ sealed: [UInt8], _ what: String) {
      let changed = StoredEntry(
        seq: stored.seq, id: stored.id, leaf: leaf, block: block, sealed: sealed)
      let page = Self.page([changed])
      guard scanner.scan(page, 0) else { return }
      scanned += 1
      let told = try? Self.lines(EntryCodec.decode(changed))
      #expect(told == Self.lines(scanner, page), "\(what)")
    }
    // The leaf is made to name what was changed, so that it is the parts themselves that tell.
    let named = { (leaf: [UInt8], old: [UInt8], new: [UInt8]) in
      Array(leaf.replacing(old, with: new))
    }
    let blockHash = Hash.sha256(stored.block).bytes
    for mask: UInt8 in [0x01, 0x02, 0x10, 0x20, 0x80] {
      for place in stored.leaf.indices {
        var leaf = stored.leaf
        leaf[place] ^= mask
        check(leaf, stored.block, stored.sealed, "leaf \(place)")
      }
      for place in stored.block.indices {
        var block = stored.block
        block[place] ^= mask
        let leaf = named(stored.leaf, blockHash, Hash.sha256(block).bytes)
        check(leaf, block, stored.sealed, "block \(place)")
      }
      for place in stored.sealed.indices {
        var sealed = stored.sealed
        sealed[place] ^= mask
        let hash = Hash.sha256(Array(sealed.dropFirst())).bytes
        check(named(stored.leaf, sealedHash, hash), stored.block, sealed, "sealed \(place)")
      }
    }
    // Texts, numbers and ciphertexts may be changed, and then both read them.
    #expect(scanned > 1_000)
  }

  @Test func `names are one number each, and others than ASCII have none`() {
    var table = NameTable()
    let texts = (0..<5_000).map { "measure-\($0).\($0 % 7)" } + ["", "a", "abcdefgh", "abcdefghi"]
    let numbers = texts.map { table.number(of: $0) }
    #expect(numbers == (0..<Int32(texts.count)).map { $0 })
    #expect(texts.map { table.number(of: $0) } == numbers)
    #expect(table.texts == texts)
    #expect(table.number(of: "é") == nil)
    #expect(table.number(1..<3, of: Array("xay".utf8)) == table.number(of: "ay"))
  }
}
