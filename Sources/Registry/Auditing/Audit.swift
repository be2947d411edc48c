// `luoshi verify --decide`: tells what the ledger holds from entry 0, in memory, since each entry
// is decided again on what was there before it; then compares every row of the projections, the
// tiles and the signed checkpoints. `StreamingAudit` does so without deciding, in flat memory.

public import Ledger
public import Programmes
import Quantities
public import Storage

/// One audit of one state of the ledger.
struct Audit {
  let reader: any StoreReader
  let secrets: LedgerSecrets
  let keys: KeyHistory
  /// Whether each entry is decided again under its programme's version.
  let decides: Bool
  /// Whether another process may be writing: then what is newer than the projections is left out.
  let isLive: Bool
  let progress: (Int64) -> Void
  private var report = AuditReport()
  private var recount: Recount
  private var tiles = TileWriter()
  private var tileBytes: [TilePlace: [UInt8]] = [:]
  private var roots: [Int64: CheckpointRow] = [:]

  struct TilePlace: Hashable {
    let level: Int
    let index: Int64
  }

  init(
    reader: any StoreReader, secrets: LedgerSecrets, keys: KeyHistory, directory: Directory,
    decides: Bool, isLive: Bool, progress: @escaping (Int64) -> Void
  ) {
    self.reader = reader
    self.secrets = secrets
    self.keys = keys
    self.decides = decides
    self.isLive = isLive
    self.progress = progress
    self.recount = Recount(directory: directory)
  }

  /// Entries read at a time.
  private static let pageMax = 1_000

  mutating func run() throws -> AuditReport {
    let through = try reader.through()
    try loadCheckpoints()
    var seq: Int64 = 0
    while !isLive || seq < through {
      let limit = isLive ? min(Self.pageMax, Int(through - seq)) : Self.pageMax
      let page = try reader.entries(from: seq, limit: limit)
      if page.isEmpty { break }
      for stored in page {
        guard stored.seq == seq else {
          report.add("entry \(seq)", expected: "an entry", found: "none")
          seq = stored.seq
          continue
        }
        try check(stored)
        seq += 1
        try checkRoot(size: seq)
      }
      progress(seq)
    }
    report.entries = seq
    report.root = tiles.frontier.root.base64
    if through != seq {
      report.add("projections", expected: "\(seq) entries", found: "\(through)")
    }
    for size in roots.keys.sorted() where size > seq && !isLive {
      report.add("checkpoint \(size)", expected: "at most \(seq) leaves", found: "\(size)")
    }
    try compareProjections()
    return report
  }

  // MARK: Entries and tree

  private mutating func check(_ stored: StoredEntry) throws {
    for output in tiles.append([stored.leafHash]) {
      tileBytes[TilePlace(level: Int(output.tile.level), index: output.tile.index)] = output.bytes
    }
    do {
      let entry = try EntryCodec.decode(stored)
      if decides { try redecide(entry, stored: stored) }
      let reader = reader
      let secrets = secrets
      try recount.add(entry) { touch, change in
        try Self.blindValue(
          change, touch: touch, entry: entry, stored: stored, secrets: secrets,
          subjectKey: reader.subjectKey)
      }
    } catch let error as CodecError {
      report.add("entry \(stored.seq)", expected: "what was written", found: "\(error)")
    } catch let error as SecretsError {
      report.add("keys of entry \(stored.seq)", expected: "the key", found: "\(error)")
    } catch let error as StorageFailure {
      throw error
    } catch {
      // Units or definitions that do not hang together, since an earlier entry is damaged.
      report.add("entry \(stored.seq)", expected: "effects that can be told", found: "\(error)")
    }
  }

  private mutating func redecide(_ entry: Entry, stored: StoredEntry) throws {
    var redecision = Redecision(
      entry: entry, stored: stored, recount: recount, reader: reader, secrets: secrets)
    switch try redecision.run() {
    case .same: report.redecided += 1
    case .erased: report.erased += 1
    case .differs(let found):
      report.redecided += 1
      report.add(
        "decision of entry \(entry.seq) (\(entry.programme)@\(entry.programmeVersion) "
          + "\(entry.action))", expected: "what is stored", found: found)
    }
  }

