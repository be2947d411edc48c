import Indicators
import Quantities
import Testing

@Suite struct ReturnTests {
  @Test func `the newest period of the target's year is taken, in its latest vintage`() throws {
    let series = try made([
      ("2021", .final, "9.1", "2022-08-01"), ("2022-Q1", .final, "6.0", "2022-09-01"),
      ("2022-H1", .express, "4.1", "2022-07-15"), ("2022-H1", .preliminary, "4.3", "2022-07-28"),
    ])
    #expect(series.newest(of: 2022, by: try date("2022-12-31"))?.value == (try number("4.3")))
    #expect(series.newest(of: 2022, by: try date("2022-07-20"))?.value == (try number("4.1")))
    #expect(series.newest(of: 2022, by: try date("2022-04-01")) == nil)
  }

  @Test func `a flash given after the final figure does not take its place`() throws {
    let series = try made([
      ("2022-Q1", .final, "6.0", "2022-05-01"), ("2022-Q1", .flash, "7.0", "2022-06-01"),
    ])
    #expect(series.newest(of: 2022, by: try date("2022-12-31"))?.value == (try number("6.0")))
  }

  @Test func `past years are separate and whole`() throws {
    let series = try made([
      ("2021-Q3", .final, "10.0", "2021-10-20"), ("2021", .flash, "9.0", "2022-01-20"),
      ("2022-Q1", .express, "6.0", "2022-04-20"),
    ])
    #expect(series.wholeYear(2021, by: try date("2022-12-31"))?.value == (try number("9.0")))
    #expect(series.wholeYear(2021, by: try date("2021-12-31")) == nil)
    #expect(series.newest(of: 2022, by: try date("2022-12-31"))?.value == (try number("6.0")))
  }

  @Test func `growth and level are two series`() throws {
    let returns = [
      try item("2022-H1", .express, "4.1", "2022-07-15"),
      StatisticsReturn(
        indicator: "gdp", unit: "140213", form: .level, period: try span("2022-H1"),
        vintage: .express, value: try number("240.2"), givenOn: try date("2022-07-15"),
        source: "演示"),
    ]
    let growth = ReturnSeries(of: "gdp", unit: "140213", form: .growth, in: returns)
    #expect(growth.returns.map(\.value.description) == ["4.1"])
  }

  @Test func `a standing from returns covers to the end of their period`() throws {
    let series = try made([
      ("2022-Q1", .express, "6.0", "2022-04-20"), ("2022-H1", .express, "4.1", "2022-07-15"),
    ])
    let standing = Standing(of: series, year: 2022, by: try date("2022-08-20"), unit: "%")
    #expect(standing.through == (try date("2022-06-30")))
    #expect(standing.published.count == 2)
    let none = Standing(of: series, year: 2023, by: try date("2023-01-20"), unit: "%")
    #expect(none.actual == nil)
  }

  @Test(arguments: [
    ("2022", "2022-12-31"), ("2022-H1", "2022-06-30"), ("2022-Q3", "2022-09-30"),
    ("2024-02", "2024-02-29"),
  ])
  func `periods are read and printed alike`(text: String, end: String) throws {
    let period = try span(text)
    #expect(period.description == text)
    #expect(period.end.description == end)
  }

  @Test(arguments: ["", "22", "2022-", "2022-Q5", "2022-H0", "2022-13", "2022-1", "2022-Q1-1"])
  func `other texts are no periods`(text: String) {
    #expect(ReturnPeriod(text) == nil)
  }

  private func span(_ text: String) throws -> ReturnPeriod { try #require(ReturnPeriod(text)) }

  private func item(
    _ period: String, _ vintage: Vintage, _ value: String, _ givenOn: String
  ) throws -> StatisticsReturn {
    StatisticsReturn(
      indicator: "gdp", unit: "140213", form: .growth, period: try span(period),
      vintage: vintage, value: try number(value), givenOn: try date(givenOn), source: "演示")
  }

  private func made(
    _ rows: [(String, Vintage, String, String)]
  ) throws -> ReturnSeries {
    let returns = try rows.map { try item($0.0, $0.1, $0.2, $0.3) }
    return ReturnSeries(of: "gdp", unit: "140213", form: .growth, in: returns.reversed())
  }
}
