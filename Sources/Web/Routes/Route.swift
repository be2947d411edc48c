package import Markup
package import Programmes
package import Publishing
package import Quantities

/// Every address of the site: the router registers the templates, pages link by the cases.
package enum Route: Sendable, Hashable {
  /// The front page; `nil` stands for the district and for the current month.
  case dashboard(unit: String?, month: Month?)
  /// A target's row on the front page.
  case row(RecordID, unit: String?, month: Month?)
  case number(NumberQuery)
  case numberJSON(NumberQuery)
  case numberProof(NumberQuery)
  case target(TargetQuery)
  case targetJSON(TargetQuery)
  case entry(Int64)
  case proof(Int64)
  case leaf(Int64)
  case unit(String, month: Month?)
  case record(RecordID)
  /// The work report; with the first byte of a quote, the place where it stands.
  case report(document: String?, at: Int?)
  case checkpoint
  case key
  case targetsJSON(unit: String?, month: Month?)
  case asset(String)

  /// The addresses as the router knows them.
  package enum Template: String, Sendable, CaseIterable {
    case dashboard = "/"
    case number = "/number"
    case numberJSON = "/number.json"
    case entry = "/entry/{seq}"
    case proof = "/proof/{seq}"
    case leaf = "/leaf/{seq}"
    case unit = "/unit/{code}"
    case record = "/record/{id}"
    case report = "/report"
    case checkpoint = "/log/checkpoint"
    case key = "/log/key"
    case keys = "/log/keys"
    case tile = "/log/tile/**"
    case consistency = "/log/consistency/{size}"
    case receipt = "/log/receipt/{seq}"
    case targetsAPI = "/api/v1/targets"
    case numberAPI = "/api/v1/number"
    case numberProof = "/number.proof"
    case comparableAPI = "/api/v1/comparable"
    case asset = "/assets/{name}"
    case health = "/healthz"
    case metrics = "/metrics"
  }

  /// The template that the address falls under.
  package var template: Template {
    switch self {
    case .dashboard, .row: .dashboard
    case .number, .target: .number
    case .numberJSON, .targetJSON: .numberJSON
    case .numberProof: .numberProof
    case .entry: .entry
    case .proof: .proof
    case .leaf: .leaf
    case .unit: .unit
    case .record: .record
    case .report: .report
    case .checkpoint: .checkpoint
    case .key: .key
    case .targetsJSON: .targetsAPI
    case .asset: .asset
    }
  }

  /// The address; Chinese is the site's own language and is not named in it.
  package func address(in language: Language) -> Address {
    let lang: (name: String, value: String?) = ("lang", language == .zh ? nil : language.rawValue)
    switch self {
    case .dashboard(let unit, let month):
      return Address(
        path: [], query: [("unit", unit), ("month", month?.description), lang])
    case .row(let target, let unit, let month):
      return Address(
        path: [], query: [("unit", unit), ("month", month?.description), lang],
        fragment: "target-\(target)")
    case .number(let query):
      return Address(path: ["number"], query: query.items + [lang])
    case .numberJSON(let query):
      return Address(path: ["number.json"], query: query.items + [lang])
    case .numberProof(let query):
      return Address(path: ["number.proof"], query: query.items)
    case .target(let query):
      return Address(path: ["number"], query: query.items + [lang])
    case .targetJSON(let query):
      return Address(path: ["number.json"], query: query.items + [lang])
    case .entry(let seq): return Address(path: ["entry", String(seq)], query: [lang])
    case .proof(let seq): return Address(path: ["proof", String(seq)])
    case .leaf(let seq): return Address(path: ["leaf", String(seq)])
    case .unit(let code, let month):
      return Address(path: ["unit", code], query: [("month", month?.description), lang])
    case .record(let id): return Address(path: ["record", id.description], query: [lang])
    case .report(let document, let at):
      return Address(
        path: ["report"], query: [("document", document), lang], fragment: at.map { "at-\($0)" })
    case .checkpoint: return Address(path: ["log", "checkpoint"])
    case .key: return Address(path: ["log", "key"])
    case .targetsJSON(let unit, let month):
      return Address(
        path: ["api", "v1", "targets"],
        query: [("unit", unit), ("month", month?.description), lang])
    case .asset(let name): return Address(path: ["assets", name])
    }
  }
}

/// Which target a card is of, at a unit on a day.
package struct TargetQuery: Sendable, Hashable {
  package let target: RecordID
  package let unit: String
  package let on: Day

  /// Of these parts, taken as they are.
  package init(target: RecordID, unit: String, on: Day) {
    self.target = target
    self.unit = unit
    self.on = on
  }

  var items: [(name: String, value: String?)] {
    [("target", target.description), ("unit", unit), ("on", on.description)]
  }
}

extension NumberQuery {
  var items: [(name: String, value: String?)] {
    [
      ("measure", measure), ("part", part), ("unit", unit), ("from", from.description),
      ("to", to.description), ("page", page == 1 ? nil : String(page)),
    ]
  }
}
