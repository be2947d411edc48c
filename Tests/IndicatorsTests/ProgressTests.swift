// Known answers of the progress arithmetic: the printed targets and results of Pingcheng, and the
// edges of each rule.

import Indicators
import Quantities
import Testing

@Suite struct ProgressTests {
  @Test func `GDP grew by 1.9 where 8 was the aim: missed by 6.1 points`() throws {
    let progress = try judged(.growth, .ge, "8", actual: "1.9", on: "2022-12-31")
    #expect(progress.verdict == .missed)
    #expect(progress.light == .red)
    #expect(progress.pace == nil)
    #expect(try shown(progress) == "-6.1")
  }

  @Test func `a growth that lags within the year is behind, without linear time`() throws {
    let progress = try judged(.growth, .ge, "8", actual: "7.9", on: "2022-06-30")
    #expect(progress.verdict == .behind)
    #expect(progress.light == .yellow)
    #expect(progress.pace == nil)
    let onCourse = try judged(.growth, .ge, "8", actual: "8.0", on: "2022-06-30")
    #expect(onCourse.verdict == .onCourse)
    #expect(onCourse.light == .green)
  }

  @Test func `an unemployment rate within its bound leaves a margin of 0.3`() throws {
    let progress = try judged(.rate, .le, "4.5", actual: "4.2", on: "2022-12-31")
    #expect(progress.verdict == .met)
    #expect(progress.comparison == .margin(Ratio(try number("0.3"))))
    let atBound = try judged(.rate, .le, "4.5", actual: "4.5", on: "2022-06-30")
    #expect(atBound.verdict == .met)
    let broken = try judged(.rate, .le, "4.5", actual: "4.6", on: "2022-06-30")
    #expect(broken.verdict == .missed)
    #expect(broken.comparison == .margin(Ratio(try number("-0.1"))))
  }

  @Test func `a bound must hold at every publication of the year`() throws {
    let target = try aim(.rate, .le, "4.5")
    let standing = Standing(
      actual: Ratio(try number("4.2")), through: try date("2022-09-30"), unit: "%",
      published: [Ratio(try number("4.7")), Ratio(try number("4.2"))])
    let progress = Progress(of: target, indicator: nil, standing: standing, pace: .months)
    #expect(progress.verdict == .missed)
    #expect(progress.notes == [.brokenEarlier])
  }

  @Test func `17 of 30 on 31 July is 1.7 points behind time and green with a note`() throws {
    let progress = try judged(.level, .eq, "30", actual: "17", on: "2022-07-31")
    #expect(progress.comparison == .completion(try part(17, 30)))
    #expect(try part(17, 30).percent(scale: 1)?.description == "56.7")
    #expect(progress.pace?.elapsed == (try part(7, 12)))
    #expect(progress.pace?.elapsed.percent(scale: 1)?.description == "58.3")
    #expect(progress.pace?.points?.description == "-1.7")
    #expect(progress.verdict == .behind)
    #expect(progress.light == .green)
    #expect(progress.notes == [.statedExactly, .slightlyBehind])
  }

  @Test(arguments: [
    (8, Light.yellow, Verdict.behind), (15, .green, .behind), (20, .green, .onCourse),
    (5, .red, .behind),
  ])
  func `lights follow the points behind time at mid-year`(
    actual: Int, light: Light, verdict: Verdict
  ) throws {
    let progress = try judged(.level, .ge, "36", actual: "\(actual)", on: "2022-06-30")
    #expect(progress.light == light)
    #expect(progress.verdict == verdict)
  }

  @Test func `exactly 10 points behind is yellow and exactly 30 is not yet red`() throws {
    let ten = try judged(.level, .ge, "100", actual: "40", on: "2022-06-30")
    #expect(ten.light == .yellow)
    let thirty = try judged(.level, .ge, "100", actual: "20", on: "2022-06-30")
    #expect(thirty.light == .yellow)
    let more = try judged(.level, .ge, "1000", actual: "199", on: "2022-06-30")
    #expect(more.light == .red)
  }

  @Test func `completion above 100 percent stays`() throws {
    let progress = try judged(.level, .ge, "7700", actual: "9366", on: "2022-11-30")
    #expect(progress.verdict == .met)
    guard case .completion(let completion) = progress.comparison else {
      Issue.record("no completion")
      return
    }
    #expect(completion.percent(scale: 1)?.description == "121.6")
  }

  @Test func `the pair 12 and 10 percent is judged each by itself`() throws {
    let urban = try judged(.growth, .ge, "12", actual: "5.6", on: "2022-12-31")
    let rural = try judged(.growth, .ge, "10", actual: "10", on: "2022-12-31")
    #expect(try shown(urban) == "-6.4")
    #expect(urban.verdict == .missed)
    #expect(rural.verdict == .met)
  }

  @Test func `around needs a tolerance that a person enters`() throws {
    let open = try judged(.growth, .about, "3", actual: "1.9", on: "2022-12-31")
    #expect(open.verdict == .needsTolerance)
    #expect(open.light == nil)
    #expect(try shown(open) == "-1.1")
    let narrow = try judged(
      .growth, .about, "3", actual: "1.9", on: "2022-12-31", tolerance: "0.5")
    #expect(narrow.verdict == .missed)
    let wide = try judged(
      .growth, .about, "3", actual: "1.9", on: "2022-12-31", tolerance: "1.1")
    #expect(wide.verdict == .met)
  }

