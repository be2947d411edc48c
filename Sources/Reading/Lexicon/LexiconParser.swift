/// Reads the line format of the lexicon file.
///
/// `[indicators]` opens lines of `id | names | unit | kind | nature | bound`; `[CLASS]` opens lines
/// of words separated by blanks, all of that class. `#` starts a comment. `[replace]` forgets what
/// files before this one said. docs/reference/lexicon.md has the whole format.
struct LexiconParser {
  private var file = ""
  private(set) var indicators: [KnownIndicator] = []
  private(set) var entries: [(text: [UInt32], classes: WordClass, indicator: Int32)] = []
  /// Where each indicator stands, by id.
  private(set) var positions: [String: Int] = [:]
  /// The ids of the file that is being read: one of an earlier file may stand again.
  private var ids: Set<String> = []

  private enum Section {
    case none
    case indicators
    case prices(PriceBasis)
    case words(WordClass)
  }

  mutating func parse(_ bytes: [UInt8], file: String) throws(LexiconError) {
    self.file = file
    ids = []
    var section = Section.none
    var number = 0
    var hasWords = false
    // A byte order mark is no part of the first line.
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    for raw in bytes[start...].split(separator: 0x0A, omittingEmptySubsequences: false) {
      number += 1
      guard let text = String(validating: raw, as: UTF8.self) else {
        throw error(number, 1, "not UTF-8; save the file as UTF-8")
      }
      let line = Row(number: number, text: text.prefix { $0 != "#" })
      if line.trimmed.isEmpty { continue }
      if line.trimmed.first == "[" {
        section = try open(line)
        continue
      }
      hasWords = true
      switch section {
      case .none:
        throw error(
          number, line.column,
          "words before the first [section]; put the name of their section above them")
      case .indicators:
        try addIndicator(line)
      case .prices(let basis):
        try setBasis(basis, of: line)
      case .words(let classes):
        for word in line.trimmed.split(whereSeparator: { $0 == " " || $0 == "\t" }) {
          add(String(word), classes, -1)
        }
      }
    }
    guard hasWords else { throw error(number, 1, "no words at all; is this the lexicon?") }
  }

  /// A line without its comment.
  private struct Row {
    let number: Int
    let text: Substring

    var trimmed: String { LexiconParser.trimmed(text) }

    /// Where its first word stands, from 1 in Unicode scalars.
    var column: Int { Self.blanks(text) + 1 }

    /// The fields between bars, each with its column.
    var fields: [(text: String, column: Int)] {
      var start = 1
      return text.split(separator: "|", omittingEmptySubsequences: false).map { field in
        defer { start += field.unicodeScalars.count + 1 }
        return (LexiconParser.trimmed(field), start + Self.blanks(field))
      }
    }

    private static func blanks(_ text: Substring) -> Int {
      text.unicodeScalars.prefix { $0 == " " || $0 == "\t" }.count
    }
  }

  private func error(_ line: Int, _ column: Int, _ message: String) -> LexiconError {
    LexiconError(file: file, line: line, column: column, message: message)
  }

  private mutating func open(_ line: Row) throws(LexiconError) -> Section {
    let text = line.trimmed
    guard text.last == "]" else {
      throw error(line.number, line.column, "a section line must end with ], such as [rise]")
    }
    let name = Self.trimmed(text.dropFirst().dropLast())
    if name == "indicators" { return .indicators }
    if name == "constant-prices" { return .prices(.constant) }
    if name == "comparable-base" { return .prices(.comparable) }
    if name == "replace" {
      indicators = []
      entries = []
      positions = [:]
      return .none
    }
    guard let known = WordClass.named.first(where: { $0.name == name }) else {
      let names = WordClass.named.map(\.name).joined(separator: ", ")
      throw error(
        line.number, line.column,
        "unknown section [\(name)]; known are indicators, constant-prices, "
          + "comparable-base, replace, \(names)")
    }
    return .words(known.value)
  }

  private mutating func addIndicator(_ line: Row) throws(LexiconError) {
    let fields = line.fields
    guard fields.count == 6 else {
      throw error(
        line.number, line.column,
        "an indicator has 6 fields (id | names | unit | kind | nature | bound), "
          + "this line has \(fields.count)")
    }
    func wrong(_ place: Int, _ message: String) -> LexiconError {
      error(line.number, fields[place].column, message)
    }
    let id = fields[0].text
    let isID = id.utf8.allSatisfy { $0 == 0x2D || 0x61...0x7A ~= $0 || 0x30...0x39 ~= $0 }
    guard isID, !id.isEmpty else {
      throw wrong(0, "id `\(id)` must be lower-case kebab English, such as retail-sales")
    }
    let names = fields[1].text.split(separator: " ").map(String.init)
    guard !names.isEmpty else {
      throw wrong(1, "\(id) needs at least one name; write the usual one first")
    }
    guard !fields[2].text.isEmpty else {
      throw wrong(2, "\(id) needs its usual unit, such as 亿元, % or 人")
    }
    guard let kind = KnownIndicator.Kind(rawValue: fields[3].text) else {
      throw wrong(3, "kind `\(fields[3].text)`: write level, growth, rate or share")
    }
    guard let nature = KnownIndicator.Nature(rawValue: fields[4].text) else {
      throw wrong(4, "nature `\(fields[4].text)`: write flow or stock")
    }
    guard let bound = KnownIndicator.Bound(rawValue: fields[5].text) else {
      throw wrong(5, "bound `\(fields[5].text)`: write floor, ceiling or none")
    }
    guard ids.insert(id).inserted else {
      throw wrong(0, "id \(id) stands twice; put all its names into one line")
    }
    let indicator = KnownIndicator(
      id: id, names: names, unit: fields[2].text, kind: kind, nature: nature, bound: bound,
      priceBasis: fields[2].text.hasSuffix("元") ? .current : .none)
    let place = positions[id] ?? indicators.count
    if place < indicators.count {
      // An earlier file's line for the same id: this one stands in its place.
      entries.removeAll { $0.indicator == Int32(place) }
      indicators[place] = indicator
    } else {
      indicators.append(indicator)
      positions[id] = place
    }
    for name in names { add(name, .indicator, Int32(place)) }
  }

  /// A line of ids under `[constant-prices]` or `[comparable-base]`.
  private mutating func setBasis(_ basis: PriceBasis, of line: Row) throws(LexiconError) {
    for id in line.trimmed.split(separator: " ") {
      guard let index = positions[String(id)] else {
        throw error(
          line.number, line.column, "no indicator \(id) stands above; name one by its id")
      }
      indicators[index].priceBasis = basis
    }
  }

  private mutating func add(_ word: String, _ classes: WordClass, _ indicator: Int32) {
    let text = word.unicodeScalars.map { Passage.normalised($0.value) }
    entries.append((text, classes, indicator))
  }

  private static func trimmed(_ text: some StringProtocol) -> String {
    let kept = text.drop { $0 == " " || $0 == "\t" || $0 == "\r" }
    var end = kept.endIndex
    while end > kept.startIndex {
      let before = kept.index(before: end)
      guard [" ", "\t", "\r", "\r\n"].contains(kept[before]) else { break }
      end = before
    }
    return String(kept[..<end])
  }
}
