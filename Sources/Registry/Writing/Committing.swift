// What has been decided is made last on a thread of its own, while the writer decides the next
// batch: encoded, added to the tree, signed, stored and synced; then readers see it, and everybody
// gets a receipt. Measured: a third of what the writer's thread did before.

import Dispatch
import Ledger
import Programmes
import Storage
import Synchronization

/// A batch that has been decided, with everything that making it last takes.
struct DecidedBatch: Sendable {
  /// The accepted entries, in order.
  let entries: [Entry]
  /// An answer for each request, in order.
  let answers: [Answer]
  /// Keys of records that have something sealed for the first time.
  let keys: [NewKey]
  /// The first entries' bytes, on their way.
  let tickets: [Encoder.Ticket]
  /// The last few entries, still to be encoded.
  let rest: [Sealing]
  /// What the entries change.
  let projections: FoldedBatch
  /// The keys that erasures destroy.
  let destroyedKeys: [Int64]
  /// Units, accounts and programmes, if the batch has changed them.
  let directory: Directory?

  /// An answer before the batch's checkpoint is known.
  enum Answer: Sendable {
    case accepted(Int, isRepeat: Bool)
    // A receipt is large, and few requests come twice.
    indirect case before(Acceptance)
    case refused(Refusal)
  }

  /// A key with the nonce that it will be wrapped under.
  struct NewKey: Sendable {
    let key: SubjectKey
    let nonce: [UInt8]
  }
}

/// Makes decided batches last, in their order.
final class Committing: Sendable {
  /// Told what became of a batch: an outcome for each request, or why nothing of it lasts.
  typealias Done = @Sendable (Result<[Outcome], any Error>) -> Void

  private struct State {
    let appender: any StoreAppender
    var tiles = TileWriter()
  }

  private struct Waiting: Sendable {
    let batch: DecidedBatch
    let done: Done
  }

  private let properties: LedgerProperties
  private let secrets: LedgerSecrets
  private let signer: NoteSigner
  private let projections: Projecting
  private let state: Mutex<State>
  private let directory: Mutex<Directory>
  private let failure = Mutex<(any Error)?>(nil)
  private let worker = Worker<Waiting>(name: "committer", rank: .second)
  private let hasThread: Bool
  private let room = DispatchSemaphore(value: Committing.inFlightMax)

  /// Batches decided and not yet answered: one being stored, and one that waits to be next.
  private static let inFlightMax = 2

  /// A committer without a thread makes batches last on the caller's.
  init(
    _ appender: sending any StoreAppender, properties: LedgerProperties, secrets: LedgerSecrets,
    projections: Projecting, directory: Directory, hasThread: Bool
  ) throws {
    self.properties = properties
    self.secrets = secrets
    self.signer = try NoteSigner(name: properties.origin, secrets: secrets)
    self.projections = projections
    self.state = Mutex(State(appender: appender))
    self.directory = Mutex(directory)
    self.hasThread = hasThread
    if hasThread {
      worker.start { [self] items in
        for item in items { finish(item) }
      }
    }
  }

  /// Lets what is on its way be finished, then ends the thread.
  func stop() { worker.stop() }

  // MARK: From the store's state

  /// Goes on with a tree and a directory as stored; nothing is on its way and nothing has failed.
  func begin(_ tiles: TileWriter, _ current: Directory) {
    state.withLock { $0.tiles = tiles }
    directory.withLock { $0 = current }
    failure.withLock { $0 = nil }
  }

  /// Lets readers see a directory as stored.
  func publish(_ current: Directory) { directory.withLock { $0 = current } }

  /// Adds leaves that are stored already to the tree.
  func grow(_ hashes: [Hash]) -> [TileRow] {
    state.withLock { Self.rows($0.tiles.append(hashes)) }
  }

  /// The root of the tree over all entries.
  var root: Hash { state.withLock { $0.tiles.frontier.root } }

  /// Units, accounts and programmes after the last batch.
  var currentDirectory: Directory { directory.withLock { $0 } }

  /// Whether a batch could not be stored: then what was decided after it is refused as well.
  var hasFailed: Bool { failure.withLock { $0 != nil } }

  // MARK: Making it last

