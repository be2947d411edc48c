import Programmes
import Quantities
import Testing

/// Random districts: whatever is asked, nothing crashes, and every number equals a recount.
@Suite struct PropertyTests {
  static let seeds: [UInt64] = [1, 2, 3]

  /// Requests are drawn from the definitions themselves, sound ones and broken ones alike; after
  /// each accepted one the tallies, balances and ceilings must agree with the records.
  @Test(arguments: seeds) func `tallies equal a recount after any sequence`(seed: UInt64) throws {
    let district = District(try bundled())
    var generator = RequestGenerator(set: district.set, seed: seed)
    var accepted = 0
    for step in 0..<2_000 {
      let request = generator.request(district)
      do {
        let decision = try district.submit(request)
        accepted += 1
        check(decision, on: district, seed, step)
      } catch is Refusal {
        continue
      }
    }
    #expect(accepted > 100, "seed \(seed): too few requests were accepted to prove anything")
    try recount(district, seed)
  }

  private func check(_ decision: Decision, on district: District, _ seed: UInt64, _ step: Int) {
    #expect(Set(decision.touches.map(\.record)).count == decision.touches.count)
    for touch in decision.touches {
      #expect(touch.writes.map(\.name) == touch.writes.map(\.name).sorted())
      #expect(touch.state != "new", "seed \(seed), step \(step)")
    }
    for delta in decision.deltas {
      #expect(delta.amount != 0)
      #expect(district.set.measure(delta.measure)?.isDistinct == (delta.member != nil))
    }
  }

  private func recount(_ district: District, _ seed: UInt64) throws {
    var recounted: [String: Int64] = [:]
    for record in district.records.values {
      for delta in try district.set.stockDeltas(of: record, on: district.today) {
        recounted["\(delta.measure)|\(delta.part)|\(delta.unit)", default: 0] += delta.amount
      }
    }
    let stocks = district.tallies.filter { key, amount in
      let measure = key.split(separator: "|").first.map(String.init) ?? ""
      return amount != 0 && district.set.measure(measure)?.isStock == true
    }
    #expect(stocks == recounted.filter { $0.value != 0 }, "seed \(seed)")
    for (id, record) in district.records where record.kind == "session" {
      guard case .integer(let capacity)? = record.value("capacity") else { continue }
      let booked = district.balance(of: "test-booking.booked-in-session", owner: id)
      #expect(booked <= max(capacity, district.largestCapacity[id] ?? 0), "seed \(seed)")
    }
  }

  /// Bytes changed at random must give errors or a programme, and never a crash.
  @Test(arguments: seeds) func `a damaged definition never crashes the reader`(seed: UInt64) throws
  {
    var generator = SeededGenerator(seed: seed)
    let original = try bytes(of: "\(packagesFolder)/shop-inspection.yaml")
    let needed = try ["premises", "accounts"].map {
      ("\($0).yaml", try bytes(of: "\(packagesFolder)/\($0).yaml"))
    }
    for _ in 0..<60 {
      var damaged = original
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        let at = Int.random(in: 0..<damaged.count, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: damaged[at] = UInt8.random(in: 9...126, using: &generator)
        case 1: damaged.remove(at: at)
        default: damaged.insert(damaged[at / 2], at: at)
        }
      }
      do throws(DefinitionErrors) {
        _ = try readProgrammesForTest(needed + [("shop-inspection.yaml", damaged)])
      } catch {
        #expect(!error.errors.isEmpty)
      }
    }
  }
}

/// Draws requests that are often right and sometimes wrong.
struct RequestGenerator {
  let set: ProgrammeSet
  var random: SeededGenerator
  private var next = 1

  init(set: ProgrammeSet, seed: UInt64) {
    self.set = set
    self.random = SeededGenerator(seed: seed)
  }

  private mutating func chance(_ percent: Int) -> Bool {
    Int.random(in: 0..<100, using: &random) < percent
  }

  private mutating func pick<Element>(_ elements: [Element]) -> Element? {
    elements.randomElement(using: &random)
  }

  mutating func request(_ district: District) -> Request {
    guard let programme = pick(set.latest), let kind = pick(programme.kinds),
      let action = pick(kind.actions)
    else { preconditionFailure("the set is empty") }
    let subject = subject(kind, action, district)
    var records: [String: Subject] = [:]
    var fields: [String: Value] = [:]
    for input in action.inputs {
      let isNeeded = input.isRequired || input.field.isRequired
      guard chance(isNeeded ? 97 : 40) else { continue }
      if case .record(let target) = input.field.type, input.reference == nil {
        let registers = action.registers.contains(input.path)
        records[input.path] = reference(target, registers && chance(60), district)
      } else {
        fields[input.path] = value(input.field.type, district)
      }
    }
    if chance(2) { fields["no-such-field"] = .truth(true) }
    return Request(
      id: EntryID(high: 2, low: UInt64(next)),
      on: district.today.advanced(by: chance(3) ? 1 : -Int.random(in: 0...5, using: &random)),
      actor: .account(id(1)), unit: pick(district.units.sorted()) ?? "140213",
      programme: programme.name, action: "\(kind.name).\(action.name)", subject: subject,
      records: records, fields: fields)
  }

  private mutating func fresh() -> RecordID {
    next += 1
    return id(10_000 + next)
  }

  private mutating func subject(_ kind: Kind, _ action: Action, _ district: District) -> Subject {
    if action.mayBeNew, chance(80) { return .new(fresh()) }
    return existing(kind.name, district)
  }

  private mutating func reference(_ kind: String, _ isNew: Bool, _ district: District) -> Subject {
    isNew ? .new(fresh()) : existing(kind, district)
  }

  private mutating func existing(_ kind: String, _ district: District) -> Subject {
    let isRight = chance(97)
    let known = district.records.values.filter { $0.kind == kind || !isRight }
      .sorted { $0.id < $1.id }
    guard let record = pick(known) else { return .existing(fresh(), base: nil) }
    return .existing(record.id, base: chance(30) ? record.version : chance(2) ? 99 : nil)
  }

  private mutating func value(_ type: FieldType, _ district: District) -> Value {
    if chance(2) {
      return pick([.truth(true), .text(""), .list([]), .integer(-1)]) ?? .truth(true)
    }
    switch type {
    case .text: return .text(pick(["甲", "乙", "丙 ", "140213062003"]) ?? "甲")
    case .integer, .money: return .integer(Int64.random(in: 0...2030, using: &random))
    case .decimal: return .text(pick(["0", "1.5", "12.25"]) ?? "0")
    case .date: return .day(district.today.advanced(by: Int.random(in: -3...3, using: &random)))
    case .time: return .integer(Int64.random(in: 0...9, using: &random))
    case .choice(let choices): return .text(pick(choices)?.name ?? "")
    case .truth: return .truth(chance(50))
    case .place: return .place(latitude: 1, longitude: 2)
    case .identityNumber: return .text("11010519491231002X")
    case .creditCode: return .text("91350100M000100Y43")
    case .phone: return .text("13812345678")
    case .unit: return .text(pick(district.units.sorted()) ?? "")
    case .record: return .record(fresh())
    case .broken: return .truth(false)
    case .list(let fields):
      let count = Int.random(in: 0...3, using: &random)
      return .list(
        (0..<count).map { _ in
          Dictionary(uniqueKeysWithValues: fields.map { ($0.name, value($0.type, district)) })
        })
    }
  }
}
