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

  /// A row of the unit list.
  public init(
    code: String, nameZh: String, nameEn: String, level: UnitLevel, parent: String?,
    validFrom: Day?, validThrough: Day?
  ) {
    self.code = code
    self.nameZh = nameZh
    self.nameEn = nameEn
    self.level = level
    self.parent = parent
    self.validFrom = validFrom
    self.validThrough = validThrough
  }

  /// Whether the row holds on `day`.
  public func isValid(on day: Day) -> Bool {
    if let validFrom, day < validFrom { return false }
    if let validThrough, day > validThrough { return false }
    return true
  }
}

/// Why rows do not make a tree.
public enum UnitTreeError: Error, Sendable, Hashable {
  /// There is no unit without a parent.
  case noRoot
  /// Two units have no parent.
  case twoRoots(String, String)
  case unknownParent(code: String, parent: String)
  /// A unit stands above itself.
  case cycle(code: String)
  /// Two rows of one code hold on the same day.
  case overlap(code: String, on: Day)
  /// The row's last day is before its first.
  case emptyValidity(code: String)
  /// A unit holds on a day on which its parent does not.
  case parentNotValid(code: String, parent: String, on: Day)
}

extension UnitTreeError: CustomStringConvertible {
  /// One sentence in English, for logs and for whoever edits the unit list.
  public var description: String {
    switch self {
    case .noRoot: "no unit stands at the top: one unit must have no parent"
    case .twoRoots(let first, let second):
      "units \(first) and \(second) both have no parent: only one unit may stand at the top"
    case .unknownParent(let code, let parent):
      "unit \(code) names the parent \(parent), which is not in the list"
    case .cycle(let code): "unit \(code) stands above itself"
    case .overlap(let code, let day): "unit \(code) has two rows that hold on \(day)"
    case .emptyValidity(let code): "a row of unit \(code) ends before it begins"
    case .parentNotValid(let code, let parent, let day):
      "unit \(code) holds on \(day), but its parent \(parent) does not"
    }
  }
}