  /// Waits until everybody has been answered.
  func settle() {
    for _ in 0..<Self.inFlightMax { room.wait() }
    for _ in 0..<Self.inFlightMax { room.signal() }
  }

  /// Makes a batch last beside the caller's thread, if there is a thread; waits while too many are
  /// on their way.
  func hand(_ batch: DecidedBatch, done: @escaping Done) {
    room.wait()
    guard hasThread else { return finish(Waiting(batch: batch, done: done)) }
    let isQueued = worker.offer(Waiting(batch: batch, done: done))
    precondition(isQueued, "the committer is stopped only after the writer")
  }

  /// Makes a batch last on the caller's thread; nothing else may be on its way.
  func commit(_ batch: DecidedBatch) throws -> [Outcome] {
    do {
      if let failure = failure.withLock({ $0 }) { throw failure }
      return try makeLast(batch)
    } catch {
      failure.withLock { $0 = error }
      throw error
    }
  }

  private func finish(_ waiting: Waiting) {
    let result = Result { try commit(waiting.batch) }
    room.signal()
    waiting.done(result)
  }

  private func makeLast(_ batch: DecidedBatch) throws -> [Outcome] {
    let entries =
      try batch.tickets.flatMap { try $0.wait() }
      + batch.rest.map { try $0.stored(secrets: secrets) }
    precondition(entries.count == batch.entries.count, "every entry is encoded")
    guard !entries.isEmpty else {
      return batch.answers.map { outcome($0, entries: [], hashes: [], note: nil) }
    }
    let hashes = entries.map(\.leafHash)
    let keys = batch.keys.map { new in
      SubjectKeyRow(number: new.key.number, wrapped: secrets.wrap(new.key, nonce: new.nonce))
    }
    let note = try store(entries, hashes: hashes, keys: keys, of: batch)
    if let changed = batch.directory { directory.withLock { $0 = changed } }
    return batch.answers.map {
      outcome($0, entries: batch.entries, hashes: hashes, note: note)
    }
  }

  /// Stores a batch; then its changes are in the projections too, or pending.
  private func store(
    _ entries: [StoredEntry], hashes: [Hash], keys: [SubjectKeyRow], of batch: DecidedBatch
  ) throws -> SignedNote {
    try state.withLock { state in
      let outputs = state.tiles.append(hashes)
      let checkpoint = try Checkpoint(
        origin: properties.origin, size: state.tiles.frontier.size,
        root: state.tiles.frontier.root)
      let note = try checkpoint.signed(by: signer)
      let truth = TruthBatch(
        entries: entries, subjectKeys: keys,
        checkpoint: CheckpointRow(size: checkpoint.size, note: note.description),
        destroyedKeys: batch.destroyedKeys)
      var folded = batch.projections
      folded.batch.tiles = Self.rows(outputs)
      if let united = state.appender as? any UnitedAppender {
        let counts = try united.members(folded.memberKeys.sorted())
        try united.append(truth, projecting: folded.summed(after: counts))
        projections.begin(at: folded.through)
      } else {
        try state.appender.append(truth)
        projections.add(folded)
      }
      return note
    }
  }

  private func outcome(
    _ answer: DecidedBatch.Answer, entries: [Entry], hashes: [Hash], note: SignedNote?
  ) -> Outcome {
    switch answer {
    case .accepted(let index, let isRepeat):
      guard let note else { preconditionFailure("an accepted entry without a checkpoint") }
      return .accepted(
        Acceptance(entries[index], leafHash: hashes[index], note: note, isRepeat: isRepeat))
    case .before(let acceptance): return .accepted(acceptance)
    case .refused(let refusal): return .refused(refusal)
    }
  }

  private static func rows(_ outputs: [TileWriter.Output]) -> [TileRow] {
    outputs.map {
      TileRow(level: Int($0.tile.level), index: $0.tile.index, hashes: $0.bytes)
    }
  }
}

extension Acceptance {
  init(_ entry: Entry, leafHash: Hash, note: SignedNote, isRepeat: Bool) {
    self.init(
      receipt: Receipt(seq: entry.seq, leafHash: leafHash, checkpoint: note), id: entry.id,
      touched: entry.decision.touches.map {
        Acceptance.Touched(
          record: $0.record, kind: $0.kind, state: $0.state, version: $0.base + 1)
      }, isRepeat: isRepeat)
  }
}
