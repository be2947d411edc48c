public import Quantities

/// What a published figure covers: from the beginning of the year to the end of the period.
public enum ReturnPeriod: Sendable, Hashable {
  case year(Int)
  /// 1 or 2.
  case half(year: Int, Int)
  /// 1 to 4.
  case quarter(year: Int, Int)
  case month(Month)

  /// Reads `2022`, `2022-H1`, `2022-Q3` or `2022-04`; `nil` for anything else.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard let year = parts.first.flatMap({ Int($0) }), (1...9999).contains(year),
      parts[0].utf8.count == 4
    else { return nil }
    guard parts.count == 2 else {
      guard parts.count == 1 else { return nil }
      self = .year(year)
      return
    }
    let part = parts[1]
    guard part.utf8.count == 2, let last = Int(part.dropFirst()) else { return nil }
    switch part.first {
    case "H" where (1...2).contains(last): self = .half(year: year, last)
    case "Q" where (1...4).contains(last): self = .quarter(year: year, last)
    default:
      guard let month = Month(text) else { return nil }
      self = .month(month)
    }
  }

  /// The year it lies in.
  public var year: Int {
    switch self {
    case .year(let year), .half(let year, _), .quarter(let year, _): year
    case .month(let month): month.year
    }
  }

  /// Whether the period ends with its year.
  public var isWholeYear: Bool { lastMonth.ofYear == 12 }

  /// The last day covered.
  public var end: Day { lastMonth.last }

  private var lastMonth: Month {
    switch self {
    case .year(let year): Self.month(12, of: year)
    case .half(let year, let half): Self.month(half * 6, of: year)
    case .quarter(let year, let quarter): Self.month(quarter * 3, of: year)
    case .month(let month): month
    }
  }

  private static func month(_ ofYear: Int, of year: Int) -> Month {
    Month(number: Int32(clamping: year * 12 + ofYear - 1))
  }
}

extension ReturnPeriod: CustomStringConvertible {
  /// As it is read: `2022-Q3`.
  public var description: String {
    switch self {
    case .year(let year): Self.fourDigits(year)
    case .half(let year, let half): "\(Self.fourDigits(year))-H\(half)"
    case .quarter(let year, let quarter): "\(Self.fourDigits(year))-Q\(quarter)"
    case .month(let month): month.description
    }
  }

  private static func fourDigits(_ year: Int) -> String {
    let digits = String(year)
    return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
  }
}
