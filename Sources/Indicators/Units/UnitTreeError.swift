public import Quantities

/// Why rows do not make a tree, or a change cannot be one of a unit.
public enum UnitTreeError: Error, Sendable, Hashable {
  /// There is no unit without a parent.
  case noRoot
  /// Two units have no parent.
  case twoRoots(String, String)
  case unknownParent(code: String, parent: String)
  /// A unit stands above itself, or takes over from itself.
  case cycle(code: String)
  /// Two rows of one code hold on the same day.
  case overlap(code: String, on: Day)
  /// The row's last day is before its first.
  case emptyValidity(code: String)
  /// A unit holds on a day on which its parent does not.
  case parentNotValid(code: String, parent: String, on: Day)
  /// A unit that ended would be taken over by one that is not there then.
  case successorNotValid(code: String, successor: String, on: Day)
  /// A change of a day before the last change of the same unit.
  case changedLater(code: String, on: Day)
  /// A code that was another unit's.
  case codeUsed(String)
}

extension UnitTreeError: CustomStringConvertible {
  /// One sentence in English, for logs and for whoever edits units.
  public var description: String {
    switch self {
    case .noRoot: "no unit stands at the top: one unit must have no parent"
    case .twoRoots(let first, let second):
      "units \(first) and \(second) both have no parent: only one unit may stand at the top"
    case .unknownParent(let code, let parent):
      "unit \(code) names the parent \(parent), which is not in the list"
    case .cycle(let code): "unit \(code) would stand above itself"
    case .overlap(let code, let day): "unit \(code) has two rows that hold on \(day)"
    case .emptyValidity(let code):
      "a row of unit \(code) ends before it begins: give a later last day"
    case .parentNotValid(let code, let parent, let day):
      "unit \(code) holds on \(day), but its parent \(parent) does not: move \(code) first, "
        + "merge \(parent) into another unit, or choose a parent that is there"
    case .successorNotValid(let code, let successor, let day):
      "unit \(code) would be taken over on \(day) by \(successor), which is not there then"
    case .changedLater(let code, let day):
      "unit \(code) changed on \(day): enter a change of that day or a later one"
    case .codeUsed(let code): "the code \(code) was another unit's: give a code of its own"
    }
  }

  /// The same in Chinese.
  public var descriptionZh: String {
    switch self {
    case .noRoot: "没有最上级单位：须有一个单位没有上级"
    case .twoRoots(let first, let second): "单位\(first)和\(second)都没有上级：最上级单位只能有一个"
    case .unknownParent(let code, let parent): "单位\(code)的上级\(parent)不存在"
    case .cycle(let code): "单位\(code)不能是自己的上级"
    case .overlap(let code, let day): "单位\(code)在\(day)有两种情况"
    case .emptyValidity(let code): "单位\(code)的撤销日期早于生效日期，请改用更晚的日期"
    case .parentNotValid(let code, let parent, let day):
      "单位\(code)在\(day)仍在，而其上级\(parent)已不在：请先划转\(code)，或将\(parent)并入其他单位，"
        + "或另选上级"
    case .successorNotValid(let code, let successor, let day):
      "单位\(code)将于\(day)由\(successor)接管，而后者当日不存在"
    case .changedLater(let code, let day):
      "单位\(code)在\(day)已有变更：请登记当日或之后的变更"
    case .codeUsed(let code): "代码\(code)曾属另一单位，请另用代码"
    }
  }
}
