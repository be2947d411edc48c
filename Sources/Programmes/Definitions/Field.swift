/// What a fact of a record may be.
public struct Field: Sendable, Hashable {
  /// Its name within the kind: `floor-area`.
  public let name: String
  /// Its title for people.
  public let title: Title
  /// What values it takes.
  public let type: FieldType
  /// How widely it may be known; a list's items share its level.
  public let level: Level
  /// Whether every record of the kind has it from its first action on.
  public let isRequired: Bool
  /// Whether it is computed when an entry is made and never given.
  public let isDerived: Bool
}

/// The type of a field: what is accepted, and how it is kept.
public indirect enum FieldType: Sendable, Hashable {
  /// Plain text of at most `max` characters; only long text may have several lines.
  case text(max: Int, isLong: Bool)
  case integer(min: Int64?, max: Int64?)
  /// At most `places` digits after the point, kept as given.
  case decimal(places: UInt8, min: Int64?, max: Int64?)
  /// In fen.
  case money(min: Int64?, max: Int64?)
  case date
  /// Milliseconds since 1970-01-01T00:00Z.
  case time
  case choice([Choice])
  case truth
  case list([Field])
  case place
  /// GB 11643.
  case identityNumber
  /// GB 32100.
  case creditCode
  case phone
  /// The code of a unit that exists on the day of the work.
  case unit
  /// A record of this kind.
  case record(kind: String)
  /// A type that could not be read; only while a definition with errors is checked.
  case broken
}

/// One option of a choice.
public struct Choice: Sendable, Hashable {
  /// The value that is stored.
  public let name: String
  /// Its title for people; the name itself if the definition gives none.
  public let title: Title
}

extension FieldType {
  /// The kind that a reference leads to.
  public var referredKind: String? {
    if case .record(let kind) = self { kind } else { nil }
  }

  /// The items' fields of a list.
  public var itemFields: [Field]? {
    if case .list(let fields) = self { fields } else { nil }
  }

  /// The options of a choice.
  public var choices: [Choice]? {
    if case .choice(let choices) = self { choices } else { nil }
  }
}
