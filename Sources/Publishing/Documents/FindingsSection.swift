import Markup
import Programmes
import Quantities
import Reading

/// What the text's own arithmetic shows: contradictions first, confirmations folded away.
struct FindingsSection {
  private let document: ReadDocument
  private let say: Language

  init(_ document: ReadDocument, language: Language) {
    self.document = document
    self.say = language
  }

  /// `nil` where nothing was found.
  var html: HTML? {
    guard !document.findings.isEmpty else { return nil }
    let alarms = document.findings.filter { $0.verdict == .differs }
    let confirmed = document.findings.filter { $0.verdict == .agrees }
    return """
      <section aria-labelledby="findings"><h2 id="findings">\(say(.findings))</h2>
      <p>\(say(.findingsSummary, String(alarms.count), String(confirmed.count)))</p>
      \(list(alarms))\(folded(confirmed))</section>

      """
  }

  private func list(_ findings: [Finding]) -> HTML? {
    guard !findings.isEmpty else { return nil }
    return "<ul class=\"findings\">\(findings.map(item))</ul>\n"
  }

  private func folded(_ findings: [Finding]) -> HTML? {
    guard let list = list(findings) else { return nil }
    return "<details><summary>\(say(.findingsConfirmed))</summary>\(list)</details>\n"
  }

  private func item(_ finding: Finding) -> HTML {
    let message = say == .zh ? finding.chineseMessage : finding.message
    let links = finding.figures.compactMap { index -> HTML? in
      guard document.figures.indices.contains(index) else { return nil }
      let figure = document.figures[index]
      return " <a href=\"\(Address(fragment: "at-\(figure.span.start)"))\">\(figure.quote)</a>"
    }
    return "<li class=\"\(finding.verdict.rawValue)\">\(message)\(links)</li>\n"
  }
}
