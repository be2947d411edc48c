/// Reads the line format of the lexicon file.
///
/// `[indicators]` opens lines of `id | names | unit | kind | nature | bound`; `[CLASS]` opens lines
/// of words separated by blanks, all of that class. `#` starts a comment.
struct LexiconParser {
  let file: String
  private(set) var indicators: [KnownIndicator] = []
  private(set) var entries: [(text: [UInt32], classes: WordClass, indicator: Int32)] = []
  /// Where each indicator stands, by id.
  private(set) var positions: [String: Int] = [:]

  private enum Section {
    case none
    case indicators
    case prices(PriceBasis)
    case words(WordClass)
  }

  init(file: String) {
    self.file = file
  }

  mutating func parse(_ bytes: [UInt8]) throws(LexiconError) {
    var section = Section.none
    var number = 0
    for raw in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      number += 1
      guard let text = String(validating: raw, as: UTF8.self) else {
        throw LexiconError(file: file, line: number, message: "not UTF-8; save the file as UTF-8")
      }
      let line = trimmed(text.prefix { $0 != "#" })
      if line.isEmpty { continue }
      if line.first == "[" {
        section = try open(line, number)
        continue
      }
      switch section {
      case .none:
        throw LexiconError(
          file: file, line: number, message: "words before the first [section]; name their section")
      case .indicators:
        try addIndicator(line, number)
      case .prices(let basis):
        try setBasis(basis, of: line, number)
      case .words(let classes):
        for word in line.split(separator: " ") { add(String(word), classes, -1) }
      }
    }
    guard !entries.isEmpty else {
      throw LexiconError(file: file, line: number, message: "no words at all; is this the lexicon?")
    }
  }

  private func open(_ line: String, _ number: Int) throws(LexiconError) -> Section {
    guard line.last == "]" else {
      throw LexiconError(file: file, line: number, message: "a section line must end with ]")
    }
    let name = trimmed(line.dropFirst().dropLast())
    if name == "indicators" { return .indicators }
    if name == "constant-prices" { return .prices(.constant) }
    if name == "comparable-base" { return .prices(.comparable) }
    guard let known = WordClass.named.first(where: { $0.name == name }) else {
      let names = WordClass.named.map(\.name).joined(separator: ", ")
      throw LexiconError(
        file: file, line: number,
        message: "unknown section [\(name)]; known are indicators, constant-prices, "
          + "comparable-base, \(names)")
    }
    return .words(known.value)
  }

  private mutating func addIndicator(_ line: String, _ number: Int) throws(LexiconError) {
    let fields = line.split(separator: "|", omittingEmptySubsequences: false).map { trimmed($0) }
    guard fields.count == 6 else {
      throw LexiconError(
        file: file, line: number,
        message: "an indicator has 6 fields (id | names | unit | kind | nature | bound), "
          + "this line has \(fields.count)")
    }
    guard let kind = KnownIndicator.Kind(rawValue: fields[3]),
      let nature = KnownIndicator.Nature(rawValue: fields[4]),
      let bound = KnownIndicator.Bound(rawValue: fields[5])
    else {
      throw LexiconError(
        file: file, line: number,
        message: "kind is level, growth, rate or share; nature is flow or stock; "
          + "bound is floor, ceiling or none")
    }
    let isID = fields[0].utf8.allSatisfy { $0 == 0x2D || 0x61...0x7A ~= $0 || 0x30...0x39 ~= $0 }
    guard isID, !fields[0].isEmpty else {
      throw LexiconError(
        file: file, line: number, message: "id \(fields[0]) must be lower-case kebab English")
    }
    guard positions.updateValue(indicators.count, forKey: fields[0]) == nil else {
      throw LexiconError(file: file, line: number, message: "id \(fields[0]) stands twice")
    }
    let names = fields[1].split(separator: " ").map(String.init)
    guard !names.isEmpty else {
      throw LexiconError(file: file, line: number, message: "\(fields[0]) needs at least one name")
    }
    for name in names { add(name, .indicator, Int32(indicators.count)) }
    indicators.append(
      KnownIndicator(
        id: fields[0], names: names, unit: fields[2], kind: kind, nature: nature, bound: bound,
        priceBasis: fields[2].hasSuffix("元") ? .current : .none))
  }

  /// A line of ids under `[constant-prices]` or `[comparable-base]`.
  private mutating func setBasis(
    _ basis: PriceBasis, of line: String, _ number: Int
  ) throws(LexiconError) {
    for id in line.split(separator: " ") {
      guard let index = positions[String(id)] else {
        throw LexiconError(
          file: file, line: number, message: "no indicator \(id) stands above; name one by its id")
      }
      indicators[index].priceBasis = basis
    }
  }

  private mutating func add(_ word: String, _ classes: WordClass, _ indicator: Int32) {
    let text = word.unicodeScalars.map { Passage.normalised($0.value) }
    entries.append((text, classes, indicator))
  }

  private func trimmed(_ text: some StringProtocol) -> String {
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
