import Indicators
import Programmes
import Quantities
import Testing

func date(_ text: String) throws -> Day { try #require(Day(text)) }

func number(_ text: String) throws -> Decimal64 { try #require(Decimal64(text)) }

func part(_ top: Int, _ bottom: Int) throws -> Ratio {
  try #require(Ratio(Int128(top), Int128(bottom)))
}

/// A target of 2022 in the unit `%`, which the tests use throughout.
func aim(
  _ form: IndicatorForm, _ comparator: Comparator, _ value: String, high: String? = nil,
  tolerance: String? = nil
) throws -> Target {
  Target(
    year: 2022, indicator: nil, name: "指标", kind: high == nil ? .number : .range, form: form,
    comparator: comparator, value: try number(value), high: try high.map { try number($0) },
    unit: "%", tolerance: try tolerance.map { try number($0) }, places: [])
}

func judged(
  _ form: IndicatorForm, _ comparator: Comparator, _ value: String, actual: String,
  on text: String, high: String? = nil, tolerance: String? = nil
) throws -> Progress {
  Progress(
    of: try aim(form, comparator, value, high: high, tolerance: tolerance), indicator: nil,
    standing: Standing(actual: Ratio(try number(actual)), on: try date(text), unit: "%"),
    pace: .months)
}

func shown(_ progress: Progress) throws -> String {
  guard case .difference(let difference) = progress.comparison else {
    Issue.record("\(String(describing: progress.comparison)) is no difference")
    return ""
  }
  return try #require(difference.decimal).description
}

func sample(direction: Direction, form: IndicatorForm, time: TimeRule) throws -> Indicator {
  Indicator(
    id: "sample", title: Title(zh: "指标", en: "Sample"), countingUnit: "%", form: form,
    direction: direction, source: .returns, timeRule: time, decimals: 1,
    definition: Title(zh: "指标", en: "Sample"), version: 1)
}
