// Whatever mixture of requests comes, everything stored equals a recount. The mixture is made by
// `MixedWork`; what it learns to ask for is tried here without another word.

import Programmes
import Quantities
import Registry
import Simulation
import Storage
import Testing

@Suite struct PropertyTests {
  @Test(arguments: Fixture.Engine.allCases, [1, 2, 3, 4, 5, 6] as [UInt64])
  func `everything equals a recount after any mixture`(
    engine: Fixture.Engine, seed: UInt64
  ) throws {
    let folder = Fixture.Folder()
    var open: Fixture.Opened? = try Fixture.open(engine, folder: folder)
    var numbers = SeededGenerator(seed: seed)
    var now = Fixture.firstDay.startMilliseconds + 60 * 86_400_000
    var work = MixedWork(
      seed: seed, definitions: try #require(open).registry.read { try $0.through() })
    var waiting = work.founding(at: now)
    var accepted = 0
    while accepted < 250 {
      let opened = try open ?? Fixture.open(engine, folder: folder)
      opened.clock.set(milliseconds: now)
      let outcomes = try opened.registry.submit(batch: waiting.map { (at: nil, request: $0) })
      for (request, outcome) in zip(waiting, outcomes) {
        guard case .accepted = outcome else { continue }
        work.accept(request, at: now)
        accepted += 1
      }
      waiting = []
      for _ in 0..<Int.random(in: 1...30, using: &numbers) { waiting += work.requests(at: now) }
      now += Int64.random(in: 0...40_000_000, using: &numbers)
      let isClosed = engine == .sqlite && Int.random(in: 0..<12, using: &numbers) == 0
      open = isClosed ? nil : opened
    }
    let findings = try (open ?? Fixture.open(engine, folder: folder)).registry.read { view in
      try view.audit(decides: true, progress: { _ in }).findings
    }
    #expect(findings == [], "seed \(seed)")
    #expect(!work.tallies.isEmpty)
    withExtendedLifetime(folder) {}
  }
}
