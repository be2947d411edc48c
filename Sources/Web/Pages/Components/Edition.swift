package import Markup
package import Programmes
package import Publishing
package import Quantities

/// What all pages of one answer share: the language, the district, the state of the ledger.
package struct Edition: Sendable {
  package let language: Language
  package let isDemo: Bool
  /// The district's name in the language.
  package let district: String
  /// Today, or the day a demo has reached.
  package let today: Day
  /// Entries in the ledger when the page was made.
  package let entries: Int64
  /// The style sheet's file name with the hash of its content.
  package let stylesheet: String
  /// What signatures of the ledger are checked with.
  package let verifierKey: String

  /// Of these parts, taken as they are.
  package init(
    language: Language, isDemo: Bool, district: String, today: Day, entries: Int64,
    stylesheet: String, verifierKey: String
  ) {
    self.language = language
    self.isDemo = isDemo
    self.district = district
    self.today = today
    self.entries = entries
    self.stylesheet = stylesheet
    self.verifierKey = verifierKey
  }

  /// A link in the reader's language.
  package func href(_ route: Route) -> Address { route.address(in: language) }

  /// A text in the reader's language.
  package func callAsFunction(_ text: Text) -> String { language(text) }

  /// A link to a number's card, around the number.
  func figure(_ value: Decimal64, _ route: Route?) -> HTML {
    let data: HTML =
      "<data value=\"\(value.description)\">\(language.number(value))</data>"
    guard let route else { return data }
    return """
      <a class="figure" href="\(href(route))" title="\(language(.whyThisNumber))">\(data)</a>
      """
  }

  /// The name in both directions of a list: `、` or commas.
  func list(_ items: [String]) -> String { items.joined(separator: language == .zh ? "、" : ", ") }
}
