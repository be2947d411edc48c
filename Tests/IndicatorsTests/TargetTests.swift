import Indicators
import Quantities
import Testing

@Suite struct TargetTests {
  @Test func `the same aim printed twice is one target with two places`() throws {
    let list = Target.merged([
      try jobs("城镇新增就业", at: 10), try jobs("城镇新增就业人数", at: 90), try gdp(),
    ])
    #expect(list.count == 2)
    #expect(list[0].name == "城镇新增就业")
    #expect(list[0].places.map(\.span.start) == [10, 90])
  }

  @Test func `another number is another aim`() throws {
    let other = try jobs("城镇新增就业", at: 10, value: "7800")
    #expect(Target.merged([try jobs("城镇新增就业", at: 10), other]).count == 2)
  }

  private func jobs(_ name: String, at start: Int32, value: String = "7700") throws -> Target {
    Target(
      year: 2022, indicator: "urban-new-jobs", name: name, kind: .number, form: .level,
      comparator: .ge, value: try number(value), high: nil, unit: "人", tolerance: nil,
      places: [
        TargetPlace(
          document: "page", span: ByteSpan(start: start, end: start + 5), quote: "7700人以上")
      ])
  }

  private func gdp() throws -> Target {
    Target(
      year: 2022, indicator: "gdp", name: "地区生产总值", kind: .number, form: .growth,
      comparator: .ge, value: try number("8"), high: nil, unit: "%", tolerance: nil, places: [])
  }
}
