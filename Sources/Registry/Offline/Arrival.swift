public import Programmes
public import Quantities

/// An entry made without a network, as a device sends it when it is back.
///
/// The versions that the request names are those that the device last had from the ledger; what it
/// did itself since then is said by `after`.
public struct Arrival: Sendable, Hashable {
  /// What is to be entered; never an amendment.
  public let request: Request
  /// When it was made, by the device's clock: of two that collide the earlier one counts.
  public let made: Int64
  /// The entry made before it on the same device that it rests on.
  public let after: EntryID?

  /// An arrival as sent; nothing is checked before it is received.
  public init(request: Request, made: Int64, after: EntryID? = nil) {
    self.request = request
    self.made = made
    self.after = after
  }
}

/// What became of an arrival.
public enum ArrivalStatus: Sendable, Hashable {
  /// It is in the ledger at this place.
  case entered(seq: Int64)
  /// An entry that it rests on has not arrived, or is not entered.
  case waiting
  /// Somebody has to settle it; `code` is that of a refusal, or `arrival.collision`.
  case conflict(code: String, against: String)
  /// Somebody decided against it.
  case dropped
  /// What it registered is a record that was there already.
  case merged(into: RecordID)
}

/// An arrival that somebody has to settle, as the inbox shows it.
public struct ArrivalConflict: Sendable, Hashable {
  /// The record of the arrival, which the actions of the programme `arrivals` settle.
  public let record: RecordID
  /// What was to be entered.
  public let arrival: Arrival
  /// A refusal's code, or `arrival.collision`.
  public let code: String
  /// The fields that were written by others too and the entries that did, or the record that holds
  /// the key.
  public let against: String
}
