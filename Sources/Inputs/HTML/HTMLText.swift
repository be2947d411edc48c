// A page's text without its furniture.
//
// No tree is built. Tags only say where lines end, what is a link, and what is furniture by its
// name; whether a line stays is decided afterwards, when it is known whether it is prose. So a tag
// that is never closed costs nothing but a hint.

/// Takes the text out of a page.
struct HTMLText {
  private let bytes: [UInt8]
  private var scanner: MarkupScanner
  private var builder = LineBuilder()
  private var open: [Element] = []
  /// How many of each name are open, so that a closing tag without an opening one costs nothing.
  private var openCounts: [String: Int] = [:]
  private var suspects = 0
  private var links = 0
  private var headings = 0

  private struct Element {
    let name: String
    let isSuspect: Bool
  }

  /// The text of a page; throws for one that has none.
  static func extract(_ decoded: TextDecoder.Decoded) throws(InputError) -> ExtractedText {
    var page = HTMLText(decoded.bytes)
    page.read()
    let kept = Furniture.kept(page.builder.lines)
    guard !kept.isEmpty else { throw .emptyPage }
    var text: [UInt8] = []
    text.reserveCapacity(decoded.bytes.count / 2)
    for line in kept {
      text.append(contentsOf: line.bytes)
      text.append(0x0A)
    }
    return ExtractedText(
      bytes: text,
      source: InputSource(
        kind: .html, encoding: decoded.encoding, notes: TextDecoder.notes(decoded)))
  }

  private init(_ bytes: [UInt8]) {
    self.bytes = bytes
    scanner = MarkupScanner(bytes, isXML: false)
  }

  private mutating func read() {
    while let piece = scanner.next() {
      switch piece {
      case .text(let range): add(range)
      case .open(let name, let attributes, _): opened(name, attributes)
      case .close(let name): closed(String(decoding: name, as: UTF8.self))
      }
    }
    builder.end()
  }

  private mutating func add(_ range: Range<Int>) {
    builder.isLinked = links > 0
    builder.isSuspect = suspects > 0
    builder.isHeading = headings > 0
    var builder = builder
    self.builder = LineBuilder()
    UTF8Text.forEachScalar(bytes, range) { builder.add($0) }
    self.builder = builder
  }

  private mutating func opened(_ raw: [UInt8], _ attributes: Range<Int>) {
    let name = String(decoding: raw, as: UTF8.self)
    if HTMLNames.opaque.contains(name) {
      scanner.skip(to: raw)
      return
    }
    switch name {
    case "tr": builder.openRow()
    case "td", "th": builder.openCell()
    default:
      if HTMLNames.blocks.contains(name) { builder.end() }
    }
    guard HTMLNames.tracked.contains(name) else { return }
    // A link inside a link, or a paragraph inside a paragraph, means that the first was not closed.
    if name == "a" || name == "p", openCounts[name, default: 0] > 0 { closed(name) }
    let isSuspect =
      HTMLNames.furniture.contains(name) || HTMLNames.isFurniture(bytes, attributes)
    open.append(Element(name: name, isSuspect: isSuspect))
    openCounts[name, default: 0] += 1
    count(name, isSuspect, by: 1)
  }

  private mutating func closed(_ name: String) {
    if name == "tr" {
      builder.closeRow()
    } else if HTMLNames.blocks.contains(name) {
      builder.end()
    }
    guard openCounts[name, default: 0] > 0 else { return }
    while let element = open.popLast() {
      openCounts[element.name, default: 0] -= 1
      count(element.name, element.isSuspect, by: -1)
      if element.name == name { return }
    }
  }

  private mutating func count(_ name: String, _ isSuspect: Bool, by step: Int) {
    if isSuspect { suspects += step }
    if name == "a" { links += step }
    if name.count == 2, name.hasPrefix("h"), name != "hr" { headings += step }
  }
}

/// What elements mean for the lines of a page.
enum HTMLNames {
  /// Their content is no text of the page.
  static let opaque: Set<String> = [
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "select",
    "textarea", "button", "canvas", "audio", "video", "title",
  ]
  /// They end a line before and behind themselves.
  static let blocks: Set<String> = [
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "table",
    "tbody", "thead", "tfoot", "caption", "section", "article", "main", "header", "footer",
    "nav", "aside", "blockquote", "pre", "hr", "br", "center", "form", "fieldset", "figure",
    "figcaption", "address", "body", "html", "head", "details", "summary", "option", "label",
  ]
  /// Furniture by their name.
  static let furniture: Set<String> = ["nav", "footer", "aside", "menu"]
  static let tracked: Set<String> = [
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "table",
    "tr", "td", "th", "section", "article", "main", "header", "footer", "nav", "aside", "menu",
    "span", "a", "form", "center", "blockquote",
  ]

  private static let classes: Set<String> = [
    "nav", "navbar", "menu", "submenu", "breadcrumb", "breadcrumbs", "crumb", "crumbs", "footer",
    "foot", "copyright", "share", "bdsharebuttonbox", "bdshare", "sidebar", "pager", "pagination",
    "related", "qrcode", "ewm", "toolbar", "topbar", "friendlink", "location", "position",
  ]

  /// Whether class or id is one of furniture, or the element is hidden.
  static func isFurniture(_ bytes: [UInt8], _ attributes: Range<Int>) -> Bool {
    guard attributes.count > 4 else { return false }
    for name in ["class", "id"] as [StaticString] {
      guard let value = Attributes.value(of: name, in: bytes, attributes) else { continue }
      for word in value.split(separator: 0x20)
      where classes.contains(String(decoding: word, as: UTF8.self)) {
        return true
      }
    }
    guard let style = Attributes.value(of: "style", in: bytes, attributes) else { return false }
    return style.filter { $0 != 0x20 }.starts(with: Array("display:none".utf8))
  }
}
