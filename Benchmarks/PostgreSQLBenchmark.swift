// The same write path on PostgreSQL: batches in pipeline mode, one transaction for entries and
// projections, against one transaction an entry in the same run.

#if PostgreSQL
import Foundation
import Programmes
import Quantities
import Registry
import Simulation
import StoragePostgreSQL

struct PostgreSQLBenchmark {
  let entries: Int
  /// A server that `scripts/postgresql` has started.
  let address: String

  /// One transaction an entry is slower by so much that fewer are enough.
  private static let singlesMax = 2_000

  func run() throws {
    let tag = "\(getpid())"
    let batched = try load("batched-\(tag)", entries: entries, together: nil)
    print("postgresql, batches: \(batched) entries/s")
    let single = try load("single-\(tag)", entries: min(entries, Self.singlesMax), together: 1)
    print("postgresql, one transaction an entry: \(single) entries/s")
    print("ratio: \(String(format: "%.2f", Double(batched) / Double(single)))")
  }

  /// Entries a second, through the queue or so many together.
  private func load(_ name: String, entries: Int, together: Int?) throws -> Int {
    let store = try PostgreSQLStore(
      PostgreSQLAddress(address + "&ledger=" + name), properties: District.properties.stored)
    let registry = try District.registry(
      store: store, writer: try store.makeWriter(), projector: try store.makeProjector())
    var simulator = try District.simulator(entries: self.entries)
    var accepted = 0
    let sending = Sending(to: registry)
    var seconds = 0.0
    var sent = 0
    while sent < entries, let month = simulator.next() {
      let requests = Array(month.prefix(entries - sent))
      let started = ContinuousClock.now
      if let together {
        for first in stride(from: 0, to: requests.count, by: together) {
          let jobs = requests[first..<min(first + together, requests.count)]
          for outcome in try registry.submit(batch: jobs.map { ($0.at, $0.request) }) {
            if case .accepted = outcome { accepted += 1 }
          }
        }
      } else {
        for request in requests { try sending.send(request.request, at: request.at) }
        try sending.settle()
        accepted += requests.count
      }
      seconds += (ContinuousClock.now - started).seconds
      sent += requests.count
      print("  \(sent) sent, \(Int(Double(sent) / seconds)) entries/s so far")
    }
    return Int(Double(accepted) / seconds)
  }
}
#endif
