import Quantities
import Storage
import Testing

struct TallyPeriodTests {
  static let ascending: [TallyPeriod] = [
    .day(Day(number: .min)), .day(Day(number: -719_162)), .day(Day(number: -1)),
    .day(Day(number: 0)), .day(Day(number: 1)), .day(Day(number: .max)),
    .month(Month(number: .min)), .month(Month(number: -1)), .month(Month(number: 24_264)),
    .month(Month(number: .max)), .year(.min), .year(1), .year(2022), .year(.max),
  ]

  @Test func `codes come back, also for days before 1970`() {
    for period in Self.ascending { #expect(TallyPeriod(code: period.code) == period) }
  }

  @Test func `days come before months, months before years, and each in the order of time`() {
    #expect(Self.ascending == Self.ascending.sorted())
    #expect(Self.ascending.map(\.code) == Self.ascending.map(\.code).sorted())
    #expect(Set(Self.ascending.map(\.code)).count == Self.ascending.count)
  }

  @Test(arguments: [0, -1, 1, 1 << 40 | 1 << 33, 4 << 40, .max, .min, (1 << 40) - 1])
  func `other numbers are no code`(code: Int64) {
    #expect(TallyPeriod(code: code) == nil)
  }
}
