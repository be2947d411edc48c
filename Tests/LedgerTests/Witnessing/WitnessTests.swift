import Ledger
import Quantities
import Testing

@Suite struct WitnessTests {
  private static let origin = "ledger.example/demo"
  private static let seed = [UInt8](repeating: 1, count: 32)
  /// What Tests/Interop/go/cosigned gives for `sign witness.example/w1 0101… 1700000000`.
  private static let goKey =
    "witness.example/w1+0ad7d35e+BIqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c"
  private static let goLine =
    "— witness.example/w1 CtfTXgAAAABlU/EAkXotRJhRLdLnV6Nvb7LB09816DJ0VIOyx53+ITQXVP4BTqZGnn/y"
    + "b0AzFnTwbtHKRPV3M7KbP48qOCFKzUs1Cw=="
  private static let goText = """
    ledger.example/demo
    300
    bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=

    """

  private let log: NoteSigner
  private let witness: Witness

  init() throws {
    log = try NoteSigner(name: Self.origin, secrets: Samples.secrets())
    witness = Witness(
      signer: try WitnessSigner(name: "witness.example/w1", seed: Self.seed),
      logs: [log.verifierKey])
  }

  // MARK: Cosignatures

  @Test func `a cosignature is byte for byte that of the Go tools`() throws {
    #expect(witness.signer.key.description == Self.goKey)
    let line = witness.signer.cosign(Self.goText, seconds: 1_700_000_000)
    #expect(line.description == Self.goLine)
    #expect(try WitnessKey(Self.goKey) == witness.signer.key)
  }

  @Test func `no changed byte of a cosigned note is accepted`() throws {
    let key = try WitnessKey(Self.goKey)
    let bytes = Array("\(Self.goText)\n\(Self.goLine)\n".utf8)
    #expect(try key.time(in: SignedNote(parsing: bytes)) == 1_700_000_000)
    for bit in 0..<bytes.count * 8 {
      var changed = bytes
      changed[bit / 8] ^= 1 << UInt8(bit % 8)
      // Refused, or the line is of another key and says nothing of this one.
      let time = try? SignedNote(parsing: changed)
      #expect(time.flatMap { try? key.time(in: $0) } == nil, "bit \(bit)")
    }
  }

  @Test func `of several cosignatures the newest counts, and one that is broken refuses all`()
    throws
  {
    let key = witness.signer.key
    let note = try SignedNote(parsing: Array("\(Self.goText)\n\(Self.goLine)\n".utf8))
    let later = note.adding([witness.signer.cosign(Self.goText, seconds: 1_800_000_000)])
    #expect(try key.time(in: later) == 1_800_000_000)
    let broken = later.adding([witness.signer.cosign(Self.goText + "x\n", seconds: 5)])
    #expect(throws: NoteError.signatureBroken) { try key.time(in: broken) }
    let other = try WitnessSigner(name: "w2", seed: Self.seed).key
    #expect(try other.time(in: later) == nil)
  }

  @Test(arguments: [
    "", "witness.example/w1", "witness.example/w1+0ad7d35e+BIqI", "w+0ad7d35e+" + "A",
    "witness.example/w2+0ad7d35e+BIqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c",
  ]) func `a text that is no witness's key is refused`(text: String) {
    #expect(throws: NoteError.badKey) { try WitnessKey(text) }
    // A log's key is none either, and the other way round.
    #expect(throws: NoteError.badKey) { try VerifierKey(Self.goKey) }
  }

  // MARK: Rules

  /// A log that grows, with the tiles to prove it by.
  private struct GrowingLog {
    var leaves: [Hash]

    func checkpoint(_ size: Int, _ signer: NoteSigner) throws -> SignedNote {
      var tree = TileWriter()
      _ = tree.append(Array(leaves.prefix(size)))
      return try Checkpoint(
        origin: WitnessTests.origin, size: tree.frontier.size, root: tree.frontier.root
      ).signed(by: signer)
    }

    func request(_ older: Int, _ newer: Int, _ signer: NoteSigner) throws -> ConsistencyRequest {
      var writer = TileWriter()
      let outputs = writer.append(Array(leaves.prefix(newer)))
      var tree = TiledTree { level, place in
        outputs.first { $0.tile.level == level && $0.tile.index == place }?.bytes ?? []
      }
      return ConsistencyRequest(
        older: Int64(older),
        proof: try tree.consistencyProof(older: Int64(older), newer: Int64(newer)),
        checkpoint: try checkpoint(newer, signer))
    }
  }

