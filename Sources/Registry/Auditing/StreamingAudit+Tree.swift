import Ledger
import Programmes
import Quantities
import Storage

extension StreamingAudit {
  /// Goes through the entries once: grows the tree from the leaves, compares tiles, checkpoints and
  /// signatures on the way, and adds up what the entries bring about.
  func checkEntries(through: Int64) throws {
    var checkpoints = CheckpointPages(reader: reader, after: tiles.frontier.size)
    let counters = AuditThreads.turns.map { _ in
      CountingThread(EntryCounter(directory: directory, secrets: secrets, key: sums.key))
    }
    var ahead: [Promised<EntryCounter.Page>] = []
    var partial: [UInt8: TileWriter.Output] = [:]
    var next = tiles.frontier.size
    while true {
      while ahead.count < AuditThreads.pagesMax {
        let limit = isLive ? min(Int64(Self.pageMax), through - next) : Int64(Self.pageMax)
        let page = limit > 0 ? try reader.page(from: next, limit: Int(limit)) : EntryPage()
        if page.count == 0 { break }
        let end = next + Int64(page.count)
        let keys = try reader.subjectKeys(ofEntriesFrom: next, to: end)
        next = end
        let turn = threads.nextTurn() % counters.count
        let (counter, fork) = (counters[turn], sums.fork())
        ahead.append(threads.begin(turn: turn) { counter.count(page, keys: keys, to: fork) })
      }
      guard !ahead.isEmpty else { break }
      try take(ahead.removeFirst().wait(), &checkpoints, &partial)
      control.progress(.entries, tiles.frontier.size, through)
      try pause()
    }
    for level in partial.keys.sorted() {
      if let output = partial[level] { try compare(output) }
    }
    try checkEnd(&checkpoints, through: through)
  }

  /// Takes in what a page has come to; what is kept must have been checked.
  private func take(
    _ page: EntryCounter.Page, _ checkpoints: inout CheckpointPages,
    _ partial: inout [UInt8: TileWriter.Output]
  ) throws {
    let signed = try grow(by: page.leafHashes, &checkpoints, &partial)
    report.checkpoints += signed.count
    for (row, root) in signed {
      for finding in Self.problems(row, root, keys: keys) { report.add(finding) }
    }
    sums.join(page.sums)
    for finding in page.findings { report.add(finding) }
    state.recounted = tiles.frontier.size
  }

  /// What comes after the last leaf: nothing.
  private func checkEnd(_ checkpoints: inout CheckpointPages, through: Int64) throws {
    let size = tiles.frontier.size
    if let later = try reader.entries(from: size, limit: 1).first, !isLive || size < through {
      report.add("entry \(size)", expected: "an entry", found: "none, and then entry \(later.seq)")
    }
    while !isLive, let row = try checkpoints.next() {
      report.checkpoints += 1
      report.add("checkpoint \(row.size)", expected: "at most \(size) leaves", found: "\(row.size)")
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
      report.add(AuditWords.name(place), expected: "\(count) hashes", found: "nothing")
      return
    }
    let (subject, wanted) = AuditWords.tileDifference(place, output.bytes, stored)
    report.add(subject, expected: wanted, found: "another hash")
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
