// The one write path. For each request in order: has it come before, may it be, what does it
// change; then all accepted entries are stored and synced at once, everybody gets a receipt, and
// the projections are written beside the next batches.

import Ledger
public import Programmes
import Quantities
import Storage

/// A request on its way, with the time to decide it at if a simulation gives one.
struct Job: Sendable {
  let request: Request
  let at: Int64?
  /// The request's digest, made by who sends it so that the writer need not.
  let digest: Hash
}

/// What became of a request.
public enum Outcome: Sendable {
  case accepted(Acceptance)
  case refused(Refusal)
}

/// Decides and stores batches; for one thread at a time.
final class WriterCore {
  private let store: any StoreWriter
  private let properties: LedgerProperties
  let secrets: LedgerSecrets
  private let signer: NoteSigner
  private let clock: any Clock
  private var entropy: Entropy
  private let encoder: Encoder
  let projections: Projecting
  private var tiles = TileWriter()
  private(set) var state: WorkingState
  private let genesis: ProgrammeSet
  private var lastAt: Int64 = 0
  private var publishedRevision = -1
  /// What is in memory may have run ahead of the store, and must be taken anew before it is used.
  private var isStale = false
  private var subjectKeys: [Int64: SubjectKey] = [:]
  /// The keys that erasures of the batch being decided destroy.
  private var destroyedKeys: Set<Int64> = []
  /// Told how many entries of how many the projections have, while they are brought up to date.
  private let replayed: (_ done: Int64, _ count: Int64) -> Void

  /// A delta above this is refused, so that no sum of them comes near 64 bits.
  static let amountMax: Int64 = 1_000_000_000_000_000
  /// Entries replayed in one transaction when projections are rebuilt.
  static let replayBatch = 4_096

  init(
    store: any StoreWriter, projector: sending any StoreProjector,
    properties: LedgerProperties, secrets: LedgerSecrets, genesis: ProgrammeSet,
    clock: any Clock, pace: ProjectionPace,
    replayed: @escaping (Int64, Int64) -> Void = { _, _ in }
  ) throws {
    self.store = store
    self.replayed = replayed
    self.properties = properties
    self.secrets = secrets
    self.genesis = genesis
    self.signer = try NoteSigner(name: properties.origin, secrets: secrets)
    self.clock = clock
    self.entropy = Entropy(demoSeed: properties.demoSeed, count: 0)
    self.encoder = Encoder(secrets: secrets)
    self.projections = Projecting(projector, pace: pace)
    self.state = try WorkingState(
      writer: store, secrets: secrets, directory: Directory(programmes: genesis),
      settle: { [projections] in try projections.drain() })
    try reload()
  }

  deinit {
    stop()
  }

  /// Lets what is on its way be finished, then ends the threads.
  func stop() {
    encoder.stop()
    projections.stop()
  }

  // MARK: Opening

  /// Takes everything anew from the store, replaying what the projections lack.
  private func reload() throws {
    try projections.recover()
    try projections.drain()
    let count = try store.entryCount()
    let through = try store.through()
    guard through <= count else {
      throw StorageFailure.damaged(
        path: "projections", detail: "they are \(through - count) entries ahead of the ledger")
    }
    entropy = Entropy(demoSeed: properties.demoSeed, count: count)
    subjectKeys = [:]
    state = try WorkingState(
      writer: store, secrets: secrets, directory: loadedDirectory(through: through),
      settle: { [projections] in try projections.drain() })
    tiles = try TileWriter(size: through) { level, index in
      try self.store.tile(level: Int(level), index: index) ?? []
    }
    try replay(from: through, to: count)
    if count > 0, let last = try store.entry(count - 1) {
      lastAt = try EntryCodec.decode(last).at
    }
  }

  /// The root of the tree over all entries.
  var root: Hash { tiles.frontier.root }

  /// The time to decide at: the clock's, never before that of the last entry.
  var now: Int64 { max(lastAt, clock.milliseconds()) }

  /// The records of definitions, in the order of their ids.
  func programmeRecords() throws -> [Record] {
    try store.records(kind: BuiltIn.programmeKind).compactMap { try state.row($0)?.record }
  }

