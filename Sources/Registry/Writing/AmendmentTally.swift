import Ledger
import Programmes

/// How often amendments moved a number: a tally beside the measure's own, so that whoever publishes
/// a number can say that it was corrected.
enum AmendmentTally {
  /// What the tally stands under.
  static func name(of measure: String) -> String { measure + "#amended" }
}
