package import Markup
import Quantities
import Reading

extension Comparison {
  /// A page that stands alone; `style` are CSS rules.
  public func html(style: String) -> [UInt8] { Array(page(style: style).markup.utf8) }

  /// The page before it becomes bytes.
  package func page(style: String) -> HTML {
    let title = "承诺与结果 " + reports.map { String($0.year) }.joined(separator: ", ")
    return """
      <!DOCTYPE html>
      <html lang="zh-Hans"><head><meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(title)</title>
      \(HTML.style(style))</head><body class="compared">
      <h1>\(title)</h1>
      \(steps.map(section))\(gapList)\(revisionTable)\(legendList)</body></html>

      """
  }

  private func section(_ step: Step) -> HTML {
    let heads = ["指标", "承诺", "结果", "判定", "相差", "下年目标", "出处", "说明"]
    return """
      <h2>\(String(step.promise.year)): \(step.promise.name) → \(step.report.name)</h2>
      <div class="scroll"><table>
      <thead><tr>\(heads.map { "<th scope=\"col\">\($0)</th>" as HTML })</tr></thead><tbody>
      \(step.rows.map(line))</tbody></table></div>

      """
  }

  private func line(_ row: Row) -> HTML {
    let reported = row.reported.map { statement in
      statement.indicator == row.indicator
        ? statement.text : statement.indicator.flattened + " " + statement.text
    }
    let places =
      row.promised.location.place + (row.reported.map { " → " + $0.location.place } ?? "")
    var remarks = row.remarks.map(\.word)
    if !row.others.isEmpty {
      remarks.append("另有 " + row.others.map(\.location.place).joined(separator: ", "))
    }
    return """
      <tr class="\(row.verdict.rawValue)"><th scope="row">\(row.indicator.flattened)</th>\
      <td>\(row.promised.text(isGrowth: row.measure == .growth))</td><td>\(reported ?? "")</td>\
      <td class="verdict">\(row.verdict.word)</td><td>\(row.margin?.text)</td><td>\(row.sequel?.word)</td>\
      <td class="place">\(places)</td><td>\(remarks.joined(separator: ", "))</td></tr>

      """
  }

  private var gapList: HTML {
    guard !gaps.isEmpty else { return .empty }
    return "<ul>\(gaps.map { "<li>\($0.message)</li>" as HTML })</ul>\n"
  }

  private var revisionTable: HTML {
    guard !revisions.isEmpty else { return .empty }
    let rows = revisions.map { revision -> HTML in
      """
      <tr><th scope="row">\(revision.indicator.flattened)</th><td>\(revision.year)</td>\
      <td>\(revision.first.text)</td><td>\(revision.later.text)</td>\
      <td>\(revision.change?.text)</td><td>\(revision.first.location.file):\
      \(revision.first.location.place) → \(revision.later.location.file):\
      \(revision.later.location.place)</td></tr>

      """
    }
    return """
      <h2>后来改动的数字</h2>
      <div class="scroll"><table><thead><tr><th scope="col">指标</th><th scope="col">年份</th>\
      <th scope="col">先前</th>\
      <th scope="col">后来</th><th scope="col">改动</th><th scope="col">出处</th></tr></thead><tbody>
      \(rows)</tbody></table></div>

      """
  }

  private var legendList: HTML {
    let items = Verdict.allCases.map { verdict -> HTML in
      "<dt>\(verdict.word)</dt><dd>\(verdict.legend)</dd>"
    }
    return "<h2>判定的含义</h2>\n<dl>\(items)</dl>\n"
  }
}
