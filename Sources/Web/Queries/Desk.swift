import Indicators
import Programmes
import Publishing
import Quantities
import Registry

/// What every query of a page works with: one state of the ledger and the reader's edition.
struct Desk {
  let view: LedgerView
  let edition: Edition
  let tree: UnitTree
  let names: UnitNames

  /// Names are those of `day`.
  init(view: LedgerView, edition: Edition, day: Day) throws {
    guard let tree = view.units else { throw Problem.ledgerEmpty }
    self.view = view
    self.edition = edition
    self.tree = tree
    self.names = UnitNames(tree: tree, day: day, language: edition.language)
  }

  var language: Language { edition.language }

  /// The word for a level of units.
  static func level(_ level: UnitLevel) -> Text {
    switch level {
    case .district: .district
    case .subdistrict: .subdistrict
    case .community: .community
    case .village: .village
    case .bureau: .bureau
    }
  }

  /// A unit that exists on the desk's day.
  func unit(_ code: String) throws -> AdministrativeUnit {
    guard let unit = tree.unit(code, on: names.day) else {
      throw Problem.unitUnknown(code, day: names.day, root: tree.root)
    }
    return unit
  }

  /// What the units below a unit are called together.
  func belowLevel(_ code: String) -> Text {
    names.below(code).first.map { Self.level($0.level) } ?? .community
  }

  /// A value for people, by the type of its field.
  func text(_ value: Value, of field: Field?) -> String {
    switch value {
    case .text(let text):
      if let choice = field?.type.choices?.first(where: { $0.name == text }) {
        return choice.title.text(in: language)
      }
      if case .unit? = field?.type { return names.name(text).name }
      return text
    case .integer(let number):
      switch field?.type {
      case .money?: return language.number(Decimal64(mantissa: number, scale: 2))
      case .time?: return Self.clock(number)
      default: return language.number(number)
      }
    case .decimal(let number): return language.number(number)
    case .day(let day): return language.date(day)
    case .truth(let truth): return language(truth ? .yes : .no)
    case .record(let id): return id.description
    case .place(let latitude, let longitude): return Self.place(latitude, longitude)
    case .list(let items): return list(items, of: field)
    }
  }

  private func list(_ items: [[String: Value]], of field: Field?) -> String {
    guard let fields = field?.type.itemFields else {
      return language(.listItems, String(items.count))
    }
    let lines = items.map { item in
      edition.list(
        fields.compactMap { field in item[field.name].map { text($0, of: field) } })
    }
    return lines.joined(separator: language == .zh ? "；" : "; ")
  }

  private static func clock(_ milliseconds: Int64) -> String {
    let day = Day(milliseconds: milliseconds)
    let minutes = (milliseconds - day.startMilliseconds) / 60_000
    let minute = minutes % 60
    return "\(day) \(minutes / 60):\(minute < 10 ? "0" : "")\(minute)"
  }

  private static func place(_ latitude: Int32, _ longitude: Int32) -> String {
    let north = Decimal64(mantissa: Int64(latitude), scale: 6)
    let east = Decimal64(mantissa: Int64(longitude), scale: 6)
    return "\(north), \(east)"
  }
}

extension Problem {
  static let ledgerEmpty = Problem(
    code: "ledger.empty", status: 404, title: .notFound, what: .ledgerEmpty, remedy: .noTargets)

  static func unitUnknown(_ code: String, day: Day, root: String) -> Problem {
    Problem(
      code: "unit.unknown", status: 404, title: .notFound,
      what: Text.unitUnknown.filled(code, day.description), remedy: Text.unitHelp.filled(root))
  }
}
