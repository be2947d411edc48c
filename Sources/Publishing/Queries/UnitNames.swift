package import Indicators
package import Programmes
package import Quantities

/// The names of units, as they are called on a day in the reader's language.
package struct UnitNames: Sendable {
  package let tree: UnitTree
  package let day: Day
  package let language: Language

  /// Of these parts, taken as they are.
  package init(tree: UnitTree, day: Day, language: Language) {
    self.tree = tree
    self.day = day
    self.language = language
  }

  /// A unit's name on the day, or its last one if it has ended; its code where there never was one.
  package func name(_ code: String) -> NumberCard.UnitName {
    guard let unit = tree.unit(code, on: day) ?? tree.rows.last(where: { $0.code == code }) else {
      return NumberCard.UnitName(code: code, name: code)
    }
    return name(unit)
  }

  /// A unit's name on another day.
  package func name(_ code: String, on day: Day) -> NumberCard.UnitName {
    UnitNames(tree: tree, day: day, language: language).name(code)
  }

  /// A unit's name in the reader's language; many units have a Chinese name only.
  package func name(_ unit: AdministrativeUnit) -> NumberCard.UnitName {
    let name = language == .en && !unit.nameEn.isEmpty ? unit.nameEn : unit.nameZh
    return NumberCard.UnitName(code: unit.code, name: name)
  }

  /// The unit and the ones above it, outermost first.
  package func path(_ code: String) -> [NumberCard.UnitName] {
    tree.ancestors(of: code, on: day).reversed().map { name($0) }
  }

  /// The places directly below, in code order; bureaus are no places.
  package func below(_ code: String) -> [AdministrativeUnit] {
    tree.children(of: code, on: day).filter { $0.level != .bureau }
  }

  /// The bureaus directly below, in code order.
  package func bureaus(_ code: String) -> [AdministrativeUnit] {
    tree.children(of: code, on: day).filter { $0.level == .bureau }
  }
}
