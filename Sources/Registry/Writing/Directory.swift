// The units, accounts and programmes as the ledger's own records say: kept in memory, because every
// decision asks for them, and built again when an entry touches one of their records.

internal import Indicators
import Ledger
internal import ProgrammeFiles
import Programmes
import Quantities
import Storage

/// Units, accounts and programmes at a point of the ledger.
struct Directory: Sendable {
  var programmes: ProgrammeSet
  /// What each unit was, one row for each time.
  private(set) var units: [RecordID: [AdministrativeUnit]] = [:]
  private(set) var accounts: [RecordID: [Grant]] = [:]
  private(set) var tree: UnitTree?
  /// The months that units have closed, by the records that say so.
  private var closed: [RecordID: (unit: String, month: Month)] = [:]
  private var closedMonths: [Month: Set<String>] = [:]
  /// The entries that the tree and the definitions were loaded from.
  private(set) var unitSeqs: [Int64] = []
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

  /// Takes in a record as an entry of the day leaves it.
  mutating func note(_ record: Record, on day: Day) throws {
    revision += 1
    switch programmes.kind(record.kind)?.provides {
    case .units:
      let after = try UnitRows.noted(record, on: day, after: units[record.id] ?? [])
      guard after != units[record.id] ?? [] else { return }
      units[record.id] = after
      tree = try UnitTree(rows())
    case .accounts: accounts[record.id] = Self.grants(record)
    case .periods: note(period: record)
    case .erasures: break
    case nil: if record.kind == BuiltIn.programmeKind { try note(programmes: [record]) }
    }
  }

  /// The rows of all units; a code that two of them had is refused.
  private func rows() throws(UnitTreeError) -> [AdministrativeUnit] {
    var owners: [String: RecordID] = [:]
    for (id, rows) in units {
      for row in rows {
        guard owners.updateValue(id, forKey: row.code) ?? id == id else {
          throw .codeUsed(row.code)
        }
      }
    }
    return units.values.flatMap { $0 }
  }

  /// The directory that a ledger's records and the entries behind them make.
  ///
  /// `records` gives all of a kind, `entry` what is plain of an entry.
  init(
    programmes genesis: ProgrammeSet, records: (_ kind: String) throws -> [RecordRow],
    entry: (_ seq: Int64) throws -> Entry?
  ) throws {
    self.init(programmes: genesis)
    // In the order of their entries. Each was checked against those before it when it was entered.
    let definitions = try records(BuiltIn.programmeKind).sorted {
      ($0.history.first ?? 0) < ($1.history.first ?? 0)
    }
    try note(programmes: definitions.map(\.record))
    unitSeqs = definitions.flatMap(\.history)
    for provision in [Provision.units, .accounts, .periods] {
      for kind in programmes.kinds(providing: provision) {
        for row in try records(kind.name) {
          guard provision == .units else {
            try note(row.record, on: Day(number: 0))
            continue
          }
          units[row.record.id] = try UnitRows.made(of: row, entry: entry)
          unitSeqs += row.history
        }
      }
    }
    if !units.isEmpty { tree = try UnitTree(rows()) }
    unitSeqs.sort()
    revision += 1
  }

  func unitExists(_ code: String, on day: Day) -> Bool {
    code == BuiltIn.ledgerUnit || tree?.exists(code, on: day) ?? false
  }

  /// The units that work of a day counts for, nearest first; the unit alone while there is no tree.
  func ancestors(of unit: String, on day: Day) -> [String] {
    tree?.reach(of: unit)?.units(on: day) ?? [unit]
  }

  /// Whether a number is the sum of what all records hold, and so moves along when a unit does.
  func isStock(_ measure: String) -> Bool { programmes.measure(measure)?.isStock ?? false }

  private static let clockRoles: Set<String> = ["clock"]
  private static let systemRoles: Set<String> = ["system"]
  private static let residentRoles: Set<String> = ["resident"]

  func roles(of actor: Actor, at unit: String, on day: Day) -> Set<String> {
    switch actor {
    case .clock: return Self.clockRoles
    case .system: return Self.systemRoles
    case .resident: return Self.residentRoles
    case .account(let id):
      let above = Set(ancestors(of: unit, on: day))
      // A role at a unit that ended is one at the unit that took over from it.
      let held = (accounts[id] ?? []).filter { grant in
        ancestors(of: grant.unit, on: day).first.map(above.contains) ?? false
      }
      return Set(held.map(\.role))
    }
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

  /// The first month from a day on that a unit has closed.
  func closedMonth(of unit: String, from day: Day) -> Month? {
    closedMonths.filter { $0.key >= day.month && $0.value.contains(unit) }.keys.min()
  }

  /// Whether any unit has closed a month.
  var hasClosedMonths: Bool { !closedMonths.isEmpty }

  /// The roles that may close months.
  var closingRoles: [String] {
    programmes.kinds(providing: .periods).flatMap { $0.firstAction?.by ?? [] }
  }

  /// Takes in definitions.
  ///
  /// The ledger's own first programme is there from the beginning and is entered as well.
  private mutating func note(programmes records: [Record]) throws {
    let known = records.compactMap { record in
      record.value("text")?.text.map { (name: record.value("name")?.text, text: $0) }
    }
    programmes = try programmes.adding(known.map(\.text)) { index throws(DefinitionErrors) in
      let (name, text) = known[index]
      return try readProgramme(Array(text.utf8), file: "\(name ?? "programme").yaml")
    }
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
  /// The programme that entries made without a network are kept with.
  static let arrivals = "arrivals"
  /// The unit of entries that concern the ledger as a whole, before there are any units.
  static let ledgerUnit = "-"
}

extension Value {
  /// The text, if it is one.
  var text: String? { if case .text(let text) = self { text } else { nil } }
  /// The day, if it is one.
  var day: Day? { if case .day(let day) = self { day } else { nil } }
}
