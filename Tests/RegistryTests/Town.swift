import Indicators
import Ledger
import Programmes
import Quantities
import Registry
import Storage
import Testing

/// A district of two subdistricts with a community each, and somebody who records what is asked;
/// days are counted from 1 January 2022.
struct Town {
  static let district = "140213"
  static let east = "140213001"
  static let west = "140213002"
  static let east1 = "140213001001"
  static let west1 = "140213002001"
  static let bureau = "B01"

  let opened: Fixture.Opened
  private var serial: UInt64 = 0
  private var unitIDs: [String: RecordID] = [:]
  private(set) var shops: [RecordID] = []

  var registry: Registry { opened.registry }

  static func day(_ number: Int) -> Day { Fixture.firstDay.advanced(by: number) }

  /// Who does all work; units are changed by the system.
  static let worker = RecordID(high: 50, low: 0)

  init(_ engine: Fixture.Engine, folder: Fixture.Folder? = nil) throws {
    try self.init(Fixture.open(engine, folder: folder))
  }

  init(_ opened: Fixture.Opened) throws {
    self.opened = opened
    try found(Self.district, .district, under: nil, on: 0)
    try found(Self.east, .subdistrict, under: Self.district, on: 0)
    try found(Self.west, .subdistrict, under: Self.district, on: 0)
    try found(Self.east1, .community, under: Self.east, on: 0)
    try found(Self.west1, .community, under: Self.west, on: 0)
    try found(Self.bureau, .bureau, under: Self.district, on: 0)
    let roles = ["worker", "lead"].map {
      ["role": Value.text($0), "unit": .text(Self.district)]
    }
    try submit(
      "accounts", "account.open", .new(Self.worker), at: Self.district, on: 0,
      ["login": .text("worker"), "name": .text("演示员"), "roles": .list(roles)])
  }

  private static let byWorker: Set<String> = ["premises", "shop-inspection"]

  // MARK: Doing

  mutating func found(
    _ code: String, _ level: UnitLevel, under parent: String?, on day: Int,
    _ fields: [String: Value] = [:], entered: Int? = nil
  ) throws {
    let id = next()
    unitIDs[code] = id
    var all: [String: Value] = [
      "code": .text(code), "name": .text("演示\(code)"), "level": .text(level.rawValue),
      "from": .day(Self.day(day)),
    ]
    if let parent { all["parent"] = .text(parent) }
    try submit(
      "units", "unit.found", .new(id), at: code, on: day, all.merging(fields) { $1 },
      entered: entered)
  }

  mutating func change(
    _ action: String, _ code: String, on day: Int, _ fields: [String: Value],
    entered: Int? = nil
  ) throws {
    var all = fields
    if action != "close" { all["reason"] = .text("演示文件") }
    let unit = try #require(unitIDs[code])
    try submit(
      "units", "unit.\(action)", .existing(unit, base: nil), at: Self.district, on: day, all,
      entered: entered)
  }

  mutating func register(at unit: String, on day: Int, count: Int, entered: Int? = nil) throws {
    for _ in 0..<count {
      let id = next()
      shops.append(id)
      try submit(
        "premises", "premises.register", .new(id), at: unit, on: day,
        [
          "name": .text("演示店\(shops.count)"), "address": .text("演示街"),
          "category": .text("shop"),
        ], entered: entered)
    }
  }

  @discardableResult
  mutating func inspect(
    _ shop: Int, at unit: String, on day: Int, entered: Int? = nil
  ) throws -> Int64 {
    try submit(
      "shop-inspection", "inspection.inspect", .new(next()), at: unit, on: day,
      Self.inspected, records: ["premises": .existing(shops[shop], base: nil)], entered: entered)
  }

  private static let inspected: [String: Value] = [
    "outcome": .text("inspected"), "hazards": .list([]),
  ]

  mutating func update(
    _ shop: Int, at unit: String, on day: Int, _ fields: [String: Value]
  ) throws {
    try submit(
      "premises", "premises.update", .existing(shops[shop], base: nil), at: unit, on: day, fields)
  }

