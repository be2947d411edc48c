public import Quantities

/// Why a request was not accepted: an ordinary answer, with a stable code and a text for people.
///
/// Precedence when several apply: in the order of the cases. Codes are never reused or renamed.
public enum Refusal: Error, Sendable, Hashable {
  /// The queue is full; nothing was looked at.
  case busy(retrySeconds: Int)
  /// The same id came before with another content.
  case idReused(seq: Int64)
  case programmeUnknown(String)
  case actionUnknown(programme: String, action: String)
  case unitUnknown(String)
  /// The unit ended before the day of the work; another may have taken over from it.
  case unitEnded(String, last: Day, successor: String?)
  /// The day of the work is after today, or before what the programme accepts.
  case dayOutOfRange(Day)
  case recordUnknown(kind: String, id: RecordID)
  case recordExists(kind: String, id: RecordID)
  /// A referred record is of another kind.
  case recordOfOtherKind(expected: String, found: String)
  case roleMissing(needed: [String])
  /// Somebody changed the record since the client saw it.
  case stale(kind: String, base: UInt32, current: UInt32)
  case wrongState(kind: String, state: String, needed: [String])
  case fieldUnknown(String)
  case fieldMissing(String)
  /// `reason` and `reasonZh` say what is wrong with the value and how to mend it.
  case fieldInvalid(String, reason: String, reasonZh: String)
  /// A condition of the programme does not hold; the text is the programme's own.
  case conditionFailed(zh: String, en: String)
  case keyTaken(key: String, holder: RecordID)
  case ceilingReached(measure: String, limit: Int64)
  case floorPassed(measure: String, limit: Int64)
  /// A sum passed the 64-bit range.
  case overflow(String)
  /// The unit has closed the month, which the request would change.
  case periodClosed(unit: String, month: Month)
  /// A unit cannot change like that; both texts say why and what can be done instead.
  case unitUnchangeable(zh: String, en: String)
  /// The entry to be put right is not there.
  case entryUnknown(seq: Int64)
  /// The entry cannot be put right, or not like that; both texts say what can be done instead.
  case notAmendable(seq: Int64, zh: String, en: String)
  /// A later entry could not be as it is if the one before it were put right.
  indirect case laterEntry(seq: Int64, Refusal)
  /// The entry would be larger than a leaf may be.
  case tooLarge(bytes: Int, limit: Int)
}
