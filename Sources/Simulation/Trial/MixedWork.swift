public import Programmes
import Storage

/// Requests at random over all that the bundled programmes can do, sensible and otherwise, without
/// any faults: for property tests on every engine.
public struct MixedWork: Sendable {
  private var workload: Workload
  private var model: LedgerModel

  /// The work of one seed, which leaves some kinds of work out, on a ledger that has its
  /// `definitions` and nothing else.
  public init(seed: UInt64, definitions: Int64) {
    var draw = Draw(seed: seed, stream: 100)
    workload = Workload(seed: seed, swarm: Swarm(&draw))
    model = LedgerModel(definitions: definitions)
  }

  /// What a district begins with, in this order; nothing of it is refused.
  public mutating func founding(at milliseconds: Int64) -> [Request] {
    workload.now = milliseconds
    return workload.founding()
  }

  /// Some more requests; some of them will be refused.
  public mutating func requests(at milliseconds: Int64) -> [Request] {
    workload.now = milliseconds
    return workload.requests(model)
  }

  /// Takes note that a request was accepted at a moment, in the order of the ledger, so that later
  /// ones can build on it.
  public mutating func accept(_ request: Request, at milliseconds: Int64) {
    let problem = model.accept(request, at: milliseconds)
    precondition(problem == nil, "the model and the ledger differ: \(problem ?? "")")
  }

  /// The tallies that the accepted requests come to, each as `measure[part] unit period`.
  public var tallies: [String: Int64] {
    Dictionary(
      uniqueKeysWithValues: model.numbers().tallies.map { key, amount in
        ("\(key.measure)[\(key.part)] \(key.unit) \(key.period)", amount)
      })
  }
}
