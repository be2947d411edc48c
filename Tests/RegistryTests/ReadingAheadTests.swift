// Records are read on a thread beside the writer's; what was read must be what the writer would
// have read itself.

import Dispatch
import Programmes
import Quantities
import Simulation
import Storage
import StorageSQLite
import Synchronization
import Testing

@testable import Registry

struct ReadingAheadTests {
  /// A reader that stands still at its first records until it is let go.
  private final class SlowReader: RecordReader {
    final class Gate: Sendable {
      let isInside = DispatchSemaphore(value: 0)
      let mayGo = DispatchSemaphore(value: 0)
      let isDone = DispatchSemaphore(value: 0)
      private let asked = Mutex<[RecordID]>([])

      var ids: [RecordID] { asked.withLock { $0 } }

      fileprivate func note(_ ids: [RecordID]) {
        let isFirst = asked.withLock { asked in
          defer { asked += ids }
          return asked.isEmpty
        }
        guard isFirst else { return }
        isInside.signal()
        mayGo.wait()
      }
    }

    private let gate: Gate

    init(_ gate: Gate) {
      self.gate = gate
    }

    func beginLooking() {}
    func endLooking() { gate.isDone.signal() }

    var togetherMax: Int { 3 }

    func records(_ ids: [RecordID]) -> [RecordID: RecordRow] {
      gate.note(ids)
      let there = ids.filter { !$0.low.isMultiple(of: 5) }
      return Dictionary(uniqueKeysWithValues: there.map { ($0, ReadingAheadTests.row($0)) })
    }
  }

  private static func id(_ number: Int) -> RecordID { RecordID(high: 1, low: UInt64(number)) }

  /// A record that refers to the one a thousand further.
  private static func row(_ id: RecordID) -> RecordRow {
    let next = RecordID(high: 1, low: id.low + 1_000)
    let record = Record(
      id: id, kind: "visit", version: 1, state: "open", unit: "1",
      facts: ["place": Fact(content: .plain(.record(next)), seq: 0)])
    return RecordRow(record: record, keyNumber: nil, blindKeys: [:], history: [0])
  }

  private static func wanted(_ numbers: Range<Int>) -> [ReadingAhead.Wanted] {
    numbers.map { .init(place: $0, id: id($0), references: ["place"]) }
  }

  @Test func `what the writer has passed meanwhile is not read, and what follows is`() {
    let gate = SlowReader.Gate()
    let ahead = ReadingAhead(SlowReader(gate))
    ahead.begin(Self.wanted(0..<40))
    gate.isInside.wait()
    ahead.reached(20)
    gate.mayGo.signal()
    gate.isDone.wait()
    // The first three it had begun with, 4 after the beginning.
    let places = gate.ids.map { Int($0.low) }.filter { $0 < 1_000 }
    #expect(places == [4, 5, 6] + Array(24..<40))
    for place in places where !place.isMultiple(of: 5) {
      #expect(ahead.row(Self.id(place)) == .some(Self.row(Self.id(place))))
      #expect(ahead.row(Self.id(place + 1_000)) != nil, "what it refers to is read as well")
    }
    #expect(ahead.row(Self.id(25)) == .some(nil), "that there is no such record is known too")
    #expect(ahead.row(Self.id(30)) == .some(nil))
    #expect(ahead.row(Self.id(10)) == nil)
    ahead.stop()
  }

  @Test func `what is read for a batch is not given to the next`() {
    let gate = SlowReader.Gate()
    let ahead = ReadingAhead(SlowReader(gate))
    ahead.begin(Self.wanted(0..<40))
    gate.isInside.wait()
    ahead.end()
    ahead.begin([])
    gate.mayGo.signal()
    gate.isDone.wait()
    #expect(gate.ids == [4, 5, 6].map { Self.id($0) })
    #expect(ahead.row(Self.id(4)) == nil)
    ahead.stop()
  }

  @Test func `a ledger opened anew reads ahead, and decides as it would have`() throws {
    let folder = Fixture.Folder()
    let faults = Faults()
    var simulator = try Fixture.small()
    let next = simulator.next()
    let first = try #require(next)
    do {
      let before = try Fixture.open(.sqlite, folder: folder)
      _ = try before.registry.submit(batch: first.map { ($0.at, $0.request) })
    }
    let store = try SQLiteStore(folder: folder.path, properties: Fixture.properties.stored)
    let registry = try Fixture.registry(
      store: store, writer: FaultyWriter(try store.makeWriter(), faults: faults),
      projector: try store.makeProjector(),
      clock: StandingClock(milliseconds: Fixture.firstDay.startMilliseconds))
    let sending = Sending(to: registry)
    while let month = simulator.next() {
      for timed in month { try sending.send(timed.request, at: timed.at) }
    }
    try sending.settle()
    #expect(faults.readAhead > 0)
    let report = try registry.read { try $0.audit(decides: true, progress: { _ in }) }
    #expect(report.findings == [])
  }
}
