import Ledger
import Testing

@Suite struct KeyHistoryTests {
  private static let origin = "ledger.example/demo"
  private let signers: [NoteSigner]
  /// Key 0 signs up to 10 leaves, key 1 up to 20, then key 2.
  private let changes: [SignedNote]

  init() throws {
    let signers = try (1...3).map {
      try NoteSigner(name: Self.origin, secrets: Samples.secrets(UInt8($0)))
    }
    self.signers = signers
    self.changes = try [0, 1].map { number in
      try SigningKeyChange.announced(
        from: signers[number], to: signers[number + 1],
        at: Self.checkpoint(Int64(number + 1) * 10))
    }
  }

  private static func checkpoint(_ size: Int64) throws -> Checkpoint {
    try Checkpoint(origin: origin, size: size, root: .sha256([UInt8(size)]))
  }

  private func bytes(_ changes: [SignedNote]) -> [UInt8] {
    Array(changes.map(\.description).joined().utf8)
  }

  /// The same announcement with one of its two signatures.
  private func halved(_ note: SignedNote, keeping index: Int) throws -> SignedNote {
    try SignedNote(parsing: Array("\(note.text)\n\(note.signatures[index])\n".utf8))
  }

  @Test func `who trusts an earlier key follows to the one in force`() throws {
    for trusted in 0...2 {
      let history = try KeyHistory(
        trusting: signers[trusted].verifierKey, changes: bytes(changes))
      #expect(history.current.description == signers[2].verifierKey.description)
      for size in [1, 10, 11, 20, 21] as [Int64] {
        for (number, signer) in signers.enumerated() {
          let note = try Self.checkpoint(size).signed(by: signer)
          // A key signs up to its change, and none counts from before the one that is trusted.
          let isGood = number == 2 || (number >= trusted && size <= Int64(number + 1) * 10)
          let isVerified = (try? history.verified(note)) != nil
          #expect(isVerified == isGood, "\(trusted) \(size) \(number)")
        }
      }
    }
    let whole = try KeyHistory(endingWith: signers[2].verifierKey, changes: bytes(changes))
    #expect(try whole.verified(Self.checkpoint(3).signed(by: signers[0])).size == 3)
  }

  @Test func `announcements out of order, of others or forged are refused`() throws {
    let key = signers[0].verifierKey
    for (wrong, error) in [
      ([changes[0], changes[0]], KeyChangeError.broken(number: 2)),
      ([changes[0], try halved(changes[1], keeping: 0)], .unsigned(number: 2)),
      ([try halved(changes[0], keeping: 1)], .unsigned(number: 1)),
    ] {
      #expect(throws: error) { try KeyHistory(trusting: key, changes: bytes(wrong)) }
    }
    #expect(throws: KeyChangeError.broken(number: 0)) {
      try KeyHistory(endingWith: key, changes: bytes(changes))
    }
    let earlier = try SigningKeyChange.announced(
      from: signers[1], to: signers[2], at: Self.checkpoint(9))
    #expect(throws: KeyChangeError.broken(number: 2)) {
      try KeyHistory(trusting: key, changes: bytes([changes[0], earlier]))
    }
    #expect(throws: KeyChangeError.malformed(number: 1)) {
      try KeyHistory(trusting: key, changes: Array("nothing\n".utf8))
    }
  }

  @Test func `no flipped bit leads to the key in force`() throws {
    let good = bytes(changes)
    let last = signers[2].verifierKey.description
    for bit in 0..<good.count * 8 {
      var changed = good
      changed[bit / 8] ^= 1 << UInt8(bit % 8)
      guard
        let history = try? KeyHistory(trusting: signers[0].verifierKey, changes: changed)
      else { continue }
      #expect(history.current.description != last, "bit \(bit) changes nothing")
    }
  }
}
