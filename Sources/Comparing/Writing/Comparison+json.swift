import Markup
import Quantities
import Reading

extension Comparison {
  /// The comparison as JSON in UTF-8.
  ///
  /// Numbers are strings with the digits as printed; `line` and
  /// `column` count from 1, `start` and `end` are in UTF-8 bytes.
  public func json() -> [UInt8] {
    let value = JSON.object([
      .init("reports", .array(reports.map(\.json))),
      .init("steps", .array(steps.map(\.json))),
      .init(
        "gaps",
        .array(gaps.map { ["before": $0.before.json, "after": $0.after.json] })),
      .init("revisions", .array(revisions.map(\.json))),
    ])
    return Array(value.text.utf8)
  }
}

extension Comparison.Report {
  fileprivate var json: JSON { ["name": .string(name), "year": .integer(Int64(year))] }
}

extension Step {
  fileprivate var json: JSON {
    [
      "year": .integer(Int64(promise.year)), "promise": .string(promise.name),
      "report": .string(report.name), "beyond": .integer(Int64(beyondCount)),
      "rows": .array(rows.map(\.json)),
    ]
  }
}

extension Row {
  fileprivate var json: JSON {
    [
      "indicator": .string(indicator), "indicatorID": JSON(indicatorID),
      "measure": .string(measure.rawValue), "promised": promised.json,
      "verdict": .string(verdict.rawValue), "margin": margin?.json ?? .null,
      "reported": reported?.json ?? .null, "others": .array(others.map(\.json)),
      "remarks": .array(remarks.map { .string($0.rawValue) }),
      "sequel": sequel.map {
        ["kind": .string($0.name), "promise": $0.promise?.json ?? .null]
      } ?? .null,
    ]
  }
}

extension Promise {
  fileprivate var json: JSON {
    [
      "indicator": .string(indicator), "kind": .string(kind.rawValue), "value": JSON(value),
      "high": JSON(high), "unit": .string(unit), "comparator": JSON(comparator?.rawValue),
      "at": location.json,
    ]
  }
}

extension Statement {
  fileprivate var json: JSON {
    [
      "indicator": .string(indicator), "measure": .string(measure.rawValue),
      "value": JSON(value), "high": JSON(high), "unit": .string(unit),
      "comparator": .string(comparator.rawValue), "standing": .string(standing.rawValue),
      "at": location.json,
    ]
  }
}

extension Location {
  fileprivate var json: JSON {
    [
      "file": .string(file), "line": .integer(Int64(line)), "column": .integer(Int64(column)),
      "start": .integer(Int64(span.start)), "end": .integer(Int64(span.end)),
    ]
  }
}

extension Margin {
  fileprivate var json: JSON {
    ["value": .string(value.description), "unit": .string(unit)]
  }
}

extension Revision {
  fileprivate var json: JSON {
    [
      "indicator": .string(indicator), "indicatorID": .string(indicatorID),
      "measure": .string(measure.rawValue), "year": .integer(Int64(year)), "first": first.json,
      "later": later.json, "change": change?.json ?? .null,
    ]
  }
}
