// Reads the indicator catalogue. Reading goes on after a mistake, so that whoever edits the file
// sees everything that is wrong with it at once, each with its place and what to write instead.

import Programmes

/// Reads indicators out of a definition tree, gathering every error with its place.
struct IndicatorReader {
  private(set) var errors: [DefinitionError] = []

  private static let keys = [
    "title", "in", "form", "direction", "measure", "formula", "returns", "time", "decimals",
    "version", "definition",
  ]

  mutating func catalogue(_ file: Node) -> [(indicator: Indicator, position: Position)] {
    guard case .mapping(let top) = file.content else {
      report(file.position, "the file is no mapping", "begin it with \"indicators:\"")
      return []
    }
    for entry in top where entry.key != "indicators" {
      report(entry.position, "no key \"\(entry.key)\" here", "keep only \"indicators\"")
    }
    guard let list = top.first(where: { $0.key == "indicators" }) else {
      report(file.position, "\"indicators\" is missing", "add it, with one key for each")
      return []
    }
    guard case .mapping(let entries) = list.value.content else {
      report(list.position, "\"indicators\" is no mapping", "write one key for each indicator")
      return []
    }
    var seen: Set<String> = []
    return entries.compactMap { entry in
      guard seen.insert(entry.key).inserted else {
        report(entry.position, "indicator \"\(entry.key)\" is defined twice", "remove one")
        return nil
      }
      checkID(entry)
      return indicator(entry).map { ($0, entry.position) }
    }
  }

  private mutating func indicator(_ entry: Node.Entry) -> Indicator? {
    guard case .mapping(let fields) = entry.value.content else {
      report(entry.position, "indicator \"\(entry.key)\" is no mapping", "give title, in, form, …")
      return nil
    }
    for field in fields where !Self.keys.contains(field.key) {
      report(
        field.position, "no key \"\(field.key)\" in an indicator",
        "write one of: \(Self.keys.joined(separator: ", "))")
    }
    let at = entry.position
    let title = title("title", fields, at)
    let definition = self.title("definition", fields, at)
    let unit = scalar("in", fields, at)
    let form: IndicatorForm? = word("form", fields, at)
    let direction: Direction? = word("direction", fields, at)
    let time: TimeRule? = word("time", fields, at)
    let decimals = number("decimals", fields, at, 0...9)
    let version = number("version", fields, at, 1...9999)
    let source = source(fields, at)
    guard let title, let definition, let unit, let form, let direction, let time, let decimals,
      let version, let source
    else { return nil }
    return Indicator(
      id: entry.key, title: title, countingUnit: unit.text, form: form, direction: direction,
      source: source, timeRule: time, decimals: UInt8(decimals), definition: definition,
      version: version)
  }

  private mutating func checkID(_ entry: Node.Entry) {
    let isKebab = entry.key.utf8.allSatisfy { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
    }
    guard !isKebab || entry.key.isEmpty else { return }
    report(
      entry.position, "\"\(entry.key)\" is no indicator id",
      "use lower-case letters, digits and hyphens: retail-sales")
  }

  private mutating func source(_ fields: [Node.Entry], _ at: Position) -> IndicatorSource? {
    let given = fields.filter { ["measure", "formula", "returns"].contains($0.key) }
    guard let field = given.first, given.count == 1 else {
      report(
        given.dropFirst().first?.position ?? at,
        given.isEmpty ? "it is not said where results come from" : "results have two sources",
        "give exactly one of measure, formula and returns: true")
      return nil
    }
    guard let scalar = scalar(field.key, fields, at) else { return nil }
    guard field.key != "returns" else {
      guard scalar.text == "true" else {
        report(scalar.position, "\"returns\" can only be true", "write returns: true")
        return nil
      }
      return .returns
    }
    do throws(FormulaError) {
      let formula = try Formula(scalar.text)
      guard field.key == "measure" else { return .formula(formula) }
      guard case .measure(let name) = formula.root else {
        report(
          scalar.position, "\"\(scalar.text)\" is no single measure", "write formula: instead")
        return nil
      }
      return .measure(name)
    } catch {
      let start = scalar.position
      let place = Position(
        file: start.file, line: start.line,
        column: start.column + scalar.quoteColumns
          + scalar.text.utf8.prefix(error.offset).filter { $0 & 0xC0 != 0x80 }.count)
      report(place, "\(error)", "write programme.measure, numbers, + - * / and parentheses")
      return nil
    }
  }

  private mutating func title(
    _ key: String, _ fields: [Node.Entry], _ at: Position
  ) -> Title? {
    guard let field = fields.first(where: { $0.key == key }) else {
      report(at, "\"\(key)\" is missing", "add \(key): { zh: …, en: … }")
      return nil
    }
    guard case .mapping(let languages) = field.value.content else {
      report(field.position, "\"\(key)\" is no mapping", "write \(key): { zh: …, en: … }")
      return nil
    }
    guard let zh = scalar("zh", languages, field.position),
      let en = scalar("en", languages, field.position)
    else { return nil }
    return Title(zh: zh.text, en: en.text)
  }

  private mutating func word<Word: RawRepresentable & CaseIterable>(
    _ key: String, _ fields: [Node.Entry], _ at: Position
  ) -> Word? where Word.RawValue == String {
    guard let scalar = scalar(key, fields, at) else { return nil }
    guard let word = Word(rawValue: scalar.text) else {
      let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
      report(scalar.position, "no \(key) \"\(scalar.text)\"", "write one of: \(words)")
      return nil
    }
    return word
  }

  private mutating func number(
    _ key: String, _ fields: [Node.Entry], _ at: Position, _ range: ClosedRange<Int>
  ) -> Int? {
    guard let scalar = scalar(key, fields, at) else { return nil }
    guard let number = Int(scalar.text), range.contains(number) else {
      report(
        scalar.position, "\"\(scalar.text)\" is no \(key)",
        "write a whole number from \(range.lowerBound) to \(range.upperBound)")
      return nil
    }
    return number
  }

  private mutating func scalar(
    _ key: String, _ fields: [Node.Entry], _ at: Position
  ) -> (text: String, position: Position, quoteColumns: Int)? {
    guard let field = fields.first(where: { $0.key == key }) else {
      report(at, "\"\(key)\" is missing", "add it")
      return nil
    }
    guard case .scalar(let text, let isQuoted) = field.value.content, !text.isEmpty else {
      report(field.position, "\"\(key)\" is no text", "write one value after it")
      return nil
    }
    return (text, field.value.position, isQuoted ? 1 : 0)
  }

  private mutating func report(_ position: Position, _ problem: String, _ remedy: String) {
    errors.append(DefinitionError(at: position, problem: problem, remedy: remedy))
  }
}
