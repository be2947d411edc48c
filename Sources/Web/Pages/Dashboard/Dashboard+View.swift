import Markup
import Programmes
import Publishing
import Quantities

/// The front page: the lead story, then the targets by form, then the month on the front line.
struct DashboardView {
  private let page: Dashboard
  private let edition: Edition
  private let say: Language

  init(_ page: Dashboard, edition: Edition) {
    self.page = page
    self.edition = edition
    self.say = edition.language
  }

  var html: HTML {
    let title = say(.dashboardTitle, page.unit.name)
    let here = Route.dashboard(
      unit: page.path.count > 1 ? page.unit.code : nil, month: page.month)
    return Layout(edition).page(
      title: title, masthead: .full, here: here, content: content(title))
  }

  private func content(_ title: String) -> HTML {
    """
    <div class="chooser">
    \(UnitPathView(page.path, month: page.month, edition: edition).html)
    \(chooser)
    </div>
    <h1 class="page-title">\(title)</h1>
    \(front)
    \(section(.sectionOthers, id: "others", page.others, style: "cards small"))
    \(programmes)
    \(silent)
    <p class="more"><a href="\(edition.href(jsonRoute))">\(say(.machineReadableTargets))</a></p>
    """
  }

  private func view(_ story: Dashboard.Story) -> StoryView {
    StoryView(story, belowLevel: page.belowLevel, month: page.month, edition: edition)
  }

  private var jsonRoute: Route { .targetsJSON(unit: page.unit.code, month: page.month) }

  private var chooser: HTML {
    let units = ([page.unit] + page.below).map { unit -> HTML in
      """
      <option value="\(unit.code)"\(unit == page.unit ? " selected" as HTML : HTML.empty)>\
      \(unit == page.unit ? "" : "└ ")\(unit.name)</option>
      """
    }
    let months = page.months.map { month -> HTML in
      """
      <option value="\(month.description)"\
      \(month == page.month ? " selected" as HTML : HTML.empty)>\(say.month(month))</option>
      """
    }
    let language: HTML? =
      say == .en ? "<input type=\"hidden\" name=\"lang\" value=\"en\">" : nil
    return """
      <form class="choose" method="get" action="/">\(language)
      <label for="unit">\(say(.chooseUnit))</label>
      <select id="unit" name="unit">\(units)</select>
      <label for="month">\(say(.chooseMonth))</label>
      <select id="month" name="month">\(months)</select>
      <button type="submit">\(say(.show))</button></form>
      """
  }

  private var front: HTML {
    guard page.hasTargets else {
      return "<p class=\"empty\">\(say(.noTargets))</p>"
    }
    let hasRail = !page.growth.isEmpty || !page.bounds.isEmpty
    let rail: HTML? =
      hasRail
      ? """
      <div class="rail">
      \(railSection(.sectionGrowth, id: "growth", page.growth))
      \(railSection(.sectionBounds, id: "bounds", page.bounds))
      </div>
      """ : nil
    return """
      <div class="front\(hasRail ? "" : " front-wide")">
      <div class="main-column">
      \(page.lead.map { view($0).lead })
      \(section(.sectionCounts, id: "counts", page.counts, style: "cards"))
      </div>
      \(rail)
      </div>
      """
  }

  private func railSection(_ title: Text, id: String, _ stories: [Dashboard.Story]) -> HTML? {
    guard !stories.isEmpty else { return nil }
    return """
      <section aria-labelledby="\(id)"><h2 id="\(id)">\(say(title))</h2>
      \(stories.map { view($0).brief })</section>
      """
  }

  private func section(
    _ title: Text, id: String, _ stories: [Dashboard.Story], style: String
  ) -> HTML? {
    guard !stories.isEmpty else { return nil }
    return """
      <section class="section" aria-labelledby="\(id)"><h2 id="\(id)">\(say(title))</h2>
      <div class="\(style)">\(stories.map { view($0).card })
      </div></section>
      """
  }

  private var programmes: HTML? {
    guard !page.programmes.isEmpty else { return nil }
    return """
      <section class="section" aria-labelledby="programmes">\
      <h2 id="programmes">\(say(.sectionProgrammes)) <span class="h-note">\
      \(page.unit.name) · \(say.month(page.month))</span></h2>
      <div class="measure-groups">
      \(MeasureGroupsView(page.programmes, edition: edition).groups)
      </div></section>
      """
  }

  private var silent: HTML? {
    guard let silent = page.silent else { return nil }
    let month = say.month(page.month)
    let content: HTML
    if silent.isEmpty {
      content = "<p>\(say(.silentNone, month))</p>"
    } else {
      let names = silent.map { unit -> HTML in
        """
        <li><a href="\(edition.href(.dashboard(unit: unit.code, month: page.month)))">\
        \(unit.name)</a></li>
        """
      }
      content = "<p>\(say(.silentNote, month))</p><ul class=\"names\">\(names)</ul>"
    }
    return """
      <section class="section" aria-labelledby="silent">\
      <h2 id="silent">\(say(.silentTitle))</h2>\(content)</section>
      """
  }
}

/// The measures of programmes in small tables.
struct MeasureGroupsView {
  private let list: [Dashboard.MeasureGroup]
  private let edition: Edition

  init(_ groups: [Dashboard.MeasureGroup], edition: Edition) {
    self.list = groups
    self.edition = edition
  }

  /// One table for each programme, without the element around them.
  var groups: [HTML] {
    list.map { group in
      let rows = group.lines.map { line -> HTML in
        let note: HTML? =
          line.isStock ? " <span class=\"when\">\(edition(.endFigure))</span>" : nil
        return """
          <tr><th scope="row">\(line.title)\(note)</th>\
          <td class="number">\(edition.figure(line.value, line.card))</td>\
          <td class="counting-unit">\(line.countingUnit)</td></tr>

          """
      }
      return """
        <table class="ledger measures"><caption>\(group.title)</caption><tbody>
        \(rows)</tbody></table>

        """
    }
  }
}
