// The one write path. For each request in order: has it come before, may it be, what does it
// change. Then the batch is handed on: it is stored and synced beside the next one's deciding
// (`Committing`), everybody gets a receipt, and the projections follow (`Projecting`).

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
  /// How it is decided if it was made without a network.
  var arrival: ArrivalTerms?
}

/// What became of a request.
public enum Outcome: Sendable {
  case accepted(Acceptance)
  case refused(Refusal)
}

/// Decides and stores batches; for one thread at a time.
final class WriterCore {
  let store: any StoreWriter
  /// Reads records beside this thread, where the engine can and threads may.
  let ahead: ReadingAhead?
  private let properties: LedgerProperties
  let secrets: LedgerSecrets
  private let clock: any Clock
  var entropy: Entropy
  private let encoder: Encoder
  let projections: Projecting
  let committing: Committing
  private(set) var state: WorkingState
  private var recent = RecentIDs(above: nil)
  /// The place of the next entry.
  private var nextSeq: Int64 = 0
  private let genesis: ProgrammeSet
  private var lastAt: Int64 = 0
  private var publishedRevision = -1
  /// What is in memory may have run ahead of the store, and must be taken anew before it is used.
  private var isStale = false
  /// The keys that erasures of the batch being decided destroy.
  private var destroyedKeys: Set<Int64> = []
  /// Has everything written that was decided before.
  private let settling: () throws -> Void
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
    self.ahead = pace == .beside ? try ReadingAhead(of: store) : nil
    self.replayed = replayed
    self.properties = properties
    self.secrets = secrets
    self.genesis = genesis
    self.clock = clock
    self.entropy = Entropy(demoSeed: properties.demoSeed, count: 0)
    self.encoder = Encoder(secrets: secrets)
    self.projections = Projecting(projector, pace: pace)
    let directory = Directory(programmes: genesis)
    self.committing = try Committing(
      store.makeAppender(), properties: properties, secrets: secrets, projections: projections,
      directory: directory, hasThread: pace == .beside)
    self.settling = { [committing, projections] in
      committing.settle()
      guard !committing.hasFailed else { throw EarlierBatchFailed() }
      try projections.drain()
      try store.lookAnew()
    }
    self.state = try WorkingState(
      writer: store, ahead: ahead, secrets: secrets, directory: directory, settle: settling)
    try reload()
  }

  deinit {
    stop()
  }

  /// Lets what is on its way be finished, then ends the threads.
  func stop() {
    ahead?.stop()
    committing.stop()
    encoder.stop()
    projections.stop()
  }

  // MARK: Opening

  /// Takes everything anew from the store, replaying what the projections lack.
  private func reload() throws {
    committing.settle()
    try projections.recover()
    try projections.drain()
    let count = try store.entryCount()
    let through = try store.through()
    guard through <= count else {
      throw StorageFailure.damaged(
        path: "projections", detail: "they are \(through - count) entries ahead of the ledger")
    }
    entropy = Entropy(demoSeed: properties.demoSeed, count: count)
    recent = RecentIDs(above: try store.highestEntry())
    state = try WorkingState(
      writer: store, ahead: ahead, secrets: secrets,
      directory: loadedDirectory(through: through), settle: settling)
    let tiles = try TileWriter(size: through) { level, index in
      try self.store.tile(level: Int(level), index: index) ?? []
    }
    projections.begin(at: through)
    committing.begin(tiles, state.directory)
    try replay(from: through, to: count)
    // A directory that is made anew counts its changes anew.
    publishedRevision = state.directory.revision
    nextSeq = count
    if count > 0, let last = try store.entry(count - 1) {
      lastAt = try EntryCodec.decode(last).at
    }
  }

  /// The root of the tree over all entries.
  var root: Hash { committing.root }

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
      var folding = Folding(state: state, from: seq, count: Self.replayBatch)
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
      // Written while the next are folded, as in the ordinary way of a batch.
      projections.waitForRoom()
      try projections.recover()
      var folded = folding.folded
      folded.batch.tiles = committing.grow(hashes)
      projections.add(folded)
      state.trim(at: seq, after: projections)
      replayed(seq, end)
    }
    try projections.drain()
    committing.publish(state.directory)
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
      }), let key = try state.subjectKey(sealed.keyNumber) {
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
    committing.settle()
    let batch = try decidedBatch(jobs)
    do {
      return try committing.commit(batch)
    } catch {
      isStale = true
      try? refresh()
      throw error
    }
  }

  /// Decides requests in order and hands what is accepted on; `done` is told when it lasts.
  func begin(_ jobs: [Job], done: @escaping Committing.Done) throws {
    committing.hand(try decidedBatch(jobs), done: done)
  }

  /// Takes the state anew if something has failed, so that readers see what lasts in spite of it.
  func recover() throws {
    guard isStale || committing.hasFailed else { return }
    isStale = true
    try refresh()
  }

  private func decidedBatch(_ jobs: [Job]) throws -> DecidedBatch {
    projections.waitForRoom()
    try projections.recover()
    try recover()
    do {
      try store.beginLooking()
      readAhead(jobs)
      defer {
        ahead?.end()
        store.endLooking()
      }
      let batch = try attempt(jobs)
      state.trim(at: nextSeq, after: projections)
      return batch
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

  /// Entries handed to the encoding thread at a time.
  private static let encodedTogether = 256

  private func attempt(_ jobs: [Job]) throws -> DecidedBatch {
    let first = nextSeq
    var folding = Folding(state: state, from: first, count: jobs.count)
    var accepted: [Entry] = []
    accepted.reserveCapacity(jobs.count)
    var newKeys: [DecidedBatch.NewKey] = []
    var answers: [DecidedBatch.Answer] = []
    answers.reserveCapacity(jobs.count)
    var sealings: [Sealing] = []
    var tickets: [Encoder.Ticket] = []
    destroyedKeys = []
    for (place, job) in jobs.enumerated() {
      ahead?.reached(place)
      let keysBefore = newKeys.count
      do {
        if let answer = try repeated(job, in: accepted) {
          answers.append(answer)
          continue
        }
        let entry = try decided(
          job, seq: first + Int64(accepted.count), after: accepted,
          with: { folding.folded.summed() })
        let sealing = try sealing(entry, newKeys: &newKeys)
        try folding.fold(entry, newKeys: { sealing.keys[$0]?.number }) { touch, change in
          let writes = entry.decision.touches[touch].writes
          return try self.blindKey(of: change, writes: writes)
        }
        destroyKeys(try erasedKeys(entry), newKeys: &newKeys)
        recent.insert(entry.id)
        answers.append(.accepted(accepted.count, isRepeat: false))
        accepted.append(entry)
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
    nextSeq = first + Int64(accepted.count)
    return DecidedBatch(
      entries: accepted, answers: answers, keys: newKeys, tickets: tickets, rest: sealings,
      projections: folding.folded, destroyedKeys: destroyedKeys.sorted(),
      directory: takeDirectoryChange())
  }

  /// The answer to a request that came before, in this batch or an earlier one.
  private func repeated(_ job: Job, in accepted: [Entry]) throws -> DecidedBatch.Answer? {
    let id = job.request.id
    if recent.contains(id) == false { return nil }
    if let index = accepted.firstIndex(where: { $0.id == id }) {
      guard accepted[index].requestDigest == job.digest else {
        throw Refusal.idReused(seq: accepted[index].seq)
      }
      return .accepted(index, isRepeat: true)
    }
    // It may be on its way still, and then has no receipt yet.
    if recent.contains(id) == true { try settle() }
    return try repeated(job.request, digest: job.digest).map { .before($0) }
  }

  /// Waits until what was decided earlier lasts.
  private func settle() throws {
    committing.settle()
    guard !committing.hasFailed else { throw EarlierBatchFailed() }
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
    return Acceptance(entry, leafHash: stored.leafHash, note: note, isRepeat: true)
  }

  /// Whether a stored entry was made of the request with this digest.
  ///
  /// Once its values are erased nobody can tell, and the id alone counts.
  private func isOfRequest(_ entry: Entry, digest: Hash) throws -> Bool {
    guard let first = entry.sealedWrites.min(by: { $0.touch < $1.touch }) else {
      return entry.requestDigest == digest
    }
    guard let key = try state.subjectKey(first.keyNumber) else { return true }
    // Ledgers before erasures kept it as it is.
    return entry.requestDigest == key.hidden(digest) || entry.requestDigest == digest
  }

  private func decided(
    _ job: Job, seq: Int64, after accepted: [Entry], with batch: () -> ProjectionBatch
  ) throws -> Entry {
    let request = job.request
    let at = max(lastAt, job.at ?? clock.milliseconds())
    if let amendment = request.amends {
      return try amended(job, amendment, at: at, seq: seq, after: accepted)
    }
    let programme = try programme(of: job)
    state.day = request.on
    let decision = try namingEnded { try decided(job, at: at, under: programme) }
    try Self.checkAmounts(decision)
    try checkPeriods(decision, of: request, isAmendment: false)
    try checkDirectory(decision, of: request, seq: seq, with: batch)
    return Entry(
      seq: seq, id: request.id, at: at, on: request.on, actor: request.actor, unit: request.unit,
      programme: programme.name, programmeVersion: Int(programme.version),
      action: request.action, requestDigest: job.digest, decision: decision, sealedWrites: [])
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
    guard state.directory.hasClosedMonths else { return }
    let subject = decision.touches.first.map { state.directory.programmes.kind($0.kind) }
    // To reopen a month is no work of that month, nor is what becomes of an offline entry: the
    // inbox must take it in whatever is closed.
    if subject??.provides == .periods || request.programme == BuiltIn.arrivals { return }
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
    _ job: Job, _ amendment: Amendment, at: Int64, seq: Int64, after batch: [Entry]
  ) throws -> Entry {
    // What is put right may be on its way still.
    try settle()
    let request = job.request
    state.day = request.on
    let first = nextSeq
    let surroundings = WriterSurroundings(state: state) { place in
      if place >= first, place - first < batch.count {
        return KnownEntry(fresh: batch[Int(place - first)])
      }
      return try self.store.entry(place).map { stored in
        try KnownEntry(stored) { try self.state.subjectKey($0) }
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
      action: request.action, requestDigest: job.digest,
      decision: result.decision.marked(job.arrival?.marks ?? []),
      amends: amendment, sealedWrites: [])
  }

  private func destroyKeys(_ numbers: [Int64], newKeys: inout [DecidedBatch.NewKey]) {
    for number in numbers {
      newKeys.removeAll { $0.key.number == number }
      state.destroy(number)
      destroyedKeys.insert(number)
    }
  }

  /// The directory, if it has changed since this was last asked.
  private func takeDirectoryChange() -> Directory? {
    defer { publishedRevision = state.directory.revision }
    return publishedRevision == state.directory.revision ? nil : state.directory
  }
}

/// What a batch rested on could not be stored.
struct EarlierBatchFailed: Error {}
