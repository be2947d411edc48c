import Quantities

extension ReadDocument {
  /// A table of one layer.
  public struct Table: Sendable {
    /// `figures`, `targets`, `undertakings`, `problems` or `findings`.
    public let layer: String
    /// CSV (RFC 4180) in UTF-8 with byte order mark.
    public let bytes: [UInt8]
  }

  /// One table a layer, each with a line of column names; the first column is the document's name.
  ///
  /// A text that begins with `=`, `+`, `-`, `@`, a tab or a return has an apostrophe put before it,
  /// because spreadsheets would run it as a formula. Numbers stay numbers, negative ones too.
  public func tables() -> [Table] {
    [figureTable(), targetTable(), undertakingTable(), problemTable(), findingTable()]
  }

  private func figureTable() -> Table {
    var table = CSVWriter([
      "document", "index", "indicator", "indicatorID", "value", "high", "unit", "form",
      "comparator", "standing", "period", "quote", "at", "start", "end",
    ])
    for figure in figures {
      table.text(name)
      table.number(String(figure.index))
      table.text(figure.indicator)
      table.text(figure.indicatorID ?? "")
      table.number(figure.value)
      table.number(figure.high ?? "")
      table.text(figure.unit)
      table.text(figure.form.rawValue)
      table.text(figure.comparator.rawValue)
      table.text(figure.standing.rawValue)
      table.text(figure.period ?? "")
      table.text(figure.quote)
      table.number(String(figure.at))
      table.number(String(figure.span.start))
      table.number(String(figure.span.end))
      table.endRow()
    }
    return Table(layer: "figures", bytes: table.bytes)
  }

  private func targetTable() -> Table {
    var table = CSVWriter(["document", "indicator", "kind", "period", "figure", "quote", "at"])
    for aim in targets {
      table.text(name)
      table.text(aim.indicator)
      table.text(aim.kind.rawValue)
      table.text(aim.period ?? "")
      table.number(aim.figureIndex.map(String.init) ?? "")
      table.text(aim.quote)
      table.number(String(aim.at))
      table.endRow()
    }
    return Table(layer: "targets", bytes: table.bytes)
  }

  private func undertakingTable() -> Table {
    var table = CSVWriter(["document", "year", "path", "bodies", "quote", "at"])
    for item in undertakings {
      table.text(name)
      table.number(item.yearText ?? "")
      table.text(item.path.joined(separator: " > "))
      table.text(item.bodies.joined(separator: " "))
      table.text(item.quote)
      table.number(String(item.at))
      table.endRow()
    }
    return Table(layer: "undertakings", bytes: table.bytes)
  }

  private func problemTable() -> Table {
    var table = CSVWriter(["document", "what", "quote", "at"])
    for problem in problems {
      table.text(name)
      table.text(problem.what)
      table.text(problem.quote)
      table.number(String(problem.at))
      table.endRow()
    }
    return Table(layer: "problems", bytes: table.bytes)
  }

  private func findingTable() -> Table {
    var table = CSVWriter([
      "document", "kind", "verdict", "figures", "expected", "printed", "unit", "tolerance",
      "formula", "zh", "en",
    ])
    for finding in findings {
      table.text(name)
      table.text(finding.kind.rawValue)
      table.text(finding.verdict.rawValue)
      table.text(finding.figures.map(String.init).joined(separator: " "))
      table.number(finding.expected)
      table.number(finding.printed)
      table.text(finding.unit)
      table.number(finding.tolerance)
      table.text(finding.formula)
      table.text(finding.chineseMessage)
      table.text(finding.message)
      table.endRow()
    }
    return Table(layer: "findings", bytes: table.bytes)
  }
}

/// Writes CSV as RFC 4180 has it: commas, CRLF, quotation marks doubled.
struct CSVWriter {
  private(set) var bytes: [UInt8] = [0xEF, 0xBB, 0xBF]
  private var isFirst = true

  init(_ columns: [String]) {
    for column in columns { text(column) }
    endRow()
  }

  /// A cell that spreadsheets must not run.
  mutating func text(_ text: String) {
    switch text.utf8.first {
    case 0x3D, 0x2B, 0x2D, 0x40, 0x09, 0x0D: cell("'" + text)
    default: cell(text)
    }
  }

  /// A cell as it is: digits, a sign, a point; or a grade such as `IV`.
  mutating func number(_ text: String) { cell(text) }

  mutating func endRow() {
    bytes.append(contentsOf: [0x0D, 0x0A])
    isFirst = true
  }

  private mutating func cell(_ text: String) {
    if !isFirst { bytes.append(0x2C) }
    isFirst = false
    guard text.utf8.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D })
    else {
      bytes.append(contentsOf: text.utf8)
      return
    }
    bytes.append(0x22)
    for byte in text.utf8 {
      if byte == 0x22 { bytes.append(0x22) }
      bytes.append(byte)
    }
    bytes.append(0x22)
  }
}
