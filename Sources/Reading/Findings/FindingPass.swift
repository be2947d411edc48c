import Quantities

/// Checks the arithmetic of a finished reading.
///
/// One walk along the figures; text is looked at only between neighbouring figures, at most
/// `stretchMax` bytes each, so the cost is linear in the text and small beside reading it.
/// Precision comes before recall: a check speaks only where sentence and words say that the
/// numbers belong together.
struct FindingPass {
  let bytes: [UInt8]
  let lexicon: Lexicon
  private(set) var statements: [Statement]
  var findings: [Finding] = []

  /// Figures farther apart, in UTF-8 bytes, are not of one sentence: some 130 characters.
  static let stretchMax = 400

  init(_ document: ReadDocument, lexicon: Lexicon) {
    bytes = document.bytes
    self.lexicon = lexicon
    statements = document.figures.map { Statement($0) }
    var sentence = 0
    for index in statements.indices.dropFirst() {
      if breaks(statements[index - 1].end, statements[index].start) { sentence += 1 }
      statements[index].sentence = sentence
    }
  }

  /// The findings, in the order of their first figure.
  mutating func run() -> [Finding] {
    guard statements.count > 1 else { return [] }
    var start = 0
    while start < statements.count {
      var end = start + 1
      while end < statements.count, statements[end].sentence == statements[start].sentence {
        end += 1
      }
      if end - start > 1 { check(start..<end) }
      start = end
    }
    checkRepeats()
    return findings.enumerated().sorted {
      ($0.element.figures.first ?? 0, $0.offset) < ($1.element.figures.first ?? 0, $1.offset)
    }.map(\.element)
  }

  private mutating func check(_ sentence: Range<Int>) {
    for index in sentence {
      if index + 1 < sentence.upperBound { checkMove(index, sentence) }
      if index + 1 < sentence.upperBound { checkDays(index, index + 1) }
      if index + 2 < sentence.upperBound { checkRatio(index) }
      if index + 2 < sentence.upperBound { checkPerHead(index) }
    }
    checkSeries(sentence)
    checkParts(sentence)
  }

  /// The text between two places; empty where they overlap or lie too far apart.
  func text(_ start: Int, _ end: Int) -> ArraySlice<UInt8> {
    guard start >= 0, start < end, end <= bytes.count, end - start <= Self.stretchMax else {
      return []
    }
    return bytes[start..<end]
  }

  func gap(_ index: Int) -> ArraySlice<UInt8> {
    text(statements[index].end, statements[index + 1].start)
  }

  /// Up to 60 bytes before a figure, from the figure before it on.
  func before(_ index: Int) -> ArraySlice<UInt8> {
    let floor = index > 0 ? statements[index - 1].end : 0
    return text(max(floor, statements[index].start - 60), statements[index].start)
  }

  /// Up to 60 bytes after a figure, within its sentence.
  func after(_ index: Int) -> ArraySlice<UInt8> {
    let stretch = text(
      statements[index].end, min(bytes.count, statements[index].end + 60))
    for at in stretch.indices where Self.isStop(stretch, at) { return stretch[..<at] }
    return stretch
  }

  /// An ideographic space.
  private static let indent: [UInt8] = [0xE3, 0x80, 0x80]

  /// Whether a sentence or line ends between two places.
  private func breaks(_ start: Int, _ end: Int) -> Bool {
    guard start < end else { return false }
    guard end - start <= Self.stretchMax else { return true }
    let stretch = bytes[start..<end]
    var index = start
    while index < end {
      // Stops are ASCII or begin with E3 or EF; ideographs are passed over.
      let lead = stretch[index]
      defer { index += Passage.width(of: lead) }
      guard lead < 0xE4 || lead >= 0xEF, Self.isStop(stretch, index) else { continue }
      // 。其中 goes on about the whole before the stop, also in the next line.
      var next = index + (stretch[index] < 0x80 ? 1 : 3)
      while next < stretch.endIndex {
        if stretch[next] <= 0x20 {
          next += 1
        } else if Words.matches(stretch, next, Self.indent) {
          next += 3
        } else {
          break
        }
      }
      if !Words.matches(stretch, next, Words.among) { return true }
    }
    return false
  }

  /// A full stop, semicolon, question or exclamation mark, or line end.
  static func isStop(_ text: ArraySlice<UInt8>, _ index: Int) -> Bool {
    switch text[index] {
    case 0x0A, 0x3B: return true
    case 0xE3:
      return index + 2 < text.endIndex && text[index + 1] == 0x80 && text[index + 2] == 0x82
    case 0xEF:
      guard index + 2 < text.endIndex, text[index + 1] == 0xBC else { return false }
      return [0x9B, 0x81, 0x9F].contains(text[index + 2])
    default: return false
    }
  }

  mutating func add(
    _ kind: Finding.Kind, _ verdict: Finding.Verdict, _ figures: [Int], expected: String?,
    formula: String
  ) {
    guard let expected, let result = figures.last else { return }
    let statement = statements[result]
    let tolerance =
      statement.last.shown(
        per: statement.power, scale: statement.scale) ?? statement.figure.value
    findings.append(
      Finding(
        kind: kind, verdict: verdict, figures: figures.map { statements[$0].figure.index },
        expected: expected, printed: statement.figure.value, unit: statement.unit,
        formula: formula, tolerance: tolerance))
  }

  /// How far growth of the indicator follows from printed levels.
  func basis(_ index: Int) -> PriceBasis {
    let figure = statements[index].figure
    if let id = figure.indicatorID, let known = lexicon.indicator(id: id) {
      return known.priceBasis
    }
    if ["元", "美元", "欧元", "港元"].contains(statements[index].base) {
      let name = Array(figure.indicator.utf8)[...]
      if Words.holdsAny(name, Self.constantNames) { return .constant }
      if Words.holdsAny(name, Self.comparableNames) { return .comparable }
      return .current
    }
    return .none
  }

  private static let constantNames = Words.list("增加值 生产总值 GDP 经济总量 劳动生产率")
  private static let comparableNames = Words.list("投资 产值 营业收入 营收 利润 零售 消费 主营")
}