  /// The look-up value of a key over sealed fields; `nil` for other keys and after an erasure.
  static func blindValue(
    _ change: KeyChange, touch: Int, entry: Entry, stored: StoredEntry,
    secrets: LedgerSecrets, subjectKey: (Int64) throws -> [UInt8]?
  ) throws -> [UInt8]? {
    guard change.isTaken, case .blind(let fields) = change.value else { return nil }
    var values: [Value] = []
    for field in fields {
      if let plain = entry.decision.touches[touch].writes.first(where: { $0.name == field }) {
        values.append(plain.value)
      } else if let sealed = entry.sealedWrites.first(where: {
        $0.touch == touch && $0.name == field
      }), let wrapped = try subjectKey(sealed.keyNumber) {
        let key = try secrets.unwrap(wrapped, number: sealed.keyNumber)
        values.append(try EntryCodec.open(stored, touch: touch, name: field, key: key))
      } else {
        return nil
      }
    }
    return try secrets.blindIndex(key: change.name, values: values).bytes
  }

  private mutating func loadCheckpoints() throws {
    var last: Int64 = 0
    while true {
      let page = try reader.checkpoints(after: last, limit: Self.pageMax)
      for row in page { roots[row.size] = row }
      guard let size = page.last?.size else { break }
      last = size
    }
    report.checkpoints = roots.count
  }

  private mutating func checkRoot(size: Int64) throws {
    guard let row = roots[size] else { return }
    let root = tiles.frontier.root
    do {
      let note = try SignedNote(parsing: Array(row.note.utf8))
      let checkpoint = try keys.verified(note)
      if checkpoint.size != size {
        report.add("checkpoint \(size)", expected: "\(size) leaves", found: "\(checkpoint.size)")
      }
      if checkpoint.root != root {
        report.add("checkpoint \(size)", expected: root.base64, found: checkpoint.root.base64)
      }
    } catch {
      report.add("checkpoint \(size)", expected: "a signature that holds", found: "\(error)")
    }
  }

  // MARK: Projections

  private mutating func compareProjections() throws {
    var expected = ExpectedRows(recount, tiles: tileBytes)
    var report = report
    try reader.scan { row in
      report.rows += 1
      if let (subject, wanted, found) = expected.take(row) {
        report.add(subject, expected: wanted, found: found)
      }
    }
    for (subject, wanted) in expected.left() {
      report.add(subject, expected: wanted, found: "nothing")
    }
    self.report = report
  }
}

extension Registry {
  /// Audits a store that another process may be writing to; see `LedgerView.audit`.
  ///
  /// `bundled` must hold the programme that definitions are entered with. `isLive` is for stores
  /// whose projections may be behind the entries while somebody writes.
  public static func audit(
    _ store: any Store, properties: LedgerProperties, root: [UInt8], bundled: [ProgrammeDraft],
    decides: Bool, isLive: Bool = true, control: AuditControl
  ) throws -> (report: AuditReport, key: VerifierKey) {
    let secrets = try properties.secrets(root: root)
    let keys = try properties.keys(of: secrets)
    let genesis = try ProgrammeSet(bundled.filter { $0.name == BuiltIn.programmes })
    let report = try store.read { reader in
      try Self.audit(
        reader, secrets: secrets, keys: keys, directory: Directory(programmes: genesis),
        decides: decides, isLive: isLive, control: control)
    }
    return (report, keys.current)
  }

  /// The same, telling only how many entries are done.
  public static func audit(
    _ store: any Store, properties: LedgerProperties, root: [UInt8], bundled: [ProgrammeDraft],
    decides: Bool, progress: @escaping (Int64) -> Void
  ) throws -> (report: AuditReport, key: VerifierKey) {
    try audit(
      store, properties: properties, root: root, bundled: bundled, decides: decides,
      control: AuditControl(progress: progress))
  }

  fileprivate static func audit(
    _ reader: any StoreReader, secrets: LedgerSecrets, keys: KeyHistory, directory: Directory,
    decides: Bool, isLive: Bool, control: AuditControl
  ) throws -> AuditReport {
    guard decides else {
      return try StreamingAudit(
        reader: reader, secrets: secrets, keys: keys, directory: directory, isLive: isLive,
        control: control
      ).run()
    }
    var audit = Audit(
      reader: reader, secrets: secrets, keys: keys, directory: directory, decides: decides,
      isLive: isLive
    ) { control.progress(.entries, $0, nil) }
    return try audit.run()
  }
}

extension LedgerView {
  /// Recounts everything from entry 0 and compares; `progress` is told how many entries are done.
  public func audit(decides: Bool, progress: @escaping (Int64) -> Void) throws -> AuditReport {
    try audit(decides: decides, control: AuditControl(progress: progress))
  }

  /// Recounts everything and compares; with `decides` each entry is decided again, which holds the
  /// whole state in memory and cannot be gone on with later.
  public func audit(decides: Bool, control: AuditControl) throws -> AuditReport {
    try Registry.audit(
      reader, secrets: secrets, keys: keys,
      directory: Directory(programmes: directory.genesis), decides: decides, isLive: false,
      control: control)
  }
}