  /// Units, accounts and programmes as the projections have them.
  private func loadedDirectory(through: Int64) throws -> Directory {
    guard through > 0 else { return Directory(programmes: genesis) }
    return try Directory(programmes: genesis) { kind in
      try store.records(kind: kind).compactMap { try store.record($0) }
    } entry: { seq in
      try store.entry(seq).map { try EntryCodec.decode($0) }
    }
  }

  private func replay(from first: Int64, to end: Int64) throws {
    var seq = first
    while seq < end {
      var folding = Folding(state: state, from: seq)
      var hashes: [Hash] = []
      while seq < end, hashes.count < Self.replayBatch {
        guard let stored = try store.entry(seq) else {
          throw StorageFailure.damaged(path: "entries", detail: "entry \(seq) is missing")
        }
        let entry = try EntryCodec.decode(stored)
        try folding.fold(entry) { touch, change in
          try self.blindKey(of: change, touch: touch, entry: entry, stored: stored)
        }
        hashes.append(stored.leafHash)
        seq += 1
      }
      folding.add(tileRows(tiles.append(hashes)))
      // Written while the next are folded, as in the ordinary way of a batch.
      projections.waitForRoom()
      try projections.recover()
      projections.add(folding.batch)
      state.trim(at: seq, after: projections)
      if subjectKeys.count > WorkingState.keptMax { subjectKeys.removeAll() }
      replayed(seq, end)
    }
    try projections.drain()
  }

  /// The look-up value of a key over sealed fields of a stored entry; `nil` once erased.
  private func blindKey(
    of change: KeyChange, touch: Int, entry: Entry, stored: StoredEntry
  ) throws -> KeyRow? {
    guard case .blind(let fields) = change.value else { return nil }
    let writes = entry.decision.touches[touch].writes
    var values: [Value] = []
    for field in fields {
      if let plain = writes.first(where: { $0.name == field }) {
        values.append(plain.value)
      } else if let sealed = entry.sealedWrites.first(where: {
        $0.touch == touch && $0.name == field
      }), let key = try subjectKey(sealed.keyNumber) {
        values.append(try EntryCodec.open(stored, touch: touch, name: field, key: key))
      } else {
        return nil
      }
    }
    return try state.blindRow(change.name, values: values)
  }

  // MARK: Deciding

  /// Decides requests in order and makes what is accepted last.
  ///
  /// When it returns, the entries have been synced and readers see what they change. If it throws,
  /// nothing of the batch lasts, or all of it without receipts.
  func process(_ jobs: [Job]) throws -> [Outcome] {
    projections.waitForRoom()
    try projections.recover()
    if isStale { try refresh() }
    do {
      let (outcomes, batch) = try attempt(jobs)
      if let batch { projections.add(batch) }
      state.trim(at: tiles.frontier.size, after: projections)
      return outcomes
    } catch {
      // If the disk is still full this fails as well, and the next batch begins with it again.
      isStale = true
      try? refresh()
      throw error
    }
  }

  private func refresh() throws {
    try reload()
    isStale = false
  }

  /// An accepted request on its way into the store.
  private struct Accepted {
    let entry: Entry
    var stored: StoredEntry?
    var leafHash: Hash?
  }

  /// Entries handed to the encoding thread at a time.
  private static let encodedTogether = 64

