// The running district: one way in (`submit`), one way to look (`read`).

internal import Foundation
public import Indicators
public import Ledger
public import Programmes
public import Quantities
public import Storage
import Synchronization

/// Why a ledger cannot be opened although its files can.
public enum OpeningFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// The newest checkpoint was signed with another root key.
  case otherKey

  /// What is wrong, and how to mend it.
  public var description: String {
    switch self {
    case .otherKey:
      "the root key is not this ledger's: its newest checkpoint is signed with another; put back "
        + "the key it was made with, or set LUOSHI_ROOT_KEY_FILE; if `luoshi rotate-keys` was cut "
        + "short, run it again"
    }
  }
}

/// An open ledger with its writer.
public final class Registry: Sendable {
  /// What was settled when the ledger was made.
  public let properties: LedgerProperties
  /// The catalogue that indicator ids are looked up in.
  public let indicators: IndicatorCatalogue
  private let store: any Store
  /// `nil` in a process that only shows.
  private let writer: Writer?
  private let reading: ReadingSide
  private let secrets: LedgerSecrets
  let clock: any Clock
  /// Held while arrivals are received or settled, which is done by one at a time.
  let arrivalTurn = Mutex<Void>(())
  /// What was due and refused, so that the clock does not ask again every second.
  private let asideIDs = Mutex<Set<EntryID>>([])

  /// Opens a ledger on a store, its writer and its projector, replaying what the projections lack.
  ///
  /// `bundled` are the programmes that come with the program, in the order of their uses, the one
  /// that definitions are entered with first; those that the ledger lacks are entered into it.
  /// `genesis` is that first one, checked, of who opens ledgers again and again: it remembers what
  /// was read of the others.
  public init(
    store: any Store, writer: sending any StoreWriter, projector: sending any StoreProjector,
    properties: LedgerProperties, root: [UInt8], bundled: [ProgrammeDraft],
    indicators: IndicatorCatalogue, clock: any Clock, pace: ProjectionPace = .beside,
    genesis: ProgrammeSet? = nil
  ) throws {
    let secrets = try properties.secrets(root: root)
    self.store = store
    self.properties = properties
    self.secrets = secrets
    self.indicators = indicators
    self.clock = clock
    self.keys = try properties.keys(of: secrets)
    let genesis = try genesis ?? Self.genesis(of: bundled)
    try Self.checkKeys(keys, of: store)
    let core = try WriterCore(
      store: writer, projector: projector, properties: properties, secrets: secrets,
      genesis: genesis, clock: clock, pace: pace)
    try core.enter(bundled)
    self.writer = Writer(core: core)
    self.reading = ReadingSide(genesis: genesis)
  }

  /// Opens a ledger that another process writes to, for showing it.
  ///
  /// Every view has what that process has committed. `bundled` must hold the programme that
  /// definitions are entered with.
  public init(
    reading store: any Store, properties: LedgerProperties, root: [UInt8],
    bundled: [ProgrammeDraft], indicators: IndicatorCatalogue, clock: any Clock
  ) throws {
    let secrets = try properties.secrets(root: root)
    self.store = store
    self.properties = properties
    self.secrets = secrets
    self.indicators = indicators
    self.clock = clock
    self.keys = try properties.keys(of: secrets)
    try Self.checkKeys(keys, of: store)
    self.writer = nil
    self.reading = ReadingSide(
      genesis: try Self.genesis(of: bundled))
  }

  /// The programme that definitions are entered with, out of those that come with the program.
  public static func genesis(of bundled: [ProgrammeDraft]) throws -> ProgrammeSet {
    try ProgrammeSet(bundled.filter { $0.name == BuiltIn.programmes })
  }

  /// Refuses a root key that is not the one the ledger was written with.
  private static func checkKeys(_ keys: KeyHistory, of store: any Store) throws {
    guard let newest = try store.read({ try $0.checkpoint(upTo: .max) }) else { return }
    do {
      _ = try keys.verified(SignedNote(parsing: Array(newest.note.utf8)))
    } catch {
      throw OpeningFailure.otherKey
    }
  }

  deinit {
    writer?.stop()
  }

  /// Whether the data are made up, which every page and file must say.
  public var isDemo: Bool { properties.isDemo }

