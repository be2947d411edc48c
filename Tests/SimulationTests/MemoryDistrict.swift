// A registry without a ledger: enough to decide every request of the simulation under the bundled
// programmes and to sum what is decided.

import Foundation
import Indicators
import ProgrammeFiles
import Programmes
import Quantities
import Simulation

/// A district in memory that decides and folds as the registry does, with real units and roles.
final class MemoryDistrict: Surroundings {
  let set: ProgrammeSet
  private(set) var records: [RecordID: Record] = [:]
  private var keys: [String: RecordID] = [:]
  private var balances: [String: Int64] = [:]
  /// Sums of deltas, by measure and part; distinct counts are kept as their members.
  private(set) var totals: [String: [String: Int64]] = [:]
  private(set) var members: [String: Set<RecordID>] = [:]
  /// Of every unit that was founded: its first day and the unit above it.
  private var units: [String: (from: Day, parent: String?)] = [:]
  private var roles: [RecordID: [(role: String, unit: String)]] = [:]
  private var seq: Int64 = 0

  init(_ set: ProgrammeSet) {
    self.set = set
  }

  func record(_ id: RecordID) -> Record? { records[id] }

  func holder(ofKey name: String, value: KeyValue, values: [Value]) -> RecordID? {
    keys[Self.key(name, values)]
  }

  func balance(of measure: String, owner: RecordID) -> Int64 {
    balances["\(measure)|\(owner)"] ?? 0
  }

  func unitExists(_ code: String, on day: Day) -> Bool {
    units[code].map { $0.from <= day } ?? false
  }

  func roles(of actor: Actor, at unit: String) -> Set<String> {
    switch actor {
    case .system: return ["system"]
    case .clock: return ["clock"]
    case .resident(let id): return records[id] == nil ? [] : ["resident"]
    case .account(let id):
      var above: Set<String> = []
      var code: String? = unit
      while let next = code {
        above.insert(next)
        code = units[next]?.parent
      }
      let held = (roles[id] ?? []).filter { above.contains($0.unit) }
      return Set(held.map(\.role))
    }
  }

  /// Decides at the request's time and keeps the effects; throws the refusal.
  func submit(_ timed: TimedRequest) throws {
    let request = timed.request
    guard let programme = set.latest(request.programme) else {
      throw Refusal.programmeUnknown(request.programme)
    }
    let today = Day(milliseconds: timed.at)
    let decision = try decide(
      request, at: today.startMilliseconds, under: programme, in: set, given: self)
    fold(decision)
    note(request)
  }

  func total(_ measure: String, part: String) -> Int64 {
    if let members = members[measure] { return Int64(members.count) }
    return totals[measure]?[part] ?? 0
  }

  private func fold(_ decision: Decision) {
    seq += 1
    for touch in decision.touches {
      var record =
        records[touch.record]
        ?? Record(
          id: touch.record, kind: touch.kind, version: 0, state: "new", unit: touch.unit,
          facts: [:])
      record.version = touch.base + 1
      record.state = touch.state
      for write in touch.writes {
        let content: Fact.Content = write.level.isSealed ? .sealed : .plain(write.value)
        record.facts[write.name] = Fact(content: content, seq: seq)
      }
      records[touch.record] = record
      for change in touch.keys where change.isTaken { take(change, touch, record) }
    }
    for delta in decision.deltas {
      if let member = delta.member {
        members[delta.measure, default: []].insert(member)
      } else {
        totals[delta.measure, default: [:]][delta.part, default: 0] += delta.amount
      }
      if let owner = delta.owner {
        balances["\(delta.measure)|\(owner)", default: 0] += delta.amount
      }
    }
  }

  private func take(_ change: KeyChange, _ touch: Touch, _ record: Record) {
    switch change.value {
    case .plain(let text):
      keys["\(change.name)|\(text.replacing("\u{1F}", with: "|"))"] = touch.record
    case .blind(let fields):
      let values = fields.compactMap { name in
        touch.writes.first { $0.name == name }?.value ?? record.value(name)
      }
      keys[Self.key(change.name, values)] = touch.record
    }
  }

  private func note(_ request: Request) {
    switch request.action {
    case "unit.found":
      guard case .text(let code)? = request.fields["code"],
        case .day(let from)? = request.fields["from"]
      else { return }
      var parent: String?
      if case .text(let above)? = request.fields["parent"] { parent = above }
      units[code] = (from, parent)
    case "account.open":
      guard case .list(let items)? = request.fields["roles"] else { return }
      roles[request.subject.id] = items.compactMap { item in
        guard case .text(let role)? = item["role"], case .text(let unit)? = item["unit"] else {
          return nil
        }
        return (role, unit)
      }
    default: break
    }
  }

  private static func key(_ name: String, _ values: [Value]) -> String {
    ([name] + values.map(\.canonicalText)).joined(separator: "|")
  }
}

/// The project's own files, as the command would load them.
enum ProjectFiles {
  static func programmes() throws -> ProgrammeSet { try readProgrammes(packages()) }

  static func drafts() throws -> [ProgrammeDraft] {
    ProgrammeDraft.inOrderOfUse(
      try packages().map { try readProgramme($0.bytes, file: $0.name) })
  }

  private static func packages() throws -> [(name: String, bytes: [UInt8])] {
    let folder = root.appending(path: "Packages")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    return try names.filter { $0.hasSuffix(".yaml") }.map { name in
      (name: name, bytes: [UInt8](try Data(contentsOf: folder.appending(path: name))))
    }
  }

  static func units() throws -> [AdministrativeUnit] {
    let path = root.appending(path: "Resources/pingcheng/units.csv")
    return try UnitList(parsing: [UInt8](try Data(contentsOf: path)), file: "units.csv").units
  }

  static func indicators() throws -> IndicatorCatalogue {
    let path = root.appending(path: "Resources/indicators.yaml")
    let tree = try readTree([UInt8](try Data(contentsOf: path)), file: "indicators.yaml")
    return try IndicatorCatalogue(tree)
  }

  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
}
