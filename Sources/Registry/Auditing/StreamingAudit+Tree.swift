import Ledger
import Programmes
import Quantities
import Storage

extension StreamingAudit {
  /// Leaves hashed at a time: whole tiles of the lowest level.
  private static let leavesMax = 4_096

  /// Grows the tree from the leaves and compares tiles, checkpoints and signatures on the way.
  func checkTree(through: Int64) throws {
    var checkpoints = CheckpointPages(reader: reader, after: tiles.frontier.size)
    var ahead: [Promised<[Hash]>] = []
    var signatures: [Promised<[AuditFinding]>] = []
    var partial: [UInt8: TileWriter.Output] = [:]
    var next = tiles.frontier.size
    while true {
      while ahead.count < AuditThreads.pagesMax {
        let limit = isLive ? min(Int64(Self.leavesMax), through - next) : Int64(Self.leavesMax)
        let leaves = limit > 0 ? try reader.leaves(from: next, limit: Int(limit)) : []
        if leaves.isEmpty { break }
        next += Int64(leaves.count)
        ahead.append(threads.begin { leaves.map(Hash.leaf) })
      }
      guard !ahead.isEmpty else { break }
      let hashes = ahead.removeFirst().wait()
      let signed = try grow(by: hashes, &checkpoints, &partial)
      report.checkpoints += signed.count
      let keys = keys
      signatures.append(threads.begin { signed.flatMap { Self.problems($0, $1, keys: keys) } })
      // What is kept must have been checked.
      for finding in signatures.flatMap({ $0.wait() }) { tell(finding) }
      signatures = []
      control.progress(.tree, tiles.frontier.size, through)
      try pause()
    }
    for level in partial.keys.sorted() {
      if let output = partial[level] { try compare(output) }
    }
    try checkEnd(&checkpoints, through: through)
  }

  /// What comes after the last leaf: nothing.
  private func checkEnd(_ checkpoints: inout CheckpointPages, through: Int64) throws {
    let size = tiles.frontier.size
    if let later = try reader.entries(from: size, limit: 1).first, !isLive || size < through {
      tell("entry \(size)", expected: "an entry", found: "none, and then entry \(later.seq)")
    }
    while !isLive, let row = try checkpoints.next() {
      report.checkpoints += 1
      tell("checkpoint \(row.size)", expected: "at most \(size) leaves", found: "\(row.size)")
      checkpoints.advance()
    }
  }

  private func grow(
    by hashes: [Hash], _ checkpoints: inout CheckpointPages,
    _ partial: inout [UInt8: TileWriter.Output]
  ) throws -> [(CheckpointRow, Hash)] {
    var signed: [(CheckpointRow, Hash)] = []
    var rest = hashes[...]
    while !rest.isEmpty {
      let row = try checkpoints.next()
      let count = row.map { min(rest.count, Int($0.size - tiles.frontier.size)) } ?? rest.count
      for output in tiles.append(Array(rest.prefix(count))) {
        let isFull = output.tile.width == Tile.widthMax
        partial[output.tile.level] = isFull ? nil : output
        if isFull { try compare(output) }
      }
      rest = rest.dropFirst(count)
      if let row, row.size == tiles.frontier.size {
        signed.append((row, tiles.frontier.root))
        checkpoints.advance()
      }
    }
    return signed
  }

  private func compare(_ output: TileWriter.Output) throws {
    let stored = try reader.tile(level: Int(output.tile.level), index: output.tile.index)
    guard stored != output.bytes else { return }
    let place = Audit.TilePlace(level: Int(output.tile.level), index: output.tile.index)
    guard let stored else {
      let count = output.bytes.count / Hash.byteCount
      tell(AuditWords.name(place), expected: "\(count) hashes", found: "nothing")
      return
    }
    let (subject, wanted) = AuditWords.tileDifference(place, output.bytes, stored)
    tell(subject, expected: wanted, found: "another hash")
  }

  func tell(_ finding: AuditFinding) {
    tell(finding.subject, expected: finding.expected, found: finding.found)
  }

  /// What is wrong with a checkpoint over a tree whose root is known.
  private static func problems(
    _ row: CheckpointRow, _ root: Hash, keys: KeyHistory
  ) -> [AuditFinding] {
    let subject = "checkpoint \(row.size)"
    var problems: [AuditFinding] = []
    do {
      let note = try SignedNote(parsing: Array(row.note.utf8))
      let checkpoint = try keys.verified(note)
      if checkpoint.size != row.size {
        problems.append(
          AuditFinding(
            subject: subject, expected: "\(row.size) leaves", found: "\(checkpoint.size)"))
      }
      if checkpoint.root != root {
        problems.append(
          AuditFinding(subject: subject, expected: root.base64, found: checkpoint.root.base64))
      }
    } catch {
      problems.append(
        AuditFinding(subject: subject, expected: "a signature that holds", found: "\(error)"))
    }
    return problems
  }
}

/// The signed checkpoints in order, read page by page.
struct CheckpointPages {
  private let reader: any StoreReader
  private var last: Int64
  private var page: ArraySlice<CheckpointRow> = []

  init(reader: any StoreReader, after size: Int64) {
    self.reader = reader
    self.last = size
  }

  /// The next one; the same until `advance`.
  mutating func next() throws -> CheckpointRow? {
    if page.isEmpty {
      page = try reader.checkpoints(after: last, limit: 1_000)[...]
      if let newest = page.last { last = newest.size }
    }
    return page.first
  }

  mutating func advance() { page = page.dropFirst() }
}
