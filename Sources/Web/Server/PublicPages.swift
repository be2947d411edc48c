import Hummingbird
import Markup
import Programmes
import Publishing
import Quantities
import Registry

/// The pages that people read, and the same content as JSON.
struct PublicPages: Sendable {
  let site: Site

  func register(on router: Router<BasicRequestContext>) {
    router.get(.dashboard) { request, _ in try dashboard(request) }
    router.get(.targetsAPI) { request, _ in try targets(request) }
    router.get(.number) { request, _ in try number(request) }
    router.get(.numberJSON) { request, _ in try numberJSON(request) }
    router.get(.numberAPI) { request, _ in try numberJSON(request) }
    router.get(.comparableAPI) { request, _ in try comparable(request) }
    router.get(.entry) { request, context in
      try entry(request, seq: try sequence(context))
    }
    router.get(.unit) { request, context in
      try unit(request, code: try context.parameters.require("code"))
    }
    router.get(.record) { request, context in
      try record(request, id: try context.parameters.require("id"))
    }
    router.get(.report) { request, _ in try report(request) }
  }

  private func dashboard(_ request: Request) throws -> Response {
    let parameters = Parameters(request)
    let (page, edition) = try site.dashboard(
      try parameters.language(), unit: try parameters.text("unit"),
      month: try parameters.month("month"))
    return .html(DashboardView(page, edition: edition).html)
  }

  private func targets(_ request: Request) throws -> Response {
    let parameters = Parameters(request)
    let language = try parameters.language()
    let (page, edition) = try site.dashboard(
      language, unit: try parameters.text("unit"), month: try parameters.month("month"))
    return .json(page.json(isDemo: edition.isDemo, language: language))
  }

  private func number(_ request: Request) throws -> Response {
    let parameters = Parameters(request)
    let language = try parameters.language()
    if let query = try parameters.target() {
      let (card, edition) = try target(language, query)
      return .html(TargetCardView(card, edition: edition).html)
    }
    let query = try parameters.number()
    let (card, path, edition) = try site.number(language, query)
    return .html(NumberView(card, query: query, path: path, edition: edition).html)
  }

  private func numberJSON(_ request: Request) throws -> Response {
    let parameters = Parameters(request)
    let language = try parameters.language()
    if let query = try parameters.target() {
      let (card, edition) = try target(language, query)
      return .json(card.json(isDemo: edition.isDemo, language: language))
    }
    return .json(try site.number(language, try parameters.number()).card.json)
  }

  private func comparable(_ request: Request) throws -> Response {
    let parameters = Parameters(request)
    let (query, last) = try parameters.comparable(today: site.registry.today)
    return .json(try site.comparable(try parameters.language(), query, through: last).json)
  }

  private func target(_ language: Language, _ query: TargetQuery) throws -> (TargetCard, Edition) {
    try site.read(language, day: query.on) { desk in
      (try TargetCard(desk: desk, query: query), desk.edition)
    }
  }

  private func entry(_ request: Request, seq: Int64) throws -> Response {
    let (page, edition) = try site.read(try Parameters(request).language(), day: nil) { desk in
      (try EntryPage(desk: desk, seq: seq), desk.edition)
    }
    return .html(EntryView(page, edition: edition).html)
  }

  private func unit(_ request: Request, code: String) throws -> Response {
    let parameters = Parameters(request)
    let today = site.registry.today
    let month = try parameters.month("month") ?? today.month
    let day = min(today, month.last)
    let (page, edition) = try site.read(try parameters.language(), day: day) { desk in
      (try UnitPage(desk: desk, unit: code, month: month), desk.edition)
    }
    return .html(UnitView(page, edition: edition).html)
  }

  private func record(_ request: Request, id: String) throws -> Response {
    let id = try Parameters.record("id", id)
    let (page, edition) = try site.read(try Parameters(request).language(), day: nil) { desk in
      (try RecordPage(desk: desk, id: id), desk.edition)
    }
    return .html(RecordView(page, edition: edition).html)
  }

  private func report(_ request: Request) throws -> Response {
    let parameters = Parameters(request)
    let document = try parameters.record("document")
    let month = site.registry.today.month
    let (page, edition) = try site.read(try parameters.language(), day: nil) { desk in
      let page = try ReportPage(desk: desk, document: document, shelf: site.shelf, month: month)
      return (page, desk.edition)
    }
    return .html(ReportView(page, edition: edition).html)
  }
}

/// The number of an entry in an address.
func sequence(_ context: BasicRequestContext) throws -> Int64 {
  let text = try context.parameters.require("seq")
  guard let seq = Int64(text), seq >= 0 else {
    throw Problem.invalid("seq", text, remedy: Text.writeNumber.filled("seq", "0"))
  }
  return seq
}
