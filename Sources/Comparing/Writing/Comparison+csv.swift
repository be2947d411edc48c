import Quantities
import Reading

extension Comparison {
  private static let header = [
    "year", "indicator", "indicator_id", "measure", "kind", "promised", "promised_high",
    "promised_unit", "promised_comparator", "promised_file", "promised_line", "promised_column",
    "verdict", "margin", "margin_unit", "reported_indicator", "reported", "reported_high",
    "reported_unit", "reported_comparator", "reported_measure", "standing", "reported_file",
    "reported_line", "reported_column", "others", "remarks", "sequel", "next", "next_unit",
  ]

  /// One line for each promise, RFC 4180, in UTF-8 with a byte order mark, which spreadsheet
  /// programs need to see that it is UTF-8.
  public func csv() -> [UInt8] {
    var text = "\u{FEFF}" + Self.line(Self.header)
    for step in steps {
      for row in step.rows { text += Self.line(Self.fields(row, step)) }
    }
    return Array(text.utf8)
  }

  private static func fields(_ row: Row, _ step: Step) -> [String] {
    let promised = row.promised
    let reported = row.reported
    let next = row.sequel?.promise
    return [
      String(step.promise.year), row.indicator, row.indicatorID ?? "", row.measure.rawValue,
      promised.kind.rawValue, promised.value ?? "", promised.high ?? "", promised.unit,
      promised.comparator?.rawValue ?? "", promised.location.file,
      String(promised.location.line), String(promised.location.column), row.verdict.rawValue,
      row.margin?.value.description ?? "", row.margin?.unit ?? "", reported?.indicator ?? "",
      reported?.value ?? "", reported?.high ?? "", reported?.unit ?? "",
      reported?.comparator.rawValue ?? "", reported?.measure.rawValue ?? "",
      reported?.standing.rawValue ?? "", reported?.location.file ?? "",
      reported.map { String($0.location.line) } ?? "",
      reported.map { String($0.location.column) } ?? "", String(row.others.count),
      row.remarks.map(\.rawValue).joined(separator: " "), row.sequel?.name ?? "",
      next?.value ?? "", next?.unit ?? "",
    ]
  }

  private static func line(_ fields: [String]) -> String {
    fields.map(quoted).joined(separator: ",") + "\r\n"
  }

  private static func quoted(_ field: String) -> String {
    var field = field.flattened
    // A spreadsheet takes a text that begins so for a formula.
    if let first = field.first, "=+@".contains(first) { field = "'" + field }
    guard field.contains(where: { $0 == "," || $0 == "\"" }) else { return field }
    return "\""
      + field.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }
}