  mutating func close(_ shop: Int, at unit: String, on day: Int) throws {
    try submit(
      "premises", "premises.close", .existing(shops[shop], base: nil), at: unit, on: day, [:])
  }

  mutating func move(_ shop: Int, to unit: String, on day: Int) throws {
    try submit(
      "premises", "premises.move", .existing(shops[shop], base: nil), at: unit, on: day, [:])
  }

  mutating func closeMonth(_ month: Int64, entered: Int) throws {
    try submit(
      "periods", "period.close", .new(next()), at: Self.district, on: entered,
      ["year": .integer(2022), "month": .integer(month)])
  }

  mutating func amend(
    _ seq: Int64, _ manner: Amendment.Manner, on day: Int, entered: Int
  ) throws {
    let entry = try #require(try registry.read { try $0.entry(seq) })
    let subject = entry.decision.touches[0]
    let fields = subject.writes.filter { !$0.isDerived }
    try submit(
      entry.programme, entry.action, .existing(subject.record, base: nil), at: entry.unit, on: day,
      manner == .void ? [:] : Dictionary(uniqueKeysWithValues: fields.map { ($0.name, $0.value) }),
      entered: entered, amends: Amendment(seq: seq, manner: manner, reason: "日期有误"))
  }

  /// What a change is refused with; `nil` if it is not.
  mutating func refusal(_ change: (inout Town) throws -> Void) -> Refusal? {
    do {
      try change(&self)
      return nil
    } catch {
      return error as? Refusal
    }
  }

  @discardableResult
  private mutating func submit(
    _ programme: String, _ action: String, _ subject: Subject, at unit: String, on day: Int,
    _ fields: [String: Value], records: [String: Subject] = [:], entered: Int? = nil,
    amends: Amendment? = nil
  ) throws -> Int64 {
    let id = next()
    let now = Self.day(entered ?? day).startMilliseconds + 36_000_000
    opened.clock.set(milliseconds: max(now, opened.clock.milliseconds()))
    let request = Request(
      id: EntryID(high: id.high, low: id.low), on: Self.day(day),
      actor: Self.byWorker.contains(programme) ? .account(Self.worker) : .system,
      unit: unit,
      programme: programme, action: action, subject: subject, records: records, fields: fields,
      amends: amends)
    switch try registry.submit(batch: [(at: nil, request: request)])[0] {
    case .accepted(let acceptance): return acceptance.receipt.seq
    case .refused(let refusal): throw refusal
    }
  }

  private mutating func next() -> RecordID {
    serial += 1
    return RecordID(high: 50, low: serial)
  }

  // MARK: Asking

  func stock(_ unit: String, on day: Int) throws -> Int64 {
    try value("premises.registered", unit, Self.day(day), Self.day(day))
  }

  func units(_ unit: String, part: String = "community", on day: Int) throws -> Int64 {
    try value("units.active", part: part, unit, Self.day(day), Self.day(day))
  }

  func visits(_ unit: String, from: Int, to: Int) throws -> Int64 {
    try value("shop-inspection.inspections", unit, Self.day(from), Self.day(to))
  }

  /// Different premises inspected in the month of a day, or in the year.
  func different(_ unit: String, month day: Int = 0, year: Bool = false) throws -> Int64 {
    let days = DayRange(month: Month(containing: Self.day(day)))
    return try value(
      "shop-inspection.premises-inspected", unit, days.from, year ? Self.day(364) : days.to)
  }

  private func value(
    _ measure: String, part: String? = nil, _ unit: String, _ from: Day, _ to: Day
  ) throws -> Int64 {
    try registry.read {
      try $0.value(measure: measure, part: part, unit: unit, over: DayRange(from: from, to: to))
    }
  }

  /// Both audits find everything equal.
  func audit() throws {
    for decides in [true, false] {
      let findings = try registry.read {
        try $0.audit(decides: decides, progress: { _ in }).findings
      }
      #expect(findings == [], "decides: \(decides)")
    }
  }
}
