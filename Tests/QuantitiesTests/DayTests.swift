import Quantities
import Testing

struct DayTests {
  @Test(arguments: [
    (1970, 1, 1, 0, 4), (1969, 12, 31, -1, 3), (2000, 2, 29, 11_016, 2), (2022, 1, 1, 18_993, 6),
    (2026, 11, 23, 20_780, 1), (1, 1, 1, -719_162, 1), (9999, 12, 31, 2_932_896, 5),
    (1900, 3, 1, -25_508, 4),
  ]) func `known dates have their number and weekday`(
    year: Int, month: Int, day: Int, number: Int32, weekday: Int
  ) throws {
    let found = try #require(Day(year: year, month: month, day: day))
    #expect(found.number == number)
    #expect(found.weekday == weekday)
    #expect(found.date == (year, month, day))
    #expect(found.year == year)
  }

  @Test(arguments: [
    (2022, 2, 29), (1900, 2, 29), (2023, 4, 31), (2022, 0, 1), (2022, 13, 1), (2022, 1, 0),
    (2022, 1, 32), (0, 1, 1), (10_000, 1, 1), (-1, 1, 1),
  ]) func `dates that do not exist are none`(year: Int, month: Int, day: Int) {
    #expect(Day(year: year, month: month, day: day) == nil)
  }

  @Test func `leap years follow the Gregorian rule`() {
    #expect([1600, 2000, 2004, 2024, 2400].allSatisfy(Day.isLeap))
    #expect(![1700, 1800, 1900, 2022, 2100].contains(where: Day.isLeap))
  }

  @Test func `every day from year 1 to 9999 comes back from its date`() throws {
    let first = try #require(Day(year: 1, month: 1, day: 1))
    let last = try #require(Day(year: 9999, month: 12, day: 31))
    var expected = (year: 1, month: 1, day: 1)
    var weekday = 1
    var wrong = 0
    for number in first.number...last.number {
      let day = Day(number: number)
      let date = day.date
      if date != expected || day.weekday != weekday { wrong += 1 }
      if Day(year: date.year, month: date.month, day: date.day) != day { wrong += 1 }
      weekday = weekday % 7 + 1
      expected.day += 1
      if expected.day > Day.days(inMonth: expected.month, of: expected.year) {
        expected.day = 1
        expected.month += 1
      }
      if expected.month > 12 {
        expected.month = 1
        expected.year += 1
      }
    }
    #expect(wrong == 0)
    #expect(expected == (10_000, 1, 1))
  }

  @Test(arguments: DecimalTests.seeds) func `printing and reading gives the same day`(
    seed: UInt64
  ) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<500 {
      let day = Day(number: Int32.random(in: -719_162...2_932_896, using: &generator))
      #expect(Day(day.description) == day, "seed \(seed)")
      #expect(day.month.first <= day, "seed \(seed): \(day)")
      #expect(day <= day.month.last, "seed \(seed): \(day)")
    }
  }

  @Test func `days print with four, two and two digits`() {
    #expect(Day(year: 5, month: 7, day: 1)?.description == "0005-07-01")
    #expect(Day(number: -719_529).description == "-0001-12-31")
  }

  @Test(arguments: [
    "", "2022-7-31", "2022-07-31 ", "2022/07/31", "20220731", "2022-07", "2022-07-31-01",
    "+022-07-31", "2022-+7-31", "2022-07-+1", "2022-02-30", "0000-01-01", "２０２２-07-31",
    "-2022-07-31", "2022--7-31",
  ]) func `other texts are no day`(text: String) {
    #expect(Day(text) == nil)
  }

  /// 16:00 UTC is midnight in Shanghai.
  @Test(arguments: [
    (0, 0), (-1, 0), (57_599_999, 0), (57_600_000, 1), (-28_800_000, 0), (-28_800_001, -1),
    (-86_400_000, -1), (-115_200_000, -1), (-115_200_001, -2), (1_640_966_399_999, 18_992),
    (1_640_966_400_000, 18_993), (Int64.max, Int64(Int32.max)), (Int64.min, Int64(Int32.min)),
  ]) func `a day begins at midnight in Shanghai`(milliseconds: Int64, number: Int64) {
    #expect(Int64(Day(milliseconds: milliseconds).number) == number)
  }

  @Test(arguments: DecimalTests.seeds) func `a day contains its first and last millisecond`(
    seed: UInt64
  ) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<500 {
      let day = Day(number: Int32.random(in: -800_000...3_000_000, using: &generator))
      #expect(Day(milliseconds: day.startMilliseconds) == day, "seed \(seed)")
      #expect(Day(milliseconds: day.startMilliseconds + 86_399_999) == day, "seed \(seed)")
      #expect(Day(milliseconds: day.startMilliseconds - 1) == day.advanced(by: -1))
      #expect(day.advanced(by: 1).days(since: day) == 1)
      #expect(day < day.advanced(by: 1))
    }
  }

  @Test func `advancing stops at the ends`() {
    #expect(Day(number: .max).advanced(by: 1).number == .max)
    #expect(Day(number: 1).advanced(by: .max).number == .max)
    #expect(Day(number: -1).advanced(by: .min).number == .min)
  }
}
