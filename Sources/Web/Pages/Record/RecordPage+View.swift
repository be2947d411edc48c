import Markup
import Programmes
import Publishing
import Quantities

/// The page of a public record, such as an elder-service station.
struct RecordView {
  private let page: RecordPage
  private let edition: Edition
  private let say: Language

  init(_ page: RecordPage, edition: Edition) {
    self.page = page
    self.edition = edition
    self.say = edition.language
  }

  var html: HTML {
    Layout(edition).page(
      title: page.name, masthead: .slim, here: .record(page.id),
      content: """
        <div class="chooser">\
        \(UnitPathView(page.path, month: nil, edition: edition).html)</div>
        <article class="plain">
        <header class="head"><p class="kicker">\(page.kind)</p><h1>\(page.name)</h1>
        <p class="card-scope">\(say(.recordState))：\(page.state)</p></header>
        \(facts)
        \(history)
        </article>
        """)
  }

  private var facts: HTML {
    let rows = page.facts.map { fact -> HTML in
      """
      <tr><th scope="row">\(fact.title)</th><td>\(fact.value)</td>\
      <td class="number"><a class="seq" href="\(edition.href(.entry(fact.seq)))">\
      \(fact.seq)</a></td></tr>

      """
    }
    let hidden: HTML? =
      page.hiddenCount > 0
      ? "<p class=\"note\">\(say(.recordSealed, String(page.hiddenCount)))</p>" : nil
    let erased: HTML? = page.isErased ? "<p class=\"note\">\(say(.recordErased))</p>" : nil
    return """
      <section aria-labelledby="facts"><h2 id="facts">\(say(.openFields))</h2>
      <table class="ledger"><thead><tr><th scope="col">\(say(.columnField))</th>\
      <th scope="col">\(say(.columnContent))</th>\
      <th scope="col" class="number">\(say(.recordFactFrom))</th></tr></thead><tbody>
      \(rows)</tbody></table>\(hidden)\(erased)</section>
      """
  }

  private var history: HTML {
    let rows = page.events.map { event -> HTML in
      """
      <tr><td><time datetime="\(event.day.description)">\(event.day.description)</time></td>\
      <td>\(event.action)</td><td class="number"><a class="seq" \
      href="\(edition.href(.entry(event.seq)))">\(event.seq)</a></td></tr>

      """
    }
    return """
      <section aria-labelledby="history"><h2 id="history">\(say(.recordHistory))</h2>
      <p class="note">\(say(.recordHistoryNote))</p>
      <table class="ledger"><thead><tr><th scope="col">\(say(.columnDay))</th>\
      <th scope="col">\(say(.columnAction))</th>\
      <th scope="col" class="number">\(say(.columnEntry))</th></tr></thead><tbody>
      \(rows)</tbody></table></section>
      """
  }
}
