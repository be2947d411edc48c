// The units, accounts and programmes as the ledger's own records say: kept in memory, because every
// decision asks for them, and built again when an entry touches one of their records.

internal import Indicators
internal import ProgrammeFiles
import Programmes
import Quantities
import Storage

/// Units, accounts and programmes at a point of the ledger.
struct Directory: Sendable {
  var programmes: ProgrammeSet
  private(set) var units: [RecordID: AdministrativeUnit] = [:]
  private(set) var accounts: [RecordID: [Grant]] = [:]
  private(set) var tree: UnitTree?
  /// The months that units have closed, by the records that say so.
  private var closed: [RecordID: (unit: String, month: Month)] = [:]
  private var closedMonths: [Month: Set<String>] = [:]
  /// Counts the changes.
  private(set) var revision = 0

  /// A role held at a unit and everything below it.
  struct Grant: Sendable, Hashable {
    let role: String
    let unit: String
  }

  /// The programmes before entry 0: only the one that definitions are entered with.
  let genesis: ProgrammeSet

  init(programmes: ProgrammeSet) {
    self.programmes = programmes
    self.genesis = programmes
  }

  /// Whether an entry that touches this kind changes the directory.
  func concerns(kind: String) -> Bool {
    kind == BuiltIn.programmeKind || programmes.kind(kind)?.provides != nil
  }

  /// The kinds of units and accounts.
  var providingKinds: [String] {
    Provision.allCases.flatMap { programmes.kinds(providing: $0) }.map(\.name)
  }

  /// Takes in a record as it now is.
  mutating func note(_ record: Record) throws {
    if record.kind == BuiltIn.programmeKind {
      revision += 1
      try note(programme: record)
    } else {
      try note([record])
    }
  }

  /// Takes in units and accounts in any order: a unit may stand before the one above it.
  mutating func note(_ records: [Record]) throws {
    revision += 1
    let unitsBefore = units
    for record in records {
      switch programmes.kind(record.kind)?.provides {
      case .units: if let unit = Self.unit(record) { units[record.id] = unit }
      case .accounts: accounts[record.id] = Self.grants(record)
      case .periods: note(period: record)
      case .erasures, nil: break
      }
    }
    if units != unitsBefore { tree = try UnitTree(Array(units.values)) }
  }

  func unitExists(_ code: String, on day: Day) -> Bool {
    code == BuiltIn.ledgerUnit || tree?.exists(code, on: day) ?? false
  }

  /// The unit and those above it, nearest first; the unit alone while there is no tree.
  ///
  /// Work of a day on which the unit did not exist, which is entered before it is founded or after
  /// it ended, counts above it like that of the nearest day on which it did, so that a number is
  /// always the sum of those below it.
  func ancestors(of unit: String, on day: Day) -> [String] {
    guard let found = tree?.ancestors(of: unit, nearest: day), !found.isEmpty else { return [unit] }
    return found
  }

  func roles(of actor: Actor, at unit: String, on day: Day) -> Set<String> {
    switch actor {
    case .clock: return ["clock"]
    case .system: return ["system"]
    case .resident: return ["resident"]
    case .account(let id):
      let above = Set(ancestors(of: unit, on: day))
      return Set((accounts[id] ?? []).filter { above.contains($0.unit) }.map(\.role))
    }
  }

  private static func unit(_ record: Record) -> AdministrativeUnit? {
    guard case .text(let code)? = record.value("code"),
      case .text(let level)? = record.value("level"),
      let known = UnitLevel(rawValue: level)
    else { return nil }
    let name = record.value("name")?.text ?? code
    return AdministrativeUnit(
      code: code, nameZh: name, nameEn: record.value("name-en")?.text ?? name, level: known,
      parent: record.value("parent")?.text, validFrom: record.value("from")?.day,
      validThrough: record.value("to")?.day)
  }

  private mutating func note(period record: Record) {
    if let (unit, month) = closed.removeValue(forKey: record.id) {
      closedMonths[month]?.remove(unit)
    }
    guard record.state == "closed", case .integer(let year)? = record.value("year"),
      case .integer(let number)? = record.value("month"),
      let day = Day(year: Int(year), month: Int(number), day: 1)
    else { return }
    closed[record.id] = (record.unit, day.month)
    closedMonths[day.month, default: []].insert(record.unit)
  }

  /// The unit that has closed the month of a day: the unit of a number, or one above it.
  func closer(of unit: String, on day: Day) -> String? {
    guard let units = closedMonths[day.month], !units.isEmpty else { return nil }
    return ancestors(of: unit, on: day).first { units.contains($0) }
  }

  /// The roles that may close months.
  var closingRoles: [String] {
    programmes.kinds(providing: .periods).flatMap { $0.firstAction?.by ?? [] }
  }

  private mutating func note(programme record: Record) throws {
    guard let text = record.value("text")?.text else { return }
    let name = record.value("name")?.text ?? "programme"
    let draft = try readProgramme(Array(text.utf8), file: "\(name).yaml")
    // The ledger's own first programme is there from the beginning and is entered as well.
    guard programmes.programme(draft.name, draft.version) == nil else { return }
    programmes = try programmes.adding(draft)
  }

  private static func grants(_ record: Record) -> [Grant] {
    guard record.state != "closed", case .list(let items)? = record.value("roles") else {
      return []
    }
    return items.compactMap { item in
      guard let role = item["role"]?.text, let unit = item["unit"]?.text else { return nil }
      return Grant(role: role, unit: unit)
    }
  }
}

/// The few names of programmes that the engine itself needs.
enum BuiltIn {
  /// The programme that definitions are entered with.
  static let programmes = "programmes"
  static let programmeKind = "programme"
  static let publish = "programme.publish"
  /// The unit of entries that concern the ledger as a whole, before there are any units.
  static let ledgerUnit = "-"
}

extension Value {
  /// The text, if it is one.
  var text: String? { if case .text(let text) = self { text } else { nil } }
  /// The day, if it is one.
  var day: Day? { if case .day(let day) = self { day } else { nil } }
}
