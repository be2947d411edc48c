import Ledger
import Testing
import Verifier

struct FileCheckTests {
  private let log: SampleLog
  private let keys: KeyHistory
  private let witnesses: [WitnessSigner]

  init() throws {
    log = try SampleLog(entries: 300)
    keys = KeyHistory(try VerifierKey(log.key))
    witnesses = try (1...3).map {
      try WitnessSigner(
        name: "witness.example/w\($0)", seed: [UInt8](repeating: UInt8($0), count: 32))
    }
  }

  private func policy(_ quorum: Int) throws -> WitnessPolicy {
    try WitnessPolicy(
      members: witnesses.map { WitnessPolicy.Member(key: $0.key, address: nil) }, quorum: quorum)
  }

  private let nobody: WitnessPolicy = {
    guard let policy = try? WitnessPolicy(members: [], quorum: 0) else {
      preconditionFailure("nobody is always a policy")
    }
    return policy
  }()

  private func cosigned(_ note: SignedNote, by count: Int) -> SignedNote {
    note.adding(witnesses.prefix(count).map { $0.cosign(note.text, seconds: 1_700_000_000) })
  }

  @Test func `files are told apart by how they begin`() throws {
    let note = try log.checkpoint(9)
    let receipt = Receipt(seq: 1, leafHash: .leaf([]), checkpoint: note)
    #expect(FileCheck.kind(of: try log.proof(3)) == .proof)
    #expect(FileCheck.kind(of: Array(ReceiptFile(receipt).description.utf8)) == .receipt)
    #expect(FileCheck.kind(of: Array(note.description.utf8)) == .checkpoint)
    let extending = try log.consistency(4, 9).description
    #expect(FileCheck.kind(of: Array(extending.utf8)) == .consistency)
    #expect(FileCheck.kind(of: log.stored[3].leaf) == nil)
    #expect(FileCheck.kind(of: []) == nil)
  }

  @Test func `enough witnesses are asked for and counted once each`() throws {
    for found in 0...3 {
      let note = cosigned(try log.checkpoint(300), by: found)
      let twice = note.adding(
        witnesses.prefix(found).map { $0.cosign(note.text, seconds: 1_800_000_000) })
      for needed in 0...3 {
        for bytes in [note, twice].map({ Array($0.description.utf8) }) {
          let verdict = FileCheck.checkpoint(bytes, keys: keys, policy: try policy(needed))
          #expect(verdict.isAccepted == (found >= needed))
          if found < needed {
            #expect(verdict.refusal == .quorumMissed(found: found, needed: needed))
          } else {
            #expect(verdict.checked.contains(.quorumMet(found: found, needed: needed)))
            #expect(verdict.unchecked.contains(.otherViews) == (needed == 0))
          }
        }
      }
    }
  }

  @Test func `a policy in words is read, and what it cannot mean is refused`() throws {
    let keys = witnesses.map { "\($0.key)" }
    let read = try WitnessPolicy(
      parsing: "# ours\n\(keys[0]) http://a.example/\n\n\(keys[1])\nquorum 1\n")
    #expect(read.members.map(\.address) == ["http://a.example/", nil])
    #expect(read.quorum == 1)
    #expect(try WitnessPolicy(parsing: "\(keys[0])\n\(keys[1])").quorum == 2)
    for (text, error) in [
      ("\(keys[0]) a b", WitnessPolicyError.line(1)), ("\nnobody", .line(2)),
      ("quorum x", .line(1)), ("quorum 0\nquorum 0", .line(2)),
      ("\(keys[0])\n\(keys[0])", .repeated("witness.example/w1")),
      ("\(keys[0])\nquorum 2", .quorum(2, members: 1)),
    ] {
      #expect(throws: error) { try WitnessPolicy(parsing: text) }
    }
  }

