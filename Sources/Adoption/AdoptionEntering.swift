public import Programmes
public import Registry

/// What became of a plan.
public struct AdoptionEntering: Sendable {
  /// Entries made now.
  public let entered: Int
  /// Requests that had been accepted before.
  public let repeated: Int
  /// Requests that were refused, by their place in the plan.
  public let refused: [(index: Int, refusal: Refusal)]

  /// Enters a plan in its order, in one batch.
  ///
  /// `moment` is the server time for a demo ledger.
  public static func enter(
    _ plan: AdoptionPlan, in registry: Registry, on moment: Int64?
  ) throws -> AdoptionEntering {
    let outcomes = try registry.submit(batch: plan.requests.map { (at: moment, request: $0) })
    var entered = 0
    var repeated = 0
    var refused: [(index: Int, refusal: Refusal)] = []
    for (index, outcome) in outcomes.enumerated() {
      switch outcome {
      case .accepted(let acceptance):
        if acceptance.isRepeat { repeated += 1 } else { entered += 1 }
      case .refused(let refusal): refused.append((index, refusal))
      }
    }
    return AdoptionEntering(entered: entered, repeated: repeated, refused: refused)
  }
}
