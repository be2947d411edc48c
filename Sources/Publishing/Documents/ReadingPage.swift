package import Markup
package import Programmes
import Quantities
package import Reading

/// A page that stands alone: a read text with its figures marked and a table of them beneath.
///
/// `luoshi read --format html` writes it; it needs no server, and its style sheet is inside.
package struct ReadingPage {
  private let document: ReadDocument
  private let say: Language
  private let styles: String

  /// `styles` is the content of `reading.css`.
  package init(_ document: ReadDocument, language: Language, styles: String) {
    self.document = document
    self.say = language
    self.styles = styles
  }

  /// The page in Chinese, as text; `style` is the content of `reading.css`.
  package static func standalone(_ document: ReadDocument, style: String) -> String {
    ReadingPage(document, language: .zh, styles: style).html.markup
  }

  /// The whole page.
  package var html: HTML {
    let text = ReadingText(document, language: say, targets: [:])
    return """
      <!DOCTYPE html>
      <html lang="\(say.code)">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(document.name)</title>
      \(HTML.style(styles))
      </head>
      <body>
      <header><p class="kicker">luoshi read</p><h1>\(document.name)</h1>
      <p>\(text.summary)</p>\(text.legend)</header>
      <main lang="zh-Hans">
      \(text.html)
      </main>
      \(FindingsSection(document, language: say).html)\(table)
      </body>
      </html>

      """
  }

  private var table: HTML? {
    guard !document.figures.isEmpty else { return nil }
    let columns: [Text] = [
      .columnNumber, .columnIndicator, .columnFigure, .columnComparator, .columnStanding,
      .columnPeriod, .columnQuote,
    ]
    let isExplained = document.figures.contains { !$0.reasons.isEmpty }
    let all = isExplained ? columns + [.columnReasons] : columns
    let heads = all.map { "<th scope=\"col\">\(say($0))</th>" as HTML }
    return """
      <section aria-labelledby="figures"><h2 id="figures">\(say(.readingTable))</h2>
      <div class="scroll"><table><thead><tr>\(heads)</tr></thead><tbody>
      \(document.figures.map(row))</tbody></table></div></section>
      """
  }

  private func row(_ figure: Figure) -> HTML {
    let value = figure.high.map { "\(figure.value)–\($0)" } ?? figure.value
    return """
      <tr><td>\(figure.index + 1)</td><td>\(figure.indicator)</td>\
      <td class="number">\(value)\(figure.unit)</td>\
      <td>\(figure.comparator.text.map { say($0) })</td><td>\(say(figure.standing.text))</td>\
      <td>\(figure.period ?? say(.periodUnknown))</td>\
      <td><a href="\(Address(fragment: "at-\(figure.span.start)"))">\(figure.quote)</a></td>\
      \(reasons(figure))</tr>

      """
  }

  /// What gave each field, folded away.
  private func reasons(_ figure: Figure) -> HTML? {
    guard !figure.reasons.isEmpty else { return nil }
    let rows = figure.reasons.map { reason -> HTML in
      let words = reason.words.map { "<q>\($0.quote)</q>" as HTML }
      return "<dt>\(say(reason.field.text))</dt><dd>\(say(reason.rule.text)) \(words)</dd>"
    }
    return """
      <td><details><summary>\(say(.columnReasons))</summary><dl>\(rows)</dl></details></td>
      """
  }
}
