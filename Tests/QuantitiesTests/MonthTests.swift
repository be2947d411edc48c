import Quantities
import Testing

struct MonthTests {
  @Test(arguments: [
    (2022, 1, "2022-01-01", "2022-01-31"), (2022, 2, "2022-02-01", "2022-02-28"),
    (2024, 2, "2024-02-01", "2024-02-29"), (1900, 2, "1900-02-01", "1900-02-28"),
    (2022, 4, "2022-04-01", "2022-04-30"), (9999, 12, "9999-12-01", "9999-12-31"),
    (1, 1, "0001-01-01", "0001-01-31"),
  ]) func `a month has its first and last day`(
    year: Int, month: Int, first: String, last: String
  ) throws {
    let found = try #require(Month(year: year, month: month))
    #expect(found.first.description == first)
    #expect(found.last.description == last)
    #expect(found.year == year)
    #expect(found.ofYear == month)
    #expect(Month(containing: found.last) == found)
    #expect(Month(found.description) == found)
  }

  @Test func `a year has twelve months`() throws {
    let january = try #require(Month(year: 2022, month: 1))
    #expect(january.advanced(by: 11).description == "2022-12")
    #expect(january.advanced(by: 12).description == "2023-01")
    #expect(january.advanced(by: -1).description == "2021-12")
    #expect(january.advanced(by: -1) < january)
    #expect(january.number == 24_264)
    #expect(january.advanced(by: .max).number == .max)
  }

  @Test func `months before year 1 still have a year and a place in it`() {
    #expect(Month(number: 0).year == 0)
    #expect(Month(number: -1).year == -1)
    #expect(Month(number: -1).ofYear == 12)
    #expect(Month(number: -12).year == -1)
    #expect(Month(number: -12).ofYear == 1)
    #expect(Month(number: -13).ofYear == 12)
  }

  @Test(arguments: [
    "", "2022", "2022-7", "2022-13", "2022-00", "0000-01", "2022-07-31", "+022-07", "2022-+7",
    "22-07", "2022/07",
  ]) func `other texts are no month`(text: String) {
    #expect(Month(text) == nil)
  }
}