  private func grown(_ count: Int, salt: String = "") -> GrowingLog {
    GrowingLog(leaves: (0..<count).map { .leaf(Array("\(salt)\($0)".utf8)) })
  }

  private func answer(
    _ request: ConsistencyRequest, last: Checkpoint?
  ) throws -> Witness.Answer {
    let (read, checkpoint) = try witness.read(Array(request.description.utf8))
    #expect(read == request)
    return try witness.cosign(read, checkpoint, last: last, seconds: 1_700_000_000)
  }

  @Test func `a log that only grows is cosigned all the way`() throws {
    let tree = grown(70)
    var last: Checkpoint?
    for size in [1, 2, 3, 7, 8, 8, 31, 64, 70] {
      let request = try tree.request(Int(last?.size ?? 0), size, log)
      let answer = try answer(request, last: last)
      #expect(answer.checkpoint.size == Int64(size))
      let note = request.checkpoint.adding([answer.cosignature])
      #expect(try witness.signer.key.time(in: note) == 1_700_000_000)
      #expect(answer.note.signatures.map(\.name) == [Self.origin])
      last = answer.checkpoint
    }
  }

  @Test func `a fork is never cosigned`() throws {
    let honest = grown(40)
    let forked = grown(60, salt: "x")
    for older in 1...40 {
      let known = try Checkpoint(parsing: honest.checkpoint(older, log).text)
      for newer in [older, older + 1, 41, 60] where newer >= older {
        let request = try forked.request(older, newer, log)
        let expected: WitnessRefusal =
          newer == older ? .conflict(size: Int64(older)) : .inconsistent
        #expect(throws: expected) { try answer(request, last: known) }
      }
    }
  }

  @Test func `no flipped bit of a request is cosigned`() throws {
    let tree = grown(70)
    let known = try Checkpoint(parsing: tree.checkpoint(21, log).text)
    let bytes = Array(try tree.request(21, 70, log).description.utf8)
    for bit in 0..<bytes.count * 8 {
      var changed = bytes
      changed[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(throws: WitnessRefusal.self) {
        let (request, checkpoint) = try witness.read(changed)
        _ = try witness.cosign(request, checkpoint, last: known, seconds: 1)
      }
    }
  }

  @Test func `each refusal has the status that C2SP asks for`() throws {
    let tree = grown(9)
    let known = try Checkpoint(parsing: tree.checkpoint(4, log).text)
    let stranger = try NoteSigner(name: Self.origin, secrets: Samples.secrets(9))
    let elsewhere = try NoteSigner(name: "other.example/log", secrets: Samples.secrets())
    let other = try Checkpoint(
      origin: "other.example/log", size: 1, root: .leaf([])
    ).signed(by: elsewhere)
    for (body, refusal, status) in [
      ("old x\n", nil, 400),
      (
        "\(ConsistencyRequest(older: 0, proof: [], checkpoint: other))",
        .unknownLog(origin: "other.example/log"), 404
      ),
      ("\(try tree.request(4, 9, stranger))", .unsigned, 403),
      ("\(try tree.request(3, 9, log))", .conflict(size: 4), 409),
      (
        "\(ConsistencyRequest(older: 10, proof: [], checkpoint: try tree.checkpoint(9, log)))",
        .sizesReversed, 400
      ),
      (
        "\(ConsistencyRequest(older: 4, proof: [], checkpoint: try tree.checkpoint(9, log)))",
        .inconsistent, 422
      ),
    ] as [(String, WitnessRefusal?, Int)] {
      do throws(WitnessRefusal) {
        let (request, checkpoint) = try witness.read(Array(body.utf8))
        _ = try witness.cosign(request, checkpoint, last: known, seconds: 1)
        Issue.record("\(status) is expected for \(body)")
      } catch {
        #expect(error.httpStatus == status)
        if let refusal { #expect(error == refusal) }
      }
    }
  }

  @Test func `a receipt is read as it was written, and no cut of it is`() throws {
    let receipt = Receipt(
      seq: 3, leafHash: .leaf([1]), checkpoint: try grown(9).checkpoint(9, log))
    let bytes = Array(ReceiptFile(receipt).description.utf8)
    #expect(try ReceiptFile(parsing: bytes).receipt == receipt)
    try receipt.verify(key: log.verifierKey)
    for count in 0..<bytes.count {
      #expect(throws: ProofError.self) { try ReceiptFile(parsing: Array(bytes.prefix(count))) }
    }
  }
}