  private func attempt(_ jobs: [Job]) throws -> ([Outcome], ProjectionBatch?) {
    let first = tiles.frontier.size
    var folding = Folding(state: state, from: first)
    var accepted: [Accepted] = []
    var newKeys: [SubjectKeyRow] = []
    var answers: [Answer] = []
    var inBatch: [EntryID: Int] = [:]
    var sealings: [Sealing] = []
    var tickets: [Encoder.Ticket] = []
    destroyedKeys = []
    for job in jobs {
      let keysBefore = newKeys.count
      do {
        let digest = job.digest
        if let index = inBatch[job.request.id] {
          let same = accepted[index].entry.requestDigest == digest
          guard same else { throw Refusal.idReused(seq: accepted[index].entry.seq) }
          answers.append(.accepted(index, isRepeat: true))
          continue
        }
        if let acceptance = try repeated(job.request, digest: digest) {
          answers.append(.before(acceptance))
          continue
        }
        let seq = first + Int64(accepted.count)
        let entry = try decided(
          job, digest: digest, seq: seq, after: accepted, with: folding.batch)
        let sealing = try sealing(entry, newKeys: &newKeys)
        try folding.fold(entry.withoutSealedValues { self.keyNumber(entry, touch: $0) }) {
          touch, change in
          let writes = entry.decision.touches[touch].writes
          return try self.blindKey(of: change, writes: writes)
        }
        try destroyKeys(entry, newKeys: &newKeys)
        inBatch[job.request.id] = accepted.count
        answers.append(.accepted(accepted.count, isRepeat: false))
        accepted.append(Accepted(entry: entry, stored: nil, leafHash: nil))
        lastAt = entry.at
        sealings.append(sealing)
        if sealings.count == Self.encodedTogether {
          tickets.append(encoder.encode(sealings))
          sealings.removeAll(keepingCapacity: true)
        }
      } catch let refusal as Refusal {
        newKeys.removeLast(newKeys.count - keysBefore)
        answers.append(.refused(refusal))
      }
    }
    // The last few are encoded here: handing them over would take longer.
    let rest = try sealings.map { try $0.stored(secrets: secrets) }
    for (index, stored) in try (tickets.flatMap { try $0.wait() } + rest).enumerated() {
      accepted[index].stored = stored
      accepted[index].leafHash = stored.leafHash
    }
    let note = try commit(accepted, keys: newKeys, folding: &folding)
    let outcomes = answers.map { outcome($0, accepted: accepted, note: note) }
    return (outcomes, note == nil ? nil : folding.batch)
  }

  /// An answer before the batch's checkpoint is known.
  private enum Answer {
    case accepted(Int, isRepeat: Bool)
    case before(Acceptance)
    case refused(Refusal)
  }

  private func outcome(
    _ answer: Answer, accepted: [Accepted], note: SignedNote?
  ) -> Outcome {
    switch answer {
    case .accepted(let index, let isRepeat):
      guard let note, let leafHash = accepted[index].leafHash else {
        preconditionFailure("an accepted entry without a checkpoint")
      }
      return .accepted(
        acceptance(
          accepted[index].entry, leafHash: leafHash, note: note, isRepeat: isRepeat))
    case .before(let acceptance): return .accepted(acceptance)
    case .refused(let refusal): return .refused(refusal)
    }
  }

  private func acceptance(
    _ entry: Entry, leafHash: Hash, note: SignedNote, isRepeat: Bool
  ) -> Acceptance {
    Acceptance(
      receipt: Receipt(seq: entry.seq, leafHash: leafHash, checkpoint: note), id: entry.id,
      touched: entry.decision.touches.map {
        Acceptance.Touched(
          record: $0.record, kind: $0.kind, state: $0.state, version: $0.base + 1)
      }, isRepeat: isRepeat)
  }

  /// The receipt of a request that an earlier batch accepted.
  private func repeated(_ request: Request, digest: Hash) throws -> Acceptance? {
    guard let seq = try store.entrySeq(request.id), let stored = try store.entry(seq) else {
      return nil
    }
    let entry = try EntryCodec.decode(stored)
    guard try isOfRequest(entry, digest: digest) else { throw Refusal.idReused(seq: seq) }
    guard let row = try store.checkpoint(covering: seq) else {
      throw StorageFailure.damaged(path: "entries", detail: "no checkpoint covers entry \(seq)")
    }
    let note = try SignedNote(parsing: Array(row.note.utf8))
    return acceptance(entry, leafHash: stored.leafHash, note: note, isRepeat: true)
  }

  /// Whether a stored entry was made of the request with this digest.
  ///
  /// Once its values are erased nobody can tell, and the id alone counts.
  private func isOfRequest(_ entry: Entry, digest: Hash) throws -> Bool {
    guard let first = entry.sealedWrites.min(by: { $0.touch < $1.touch }) else {
      return entry.requestDigest == digest
    }
    guard let key = try subjectKey(first.keyNumber) else { return true }
    // Ledgers before erasures kept it as it is.
    return entry.requestDigest == key.hidden(digest) || entry.requestDigest == digest
  }

