import Markup
import Programmes
import Publishing
import Quantities

/// The card of a target whose number is no plain tally.
struct TargetCardView {
  private let card: TargetCard
  private let edition: Edition
  private let say: Language

  init(_ card: TargetCard, edition: Edition) {
    self.card = card
    self.edition = edition
    self.say = edition.language
  }

  var html: HTML {
    let story = StoryView(
      card.story, belowLevel: .subdistrict, month: card.query.on.month, edition: edition)
    let back = edition.href(
      .row(card.query.target, unit: card.query.unit, month: card.query.on.month))
    return Layout(edition).page(
      title: card.story.name, masthead: .slim, here: .target(card.query),
      content: """
        <div class="chooser">\
        \(UnitPathView(card.path, month: card.query.on.month, edition: edition).html)\
        <a href="\(back)">\(say(.backToFront))</a></div>
        <article class="card">
        <header class="card-head"><p class="kicker">\(say(.targetKind, String(card.year)))</p>
        <h1>\(card.story.name)</h1>
        \(story.summary)</header>
        <div class="card-columns"><div class="card-main">
        \(terms)
        \(returns)
        </div><div class="card-side">
        \(meaning)
        <section aria-labelledby="ledger"><h2 id="ledger">\(say(.checkpoint))</h2>
        \(CheckpointView(card.checkpoint, language: say).html)
        <p class="more"><a href="\(edition.href(.targetJSON(card.query)))">\
        \(say(.machineReadable))</a></p></section>
        </div></div>
        </article>
        """)
  }

  private var meaning: HTML {
    """
    <section aria-labelledby="meaning"><h2 id="meaning">\(say(.definition))</h2>
    <dl class="facts">
    <div><dt>\(say(.targetAim))</dt><dd>\(card.story.aim)</dd></div>
    <div><dt>\(say(.targetPrinted))</dt><dd lang="zh-Hans">\(card.story.quote)</dd></div>
    <div><dt>\(say(.definition))</dt><dd>\
    \(card.definition ?? say(.indicatorUnbound))</dd></div>
    \(card.indicator.map { name in
      "<div><dt>\(say(.indicatorVersion))</dt><dd><code>\(name)</code></dd></div>" as HTML
    })
    \(card.formula.map { formula in
      "<div><dt>\(say(.formula))</dt><dd><code>\(formula)</code></dd></div>" as HTML
    })
    <div><dt>\(say(.scopeUnit))</dt><dd>\(card.path.last?.name)</dd></div>
    </dl></section>
    """
  }

  private var terms: HTML? {
    guard !card.terms.isEmpty else { return nil }
    let rows = card.terms.map { term -> HTML in
      let value = term.value.map { edition.figure($0, term.card) }
      return """
        <tr><th scope="row">\(term.title) <code>\(term.name)</code></th>\
        <td class="number">\(value ?? HTML(text: say(.noData)))</td>\
        <td class="counting-unit">\(term.countingUnit)</td></tr>

        """
    }
    return """
      <section aria-labelledby="terms"><h2 id="terms">\(say(.termsTitle))</h2>
      <table class="ledger"><tbody>
      \(rows)</tbody></table></section>
      """
  }

  private var returns: HTML? {
    guard card.terms.isEmpty else { return nil }
    guard !card.returns.isEmpty else {
      return """
        <section aria-labelledby="returns"><h2 id="returns">\(say(.returnsTitle))</h2>
        <p>\(say(.returnsNone))</p></section>
        """
    }
    let rows = card.returns.map { item -> HTML in
      let entry = item.entry.map { seq in
        "<a class=\"seq\" href=\"\(edition.href(.entry(seq)))\">\(seq)</a>" as HTML
      }
      return """
        <tr><td>\(item.period)</td><td class="number">\(say.number(item.value))</td>\
        <td>\(say(item.vintage))</td><td>\(item.givenOn.description)</td>\
        <td>\(item.source)</td><td>\(entry)</td></tr>

        """
    }
    return """
      <section aria-labelledby="returns"><h2 id="returns">\(say(.returnsTitle))</h2>
      <p class="note">\(say(.returnsNote))</p>
      <p class="table-unit">\(say(.unitOfNumbers, card.story.countingUnit))</p>
      <div class="scroll"><table class="ledger"><thead><tr>\
      <th scope="col">\(say(.scopePeriod))</th>\
      <th scope="col" class="number">\(say(.columnValue))</th>\
      <th scope="col">\(say(.columnVintage))</th><th scope="col">\(say(.columnGivenOn))</th>\
      <th scope="col">\(say(.columnSource))</th><th scope="col">\(say(.columnEntry))</th>\
      </tr></thead><tbody>
      \(rows)</tbody></table></div></section>
      """
  }
}
