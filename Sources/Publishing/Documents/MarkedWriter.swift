import Markup
import Programmes
import Quantities
import Reading

/// Writes articles with their marks; anchors are given out once.
struct MarkedWriter {
  private let document: ReadDocument
  private let say: Language
  private let targets: [Int: Address]
  private let marks: [TextMark]
  private let offsets: ScalarOffsets
  private let headings: [Int: Int]
  private var anchors: Set<Int> = []

  init(
    document: ReadDocument, language: Language, targets: [Int: Address], marks: [TextMark],
    offsets: ScalarOffsets
  ) {
    self.document = document
    self.say = language
    self.targets = targets
    self.marks = marks
    self.offsets = offsets
    self.headings = Dictionary(
      document.outline.map { (Int($0.span.start), $0.level) },
      uniquingKeysWith: { first, _ in first })
  }

  /// Headline, byline and paragraphs; the headline is not repeated where it is a paragraph too.
  mutating func article(_ article: Article) -> HTML {
    var parts: [HTML] = []
    let paragraphs = article.paragraphs.map { pieces in
      pieces.map { offsets.byte(ofScalar: $0.lowerBound)..<offsets.byte(ofScalar: $0.upperBound) }
    }
    let first = paragraphs.first.map { pieces in pieces.map { text($0) }.joined() }
    if let headline = article.headline, first?.contains(headline) != true {
      parts.append("<h2>\(headline)</h2>\n")
    }
    for byline in article.byline { parts.append("<p class=\"byline\">\(byline)</p>\n") }
    for pieces in paragraphs { parts.append(paragraph(pieces)) }
    return HTML(joining: parts)
  }

  private mutating func paragraph(_ pieces: [Range<Int>]) -> HTML {
    let content = pieces.map { piece($0) }
    guard let start = pieces.first?.lowerBound, let end = pieces.last?.upperBound,
      let level = headings[start] ?? headings[firstInk(from: start, to: end)]
    else { return "<p>\(content)</p>\n" }
    // A heading's paragraph may go on with text; a short one is the heading alone.
    guard pieces.reduce(0, { $0 + $1.count }) <= 150 else { return "<p>\(content)</p>\n" }
    return level <= 1 ? "<h2>\(content)</h2>\n" : "<h3>\(content)</h3>\n"
  }

  private func firstInk(from start: Int, to end: Int) -> Int {
    var offset = start
    while offset < end {
      if document.bytes[offset] == 0x20 || document.bytes[offset] == 0x09 {
        offset += 1
      } else if document.bytes[offset...].starts(with: [0xE3, 0x80, 0x80]) {
        offset += 3
      } else {
        break
      }
    }
    return offset
  }

  private mutating func piece(_ range: Range<Int>) -> HTML {
    var parts: [HTML] = []
    var position = range.lowerBound
    var low = 0
    var high = marks.count
    while low < high {
      let middle = (low + high) / 2
      if marks[middle].range.upperBound <= position { low = middle + 1 } else { high = middle }
    }
    while low < marks.count, marks[low].range.lowerBound < range.upperBound {
      let mark = marks[low]
      let start = max(position, mark.range.lowerBound)
      let end = min(range.upperBound, mark.range.upperBound)
      parts.append(HTML(text: text(position..<start)))
      parts.append(marked(mark, text(start..<end)))
      position = end
      low += 1
    }
    parts.append(HTML(text: text(position..<range.upperBound)))
    return HTML(joining: parts)
  }

  private mutating func marked(_ mark: TextMark, _ words: String) -> HTML {
    let standing = mark.figures.first?.standing ?? .target
    let aims = mark.aims.filter { $0.figureIndex == nil }
    let titles =
      mark.figures.map(explanation) + aims.map { "\($0.indicator) · \(say(.standingTarget))" }
    let starts = mark.starts
    var named: [HTML] = []
    for start in starts where anchors.insert(start).inserted {
      named.append("<a id=\"at-\(start)\"></a>")
    }
    let inner: HTML
    if let target = starts.first(where: { targets[$0] != nil }).flatMap({ targets[$0] }) {
      inner = """
        <a class="target-link" href="\(target)" title="\(say(.followTarget))">\(words)</a>
        """
    } else {
      inner = HTML(text: words)
    }
    return """
      \(named)<mark class="\(standing.rawValue)" \
      title="\(titles.joined(separator: "\n"))">\(inner)</mark>
      """
  }

  private func explanation(_ figure: Figure) -> String {
    let value = figure.high.map { "\(figure.value)–\($0)" } ?? figure.value
    var parts = ["\(figure.indicator)：\(value)\(figure.unit)"]
    if let bound = figure.comparator.text { parts.append(say(bound)) }
    parts.append(say(figure.standing.text))
    if let period = figure.period { parts.append(period) }
    return parts.joined(separator: " · ")
  }

  private func text(_ range: Range<Int>) -> String {
    guard range.lowerBound < range.upperBound else { return "" }
    return String(decoding: document.bytes[range], as: UTF8.self)
  }
}