  private func decided(
    _ job: Job, digest: Hash, seq: Int64, after accepted: [Accepted], with batch: ProjectionBatch
  ) throws -> Entry {
    let request = job.request
    let at = max(lastAt, job.at ?? clock.milliseconds())
    if let amendment = request.amends {
      return try amended(request, amendment, at: at, digest: digest, seq: seq, after: accepted)
    }
    guard let programme = state.directory.programmes.latest(request.programme) else {
      throw Refusal.programmeUnknown(request.programme)
    }
    state.day = request.on
    let decision = try namingEnded {
      try decide(
        request, at: at, under: programme, in: state.directory.programmes, given: state)
    }
    try Self.checkAmounts(decision)
    try checkPeriods(decision, of: request, isAmendment: false)
    try checkDirectory(decision, of: request, seq: seq, with: batch)
    return Entry(
      seq: seq, id: request.id, at: at, on: request.on, actor: request.actor, unit: request.unit,
      programme: programme.name, programmeVersion: Int(programme.version),
      action: request.action, requestDigest: digest, decision: decision, sealedWrites: [])
  }

  private static func checkAmounts(_ decision: Decision) throws {
    for delta in decision.deltas where delta.amount > amountMax || delta.amount < -amountMax {
      throw Refusal.overflow(delta.measure)
    }
  }

  /// Refuses what would move a number of a closed month, but for amendments by who may close it.
  private func checkPeriods(
    _ decision: Decision, of request: Request, isAmendment: Bool
  ) throws {
    let subject = decision.touches.first.map { state.directory.programmes.kind($0.kind) }
    // To reopen a month is no work of that month.
    if subject??.provides == .periods { return }
    for delta in decision.deltas {
      guard let unit = state.directory.closer(of: delta.unit, on: delta.day) else { continue }
      let held = isAmendment ? state.roles(of: request.actor, at: unit) : []
      guard state.directory.closingRoles.contains(where: held.contains) else {
        throw Refusal.periodClosed(unit: unit, month: delta.day.month)
      }
    }
  }

  /// An entry that puts an earlier one right, which may stand in the same batch.
  private func amended(
    _ request: Request, _ amendment: Amendment, at: Int64, digest: Hash, seq: Int64,
    after batch: [Accepted]
  ) throws -> Entry {
    state.day = request.on
    let first = tiles.frontier.size
    let surroundings = WriterSurroundings(state: state) { place in
      if place >= first, place - first < batch.count {
        return KnownEntry(fresh: batch[Int(place - first)].entry)
      }
      return try self.store.entry(place).map { stored in
        try KnownEntry(stored) { try self.subjectKey($0) }
      }
    }
    let result = try namingEnded {
      var amending = try Amending(request, amendment, seq: seq, in: surroundings)
      return try amending.decided()
    }
    try Self.checkAmounts(result.decision)
    try checkPeriods(result.decision, of: request, isAmendment: true)
    return Entry(
      seq: seq, id: request.id, at: at, on: result.on, actor: request.actor, unit: result.unit,
      programme: request.programme, programmeVersion: result.programmeVersion,
      action: request.action, requestDigest: digest, decision: result.decision,
      amends: amendment, sealedWrites: [])
  }

  // MARK: Sealing

  /// Everything that encoding the entry takes; refuses an entry that is too large for a leaf.
  private func sealing(_ entry: Entry, newKeys: inout [SubjectKeyRow]) throws -> Sealing {
    var keys: [Int: SubjectKey] = [:]
    // What a correction says and what it comes to may be of one record that has no key yet.
    var made: [RecordID: SubjectKey] = [:]
    for (index, touch) in entry.decision.touches.enumerated()
    where touch.writes.contains(where: { $0.level.isSealed }) {
      if let number = try state.row(touch.record)?.keyNumber {
        guard let key = try subjectKey(number) else {
          throw Refusal.conditionFailed(
            zh: "此记录的个人信息已按规定删除，不能再写入。",
            en: "The personal data of this record have been erased; nothing can be added to it.")
        }
        keys[index] = key
      } else if let key = made[touch.record] {
        keys[index] = key
      } else {
        let key = SubjectKey(
          number: Self.keyNumber(seq: entry.seq, touch: index), entropy: &entropy)
        newKeys.append(
          SubjectKeyRow(number: key.number, wrapped: secrets.wrap(key, entropy: &entropy)))
        subjectKeys[key.number] = key
        made[touch.record] = key
        keys[index] = key
      }
    }
    let sealing = Sealing(entry: entry, keys: keys, entropy: entropy.fork())
    if Self.openBytes(entry) > EntryCodec.leafBytesMax / 2 { try checkSize(sealing) }
    return sealing
  }

