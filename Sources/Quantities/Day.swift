/// A calendar day in the proleptic Gregorian calendar, as days since 1970-01-01.
///
/// Days are those of Asia/Shanghai (UTC+8, no summer time since 1991); a day carries no time.
public struct Day: Sendable, Hashable, Comparable {
  /// Days since 1970-01-01; negative before.
  public let number: Int32

  /// The day that many days after 1970-01-01; any number is a day.
  public init(number: Int32) {
    self.number = number
  }

  /// The day of a calendar date, or `nil` if there is no such date (2022-02-30).
  ///
  /// Years 1 to 9999. Method: days from civil, H. Hinnant, "chrono-Compatible Low-Level Date
  /// Algorithms".
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1 else { return nil }
    guard day <= Self.days(inMonth: month, of: year) else { return nil }
    let y = month <= 2 ? year - 1 : year
    let era = y / 400
    let yearOfEra = y - era * 400
    let monthFromMarch = (month + 9) % 12
    let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    self.number = Int32(era * 146_097 + dayOfEra - 719_468)
  }

  /// Reads `2022-07-31`; `nil` for anything else.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, let year = digits(parts[0], 4), let month = digits(parts[1], 2),
      let day = digits(parts[2], 2)
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  /// The day in Asia/Shanghai at a moment given in milliseconds since 1970-01-01T00:00Z.
  public init(milliseconds: Int64) {
    let (quotient, remainder) = milliseconds.quotientAndRemainder(dividingBy: 86_400_000)
    // The remainder has the sign of the moment; with the offset it lies within a day either way.
    let local = remainder + 8 * 3_600_000
    let carry: Int64 = local < 0 ? -1 : (local >= 86_400_000 ? 1 : 0)
    self.number = Int32(clamping: quotient + carry)
  }

  /// Year, month 1...12 and day 1...31.
  public var date: (year: Int, month: Int, day: Int) {
    let shifted = Int(number) + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, day)
  }

  /// The calendar year, as in `date`.
  public var year: Int { date.year }
  /// The calendar month that the day lies in.
  public var month: Month { Month(containing: self) }

  /// 1 for Monday to 7 for Sunday (ISO 8601).
  public var weekday: Int {
    let offset = (Int(number) + 3) % 7
    return (offset < 0 ? offset + 7 : offset) + 1
  }

  /// Milliseconds since 1970-01-01T00:00Z of this day's beginning in Asia/Shanghai.
  public var startMilliseconds: Int64 { Int64(number) * 86_400_000 - 8 * 3_600_000 }

  /// The day that many days later, or earlier for a negative count; stops at the ends of `Int32`.
  public func advanced(by days: Int) -> Day {
    Day(number: clampedSum(number, days))
  }

  /// Days from `other` to this day.
  public func days(since other: Day) -> Int { Int(number) - Int(other.number) }

  /// Earlier days first.
  public static func < (left: Day, right: Day) -> Bool { left.number < right.number }

  /// 28 to 31.
  public static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: isLeap(year) ? 29 : 28
    default: 31
    }
  }

  /// Whether `year` has 366 days.
  public static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }
}

extension Day: CustomStringConvertible {
  /// `2022-07-31`.
  public var description: String {
    let (year, month, day) = date
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }
}

/// A calendar month, as months since January of year 0.
public struct Month: Sendable, Hashable, Comparable {
  /// `year * 12 + (month - 1)`.
  public let number: Int32

  /// The month that many months after January of year 0.
  public init(number: Int32) {
    self.number = number
  }

  /// The month of a year from 1 to 9999, 1 for January; `nil` outside.
  public init?(year: Int, month: Int) {
    guard (1...9999).contains(year), (1...12).contains(month) else { return nil }
    self.number = Int32(year * 12 + month - 1)
  }

  /// The month that a day lies in.
  public init(containing day: Day) {
    let date = day.date
    self.number = Int32(date.year * 12 + date.month - 1)
  }

  /// Reads `2022-07`; `nil` for anything else.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, let year = digits(parts[0], 4), let month = digits(parts[1], 2)
    else { return nil }
    self.init(year: year, month: month)
  }

  /// The calendar year; 0 and below for months before year 1.
  public var year: Int { (Int(number) - (ofYear - 1)) / 12 }

  /// The month's place in its year, 1 for January to 12 for December.
  public var ofYear: Int {
    let remainder = Int(number) % 12
    return (remainder < 0 ? remainder + 12 : remainder) + 1
  }

  /// The first day; the month must lie in years 1 to 9999.
  public var first: Day {
    guard let day = Day(year: year, month: ofYear, day: 1) else {
      preconditionFailure("month \(number) is outside years 1 to 9999")
    }
    return day
  }

  /// The last day: the 28th to the 31st.
  public var last: Day { first.advanced(by: Day.days(inMonth: ofYear, of: year) - 1) }

  /// The month that many months later, or earlier for a negative count.
  public func advanced(by months: Int) -> Month {
    Month(number: clampedSum(number, months))
  }

  /// Earlier months first.
  public static func < (left: Month, right: Month) -> Bool { left.number < right.number }
}

extension Month: CustomStringConvertible {
  /// `2022-07`.
  public var description: String { "\(padded(year, 4))-\(padded(ofYear, 2))" }
}

/// Zero-padded decimal digits, after a minus sign if the number has one.
func padded(_ number: Int, _ width: Int) -> String {
  let digits = String(number.magnitude)
  let zeros = String(repeating: "0", count: max(0, width - digits.utf8.count))
  return (number < 0 ? "-" : "") + zeros + digits
}

/// The number that exactly `count` ASCII digits stand for; `Int` alone would also take a sign.
private func digits(_ text: some StringProtocol, _ count: Int) -> Int? {
  guard text.utf8.count == count,
    text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
  else { return nil }
  return Int(text)
}

/// A sum that stops at the ends of `Int32`.
private func clampedSum(_ number: Int32, _ step: Int) -> Int32 {
  let (sum, overflowed) = Int(number).addingReportingOverflow(step)
  return overflowed ? (step < 0 ? .min : .max) : Int32(clamping: sum)
}