  /// Whether this process writes to the ledger; else it only shows it.
  public var writes: Bool { writer != nil }

  /// Today in Asia/Shanghai; in a demo ledger the day that the simulation reached.
  public var today: Day { Day(milliseconds: clock.milliseconds()) }

  /// What an outsider checks signatures with, in the form of Go's note package.
  public var verifierKey: VerifierKey { keys.current }

  /// That key, and those before it.
  public let keys: KeyHistory

  /// Submits one request and waits until its entry has been synced; who reads then sees it.
  ///
  /// - Throws: `Refusal` if it may not be; `StorageFailure` if it cannot be stored.
  public func submit(_ request: Request) async throws -> Acceptance {
    guard let writer else { throw ReadOnlyProcess() }
    let job = try job(request, at: nil)
    let outcome = try await withCheckedThrowingContinuation { continuation in
      writer.enqueue(job) { continuation.resume(with: $0) }
    }
    switch outcome {
    case .accepted(let acceptance): return acceptance
    case .refused(let refusal): throw refusal
    }
  }

  /// Puts a request in the queue; requests of one caller are decided in the order of the calls.
  ///
  /// `answer` is called once, on the writer's thread, after the entry has been synced, or at once
  /// with `Refusal.busy` if the queue is full. `at` is for demo ledgers only: the server time to
  /// decide at.
  public func submit(
    _ request: Request, at: Int64?,
    answer: @escaping @Sendable (Result<Outcome, any Error>) -> Void
  ) {
    precondition(isDemo || at == nil, "only a demo ledger may be given its time")
    guard let writer else { return answer(.failure(ReadOnlyProcess())) }
    do {
      writer.enqueue(try job(request, at: at), answer: answer)
    } catch {
      answer(.failure(error))
    }
  }

  /// Decides a batch in its order on the caller's thread and makes it last with one sync.
  ///
  /// `at` is for demo ledgers only: the server time to decide each request at.
  public func submit(batch: [(at: Int64?, request: Request)]) throws -> [Outcome] {
    precondition(
      isDemo || batch.allSatisfy { $0.at == nil }, "only a demo ledger may be given its time")
    guard let writer else { throw ReadOnlyProcess() }
    return try writer.process(batch.map { try job($0.request, at: $0.at) })
  }

  /// Decides a request made without a network as it is to be, on the caller's thread.
  func submit(_ request: Request, as arrival: ArrivalTerms) throws -> Outcome {
    guard let writer else { throw ReadOnlyProcess() }
    var job = try job(request, at: nil)
    job.arrival = arrival
    return try writer.process([job])[0]
  }

  /// Lets readers see what lasts of a batch that failed, for who decides by what they read.
  func recover() throws { try writer?.recover() }

  var setAside: Set<EntryID> { asideIDs.withLock { $0 } }

  func noteSetAside(_ id: EntryID) {
    asideIDs.withLock { _ = $0.insert(id) }
  }

  /// Writes the next transaction of projections, if the ledger was opened at the pace `stepped`.
  ///
  /// `false` if nothing is pending, or if writing has failed: the next batch then tries again.
  public func project() -> Bool { writer?.project() ?? false }

  /// Waits until the projections have everything acknowledged, so that another process sees it.
  public func settle() throws { try writer?.settle() }

  /// Acknowledged entries that the projections lack.
  public var pendingCount: Int64 {
    let pending = writer?.pending ?? []
    guard let first = pending.first, let last = pending.last else { return 0 }
    return last.through - first.from
  }

  private func job(_ request: Request, at: Int64?) throws -> Job {
    Job(request: request, at: at, digest: try secrets.digest(of: request))
  }

  /// Gives `body` one consistent state; the view must not be kept.
  public func read<Result>(_ body: (LedgerView) throws -> Result) throws -> Result {
    let current = writer.map { ($0.currentDirectory, $0.pending) }
    return try store.read { stored in
      let (directory, pending) = try current ?? (reading.directory(in: stored), [])
      return try body(
        LedgerView(
          reader: try PendingReader(stored, pending: pending), directory: directory,
          indicators: indicators, secrets: secrets,
          keys: keys, properties: properties))
    }
  }
}
