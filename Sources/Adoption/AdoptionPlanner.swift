public import Indicators
import Ledger
public import Programmes
public import Quantities
public import Reading

/// Makes a plan from one reading.
public struct AdoptionPlanner {
  private let document: ReadDocument
  private let year: Int
  private let unit: String
  private let day: Day
  private let actor: Actor
  private let catalogue: IndicatorCatalogue
  private let digest: Hash
  private var requests: [Request] = []
  private var targets: [AdoptionPlan.PlannedTarget] = []
  private var returns: [AdoptionPlan.PlannedReturn] = []
  private var unbound: [AdoptionPlan.Unbound] = []

  /// A planner for the report of `unit` that is given in `year`.
  ///
  /// The report's targets are that year's, its results those of the years before.
  public init(
    document: ReadDocument, year: Int, unit: String, day: Day, actor: Actor,
    catalogue: IndicatorCatalogue
  ) {
    self.document = document
    self.year = year
    self.unit = unit
    self.day = day
    self.actor = actor
    self.catalogue = catalogue
    self.digest = .sha256(document.bytes)
  }

  /// The plan; the same reading gives the same plan, ids included, so adopting twice enters once.
  public mutating func plan() -> AdoptionPlan {
    let documentID = storeDocument()
    planTargets(document: documentID)
    planReturns()
    let aimed = Set(document.figures.filter { $0.standing == .target }.map(\.index))
    for aim in document.targets where aim.figureIndex.map({ !aimed.contains($0) }) ?? true {
      note(aim.quote, name: aim.indicator, at: Int(aim.span.start), .aimWithoutNumber)
    }
    return AdoptionPlan(
      requests: requests, targets: targets, returns: returns,
      unbound: unbound.sorted { $0.offset < $1.offset })
  }

  private mutating func storeDocument() -> RecordID {
    let id: RecordID = identifier("document")
    enter(
      "documents", "document.store", id: id,
      fields: [
        "name": .text(document.name), "digest": .text(digest.description),
        "year": .integer(Int64(year)), "kind": .text("report"),
        "text": .text(String(decoding: document.bytes, as: UTF8.self)),
      ])
    return id
  }

  // MARK: Targets

  private mutating func planTargets(document id: RecordID) {
    var aims: [Target] = []
    for figure in document.figures where figure.standing == .target {
      guard let target = target(figure, document: id) else {
        note(figure, .kindNotKept)
        continue
      }
      aims.append(target)
    }
    for target in Target.merged(aims) {
      let isBound = target.indicator != nil
      if !isBound, let place = target.places.first {
        note(
          place.quote, name: target.name, at: Int(place.span.start), .targetWithoutIndicator)
      }
      enter(target, isBound: isBound, document: id)
    }
  }

  private func target(_ figure: Figure, document id: RecordID) -> Target? {
    guard let form = IndicatorForm(rawValue: figure.form.rawValue),
      let comparator = Indicators.Comparator(rawValue: figure.comparator.rawValue),
      let value = Decimal64(figure.value)
    else { return nil }
    let period = figure.period.flatMap { ReturnPeriod($0) }
    return Target(
      year: period?.year ?? year, indicator: bound(figure, form: form), name: figure.indicator,
      kind: comparator == .between ? .range : .number, form: form, comparator: comparator,
      value: value, high: figure.high.flatMap { Decimal64($0) }, unit: figure.unit,
      tolerance: nil,
      places: [
        TargetPlace(document: id.description, span: figure.span, quote: figure.quote)
      ])
  }

  /// The indicator of the catalogue that a figure is of: by the lexicon's id, and only if it is the
  /// same kind of number (a growth of retail sales is no level of them).
  private func bound(_ figure: Figure, form: IndicatorForm) -> String? {
    guard let id = figure.indicatorID, let indicator = catalogue.indicator(id),
      indicator.form == form
    else { return nil }
    return id
  }

  private mutating func enter(_ target: Target, isBound: Bool, document id: RecordID) {
    let record: RecordID = identifier(
      "target \(target.year) \(target.indicator ?? "") \(target.name) \(target.form.rawValue) "
        + "\(target.value?.description ?? "") \(target.places.first?.span.start ?? 0)")
    var fields: [String: Value] = [
      "year": .integer(Int64(target.year)), "document": .record(id),
      "name": .text(target.name), "form": .text(target.form.rawValue),
      "comparator": .text(Self.words[target.comparator] ?? "exactly"),
      "measure-unit": .text(target.unit),
      "places": .list(
        target.places.map {
          [
            "start": .integer(Int64($0.span.start)), "end": .integer(Int64($0.span.end)),
            "quote": .text($0.quote), "at": .text(place($0.span.start)),
          ]
        }),
    ]
    if let indicator = target.indicator { fields["indicator"] = .text(indicator) }
    if let value = target.value { fields["value"] = .decimal(value) }
    if let high = target.high { fields["high"] = .decimal(high) }
    enter(
      "targets", isBound ? "target.adopt" : "target.adopt-unbound", id: record, fields: fields)
    targets.append(
      AdoptionPlan.PlannedTarget(target: target, record: record, isBound: isBound))
  }

