import Ledger
import Quantities
import Registry
import Storage
import Testing

/// Where a restore ends, and what a copy is refused for.
struct RestorePointTests {
  private struct Truth: TruthReader {
    var entries: [StoredEntry]
    var checkpoints: [CheckpointRow]

    func entryCount() -> Int64 { Int64(entries.count) }
    func entry(_ seq: Int64) -> StoredEntry? { entries.first { $0.seq == seq } }
    func checkpoint(upTo size: Int64) -> CheckpointRow? { checkpoints.last { $0.size <= size } }

    /// Another leaf or block in an entry's place.
    mutating func change(_ seq: Int, leaf: [UInt8]? = nil, block: [UInt8]? = nil) {
      let old = entries[seq]
      entries[seq] = StoredEntry(
        seq: old.seq, id: old.id, leaf: leaf ?? old.leaf, block: block ?? old.block,
        sealed: old.sealed)
    }
  }

  private static let key = [UInt8](repeating: 3, count: 32)
  private let entries: [StoredEntry]

  init() throws {
    // The first entries of any ledger: its programmes.
    entries = try Fixture.open(.memory, folder: Fixture.Folder()).registry.read { view in
      try (0..<7).compactMap { try view.stored($0) }
    }
    try #require(entries.count == 7)
  }

  private func note(_ count: Int, root key: [UInt8] = Self.key) throws -> CheckpointRow {
    var frontier = Frontier()
    for entry in entries.prefix(count) { frontier.append(.leaf(entry.leaf)) }
    let signer = try NoteSigner(name: "test.invalid", secrets: try LedgerSecrets(root: key))
    let checkpoint = try Checkpoint(
      origin: "test.invalid", size: Int64(count), root: frontier.root)
    return CheckpointRow(
      size: Int64(count), note: try checkpoint.signed(by: signer).description)
  }

  private func truth(_ sizes: [Int]) throws -> Truth {
    Truth(entries: entries, checkpoints: try sizes.map { try note($0) })
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
    #expect(try problem(Truth(entries: [], checkpoints: [])) == .empty)
    #expect(try problem(truth([2, 5])) == .count(found: 7, signed: 5))
    var short = try truth([2, 7])
    short.entries.removeLast()
    #expect(try problem(short) == .count(found: 6, signed: 7))
    var changed = try truth([7])
    changed.change(3, leaf: entries[3].leaf.dropLast() + [0])
    #expect(try problem(changed) == .root(size: 7))
    changed = try truth([7])
    changed.change(3, block: entries[4].block)
    guard case .entry(seq: 3, _) = try problem(changed) else {
      Issue.record("an entry with the inside of another was taken")
      return
    }
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
