import Programmes
import Quantities

/// A small district in memory: folds decisions as the registry does, without a ledger.
final class District: Surroundings {
  let set: ProgrammeSet
  var today = day("2022-09-28") {
    didSet { now = today.startMilliseconds }
  }
  /// The moment at which requests are decided: the beginning of today, until it is set.
  var now = day("2022-09-28").startMilliseconds
  var records: [RecordID: Record] = [:]
  var keys: [TakenKey: RecordID] = [:]
  var balances: [OwnedMeasure: Int64] = [:]
  /// Sums of deltas by measure, part and unit.
  var tallies: [String: Int64] = [:]
  var units: Set<String> = ["140213", "140213062", "140213062001", "140213062002"]
  var roles: Set<String> = [
    "admin", "office", "bureau", "lead", "enforcement", "worker", "volunteer", "resident", "system",
  ]
  /// As for the system before the first unit exists.
  var grantsEverywhere = false
  /// The largest capacity that each session ever had.
  var largestCapacity: [RecordID: Int64] = [:]
  private var seq: Int64 = 0

  init(_ set: ProgrammeSet) {
    self.set = set
  }

  func record(_ id: RecordID) -> Record? { records[id] }

  func holder(ofKey name: String, value: KeyValue, values: [Value]) -> RecordID? {
    keys[TakenKey(name: name, texts: values.map(\.canonicalText))]
  }

  func balance(of measure: String, owner: RecordID) -> Int64 {
    balances[OwnedMeasure(measure: measure, owner: owner)] ?? 0
  }

  func unitExists(_ code: String, on day: Day) -> Bool { units.contains(code) }

  func roles(of actor: Actor, at unit: String) -> Set<String> {
    grantsEverywhere || units.contains(unit) ? roles : []
  }

  struct TakenKey: Hashable {
    let name: String
    let texts: [String]
  }

  struct OwnedMeasure: Hashable {
    let measure: String
    let owner: RecordID
  }

  /// Decides a request and keeps its effects.
  @discardableResult
  func submit(_ request: Request) throws -> Decision {
    let programme = set.latest(request.programme)
    guard let programme else { throw Refusal.programmeUnknown(request.programme) }
    let decision = try decide(request, at: now, under: programme, in: set, given: self)
    fold(decision)
    return decision
  }

  func fold(_ decision: Decision) {
    seq += 1
    for touch in decision.touches {
      var record =
        records[touch.record]
        ?? Record(
          id: touch.record, kind: touch.kind, version: 0, state: "new", unit: touch.unit, facts: [:]
        )
      record.version = touch.base + 1
      record.state = touch.state
      record.unit = touch.unit
      for write in touch.writes {
        let content: Fact.Content = write.level.isSealed ? .sealed : .plain(write.value)
        record.facts[write.name] = Fact(content: content, seq: seq)
      }
      records[touch.record] = record
      if case .integer(let capacity)? = record.value("capacity") {
        largestCapacity[touch.record] = max(largestCapacity[touch.record] ?? 0, capacity)
      }
      for change in touch.keys { apply(change, touch) }
    }
    for delta in decision.deltas {
      tallies["\(delta.measure)|\(delta.part)|\(delta.unit)", default: 0] += delta.amount
      if let owner = delta.owner {
        balances[OwnedMeasure(measure: delta.measure, owner: owner), default: 0] += delta.amount
      }
    }
  }

  private func apply(_ change: KeyChange, _ touch: Touch) {
    switch change.value {
    case .plain(let text):
      let texts = text.split(separator: "\u{1F}", omittingEmptySubsequences: false)
      let key = TakenKey(name: change.name, texts: texts.map(String.init))
      keys[key] = change.isTaken ? touch.record : nil
    case .blind(let fields):
      if !change.isTaken {
        keys = keys.filter { $0.key.name != change.name || $0.value != touch.record }
        return
      }
      let record = records[touch.record]
      let values = fields.compactMap { name in
        touch.writes.first { $0.name == name }?.value ?? record?.value(name)
      }
      keys[TakenKey(name: change.name, texts: values.map(\.canonicalText))] = touch.record
    }
  }

  /// The sum of a measure over all parts and units, or of one part.
  func total(_ measure: String, part: String? = nil, unit: String? = nil) -> Int64 {
    tallies.reduce(0) { sum, entry in
      let names = entry.key.split(separator: "|", omittingEmptySubsequences: false)
      let matches =
        names[0] == measure && (part.map { $0 == names[1] } ?? true)
        && (unit.map { $0 == names[2] } ?? true)
      return matches ? sum + entry.value : sum
    }
  }
}

func day(_ text: String) -> Day {
  guard let day = Day(text) else { preconditionFailure("\(text) is not a day") }
  return day
}

func id(_ number: Int) -> RecordID { RecordID(high: 7, low: UInt64(number)) }

/// A request with the usual actor, unit and day.
func request(
  _ programme: String, _ action: String, _ subject: Subject,
  records: [String: Subject] = [:], fields: [String: Value] = [:], on: String = "2022-09-28",
  unit: String = "140213062001", entry: Int = 1
) -> Request {
  Request(
    id: EntryID(high: 1, low: UInt64(entry)), on: day(on), actor: .account(id(999_999)), unit: unit,
    programme: programme, action: action, subject: subject, records: records, fields: fields)
}

/// The refusal that a body throws, or `nil`.
func refusal(_ body: () throws -> Void) -> Refusal? {
  do {
    try body()
    return nil
  } catch {
    return error as? Refusal
  }
}
