import Quantities
import Reading

extension Comparison {
  /// A table for a terminal, Chinese first: one block for each two reports, with what could not be
  /// paired listed below it, then revisions and what the verdicts mean.
  public func table() -> String {
    var lines: [String] = []
    for step in steps {
      lines += block(step) + [""]
    }
    for gap in gaps { lines += ["缺少 \(gap.before.year + 1) 年的报告: \(gap.message)", ""] }
    if !revisions.isEmpty { lines += revisionLines() + [""] }
    lines += legend()
    return lines.map { $0.trimmedEnd + "\n" }.joined()
  }

  private func block(_ step: Step) -> [String] {
    let title = "\(step.promise.year) 年的承诺与结果  \(step.promise.name) -> \(step.report.name)"
    var lines = [title, summary(step)]
    let shown = step.rows.filter { $0.verdict != .unpaired && !$0.isBareWords }
    let header = ["指标", "承诺", "结果", "判定", "相差", "下年目标", "出处", "说明"]
    lines += Self.columns([header] + shown.map(cells))
    let unpaired = step.rows.filter { $0.verdict == .unpaired }
    if !unpaired.isEmpty {
      lines.append("未能配对 no figure of the same wording (\(unpaired.count))")
      lines += unpaired.map { row in
        "  \(row.promised.location.place) \(row.indicator.flattened) "
          + row.promised.text(isGrowth: row.measure == .growth)
      }
    }
    let words = step.rows.filter(\.isBareWords)
    if !words.isEmpty {
      lines.append("没有数字的承诺 promises without a number (\(words.count))")
      lines += words.map { row in
        "  \(row.promised.location.place) \(row.indicator.flattened) \(row.promised.kind.word)"
      }
    }
    return lines
  }

  private func summary(_ step: Step) -> String {
    var parts: [String] = []
    for verdict in Verdict.allCases {
      let count = step.rows.count { $0.verdict == verdict }
      if count > 0 { parts.append("\(verdict.word) \(count)") }
    }
    if step.rows.isEmpty { parts.append("没有当年的目标 no targets for its own year") }
    if step.beyondCount > 0 { parts.append("其他年份的目标 \(step.beyondCount)") }
    return parts.joined(separator: "  ")
  }

  private func cells(_ row: Row) -> [String] {
    var place = row.promised.location.place
    if let reported = row.reported { place += " -> " + reported.location.place }
    var remarks = row.remarks.map(\.word)
    if !row.others.isEmpty { remarks.append("另有 \(row.others.count) 处") }
    let isOther = row.verdict == .redefined || row.verdict == .otherMeasure
    let named = isOther ? row.reported.map { $0.indicator.flattened + " " } ?? "" : ""
    return [
      DisplayWidth.cut(row.indicator.flattened, to: 28),
      row.promised.text(isGrowth: row.measure == .growth),
      DisplayWidth.cut(named, to: 24) + (row.reported?.text ?? "-"), row.verdict.word,
      row.margin?.text ?? "", DisplayWidth.cut(row.sequel?.word ?? "", to: 30), place,
      remarks.joined(separator: ","),
    ]
  }

  private func revisionLines() -> [String] {
    let header = ["指标", "年份", "先前", "后来", "改动", "出处"]
    let rows = revisions.map { revision in
      [
        DisplayWidth.cut(revision.indicator.flattened, to: 28), String(revision.year),
        revision.first.text + (revision.first.standing == .estimated ? " 预计" : ""),
        revision.later.text, revision.change?.text ?? "",
        "\(revision.first.location.file):\(revision.first.location.place) -> "
          + "\(revision.later.location.file):\(revision.later.location.place)",
      ]
    }
    return ["后来改动的数字 figures that a later report gives otherwise (\(revisions.count))"]
      + Self.columns([header] + rows)
  }

  private func legend() -> [String] {
    let present = Set(steps.flatMap(\.rows).map(\.verdict))
    return Verdict.allCases.filter(present.contains).map {
      DisplayWidth.padded($0.word, to: 10) + $0.legend
    }
  }

  private static func columns(_ rows: [[String]]) -> [String] {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
      rows.map { column < $0.count ? DisplayWidth.of($0[column]) : 0 }.max() ?? 0
    }
    return rows.map { row in
      "  "
        + zip(row, widths).map { DisplayWidth.padded($0, to: $1) }.joined(separator: "  ")
        .trimmedEnd
    }
  }
}

extension Row {
  /// A promise without a number for which nothing was found either.
  var isBareWords: Bool { verdict == .unnumbered && reported == nil }
}

extension String {
  fileprivate var trimmedEnd: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
