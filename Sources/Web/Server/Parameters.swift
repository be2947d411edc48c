import Hummingbird
import Programmes
import Publishing
import Quantities

/// The query of an address, read strictly: every fault says which parameter, what stands there,
/// and what to write instead.
struct Parameters {
  private let request: Request

  /// Longer values are never meant: the longest is a measure's name.
  private static let valueBytesMax = 200
  /// The years that days may be of; the calendar itself ends in 9999.
  private static let years = 1949...2200
  /// The longest span of a card.
  static let spanYearsMax = 50
  /// The longest series on a comparable basis, which is worked out month by month.
  private static let seriesYearsMax = 10

  init(_ request: Request) {
    self.request = request
  }

  func text(_ name: String) throws -> String? {
    guard let value = request.uri.queryParameters[name[...]], !value.isEmpty else { return nil }
    guard value.utf8.count <= Self.valueBytesMax else {
      throw Problem(
        code: "parameter.too_long", status: 400, title: .badRequest,
        what: Text.parameterTooLong.filled(name), remedy: .startFromHere)
    }
    return String(value)
  }

  func required(_ name: String, remedy: Text) throws -> String {
    guard let value = try text(name) else {
      throw Problem(
        code: "parameter.missing", status: 400, title: .badRequest,
        what: Text.parameterMissing.filled(name), remedy: remedy)
    }
    return value
  }

  func language() throws -> Language {
    guard let value = try text("lang") else { return .zh }
    guard let language = Language(rawValue: value) else {
      throw Problem.invalid("lang", value, remedy: .writeLanguage)
    }
    return language
  }

  func month(_ name: String) throws -> Month? {
    guard let value = try text(name) else { return nil }
    guard let month = Month(value), Self.years.contains(month.year) else {
      throw Problem.invalid(name, value, remedy: Text.writeMonth.filled(name, "2022-07"))
    }
    return month
  }

  func day(_ name: String) throws -> Day {
    let remedy = Text.writeDay.filled(name, "2022-07-31")
    let value = try required(name, remedy: remedy)
    guard let day = Day(value), Self.years.contains(day.year) else {
      throw Problem.invalid(name, value, remedy: remedy)
    }
    return day
  }

  func page() throws -> Int {
    guard let value = try text("page") else { return 1 }
    guard let page = Int32(value), page >= 1 else {
      throw Problem.invalid("page", value, remedy: Text.writeNumber.filled("page", "1"))
    }
    return Int(page)
  }

  func record(_ name: String) throws -> RecordID? {
    guard let value = try text(name) else { return nil }
    return try Self.record(name, value)
  }

  static func record(_ name: String, _ value: String) throws -> RecordID {
    guard let id = RecordID(value) else {
      throw Problem.invalid(name, value, remedy: .writeIdentifier)
    }
    return id
  }

  /// A query for a number's card, checked as far as it can be without the ledger.
  func number() throws -> NumberQuery {
    let measure = try required(
      "measure", remedy: Text.writeMeasure.filled("elder-station.stations-opened", "…"))
    let unit = try required("unit", remedy: .startFromHere)
    let from = try day("from")
    let to = try day("to")
    guard from <= to, to.year - from.year <= Self.spanYearsMax else {
      throw Problem.invalid(
        "from", from.description,
        remedy: Text.writeFromBeforeTo.filled(String(Self.spanYearsMax)))
    }
    return NumberQuery(
      measure: measure, part: try text("part"), unit: unit, from: from, to: to,
      page: try page())
  }

  /// A query for a series on a comparable basis, with its last month: the query's `from` is in its
  /// first month, and `to` is the day of the territory.
  func comparable(today: Day) throws -> (query: NumberQuery, last: Month) {
    let measure = try required(
      "measure", remedy: Text.writeMeasure.filled("elder-station.stations-opened", "…"))
    let unit = try required("unit", remedy: .startFromHere)
    let (first, last) = (try requiredMonth("from"), try requiredMonth("to"))
    guard first <= last, last.year - first.year < Self.seriesYearsMax else {
      throw Problem.invalid(
        "from", first.description,
        remedy: Text.writeFromBeforeTo.filled(String(Self.seriesYearsMax)))
    }
    let on = try text("on") == nil ? today : try day("on")
    return (
      NumberQuery(measure: measure, part: try text("part"), unit: unit, from: first.first, to: on),
      last
    )
  }

  private func requiredMonth(_ name: String) throws -> Month {
    guard let month = try month(name) else {
      throw Problem(
        code: "parameter.missing", status: 400, title: .badRequest,
        what: Text.parameterMissing.filled(name),
        remedy: Text.writeMonth.filled(name, "2022-07"))
    }
    return month
  }

  /// A query for a target's card; `nil` if the address names none.
  func target() throws -> TargetQuery? {
    guard let target = try record("target") else { return nil }
    let unit = try required("unit", remedy: .startFromHere)
    return TargetQuery(target: target, unit: unit, on: try day("on"))
  }
}

extension Problem {
  static func invalid(_ name: String, _ value: String, remedy: Text) -> Problem {
    Problem(
      code: "parameter.invalid", status: 400, title: .badRequest,
      what: Text.parameterInvalid.filled(name, value), remedy: remedy)
  }
}
