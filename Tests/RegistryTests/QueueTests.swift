import Dispatch
import Ledger
import Programmes
import Quantities
import Registry
import Simulation
import Storage
import StorageSQLite
import Synchronization
import Testing

/// Many requests at once through the queue, where a batch is decided while the one before it is
/// stored.
struct QueueTests {
  /// What became of each request.
  private final class Answers: Sendable {
    private let state = Mutex<[EntryID: Result<Outcome, any Error>]>([:])
    private let group = DispatchGroup()

    func send(_ requests: some Sequence<TimedRequest>, to registry: Registry) {
      for timed in requests {
        group.enter()
        registry.submit(timed.request, at: timed.at) { [self] result in
          state.withLock { $0[timed.request.id] = result }
          group.leave()
        }
      }
      group.wait()
    }

    var accepted: [EntryID: Acceptance] {
      state.withLock { $0 }.compactMapValues { result in
        if case .success(.accepted(let acceptance)) = result { acceptance } else { nil }
      }
    }
  }

  private func open(_ faults: Faults) throws -> (Registry, Fixture.Folder) {
    let folder = Fixture.Folder()
    let store = try SQLiteStore(folder: folder.path, properties: Fixture.properties.stored)
    let registry = try Fixture.registry(
      store: store, writer: FaultyWriter(try store.makeWriter(), faults: faults),
      projector: try store.makeProjector(),
      clock: StandingClock(milliseconds: Fixture.firstDay.startMilliseconds))
    return (registry, folder)
  }

  /// The ids in the ledger are those of the receipts, each in the place that its receipt names.
  private func check(_ answers: Answers, _ registry: Registry, before: Int64) throws {
    let accepted = answers.accepted
    try registry.read { view in
      let through = try view.through()
      #expect(through - before == Int64(accepted.count))
      for (id, acceptance) in accepted {
        #expect(try view.stored(acceptance.seq)?.id == id)
      }
      #expect(try view.audit(decides: true, progress: { _ in }).findings == [])
    }
  }

  @Test func `every receipt is for the entry in its place, though batches overlap`() throws {
    let faults = Faults()
    let (registry, folder) = try open(faults)
    let before = try registry.read { try $0.through() }
    let month = try firstMonth()
    let answers = Answers()
    answers.send(month, to: registry)
    #expect(answers.accepted.count == month.count)
    try check(answers, registry, before: before)
    // Sent again, also while the first is on its way, each counts once.
    let again = Answers()
    again.send(month, to: registry)
    #expect(again.accepted.mapValues(\.seq) == answers.accepted.mapValues(\.seq))
    #expect(!again.accepted.values.contains { !$0.isRepeat })
    withExtendedLifetime(folder) {}
  }

  @Test func `what gathered in a burst is written once nothing more comes`() async throws {
    let (registry, folder) = try open(Faults())
    let answers = Answers()
    answers.send(try firstMonth(), to: registry)
    while registry.pendingCount > 0 { try await Task.sleep(for: .milliseconds(20)) }
    try registry.read { view in
      let report = try view.audit(decides: false, progress: { _ in })
      #expect(report.findings == [])
      #expect(report.entries == (try view.through()))
    }
    withExtendedLifetime(folder) {}
  }

  @Test func `a request sent twice at once is one entry`() throws {
    let (registry, folder) = try open(Faults())
    let before = try registry.read { try $0.through() }
    let month = try firstMonth()
    let answers = Answers()
    answers.send(month.flatMap { [$0, $0] }, to: registry)
    #expect(answers.accepted.count == month.count)
    try check(answers, registry, before: before)
    withExtendedLifetime(folder) {}
  }

  @Test(arguments: [0, 1, 2])
  func `what rests on a batch that could not be stored is not stored either`(
    _ later: Int
  ) throws {
    let faults = Faults()
    let (registry, folder) = try open(faults)
    let before = try registry.read { try $0.through() }
    let month = try firstMonth()
    let answers = Answers()
    // Units and accounts last; of the work, some batch fails with others behind it.
    let founding = month.prefix { $0.request.programme == "units" }
    answers.send(founding, to: registry)
    faults.fail(at: .append)
    answers.send(month.dropFirst(founding.count + later * 100), to: registry)
    #expect(answers.accepted.count < month.count)
    try check(answers, registry, before: before)
    answers.send(month, to: registry)
    try check(answers, registry, before: before)
    withExtendedLifetime(folder) {}
  }

  private func firstMonth() throws -> [TimedRequest] {
    var simulator = try Fixture.small()
    let month = simulator.next()
    return try #require(month)
  }
}
