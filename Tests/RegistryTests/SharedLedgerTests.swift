#if PostgreSQL
import Indicators
import Ledger
import Programmes
import Quantities
import Registry
import Storage
import StoragePostgreSQL
import TestServer
import Testing

/// One ledger, a process that writes and others that show it.
@Suite(.enabled(if: TestServer.shared.address != nil, Comment(rawValue: TestServer.shared.reason)))
struct SharedLedgerTests {
  private func open(_ address: PostgreSQLAddress) throws -> Fixture.Opened {
    let clock = StandingClock(milliseconds: Fixture.firstDay.startMilliseconds)
    let store = try PostgreSQLStore(address, properties: Fixture.properties.stored)
    let registry = try Fixture.registry(
      store: store, writer: try store.makeWriter(), projector: try store.makeProjector(),
      clock: clock)
    return Fixture.Opened(registry: registry, clock: clock, folder: nil)
  }

  private func show(_ address: PostgreSQLAddress, root: [UInt8] = Fixture.rootKey) throws
    -> Registry
  {
    try Registry(
      reading: try PostgreSQLStore(address, properties: nil), properties: Fixture.properties,
      root: root, bundled: try Fixture.programmes(), indicators: try Fixture.indicators(),
      clock: StandingClock(milliseconds: Fixture.firstDay.startMilliseconds))
  }

  private func checkpoint(_ registry: Registry) throws -> CheckpointRow? {
    try registry.read { try $0.checkpoint() }
  }

  @Test func `others see what was committed, also new units, and do not write`() async throws {
    let address = try TestServer.shared.freshLedger()
    let opened = try open(address)
    let reader = try show(address)
    #expect(try reader.read { $0.units } == nil)
    #expect(try checkpoint(reader) == checkpoint(opened.registry))
    _ = try Fixture.played(opened)
    #expect(try checkpoint(reader) == checkpoint(opened.registry))
    #expect(try reader.read { $0.units?.codes } == opened.registry.read { $0.units?.codes })
    let (wanted, seen) = try (
      Portrait(opened.registry, months: 0...3), Portrait(reader, months: 0...3)
    )
    #expect(wanted.difference(to: seen) == [])
    #expect(wanted.lines.count > 1_000)
    let request = Request(
      id: EntryID(high: 1, low: 1), on: Fixture.firstDay, actor: .system, unit: "-",
      programme: "units", action: "unit.found", subject: .new(RecordID(high: 1, low: 1)),
      records: [:], fields: [:])
    await #expect(throws: ReadOnlyProcess.self) { try await reader.submit(request) }
    #expect(throws: ReadOnlyProcess.self) {
      try reader.submit(batch: [(at: nil, request: request)])
    }
  }

  @Test func `another root key is refused`() throws {
    let address = try TestServer.shared.freshLedger()
    _ = try open(address)
    #expect(throws: OpeningFailure.otherKey) {
      _ = try show(address, root: [UInt8](repeating: 9, count: 32))
    }
  }
}
#endif
