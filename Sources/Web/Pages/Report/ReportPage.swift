import Markup
import Programmes
import Publishing
import Quantities
package import Reading

/// The work report as read, with the way from its words to the targets and back.
package struct ReportPage: Sendable {
  /// A report that can be chosen.
  package struct Choice: Sendable, Hashable {
    package let id: String
    package let title: String

    /// Of these parts, taken as they are.
    package init(id: String, title: String) {
      self.id = id
      self.title = title
    }
  }

  /// A target at its place in the text.
  package struct PrintedTarget: Sendable, Hashable {
    /// The first byte of its quote.
    package let at: Int
    package let name: String
    /// Its row on the front page.
    package let row: Route

    /// Of these parts, taken as they are.
    package init(at: Int, name: String, row: Route) {
      self.at = at
      self.name = name
      self.row = row
    }
  }

  package let id: String
  package let title: String
  package let document: ReadDocument
  /// The targets printed in it, in the order of the text.
  package let targets: [PrintedTarget]
  /// All reports, if there are several.
  package let choices: [Choice]

  /// Of these parts, taken as they are.
  package init(
    id: String, title: String, document: ReadDocument, targets: [PrintedTarget], choices: [Choice]
  ) {
    self.id = id
    self.title = title
    self.document = document
    self.targets = targets
    self.choices = choices
  }
}

/// The page of the work report.
struct ReportView {
  private let page: ReportPage?
  private let edition: Edition
  private let say: Language

  /// `nil` says that there is no report yet.
  init(_ page: ReportPage?, edition: Edition) {
    self.page = page
    self.edition = edition
    self.say = edition.language
  }

  var html: HTML {
    Layout(edition).page(
      title: say(.reportTitle), masthead: .slim, here: .report(document: page?.id, at: nil),
      content: page.map(content) ?? "<p class=\"problem\">\(say(.reportNone))</p>")
  }

  private func content(_ page: ReportPage) -> HTML {
    let targets = Dictionary(
      page.targets.map { ($0.at, edition.href($0.row)) }, uniquingKeysWith: { first, _ in first })
    let text = ReadingText(page.document, language: say, targets: targets)
    let choices = page.choices.map { choice -> HTML in
      """
      <li><a href="\(edition.href(.report(document: choice.id, at: nil)))">\
      \(choice.title)</a></li>
      """
    }
    let others: HTML? =
      page.choices.count > 1
      ? """
      <section aria-labelledby="documents"><h2 id="documents">\(say(.reportDocuments))</h2>
      <ul class="files">\(choices)</ul></section>
      """ : nil
    return """
      <header class="head"><p class="kicker">\(say(.reportTitle))</p><h1>\(page.title)</h1>
      <p class="card-scope">\(text.summary)</p></header>
      <div class="report"><article class="report-text" lang="zh-Hans">
      \(text.html)
      </article><aside class="report-side plain">
      <section aria-labelledby="legend"><h2 id="legend">\(say(.legendTitle))</h2>
      <p>\(say(.reportExplained))</p>\(text.legend)</section>
      \(targetList(page, anchors: text.anchors))
      \(others)
      </aside></div>
      """
  }

  private func targetList(_ page: ReportPage, anchors: Set<Int>) -> HTML? {
    guard !page.targets.isEmpty else { return nil }
    let items = page.targets.map { target -> HTML in
      let name: HTML =
        anchors.contains(target.at)
        ? "<a href=\"\(Address(fragment: "at-\(target.at)"))\">\(target.name)</a>"
        : "<span>\(target.name)</span>"
      return """
        <li>\(name) <a href="\(edition.href(target.row))">\(say(.followTarget))</a></li>

        """
    }
    return """
      <section aria-labelledby="targets"><h2 id="targets">\(say(.readingTargets))</h2>
      <ul class="target-list">\(items)</ul></section>
      """
  }
}
