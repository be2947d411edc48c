/// Puts the lines of a PDF's pages together into paragraphs.
///
/// A PDF has lines, not paragraphs. A line goes on in the next where it reaches the right edge of
/// its column and the next one is not indented. Page numbers, and lines that head or foot most
/// pages, are left out.
struct PDFText {
  /// A line of a page; places are in hundredths of a point.
  struct Line {
    var text: [UInt8] = []
    var left = 0
    var right = 0
    var top = 0
    var bottom = 0
    var page = 0

    var height: Int { max(1, bottom - top) }
  }

  private var lines: [Line] = []
  private var pageCount = 0

  /// Reads what `pdftotext -bbox-layout` wrote.
  init(_ xml: [UInt8]) {
    var scanner = MarkupScanner(xml, isXML: true)
    var line = Line()
    var word: (left: Int, right: Int) = (0, 0)
    var isWord = false
    while let piece = scanner.next() {
      switch piece {
      case .open(let name, let attributes, _):
        let name = String(decoding: name, as: UTF8.self)
        func place(_ key: StaticString) -> Int { Self.hundredths(key, xml, attributes) }
        if name == "page" { pageCount += 1 }
        if name == "line" {
          line = Line(
            left: place("xmin"), right: place("xmax"), top: place("ymin"), bottom: place("ymax"),
            page: pageCount)
        }
        if name == "word" {
          let left = place("xmin")
          // A gap of an em and more is one that the eye sees: a table's, or a name's.
          if !line.text.isEmpty, Self.isApart(line, left, by: word.right) { line.text.append(0x20) }
          word = (left, place("xmax"))
          isWord = true
        }
      case .text(let range):
        guard isWord else { continue }
        UTF8Text.forEachScalar(xml, range) { UTF8Text.append($0, to: &line.text) }
      case .close(let name):
        let name = String(decoding: name, as: UTF8.self)
        if name == "word" { isWord = false }
        if name == "line", !line.text.isEmpty { lines.append(line) }
      }
    }
  }

  /// The text; throws where no page has any.
  func extracted() throws(InputError) -> ExtractedText {
    guard !lines.isEmpty else { throw .pdfWithoutText(pages: pageCount) }
    let body = PDFFurniture.without(lines, pageCount: pageCount)
    let margins = PDFMargins(body)
    var text: [UInt8] = []
    for index in body.indices {
      if index > 0 {
        let last = body[index - 1]
        if margins.isContinued(last, by: body[index]) {
          if Self.isLatin(last.text.last), Self.isLatin(body[index].text.first) {
            text.append(0x20)
          }
        } else {
          text.append(0x0A)
        }
      }
      text.append(contentsOf: body[index].text)
    }
    text.append(0x0A)
    return ExtractedText(
      bytes: text, source: InputSource(kind: .pdf, encoding: .utf8, notes: notes))
  }

  private var notes: [String] {
    let written = Set(lines.map(\.page))
    let bare = (1...max(1, pageCount)).filter { !written.contains($0) }
    guard !bare.isEmpty else { return [] }
    let names = bare.prefix(20).map(String.init).joined(separator: ", ")
    return ["pages without text (blank or scanned): \(names)\(bare.count > 20 ? " …" : "")"]
  }

  private static func isApart(_ line: Line, _ left: Int, by right: Int) -> Bool {
    let gap = left - right
    return isLatin(line.text.last) ? gap * 8 > line.height : gap * 10 > line.height * 7
  }

  private static func isLatin(_ byte: UInt8?) -> Bool { byte.map(ASCII.isLetter) ?? false }

  /// A decimal such as `90.000000`, in hundredths.
  private static func hundredths(
    _ name: StaticString, _ xml: [UInt8], _ attributes: Range<Int>
  ) -> Int {
    let value = Attributes.value(of: name, in: xml, attributes) ?? []
    let parts = value.split(separator: 0x2E, maxSplits: 1).map {
      String(decoding: $0, as: UTF8.self)
    }
    let whole = parts.first.flatMap { Int($0.prefix(9)) } ?? 0
    let part = parts.count > 1 ? Int((parts[1] + "00").prefix(2)) ?? 0 : 0
    return whole * 100 + (whole < 0 ? -part : part)
  }
}

/// Where the columns of each page begin and end.
struct PDFMargins {
  private var byPage: [Int: [PDFText.Line]] = [:]

  init(_ lines: [PDFText.Line]) {
    for line in lines { byPage[line.page, default: []].append(line) }
  }

  /// Whether `line` reaches the edge of its column and `next` goes on with its sentence.
  func isContinued(_ line: PDFText.Line, by next: PDFText.Line) -> Bool {
    let own = column(of: line)
    let other = column(of: next)
    let em = line.height
    guard line.right + em * 2 >= own.right, next.left * 10 <= other.left * 10 + em * 7,
      abs(line.height - next.height) * 5 <= em
    else { return false }
    // A stop at the very edge ends a paragraph only where the next one is indented, which it is
    // not here; a gap between the lines ends it in any case.
    guard line.page == next.page, next.top > line.top else { return true }
    return (next.top - line.top) * 10 <= em * 26
  }

  /// The edges of the lines that begin near where this one does.
  private func column(of line: PDFText.Line) -> (left: Int, right: Int) {
    var left = line.left
    var right = line.right
    for other in byPage[line.page] ?? [] where abs(other.left - line.left) <= line.height * 3 {
      left = min(left, other.left)
      right = max(right, other.right)
    }
    return (left, right)
  }
}

/// Tells page numbers and running heads.
enum PDFFurniture {
  static func without(_ lines: [PDFText.Line], pageCount: Int) -> [PDFText.Line] {
    var edges: Set<Int> = []
    for index in lines.indices {
      let isFirst = index == 0 || lines[index - 1].page != lines[index].page
      let isLast = index + 1 == lines.count || lines[index + 1].page != lines[index].page
      if isFirst || isLast { edges.insert(index) }
    }
    var seen: [[UInt8]: Int] = [:]
    for index in edges { seen[shape(lines[index].text), default: 0] += 1 }
    return lines.indices.filter { index in
      guard edges.contains(index) else { return true }
      if isPageNumber(lines[index].text) { return false }
      let count = seen[shape(lines[index].text)] ?? 0
      return count < 3 || count * 2 < pageCount
    }.map { lines[$0] }
  }

  /// The line with all numbers alike.
  private static func shape(_ text: [UInt8]) -> [UInt8] {
    text.filter { !ASCII.isDigit($0) && $0 != 0x20 }
  }

  /// `12`, `- 12 -`, `— 12 —`, `第 3 页`, `3/20`.
  private static func isPageNumber(_ text: [UInt8]) -> Bool {
    let rest = String(decoding: text, as: UTF8.self).unicodeScalars.filter {
      !"0123456789-—–―/ 第页共·.".unicodeScalars.contains($0)
    }
    return rest.isEmpty && text.contains(where: ASCII.isDigit) && text.count <= 40
  }
}