  @Test func `a proof holds with its leaf or the bundle around it, and with witnesses`() throws {
    let proof = try ProofFile(parsing: log.proof(270))
    let seen = ProofFile(
      extra: nil, index: 270, hashes: proof.hashes, checkpoint: cosigned(proof.checkpoint, by: 2))
    let bytes = Array(seen.description.utf8)
    let bundle = Tile.bundle(log.stored[256...].map(\.leaf))
    for leaf in [log.stored[270].leaf, bundle] {
      let verdict = FileCheck.proof(bytes, leaf: leaf, keys: keys, policy: try policy(2))
      #expect(verdict.isAccepted, "\(verdict)")
      #expect(verdict.index == 270 && verdict.leaf?.action == "inspection.inspect")
      let missed = FileCheck.proof(bytes, leaf: leaf, keys: keys, policy: try policy(3))
      #expect(missed.refusal == .quorumMissed(found: 2, needed: 3))
    }
    var changed = bundle
    changed[changed.count / 2] ^= 1
    for wrong in [Tile.bundle(log.stored[..<256].map(\.leaf)), Array(changed.dropLast()), []] {
      #expect(!FileCheck.proof(bytes, leaf: wrong, keys: keys, policy: nobody).isAccepted)
    }
  }

  @Test func `a receipt is redeemed by the proof of its entry alone`() throws {
    let receipt = Receipt(
      seq: 7, leafHash: .leaf(log.stored[7].leaf), checkpoint: try log.checkpoint(9))
    let bytes = Array(ReceiptFile(receipt).description.utf8)
    let alone = FileCheck.receipt(bytes, proof: nil, keys: keys, policy: nobody)
    #expect(alone.isAccepted && alone.unchecked.contains(.inclusion))
    let redeemed = FileCheck.receipt(bytes, proof: try log.proof(7), keys: keys, policy: nobody)
    #expect(redeemed.isAccepted && redeemed.checked.contains(.leafIncluded(index: 7)))
    let other = FileCheck.receipt(bytes, proof: try log.proof(8), keys: keys, policy: nobody)
    #expect(other.refusal == .otherEntry(receipt: 7, proof: 8))
    let forged = Receipt(seq: 7, leafHash: .leaf([1]), checkpoint: receipt.checkpoint)
    let refused = FileCheck.receipt(
      Array(ReceiptFile(forged).description.utf8), proof: try log.proof(7), keys: keys,
      policy: nobody)
    #expect(refused.refusal == .proofRefused(.notIncluded(index: 7, size: 300)))
    let early = Receipt(seq: 9, leafHash: receipt.leafHash, checkpoint: receipt.checkpoint)
    #expect(
      !FileCheck.receipt(
        Array(ReceiptFile(early).description.utf8), proof: nil, keys: keys, policy: nobody
      ).isAccepted)
  }

  @Test func `a log that has grown is told from one that was changed`() throws {
    for (older, newer) in [(1, 2), (4, 9), (255, 256), (256, 300), (300, 300)] {
      let request = try log.consistency(older, newer)
      let bytes = Array(request.description.utf8)
      let known = Array(try log.checkpoint(older).description.utf8)
      let verdict = FileCheck.consistency(bytes, older: known, keys: keys, policy: nobody)
      #expect(verdict.isAccepted, "\(older) to \(newer): \(verdict)")
      let another = Array(try log.checkpoint(older == 1 ? 2 : older - 1).description.utf8)
      guard
        case .otherSize? =
          FileCheck.consistency(bytes, older: another, keys: keys, policy: nobody).refusal
      else {
        Issue.record("the older checkpoint has another size")
        continue
      }
    }
    // The same operator, another history of the same length.
    let forked = try SampleLog(leaves: (0..<300).map { [UInt8($0 & 0xFF), 1] })
    let known = Array(try log.checkpoint(100).description.utf8)
    let bytes = Array(try forked.consistency(100, 300).description.utf8)
    #expect(
      FileCheck.consistency(bytes, older: known, keys: keys, policy: nobody).refusal
        == .inconsistent(older: 100, newer: 300))
  }
}
