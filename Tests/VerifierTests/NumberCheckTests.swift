import Ledger
import Quantities
import Testing
import Verifier

struct NumberCheckTests {
  private func claim(
    of measure: String = "hazards", part: String? = nil, units: Set<String> = ["110101", "110102"],
    from: Int32? = 0, to: Int32 = 11, _ amount: Int64
  ) -> NumberClaim {
    NumberClaim(
      measure: "shop-inspection.\(measure)", part: part,
      territories: [
        NumberClaim.Territory(
          from: from.map { Day(number: 19_570 + $0) } ?? Day(number: 0),
          to: Day(number: 19_570 + to), units: units)
      ], amount: amount)
  }

  private func contributions(_ log: SampleLog, _ indexes: [Int64]) throws -> [ProvenLeaf] {
    try indexes.map {
      ProvenLeaf(leaf: log.stored[Int($0)].leaf, proof: try log.proof($0))
    }
  }

  private func sum(_ claim: NumberClaim) throws -> NumberVerdict {
    let log = try SampleLog(entries: 12)
    return NumberCheck.check(
      claim, contributions: try contributions(log, Array(0..<12)), key: log.key)
  }

  @Test func `a right number is equal and its gaps are named`() throws {
    let verdict = try sum(claim(66))
    #expect(verdict.isEqual)
    #expect(verdict.sum == 66)
    #expect(verdict.moving == 12)
    #expect(
      verdict.checked == [
        .checkpointSigned(origin: SampleLog.origin, size: 12), .leavesDistinct(count: 12),
        .oneTree(size: 12),
      ])
    #expect(verdict.unchecked == [.completeness, .otherViews, .truth])
  }

  @Test func `unit, part and days choose what counts`() throws {
    #expect(try sum(claim(units: ["110101"], 30)).isEqual)
    #expect(try sum(claim(part: "shop", 15)).isEqual)
    #expect(try sum(claim(from: 2, to: 4, 9)).isEqual)
    #expect(try sum(claim(from: nil, to: 4, 10)).isEqual)
    #expect(try sum(claim(units: [], 0)).isEqual)
  }

  @Test func `units that count on other days count on these only`() throws {
    let log = try SampleLog(entries: 12)
    func day(_ number: Int32) -> Day { Day(number: 19_570 + number) }
    let parts = [
      NumberClaim.Territory(from: day(0), to: day(3), units: ["110101"]),
      NumberClaim.Territory(from: day(4), to: day(11), units: ["110102"]),
    ]
    let whole = try [claim(units: ["110101"], to: 3, 0), claim(units: ["110102"], from: 4, 0)]
      .map { claim in
        try #require(
          NumberCheck.check(
            claim, contributions: try contributions(log, Array(0..<12)), key: log.key
          ).sum)
      }
    let moved = NumberClaim(
      measure: "shop-inspection.hazards", part: nil, territories: parts,
      amount: whole[0] + whole[1])
    #expect(try sum(moved).isEqual)
    #expect(whole[0] > 0 && whole[1] > 0 && moved.amount < 66)
  }

  @Test func `a number's file is read as it was written, and nothing else is`() throws {
    let log = try SampleLog(entries: 6)
    let claim = NumberClaim(
      measure: "shop-inspection.hazards", part: "shop",
      territories: [
        NumberClaim.Territory(from: Day(number: 0), to: Day(number: 19_573), units: ["1 2", "3"]),
        NumberClaim.Territory(from: Day(number: 19_574), to: Day(number: 19_580), units: []),
      ], amount: -7)
    let file = NumberFile(claim: claim, entries: try contributions(log, [1, 4]))
    let bytes = Array(file.description.utf8)
    #expect(FileCheck.kind(of: bytes) == .number)
    #expect(try NumberFile(parsing: bytes) == file)
    for count in [0, 5, 18, 40, 60, bytes.count - 1] {
      #expect(throws: NumberFileError.self) {
        try NumberFile(parsing: Array(bytes.prefix(count)))
      }
    }
    // Whatever is changed: it is no such file, or says something else, which the check refuses.
    for index in bytes.indices {
      var changed = bytes
      changed[index] ^= 1
      #expect((try? NumberFile(parsing: changed)) != file, "\(index)")
    }
  }

  @Test func `things counted count once`() throws {
    // In each part, since parts add.
    #expect(try sum(claim(of: "premises", part: "shop", 4)).isEqual)
    #expect(try sum(claim(of: "premises", 8)).isEqual)
    #expect(try sum(claim(of: "premises", part: "shop", units: ["110102"], 2)).isEqual)
  }

  @Test func `a wrong number differs with both numbers`() throws {
    #expect(try sum(claim(67)).refusal == .differs(claimed: 67, sum: 66))
    let log = try SampleLog(entries: 12)
    let missing = try contributions(log, Array(0..<11))
    #expect(
      NumberCheck.check(claim(66), contributions: missing, key: log.key).refusal
        == .differs(claimed: 66, sum: 55))
  }

  @Test func `an entry told twice is refused`() throws {
    let log = try SampleLog(entries: 12)
    #expect(
      NumberCheck.check(
        claim(10), contributions: try contributions(log, [5, 5]), key: log.key
      ).refusal == .repeated(index: 5))
  }

  @Test func `a false contribution is named by its position`() throws {
    let log = try SampleLog(entries: 12)
    var list = try contributions(log, [1, 2])
    list.append(ProvenLeaf(leaf: log.stored[3].leaf, proof: try log.proof(4)))
    #expect(
      NumberCheck.check(claim(6), contributions: list, key: log.key).refusal
        == .contribution(position: 2, .proofRefused(.notIncluded(index: 4, size: 12))))
    #expect(
      NumberCheck.check(claim(6), contributions: list, key: "").refusal == .keyUnreadable(.badKey))
  }

  @Test func `proofs against several trees are said to be so`() throws {
    let log = try SampleLog(entries: 12)
    let list = [
      ProvenLeaf(leaf: log.stored[1].leaf, proof: try log.proof(1, size: 5)),
      ProvenLeaf(leaf: log.stored[2].leaf, proof: try log.proof(2)),
    ]
    let verdict = NumberCheck.check(claim(3), contributions: list, key: log.key)
    #expect(verdict.isEqual)
    #expect(verdict.unchecked.contains(.consistency(sizes: [5, 12])))
  }

  @Test func `two signed trees of one size are a fork`() throws {
    let log = try SampleLog(entries: 3)
    let other = try SampleLog(leaves: [[], [], log.stored[2].leaf])
    let list = [
      ProvenLeaf(leaf: log.stored[1].leaf, proof: try log.proof(1)),
      ProvenLeaf(leaf: log.stored[2].leaf, proof: try other.proof(2)),
    ]
    #expect(
      NumberCheck.check(claim(3), contributions: list, key: log.key).refusal == .forked(size: 3))
  }
}
