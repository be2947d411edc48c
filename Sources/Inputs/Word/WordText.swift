/// Takes the text out of a Word document (ECMA-376): paragraphs, and rows of tables as lines.
///
/// Deleted text, field codes, notes, headers and footers are left out.
struct WordText {
  private let xml: [UInt8]
  private var builder = LineBuilder()
  /// How many elements whose text is not the document's are open.
  private var skipped = 0
  private var isText = false
  private var hasNumbering = false

  private static let document = "word/document.xml"
  /// The second version of the same text, deleted text, text moved away, field codes.
  private static let left: Set<String> = [
    "mc:Fallback", "w:del", "w:moveFrom", "w:instrText", "w:delText", "w:rPrChange", "w:pPrChange",
  ]

  static func extract(_ bytes: [UInt8], limits: InputLimits) throws(InputError) -> ExtractedText {
    let archive = try ZipFile(bytes)
    guard archive.has(document) else { throw .notWord }
    let xml = try archive.content(document, countMax: limits.unpackedBytesMax)
    var word = WordText(xml: xml)
    word.read()
    guard !word.builder.lines.isEmpty else { throw .emptyDocument }
    var text: [UInt8] = []
    for line in word.builder.lines {
      text.append(contentsOf: line.bytes)
      text.append(0x0A)
    }
    let notes =
      word.hasNumbering
      ? ["list numbers that Word counts by itself are not in the text"] : []
    return ExtractedText(
      bytes: text, source: InputSource(kind: .docx, encoding: .utf8, notes: notes))
  }

  private init(xml: [UInt8]) {
    self.xml = xml
  }

  private mutating func read() {
    var scanner = MarkupScanner(xml, isXML: true)
    while let piece = scanner.next() {
      switch piece {
      case .text(let range):
        guard isText, skipped == 0 else { continue }
        var builder = builder
        self.builder = LineBuilder()
        UTF8Text.forEachScalar(xml, range) { builder.add($0) }
        self.builder = builder
      case .open(let name, _, let isEmpty): opened(String(decoding: name, as: UTF8.self), isEmpty)
      case .close(let name): closed(String(decoding: name, as: UTF8.self))
      }
    }
    builder.end()
  }

  private mutating func opened(_ name: String, _ isEmpty: Bool) {
    if Self.left.contains(name) {
      if !isEmpty { skipped += 1 }
      return
    }
    switch name {
    case "w:t": isText = !isEmpty
    case "w:tab": builder.add(0x20)
    case "w:br", "w:cr", "w:p": builder.end()
    case "w:tr": builder.openRow()
    case "w:tc": builder.openCell()
    case "w:numPr": hasNumbering = true
    case "w:noBreakHyphen": builder.add(0x2D)
    default: break
    }
  }

  private mutating func closed(_ name: String) {
    if Self.left.contains(name) {
      skipped = max(0, skipped - 1)
      return
    }
    switch name {
    case "w:t": isText = false
    case "w:p": builder.end()
    case "w:tr": builder.closeRow()
    default: break
    }
  }
}