  @Test func `no data is not zero`() throws {
    let target = try aim(.level, .ge, "30")
    let standing = Standing(
      actual: nil, through: try date("2022-07-31"), unit: "%", published: [])
    let progress = Progress(of: target, indicator: nil, standing: standing, pace: .months)
    #expect(progress.verdict == .noData)
    #expect(progress.comparison == nil)
    #expect(progress.light == nil)
  }

  @Test func `an aim set by a level above is awaited`() throws {
    let target = Target(
      year: 2022, indicator: nil, name: "财政收入", kind: .reference, form: .growth,
      comparator: .eq, value: nil, high: nil, unit: "", tolerance: nil, places: [])
    let standing = Standing(actual: Ratio(3), on: try date("2022-07-31"), unit: "%")
    let progress = Progress(of: target, indicator: nil, standing: standing, pace: .months)
    #expect(progress.verdict == .awaiting)
  }

  @Test func `above excludes the number and at least includes it`() throws {
    #expect(try judged(.level, .gt, "30", actual: "30", on: "2022-12-31").verdict == .missed)
    #expect(try judged(.level, .ge, "30", actual: "30", on: "2022-12-31").verdict == .met)
    #expect(try judged(.rate, .lt, "4.5", actual: "4.5", on: "2022-12-31").verdict == .missed)
  }

  @Test func `an exact aim of a bounded indicator passes as at most`() throws {
    let indicator = try sample(direction: .atMost, form: .rate, time: .latest)
    let standing = Standing(actual: Ratio(4), on: try date("2022-12-31"), unit: "%")
    let progress = Progress(
      of: try aim(.rate, .eq, "4.5"), indicator: indicator, standing: standing, pace: .months)
    #expect(progress.verdict == .met)
    #expect(progress.notes == [.statedExactly])
  }

  @Test func `a range is held from its lower end where more is better`() throws {
    let above = try judged(.growth, .between, "4.5", actual: "5.2", on: "2022-12-31", high: "5")
    #expect(above.verdict == .met)
    #expect(try shown(above) == "0.7")
    let indicator = try sample(direction: .around, form: .growth, time: .cumulative)
    let outside = Progress(
      of: try aim(.growth, .between, "4.5", high: "5"), indicator: indicator,
      standing: Standing(
        actual: Ratio(try number("5.2")), on: try date("2022-12-31"), unit: "%"),
      pace: .months)
    #expect(outside.verdict == .missed)
    #expect(try shown(outside) == "0.2")
  }

  @Test func `a place in an order is better when it is lower`() throws {
    #expect(try judged(.rank, .eq, "1", actual: "2", on: "2022-12-31").verdict == .missed)
    #expect(try judged(.rank, .eq, "3", actual: "2", on: "2022-12-31").verdict == .met)
  }

  @Test func `a change is a difference, not a completion`() throws {
    let progress = try judged(.change, .ge, "0.5", actual: "0.3", on: "2022-12-31")
    #expect(try shown(progress) == "-0.2")
    #expect(progress.verdict == .missed)
  }

  @Test func `an aim of nothing has no completion rate`() throws {
    let progress = try judged(.level, .ge, "0", actual: "2", on: "2022-06-30")
    #expect(progress.comparison == .difference(Ratio(2)))
    #expect(progress.verdict == .onCourse)
  }

  @Test func `a stock is not compared with time`() throws {
    let indicator = try sample(direction: .atLeast, form: .level, time: .stock)
    let standing = Standing(actual: Ratio(20), on: try date("2022-06-30"), unit: "%")
    let progress = Progress(
      of: try aim(.level, .ge, "30"), indicator: indicator, standing: standing, pace: .months)
    #expect(progress.pace == nil)
    #expect(progress.verdict == .behind)
  }

  @Test func `figures in another unit are not compared`() throws {
    let standing = Standing(actual: Ratio(20), on: try date("2022-06-30"), unit: "万人")
    let progress = Progress(
      of: try aim(.level, .ge, "30"), indicator: nil, standing: standing, pace: .months)
    #expect(progress.verdict == .unitsDiffer)
  }
}

@Suite struct PaceTests {
  @Test func `time elapsed counts months and the days of a month that has begun`() throws {
    let half = try #require(PaceRule.months.elapsed(of: 2022, on: try date("2022-07-15")))
    #expect(half == (try part(6 * 31 + 15, 12 * 31)))
    #expect(PaceRule.months.elapsed(of: 2022, on: try date("2021-12-31")) == .zero)
    #expect(PaceRule.months.elapsed(of: 2022, on: try date("2022-12-31")) == Ratio(1))
    #expect(PaceRule.months.elapsed(of: 2022, on: try date("2023-02-01")) == Ratio(1))
  }

  @Test func `days of the year are exact in leap years too`() throws {
    #expect(PaceRule.days.elapsed(of: 2022, on: try date("2022-07-31")) == (try part(212, 365)))
    #expect(PaceRule.days.elapsed(of: 2024, on: try date("2024-12-31")) == Ratio(1))
  }

  @Test func `a plan curve takes the place of months`() throws {
    let points = [5, 10, 20, 35, 50, 60, 65, 70, 80, 90, 95, 100].map { Decimal64(Int64($0)) }
    let rule = PaceRule.curve(points)
    #expect(rule.elapsed(of: 2022, on: try date("2022-06-30")) == (try part(60, 100)))
    #expect(rule.elapsed(of: 2022, on: try date("2022-06-15")) == (try part(55, 100)))
    #expect(PaceRule.curve([]).elapsed(of: 2022, on: try date("2022-06-15")) == nil)
  }
}