  private func checkSize(_ sealing: Sealing) throws {
    do {
      _ = try sealing.stored(secrets: secrets)
    } catch {
      guard case .leafTooLarge(let bytes, let limit) = error else { throw error }
      throw Refusal.tooLarge(bytes: bytes, limit: limit)
    }
  }

  /// Roughly what the leaf holds, and never less than half of it.
  private static func openBytes(_ entry: Entry) -> Int {
    var bytes = 512 + 256 * entry.decision.deltas.count
    for touch in entry.decision.touches {
      bytes += 128
      for write in touch.writes {
        bytes += write.level == .open ? openBytes(write.value) + 64 : 192
      }
    }
    return bytes
  }

  private static func openBytes(_ value: Value) -> Int {
    switch value {
    case .text(let text): text.utf8.count + 8
    case .list(let items):
      items.reduce(8) { sum, item in
        item.reduce(sum + 8) { $0 + $1.key.utf8.count + openBytes($1.value) }
      }
    case .integer, .decimal, .day, .truth, .record, .place: 24
    }
  }

  /// A new key's number: distinct for each touch of each entry, and growing with them.
  private static func keyNumber(seq: Int64, touch: Int) -> Int64 {
    seq * SubjectKeyRow.numbersPerEntry + Int64(touch)
  }

  private func keyNumber(_ entry: Entry, touch: Int) -> Int64 {
    let touches = entry.decision.touches
    let record = touches[touch].record
    if let known = try? state.row(record)?.keyNumber { return known }
    // The key was made for the record's first touch that seals something.
    let first = touches.firstIndex { touch in
      touch.record == record && touch.writes.contains { $0.level.isSealed }
    }
    return Self.keyNumber(seq: entry.seq, touch: first ?? touch)
  }

  /// Destroys the keys of the records that an entry erases; in the store, when the batch lasts.
  private func destroyKeys(_ entry: Entry, newKeys: inout [SubjectKeyRow]) throws {
    for touch in entry.decision.touches where touch.isErasure {
      guard let number = try state.row(touch.record)?.keyNumber else { continue }
      newKeys.removeAll { $0.number == number }
      subjectKeys[number] = nil
      destroyedKeys.insert(number)
    }
  }

  private func subjectKey(_ number: Int64) throws -> SubjectKey? {
    if destroyedKeys.contains(number) { return nil }
    if let known = subjectKeys[number] { return known }
    guard let wrapped = try store.subjectKey(number) else { return nil }
    let key = try secrets.unwrap(wrapped, number: number)
    subjectKeys[number] = key
    return key
  }

  private func blindKey(of change: KeyChange, writes: [Write]) throws -> KeyRow? {
    guard case .blind(let fields) = change.value else { return nil }
    let values = fields.compactMap { field in writes.first { $0.name == field }?.value }
    guard values.count == fields.count else { return nil }
    return try state.blindRow(change.name, values: values)
  }

  // MARK: Making it last

  private func commit(
    _ accepted: [Accepted], keys: [SubjectKeyRow], folding: inout Folding
  ) throws -> SignedNote? {
    guard !accepted.isEmpty else { return nil }
    let outputs = tiles.append(accepted.compactMap(\.leafHash))
    let checkpoint = try Checkpoint(
      origin: properties.origin, size: tiles.frontier.size, root: tiles.frontier.root)
    let note = try checkpoint.signed(by: signer)
    try store.append(
      TruthBatch(
        entries: accepted.compactMap(\.stored), subjectKeys: keys,
        checkpoint: CheckpointRow(size: checkpoint.size, note: note.description),
        destroyedKeys: destroyedKeys.sorted()))
    folding.add(tileRows(outputs))
    if subjectKeys.count > WorkingState.keptMax { subjectKeys.removeAll() }
    return note
  }

  /// The directory, if it has changed since this was last asked.
  func takeDirectoryChange() -> Directory? {
    defer { publishedRevision = state.directory.revision }
    return publishedRevision == state.directory.revision ? nil : state.directory
  }

  private func tileRows(_ outputs: [TileWriter.Output]) -> [TileRow] {
    outputs.map {
      TileRow(level: Int($0.tile.level), index: $0.tile.index, hashes: $0.bytes)
    }
  }
}