  private static let words: [Indicators.Comparator: String] = [
    .ge: "at-least", .le: "at-most", .gt: "above", .lt: "below", .eq: "exactly",
    .about: "about", .between: "between",
  ]

  // MARK: Returns

  private mutating func planReturns() {
    for figure in document.figures
    where figure.standing == .actual || figure.standing == .estimated {
      guard let form = IndicatorForm(rawValue: figure.form.rawValue),
        let value = Decimal64(figure.value), figure.high == nil
      else {
        note(figure, .kindNotKept)
        continue
      }
      guard let id = figure.indicatorID, catalogue.indicator(id) != nil else {
        note(figure, .pastFigureWithoutIndicator)
        continue
      }
      guard let period = figure.period.flatMap({ ReturnPeriod($0) }) else {
        note(figure, .pastFigureWithoutPeriod)
        continue
      }
      plan(figure, indicator: id, form: form, value: value, period: period)
    }
  }

  private mutating func plan(
    _ figure: Figure, indicator id: String, form: IndicatorForm, value: Decimal64,
    period: ReturnPeriod
  ) {
    // 预计 is a flash estimate; a result told in January is an express figure until the yearbook.
    let vintage: Vintage = figure.standing == .estimated ? .flash : .express
    let entry = StatisticsReturn(
      indicator: id, unit: unit, form: form, period: period, vintage: vintage, value: value,
      givenOn: day, source: document.name)
    let earlier = returns.first {
      $0.figure.indicator == id && $0.figure.form == form && $0.figure.period == period
        && $0.figure.vintage == vintage
    }
    if let earlier {
      // Said again elsewhere in the text: one return is enough, unless the two differ.
      if earlier.figure.value != value { note(figure, .contradicts) }
      return
    }
    let record: RecordID = identifier(
      "return \(id) \(form.rawValue) \(period) \(vintage.rawValue) \(value)")
    var fields: [String: Value] = [
      "indicator": .text(id), "period": .text(period.description), "form": .text(form.rawValue),
      "value": .decimal(value), "measure-unit": .text(figure.unit),
      "vintage": .text(vintage.rawValue),
      "source": .text("\(document.name) \(place(figure.span.start)) \(figure.quote)"),
    ]
    if id == "gdp" {
      fields["price-basis"] = .text(form == .growth ? "constant" : "current")
    }
    enter("statistics", "return.report", id: record, fields: fields)
    returns.append(
      AdoptionPlan.PlannedReturn(
        figure: entry, record: record, place: Int(figure.span.start)))
  }

  // MARK: Requests

  private mutating func enter(
    _ programme: String, _ action: String, id: RecordID, fields: [String: Value]
  ) {
    requests.append(
      Request(
        id: identifier("\(action) \(id)"), on: day, actor: actor, unit: unit,
        programme: programme, action: action, subject: .new(id), records: [:], fields: fields))
  }

  /// An id that follows from the document, the unit and what it names.
  private func identifier<Tag>(_ name: String) -> ID<Tag> {
    let text = "\(digest.description) \(unit) \(year) \(name)"
    let words = ID<Tag>.words(of: Hash.sha256(Array(text.utf8)))
    // Of the report's year, whenever it is adopted: the same statement has the same id.
    let moment = Month(year: year, month: 1)?.first.startMilliseconds ?? 0
    return ID(milliseconds: moment, random: (words[0], words[1]))
  }

  private func place(_ offset: Int32) -> String {
    Place(of: Int(offset), in: document.bytes).description
  }

  private mutating func note(_ figure: Figure, _ reason: AdoptionPlan.Reason) {
    note(figure.quote, name: figure.indicator, at: Int(figure.span.start), reason)
  }

  private mutating func note(
    _ quote: String, name: String, at offset: Int, _ reason: AdoptionPlan.Reason
  ) {
    unbound.append(
      AdoptionPlan.Unbound(quote: quote, name: name, offset: offset, reason: reason))
  }
}
