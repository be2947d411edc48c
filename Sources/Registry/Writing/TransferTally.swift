import Programmes

/// What a stock at a unit moved by because units changed what they count for: day tallies at every
/// level, beside the month tallies that they are part of, so that a card can list them.
enum TransferTally {
  /// What the tally stands under.
  static func name(of measure: String) -> String { measure + "#transferred" }
  /// The measure of such a name; `nil` for other names.
  static func measure(of name: String) -> String? {
    name.hasSuffix("#transferred") ? String(name.dropLast("#transferred".count)) : nil
  }
}
