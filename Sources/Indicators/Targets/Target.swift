public import Quantities

/// How a printed number binds; the words are those of the reading contract.
///
/// Civil Code art. 1259: 以上 and 以内 include the number, 超过 and 不满 exclude it.
public enum Comparator: String, Sendable, Hashable, CaseIterable {
  case eq
  case ge
  case le
  case gt
  case lt
  case about
  case between
}

/// What a body set itself to reach in a year, as printed.
public struct Target: Sendable, Hashable {
  /// What kind of aim was printed; a quarter of real targets carry no number.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case number
    case range
    /// To another figure: 与经济增长基本同步.
    case relation
    /// Set elsewhere: 完成市定任务.
    case reference
    /// A way to go: 稳步提升.
    case direction
  }

  /// The year it is for.
  public let year: Int
  /// The indicator's id in the catalogue, or `nil` if nobody has said which it is.
  public let indicator: String?
  /// The name as printed.
  public let name: String
  /// What kind of aim was printed.
  public let kind: Kind
  /// What kind of number it is.
  public let form: IndicatorForm
  /// How the number binds.
  public let comparator: Comparator
  /// The number, or the lower end of a range; `nil` where none was printed.
  public let value: Decimal64?
  /// The upper end of a range.
  public let high: Decimal64?
  /// The unit of the numbers: `人`, `%`.
  public let unit: String
  /// How far a 左右 may be off; entered by a person, never guessed.
  public let tolerance: Decimal64?
  /// Where it is printed; the same aim printed twice is one target with two places.
  public let places: [TargetPlace]

  /// A target with everything given.
  public init(
    year: Int, indicator: String?, name: String, kind: Kind, form: IndicatorForm,
    comparator: Comparator, value: Decimal64?, high: Decimal64?, unit: String,
    tolerance: Decimal64?, places: [TargetPlace]
  ) {
    self.year = year
    self.indicator = indicator
    self.name = name
    self.kind = kind
    self.form = form
    self.comparator = comparator
    self.value = value
    self.high = high
    self.unit = unit
    self.tolerance = tolerance
    self.places = places
  }

  /// Whether the other is the same aim, printed elsewhere or under another name of the indicator.
  public func isSameAim(as other: Target) -> Bool {
    guard year == other.year, kind == other.kind, form == other.form, unit == other.unit,
      comparator == other.comparator, value == other.value, high == other.high
    else { return false }
    guard let indicator, let second = other.indicator else { return name == other.name }
    return indicator == second
  }

  /// The targets with the same aims put together, in the order of their first places.
  public static func merged(_ targets: [Target]) -> [Target] {
    var merged: [Target] = []
    for target in targets {
      if let index = merged.firstIndex(where: { $0.isSameAim(as: target) }) {
        merged[index] = merged[index].adding(target.places)
      } else {
        merged.append(target)
      }
    }
    return merged
  }

  private func adding(_ more: [TargetPlace]) -> Target {
    Target(
      year: year, indicator: indicator, name: name, kind: kind, form: form,
      comparator: comparator, value: value, high: high, unit: unit, tolerance: tolerance,
      places: places + more.filter { !places.contains($0) })
  }
}

/// Where a target is printed.
public struct TargetPlace: Sendable, Hashable {
  /// Names the document.
  public let document: String
  /// Where in the document.
  public let span: ByteSpan
  /// The printed words.
  public let quote: String

  /// A place with its words.
  public init(document: String, span: ByteSpan, quote: String) {
    self.document = document
    self.span = span
    self.quote = quote
  }
}
