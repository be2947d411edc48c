// The trial tried: seeds that are known to go far find nothing, the same seed takes the same steps,
// and a store that forgets one thing is caught.

import Foundation
import Programmes
import Simulation
import Testing

@Suite struct TrialTests {
  private static func run(
    seed: UInt64, canary: Canary? = nil, hasDevices: Bool = false
  ) throws -> (report: TrialReport, steps: [String]) {
    let grounds = try TrialGrounds(
      bundled: try ProjectFiles.drafts(), indicators: try ProjectFiles.indicators())
    var steps: [String] = []
    var trial = Trial(
      seed: seed, grounds: grounds, canary: canary, hasDevices: hasDevices
    ) { steps.append($0) }
    return (trial.run(), steps)
  }

  @Test(arguments: [2, 3, 5, 8, 10] as [UInt64])
  func `seeds find nothing`(seed: UInt64) throws {
    let report = try Self.run(seed: seed).report
    #expect(report.finding == nil, "seed \(seed): \(report.finding.map { "\($0)" } ?? "")")
    #expect(report.entries > 20)
  }

  @Test func `seeds put entries right and change units`() throws {
    var (amendments, unitChanges) = (0, 0)
    for seed in 1...20 as ClosedRange<UInt64> where amendments < 9 || unitChanges < 9 {
      let report = try Self.run(seed: seed).report
      #expect(report.finding == nil, "seed \(seed): \(report.finding.map { "\($0)" } ?? "")")
      amendments += report.amendments
      unitChanges += report.unitChanges
    }
    #expect(amendments >= 9)
    #expect(unitChanges >= 9)
  }

  @Test func `seeds let places lapse and move money`() throws {
    var (lapses, postings) = (0, 0)
    for seed in 1...40 as ClosedRange<UInt64> where lapses < 3 || postings < 9 {
      let report = try Self.run(seed: seed).report
      #expect(report.finding == nil, "seed \(seed): \(report.finding.map { "\($0)" } ?? "")")
      lapses += report.lapses
      postings += report.postings
    }
    #expect(lapses >= 3)
    #expect(postings >= 9)
  }

  @Test func `seeds bring in what was made without a network`() throws {
    var (arrivals, marked, conflicts) = (0, 0, 0)
    for seed in 1...40 as ClosedRange<UInt64> where arrivals < 50 || marked < 2 || conflicts < 9 {
      let report = try Self.run(seed: seed, hasDevices: true).report
      #expect(report.finding == nil, "seed \(seed): \(report.finding.map { "\($0)" } ?? "")")
      arrivals += report.arrivals
      marked += report.marked
      conflicts += report.conflicts
    }
    #expect(arrivals >= 50)
    #expect(marked >= 2)
    #expect(conflicts >= 9)
  }

  @Test func `the same seed takes the same steps`() throws {
    var (faults, arrivals) = (0, 0)
    for seed in 1...20 as ClosedRange<UInt64> where faults == 0 || arrivals == 0 {
      let first = try Self.run(seed: seed, hasDevices: seed > 1)
      let second = try Self.run(seed: seed, hasDevices: seed > 1)
      #expect(first.steps == second.steps)
      #expect(first.report.root == second.report.root)
      faults += first.report.faults.values.reduce(0, +)
      arrivals += first.report.arrivals
    }
    #expect(faults > 0)
    #expect(arrivals > 0)
  }

  @Test(arguments: Canary.allCases)
  func `a store that forgets one thing is caught`(canary: Canary) throws {
    for seed in 1...40 as ClosedRange<UInt64>
    where try Self.run(seed: seed, canary: canary, hasDevices: canary == .arrival)
      .report.finding != nil
    { return }
    Issue.record("nothing was found in 40 seeds")
  }
}
