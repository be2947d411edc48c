// What a unit was on each day: its record as each of its entries left it, one row for each time.
// The names of the fields are those of the programme that provides units.

import Indicators
import Ledger
import Programmes
import Quantities
import Storage

/// Makes rows of the unit list from the record of a unit.
enum UnitRows {
  /// The rows once an entry of a day has left the record as it is.
  static func noted(
    _ record: Record, on day: Day, after rows: [AdministrativeUnit]
  ) throws(UnitTreeError) -> [AdministrativeUnit] {
    guard let now = row(record) else { return rows }
    guard let last = rows.last else { return [now] }
    // A change of a day before the last one is refused; those entered when it was not hold from
    // the last one's day on.
    let day = max(day, last.validFrom ?? day)
    let eve = day.advanced(by: -1)
    if let successor = record.value("into")?.text {
      guard last.successor == nil else { return rows }
      return rows.dropLast() + [try ended(last, eve, successor)]
    }
    if let to = record.value("to")?.day {
      if let from = last.validFrom, to < from { throw .emptyValidity(code: now.code) }
      return rows.dropLast() + [last.ending(to)]
    }
    guard !now.isAlike(last) else { return rows }
    let begun = now.beginning(day)
    if now.code != last.code { return rows.dropLast() + [try ended(last, eve, now.code), begun] }
    if last.validFrom == day { return rows.dropLast() + [begun] }
    return rows.dropLast() + [last.ending(eve), begun]
  }

  /// The rows that all entries of a record make.
  static func made(
    of row: RecordRow, entry: (_ seq: Int64) throws -> Entry?
  ) throws -> [AdministrativeUnit] {
    var rows: [AdministrativeUnit] = []
    var record: RecordRow?
    for seq in row.history {
      guard let entry = try entry(seq) else { continue }
      for touch in entry.decision.touches where touch.record == row.record.id && !touch.isContent {
        let after = Folding.applied(touch, to: record, seq: seq)
        record = RecordRow(record: after, keyNumber: nil, blindKeys: [:], history: [])
        rows = try noted(after, on: entry.on, after: rows)
      }
    }
    return rows
  }

  private static func ended(
    _ row: AdministrativeUnit, _ day: Day, _ successor: String
  ) throws(UnitTreeError) -> AdministrativeUnit {
    if let from = row.validFrom, day < from { throw .changedLater(code: row.code, on: from) }
    return row.ending(day, successor: successor)
  }

  private static func row(_ record: Record) -> AdministrativeUnit? {
    guard let code = record.value("code")?.text, let level = record.value("level")?.text,
      let known = UnitLevel(rawValue: level)
    else { return nil }
    let name = record.value("name")?.text ?? code
    return AdministrativeUnit(
      code: code, nameZh: name, nameEn: record.value("name-en")?.text ?? name, level: known,
      parent: record.value("parent")?.text, validFrom: record.value("from")?.day,
      validThrough: record.value("to")?.day, stationedAt: record.value("stationed-at")?.text,
      predecessor: record.value("predecessor")?.text)
  }
}

extension AdministrativeUnit {
  /// Whether both say the same, but for the days on which they hold.
  fileprivate func isAlike(_ other: AdministrativeUnit) -> Bool {
    code == other.code && nameZh == other.nameZh && nameEn == other.nameEn && level == other.level
      && parent == other.parent && stationedAt == other.stationedAt
  }

  /// The same from a day on.
  fileprivate func beginning(_ day: Day) -> AdministrativeUnit {
    AdministrativeUnit(
      code: code, nameZh: nameZh, nameEn: nameEn, level: level, parent: parent, validFrom: day,
      validThrough: nil, stationedAt: stationedAt, predecessor: predecessor)
  }
}
