public import Quantities

/// What a record is named by.
public enum RecordTag {}
/// What an entry is named by.
public enum EntryTag {}
/// Names a record for ever; chosen by the client that first tells of it.
public typealias RecordID = ID<RecordTag>
/// Names a submission; chosen by the client, so that sending twice counts once.
public typealias EntryID = ID<EntryTag>

/// How widely a field may be known.
///
/// P4 (secrets) has no case: it must never be entered.
public enum Level: UInt8, Sendable, Hashable, Comparable, CaseIterable {
  /// P0: may be published; stands in the leaf.
  case open = 0
  /// P1: internal work data, the default; the leaf holds a hash of it.
  case staff = 1
  /// P2: personal; sealed.
  case personal = 2
  /// P3: sensitive personal; sealed.
  case sensitive = 3

  /// Sealed fields are stored encrypted and can be erased; no measure or condition reads them.
  public var isSealed: Bool { self >= .personal }

  /// By how closely a field is kept: open first, sensitive last.
  public static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
}

/// A field's value.
///
/// What it means (money in fen, a unit's code, a choice) is the field's type.
public enum Value: Sendable, Hashable {
  /// Text, choice, unit code, identity number, credit code, phone.
  case text(String)
  /// Integer; money in fen; a moment in milliseconds since 1970-01-01T00:00Z.
  case integer(Int64)
  /// An exact number with the digits it was given with.
  case decimal(Decimal64)
  /// A day in Asia/Shanghai.
  case day(Day)
  /// Yes or no.
  case truth(Bool)
  /// A reference to another record.
  case record(RecordID)
  /// A place in millionths of a degree, WGS 84.
  case place(latitude: Int32, longitude: Int32)
  /// A list of items, each with named fields.
  case list([[String: Value]])
}
