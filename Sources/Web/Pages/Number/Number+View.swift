import Markup
import Programmes
import Publishing
import Quantities

/// The page of a number card.
struct NumberView {
  private let card: NumberCard
  private let query: NumberQuery
  private let path: [NumberCard.UnitName]
  private let edition: Edition

  /// `path` are the units above the card's unit and the unit itself, outermost first.
  init(
    _ card: NumberCard, query: NumberQuery, path: [NumberCard.UnitName], edition: Edition
  ) {
    self.card = card
    self.query = query
    self.path = path
    self.edition = edition
  }

  var html: HTML {
    let view = NumberCardView(card, language: edition.language, links: links)
    return Layout(edition).page(
      title: "\(card.definition.title) · \(card.scope.unit.name)", masthead: .slim,
      here: .number(query),
      content: """
        <div class="chooser">\
        \(UnitPathView(path, month: query.to.month, edition: edition).html)</div>
        \(view.html)
        """)
  }

  private var links: CardLinks {
    let edition = edition
    let query = query
    return CardLinks(
      entry: { edition.href(.entry($0)) }, proof: { edition.href(.proof($0)) },
      leaf: { edition.href(.leaf($0)) }, unit: { edition.href(.number(query.of($0))) },
      page: { edition.href(.number(query.page($0))) }, json: edition.href(.numberJSON(query)),
      whole: edition.href(.numberProof(query)),
      verifierKey: edition.verifierKey)
  }
}
