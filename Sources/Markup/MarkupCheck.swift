/// What is wrong with the form of a page, for the tests of every view: elements that are not
/// closed or closed out of turn, ids used twice, links to anchors that are not there, controls
/// without a label, scripts and styles inside the page.
package struct MarkupCheck: Sendable {
  /// What was found, in the order of the page; empty for a well-formed page.
  package private(set) var problems: [String] = []

  private var open: [String] = []
  private var ids: Set<String> = []
  private var anchors: [String] = []
  private var labelled: Set<String> = []
  private var controls: [String] = []

  /// Elements that have no end tag.
  private static let void: Set<String> = [
    "meta", "link", "br", "hr", "img", "input", "col", "wbr", "source",
  ]

  /// Checks a whole page.
  package init(_ page: HTML) {
    let bytes = Array(page.markup.utf8)
    var index = 0
    while let start = bytes[index...].firstIndex(of: UInt8(ascii: "<")) {
      guard let end = bytes[start...].firstIndex(of: UInt8(ascii: ">")) else {
        problems.append("a tag is not ended")
        break
      }
      tag(String(decoding: bytes[(start + 1)..<end], as: UTF8.self))
      index = end + 1
    }
    for name in open { problems.append("<\(name)> is not closed") }
    for anchor in anchors where !ids.contains(anchor) {
      problems.append("a link leads to #\(anchor), which is not there")
    }
    for control in controls where !labelled.contains(control) {
      problems.append("the control \(control) has no label")
    }
  }

  private mutating func tag(_ content: String) {
    if content.hasPrefix("!") { return }
    if content.hasPrefix("/") {
      let name = String(content.dropFirst())
      if open.last == name {
        open.removeLast()
      } else {
        problems.append("</\(name)> closes <\(open.last ?? "nothing")>")
      }
      return
    }
    let name = String(content.prefix { !$0.isWhitespace && $0 != "/" })
    attributes(of: name, content)
    if name == "script" || (name == "style" && open.contains("body")) {
      problems.append("<\(name)> stands in the page")
    }
    if !Self.void.contains(name), !content.hasSuffix("/") { open.append(name) }
  }

  private mutating func attributes(of name: String, _ content: String) {
    var found: [String: String] = [:]
    var rest = content.dropFirst(name.count)
    while let equals = rest.firstIndex(of: "=") {
      let key = rest[..<equals].split(whereSeparator: \.isWhitespace).last.map(String.init) ?? ""
      let value = rest[rest.index(after: equals)...]
      guard value.first == "\"", let end = value.dropFirst().firstIndex(of: "\"") else {
        problems.append("the attribute \(key) of <\(name)> is not quoted")
        break
      }
      found[key] = String(value[value.index(after: value.startIndex)..<end])
      rest = value[value.index(after: end)...]
    }
    if let id = found["id"], !ids.insert(id).inserted { problems.append("id \(id) is used twice") }
    if let target = found["href"], target.hasPrefix("#"), target.count > 1 {
      anchors.append(String(target.dropFirst()))
    }
    if let target = found["for"] { labelled.insert(target) }
    if found["style"] != nil || found.keys.contains(where: { $0.hasPrefix("on") }) {
      problems.append("<\(name)> has a style or a script in an attribute")
    }
    if ["select", "textarea", "input"].contains(name), found["type"] != "hidden" {
      controls.append(found["id"] ?? "\(name) without id")
    }
  }
}
