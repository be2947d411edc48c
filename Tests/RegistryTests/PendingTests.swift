// What the projections lack is read from what is pending: every question must get the same answer
// whatever part of the ledger has been projected.

import Indicators
import Ledger
import Programmes
import Quantities
import Registry
import Simulation
import Storage
import StorageSQLite
import Testing

@Suite struct PendingTests {
  /// Everything that pages ask, as text that can be compared.
  private func answers(_ registry: Registry) throws -> [String] {
    try registry.read { view in
      let units = try #require(view.units)
      var answers = ["through \(try view.through())"]
      let months = (0..<5).map { Month(containing: Fixture.firstDay).advanced(by: $0) }
      for measure in view.programmes.allMeasures {
        for month in months {
          let values = try view.values(
            measure: measure.id, part: nil, units: units.codes, over: DayRange(month: month))
          answers.append("\(measure.id) \(month) \(values.filter { $0.value != 0 }.sorted(by: <))")
        }
        let moved = try view.months(
          measure: measure.id, part: nil, unit: units.root, from: months[0], to: months[4])
        answers.append("\(measure.id) months \(moved.filter { $0.value != 0 }.sorted(by: <))")
        answers += try pages(of: measure, in: view, units: units.codes)
      }
      let cells = try view.cells(
        measures: view.programmes.allMeasures.map(\.id), units: units.codes, from: months[0],
        to: months[4])
      answers += cells.filter { $0.amount != 0 }.map { "\($0.key) \($0.amount)" }.sorted()
      for kind in view.programmes.latest.flatMap(\.kinds) {
        for record in try view.records(kind: kind.name) {
          answers.append(
            "\(record.kind) \(record.id) \(record.version) \(record.state) "
              + "\(try view.history(of: record, limit: 9).map(\.seq))")
        }
      }
      for seq in stride(from: 0, to: try view.through(), by: 97) {
        answers.append("proof \(seq) \(try #require(try view.proof(of: seq)).hashes)")
      }
      return answers
    }
  }

  private func pages(
    of measure: Measure, in view: LedgerView, units: [String]
  ) throws -> [String] {
    let query = ContributionQuery(
      measure: measure.id, part: nil, units: units, from: Day(number: 0),
      to: Day(number: 30_000))
    let totals = try view.contributionTotals(query)
    var lines = ["\(totals)"]
    for limit in [Int(totals.count), Int(totals.count) - 1] {
      lines.append("\(try view.contributionTotals([query], atMost: limit) == nil)")
    }
    let first = try view.firstContributions([query], limit: 37)
    lines += first.map { "first \($0.day) \($0.seq) \($0.ordinal) \($0.amount)" }
    var offset = 0
    while true {
      let page = try view.contributions(query, offset: offset, limit: 37)
      lines += page.map { "\($0.measure) \($0.day) \($0.seq) \($0.ordinal) \($0.amount)" }
      if page.count < 37 { return lines }
      offset += 37
    }
  }

  @Test(arguments: [Fixture.Engine.memory, .sqlite])
  func `stored plus pending answers as stored alone, wherever the projections stand`(
    engine: Fixture.Engine
  ) throws {
    let projected = try Fixture.open(engine)
    let (folder, hold, held) = try heldRegistry(engine)
    defer { hold.letGo() }
    var simulator = try Fixture.small()
    var isHalf = false
    while let requests = simulator.next() {
      for registry in [projected.registry, held] {
        _ = try registry.submit(batch: requests.map { (at: $0.at, request: $0.request) })
      }
      if isHalf { hold.stand() }
      isHalf = true
    }
    let wanted = try answers(projected.registry)
    let found = try answers(held)
    #expect(wanted.count == found.count)
    for (wanted, found) in zip(wanted, found) where wanted != found {
      Issue.record("wanted \(wanted), found \(found)")
      break
    }
    let (findings, rows) = try held.read { view in
      let report = try view.audit(decides: false, progress: { _ in })
      return (report.findings, report.rows)
    }
    #expect(findings == [])
    #expect(rows > 1_000)
    withExtendedLifetime(folder) {}
  }

  /// Readers that come in between add up a part each; the projector writes what they came to.
  @Test(arguments: [Fixture.Engine.memory, .sqlite])
  func `what readers have added up is written as it was read`(engine: Fixture.Engine) throws {
    let projected = try Fixture.open(engine)
    let (folder, hold, held) = try heldRegistry(engine)
    defer { hold.letGo() }
    hold.stand()
    var simulator = try Fixture.small()
    var month = Month(containing: Fixture.firstDay)
    while let requests = simulator.next() {
      for registry in [projected.registry, held] {
        _ = try registry.submit(batch: requests.map { (at: $0.at, request: $0.request) })
      }
      let read = try [projected.registry, held].map { registry in
        try registry.read { view in
          let units = try #require(view.units).codes
          return try view.programmes.allMeasures.filter(\.isDistinct).map { measure in
            try view.values(
              measure: measure.id, part: nil, units: units, over: DayRange(month: month))
          }
        }
      }
      #expect(read[0] == read[1])
      #expect(read[0].contains { $0.values.contains { $0 > 0 } })
      month = month.advanced(by: 1)
    }
    #expect(held.pendingCount > 1_000)
    hold.letGo()
    try held.settle()
    #expect(held.pendingCount == 0)
    #expect(try answers(projected.registry) == answers(held))
    #expect(try held.read { try $0.audit(decides: false, progress: { _ in }).findings } == [])
    withExtendedLifetime(folder) {}
  }

  private func heldRegistry(
    _ engine: Fixture.Engine
  ) throws -> (Fixture.Folder, HeldProjector.Hold, Registry) {
    let folder = Fixture.Folder()
    let hold = HeldProjector.Hold()
    let clock = StandingClock(milliseconds: Fixture.firstDay.startMilliseconds)
    switch engine {
    case .memory:
      let store = MemoryStore()
      let projector = HeldProjector(store.makeProjector(), hold: hold)
      let registry = try Fixture.registry(
        store: store, writer: store.makeWriter(), projector: projector, clock: clock)
      return (folder, hold, registry)
    case .sqlite:
      let store = try SQLiteStore(folder: folder.path, properties: Fixture.properties.stored)
      let projector = HeldProjector(try store.makeProjector(), hold: hold)
      let registry = try Fixture.registry(
        store: store, writer: try store.makeWriter(), projector: projector, clock: clock)
      return (folder, hold, registry)
    case .postgresql: preconditionFailure("nothing is ever pending there")
    }
  }
}
