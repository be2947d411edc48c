import Markup
import Publishing
import Quantities

/// The way from the district down to a unit, as links.
struct UnitPathView {
  private let path: [NumberCard.UnitName]
  private let month: Month?
  private let edition: Edition

  init(_ path: [NumberCard.UnitName], month: Month?, edition: Edition) {
    self.path = path
    self.month = month
    self.edition = edition
  }

  var html: HTML {
    let steps = path.enumerated().map { index, unit -> HTML in
      guard index < path.count - 1 else {
        return "<li aria-current=\"page\">\(unit.name)</li>"
      }
      return """
        <li><a href="\(edition.href(.dashboard(unit: unit.code, month: month)))">\
        \(unit.name)</a></li>
        """
    }
    return "<nav class=\"path\" aria-label=\"\(edition(.unitPath))\"><ol>\(steps)</ol></nav>"
  }
}
