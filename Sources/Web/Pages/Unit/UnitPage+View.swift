import Markup
import Programmes
import Publishing
import Quantities

/// The page of one unit, from which one goes down to records.
struct UnitView {
  private let page: UnitPage
  private let edition: Edition
  private let say: Language

  init(_ page: UnitPage, edition: Edition) {
    self.page = page
    self.edition = edition
    self.say = edition.language
  }

  var html: HTML {
    let targets = edition.href(.dashboard(unit: page.unit.code, month: page.month))
    return Layout(edition).page(
      title: page.unit.name, masthead: .slim, here: .unit(page.unit.code, month: page.month),
      content: """
        <div class="chooser">\(path)<a href="\(targets)">\(say(.unitTargets))</a></div>
        <article class="plain">
        <header class="head"><p class="kicker">\(say(page.level)) \
        <span class="code">\(page.unit.code)</span></p><h1>\(page.unit.name)</h1>
        <p class="card-scope">\(say.month(page.month))</p>\(stationed)</header>
        \(below)
        \(page.lists.map(list))
        \(measures)
        </article>
        """)
  }

  private var stationed: HTML? {
    guard !page.stationed.isEmpty else { return nil }
    let units = page.stationed.map { unit -> HTML in
      "<li><a href=\"\(edition.href(.unit(unit.code, month: page.month)))\">\(unit.name)</a></li>"
    }
    return """
      <nav class="path" aria-label="\(say(.unitStationed))">\(say(.unitStationed))<ul>\(units)</ul>\
      </nav>
      """
  }

  private var path: HTML {
    let steps = page.path.enumerated().map { index, unit -> HTML in
      guard index < page.path.count - 1 else {
        return "<li aria-current=\"page\">\(unit.name)</li>"
      }
      return """
        <li><a href="\(edition.href(.unit(unit.code, month: page.month)))">\(unit.name)</a></li>
        """
    }
    return "<nav class=\"path\" aria-label=\"\(say(.unitPath))\"><ol>\(steps)</ol></nav>"
  }

  private var below: HTML? {
    guard !page.below.isEmpty else { return nil }
    let heads = page.lists.map { list in
      "<th scope=\"col\" class=\"number\">\(list.title)</th>" as HTML
    }
    let rows = page.below.map { row -> HTML in
      let counts = row.counts.map { count in
        "<td class=\"number\(count == 0 ? " zero" : "")\">\(count)</td>" as HTML
      }
      return """
        <tr><th scope="row"><a href="\(edition.href(.unit(row.unit.code, month: page.month)))">\
        \(row.unit.name)</a></th>\(counts)</tr>

        """
    }
    return """
      <section aria-labelledby="below"><h2 id="below">\(say(page.belowLevel))</h2>
      <table class="ledger narrow"><thead><tr><th scope="col">\(say(.columnUnit))</th>\(heads)\
      </tr></thead><tbody>
      \(rows)</tbody></table></section>
      """
  }

  private func list(_ list: UnitPage.NamedList) -> HTML {
    let id = "list-\(list.kind)"
    let rows = list.items.map { item -> HTML in
      """
      <tr><th scope="row"><a href="\(edition.href(.record(item.record)))">\(item.name)</a></th>\
      <td>\(item.state)</td><td>\(edition.list(item.dates))</td>\
      <td><a href="\(edition.href(.unit(item.unit.code, month: page.month)))">\
      \(item.unit.name)</a></td></tr>

      """
    }
    let table: HTML =
      rows.isEmpty
      ? "<p>\(say(.listEmpty))</p>"
      : """
      <div class="scroll"><table class="ledger"><thead><tr>\
      <th scope="col">\(say(.columnName))</th><th scope="col">\(say(.recordState))</th>\
      <th scope="col">\(say(.columnDay))</th><th scope="col">\(say(.columnUnit))</th>\
      </tr></thead><tbody>
      \(rows)</tbody></table></div>
      """
    return """
      <section aria-labelledby="\(id)"><h2 id="\(id)">\(list.title) \
      <span class="h-note">\(say(.listCount, String(list.items.count)))</span></h2>
      \(table)</section>

      """
  }

  private var measures: HTML? {
    guard !page.programmes.isEmpty else { return nil }
    return """
      <section aria-labelledby="measures"><h2 id="measures">\(say(.sectionProgrammes)) \
      <span class="h-note">\(say.month(page.month))</span></h2>
      <div class="measure-groups">
      \(MeasureGroupsView(page.programmes, edition: edition).groups)</div></section>
      """
  }
}
