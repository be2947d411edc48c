import Quantities

/// How many visits fall on each day: more before festivals, none during them.
struct WorkingDays: Sendable {
  private let first: Day
  /// Weight of all days before the index.
  private let before: [Int]

  /// `first` through `last`; both are days of 2022.
  init(from first: Day, through last: Day) {
    var sums = [0]
    var day = first
    while day <= last {
      sums.append((sums.last ?? 0) + Self.weight(of: day))
      day = day.advanced(by: 1)
    }
    self.first = first
    self.before = sums
  }

  /// The part of `total` that falls on `day`; the parts of all days add up to it.
  func share(of total: Int, on day: Day) -> Int {
    let index = day.days(since: first)
    guard index >= 0, index + 1 < before.count, let all = before.last, all > 0 else { return 0 }
    return total * before[index + 1] / all - total * before[index] / all
  }

  /// Whether people work; Spring Festival, Qingming, May and National Day of 2022 are free.
  static func isWorking(_ day: Day) -> Bool {
    day.weekday <= 5 && !isFree(day)
  }

  /// The day that is `count` working days later.
  static func advanced(_ day: Day, by count: Int) -> Day {
    var day = day
    var left = count
    while left > 0 {
      day = day.advanced(by: 1)
      if isWorking(day) { left -= 1 }
    }
    return day
  }

  private static func weight(of day: Day) -> Int {
    if isFree(day) { return 0 }
    let date = day.date
    let isBeforeFestival =
      (date.month == 1 && date.day >= 18) || (date.month == 4 && date.day >= 24)
      || (date.month == 9 && date.day >= 20)
    let usual = day.weekday <= 5 ? 8 : day.weekday == 6 ? 2 : 1
    return isBeforeFestival ? usual * 3 : usual
  }

  private static func isFree(_ day: Day) -> Bool {
    let date = day.date
    return switch (date.month, date.day) {
    case (1, 1...3), (1, 31), (2, 1...6), (4, 3...5), (5, 1...4), (6, 3...5), (9, 10...12),
      (10, 1...7):
      true
    default: false
    }
  }
}
