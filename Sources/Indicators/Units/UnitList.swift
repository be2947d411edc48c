import Quantities

/// Why a unit list could not be read, with its line (from 1).
public struct UnitListError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong with the line.
  public enum Kind: Sendable, Hashable {
    /// The file is not UTF-8.
    case encoding
    case header
    case columns(found: Int)
    case emptyCode
    case level(String)
    case date(String)
  }

  /// What is wrong.
  public let kind: Kind
  /// The file's name as the caller gave it.
  public let file: String
  /// From 1.
  public let line: Int

  /// `units.csv:7: there is no level "town"; write one of district, …`.
  public var description: String {
    let what =
      switch kind {
      case .encoding: "the file is not UTF-8; save it as UTF-8"
      case .header: "the first line must be \(UnitList.header)"
      case .columns(let found): "there are \(found) columns; write 6: \(UnitList.header)"
      case .emptyCode: "the code is empty; give each unit its code"
      case .level(let text):
        "there is no level \"\(text)\"; write one of "
          + UnitLevel.allCases.map(\.rawValue).joined(separator: ", ")
      case .date(let text): "\"\(text)\" is no date; write it as 2021-06-09 or leave it empty"
      }
    return "\(file):\(line): \(what)"
  }
}

/// A list of units, read from a table with one line for each.
///
/// Plain comma-separated values without quotes: names of units contain neither.
public struct UnitList: Sendable {
  static let header = "code,level,parent,name_zh,name_en,valid_from"

  /// The units in the order of the lines.
  public let units: [AdministrativeUnit]

  /// Reads the bytes of a file; `file` is its name for messages.
  public init(parsing bytes: [UInt8], file: String) throws(UnitListError) {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw UnitListError(kind: .encoding, file: file, line: 1)
    }
    var units: [AdministrativeUnit] = []
    var line = 0
    for row in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      line += 1
      do throws(Fault) {
        guard line > 1 else {
          guard row == Self.header else { throw Fault(kind: .header) }
          continue
        }
        guard !row.isEmpty else { continue }
        units.append(try Self.unit(row))
      } catch {
        throw UnitListError(kind: error.kind, file: file, line: line)
      }
    }
    self.units = units
  }

  private struct Fault: Error {
    let kind: UnitListError.Kind
  }

  private static func unit(_ row: Substring) throws(Fault) -> AdministrativeUnit {
    let cells = row.split(separator: ",", omittingEmptySubsequences: false).map { String($0) }
    guard cells.count == 6 else { throw Fault(kind: .columns(found: cells.count)) }
    guard !cells[0].isEmpty else { throw Fault(kind: .emptyCode) }
    guard let level = UnitLevel(rawValue: cells[1]) else { throw Fault(kind: .level(cells[1])) }
    var from: Day?
    if !cells[5].isEmpty {
      guard let day = Day(cells[5]) else { throw Fault(kind: .date(cells[5])) }
      from = day
    }
    return AdministrativeUnit(
      code: cells[0], nameZh: cells[3], nameEn: cells[4], level: level,
      parent: cells[2].isEmpty ? nil : cells[2], validFrom: from, validThrough: nil)
  }
}
