public import Quantities

/// What kind of place or body a unit is.
public enum UnitLevel: String, Sendable, Hashable, CaseIterable {
  case district
  case subdistrict
  /// A residents' committee (社区居委会).
  case community
  /// A villagers' committee (村委会).
  case village
  /// A bureau of the district (区直部门); it stands beside the subdistricts.
  case bureau
}

/// One unit, for a time: a row of the unit list.
///
/// A unit that changes its name or its parent has one row for each time, under one code.
public struct AdministrativeUnit: Sendable, Hashable {
  /// `140213` for the district, twelve digits below it, any text for a bureau.
  public let code: String
  /// The name in Chinese: `马军营街道`.
  public let nameZh: String
  /// The name in English.
  public let nameEn: String
  /// What kind of place or body it is.
  public let level: UnitLevel
  /// The code of the unit above; `nil` for the root only.
  public let parent: String?
  /// The first day it holds, or `nil` for always.
  public let validFrom: Day?
  /// The last day it holds, or `nil` for ever.
  public let validThrough: Day?
  /// The code of the unit that it works in, beside the one that it belongs to (派驻); nothing is
  /// counted there.
  public let stationedAt: String?
  /// The code of the unit that takes over what it had, from the day after its last on.
  public let successor: String?
  /// The code of the unit that it was split off from.
  public let predecessor: String?

  /// A row of the unit list.
  public init(
    code: String, nameZh: String, nameEn: String, level: UnitLevel, parent: String?,
    validFrom: Day?, validThrough: Day?, stationedAt: String? = nil, successor: String? = nil,
    predecessor: String? = nil
  ) {
    self.code = code
    self.nameZh = nameZh
    self.nameEn = nameEn
    self.level = level
    self.parent = parent
    self.validFrom = validFrom
    self.validThrough = validThrough
    self.stationedAt = stationedAt
    self.successor = successor
    self.predecessor = predecessor
  }

  /// The same row with another last day, and what comes after it.
  public func ending(_ day: Day, successor: String? = nil) -> AdministrativeUnit {
    AdministrativeUnit(
      code: code, nameZh: nameZh, nameEn: nameEn, level: level, parent: parent,
      validFrom: validFrom, validThrough: day, stationedAt: stationedAt, successor: successor,
      predecessor: predecessor)
  }

  /// Whether the row holds on `day`.
  public func isValid(on day: Day) -> Bool {
    if let validFrom, day < validFrom { return false }
    if let validThrough, day > validThrough { return false }
    return true
  }
}
