import Ledger
import Quantities
import Registry
import Storage
import Testing

/// Where a restore ends, and what a copy is refused for.
struct RestorePointTests {
  /// Entries given by their leaves only.
  private struct Truth: TruthReader {
    var leaves: [[UInt8]]
    var checkpoints: [CheckpointRow]

    func entryCount() -> Int64 { Int64(leaves.count) }
    func entry(_ seq: Int64) -> StoredEntry? { nil }
    func checkpoint(upTo size: Int64) -> CheckpointRow? { checkpoints.last { $0.size <= size } }

    func leaves(from seq: Int64, limit: Int) -> [[UInt8]] {
      Array(leaves.dropFirst(Int(seq)).prefix(limit))
    }
  }

  private static let key = [UInt8](repeating: 3, count: 32)
  private static let leaves = (0..<7).map { [UInt8($0), 1] }

  private func note(_ count: Int, root key: [UInt8] = Self.key) throws -> CheckpointRow {
    var frontier = Frontier()
    for leaf in Self.leaves.prefix(count) { frontier.append(.leaf(leaf)) }
    let signer = try NoteSigner(name: "test.invalid", secrets: try LedgerSecrets(root: key))
    let checkpoint = try Checkpoint(
      origin: "test.invalid", size: Int64(count), root: frontier.root)
    return CheckpointRow(
      size: Int64(count), note: try checkpoint.signed(by: signer).description)
  }

  private func truth(_ sizes: [Int]) throws -> Truth {
    Truth(leaves: Self.leaves, checkpoints: try sizes.map { try note($0) })
  }

  private func problem(_ truth: Truth) throws -> TruthProblem? {
    let key = try NoteSigner(name: "test.invalid", secrets: try LedgerSecrets(root: Self.key))
    do {
      _ = try TruthCheck.run(truth, keys: KeyHistory(key.verifierKey), progress: { _, _ in })
      return nil
    } catch {
      return error as? TruthProblem
    }
  }

  @Test func `a copy is checked for count, root and signature`() throws {
    #expect(try problem(truth([2, 7])) == nil)
    #expect(try problem(Truth(leaves: [], checkpoints: [])) == .empty)
    #expect(try problem(truth([2, 5])) == .count(found: 7, signed: 5))
    var short = try truth([2, 7])
    short.leaves.removeLast()
    #expect(try problem(short) == .count(found: 6, signed: 7))
    var changed = try truth([7])
    changed.leaves[3][1] = 2
    #expect(try problem(changed) == .root(size: 7))
    var forged = try truth([2])
    forged.checkpoints.append(try note(7, root: [UInt8](repeating: 4, count: 32)))
    guard case .signature(size: 7, _) = try problem(forged) else {
      Issue.record("a checkpoint signed by another was taken")
      return
    }
  }

  @Test func `a point is the newest whole checkpoint before it`() throws {
    let truth = try truth([2, 5, 7])
    for (count, size) in [(2, 2), (4, 2), (5, 5), (6, 5), (7, 7), (99, 7)] as [(Int64, Int64)] {
      #expect(try RestorePoint.entries(count).size(in: truth) == size)
    }
    #expect(try RestorePoint.end.size(in: truth) == 7)
    #expect(throws: RestorePointProblem.tooEarly(first: 2)) {
      try RestorePoint.entries(1).size(in: truth)
    }
  }

  @Test func `a kept checkpoint must be one of the backup's, with its root`() throws {
    let truth = try truth([2, 5, 7])
    let root = try Checkpoint(parsing: SignedNote(parsing: Array(note(5).note.utf8)).text).root
    #expect(try RestorePoint.checkpoint(size: 5, root: root).size(in: truth) == 5)
    #expect(throws: RestorePointProblem.checkpointMissing(size: 4)) {
      try RestorePoint.checkpoint(size: 4, root: root).size(in: truth)
    }
    #expect(throws: RestorePointProblem.checkpointDiffers(size: 2)) {
      try RestorePoint.checkpoint(size: 2, root: root).size(in: truth)
    }
  }

  @Test func `points are written as numbers, days and moments`() throws {
    let day = try #require(Day(year: 2026, month: 11, day: 25)).startMilliseconds
    let cases: [(String, RestorePoint?)] = [
      ("17", .entries(17)), ("2026-11-25", .moment(day + 86_399_999)),
      ("2026-11-25T10:00", .moment(day + 36_000_000)),
      ("2026-11-25T10:00:07+08:00", .moment(day + 36_007_000)),
      ("2026-11-25T02:00Z", .moment(day + 36_000_000)), ("2026-11-25T24:00", nil),
      ("2026-11-25T1:00", nil), ("2026-11-25T10", nil), ("2026-02-30", nil), ("-1", nil),
      ("yesterday", nil), ("", nil),
    ]
    for (text, point) in cases { #expect(RestorePoint(text) == point, "\(text)") }
  }
}
