/// One indicator's figures of 2022: made up, of a plausible size, and weak where the year was weak.
struct ReturnRow: Sendable {
  let indicator: String
  let form: String
  let unit: String
  let priceBasis: String?
  let source: String
  /// Period and value, in time order.
  let figures: [(period: String, value: String)]
}

enum ReturnTable {
  static let rows: [ReturnRow] = growth + levels + rates + services

  private static let statistics = "演示数据：区统计局"

  private static let growth: [ReturnRow] = [
    ReturnRow(
      indicator: "gdp", form: "growth", unit: "%", priceBasis: "constant", source: statistics,
      figures: quarters("4.6", "2.4", "2.2", "1.9")),
    ReturnRow(
      indicator: "industrial-value-added", form: "growth", unit: "%", priceBasis: "constant",
      source: statistics,
      figures: months(
        from: 2, "9.8", "9.1", "7.6", "7.2", "7.4", "7.0", "6.8", "6.5", "6.1", "5.6", "5.2")),
    ReturnRow(
      indicator: "fixed-asset-investment", form: "growth", unit: "%", priceBasis: "current",
      source: statistics,
      figures: months(
        from: 2, "12.1", "10.6", "7.9", "6.8", "7.1", "6.4", "6.0", "6.3", "6.1", "5.8", "5.5")),
    ReturnRow(
      indicator: "retail-sales", form: "growth", unit: "%", priceBasis: "current",
      source: statistics,
      figures: months(
        from: 2, "3.2", "0.8", "-3.9", "-4.4", "-2.6", "-1.8", "-1.2", "-1.4", "-2.2", "-3.0",
        "-3.3")),
    ReturnRow(
      indicator: "general-budget-revenue", form: "growth", unit: "%", priceBasis: "current",
      source: "演示数据：区财政局",
      figures: months(
        from: 1, "14.20", "13.85", "12.10", "6.42", "4.98", "6.75", "7.31", "8.02", "8.54",
        "7.96", "7.41", "7.08")),
    ReturnRow(
      indicator: "urban-disposable-income", form: "growth", unit: "%", priceBasis: "current",
      source: statistics, figures: quarters("6.4", "5.2", "5.4", "5.6")),
    ReturnRow(
      indicator: "rural-disposable-income", form: "growth", unit: "%", priceBasis: "current",
      source: statistics, figures: quarters("8.1", "7.0", "7.3", "7.5")),
    ReturnRow(
      indicator: "cpi", form: "growth", unit: "%", priceBasis: nil, source: statistics,
      figures: months(
        from: 1, "0.9", "0.8", "1.0", "1.4", "1.6", "1.7", "1.8", "1.9", "2.0", "2.0", "1.9",
        "1.9")),
  ]

  private static let levels: [ReturnRow] = [
    ReturnRow(
      indicator: "gdp", form: "level", unit: "亿元", priceBasis: "current", source: statistics,
      figures: quarters("115.2", "238.6", "372.4", "503.8")),
    ReturnRow(
      indicator: "urban-new-jobs", form: "level", unit: "人", priceBasis: nil,
      source: "演示数据：区人社局",
      figures: months(
        from: 1, "412", "803", "1650", "2214", "2893", "3718", "4406", "5105", "5890", "6612",
        "7254", "7903")),
    ReturnRow(
      indicator: "laid-off-reemployment", form: "level", unit: "人", priceBasis: nil,
      source: "演示数据：区人社局",
      figures: months(
        from: 1, "240", "466", "912", "1203", "1610", "2088", "2519", "2940", "3395", "3801",
        "4190", "4580")),
    ReturnRow(
      indicator: "market-entities", form: "level", unit: "家", priceBasis: nil,
      source: "演示数据：区市场监管局",
      figures: quarters("99874", "101230", "102655", "103912")),
    ReturnRow(
      indicator: "good-air-days", form: "level", unit: "天", priceBasis: nil,
      source: "演示数据：市生态环境局平城分局",
      figures: months(
        from: 1, "27", "53", "79", "104", "130", "156", "184", "213", "241", "268", "293",
        "318")),
  ]

  private static let rates: [ReturnRow] = [
    ReturnRow(
      indicator: "urban-registered-unemployment", form: "rate", unit: "%", priceBasis: nil,
      source: "演示数据：区人社局",
      figures: months(
        from: 1, "3.9", "4.0", "4.1", "4.3", "4.4", "4.3", "4.2", "4.2", "4.2", "4.3", "4.3",
        "4.2"))
  ]

  private static let services: [ReturnRow] = [
    ReturnRow(
      indicator: "public-kindergartens-built", form: "level", unit: "所", priceBasis: nil,
      source: "演示数据：区教育局", figures: quarters("1", "2", "3", "3")),
    ReturnRow(
      indicator: "inclusive-kindergartens", form: "level", unit: "所", priceBasis: nil,
      source: "演示数据：区教育局", figures: quarters("0", "2", "7", "7")),
    ReturnRow(
      indicator: "standard-village-clinics", form: "level", unit: "个", priceBasis: nil,
      source: "演示数据：区卫健局", figures: quarters("0", "2", "4", "6")),
  ]

  private static func months(from first: Int, _ values: String...) -> [(String, String)] {
    values.enumerated().map { index, value in
      let month = first + index
      return (month < 10 ? "2022-0\(month)" : "2022-\(month)", value)
    }
  }

  private static func quarters(_ values: String...) -> [(String, String)] {
    zip(["2022-Q1", "2022-H1", "2022-Q3", "2022"], values).map { ($0, $1) }
  }
}
