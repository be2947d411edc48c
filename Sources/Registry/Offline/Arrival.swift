public import Programmes
public import Quantities

/// An entry made without a network, as a device sends it when it is back.
///
/// The versions of records that the request names are those that the device last had from the
/// ledger; what it did itself since then is said by `after`.
public struct Arrival: Sendable, Hashable {
  /// What is to be entered; never an amendment.
  public let request: Request
  /// When it was made, by the device's clock: of two that collide the earlier one counts.
  public let made: Int64
  /// The entry made before it on the same device that it rests on.
  public let after: EntryID?
  /// The version of its programme that the device had; `nil` if it does not say, and then the
  /// latest counts.
  public let version: UInt32?

  /// An arrival as sent; nothing is checked before it is received.
  public init(request: Request, made: Int64, after: EntryID? = nil, version: UInt32? = nil) {
    self.request = request
    self.made = made
    self.after = after
    self.version = version
  }
}

/// What became of an arrival.
public enum ArrivalStatus: Sendable, Hashable {
  /// It is in the ledger at this place.
  case entered(seq: Int64)
  /// It has happened and is in the ledger at this place, marked with what would have refused it.
  case marked(seq: Int64, codes: [String])
  /// An entry that it rests on has not arrived, or is not entered.
  case waiting
  /// Somebody has to settle it; `code` is that of a refusal, or one of `ArrivalCode`.
  case conflict(code: String, against: String)
  /// Somebody decided against it.
  case dropped
  /// What it registered is a record that was there already.
  case merged(into: RecordID)
  /// It was settled before, and what it said has been erased since.
  case erased
}

/// What keeps an arrival out beside the refusals, or is marked if it has happened.
public enum ArrivalCode {
  /// What all of them begin with.
  static let prefix = "arrival."
  /// Somebody it did not know of wrote the same otherwise.
  public static let collision = "arrival.collision"
  /// It was made under a version that is not open for arrivals any more.
  public static let versionClosed = "arrival.version-closed"
  /// The entry that it rests on is not entered.
  public static let withoutBasis = "arrival.without-basis"
}

/// An arrival that somebody has to settle, as the inbox shows it.
public struct ArrivalConflict: Sendable, Hashable {
  /// The record of the arrival, which the actions of the programme `arrivals` settle.
  public let record: RecordID
  /// What was to be entered.
  public let arrival: Arrival
  /// A refusal's code, or one of `ArrivalCode`.
  public let code: String
  /// The fields that were written by others too and the entries that did, or the record that holds
  /// the key, or the versions.
  public let against: String
  /// What the latest version of the programme asks otherwise than the one it was made under.
  public let differences: [Title]
}

/// An arrival that has happened, was entered in spite of what would have refused it, and is to be
/// looked at by somebody.
public struct MarkedArrival: Sendable, Hashable {
  /// The record of the arrival: the action `arrival.seen` takes it off the list, `arrival.insist`
  /// enters it again with what was left out.
  public let record: RecordID
  /// What happened.
  public let arrival: Arrival
  /// The place of its entry.
  public let seq: Int64
  /// The codes of what would have refused it, ascending; the same stand in the entry's leaf.
  public let codes: [String]
  /// For a collision: the fields that were written by others too, and the entries that did.
  public let against: String
  /// The facts of other records that stayed as the others wrote them: `premises.gas`.
  public let leftOut: [String]
  /// What the latest version of the programme asks otherwise than the one it was made under.
  public let differences: [Title]
}
