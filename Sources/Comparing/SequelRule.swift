import Quantities
import Reading

/// Finds what the next report promises where the last one promised.
struct SequelRule {
  let after: ReportRecord

  func sequel(of pledge: ReportRecord.Pledge) -> Sequel? {
    guard let definition = pledge.definition else { return nil }
    let next = after.promises.filter { $0.definition?.concept == definition.concept }
    let same = next.filter { $0.definition == definition }
    let isWorded = pledge.measure == .words
    if let found = same.first(where: { $0.measure == pledge.measure && isComparable($0, pledge) }) {
      return isWorded ? .worded(found.promise) : moved(pledge, found)
    }
    // Either of growth and level is a number as good as the other.
    if let found = same.first(where: { $0.measure != .words }) {
      return isWorded ? .quantified(found.promise) : .otherMeasure(found.promise)
    }
    let others = next.filter { $0.definition != definition }
    if let found = others.first(where: { $0.measure == pledge.measure }) {
      return isWorded ? .worded(found.promise) : .redefined(found.promise)
    }
    if let found = others.first(where: { $0.measure != .words }) {
      return isWorded ? .quantified(found.promise) : .redefined(found.promise)
    }
    if let found = same.first, !isWorded { return .unquantified(found.promise) }
    return definition.id == nil ? nil : .dropped
  }

  private func isComparable(
    _ left: ReportRecord.Pledge, _ right: ReportRecord.Pledge
  ) -> Bool {
    guard right.measure != .words else { return true }
    guard let one = left.magnitude, let two = right.magnitude else { return false }
    return BaseUnit.compatible(one.unit, two.unit, name: left.promise.indicator)
  }

  private func moved(_ old: ReportRecord.Pledge, _ new: ReportRecord.Pledge) -> Sequel {
    guard let one = old.magnitude, let two = new.magnitude else {
      return .otherMeasure(new.promise)
    }
    let upper = (one.high ?? one.point, two.high ?? two.point)
    if one.point == two.point, upper.0 == upper.1 { return .kept(new.promise) }
    // Of two falls the one that goes deeper is the higher target.
    let isFall = one.point.isNegative && two.point.isNegative
    let isHigher = one.point == two.point ? upper.0 < upper.1 : one.point < two.point
    return isHigher != isFall ? .raised(new.promise) : .lowered(new.promise)
  }
}

/// Finds figures that a later report gives otherwise for the same year.
struct RevisionFinder {
  let records: [ReportRecord]

  /// Known indicators only, and only where each report has one value: then it is the same figure.
  func revisions() -> [Revision] {
    var found: [Revision] = []
    var first: [RevisionKey: ReportRecord.Result] = [:]
    for record in records {
      let values = unique(record)
      for (key, result) in values {
        guard let earlier = first[key] else {
          first[key] = result
          continue
        }
        guard let one = earlier.magnitude, let two = result.magnitude, !one.agrees(with: two),
          one.comparator == .eq, two.comparator == .eq
        else { continue }
        found.append(revision(key, earlier, result, one, two))
        first[key] = result
      }
    }
    return found
  }

  private func revision(
    _ key: RevisionKey, _ earlier: ReportRecord.Result, _ later: ReportRecord.Result,
    _ one: Magnitude, _ two: Magnitude
  ) -> Revision {
    let difference = two.point.subtracting(one.point).flatMap {
      one.unit == "%" ? $0.reduced : $0.divided(by: one.scale, scale: 6)?.reduced
    }
    let unit = one.unit == "%" ? "百分点" : earlier.statement.unit
    return Revision(
      indicator: earlier.statement.indicator, indicatorID: key.id,
      measure: earlier.statement.measure, year: key.year, first: earlier.statement,
      later: later.statement, change: difference.map { Margin(value: $0, unit: unit) })
  }

  private struct RevisionKey: Hashable {
    let id: String
    let definition: Definition
    let measure: Measure
    let unit: String
    let year: Int
  }

  /// In the order of the text; what a report itself gives in two ways is left out.
  private func unique(_ record: ReportRecord) -> [(RevisionKey, ReportRecord.Result)] {
    var order: [RevisionKey] = []
    var values: [RevisionKey: ReportRecord.Result] = [:]
    var contradicted: Set<RevisionKey> = []
    for result in record.results {
      guard let id = result.definition.id, let magnitude = result.magnitude,
        let year = result.period.flatMap(Int.init),
        [.level, .growth, .ratio].contains(result.statement.measure)
      else { continue }
      let key = RevisionKey(
        id: id, definition: result.definition, measure: result.statement.measure,
        unit: magnitude.unit, year: year)
      if let known = values[key]?.magnitude {
        if !known.agrees(with: magnitude) { contradicted.insert(key) }
      } else {
        values[key] = result
        order.append(key)
      }
    }
    return order.compactMap { key in
      contradicted.contains(key) ? nil : values[key].map { (key, $0) }
    }
  }
}
