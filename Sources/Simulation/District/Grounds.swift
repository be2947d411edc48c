import Indicators
import Quantities

/// The units as the simulation needs them: who works where.
struct Grounds: Sendable {
  /// A community or village.
  struct Ground: Sendable {
    let code: String
    /// Index of its subdistrict.
    let subdistrict: Int
    let isVillage: Bool
  }

  /// Every unit, parents before children.
  let units: [AdministrativeUnit]
  let district: String
  /// Codes, in code order.
  let subdistricts: [String]
  /// Communities and villages, in code order.
  let grounds: [Ground]
  let bureaus: [String]
  private let names: [String: String]

  init(_ rows: [AdministrativeUnit]) {
    let sorted = rows.sorted { ($0.level.depth, $0.code) < ($1.level.depth, $1.code) }
    precondition(sorted.first?.level == .district)
    self.units = sorted
    self.district = sorted.first?.code ?? ""
    let subdistricts = sorted.filter { $0.level == .subdistrict }.map(\.code)
    self.subdistricts = subdistricts
    self.names = Dictionary(
      sorted.map { ($0.code, $0.nameZh) }, uniquingKeysWith: { first, _ in first })
    self.bureaus = sorted.filter { $0.level == .bureau }.map(\.code)
    self.grounds = sorted.compactMap { unit in
      guard unit.level == .community || unit.level == .village, let parent = unit.parent,
        let subdistrict = subdistricts.firstIndex(of: parent)
      else { return nil }
      return Ground(
        code: unit.code, subdistrict: subdistrict, isVillage: unit.level == .village)
    }
    precondition(!grounds.isEmpty)
  }

  /// A unit's name in Chinese.
  func name(of code: String) -> String { names[code] ?? code }
}

extension UnitLevel {
  /// 0 for the district; parents come before children.
  fileprivate var depth: Int {
    switch self {
    case .district: 0
    case .subdistrict, .bureau: 1
    case .community, .village: 2
    }
  }
}
